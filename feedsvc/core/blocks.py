"""Text to blocks: the non-blank lines, cleaned, each with its place in the source. No line is judged here."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from feedsvc.model import Block

LINE_END = re.compile("\r\n|[\n\v\f\r\x85\u2028\u2029]")

# Soft hyphen, zero-width characters, directional marks, byte order mark. The joiners that shape Indic scripts
# and emoji stay behind such characters.
_INVISIBLE = (
    "(?:[\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]"
    "|(?<![\u0590-\u1fff\u2600-\ufefe\U00010000-\U0010ffff])[\u200c\u200d])"
)
_GAP = re.compile(rf"\s*{_INVISIBLE}(?:\s|{_INVISIBLE})*|\s\s+")
_SPACE = re.compile(r"\s+")


def split_lines(text: str) -> list[str]:
    """Return the lines of `text` without their ends: CR, LF, CRLF, VT, FF, NEL, U+2028 or U+2029."""
    return LINE_END.split(text)


@lru_cache(maxsize=4)  # a text is read, judged, and what the next one is compared with
def text_blocks(text: str) -> tuple[Block, ...]:
    """Return the non-blank lines of `text` in order, each with its line and column from 1.

    Outer white space is gone, no-break and zero-width characters included. Inside, soft hyphens and zero-width
    characters are gone and a run of white space is one space; a lone no-break space stays.
    """
    blocks = []
    for number, line in enumerate(split_lines(text), start=1):
        cleaned = _GAP.sub(_narrowed, line)
        visible = cleaned.strip()
        if visible:
            lead = cleaned.index(visible[0])
            column = 1 + (lead if len(cleaned) == len(line) else _original(line, lead))
            blocks.append(Block(visible, number, column))
    return tuple(blocks)


def source_column(lines: Sequence[str], block: Block, offset: int) -> int:
    """Return the column, from 1, at which character `offset` of the block's text stands in its source.

    A space that stands for several characters is where the first of them is. `lines` is what `split_lines` gave
    for the text that the block came from.
    """
    line = lines[block.line - 1]
    return _original(line, _GAP.sub(_narrowed, line).index(block.text) + offset) + 1


def _narrowed(gap: re.Match[str]) -> str:
    spaces = _SPACE.findall(gap[0])
    if len(spaces) == 1 and len(spaces[0]) == 1:
        return str(spaces[0])
    return " " if spaces else ""


def _original(line: str, offset: int) -> int:
    """Return where character `offset` of the cleaned line stands in `line`, from 0."""
    saved = 0
    for gap in _GAP.finditer(line):
        kept = len(_narrowed(gap))
        if gap.start() + kept - saved > offset:
            break
        saved += gap.end() - gap.start() - kept
    return offset + saved
