"""A page to its items: rival hypotheses of where they stand, and the one that explains the page best."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice

from feedsvc.core.dates import DateReading
from feedsvc.core.draft import Draft, Fit, Reason, Skipped
from feedsvc.core.folding import fold
from feedsvc.core.furniture import kind_of
from feedsvc.core.layout import fit
from feedsvc.core.layout.drafting import WORDS
from feedsvc.core.page.chosen import Chosen, read_chosen, texts_of
from feedsvc.core.page.chrome import find_chrome
from feedsvc.core.page.context import Context, Record
from feedsvc.core.page.dating import Calendar
from feedsvc.core.page.inferred import infer
from feedsvc.core.page.markup import Markup, Places, bound
from feedsvc.core.page.pieces import Page, joined, read_pieces
from feedsvc.core.page.rivals import ranked
from feedsvc.core.page.scoring import Candidate
from feedsvc.core.page.spots import NO_DAY, find_spots
from feedsvc.core.page.stated import read_stated
from feedsvc.core.page.tree import grow
from feedsvc.core.page.wording import is_pointer
from feedsvc.core.page.written import loose, written_of
from feedsvc.model import Block, Selectors

_MOST_TRIED = 12
_LONGEST_LABEL = 40
_JOINS = " \u00a0–—-:|•·,;"  # between a title and the text behind it
_PLAIN = 0.12
_FEWEST = 2
_NEAR = 0.97  # of the best score: a rival that gives other items leaves doubt
_TOO_LONG = Reason(None, "the page has more elements than are read; this and what follows was not")
_OTHER = Reason(None, "it stands between or beside the items of the page")


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read of a page: its blocks outside navigation and the like, and the fit over them."""

    blocks: tuple[Block, ...]
    fit: Fit


def read_page(source: str, address: str, today: date, selectors: Selectors | None = None) -> Reading:
    """Return the blocks of a page's main area and the items in them.

    `address` is where the page came from. `selectors` choose the items; None: they are found.
    """
    markup = bound(source)
    reading = _read(source, markup, address, today, selectors)
    if markup.cut is None:
        return reading
    line, column = Places(source).place(markup.cut)
    unread = Block(" ".join(source[markup.cut : markup.cut + 100].split()) or "…", line, column)
    skipped = {**reading.fit.skipped, unread: _TOO_LONG}
    return Reading((*reading.blocks, unread), replace(reading.fit, skipped=skipped))


def _read(source: str, markup: Markup, address: str, today: date, selectors: Selectors | None) -> Reading:
    context, chosen = survey(source, markup, address, today, texts_of(selectors) if selectors is not None else ())
    if selectors is not None:
        best = read_chosen(context, selectors, chosen)
        return _reading(context, best if best.records else None, ())
    context, candidates = _ranked(context)
    best_found = candidates[0] if candidates else None
    if _states_more(context, best_found):
        return _as_stated(source, context)
    return _as_text(context, best_found) or _reading(context, best_found, candidates)


def infer_selectors(source: str, address: str, today: date) -> Selectors | None:
    """Return selectors that choose just the items which `read_page` finds, or None where none were found that do."""
    markup = bound(source)
    context, candidates = _ranked(survey(source, markup, address, today)[0])
    for selectors in islice(infer(context.page, candidates[0]), _MOST_TRIED) if candidates else ():
        chosen = survey(source, markup, address, today, texts_of(selectors))
        if _said(read_chosen(chosen[0], selectors, chosen[1])) == _said(candidates[0]):
            return selectors
    return None


def _ranked(context: Context) -> tuple[Context, list[Candidate]]:
    """Return the hypotheses that stand. Where none does, the dated items of a slider or carousel are the news."""
    candidates = ranked(context)
    opened = context if candidates else _without_chrome(context, is_strict=False)
    found = ranked(opened) if opened.chrome != context.chrome else []
    if found and all(record.dates for record in found[0].records):
        return opened, found
    return context, candidates


def _said(candidate: Candidate) -> list[tuple[str, DateReading | None, str | None, int]]:
    return [(one.text, one.reading, one.link, len(one.paragraphs)) for one in candidate.records]


def survey(
    source: str, markup: Markup, address: str, today: date, selectors: Sequence[str] = ()
) -> tuple[Context, Chosen]:
    """Return what is known of a page before any hypothesis, and what the selectors choose."""
    tree = grow(source, markup, selectors)
    page = read_pieces(tree, address)
    calendar = Calendar(today)
    calendar.settle(line.text for line in page.lines if len(line.text) < 80)
    spots = find_spots(page, calendar)
    stated = read_stated(markup.data, page.base)
    context = Context(page, calendar, spots, frozenset(), frozenset(), [spot.first for spot in spots], stated)
    return _without_chrome(context), tree.chosen


def _without_chrome(context: Context, *, is_strict: bool = True) -> Context:
    dated = {piece: spot.reading.day for spot in context.spots for piece in range(spot.first, spot.beyond)}
    past = frozenset(piece for piece, day in dated.items() if day is not None and day <= context.calendar.today)
    chrome = find_chrome(context.page, frozenset(dated), past, is_strict=is_strict)
    unread = frozenset(piece for element in chrome for piece in range(element.first, element.beyond))
    return replace(context, chrome=chrome, unread=unread)


def _reading(context: Context, best: Candidate | None, rivals: Sequence[Candidate]) -> Reading:
    blocks = _blocks(context, best)
    return Reading(tuple(blocks.values()), _fit(context, blocks, best, rivals))


def _states_more(context: Context, best: Candidate | None) -> bool:
    """Tell whether the page states several items for machines that are not those which are seen."""
    stated = {fold(one.title) for one in context.stated}
    seen = {fold(record.text) for record in best.records} if best is not None else set()
    return len(stated) > 1 and 2 * len(stated & seen) < len(stated) and len(stated) >= len(seen)


def _as_stated(source: str, context: Context) -> Reading:
    """Return the items that the page states only for machines."""
    places = Places(source)
    blocks = _blocks(context, None)
    drafts = []
    for one in context.stated:
        line, column = places.place(one.offset)
        title = Block(one.title, line, column, link=one.link)
        paragraphs = (Block(one.summary, line, column + 1),) if one.summary else ()
        dated = title if one.reading is not None else None
        drafts.append(Draft(dated, one.reading or NO_DAY, title, paragraphs, one.link, one.image, parts=(title,)))
    said = tuple(draft.title for draft in drafts)
    fit = Fit("json-ld", 1.0, -math.inf, tuple(drafts), _skipped(blocks, set()), context.calendar.order)
    return Reading((*blocks.values(), *said), fit)


def _as_text(context: Context, best: Candidate | None) -> Reading | None:
    """Return what the grammar of text makes of a page, if its news is preformatted or told apart by no markup."""
    page = context.page
    shown = [number for number, line in enumerate(page.lines) if line.first not in context.unread]
    written = written_of(page, shown)
    if written is None:
        if best is not None and best.score >= _PLAIN:
            return None
        written = loose(page, shown)
    found = fit(written.blocks, context.calendar.today)
    if not _is_news(found, is_bare=written.is_bare):
        return None
    drafts = tuple(written.draft(draft) for draft in found.drafts)
    passed = {written.place(block): reason for block, reason in found.skipped.items()}
    blocks = (written.place(block) for block in written.blocks)
    read = set(written.numbers)
    others = {number: page.line_block(number) for number in shown if number not in read}
    skipped = {**_skipped(others, set()), **passed}
    return Reading((*others.values(), *blocks), replace(found, drafts=drafts, skipped=skipped))


def _is_news(found: Fit, *, is_bare: bool) -> bool:
    """Tell whether what the grammar of text found in a page is to be believed: else, enough dates are needed."""
    if is_bare and len(found.drafts) >= _FEWEST:
        return True
    dated = {draft.dated for draft in found.drafts if draft.reading.day is not None}
    return len(dated) >= _FEWEST and 4 * len(dated) >= len(found.drafts)


def _blocks(context: Context, best: Candidate | None) -> dict[int, Block]:
    """Return one block for each line outside the chrome or in an item, by its number."""
    page = context.page
    spans = [record.span for record in best.records] if best is not None else []
    held = {piece for span in spans for piece in range(span.first, span.beyond)}
    return {
        number: page.line_block(number)
        for number, line in enumerate(page.lines)
        if line.first not in context.unread or line.first in held
    }


def _fit(context: Context, blocks: dict[int, Block], best: Candidate | None, rivals: Sequence[Candidate]) -> Fit:
    if best is None:
        return Fit("none", 0.0, 0.0, (), _skipped(blocks, set()), context.calendar.order)
    used: set[int] = set()
    drafts = []
    for record in best.records:
        lines = {piece.line for piece in context.page.pieces[record.span.first : record.span.beyond]} & blocks.keys()
        used |= lines
        drafts.append(_draft(context.page, record, tuple(blocks[number] for number in sorted(lines))))
    titles = {draft.title.text for draft in drafts}
    others = (one.score for one in rivals if {record.text for record in one.records} != titles)
    is_near = any(score >= _NEAR * best.score for score in others)
    rival = best.score if is_near else -math.inf
    skipped = _skipped(blocks, used)
    return Fit(best.division.form, best.score, rival, tuple(drafts), skipped, context.calendar.order)


def _draft(page: Page, record: Record, parts: tuple[Block, ...]) -> Draft:
    title = page.block(record.title, record.text)
    spot = record.spot
    dated = None
    if spot is not None and spot.first < spot.beyond:
        dated = page.block(page.pieces[spot.first : spot.beyond])
    elif record.reading is not None:
        dated = title
    said = (joined(paragraph).lstrip(_JOINS).removeprefix(". ") for paragraph in record.paragraphs)
    paragraphs = tuple(page.block(pieces, text) for pieces, text in zip(record.paragraphs, said, strict=True))
    reading = record.reading or NO_DAY
    # A line of the page may fill several lines of its source: title and text say how far it goes.
    parts = tuple(sorted(dict.fromkeys((*parts, title, *paragraphs)), key=lambda block: (block.line, block.column)))
    return Draft(dated, reading, title, paragraphs, record.link, record.image, record.manner, parts)


def _skipped(blocks: Mapping[int, Block], used: set[int]) -> Skipped:
    """Return why the lines of no item are none."""
    first = min(used, default=0)
    return {block: _reason(block, is_above=number < first) for number, block in blocks.items() if number not in used}


def _reason(block: Block, *, is_above: bool) -> Reason:
    kind = kind_of(block.text)
    if kind is not None:
        return Reason(kind, WORDS[kind])
    if block.heading or (is_above and block.strong):
        return Reason("masthead" if is_above else "section", "a heading of the page")
    if is_pointer(block.text):
        return Reason("read more", WORDS["read more"])
    is_short = len(block.text) <= _LONGEST_LABEL
    if block.link is not None and is_short:
        return Reason("navigation", WORDS["navigation"])
    return Reason("label", "a label of the page") if is_short and is_above and block.text[-1] not in ".!?" else _OTHER
