"""Tables in text: a row for each item, its cells parted by tabs, bars or wide gaps. What no table is, is left alone."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from feedsvc.core.blocks import is_plain, part_of
from feedsvc.core.dates import DateReading, Month, Order, Slot, day_slot, month_named, order_of, settled, slot_of
from feedsvc.core.draft import Draft, Fit, Reason
from feedsvc.core.folding import bare
from feedsvc.core.furniture import is_heading, kind_of
from feedsvc.core.markdown import unmarked
from feedsvc.core.phrases import Kind
from feedsvc.model import Block

_WIDE = re.compile(r"\s{2,}")
_PARTINGS = (re.compile(r"\s*\t\s*"), re.compile(r"\s*\|\s*"), _WIDE, re.compile(r"\s*;\s*"))
_MARK = dict(zip(_PARTINGS, "\t| ;", strict=True))  # one of which stands wherever a line is parted
_EDGES = "| \t\u00a0;"
_SAMPLE = 60  # lines by which a longer text is taken for a table
_FEWEST = 2  # rows with a date
_MANY = 4  # rows with a date that make a table of any text
_SHARE = 0.6  # of the lines that are no furniture must be rows
_RULE = re.compile(r"[\s|:+=_-]+")
_DAY_AND_MONTH = re.compile(r"([0-3]?[0-9])[/.-]([01]?[0-9])")
_HEADS: Mapping[str, re.Pattern[str]] = {
    "title": re.compile(
        r"(?:title|headline|news|subject|heading|what|item|notice|titulo|titular|noticia|asunto|titre|intitule|objet|actualite|assunto|manchete|event|description|topic|document)s?"
    ),
    "text": re.compile(
        r"(?:summary|abstract|details?|notes?|remarks?|comments?|observac(?:iones|oes)|remarques?|resumen|resume|resumo|detalles?|texte?|texto|descripcion|descricao|chapeau)"
    ),
}
_LABEL, _HEADER, _MARKS = (
    Reason("label", "a line of the table without a headline"),
    Reason("label", "the heads of columns"),
    Reason("separator", "a line of marks"),
)


@dataclass(frozen=True, slots=True)
class _Row:
    """A line as cells; `slots` are those of its cells that are a date alone, else None."""

    block: Block
    cells: tuple[tuple[int, str], ...]
    slots: tuple[Slot | None, ...]


def fit_rows(blocks: Sequence[Block], lines: Sequence[str], today: date) -> Fit | None:
    """Return the items of a table that makes up most of the text, or None. `lines` are those of the text."""
    sample = blocks[:_SAMPLE]
    found = {parting: _dated(_below_months(sample, _table(sample, lines, parting))) for parting in _PARTINGS}
    parting = max(_PARTINGS, key=lambda parting: found[parting])
    if found[parting] < min(_SHARE / 2 * len(sample), _MANY):
        return None
    return _fit_table(blocks, _news(blocks, _below_months(blocks, _table(blocks, lines, parting))), today)


def _fit_table(blocks: Sequence[Block], rows: Mapping[Block, _Row], today: date) -> Fit | None:
    """Return the items of a table, or None where its rows are too few, or have no dates or headlines."""
    if _dated(rows) < _FEWEST:
        return None
    column = _date_column(rows)
    dated = [row for row in rows.values() if column < len(row.cells) and row.slots[column] is not None]
    width = Counter(len(row.cells) for row in dated).most_common(1)[0][0]
    readings = [slot.reading for row in dated if (slot := row.slots[column]) is not None]
    if all(reading.problems == ("layout_uncertain",) for reading in readings):
        return None  # prices and other numbers
    if len(dated) < _FEWEST or len(dated) < _SHARE * (len(dated) + _among(blocks, rows, dated)) or width < 2:
        return None
    names = _names([row for row in rows.values() if row.block.line < dated[0].block.line], width)
    title, text = _columns([row for row in dated if len(row.cells) == width], names, column)
    if title is None:
        return None
    order = order_of(slot.reading for row in dated for slot in row.slots if slot is not None)
    drafts = tuple(_drafts(_reached(rows.values(), column, width), (column, title, text), order, today))
    owned = {part for draft in drafts for part in draft.blocks}
    first, last = drafts[0].blocks[0].line, drafts[-1].blocks[-1].line
    skipped = {block: _reason(block, rows.get(block), first, last) for block in blocks if block not in owned}
    return Fit("table", 3.0, 0.0, drafts, skipped, order)


def _names(above: Sequence[_Row], width: int) -> tuple[str, ...]:
    """Return the heads of a table's columns: the last row above those with a date, if it has as many cells."""
    if not above or len(above[-1].cells) != width:
        return ()
    return tuple(bare(cell).strip(" :*") for _, cell in above[-1].cells)


def _table(blocks: Sequence[Block], lines: Sequence[str], parting: re.Pattern[str]) -> dict[Block, _Row]:
    rows: dict[Block, _Row] = {}
    for block in blocks:
        line = lines[block.line - 1] if block.line <= len(lines) else ""
        cells = _cells(line, parting) if _may_part(line, parting) and len(line) < 2000 else ()
        if len(cells) > 1 and not _RULE.fullmatch(line):
            slots = tuple(slot if (slot := slot_of(cell)) and slot.form == "alone" else None for _, cell in cells)
            rows[block] = _Row(block, cells, slots)
    return rows


def _below_months(blocks: Sequence[Block], rows: dict[Block, _Row]) -> dict[Block, _Row]:
    """Return the rows of a table; below a heading with month and year a mere day in their first cell is its day."""
    found, month = dict(rows), None
    for block in blocks:
        row = rows.get(block)
        if row is None:
            month = month_named(block.text) or month
        elif month is not None and month.year and (slot := _day_of(row.cells[0][1], month)) is not None:
            found[block] = replace(row, slots=(slot, *row.slots[1:]))
    return found


def _day_of(cell: str, month: Month) -> Slot | None:
    """Return the slot of "13", "Tue 13" or "13/12", where that is a day of the month."""
    numbers = _DAY_AND_MONTH.fullmatch(cell)
    slot = day_slot(numbers[1] if numbers and int(numbers[2]) == month.month else cell)
    return slot._replace(reading=slot.reading.in_month(*month)) if slot is not None and slot.form == "alone" else None


def _news(blocks: Sequence[Block], rows: Mapping[Block, _Row]) -> Mapping[Block, _Row]:
    """Return the rows but those below a heading of what is no list of news, such as "Coming events"."""
    found: dict[Block, _Row] = {}
    is_aside = False
    for block in blocks:
        if block not in rows:
            is_aside = kind_of(block.text) == "sidebar"
        elif not is_aside:
            found[block] = rows[block]
    return found if _dated(found) >= _FEWEST else rows


def _among(blocks: Sequence[Block], rows: Mapping[Block, _Row], dated: Sequence[_Row]) -> int:
    """How many lines of other kinds stand among the rows; beside a larger table they are not counted."""
    first, last = (dated[0].block.line, dated[-1].block.line) if len(dated) >= _MANY else (0, blocks[-1].line)
    return sum(first <= block.line <= last and block not in rows and kind_of(block.text) is None for block in blocks)


def _may_part(line: str, parting: re.Pattern[str]) -> bool:
    return not is_plain(line) if parting is _WIDE else _MARK[parting] in line


def _cells(line: str, parting: re.Pattern[str]) -> tuple[tuple[int, str], ...]:
    stripped = line.strip(_EDGES)
    start = line.find(stripped) if stripped else 0
    cells = []
    at = 0
    for found in parting.finditer(stripped):
        cells.append((start + at, stripped[at : found.start()]))
        at = found.end()
    return (*cells, (start + at, stripped[at:]))


def _dated(rows: Mapping[Block, _Row]) -> int:
    return sum(any(row.slots) for row in rows.values())


def _date_column(rows: Mapping[Block, _Row]) -> int:
    return Counter(n for row in rows.values() for n, slot in enumerate(row.slots) if slot).most_common(1)[0][0]


def _columns(rows: Sequence[_Row], names: Sequence[str], dated: int) -> tuple[int | None, int | None]:
    """Return the columns of title and text: by their heads, else the title is the longest that differs."""
    others = [n for n in range(len(rows[0].cells)) if n != dated]
    named = {
        role: next((n for n in others if n < len(names) and head.fullmatch(names[n])), None)
        for role, head in _HEADS.items()
    }
    lengths = {n: sum(len(row.cells[n][1]) for row in rows) / len(rows) for n in others}
    different = {n: len({row.cells[n][1] for row in rows}) for n in others}
    wordy = [n for n in others if different[n] * 2 > len(rows) and lengths[n] >= 10 and not _is_links(rows, n)]
    title, text = named["title"], named["text"]
    if title is None:
        short = [n for n in wordy if n != text and lengths[n] <= 130] or [n for n in wordy if n != text]
        title = max(short, key=lambda n: (not _are_sentences(rows, n), lengths[n]), default=None)
    if text is None:
        text = next(
            (
                n
                for n in wordy
                if n != title
                and title is not None
                and (_are_sentences(rows, n) or (lengths[n] > 1.3 * lengths[title] > 0 and lengths[n] > 60))
            ),
            None,
        )
    return title, text


def _are_sentences(rows: Sequence[_Row], column: int) -> bool:
    return sum(row.cells[column][1].endswith((".", "!", "…")) for row in rows) * 4 > len(rows) * 3


def _is_links(rows: Sequence[_Row], column: int) -> bool:
    return sum("://" in row.cells[column][1] for row in rows) * 2 > len(rows)


def _reached(rows: Iterable[_Row], column: int, width: int) -> Iterator[_Row]:
    """Yield the rows with a date, and those right below that have all cells but the first, into which a day reaches."""
    last = -1
    for row in rows:
        if column < len(row.cells) and row.slots[column] is not None:
            yield row
        elif column == 0 and row.block.line == last + 1 and len(row.cells) == width - 1:
            yield _Row(row.block, ((0, ""), *row.cells), (None, *row.slots))
        else:
            continue
        last = row.block.line


def _drafts(
    rows: Iterable[_Row], columns: tuple[int, int, int | None], order: Order | None, today: date
) -> Iterator[Draft]:
    """Yield an item for each row that has a title; it has the day of the one above where its own has none."""
    above: Draft | None = None
    for row in rows:
        draft = _draft(row, columns, order, today)
        if draft is not None and above is not None and row.slots[columns[0]] is None:
            draft = replace(draft, dated=above.dated, reading=above.reading, manner="inherited")
        if draft is not None:
            above = draft
            yield draft


def _draft(row: _Row, columns: tuple[int, int, int | None], order: Order | None, today: date) -> Draft | None:
    """Make an item of a row by its columns of date, title and text; None where it has no title."""
    column, title, text = columns
    headline = _cell(row, title)
    if headline is None:
        return None
    body = _cell(row, text) if text is not None else None
    slot = row.slots[column]
    if slot is not None and order is not None:
        slot = settled(row.cells[column][1], slot, order)
    links = [marked.link for _, cell in row.cells if cell and (marked := unmarked(cell, "", {})).link]
    return Draft(
        dated=part_of(row.block, row.cells[column][1], row.cells[column][0] + 1),
        reading=slot.reading.within(today) if slot else DateReading(None),
        title=headline,
        paragraphs=(body,) if body else (),
        link=links[0] if links else None,
        parts=(row.block,),
    )


def _cell(row: _Row, column: int) -> Block | None:
    if column >= len(row.cells) or not row.cells[column][1]:
        return None
    start, cell = row.cells[column]
    return part_of(row.block, " ".join(unmarked(cell, "", {}).text.split()), start + 1)


def _reason(block: Block, row: _Row | None, first: int, last: int) -> Reason:
    if _RULE.fullmatch(block.text):
        return _MARKS
    if row is not None:
        return _HEADER if block.line < first else _LABEL
    kind: Kind | None = kind_of(block.text)
    if kind is None and is_heading(block.text) and not first < block.line < last:
        kind = "masthead" if block.line < first else "footer"
    return Reason(kind, "it stands beside the table")
