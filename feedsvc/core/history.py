"""Says what of a set of changes is kept as history: every change of words, and every withdrawal and return."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from feedsvc.core.absence import is_announced
from feedsvc.core.change import words_of
from feedsvc.model import Change, ChangeKind, Item, Revision


def revisions_of(changes: Iterable[Change], now: datetime) -> tuple[Revision, ...]:
    """Return the revision that each change of a published item is; a new item, or a mere absence, is none.

    A revision that readers were told of bears the item's new `updated`, any other one `now`.
    """
    return tuple(
        Revision(
            item=change.item.id,
            at=change.item.updated if change.item.updated != before.updated else now,
            kind=_told(change, before),
            before=words_of(before),
            after=words_of(change.item),
        )
        for change in changes
        if (before := change.before)
        if words_of(before) != words_of(change.item) or is_announced(before) != is_announced(change.item)
    )


def _told(change: Change, before: Item) -> ChangeKind:
    """Nobody was told that an item was missing for a while, so nobody is told that it is back."""
    if change.kind != "restored" or is_announced(before):
        return change.kind
    return "moved" if before.attribution.about != change.item.attribution.about else "touched"
