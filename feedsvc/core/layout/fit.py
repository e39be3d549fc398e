"""Blocks to items: which layout a document has, and what stands where in it. Nothing here writes a diagnostic."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from feedsvc.core.dates import DateReading, Order, read_date
from feedsvc.core.draft import Draft, Fit, Reason, Skipped
from feedsvc.core.furniture import is_heading, is_read_more, is_separator
from feedsvc.model import Block

_LONGEST_MASTHEAD = 12

_SEPARATOR = Reason("separator", "a line of marks")
_READ_MORE = Reason("read more", "it points to the rest of a story")
_MASTHEAD = Reason("masthead", "a heading above the first date line")
_NO_DATE_LINE = Reason(None, "no date line stands above it")
_NO_HEADLINE = Reason(None, "a date line without a headline")


@dataclass(frozen=True, slots=True)
class _Section:
    """A date line, what it says, and the lines below it down to the next one."""

    date_line: Block
    reading: DateReading
    blocks: tuple[Block, ...]


def fit(blocks: Sequence[Block], today: date) -> Fit:
    """Return the layout that explains `blocks` best, with its items. Every block is an item's or skipped."""
    del today
    order, readings = _readings(blocks)
    preamble, sections = _sections(blocks, readings)
    drafts, leftover = _drafts(sections)
    skipped = {**_preamble(preamble, has_dates=bool(sections)), **leftover}
    return Fit("date, title, text", 1.0, 0.0, drafts, skipped, order)


def _readings(blocks: Sequence[Block]) -> tuple[Order | None, tuple[DateReading | None, ...]]:
    """Read every line as a date, with day and month in the order that the document's own dates prove."""
    # Many items share their day: each wording is read once.
    readings = {text: read_date(text) for text in {block.text for block in blocks}}
    proofs = {reading.proves for reading in readings.values() if reading is not None and reading.proves is not None}
    order = proofs.pop() if len(proofs) == 1 else None
    if order is not None:
        for text, reading in readings.items():
            if reading is not None and "ambiguous_date" in reading.problems:
                readings[text] = read_date(text, order)
    return order, tuple(readings[block.text] for block in blocks)


def _sections(
    blocks: Sequence[Block], readings: Sequence[DateReading | None]
) -> tuple[tuple[Block, ...], tuple[_Section, ...]]:
    """Cut the bulletin at its date lines: what stands before the first one, and a section for each."""
    dated = [(index, reading) for index, reading in enumerate(readings) if reading is not None]
    bounds = [*(index for index, _ in dated), len(blocks)]
    sections = tuple(
        _Section(blocks[start], reading, tuple(blocks[start + 1 : end]))
        for (start, reading), end in zip(dated, bounds[1:], strict=True)
    )
    return tuple(blocks[: bounds[0]]), sections


def _drafts(sections: Iterable[_Section]) -> tuple[tuple[Draft, ...], Skipped]:
    """Make an item of each section that has a headline; return also the lines that are no item's."""
    drafts: list[Draft] = []
    skipped: dict[Block, Reason] = {}
    for section in sections:
        news = []
        for block in section.blocks:
            reason = _furniture(block.text)
            if reason is None:
                news.append(block)
            else:
                skipped[block] = reason
        if news:
            drafts.append(Draft(section.date_line, section.reading, news[0], tuple(news[1:])))
        else:
            skipped[section.date_line] = _NO_HEADLINE
    return tuple(drafts), skipped


def _furniture(text: str) -> Reason | None:
    if is_separator(text):
        return _SEPARATOR
    return _READ_MORE if is_read_more(text) else None


def _preamble(blocks: Sequence[Block], *, has_dates: bool) -> Skipped:
    """Judge the lines before the first date line: a masthead is short, and something follows it."""
    has_masthead = has_dates and len(blocks) <= _LONGEST_MASTHEAD
    return {
        block: _furniture(block.text) or (_MASTHEAD if has_masthead and is_heading(block.text) else _NO_DATE_LINE)
        for block in blocks
    }
