"""Blocks to units: hard-wrapped lines joined to paragraphs, glued lines parted. What a unit is, is not judged here."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from feedsvc.core.dates import MONTHS, slot_of
from feedsvc.core.folding import bare
from feedsvc.core.furniture import glued_at, is_separator, kind_of
from feedsvc.model import Block

_WIDTHS = range(40, 121)  # characters of a line in hard-wrapped text
_FEWEST_WRAPPED = 2
_SHORTEST_FULL = 40  # characters
_RAGGED = 8  # characters by which lines of one width may differ beside the word that did not fit
_CALLING_WORDS = """
    a al an and as at because by but da de del des desde di do du e el em en et for from in la las le les los no o of on
    or os ou para par por pour que since sur than that the to um una une which with y
"""
_CALLS = frozenset(_CALLING_WORDS.split())
_LONGEST_WORD = 11  # characters of a month or a year
_DAY = re.compile(r"[0-9]{1,4}(?:st|nd|rd|th|er|[oº°])?")


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
    if len(first) > _LONGEST_WORD or not (_DAY.fullmatch(first) or bare(first).strip(".,") in MONTHS):
        return 0
    below = list(itertools.takewhile(_is_word_below, blocks[index + 1 : index + 3]))
    for count in range(len(below), 0, -1):
        slot = slot_of(_joined((blocks[index], *below[:count])))
        if slot is not None and slot.form == "alone" and slot.reading.problems in ((), ("year_inferred",)):
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
        return _width_of_few(blocks, followed)
    width = sorted(running)[int(len(running) * 0.9)]
    if width not in _WIDTHS:
        return 0
    full = [pair for pair in followed if _is_full(*pair, width) and not is_separator(pair[0].text)]
    is_running = sum(below.text[0].islower() for _, below in full)
    return width if is_running * 3 >= len(full) and is_running * 2 >= len(running) else 0


def _width_of_few(blocks: Sequence[Block], followed: Sequence[tuple[Block, Block]]) -> int:
    """The width of a document of which few lines surely go on: these are full, and hardly any line is longer."""
    longest = max((len(block.text) for block in blocks if not is_separator(block.text)), default=0)
    cut = [(above, below) for above, below in followed if _is_cut(above, below)]
    if not cut or longest not in _WIDTHS or longest - max(len(above.text) for above, _ in cut) > _RAGGED:
        return 0
    return longest if all(_is_full(above, below, longest - _RAGGED) for above, below in cut) else 0


def _is_cut(above: Block, below: Block) -> bool:
    """Whether a line surely goes on in the next one: in small letters, or since its last word calls for more."""
    if len(above.text) < _SHORTEST_FULL or not (below.text[0].islower() or _calls_for_more(above.text)):
        return False
    return not (_is_mark(above) or _is_mark(below))


def _calls_for_more(text: str) -> bool:
    return text[-1] == "," or bare(text.rsplit(maxsplit=1)[-1]) in _CALLS


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
    goes_on = below.text[0].islower() or _calls_for_more(above.text)
    if not _is_full(above, below, width) and not (goes_on and len(above.text) * 3 > width):
        return False
    if goes_on:
        return not _is_date(below)
    return not (_is_mark(above) or _is_mark(below) or _ends_in_date(above))


def _is_mark(block: Block) -> bool:
    """Whether a line stands by itself however long it is: a date, or furniture by its words."""
    return _is_date(block) or kind_of(block.text) is not None


def _is_date(block: Block) -> bool:
    slot = slot_of(block.text)
    return slot is not None and slot.form == "alone"


def _ends_in_date(block: Block) -> bool:
    """Whether a line ends with its date in brackets: what it says ends there."""
    slot = slot_of(block.text) if block.text[-1] in ")]" else None
    return slot is not None and slot.form == "closes"


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
