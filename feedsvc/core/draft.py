"""What a grammar makes of blocks, of a text or of a page: drafts of items, and why the other blocks are none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, NamedTuple

from feedsvc.core.dates import DateReading, Order
from feedsvc.core.phrases import Kind
from feedsvc.model import Block, Image

MARGIN = 2.2  # by which a layout's sum must be better than that of any which gives other items: about one line's

# Whose date it is: a line of the item's own, one that an item above shares, or the dateline that opens its text.
Manner = Literal["own", "inherited", "dateline"]


@dataclass(frozen=True, slots=True)
class Draft:
    """One item as its blocks stand: the date and what it says, the headline, the paragraphs.

    `dated` is the block that the date was read in, which may be the title itself or, of an inherited date, another
    item's; None: the item has no date. `parts` are the blocks of the source that it was made of, where title or
    paragraphs are pieces of such blocks, or several joined; empty: they are such blocks themselves.
    """

    dated: Block | None
    reading: DateReading
    title: Block
    paragraphs: tuple[Block, ...]
    link: str | None = None
    image: Image | None = None
    manner: Manner = "own"
    parts: tuple[Block, ...] = ()

    @property
    def blocks(self) -> tuple[Block, ...]:
        """Return all blocks of the item, in the order of their places."""
        if self.parts:
            return self.parts
        blocks = (self.title, *self.paragraphs)
        if self.dated is not None and self.manner == "own" and self.dated not in blocks:
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

    `layout` names the layout. `score` tells how well it fits, for one block on average; `rival` is the score of the
    best other layout that would give other items, where one comes near. `order` is that of day and month in the
    document's numeric dates, where they prove it.
    """

    layout: str
    score: float
    rival: float
    drafts: tuple[Draft, ...]
    skipped: Skipped
    order: Order | None = None
