"""Text to blocks: the non-blank lines, cleaned, each with its place in the source. No line is judged here."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

from feedsvc.core.markdown import Marked, notes_of, underlines, unmarked, unnumbered
from feedsvc.model import Block

MOST_BLOCKS = 21_000  # a bulletin of more lines is none; what follows is not looked at

LINE_END = re.compile("\r\n|[\n\v\f\r\x85\u2028\u2029]")
_NO_LINE_ENDS = "\x1c\x1d\x1e"  # to Python they are

# Soft hyphen, zero-width characters, directional marks, byte order mark. The joiners that shape Indic scripts
# and emoji stay behind such characters.
_INVISIBLE = (
    "(?:[\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]"
    "|(?<![\u0590-\u1fff\u2600-\ufefe\U00010000-\U0010ffff])[\u200c\u200d])"
)
_GAP = re.compile(rf"\s*{_INVISIBLE}(?:\s|{_INVISIBLE})*|\s\s+")
_SPACE = re.compile(r"\s+")
# What a wiki sets behind each heading, for its editors: "18 October 2020[edit]", "Avis [modifier | modifier le code]"
_EDIT = re.compile(
    r"\s?\[\s?(?:edit|editar|modifier|edit source|editar c[oó]digo)(?:\s?\|[^\[\]]{4,24})?\s?\]\Z", re.IGNORECASE
)


def split_lines(text: str) -> list[str]:
    """Return the lines of `text` without their ends: CR, LF, CRLF, VT, FF, NEL, U+2028 or U+2029."""
    if any(mark in text for mark in _NO_LINE_ENDS):
        return LINE_END.split(text)
    return [*text.splitlines(), ""] if not text or LINE_END.match(text[-1]) else text.splitlines()


def is_plain(line: str) -> bool:
    """Return whether a line has no other white space than single spaces, and nothing invisible."""
    return line.isprintable() and "  " not in line


@lru_cache(maxsize=4)  # a text is read, judged, and what the next one is compared with
def text_blocks(text: str, address: str = "") -> tuple[Block, ...]:
    """Return the non-blank lines of `text` in order, the first `MOST_BLOCKS` of them, each with its line and column.

    Outer white space is gone, no-break and zero-width characters included. Inside, soft hyphens and zero-width
    characters are gone and a run of white space is one space; a lone no-break space stays. Markdown's marks are
    gone, too: they have become heading, strong, bullet and link. Relative links are made absolute by `address`.
    """
    notes: Mapping[str, str] | None = None
    blocks: list[Block] = []
    above = 0
    lines = split_lines(text)
    for number, line in enumerate(lines, start=1):
        visible = (line if is_plain(line) else _GAP.sub(_narrowed, line)).strip()
        if not visible:
            continue
        if len(blocks) == MOST_BLOCKS:
            break
        if notes is None:
            notes = notes_of(lines)
        blocks.append(_block(unmarked(visible, address, notes), number, line, gap=number - above - 1))
        above = number
    for index, level in underlines(blocks):
        blocks[index] = replace(blocks[index], heading=level)
    for index, words in unnumbered(blocks):
        blocks[index] = replace(blocks[index], text=words, bullet=True, column=_column(lines, blocks[index], words))
    return tuple(blocks)


def _block(marked: Marked, number: int, line: str, gap: int) -> Block:
    text, heading, strong, bullet, link = marked
    text = (_EDIT.sub("", text) or text) if text[-1] == "]" else text
    return Block(text, number, line.find(text[0]) + 1, gap, heading, strong, bullet, link)


def part_of(block: Block, text: str, column: int) -> Block:
    """Return `text`, a part of a block's that begins at `column`, as a block like it."""
    return Block(text, block.line, column, block.gap, block.heading, block.strong, block.bullet, block.link)


def _column(lines: Sequence[str], block: Block, text: str) -> int:
    """Where `text`, the end of a block's text, begins."""
    return source_place(lines, block, len(block.text) - len(text))[1]


def source_place(lines: Sequence[str], block: Block, offset: int) -> tuple[int, int]:
    """Return the line and column, from 1, at which character `offset` of the block's text stands in its source.

    A space that stands for several characters is where the first of them is, or behind the end of a line that was
    joined with the next. `lines` is what `split_lines` gave for the text that the block came from. Where the text
    is not found there, as that of a page with its entities, the place is the block's.
    """
    number, at = block.line, block.column - 1
    for character in block.text[: offset + 1]:
        found = _next(lines[number - 1], character, at)
        if found is None:
            number, at = number + 1, 0
            if number > len(lines):
                return block.line, block.column
            found = -1 if character == " " else _next(lines[number - 1], character, 0)
            if found is None:
                return block.line, block.column
        at = found + 1
    return (number, at) if at else (number - 1, len(lines[number - 2]) + 1)


def _next(line: str, character: str, start: int) -> int | None:
    """Where `character` stands next in a line; a space is any white space."""
    if character == " ":
        return next((found.start() for found in _SPACE.finditer(line, start)), None)
    return at if (at := line.find(character, start)) >= 0 else None


def _narrowed(gap: re.Match[str]) -> str:
    spaces = _SPACE.findall(gap[0])
    if len(spaces) == 1 and len(spaces[0]) == 1:
        return str(spaces[0])
    return " " if spaces else ""
