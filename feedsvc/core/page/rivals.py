"""The rival hypotheses of a page: which deserve a reading, by measures ever less cheap, and how well they do."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from feedsvc.core.glimpse import names_error, names_nothing
from feedsvc.core.page.context import Context
from feedsvc.core.page.pieces import Page
from feedsvc.core.page.prefixed import part_headlines
from feedsvc.core.page.records import read_records
from feedsvc.core.page.roles import without_head
from feedsvc.core.page.scoring import Candidate, judge
from feedsvc.core.page.spans import Division, Span, containers, slices
from feedsvc.core.page.spots import Spot

_LEAST = 0.08
_MOST_HYPOTHESES = 12
_LEAST_PROMISE = 0.1
_LONG = 15  # characters that an item has at least
_MOST_PIECES = 10_000  # read in all hypotheses together
_MANY = 90  # items: some are read before all are
_RUN = 15  # neighbouring items, at the beginning, in the middle and at the end
_FEWEST_BELOW = 2  # items below a masthead
_FEWEST_DAYS = 3  # of news below a heading that names an error
_LONGEST_ERROR = 90  # characters of a line
_HOPELESS = 0.5  # of the best score


def ranked(context: Context) -> list[Candidate]:
    """Return the hypotheses that stand, the best first."""
    promising = (without_head(context.page, division) for division in _promising(context))
    divisions = [_without_masthead(context, division) for division in promising]
    tried = [_tried(context, division) for division in divisions]
    least = max(_LEAST, _HOPELESS * max((one.score for one in tried), default=0.0))
    candidates = [
        trial if trial.division is division else _read(context, division)
        for trial, division in zip(tried, divisions, strict=True)
        if trial.score >= least or trial.division is division
    ]
    standing = [one for one in candidates if one.score >= _LEAST]
    dated = [one for one in standing if _days(one) >= _FEWEST_DAYS]
    if len(dated) < len(standing) and (_is_of_an_error(context.page) or _is_of_nothing(context)):
        standing = dated
    return sorted(standing, key=lambda candidate: -candidate.score)


def _days(candidate: Candidate) -> int:
    return len({record.reading.day for record in candidate.records if record.reading is not None})


def _is_of_an_error(page: Page) -> bool:
    """Tell whether the main heading says that something went wrong: what it suggests instead is no news."""
    headings = [(heading.tag, line.text) for line in page.lines if (heading := page.pieces[line.first].heading)]
    _, main = min(headings, key=lambda pair: pair[0], default=("", ""))
    return len(main) <= _LONGEST_ERROR and names_error(main)


def _is_of_nothing(context: Context) -> bool:
    """Tell whether a line outside the chrome says that nothing was found: what follows helps to search."""
    lines = (line for line in context.page.lines if line.first not in context.unread)
    return any(len(line.text) <= _LONGEST_ERROR and names_nothing(line.text) for line in lines)


def _without_masthead(context: Context, division: Division) -> Division:
    """Return a division by lines without a first line that looks like the titles but has no date, as all others do."""
    first, *others = division.spans
    opening = context.page.pieces[first.first]
    is_plain = division.form == "slices" and opening.heading is None and opening.link is None
    if not is_plain or len(others) < _FEWEST_BELOW or context.spots_in(first.first, first.beyond):
        return division
    all_dated = all(context.spots_in(span.first, span.beyond) for span in others)
    return Division(division.form, tuple(others)) if all_dated else division


def _tried(context: Context, division: Division) -> Candidate:
    """Return what a division gives; one of many items is read only in part."""
    spans = division.spans
    if len(spans) <= _MANY:
        return _read(context, division)
    begins = (0, (len(spans) - _RUN) // 2, len(spans) - _RUN)
    some = tuple(span for begin in begins for span in spans[begin : begin + _RUN])
    share = _held(context.page, some) / max(_held(context.page, spans), 1)
    return _read(context, Division(division.form, some), share)


def _read(context: Context, division: Division, share: float = 1.0) -> Candidate:
    records, roles = read_records(context, division)
    part_headlines(context.page, records)
    return judge(context, division, records, roles, share)


def _held(page: Page, spans: Sequence[Span]) -> int:
    return sum(page.weight(span.first, span.beyond) for span in spans)


def _promising(context: Context) -> list[Division]:
    """Return the divisions that deserve a reading: each text once, by dates held singly and by text covered."""
    page = context.page
    lines = [number for number, line in enumerate(page.lines) if line.first not in context.unread]
    dated = [
        spot.first
        for before, spot in pairwise((None, *context.spots))
        if spot is not None and spot.first not in context.unread and not _says_again(before, spot)
    ]
    known: dict[tuple[tuple[int, int], ...], tuple[float, Division]] = {}
    for division in (*containers(page, context.chrome), *slices(page, context.spots, lines)):
        key = tuple((span.first, span.beyond) for span in division.spans)
        if key not in known or division.spans[0].is_whole:
            known[key] = _promise(page, len(context.spots), dated, division), division
    by_promise = sorted(known.values(), key=lambda pair: -pair[0])
    least = _LEAST_PROMISE * by_promise[0][0] if by_promise else 0.0
    chosen: list[Division] = []
    pieces = 0
    for promise, division in by_promise[:_MOST_HYPOTHESES]:
        pieces += sum(span.beyond - span.first for span in division.spans)
        if promise > least and (pieces <= _MOST_PIECES or not chosen):
            chosen.append(division)
    return chosen


def _says_again(before: Spot | None, spot: Spot) -> bool:
    """Tell whether a date shows what the markup stated of the same item just before."""
    return before is not None and before.first == before.beyond and before.reading.day == spot.reading.day


def _promise(page: Page, spots: int, dated: Sequence[int], division: Division) -> float:
    """Return how well a division may do. The page has so many `spots`; those outside the chrome begin at `dated`."""
    spans = division.spans
    dates = Counter(bisect_left(dated, span.beyond) - bisect_left(dated, span.first) for span in spans)
    weights = [page.weight(span.first, span.beyond) for span in spans]
    long = sum(weight >= _LONG for weight in weights) / len(spans)
    total = max(page.weight(0, len(page.pieces)), 1)
    single = dates[1] + 0.5 * dates[2]
    uncrowded = (dates[0] + dates[1] + dates[2]) / len(spans)
    return long**2 * (sum(weights) / total + single / max(spots, 1)) * uncrowded * len(spans) / (len(spans) + 1)
