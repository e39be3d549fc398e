"""Fakes of the ports, kept honest by the same contract suites as the real implementations."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta

from feedsvc.errors import RunLocked, SourceUnreachable
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


class FakeClock:
    """A clock that stands still until it is moved."""

    def __init__(self, now: datetime) -> None:
        self.moment = now

    def now(self) -> datetime:
        """Return the moment it stands at."""
        return self.moment

    def move(self, **by: float) -> None:
        """Move on by so many days, hours, seconds."""
        self.moment += timedelta(**by)


class FakeNotifier:
    """Remembers what it was told."""

    def __init__(self) -> None:
        self.notices: list[Notice] = []

    def notify(self, notice: Notice) -> None:
        """Remember a notice."""
        self.notices.append(notice)


class FakeReader:
    """Sources that are bytes in a dictionary, by path; what is not there is unreachable."""

    def __init__(self, contents: Mapping[str, bytes]) -> None:
        self.contents = dict(contents)

    def read(self, source: Source) -> SourceDocument:
        """Return the bytes put at the source's path."""
        if source.path not in self.contents:
            raise SourceUnreachable(source.path, "no such file")
        return SourceDocument(source.path, self.contents[source.path])


class MemorySession:
    """A transaction on dictionaries."""

    def __init__(self) -> None:
        self.all_items: dict[str, Item] = {}
        self.all_feeds: dict[object, FeedRecord] = {}
        self.all_sources: dict[str, SourceRecord] = {}
        self.all_marks: set[str] = set()
        self.runs: list[RunReport] = []

    def items(self) -> tuple[Item, ...]:
        """Return every item, newest first."""
        return tuple(sorted(self.all_items.values(), key=lambda item: item.published, reverse=True))

    def waiting(self) -> tuple[Item, ...]:
        """Return the items that wait."""
        return tuple(item for item in self.items() if item.presence in ("pending", "withdrawn"))

    def feeds(self) -> tuple[FeedRecord, ...]:
        """Return every feed."""
        return tuple(self.all_feeds.values())

    def source(self, source_id: str) -> SourceRecord | None:
        """Return a source."""
        return self.all_sources.get(source_id)

    def marks(self) -> frozenset[str]:
        """Return the marks."""
        return frozenset(self.all_marks)

    def apply(self, changes: Iterable[Change]) -> None:
        """Store items."""
        self.all_items.update((change.item.id, change.item) for change in changes)

    def remember_source(self, record: SourceRecord) -> None:
        """Store a source."""
        self.all_sources[record.source] = record

    def remember_feeds(self, records: Iterable[FeedRecord]) -> None:
        """Store feeds."""
        self.all_feeds.update((record.key, record) for record in records)

    def mark(self, stems: Iterable[str]) -> None:
        """Add marks."""
        self.all_marks.update(stems)

    def clear_marks(self, stems: Iterable[str]) -> None:
        """Remove marks."""
        self.all_marks.difference_update(stems)

    def record_run(self, report: RunReport) -> None:
        """Add a run."""
        self.runs.append(report)


class MemoryStore:
    """An `ItemStore` in memory."""

    def __init__(self) -> None:
        self.state = MemorySession()
        self._locked = False

    @contextmanager
    def run_lock(self) -> Iterator[None]:
        """Hold the lock."""
        if self._locked:
            raise RunLocked("another run is under way")
        self._locked = True
        try:
            yield
        finally:
            self._locked = False

    @contextmanager
    def write(self) -> Iterator[MemorySession]:
        """Work on a copy, and keep it when the block ends well."""
        draft = copy.deepcopy(self.state)
        yield draft
        self.state = draft

    @contextmanager
    def read(self) -> Iterator[MemorySession]:
        """Work on a copy that is never kept."""
        yield copy.deepcopy(self.state)

    def close(self) -> None:
        """Nothing is held."""


class MemoryTarget:
    """A `PublishTarget` in memory: `files` holds every published form by its path."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}
        self.generation = 0

    def origin(self) -> str | None:
        """Return the published origin."""
        found = self.files.get("site/_origin")
        return found.decode() if found is not None else None

    def lacks(self, wanted: Mapping[str, Iterable[str]]) -> frozenset[str]:
        """Return the folders of which a document is gone."""
        return frozenset(s for s, names in wanted.items() if any(f"{s}/{name}" not in self.files for name in names))

    def publish(self, publication: Publication, now: datetime) -> PublishReport:
        """Replace what differs."""
        del now
        written: list[str] = []
        before = self.generation
        for folder in (*publication.leaves, *publication.feeds):
            suffixes = {"": "", "gzip": ".gz"}
            wanted = {
                f"{folder.stem}/{document.name}{suffixes[coding]}": content
                for document in folder.documents
                for coding, content in document.variants.items()
            }
            kept = {f"{folder.stem}/{name}{suffix}" for name in folder.kept for suffix in suffixes.values()}
            gone = {path for path in self.files if path.rpartition("/")[0] == folder.stem} - wanted.keys() - kept
            different = [path for path, content in wanted.items() if self.files.get(path) != content]
            if folder in publication.feeds and (different or gone):
                self.generation = before + 1
            for path in gone:
                del self.files[path]
            self.files.update((path, wanted[path]) for path in different)
            written += different
        return PublishReport(self.generation, tuple(written), publication.faults)
