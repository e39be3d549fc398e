"""What the pipeline needs of the world, as small protocols. tests/contract/ holds one suite for each of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Protocol

from feedsvc.model import (
    Change,
    FeedRecord,
    Item,
    Notice,
    Publication,
    PublishReport,
    RunReport,
    Source,
    SourceDocument,
    SourceRecord,
)


class Clock(Protocol):
    """The time of day, asked when a run begins and when it ends."""

    def now(self) -> datetime:
        """Return the present moment, aware, in UTC."""
        ...


class SourceReader(Protocol):
    """Where bulletins come from."""

    def read(self, source: Source) -> SourceDocument:
        """Return the whole source as it is now.

        Raises SourceUnreachable, with a reason that a person understands, when it cannot be had.
        """
        ...


class StoreSession(Protocol):
    """One transaction of the only writer. Nothing is kept unless the `with` block of `ItemStore.write` ends well."""

    def items(self) -> tuple[Item, ...]:
        """Return every item ever stored, newest `published` first."""
        ...

    def waiting(self) -> tuple[Item, ...]:
        """Return the items that the mere passing of time may change: those that are pending or withdrawn."""
        ...

    def feeds(self) -> tuple[FeedRecord, ...]:
        """Return every feed ever published."""
        ...

    def source(self, source_id: str) -> SourceRecord | None:
        """Return what is remembered of a source, or None when it was never read."""
        ...

    def marks(self) -> frozenset[str]:
        """Return the stems of the folders that must be published again."""
        ...

    def apply(self, changes: Iterable[Change]) -> None:
        """Store the `item` of each change in place of the one with its id, or as a new one."""
        ...

    def remember_source(self, record: SourceRecord) -> None:
        """Store what is known of a source."""
        ...

    def remember_feeds(self, records: Iterable[FeedRecord]) -> None:
        """Store what is known of feeds."""
        ...

    def mark(self, stems: Iterable[str]) -> None:
        """Note that these folders must be published again."""
        ...

    def clear_marks(self, stems: Iterable[str]) -> None:
        """Note that these folders were published."""
        ...

    def record_run(self, report: RunReport) -> None:
        """Add one row to the history of runs."""
        ...


class ItemStore(Protocol):
    """The memory of a service.

    One process at a time runs; readers never wait for it. Every method raises StoreError, and nothing else, when
    the database cannot do what is asked. Times go in and come out aware, in UTC.
    """

    def run_lock(self) -> AbstractContextManager[None]:
        """Hold the lock of the only run, across processes. Raises RunLocked at once when another holds it."""
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
    """Where documents are published. Only the holder of the run lock calls `publish`."""

    def origin(self) -> str | None:
        """Return what the document `_origin` of the site's folder says, or None when nothing usable is published."""
        ...

    def lacks(self, wanted: Mapping[str, Iterable[str]]) -> frozenset[str]:
        """Return which of these folders lack one of the documents that they should hold: somebody removed it."""
        ...

    def publish(self, publication: Publication, now: datetime) -> PublishReport:
        """Publish what differs; write nothing where every byte is the same.

        Leaves go first, one by one; then all feeds switch in one step. Folders that are not named stay as they are.
        A document whose bytes change is last modified `now`, or a second after it was before. Raises PublishError,
        and then readers still see what they saw before.
        """
        ...
