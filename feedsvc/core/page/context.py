"""What is known of a page before any hypothesis, and what a hypothesis reads of one item."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field

from feedsvc.core.dates import DateReading
from feedsvc.core.draft import Manner
from feedsvc.core.page.dating import Calendar
from feedsvc.core.page.pieces import Page, Piece
from feedsvc.core.page.spans import Span
from feedsvc.core.page.spots import Spot
from feedsvc.core.page.stated import Stated
from feedsvc.core.page.tree import Element
from feedsvc.model import Image


@dataclass(slots=True)
class Record:
    """What one span says. `spot` is the date that was chosen, `manner` whose it is."""

    span: Span
    title: list[Piece]
    text: str
    paragraphs: list[list[Piece]] = field(default_factory=list)
    spot: Spot | None = None
    reading: DateReading | None = None
    manner: Manner = "own"
    link: str | None = None
    image: Image | None = None
    dates: int = 0
    is_stated: bool = False


@dataclass(frozen=True, slots=True)
class Context:
    """A page with what is known of it before any hypothesis. `unread` are the numbers of the pieces of its chrome."""

    page: Page
    calendar: Calendar
    spots: Sequence[Spot]
    chrome: frozenset[Element]
    unread: frozenset[int]
    firsts: Sequence[int]
    stated: Sequence[Stated] = ()

    def spots_in(self, first: int, beyond: int) -> list[Spot]:
        """Return the dates that begin in these pieces, outside the chrome."""
        begin, end = bisect_left(self.firsts, first), bisect_left(self.firsts, beyond)
        return [spot for spot in self.spots[begin:end] if spot.first not in self.unread]

    def spots_of(self, span: Span) -> list[Spot]:
        """Return the dates of a span, outside the chrome. What shows no text is in it where its element is."""
        begin, end = bisect_left(self.firsts, span.first), bisect_right(self.firsts, span.beyond)
        return [spot for spot in self.spots[begin:end] if self._is_of(spot, span)]

    def _is_of(self, spot: Spot, span: Span) -> bool:
        if spot.unseen is None or not span.is_whole:
            return spot.first < span.beyond and spot.first not in self.unread
        around = set(spot.unseen.ancestors())
        return span.box in around and self.chrome.isdisjoint(around)
