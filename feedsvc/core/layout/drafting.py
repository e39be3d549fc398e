"""A way through a document to drafts of items and the reasons why other blocks are none."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from feedsvc.core.blocks import part_of
from feedsvc.core.dates import YEAR, DateReading, Month, Order, find_dateline, month_named
from feedsvc.core.draft import Draft, Manner, Reason
from feedsvc.core.furniture import is_heading, is_read_more, without_read_more
from feedsvc.core.headline import HOUR, LONG_HEADLINE, first_stop
from feedsvc.core.layout.document import FOOTED
from feedsvc.core.layout.judging import Judged
from feedsvc.core.layout.layouts import END, FOOT, HEAD, OUTSIDE, ROLES, SECTION
from feedsvc.core.layout.path import Path
from feedsvc.core.layout.scores import UNKNOWN
from feedsvc.core.layout.tail import end_of, start_of
from feedsvc.core.phrases import Kind
from feedsvc.model import Block

_DATE = ROLES.index("date")
_UNDATED = DateReading(None)
_NO_HEADLINE = Reason(None, "a date line without a headline")
_UNKNOWN = Reason(None, "no item's title, date or text")
_ABOVE_ALL = Reason(None, "no item stands above it")
_LONGEST_MASTHEAD = 12  # lines

WORDS: dict[Kind, str] = {
    "caption": "it describes a picture or credits one",
    "contact": "it says how to reach somebody",
    "contents": "a list of what follows",
    "cookies": "it speaks of cookies",
    "copyright": "it says who holds the rights",
    "footer": "what stands below an item, or below all",
    "greeting": "it greets or takes leave",
    "label": "it names a language, a country, an author or the kind of news",
    "link": "an address of no item",
    "mail header": "a header of the mail",
    "masthead": "it stands above the first item",
    "navigation": "it leads about the site",
    "page number": "it counts pages",
    "read more": "it points to the rest of a story",
    "section": "the heading of several items",
    "separator": "a line of marks",
    "share": "it offers to share",
    "sidebar": "it heads what stands beside the items",
    "unsubscribe": "it is about the subscription",
}


@dataclass(slots=True)
class _Open:
    """An item under construction."""

    dated: Judged | None = None
    title: Judged | None = None
    texts: list[Judged] = field(default_factory=list)
    links: list[Judged] = field(default_factory=list)
    reading: DateReading = _UNDATED
    manner: Manner = "own"


@dataclass(slots=True)
class _Context:
    """What was said above: the date that later items may share, and the year and the month of the last heading."""

    today: date
    order: Order | None
    latest: date
    month: Month | None = None
    shared: Judged | None = None
    reading: DateReading = _UNDATED


def drafts_of(
    path: Path, units: Sequence[Judged], order: Order | None, today: date
) -> tuple[tuple[Draft, ...], dict[Block, Reason]]:
    """Return the items on `path` and the reason for each block that is none's. Missing years end with `today`."""
    drafts: list[Draft] = []
    skipped: dict[Block, Reason] = {}
    context = _Context(today, order, latest=today)
    above = sum(state == HEAD and unit.kind is None for unit, state in zip(units, path.states, strict=True))
    for opened in _grouped(path, units, skipped, context):
        draft = _draft(opened)
        if draft is None:
            lost = (unit for unit in (opened.dated, *opened.links) if unit is not None)
            skipped.update((part, _NO_HEADLINE) for unit in lost for part in unit.unit.parts)
        else:
            drafts.append(draft)
    if above > _LONGEST_MASTHEAD:
        heads = (unit for unit, state in zip(units, path.states, strict=True) if state == HEAD and unit.kind is None)
        skipped.update((part, _ABOVE_ALL) for unit in heads for part in unit.unit.parts)
    start, end = start_of(drafts, units[0].unit.block.line), end_of(drafts)
    skipped.update((block, Reason("masthead", WORDS["masthead"])) for draft in drafts[:start] for block in draft.blocks)
    skipped.update((block, Reason("footer", WORDS["footer"])) for draft in drafts[end:] for block in draft.blocks)
    drafts = drafts[start:end]
    owned = {part for draft in drafts for part in draft.blocks} if skipped else ()
    return tuple(drafts), {block: reason for block, reason in skipped.items() if block not in owned}


def _grouped(
    path: Path,
    units: Sequence[Judged],
    skipped: dict[Block, Reason],
    context: _Context,
) -> Sequence[_Open]:
    """Return the items on `path`, noting what is passed over on the way."""
    roles, opens = path.layout.roles, path.layout.opens
    found: list[_Open] = []
    is_open = False
    for unit, state in zip(units, path.states, strict=True):
        is_open = state != END and (is_open or state in opens)
        if state is None and is_open and unit.unit.block.link and unit.skip >= 2 and unit.gap < FOOTED:
            found[-1].links.append(unit)
            continue
        if state is None or state in OUTSIDE:
            if state in (HEAD, SECTION):
                _note_period(unit, context)
            skipped.update((part, _reason(unit, state)) for part in unit.unit.parts)
            continue
        if state in opens:
            opened = _Open()
            found.append(opened)
            if state in path.layout.shares and context.shared is not None:
                opened.dated, opened.reading, opened.manner = context.shared, context.reading, "inherited"
        _add(found[-1], unit, roles[state], context)
    for opened in found:
        _date_by_text(opened, context)
    return found


def _add(opened: _Open, unit: Judged, role: str, context: _Context) -> None:
    if unit.slot is not None and (role in ("date", "titled") or (role == "dateline" and unit.slot.form == "closes")):
        opened.dated, opened.reading = unit, _within(unit.slot.reading, context)
        context.shared, context.reading = unit, opened.reading
    if role in ("title", "titled"):
        opened.title = unit
    elif role in ("text", "dateline") and opened.dated is not unit:
        opened.texts.append(unit)
    if role == "dateline" and opened.dated is None:
        opened.dated, opened.manner = unit, "dateline"
        opened.reading = _dateline(unit, context)


def _date_by_text(opened: _Open, context: _Context) -> None:
    """Give an item without a date that of the dateline with which its text opens."""
    if opened.dated is None and opened.texts:
        found = find_dateline(opened.texts[0].unit.block.text, context.order)
        if found is not None:
            opened.dated, opened.manner, opened.reading = opened.texts[0], "dateline", _within(found.reading, context)


def _dateline(unit: Judged, context: _Context) -> DateReading:
    found = find_dateline(unit.unit.block.text, context.order, yearless=True)
    if found is not None:
        return _within(found.reading, context)
    return _within(unit.slot.reading, context) if unit.slot else _UNDATED


def _within(reading: DateReading, context: _Context) -> DateReading:
    if context.month is not None:
        reading = reading.in_month(*context.month)
    return reading.within(context.latest)


def _note_period(unit: Judged, context: _Context) -> None:
    """A heading with one year says which year the dates below it mean; one that names a month says which month."""
    text = unit.unit.block.text
    context.month = month_named(text) or context.month
    years = set(YEAR.findall(text)) if len(text) <= 100 else set()
    if len(years) == 1 and 1990 <= (year := int(years.pop())) <= context.today.year + 1:
        context.latest = date(year, 12, 31)


def _reason(unit: Judged, state: str | None) -> Reason:
    kind = unit.kind
    if kind is None and state == HEAD and unit.scores[_DATE] > 0 and not unit.is_odd:
        return _NO_HEADLINE
    if kind is None and state == SECTION:
        kind = "section"
    if kind is None and state in (HEAD, END, FOOT) and is_heading(unit.unit.block.text):
        kind = "masthead" if state == HEAD else "footer"
    if kind is None and state is None and unit.skip > UNKNOWN:
        kind = "link" if unit.unit.block.link is not None and unit.skip >= 2 else "label"
    if kind is not None:
        return Reason(kind, WORDS[kind])
    return _ABOVE_ALL if state == HEAD else _UNKNOWN


def _draft(opened: _Open) -> Draft | None:
    if opened.title is None:
        return None
    title, first = _title(opened.title, is_dated=opened.dated is opened.title)
    paragraphs = tuple(text for unit in opened.texts if (text := _paragraph(unit)) is not None)
    # What points on may be glued to the headline of the next item, to which that line belongs.
    links = [unit for unit in opened.links if len(unit.unit.block.text) >= len(unit.unit.parts[0].text)]
    parts = [opened.title, *opened.texts, *links]
    if opened.dated is not None and opened.manner == "own":
        parts.append(opened.dated)
    return Draft(
        dated=opened.dated.unit.block if opened.dated else None,
        reading=opened.reading,
        title=title,
        paragraphs=(first, *paragraphs) if first else paragraphs,
        link=_link(opened),
        manner=opened.manner,
        parts=_in_order(part for unit in parts for part in unit.unit.parts),
    )


def _in_order(blocks: Iterable[Block]) -> tuple[Block, ...]:
    """Return each block once; two items may be pieces of one."""
    found = {(block.line, block.column): block for block in blocks}
    return tuple(found[place] for place in sorted(found))


def _title(unit: Judged, *, is_dated: bool) -> tuple[Block, Block | None]:
    """Return the title without date and label, and what is left where a whole paragraph stands behind a date."""
    block, slot = unit.unit.block, unit.slot
    start, end = unit.label_end, len(block.text)
    if is_dated and slot is not None and slot.form != "alone":
        start, end = slot.start, slot.end
    if (hour := HOUR.match(block.text, start)) is not None:
        start = hour.end()
    text = block.text[start:end].strip()
    rest = None
    if is_dated and len(text) > LONG_HEADLINE and (stop := first_stop(text)) is not None:
        rest = part_of(block, text[stop.end() :].strip(), block.column + start + stop.end())
        text = text[: stop.start()]
    return block if text == block.text else part_of(block, text, block.column + start), rest


def _paragraph(unit: Judged) -> Block | None:
    block = unit.unit.block
    text = without_read_more(block.text[unit.label_end :])
    if not text or is_read_more(text):
        return None
    return block if text == block.text else part_of(block, text, block.column)


def _link(opened: _Open) -> str | None:
    title = opened.title.unit.block.link if opened.title else None
    others = (unit.unit.block.link for unit in (*opened.links, *reversed(opened.texts)))
    return title or next((link for link in others if link), None)
