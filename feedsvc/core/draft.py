"""What a grammar makes of blocks, of a text or of a page: drafts of items, and why the other blocks are none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from feedsvc.core.dates import DateReading
from feedsvc.core.furniture import Kind
from feedsvc.model import Block, Image


@dataclass(frozen=True, slots=True)
class Draft:
    """One item as its blocks stand: the date and what it says, the headline, the paragraphs.

    `dated` is the block that the date was read in, which may be the title itself; None: the item has no date.
    """

    dated: Block | None
    reading: DateReading
    title: Block
    paragraphs: tuple[Block, ...]
    link: str | None = None
    image: Image | None = None

    @property
    def blocks(self) -> tuple[Block, ...]:
        """Return all blocks of the item, in the order of their places."""
        blocks = (self.title, *self.paragraphs)
        if self.dated is not None and self.dated not in blocks:
            blocks = (self.dated, *blocks)
        return tuple(sorted(blocks, key=lambda block: (block.line, block.column)))


class Reason(NamedTuple):
    """Why a block is no item's. `kind` is None when it was not recognised; `text` says more."""

    kind: Kind | None
    text: str


Skipped = Mapping[Block, Reason]


@dataclass(frozen=True, slots=True)
class Fit:
    """What one layout makes of a document: every block is some draft's, or skipped for a reason.

    `layout` names the layout. `score` tells how well it fits, 0 to 1; `rival` is the score of the best other layout
    that would give other items.
    """

    layout: str
    score: float
    rival: float
    drafts: tuple[Draft, ...]
    skipped: Skipped
