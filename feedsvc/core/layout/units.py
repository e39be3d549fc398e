"""Blocks to units: hard-wrapped lines joined to paragraphs, glued lines parted. What a unit is, is not judged here."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from feedsvc.core.dates import MONTHS, slot_of
from feedsvc.core.folding import bare
from feedsvc.core.furniture import glued_at, is_separator, kind_of
from feedsvc.model import Block

_WIDTHS = range(40, 121)  # characters of a line in hard-wrapped text
_FEWEST_WRAPPED = 2
_LONGEST_WORD = 11  # characters of a month or a year


@dataclass(frozen=True, slots=True)
class Unit:
    """What is judged as one: a block, some joined, or a piece of one. `parts` are the blocks of the source."""

    block: Block
    parts: tuple[Block, ...]


def units_of(blocks: Sequence[Block]) -> tuple[Unit, ...]:
    """Return the units of a document in order; every block is part of one, a glued line of two."""
    width = _width(blocks)
    units: list[Unit] = []
    run: list[Block] = []
    left = 0  # lines of a date that is written in a column, still to come
    for index, block in enumerate(blocks):
        if left:
            left -= 1
        else:
            left = _column_of_date(blocks, index)
            if run and (left or not _continues(run[-1], block, width, run[0])):
                units.extend(_parted(run))
                run = []
        run.append(block)
    if run:
        units.extend(_parted(run))
    return tuple(units)


def _column_of_date(blocks: Sequence[Block], index: int) -> int:
    """How many lines below one belong to the date that it begins: a day, its month and its year, each on its own."""
    first = blocks[index].text
    if len(first) > _LONGEST_WORD or not (first.isdigit() or bare(first).strip(".,") in MONTHS):
        return 0
    below = list(itertools.takewhile(_is_word_below, blocks[index + 1 : index + 3]))
    for count in range(len(below), 0, -1):
        slot = slot_of(_joined((blocks[index], *below[:count])))
        if slot is not None and slot.form == "alone" and not slot.reading.problems:
            return count
    return 0


def _is_word_below(block: Block) -> bool:
    return not block.gap and len(block.text) <= _LONGEST_WORD and " " not in block.text


def _width(blocks: Sequence[Block]) -> int:
    """The width at which the document's lines are wrapped; 0: they are not.

    Where a program wrapped the text, the first word of each line would not have fitted on the line above. Lines that
    go on in small letters are common there and rare elsewhere.
    """
    followed = [(above, below) for above, below in itertools.pairwise(blocks) if _are_close(above, below)]
    running = [len(above.text) for above, below in followed if below.text[0].islower() and not _is_mark(below)]
    if len(running) < _FEWEST_WRAPPED:
        return 0
    width = sorted(running)[int(len(running) * 0.9)]
    if width not in _WIDTHS:
        return 0
    full = [(above, below) for above, below in followed if _is_full(above, below, width)]
    is_running = sum(below.text[0].islower() for _, below in full)
    return width if is_running * 3 >= len(full) and is_running * 2 >= len(running) else 0


def _are_close(above: Block, below: Block) -> bool:
    return below.gap == 0 and below.line == above.line + 1 and not (below.bullet or below.heading or below.strong)


def _is_full(above: Block, below: Block, width: int) -> bool:
    """Whether the next line's first word would not have fitted; a hyphen or a slash may break a word, too."""
    return len(above.text) + len(below.text.split(maxsplit=1)[0]) + 1 > width - 2


def _continues(above: Block, below: Block, width: int, first: Block) -> bool:
    if not width or not _are_close(above, below) or above.heading:
        return False
    if below.column > above.column + 1 and not first.bullet:
        return False  # the indented first line of another paragraph
    if is_separator(below.text) or is_separator(above.text) or (below.link and below.text.startswith(("<", "http"))):
        return False
    if not _is_full(above, below, width) and not (below.text[0].islower() and len(above.text) * 2 > width):
        return False
    if below.text[0].islower():
        return True
    return not (_is_mark(above) or _is_mark(below))


def _is_mark(block: Block) -> bool:
    """Whether a line stands by itself however long it is: a date, or furniture by its words."""
    slot = slot_of(block.text)
    return (slot is not None and slot.form == "alone") or kind_of(block.text) is not None


def _parted(run: Sequence[Block]) -> Iterator[Unit]:
    block = run[0]
    if len(run) > 1:
        block = replace(block, text=_joined(run), link=next((one.link for one in run if one.link), None))
    elif (start := glued_at(block.text)) > 0:
        yield Unit(replace(block, text=block.text[:start].rstrip()), (block,))
        block = replace(block, text=block.text[start:], column=block.column + start, link=None)
    yield Unit(block, tuple(run))


def _joined(run: Sequence[Block]) -> str:
    return " ".join(block.text for block in run)
