"""Decides what a feed's current document holds, and when items are bound into its archive (RFC 5005).

The current document holds the newest items, whatever has no page of the archive yet, and what was corrected last,
also on old pages. An item gets its page when it is neither among the newest nor alone: a page is bound when it is
full, and stays as it is bound, whatever comes later.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

from feedsvc.core.body import entry_bytes
from feedsvc.model import Entry, Item

LEAST_ITEMS = 50
LEAST_AGE = timedelta(days=30)
MOST_BYTES = 448 * 1024  # of entries, so that no document reaches 512 KiB
WINDOW_BYTES = 256 * 1024  # of the newest
WAITING_BYTES = 128 * 1024  # of what waits for a page; what is left is for corrections of older items
PAGE_ITEMS = 50
TOLD_AGAIN = 20  # items corrected last that the current document holds, however old they are


@dataclass(frozen=True, slots=True)
class Shelf:
    """The entries of one feed that matter.

    `newest` are all of them, of which no more are asked for than are needed, and `unpaged` those without a page of the
    archive, both newest first; `lately` those corrected last, the last one first.
    """

    newest: Iterable[Entry]
    unpaged: Sequence[Entry]
    lately: Sequence[Entry]


@dataclass(frozen=True, slots=True)
class Settled:
    """What a feed's current document holds once `pages` are bound, each the ids of its items, the oldest page first."""

    items: tuple[Item, ...]
    pages: tuple[tuple[str, ...], ...]


def settled(shelf: Shelf) -> Settled:
    """Return what goes into the archive now, and what the current document then holds."""
    newest = window(shelf.newest)
    pages = pages_due(newest, shelf.unpaged)
    bound = {name for page in pages for name in page}
    left = [entry for entry in shelf.unpaged if entry.item.id not in bound]
    return Settled(current(newest, left, shelf.lately), pages)


def window(newest: Iterable[Entry]) -> tuple[Entry, ...]:
    """Return the beginning of a feed's entries: at least 50, at least 30 days, and never too much to send."""
    kept: list[Entry] = []
    items = size = 0
    for entry in newest:
        if entry.item.presence == "expired":
            continue
        recent = not kept or kept[0].item.published - entry.item.published <= LEAST_AGE
        size += entry_bytes(entry.item)
        if kept and (size > WINDOW_BYTES or (items >= LEAST_ITEMS and not recent)):
            break
        kept.append(entry)
        items += entry.item.presence != "deleted"  # of which only a tombstone is shown
    return tuple(kept)


def current(newest: Sequence[Entry], unpaged: Iterable[Entry], lately: Iterable[Entry]) -> tuple[Item, ...]:
    """Return the items of the current document, newest first.

    `newest` is the feed's window, `unpaged` what has no page yet, `lately` what was corrected last, the last one first,
    of which there is as much as can be sent.
    """
    items = {entry.item.id: entry.item for entry in (*newest, *unpaged) if entry.item.presence != "expired"}
    size = 0
    for entry in lately:
        item = entry.item
        if item.id in items or item.presence == "expired" or item.updated == item.published:
            continue
        size = (size or sum(map(entry_bytes, items.values()))) + entry_bytes(item)  # mostly there is nothing to add
        if size > MOST_BYTES:
            break
        items[item.id] = item
    return tuple(sorted(items.values(), key=lambda item: item.published, reverse=True))


def pages_due(newest: Sequence[Entry], unpaged: Sequence[Entry]) -> tuple[tuple[str, ...], ...]:
    """Return the pages to be bound now, each as the ids of its items, the oldest page first.

    A page has 50 items; fewer where these take 448 KiB already, or where what waits for one takes more than 128 KiB.
    """
    in_window = {entry.item.id for entry in newest}
    waiting = [entry.item for entry in reversed(unpaged) if entry.item.id not in in_window]
    pages: list[tuple[str, ...]] = []
    for page in _bound(waiting):
        is_full = len(page) == PAGE_ITEMS or page[-1] is not waiting[-1]
        if is_full or sum(map(entry_bytes, page)) > WAITING_BYTES:
            pages.append(tuple(item.id for item in page))
    return tuple(pages)


def _bound(waiting: Sequence[Item]) -> Iterator[list[Item]]:
    """Items in pages, as they would be if all were bound."""
    page: list[Item] = []
    size = 0
    for item in waiting:
        size += entry_bytes(item)
        if page and (len(page) == PAGE_ITEMS or size > MOST_BYTES):
            yield page
            page, size = [], entry_bytes(item)
        page.append(item)
    if page:
        yield page
