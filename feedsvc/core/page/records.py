"""One division of a page to records: for each span its date, title, paragraphs, link and picture."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from functools import lru_cache

from feedsvc.core.dates import DateReading, find_dateline
from feedsvc.core.folding import bare, fold
from feedsvc.core.headings import heads_list
from feedsvc.core.page.choice import choose, dated_pieces, day_in
from feedsvc.core.page.context import Context, Record
from feedsvc.core.page.images import picture
from feedsvc.core.page.links import link_of
from feedsvc.core.page.outside import dates_outside
from feedsvc.core.page.pieces import Piece
from feedsvc.core.page.roles import Roles, find_roles
from feedsvc.core.page.spans import Division, Span, common
from feedsvc.core.page.spots import NO_DAY, Spot
from feedsvc.core.page.tree import Element
from feedsvc.core.page.units import Unit, is_of_heading, read_units
from feedsvc.core.page.wording import is_about, is_pointer
from feedsvc.core.page.years import settle_years
from feedsvc.model import Image

_HOUR = re.compile(r"\d{1,2} ?[h:.] ?\d\d(?: ?[ap]\.?m\.?| ?hr?s?)?\s*(?:[:–—|]|-\s)")  # "20:30 – " opens an event
_CLOCK = r"\d{1,2}(?:[h:.]\d\d|h)"
_NUMBER = rf"(?:{_CLOCK}|\d{{1,2}})"
_TO = r"\s?(?:[–—-]|to|a|à|às)\s?"
_NOON = r"\s?[ap]\.?m\.?"
_HOURS = re.compile(  # bare numbers behind words may be votes: "Council approves budget 7-2"
    rf"(?:\b{_CLOCK}{_TO}{_CLOCK}|,\s{_NUMBER}{_TO}{_NUMBER}|\b{_NUMBER}{_TO}{_NUMBER}{_NOON})$"
)


def read_records(context: Context, division: Division) -> tuple[list[Record], Roles]:
    """Return a record for each span that has a title, and the roles of the division."""
    page = context.page
    spans = division.spans
    found = [context.spots_of(span) for span in spans]
    chosen = choose(page, spans, found)
    items = [
        read_units(page, span, dated_pieces(page, spots, own), context.unread)
        for span, spots, own in zip(spans, found, chosen, strict=True)
    ]
    roles = find_roles(page, spans, items)
    records = []
    for span, spots, own, units in zip(spans, found, chosen, items, strict=True):
        title = _title(units, roles)
        if title is None:
            continue
        record = Record(
            span,
            title.pieces,
            title.text,
            spot=own,
            dates=len({one.reading.day or one for one in spots}),
        )
        record.paragraphs = _paragraphs(units, title, roles)
        record.link = link_of(context, record, units, title)
        if record.link is None and not record.paragraphs and heads_list(title.text, bare(title.text)):
            continue
        _date(context, record)
        record.image = _image(context, span)
        records.append(record)
    records = _without_hours(records)
    _forget_days_of_titles(records)
    _inherit(context, records)
    _complete(context, records)
    for record in records:
        record.reading = record.reading or _in_address(context, record)
    settle_years(records, context.calendar.today)
    return records, roles


def _title(units: Sequence[Unit], roles: Roles) -> Unit | None:
    """Return the title of an item. Where titles are headings, one of another kind is better than a text."""
    possible = [unit for unit in units if _could_be_title(unit.text)]
    for number, slot in enumerate(roles.titles):
        if number == 1 and is_of_heading(roles.titles[0]) and (headings := [unit for unit in possible if unit.heading]):
            return headings[0]
        for unit in possible:
            if unit.slot == slot:
                return _above(units[0], unit, roles) or unit
    return None


def _without_hours(records: list[Record]) -> list[Record]:
    """Return the items but for those of a programme, where most are of none."""
    others = [record for record in records if not _is_of_programme(record)]
    return others if 2 * len(others) > len(records) else records


def _is_of_programme(record: Record) -> bool:
    """Tell whether an hour opens or hours end an item that says no more: "20:30 – Jazz", "Market Square, 8–12"."""
    is_bare = record.link is None and not record.paragraphs
    return is_bare and (_HOUR.match(record.text) or _HOURS.search(record.text)) is not None


def _forget_days_of_titles(records: Sequence[Record]) -> None:
    """Take days that titles name for no dates of items where most have none: they say when something will be."""
    if 2 * sum(record.reading is not None for record in records) < len(records):
        for record in records:
            if record.spot is None and record.manner == "own":
                record.reading = None


def _above(opening: Unit, unit: Unit, roles: Roles) -> Unit | None:
    """Return the strong line that opens an item of which else only text, where others have a title, would be one."""
    if unit.slot == roles.titles[0] or unit.slot not in roles.texts or not (opening.is_strong or opening.heading):
        return None
    is_own_line = opening.pieces[0].line != unit.pieces[0].line
    return opening if is_own_line and _could_be_title(opening.text) else None


@lru_cache(maxsize=8192)  # each hypothesis asks again
def _could_be_title(text: str) -> bool:
    letters = sum(map(str.isalpha, text))
    return letters > 2 and 3 * letters > len(text.replace(" ", "")) and not is_pointer(text) and not is_about(text)


def _paragraphs(units: Sequence[Unit], title: Unit, roles: Roles) -> list[list[Piece]]:
    """Return the paragraphs of an item: what is text, and neither says the title again nor points elsewhere."""
    paragraphs: list[list[Piece]] = []
    said = {fold(title.text)}
    last: Unit | None = None
    before: Unit | None = None
    for unit in units:
        text = fold(unit.text)
        opening, before = before, unit
        if unit is title or unit.slot not in roles.texts or text in said or unit.first < title.first:
            continue
        if is_pointer(unit.text) or is_about(unit.text) or not any(map(str.isalpha, unit.text)):
            continue
        if roles.labels and bare(unit.text) in roles.labels:
            continue
        said.add(text)
        is_same = last is not None and last.owner is unit.owner and unit.gap == 0
        if is_same and (unit.owner.tag == "p" or not text.endswith((".", "!", "?"))):
            paragraphs[-1].extend(unit.pieces)
        elif opening is not None and opening is not last and _opens(opening, unit, title):
            paragraphs.append([*opening.pieces, *unit.pieces])
        else:
            paragraphs.append(list(unit.pieces))
        last = unit
    return paragraphs


def _date(context: Context, record: Record) -> None:
    """Read the date of an item; one that has none may share a cell's, or name it in its title or its text."""
    if record.spot is not None:
        record.reading = record.spot.reading
        if record.spot.form == "relative":
            record.reading = _in_address(context, record) or record.reading
    elif record.span.root.tag == "tr" and (shared := _shared(context, record.span.root)) is not None:
        record.spot, record.reading, record.manner = shared, shared.reading, "inherited"
        return
    else:
        record.reading = context.calendar.within(record.text)
    if record.paragraphs and (record.reading is None or record.reading == NO_DAY):
        dateline = find_dateline(" ".join(piece.text for piece in record.paragraphs[0]), context.calendar.order)
        if dateline is not None:
            record.spot, record.manner = None, "dateline"
            record.reading = DateReading(dateline.day, dateline.problems)


def _in_address(context: Context, record: Record) -> DateReading | None:
    return day_in(record.link, context.calendar.today) if record.link is not None else None


def _opens(opening: Unit, unit: Unit, title: Unit) -> bool:
    """Tell whether a unit is the beginning of the next one's paragraph, as a place in bold is."""
    if opening is title or opening.first > unit.first or opening.pieces[0].line != unit.pieces[0].line:
        return False
    return not is_pointer(opening.text) and not is_about(opening.text)


def _shared(context: Context, row: Element) -> Spot | None:
    """Return the date of a cell that reaches down into this row."""
    found = (context.spots_in(cell.first, cell.beyond) for cell in context.page.grid.reaching.get(row, ()))
    return next((spots[0] for spots in found if spots), None)


def _image(context: Context, span: Span) -> Image | None:
    images, box = context.page.images, span.box
    begin = bisect_left(images, span.first, key=lambda pair: pair[0])
    inside = []
    for position, element in images[begin:]:
        if position > span.beyond:
            break
        is_inside = any(outer is box for outer in element.ancestors())
        if is_inside and (span.is_whole or position < span.beyond):
            inside.append(element)
    return picture(inside, context.page.base)


def _inherit(context: Context, records: Sequence[Record]) -> None:
    """Give items without a date that which stands outside, where most have none of their own."""
    bare_ones = [record for record in records if record.reading is None]
    if not records or 2 * len(bare_ones) < len(records):
        return
    spans = [record.span for record in records]
    region = common([span.root for span in spans])
    within = {piece for span in spans for piece in range(span.first, span.beyond)}
    spots = [
        spot
        for spot in context.spots_in(region.first, region.beyond)
        if spot.is_alone and spot.first not in within and spot.reading.day is not None
    ]
    given: set[Spot] = set()
    for record, spot in zip(records, dates_outside(context.page, spans, spots), strict=True):
        if record.reading is None and spot is not None:
            record.spot, record.reading = spot, spot.reading
            record.manner = "inherited" if spot in given else "own"
            given.add(spot)


def _complete(context: Context, records: Sequence[Record]) -> None:
    """Add what the page states of an item for machines to what is seen of it."""
    by_title = {fold(one.title): one for one in context.stated}
    by_link = {one.link: one for one in context.stated if one.link is not None}
    for record in records if context.stated else ():
        stated = by_title.get(fold(record.text)) or (by_link.get(record.link) if record.link is not None else None)
        if stated is None:
            continue
        is_vague = record.spot is None or record.spot.form in ("relative", "changed", "meta")
        if stated.reading is not None and is_vague:
            record.reading, record.is_stated = stated.reading, True
        record.link = record.link or stated.link
        record.image = record.image or stated.image
