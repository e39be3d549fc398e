"""Pages whose markup divides nothing: their lines are text, to be read by the grammar of text."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from feedsvc.core.blocks import text_blocks
from feedsvc.core.page.pieces import Page
from feedsvc.core.page.tree import Element
from feedsvc.model import Block

_MOST_KEPT = 8000  # lines with white space as written
_MOST_LOOSE = 3000  # lines that no markup divides
_WIDEST_INDENT = 40  # characters; what stands farther in stands behind markup
_FEWEST_BARE = 4
_MOST_MARKED = 0.1  # of the lines around bare text
_LEAST_SHARE = 0.75  # of the page's text


@dataclass(frozen=True, slots=True)
class Written:
    """Lines of a page, by their numbers, as the grammar of text reads them. `links` lead from texts to elsewhere.

    `is_bare`: nothing but line ends tells them apart, so that they can be meant as nothing but text.
    """

    numbers: Sequence[int]
    blocks: tuple[Block, ...]
    links: Mapping[str, str | None]
    is_bare: bool


def written_of(page: Page, shown: Sequence[int]) -> Written | None:
    """Return the text that most of a page is, preformatted or bare, or None. `shown` are the lines outside chrome."""
    total = _weight(page, shown)
    kept = [number for number in shown if page.lines[number].is_kept]
    if 2 * _weight(page, kept) > total:
        kept = kept[:_MOST_KEPT]
        blocks = [page.line_block(number) for number in kept]
        is_bare = any(page.lines[number].block.tag != "pre" for number in kept)
        return Written(kept, text_blocks(_rows(page, kept)), {block.text: block.link for block in blocks}, is_bare)
    bare = _bare(page, shown, total)[:_MOST_LOOSE]
    return Written(bare, _as_rows(page, bare), {}, is_bare=True) if bare else None


def loose(page: Page, shown: Sequence[int]) -> Written:
    """Return the lines of any page as text."""
    numbers = shown[:_MOST_LOOSE]
    return Written(numbers, tuple(page.line_block(number) for number in numbers), {}, is_bare=False)


def _weight(page: Page, numbers: Sequence[int]) -> int:
    return sum(len(page.lines[number].text) for number in numbers)


def _bare(page: Page, shown: Sequence[int], total: int) -> Sequence[int]:
    """Return the lines around those that stand in one element without any markup, if these are most of the page."""
    own: defaultdict[Element, list[int]] = defaultdict(list)
    for number in shown:
        line = page.lines[number]
        elements = {piece.element for piece in page.pieces[line.first : line.beyond]}
        if len(elements) == 1:
            own[elements.pop()].append(number)
    bare = max(own.values(), key=lambda numbers: _weight(page, numbers), default=[])
    if len(bare) < _FEWEST_BARE or _weight(page, bare) < _LEAST_SHARE * total:
        return ()
    region = page.lines[bare[0]].block
    around = [number for number in shown if region.first <= page.lines[number].first < region.beyond]
    return around if len(around) - len(bare) <= _MOST_MARKED * len(around) else ()


def _rows(page: Page, lines: Sequence[int]) -> str:
    """Return preformatted lines as text, each on the line of the source that it stands on, and as far from its edge."""
    rows: list[str] = []
    for number in lines:
        first = page.pieces[page.lines[number].first]
        line, column = first.place
        rows.extend("" for _ in range(line - 1 - len(rows)))
        indent = min(column - 1, _WIDEST_INDENT) if first.is_spaced else 0
        rows.append(" " * indent + page.lines[number].text)
    return "\n".join(rows)


def _as_rows(page: Page, lines: Sequence[int]) -> tuple[Block, ...]:
    """Return lines as the blocks that they would be in a text file, each where it stands in the source."""
    rows: list[str] = []
    origins: dict[int, Block] = {}
    for number in lines:
        origin = page.line_block(number)
        rows.extend("" for _ in range(origin.gap))
        rows.append(origin.text)
        origins[len(rows)] = origin
    return tuple(_placed(block, origins[block.line]) for block in text_blocks("\n".join(rows)))


def _placed(block: Block, origin: Block) -> Block:
    return replace(
        block,
        line=origin.line,
        column=origin.column + block.column - 1,
        heading=block.heading or origin.heading,
        strong=block.strong or origin.strong,
        link=block.link or origin.link,
    )
