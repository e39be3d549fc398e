"""What the pipeline needs of the world, as small protocols. tests/contract/ holds one suite for each of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from datetime import date, datetime
from typing import Protocol

from feedsvc.model import (
    Change,
    Entry,
    FeedKey,
    FeedRecord,
    Generation,
    Item,
    Notice,
    Override,
    ParsedBulletin,
    Publication,
    PublishReport,
    Received,
    Revision,
    RunReport,
    Selectors,
    Source,
    SourceDocument,
    SourceRecord,
    Validators,
)


class Clock(Protocol):
    """The time of day, asked when a run begins and when it ends."""

    def now(self) -> datetime:
        """Return the present moment, aware, in UTC."""
        ...


class SourceReader(Protocol):
    """Where bulletins come from."""

    def read(self, source: Source, known: Validators) -> Received:
        """Return the whole source as it is now, or that nothing has changed since `known` was given with it.

        `known` holds nothing where nothing is remembered, and then the documents are always given. Raises
        SourceUnreachable, with a reason that a person understands, when it cannot be had.
        """
        ...


class Parser(Protocol):
    """What a document of a source says."""

    def __call__(
        self, document: SourceDocument, language: str, today: date, selectors: Selectors | None = None
    ) -> ParsedBulletin:
        """Return the items of a document, of a page by `selectors`, and what there is to say of its lines.

        Raises SourceUnreachable when the document defeats every attempt to read it: by its size, depth or time.
        """
        ...

    def __hash__(self) -> int:
        """Return the same number for the same parser: what it said is remembered."""
        ...


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

    def write(self) -> AbstractContextManager[StoreSession]:
        """Open the one writing transaction; waits up to a few seconds for a stranger's to end."""
        ...

    def read(self) -> AbstractContextManager[StoreSession]:
        """Open a transaction that sees one consistent state and is never kept."""
        ...

    def close(self) -> None:
        """Release connections."""
        ...


class Notifier(Protocol):
    """Who is told when a source needs a person."""

    def notify(self, notice: Notice) -> None:
        """Deliver a notice. Raises NotifyError when it could not be delivered; it is then tried again next time."""
        ...


class PublishTarget(Protocol):
    """Where documents are published.

    Whoever changes what is published shows the token of its run, which is greater than those of all runs before. One
    process at a time gets in, the others meet RunLocked at once; and after a change with a token, a smaller one is
    refused with Overtaken: a run that was held up never publishes over a later one.
    """

    def origin(self) -> str | None:
        """Return what the document `_origin` of the site's folder says, or None when nothing usable is published."""
        ...

    def lacks(self, wanted: Mapping[str, Iterable[str]]) -> frozenset[str]:
        """Return which of these folders lack one of the documents that they should hold: somebody removed it."""
        ...

    def token(self) -> int:
        """Return the greatest token that was ever shown here, 0 before the first."""
        ...

    def publish(self, publication: Publication, now: datetime, token: int) -> PublishReport:
        """Publish what differs; write no document where every byte is the same.

        Leaves go first, one by one; then all feeds switch in one step. Folders that are not named stay as they are.
        A document whose bytes change is last modified `now`, or a second after it was before. Raises PublishError,
        and then readers still see what they saw before. A run may publish several times with its token.
        """
        ...

    def documents(self) -> Iterator[tuple[str, bytes | None]]:
        """Give what is published now: the path of every document, "hn/hn.atom" or "i/…/index.html", and its bytes.

        Feeds come before leaves. None stands for bytes that cannot be read.
        """
        ...

    def generations(self) -> tuple[Generation, ...]:
        """Return the states of all feeds that are kept, the newest first."""
        ...

    def rollback(self, number: int, now: datetime, token: int) -> int:
        """Publish the feeds of an earlier generation in a new one, and return its number.

        Leaves stay as they are, and so do feeds and documents that did not exist then: addresses live for ever.
        Documents that differ are last modified as if they were published anew. Raises PublishError, which names the
        generations that are kept, when this one is not.
        """
        ...
