"""Says what subscribers would see of a set of changes, feed by feed, before anything is published."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from heapq import merge

from feedsvc.core.assemble import keys_of, stem_of
from feedsvc.core.window import TOLD_AGAIN, Shelf, settled
from feedsvc.model import Change, Entry, FeedKey, Item, Site


@dataclass(frozen=True, slots=True)
class Forecast:
    """What changes in one feed: headlines that appear as new, are shown as updated, or are taken away."""

    stem: str
    new: tuple[str, ...]
    updated: tuple[str, ...]
    vanished: tuple[str, ...]


def changed_keys(changes: Iterable[Change]) -> tuple[FeedKey, ...]:
    """Return the feeds that some changed item belongs to, or did."""
    items = [item for change in changes for item in (change.before, change.item) if item]
    return tuple(sorted({key for item in items for key in keys_of(item)}, key=lambda k: (k.language, k.country or "")))


def forecast(shelves: Mapping[FeedKey, Shelf], changes: Sequence[Change], site: Site) -> tuple[Forecast, ...]:
    """Return what changes would do to each feed; those in which nobody would see anything are left out."""
    found = [_difference(stem_of(key, site), key, shelf, changes) for key, shelf in shelves.items()]
    return tuple(one for one in found if one.new or one.updated or one.vanished)


def _difference(stem: str, key: FeedKey, shelf: Shelf, changes: Sequence[Change]) -> Forecast:
    """An item that only slides into the archive does not vanish, and one that comes back from there is not new."""
    there = {item.id for item in _after(shelf, key, changes)}
    shown = [c for c in changes if _is_in(c.item, key) and c.item.id in there]
    shown.sort(key=lambda change: change.item.published, reverse=True)
    return Forecast(
        stem,
        new=tuple(c.item.title for c in shown if not _is_in(c.before, key)),
        updated=tuple(
            c.item.title for c in shown if c.before and _is_in(c.before, key) and c.item.updated != c.before.updated
        ),
        vanished=tuple(
            c.before.title for c in changes if c.before and _is_in(c.before, key) and not _is_in(c.item, key)
        ),
    )


def _is_in(item: Item | None, key: FeedKey) -> bool:
    """Whether a feed shows an item, if only as withdrawn."""
    return item is not None and key in keys_of(item) and item.presence not in ("deleted", "expired")


def _after(shelf: Shelf, key: FeedKey, changes: Sequence[Change]) -> tuple[Item, ...]:
    """The items of the current document after changes."""
    come = [Entry(c.item) for c in changes if key in keys_of(c.item) and not (c.before and key in keys_of(c.before))]
    told = [Entry(c.item) for c in changes if c.before and c.item.updated != c.before.updated]
    after = {change.item.id: change.item for change in changes}
    changed = Shelf(
        newest=_merged(_changed(shelf.newest, key, after), come),
        unpaged=tuple(_merged(_changed(shelf.unpaged, key, after), come)),
        lately=tuple(_changed((*told, *shelf.lately), key, after))[:TOLD_AGAIN],
    )
    return settled(changed).items


def _changed(entries: Iterable[Entry], key: FeedKey, after: Mapping[str, Item]) -> Iterator[Entry]:
    """Entries with their items as they are after changes, without those that leave the feed."""
    found = (replace(entry, item=after.get(entry.item.id, entry.item)) for entry in entries)
    return (entry for entry in found if key in keys_of(entry.item))


def _merged(entries: Iterable[Entry], come: Iterable[Entry]) -> Iterator[Entry]:
    """Entries, newest first, with those that come in their places; no more are asked for than are needed."""
    return merge(entries, sorted(come, key=_moment, reverse=True), key=_moment, reverse=True)


def _moment(entry: Entry) -> datetime:
    return entry.item.published
