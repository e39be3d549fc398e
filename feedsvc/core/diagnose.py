"""What is remarkable about the items of one bulletin, as diagnostics. Nothing here changes an item."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby

from feedsvc.core.blocks import MOST_BLOCKS, source_place
from feedsvc.core.dates import Order, Problem, find_dateline
from feedsvc.core.draft import MARGIN, Draft, Fit, Reason, Skipped
from feedsvc.core.folding import fold
from feedsvc.model import Block, Code, DecodedText, Diagnostic, Severity

_NEAR_DAYS = 7
_LONGEST_RUN = 100

_PROBLEMS: dict[Problem, tuple[Severity, str]] = {
    "invalid_date": ("warning", "The calendar has no such day; the item has no date. Correct the date line."),
    "two_digit_year": ("note", "The year has two digits and was read as {year}."),
    "ambiguous_date": (
        "warning",
        "Day and month could be the other way round; the day was read first, as {day}.",
    ),
    "date_range": ("note", "The line names several days; the item has the first one, {day}."),
    "year_inferred": ("note", "The year is missing and was taken to be {year}."),
    "layout_uncertain": (
        "warning",
        "This looks like a date line but cannot be read as one; the item below it has no date. Correct the line.",
    ),
}


def of_text(decoded: DecodedText, *, has_items: bool) -> Iterator[Diagnostic]:
    """Yield what concerns the whole source, placed at its beginning."""
    if decoded.guessed_at:
        line, column = decoded.guessed_at
        read_as = "this and others like it were read as Windows-1252, the rest as UTF-8"
        if decoded.encoding != "utf-8":
            read_as = f"the whole was read as {decoded.encoding}"
        message = f"From here on bytes are not what the encoding allows; {read_as}. Save the file as UTF-8."
        yield Diagnostic("encoding_fallback", "warning", message, line, column)
    elif decoded.garbled_at:
        line, column = decoded.garbled_at
        message = (
            "From here on letters look as if the text had been decoded wrongly before (“Ã©” for “é”). It was kept so."
        )
        yield Diagnostic("encoding_fallback", "warning", message, line, column)
    if decoded.removed_controls:
        message = f"Characters that no document may hold were removed or replaced: {decoded.removed_controls}."
        yield _at_start("control_chars", "note", message)
    if not has_items:
        yield _at_start("no_items", "error", "No item was found: no date line is followed by a headline.")


def of_skipped(blocks: Sequence[Block], skipped: Skipped) -> Iterator[Diagnostic]:
    """Yield one `skipped_lines` for each block, or one for a long run of neighbours that were skipped alike."""
    for reason, neighbours in groupby(blocks, key=skipped.get):
        if reason is None:
            continue
        run = tuple(neighbours)
        if len(run) > _LONGEST_RUN:
            yield _skipping(run[0], reason, last_line=run[-1].line)
        else:
            yield from (_skipping(block, reason, last_line=None) for block in run)


def of_fit(fit: Fit, size: int) -> Iterator[Diagnostic]:
    """Yield `layout_uncertain` where another layout explains the `size` blocks nearly as well and gives other items."""
    if len(fit.drafts) > 1 and (fit.score - fit.rival) * size < MARGIN:
        message = f"The bulletin was read as “{fit.layout}”, but another layout fits nearly as well; check its items."
        yield _at_start("layout_uncertain", "warning", message)


def unread(blocks: Sequence[Block], lines: Sequence[str]) -> range:
    """Return the numbers of the lines that were not looked at, because the text has too many."""
    return range(blocks[-1].line + 1, len(lines) + 1) if len(blocks) == MOST_BLOCKS else range(0)


def of_rest(blocks: Sequence[Block], lines: Sequence[str]) -> Iterator[Diagnostic]:
    """Yield one `skipped_lines` for all lines that were not looked at."""
    rest = unread(blocks, lines)
    if rest:
        message = f"Not part of an item (unrecognised): only the first {MOST_BLOCKS} lines are read."
        yield Diagnostic("skipped_lines", "warning", message, rest[0], 1, rest[-1])


def of_item(draft: Draft, today: date, order: Order | None, lines: Sequence[str]) -> Iterator[Diagnostic]:
    """Yield what concerns one item by itself. `lines` is the whole source, `order` that of its dates."""
    day, dated = draft.reading.day, draft.dated or draft.title
    if draft.manner == "inherited":
        message = f"The item has no date of its own and shares that of line {dated.line}, {day or 'which is none'}."
        yield _at(draft.title, "date_inherited", "note", message)
    else:
        yield from _of_reading(draft, dated)
    if day is not None and day > today:
        yield _at(dated, "future_date", "warning", f"The date {day} is after today, {today}.")
    if not draft.paragraphs:
        yield _at(draft.title, "missing_summary", "note", "The item has a headline and no text.")
    for paragraph in draft.paragraphs:
        if day is not None and draft.manner != "dateline":
            yield from _mismatch(paragraph, day, order, lines)


def _of_reading(draft: Draft, dated: Block) -> Iterator[Diagnostic]:
    """Yield what is doubtful about the item's own date."""
    day, problems = draft.reading.day, draft.reading.problems
    for problem in problems:
        severity, message = _PROBLEMS[problem]
        yield _at(dated, problem, severity, message.format(day=day, year=day.year if day else "one of 1970 to 2069"))
    if draft.manner == "dateline":
        message = f"There is no date line; the date {day} is that of the text's own beginning."
        yield _at(dated, "date_from_dateline", "note", message)
    elif day is None and not problems:
        yield _at(draft.title, "undated_item", "warning", "The item has no date; it counts from when it is first seen.")


def of_order(drafts: Sequence[Draft]) -> Iterator[Diagnostic]:
    """Yield one `out_of_order` for each item that is newer than the dated item above it."""
    above: date | None = None
    for draft in drafts:
        day = draft.reading.day
        if day is not None and above is not None and day > above:
            message = f"This item of {day} stands below an older one of {above}; the order was kept."
            yield _at(draft.dated or draft.title, "out_of_order", "warning", message)
        above = day or above


def split_repeats(drafts: Sequence[Draft]) -> tuple[tuple[Draft, ...], tuple[Diagnostic, ...], Skipped]:
    """Keep the first of items that say the same.

    Return the kept ones, a `duplicate_item` for each other one, and the blocks of those. The same: of one day, with
    title and text equal but for spaces, quotes, case and final dots.
    """
    first: dict[tuple[date | None, tuple[str, ...]], Draft] = {}
    diagnostics: list[Diagnostic] = []
    skipped: dict[Block, Reason] = {}
    for draft in drafts:
        key = draft.reading.day, tuple(fold(block.text) for block in (draft.title, *draft.paragraphs))
        kept = first.setdefault(key, draft)
        if kept is draft:
            continue
        line = kept.blocks[0].line
        first_block, last = draft.blocks[0], draft.blocks[-1].line
        message = f"The item repeats that of line {line}; one was kept."
        diagnostics.append(_at(first_block, "duplicate_item", "warning", message, last_line=last))
        skipped.update((block, Reason("repeat", f"it repeats the item of line {line}")) for block in draft.blocks)
    return tuple(first.values()), tuple(diagnostics), skipped


def _mismatch(paragraph: Block, day: date, order: Order | None, lines: Sequence[str]) -> Iterator[Diagnostic]:
    dateline = find_dateline(paragraph.text, order)
    if dateline is None or dateline.day in (None, day) or "ambiguous_date" in dateline.problems:
        return
    apart = abs((dateline.day - day).days)
    yield Diagnostic(
        code="date_mismatch",
        severity="note" if apart <= _NEAR_DAYS else "warning",
        message=f"The text is dated {dateline.day} and the date line {day}; days apart: {apart}.",
        line=paragraph.line,
        column=source_place(lines, paragraph, dateline.start)[1],
    )


def _skipping(block: Block, reason: Reason, last_line: int | None) -> Diagnostic:
    severity: Severity = "warning" if reason.kind is None else "note"
    message = f"Not part of an item ({reason.kind or 'unrecognised'}): {reason.text}."
    return _at(block, "skipped_lines", severity, message, last_line=last_line)


def _at(block: Block, code: Code, severity: Severity, message: str, last_line: int | None = None) -> Diagnostic:
    return Diagnostic(code, severity, message, block.line, block.column, last_line)


def _at_start(code: Code, severity: Severity, message: str) -> Diagnostic:
    return Diagnostic(code, severity, message, 1, 1)
