"""A tree to what it reads like: pieces of text with one style each, and the lines that they stand in.

A piece knows its element, so that one sequence serves every hypothesis of where items begin and end.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from feedsvc.core.page.address import absolute
from feedsvc.core.page.breaks import breaks_at, is_block, parts
from feedsvc.core.page.dating import split_dated
from feedsvc.core.page.grid import Grid, read_grid
from feedsvc.core.page.opened import Opened
from feedsvc.core.page.tree import Element, Text, Tree
from feedsvc.core.page.vocabulary import words
from feedsvc.model import Block

HEADINGS = {f"h{level}": level for level in range(1, 7)}
_STRONG = words("b strong")

_BLANK = re.compile(r"\n[^\S\n]*\n")
_FEWEST_ROWS = 4
_MOST_ROWS = 20_000
_LEAST_WRITTEN = 0.75  # of all text
_INVISIBLE = re.compile("[\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
_SPACE = re.compile(r"\s\s+|[^\S\u00a0\u202f]")  # a lone no-break space stays


@dataclass(slots=True, eq=False)
class Piece:
    """Text with one style: `element` is the innermost one around it. `is_spaced`: white space stands before it."""

    text: str
    element: Element
    line: int
    is_spaced: bool
    place: tuple[int, int]
    link: Element | None
    heading: Element | None
    is_strong: bool


@dataclass(slots=True, eq=False)
class Line:
    """Pieces that are seen on one line, or one paragraph. `block` is the innermost block around it.

    `gap` is how many line ends more than one stand before it, `is_kept` whether white space stands as written.
    """

    block: Element
    first: int
    beyond: int
    gap: int
    is_kept: bool
    text: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """What is seen of a page, in its order. `base` is what its addresses are relative to.

    `elements` are all from `root` on. `images` are its pictures, each with the number of pieces before it; `sums` the
    characters before each piece.
    """

    root: Element
    elements: Sequence[Element]
    pieces: Sequence[Piece]
    lines: Sequence[Line]
    images: Sequence[tuple[int, Element]]
    base: str
    sums: Sequence[int]
    grid: Grid

    def weight(self, first: int, beyond: int) -> int:
        """Return how many characters of text stand in these pieces."""
        return self.sums[beyond] - self.sums[first]

    def href(self, link: Element | None) -> str | None:
        """Return the absolute address of a link, if it is one of http or https."""
        return None if link is None else absolute(link.attributes.get("href", ""), self.base)

    def line_block(self, number: int) -> Block:
        """Return a line as one block."""
        line = self.lines[number]
        return self.block(self.pieces[line.first : line.beyond], line.text)

    def block(self, pieces: Sequence[Piece], text: str | None = None) -> Block:
        """Return neighbouring pieces as one block."""
        line = self.lines[pieces[0].line]
        links = {piece.link for piece in pieces}
        heading = pieces[0].heading
        return Block(
            text=joined(pieces) if text is None else text,
            line=pieces[0].place[0],
            column=pieces[0].place[1],
            gap=line.gap,
            heading=HEADINGS[heading.tag] if heading else 0,
            strong=all(piece.is_strong for piece in pieces),
            bullet=any(element.tag == "li" for element in line.block.ancestors()),
            link=self.href(links.pop()) if len(links) == 1 else self.href(_longest_link(pieces)),
        )


def read_pieces(tree: Tree, address: str) -> Page:
    """Return the pieces, lines and images of a tree; `address` is where the page came from."""
    flow = _Flow()
    flow.walk(tree.root)
    if flow.written > _LEAST_WRITTEN * sum(len(piece.text) for piece in flow.pieces):
        flow = _Flow(is_written=True)
        flow.walk(tree.root)
    if opened := flow.opened.usual(line.block for line in flow.lines):
        flow = _Flow(is_written=flow.is_written, opened=Opened(opened))
        flow.walk(tree.root)
    base = absolute(tree.base or "", address) or address
    sums = [0, *accumulate(len(piece.text) for piece in flow.pieces)]
    for line in flow.lines:
        line.text = joined(flow.pieces[line.first : line.beyond])
    grid = read_grid(flow.elements)
    return Page(tree.root, flow.elements, flow.pieces, flow.lines, flow.images, base, sums, grid)


def joined(pieces: Iterable[Piece]) -> str:
    """Return the text of neighbouring pieces, with a space where one is seen."""
    words: list[str] = []
    line = None
    for piece in pieces:
        if words and (piece.is_spaced or piece.line != line):
            words.append(" ")
        words.append(piece.text)
        line = piece.line
    return "".join(words)


def parted(pieces: Sequence[Piece], end: int, begin: int) -> tuple[list[Piece], list[Piece]]:
    """Return neighbouring pieces of one line up to `end`, and from `begin` on, both characters of their joined text."""
    before: list[Piece] = []
    behind: list[Piece] = []
    at = 0
    for number, piece in enumerate(pieces):
        at += bool(number and piece.is_spaced)
        if at < end:
            before.append(replace(piece, text=piece.text[: end - at]))
        if at + len(piece.text) > begin:
            cut = max(begin - at, 0)
            behind.append(replace(piece, text=piece.text[cut:], place=(piece.place[0], piece.place[1] + cut)))
        at += len(piece.text)
    return before, behind


def _longest_link(pieces: Sequence[Piece]) -> Element | None:
    """Return the link that leads from most of the text, if one does."""
    total = sum(len(piece.text) for piece in pieces)
    linked = [piece for piece in pieces if piece.link is not None]
    longest = max(linked, key=lambda piece: len(piece.text), default=None)
    return longest.link if longest is not None and 2 * len(longest.text) >= total else None


@dataclass(frozen=True, slots=True)
class _Style:
    """What the elements around a text make of it."""

    link: Element | None = None
    heading: Element | None = None
    is_strong: bool = False
    is_kept: bool = False  # white space as written, in <pre>


class _Flow:
    """Walks a tree once; a block or a break ends the line. `is_written`: in written text, so does a line's end.

    `written` are the characters of written text: of several lines in one string, blank ones between them.
    """

    def __init__(self, *, is_written: bool = False, opened: Opened | None = None) -> None:
        self.is_written = is_written
        self.opened = Opened() if opened is None else opened
        self.written = 0
        self.rows = 0
        self.elements: list[Element] = []
        self.pieces: list[Piece] = []
        self.lines: list[Line] = []
        self.images: list[tuple[int, Element]] = []
        self.is_open = False
        self.is_spaced = False
        self.breaks = 2

    def walk(self, root: Element) -> None:
        """Read all texts below `root`, and note for each element which pieces lie in it."""
        waiting: list[tuple[Element | Text | None, Element, Element, _Style]] = [(root, root, root, _Style())]
        while waiting:
            node, parent, block, style = waiting.pop()
            if node is None:
                parent.beyond = len(self.pieces)
                self.edge(parent)
                if parts(parent):
                    self.end_line(self.breaks + 1)
            elif isinstance(node, Text):
                self.text(node, parent, block, style)
            else:
                node.first = node.beyond = len(self.pieces)
                self.elements.append(node)
                self.enter(node)
                inner, around = _styled(node, style), node if is_block(node) else block
                waiting.append((None, node, block, style))
                waiting.extend((child, node, around, inner) for child in reversed(node.children))

    def enter(self, element: Element) -> None:
        """Note an image; end the line at a break or a block."""
        if element.tag == "img" or "background" in element.attributes.get("style", ""):
            self.images.append((len(self.pieces), element))
        if element.tag == "br":
            self.end_line(self.breaks + 1)
        else:
            self.edge(element)

    def edge(self, element: Element) -> None:
        """End the line where a block begins or ends."""
        if is_block(element):
            self.end_line(max(self.breaks, breaks_at(element)))

    def end_line(self, breaks: int) -> None:
        """End the line; `breaks` line ends now stand before the next one."""
        self.is_open, self.is_spaced, self.breaks = False, False, breaks

    def text(self, text: Text, parent: Element, block: Element, style: _Style) -> None:
        """Add a text to the open line; in <pre> and in written text, each of its own lines is one."""
        if not style.is_kept:
            is_written = "\n" in text.value and self.reads_as_written(text.value)
            if not (is_written and self.is_written):
                self.add(text, parent, block, style)
                return
            style = replace(style, is_kept=True)
        for number, line in enumerate(text.value.split("\n")):
            if number:
                self.end_line(self.breaks + 1)
            indent = len(line) - len(line.lstrip())
            self.add(Text(line, text.line + number, indent + 1 if number else text.column), parent, block, style)

    def reads_as_written(self, text: str) -> bool:
        """Tell whether a string is of several lines with blank ones between them, and count it."""
        if _BLANK.search(text.strip()) is None:
            return False
        rows = [row for row in text.split("\n") if row.strip()]
        self.rows += text.count("\n")
        if len(rows) < _FEWEST_ROWS or self.rows > _MOST_ROWS:
            return False
        self.written += sum(len(row.strip()) for row in rows)
        return True

    def add(self, text: Text, parent: Element, block: Element, style: _Style) -> None:
        """Add what is seen of a text as a piece."""
        shown = _SPACE.sub(" ", _INVISIBLE.sub("", text.value))
        stripped = shown.strip()
        if not stripped:
            self.is_spaced = self.is_spaced or bool(shown)
            return
        opens = not self.is_open
        if opens:
            first = len(self.pieces)
            self.lines.append(Line(block, first, first, max(self.breaks - 1, 0), style.is_kept))
            self.is_open, self.breaks = True, 0
        divided = split_dated(stripped)
        if opens and len(divided) == 1 and not style.is_kept:
            divided = self.opened.parted(stripped, block)
        for part in divided:
            begin = stripped.index(part)
            self.pieces.append(
                Piece(
                    text=part,
                    element=parent,
                    line=len(self.lines) - 1,
                    is_spaced=stripped[begin - 1].isspace() if begin else self.is_spaced or shown[0].isspace(),
                    place=(text.line, text.column + begin),
                    link=style.link,
                    heading=style.heading,
                    is_strong=style.is_strong,
                )
            )
        self.lines[-1].beyond = len(self.pieces)
        self.is_spaced = shown[-1].isspace()


def _styled(element: Element, style: _Style) -> _Style:
    """Return the style of what lies in `element`."""
    if element.tag == "a" and "href" in element.attributes:
        return replace(style, link=element)
    if element.tag in HEADINGS:
        return replace(style, heading=element)
    if element.tag in _STRONG or "font-weight:bold" in element.attributes.get("style", "").replace(" ", "").lower():
        return replace(style, is_strong=True)
    return replace(style, is_kept=True) if element.tag == "pre" else style
