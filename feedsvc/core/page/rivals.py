"""The rival hypotheses of a page: which deserve a reading, by measures ever less cheap, and how well they do."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence

from feedsvc.core.page.pieces import Page
from feedsvc.core.page.prefixed import part_headlines
from feedsvc.core.page.records import Context, read_records
from feedsvc.core.page.roles import without_head
from feedsvc.core.page.scoring import Candidate, judge
from feedsvc.core.page.spans import Division, Span, containers, slices

_LEAST = 0.08
_MOST_HYPOTHESES = 12
_LEAST_PROMISE = 0.1
_LONG = 15  # characters that an item has at least
_MOST_PIECES = 10_000  # read in all hypotheses together
_MANY = 90  # items: some are read before all are
_RUN = 15  # neighbouring items, at the beginning, in the middle and at the end
_HOPELESS = 0.5  # of the best score


def ranked(context: Context) -> list[Candidate]:
    """Return the hypotheses that stand, the best first."""
    divisions = [without_head(context.page, division) for division in _promising(context)]
    tried = [_tried(context, division) for division in divisions]
    least = max(_LEAST, _HOPELESS * max((one.score for one in tried), default=0.0))
    candidates = [
        trial if trial.division is division else _read(context, division)
        for trial, division in zip(tried, divisions, strict=True)
        if trial.score >= least or trial.division is division
    ]
    return sorted((one for one in candidates if one.score >= _LEAST), key=lambda candidate: -candidate.score)


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
    dated = [spot.first for spot in context.spots if spot.first not in context.unread]
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
