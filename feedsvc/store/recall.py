"""Remembers what rows said: a row that still bears the same seal says the same, and need not be read again."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from feedsvc.model import FeedRecord, Item, Revision, SourceRecord

_Value = TypeVar("_Value")


class Recall(Generic[_Value]):
    """Values by the key and seal of their rows, as many as `most`; those not asked for longest go first.

    What was written is kept as what was read is: if its transaction fails, no row has its seal.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._known: OrderedDict[object, tuple[str, _Value]] = OrderedDict()

    def find(self, key: object, seal: str) -> _Value | None:
        """Return what the row said, or None when it is not known or has another seal now."""
        found = self._known.get(key)
        if found is None or found[0] != seal:
            return None
        self._known.move_to_end(key)
        return found[1]

    def keep(self, key: object, seal: str, value: _Value) -> None:
        """Remember what a row with this seal said."""
        self._known[key] = (seal, value)
        self._known.move_to_end(key)
        if len(self._known) > self._most:
            self._known.popitem(last=False)


@dataclass(frozen=True, slots=True)
class Recalls:
    """What a store remembers of its rows: the items of many feeds' windows, feeds, the last revisions, and sources.

    `lists` are of all rows of a table, by the seals of all.
    """

    items: Recall[Item] = field(default_factory=lambda: Recall(4096))
    feeds: Recall[FeedRecord] = field(default_factory=lambda: Recall(4096))
    revisions: Recall[Revision] = field(default_factory=lambda: Recall(4096))
    sources: Recall[SourceRecord] = field(default_factory=lambda: Recall(64))
    lists: Recall[tuple[FeedRecord, ...]] = field(default_factory=lambda: Recall(1))
