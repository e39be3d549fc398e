"""Pages whose markup divides nothing: their lines are text, to be read by the grammar of text."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from feedsvc.core.blocks import text_blocks
from feedsvc.core.draft import Draft
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

    `is_bare`: nothing but line ends tells them apart, so that they can be meant as nothing but text. `origins` are the
    lines of the page by those of the text, where these are not the lines of the source.
    """

    numbers: Sequence[int]
    blocks: tuple[Block, ...]
    links: Mapping[str, str | None]
    is_bare: bool
    origins: Mapping[int, Block] = field(default_factory=dict)

    def place(self, block: Block) -> Block:
        """Return a block of the text, or of what was read of it, where it stands in the source."""
        origin = self.origins.get(block.line)
        return block if origin is None else replace(block, line=origin.line, column=origin.column + block.column - 1)

    def draft(self, draft: Draft) -> Draft:
        """Return an item that was read of the text with its link, where it stands in the source."""
        return replace(
            draft,
            dated=draft.dated and self.place(draft.dated),
            title=self.place(draft.title),
            paragraphs=tuple(self.place(block) for block in draft.paragraphs),
            link=draft.link or self.links.get(draft.title.text),
            parts=tuple(self.place(block) for block in draft.parts),
        )


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
    return _as_rows(page, bare) if bare else None


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


def _as_rows(page: Page, lines: Sequence[int]) -> Written:
    """Return lines as they would be in a text file, one in a row."""
    rows: list[str] = []
    origins: dict[int, Block] = {}
    for number in lines:
        origin = page.line_block(number)
        rows.extend("" for _ in range(origin.gap))
        rows.append(origin.text)
        origins[len(rows)] = origin
    blocks = tuple(_styled(block, origins[block.line]) for block in text_blocks("\n".join(rows)))
    return Written(lines, blocks, {}, is_bare=True, origins=origins)


def _styled(block: Block, origin: Block) -> Block:
    return replace(
        block,
        heading=block.heading or origin.heading,
        strong=block.strong or origin.strong,
        link=block.link or origin.link,
    )
