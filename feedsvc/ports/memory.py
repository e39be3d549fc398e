"""What is remembered, and the lock that every change to it is made under."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from datetime import date, datetime
from typing import Protocol

from feedsvc.model import Change, Entry, FeedKey, FeedRecord, Item, Override, Revision, RunReport, SourceRecord


class StoreSession(Protocol):
    """One transaction of the only writer. Nothing is kept unless the `with` block of `ItemStore.write` ends well."""

    def is_empty(self) -> bool:
        """Whether nothing was ever stored: no item and no feed."""
        ...

    def items(self) -> tuple[Item, ...]:
        """Return every item ever stored, newest `published` first."""
        ...

    def slugs(self) -> frozenset[str]:
        """Return the slug of every item ever stored."""
        ...

    def items_by_slug(self, slugs: Iterable[str]) -> tuple[Item, ...]:
        """Return the items of these slugs, in no order."""
        ...

    def item(self, name: str) -> Item | None:
        """Return the item of this id or slug, or None."""
        ...

    def mine(self, source: str, days: Iterable[date | None], links: Iterable[str]) -> tuple[Item, ...]:
        """Return what a reading of a source may be about.

        Of the items of this source, and of those with it in `also`: every one that is shown or pending, or has an
        override, or is of one of these days, or has one of these links. None among `days` means items without a day.
        """
        ...

    def others(
        self, source: str | None, language: str, days: Iterable[date | None], links: Iterable[str]
    ) -> tuple[Item, ...]:
        """Return the items in a language that are of these days, or have one of these links.

        Without those of `source`; None: of every source.
        """
        ...

    def is_taken(self, stamp: datetime) -> bool:
        """Whether some item has this `published` or `updated`."""
        ...

    def is_named(self, name: str) -> bool:
        """Whether some item has this id or slug."""
        ...

    def earliest(self) -> datetime | None:
        """Return the earliest `published` of all items."""
        ...

    def waiting(self) -> tuple[Item, ...]:
        """Return the items that the mere passing of time may change: those pending, withdrawn or deleted."""
        ...

    def shown(self) -> Mapping[str, int]:
        """Return how many items each source shows, pending ones included."""
        ...

    def newest(self, key: FeedKey) -> Iterator[Entry]:
        """Give the entries of a feed, newest `published` first, fetched as they are asked for."""
        ...

    def unpaged(self, key: FeedKey) -> tuple[Entry, ...]:
        """Return the entries of a feed that have no page of its archive, newest `published` first."""
        ...

    def lately_corrected(self, key: FeedKey, count: int) -> tuple[Entry, ...]:
        """Return the entries of a feed that were corrected last, the last one first."""
        ...

    def page(self, key: FeedKey, number: int) -> tuple[Item, ...]:
        """Return the items of a page of a feed's archive, newest `published` first."""
        ...

    def pages_of(self, item: str) -> Mapping[FeedKey, int]:
        """Return the archive page of an item in each feed in which it has one."""
        ...

    def turn_page(self, key: FeedKey, number: int, items: Iterable[str]) -> None:
        """Give the items of these ids their page in a feed's archive, for ever."""
        ...

    def feeds(self) -> tuple[FeedRecord, ...]:
        """Return every feed there is, or ever was."""
        ...

    def source(self, source_id: str) -> SourceRecord | None:
        """Return what is remembered of a source, or None when it was never read."""
        ...

    def revisions(self, item: str) -> tuple[Revision, ...]:
        """Return the revisions of an item, the last one first."""
        ...

    def corrections(self) -> tuple[tuple[Revision, Item], ...]:
        """Return every revision that readers were told of, each with its item, the last one first."""
        ...

    def overrides(self, items: Iterable[str] | None = None) -> tuple[Override, ...]:
        """Return the overrides of the items of these ids, or all, in the order in which they were given."""
        ...

    def marks(self) -> frozenset[str]:
        """Return the stems of the folders that must be published again."""
        ...

    def paused(self) -> str | None:
        """Return why publishing is paused, or None."""
        ...

    def apply(self, changes: Iterable[Change]) -> None:
        """Store the `item` of each change in place of the one with its id, or as a new one, in the feeds it is of."""
        ...

    def remember_source(self, record: SourceRecord) -> None:
        """Store what is known of a source."""
        ...

    def remember_feeds(self, records: Iterable[FeedRecord]) -> None:
        """Store what is known of feeds."""
        ...

    def remember_revisions(self, revisions: Iterable[Revision]) -> None:
        """Add to the history of items."""
        ...

    def add_override(self, override: Override) -> int:
        """Store an override as the last one, and return its number."""
        ...

    def remove_override(self, number: int) -> None:
        """Forget an override."""
        ...

    def mark(self, stems: Iterable[str]) -> None:
        """Note that these folders must be published again."""
        ...

    def clear_marks(self, stems: Iterable[str]) -> None:
        """Note that these folders were published."""
        ...

    def pause(self, why: str | None) -> None:
        """Note that publishing is paused, and why; None: it goes on."""
        ...

    def record_run(self, report: RunReport) -> None:
        """Add one row to the history of runs."""
        ...


class Turn(Protocol):
    """The turn of a run: what it has while it holds the lock."""

    def token(self, above: int = 0) -> int:
        """Return a number greater than any given before, by any process; a target refuses one that was overtaken.

        It is greater than `above` too: what a target has seen of a store that was lost, or restored from a backup.
        Raises StoreError when the turn is over without the run's knowing: another run may have had one since.
        """
        ...


class ItemStore(Protocol):
    """The memory of a service.

    One process at a time runs; readers never wait for it. Every method raises StoreError, and nothing else, when
    the database cannot do what is asked. Times go in and come out aware, in UTC.
    """

    def run_lock(self) -> AbstractContextManager[Turn]:
        """Hold the lock of the only run, across processes. Raises RunLocked at once when another holds it.

        Meanwhile transactions come one after another. Should the lock be lost, as with a server that was restarted,
        the run can write nothing more. A store of an older version is brought to the present one first.
        """
        ...

    def write(self, *, lasts: bool = True) -> AbstractContextManager[StoreSession]:
        """Open the one writing transaction; waits up to a few seconds for a stranger's to end.

        What it wrote outlives a power cut, unless it need not: `lasts` is false for what the next run puts right, and
        then a database may keep it with the next that must.
        """
        ...

    def read(self) -> AbstractContextManager[StoreSession]:
        """Open a transaction that sees one consistent state and is never kept."""
        ...

    def close(self) -> None:
        """Release connections."""
        ...
