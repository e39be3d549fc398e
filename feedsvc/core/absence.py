"""Decides what it means that a source shows an item no longer. Nothing goes at once: a later reading confirms it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from datetime import date, datetime, timedelta

from feedsvc.core.identity import UpdatedStamps
from feedsvc.model import Change, Item

CONFIRMED_AFTER = timedelta(hours=1)  # between the reading that missed an item first and the one that withdraws it
ANNOUNCED_FOR = timedelta(days=30)  # how long feeds say that an item was withdrawn


def page_order(item: Item) -> tuple[date, int, datetime]:
    """Return the key by which pages show items, greatest first: day, rank within it, moment of publication."""
    return (item.day or item.published.date(), item.rank, item.published)


def is_announced(item: Item) -> bool:
    """Return whether readers are told, or were told, that the item is withdrawn."""
    return item.presence in ("withdrawn", "expired")


def without(mine: Iterable[Item], shown: AbstractSet[str], now: datetime) -> list[Item]:
    """Return the items of a source that a reading does not show, as they are after it.

    `mine` are all stored items of the source, `shown` the ids of those that it shows. An item with nothing shown
    after it in stored order fell off the end. One missing from the middle is pending; a reading at least an hour
    later that misses it still withdraws it.
    """
    ordered = sorted(mine, key=page_order)
    fallen = next((n for n, item in enumerate(ordered) if item.id in shown), len(ordered))
    return [_absent(item, now, is_fallen=place < fallen) for place, item in enumerate(ordered) if item.id not in shown]


def due(waiting: Iterable[Item], confirmed: AbstractSet[str], stored: Sequence[Item], now: datetime) -> list[Change]:
    """Return what the mere passing of time changes.

    `waiting` are the items that are pending or withdrawn; `confirmed` names the sources that were read again just now
    with the same content, which confirms what is pending.
    """
    changes: list[Change] = []
    stamps = UpdatedStamps(now, (item.updated for item in stored))
    for item in waiting:
        after = item
        if item.presence == "pending" and item.source in confirmed:
            after = _absent(item, now, is_fallen=False)
        elif item.presence == "withdrawn" and item.absent_since and now - item.absent_since >= ANNOUNCED_FOR:
            after = replace(item, presence="expired")
        if after.presence == "withdrawn" != item.presence:
            changes.append(Change("withdrawn", replace(after, updated=stamps.mint(item.updated)), item))
        elif after != item:
            changes.append(Change("expired", after, item))
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
