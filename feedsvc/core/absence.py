"""Decides what it means that a source shows an item no longer. Nothing goes at once: a later reading confirms it."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from dataclasses import replace
from datetime import date, datetime, timedelta

from feedsvc.core.identity import IsTaken, UpdatedStamps
from feedsvc.model import Change, Item

CONFIRMED_AFTER = timedelta(hours=1)  # between the reading that missed an item first and the one that withdraws it
STUB_FOR = timedelta(days=30)  # how long feeds say in an item's place that it was withdrawn
ANNOUNCED_FOR = 2 * STUB_FOR  # how long they say so at all: then by a tombstone


def page_order(item: Item) -> tuple[date, int, datetime]:
    """Return the key by which pages show items, greatest first: day, rank within it, moment of publication."""
    return (item.day or item.published.date(), item.rank, item.published)


def is_announced(item: Item) -> bool:
    """Return whether readers are told, or were told, that the item is withdrawn."""
    return item.presence in ("withdrawn", "deleted", "expired")


def without(mine: Iterable[Item], shown: AbstractSet[str], now: datetime) -> list[Item]:
    """Return the items of a source that a reading does not show, as they are after it.

    `mine` are the stored items of the source, at least all that are shown or pending, `shown` the ids of those that
    it shows. An item with nothing shown after it in stored order fell off the end. One missing from the middle is
    pending; a reading at least an hour later that misses it still withdraws it.
    """
    ordered = sorted(mine, key=page_order)
    fallen = next((n for n, item in enumerate(ordered) if item.id in shown), len(ordered))
    return [_absent(item, now, is_fallen=place < fallen) for place, item in enumerate(ordered) if item.id not in shown]


def due(waiting: Iterable[Item], confirmed: AbstractSet[str], is_taken: IsTaken, now: datetime) -> list[Change]:
    """Return what the mere passing of time changes, one step of each item at a time.

    `waiting` are the items that are pending, withdrawn or deleted; `confirmed` names the sources that were read again
    just now with the same content, which confirms what is pending. `is_taken` says whether some item of the store has
    a stamp. `updated` moves with the withdrawal only.
    """
    changes: list[Change] = []
    stamps = UpdatedStamps(now, is_taken)
    for item in waiting:
        if item.presence == "pending":
            after = _absent(item, now, is_fallen=False) if item.source in confirmed else item
            if after.presence == "withdrawn":
                changes.append(Change("withdrawn", replace(after, updated=stamps.mint(item.updated)), item))
        elif item.absent_since and now - item.absent_since >= ANNOUNCED_FOR and item.presence == "deleted":
            changes.append(Change("expired", replace(item, presence="expired"), item))
        elif item.absent_since and now - item.absent_since >= STUB_FOR and item.presence == "withdrawn":
            changes.append(Change("deleted", replace(item, presence="deleted"), item))
    return changes


def _absent(item: Item, now: datetime, *, is_fallen: bool) -> Item:
    if item.presence not in ("shown", "pending"):
        return item
    if is_fallen:
        return replace(item, presence="archived", absent_since=None)
    if item.absent_since is None:
        return replace(item, presence="pending", absent_since=now)
    is_confirmed = now - item.absent_since >= CONFIRMED_AFTER
    return replace(item, presence="withdrawn", absent_since=now) if is_confirmed else item
