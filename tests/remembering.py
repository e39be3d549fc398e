"""A memory that is dictionaries, kept honest by the contract suite that the real stores pass."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from feedsvc.core.assemble import keys_of
from feedsvc.errors import RunLocked
from feedsvc.model import Change, Entry, FeedKey, FeedRecord, Item, Override, Revision, RunReport, SourceRecord


@dataclass
class MemorySession:
    """A transaction on dictionaries."""

    all_items: dict[str, Item] = field(default_factory=dict)
    all_pages: dict[tuple[FeedKey, str], int] = field(default_factory=dict)
    all_feeds: dict[FeedKey, FeedRecord] = field(default_factory=dict)
    all_sources: dict[str, SourceRecord] = field(default_factory=dict)
    all_revisions: list[Revision] = field(default_factory=list)
    all_overrides: dict[int, Override] = field(default_factory=dict)
    all_marks: set[str] = field(default_factory=set)
    runs: list[RunReport] = field(default_factory=list)
    reason: str | None = None

    def copied(self) -> MemorySession:
        """Return one that changes by itself; what it holds is frozen."""
        return MemorySession(
            dict(self.all_items),
            dict(self.all_pages),
            dict(self.all_feeds),
            dict(self.all_sources),
            list(self.all_revisions),
            dict(self.all_overrides),
            set(self.all_marks),
            list(self.runs),
            self.reason,
        )

    def is_empty(self) -> bool:
        """Whether there is nothing."""
        return not self.all_items and not self.all_feeds

    def items(self) -> tuple[Item, ...]:
        """Return every item, newest first."""
        return tuple(sorted(self.all_items.values(), key=lambda item: item.published, reverse=True))

    def slugs(self) -> frozenset[str]:
        """Return every slug."""
        return frozenset(item.slug for item in self.all_items.values())

    def items_by_slug(self, slugs: Iterable[str]) -> tuple[Item, ...]:
        """Return items by slug."""
        wanted = set(slugs)
        return tuple(item for item in self.items() if item.slug in wanted)

    def item(self, name: str) -> Item | None:
        """Return an item."""
        return next((item for item in self.items() if name in (item.id, item.slug)), None)

    def mine(self, source: str, days: Iterable[date | None], links: Iterable[str]) -> tuple[Item, ...]:
        """Return what a reading may be about."""
        on, at = set(days), set(links)
        mine = [item for item in self.items() if item.source == source or source in item.also]
        overruled = {override.item for override in self.all_overrides.values()}
        return tuple(
            i
            for i in mine
            if i.presence in ("shown", "pending") or i.id in overruled or i.day in on or (i.link and i.link in at)
        )

    def others(
        self, source: str | None, language: str, days: Iterable[date | None], links: Iterable[str]
    ) -> tuple[Item, ...]:
        """Return what other sources show."""
        on, at = set(days), set(links)
        others = [item for item in self.items() if item.source != source and item.language == language]
        return tuple(item for item in others if item.day in on or item.link in at)

    def is_taken(self, stamp: datetime) -> bool:
        """Whether a stamp is used."""
        return any(stamp in (item.published, item.updated) for item in self.all_items.values())

    def is_named(self, name: str) -> bool:
        """Whether a name is used."""
        return any(name in (item.id, item.slug) for item in self.all_items.values())

    def earliest(self) -> datetime | None:
        """Return the earliest stamp."""
        return min((item.published for item in self.all_items.values()), default=None)

    def waiting(self) -> tuple[Item, ...]:
        """Return the items that wait."""
        return tuple(item for item in self.items() if item.presence in ("pending", "withdrawn", "deleted"))

    def shown(self) -> Mapping[str, int]:
        """Return counts by source."""
        shown = [item.source for item in self.items() if item.presence in ("shown", "pending")]
        return {source: shown.count(source) for source in shown}

    def newest(self, key: FeedKey) -> Iterator[Entry]:
        """Give a feed's entries."""
        for item in self.items():
            page = self.all_pages.get((key, item.id))
            if key in keys_of(item) and (page is not None or item.presence != "expired"):
                yield Entry(item, page)

    def unpaged(self, key: FeedKey) -> tuple[Entry, ...]:
        """Return entries without a page."""
        return tuple(entry for entry in self.newest(key) if entry.page is None)

    def lately_corrected(self, key: FeedKey, count: int) -> tuple[Entry, ...]:
        """Return the entries updated last."""
        told = [entry for entry in self.newest(key) if entry.item.updated > entry.item.published]
        return tuple(sorted(told, key=lambda entry: entry.item.updated, reverse=True)[:count])

    def page(self, key: FeedKey, number: int) -> tuple[Item, ...]:
        """Return the items of a page."""
        return tuple(entry.item for entry in self.newest(key) if entry.page == number)

    def pages_of(self, item: str) -> Mapping[FeedKey, int]:
        """Return the pages of an item."""
        return {key: page for (key, name), page in self.all_pages.items() if name == item}

    def turn_page(self, key: FeedKey, number: int, items: Iterable[str]) -> None:
        """Give items a page."""
        self.all_pages.update(((key, name), number) for name in items)

    def feeds(self) -> tuple[FeedRecord, ...]:
        """Return every feed."""
        return tuple(self.all_feeds.values())

    def source(self, source_id: str) -> SourceRecord | None:
        """Return a source."""
        return self.all_sources.get(source_id)

    def revisions(self, item: str) -> tuple[Revision, ...]:
        """Return an item's revisions."""
        return tuple(revision for revision in reversed(self.all_revisions) if revision.item == item)

    def corrections(self) -> tuple[tuple[Revision, Item], ...]:
        """Return what readers were told of."""
        told = [r for r in reversed(self.all_revisions) if r.kind in ("revised", "moved", "withdrawn", "restored")]
        told.sort(key=lambda revision: revision.at, reverse=True)
        return tuple((revision, self.all_items[revision.item]) for revision in told)

    def overrides(self, items: Iterable[str] | None = None) -> tuple[Override, ...]:
        """Return overrides."""
        wanted = None if items is None else set(items)
        found = sorted(self.all_overrides.values(), key=lambda override: override.number)
        return tuple(override for override in found if wanted is None or override.item in wanted)

    def marks(self) -> frozenset[str]:
        """Return the marks."""
        return frozenset(self.all_marks)

    def paused(self) -> str | None:
        """Return the reason."""
        return self.reason

    def apply(self, changes: Iterable[Change]) -> None:
        """Store items."""
        for change in changes:
            self.all_items[change.item.id] = change.item
            left = [k for k in self.all_pages if k[1] == change.item.id and k[0] not in keys_of(change.item)]
            for key in left:
                del self.all_pages[key]

    def remember_source(self, record: SourceRecord) -> None:
        """Store a source."""
        self.all_sources[record.source] = record

    def remember_feeds(self, records: Iterable[FeedRecord]) -> None:
        """Store feeds."""
        self.all_feeds.update((record.key, record) for record in records)

    def remember_revisions(self, revisions: Iterable[Revision]) -> None:
        """Add revisions."""
        self.all_revisions.extend(revisions)

    def add_override(self, override: Override) -> int:
        """Add an override."""
        number = max(self.all_overrides, default=0) + 1
        self.all_overrides[number] = replace(override, number=number)
        return number

    def remove_override(self, number: int) -> None:
        """Remove an override."""
        self.all_overrides.pop(number, None)

    def mark(self, stems: Iterable[str]) -> None:
        """Add marks."""
        self.all_marks.update(stems)

    def clear_marks(self, stems: Iterable[str]) -> None:
        """Remove marks."""
        self.all_marks.difference_update(stems)

    def pause(self, why: str | None) -> None:
        """Keep the reason."""
        self.reason = why

    def record_run(self, report: RunReport) -> None:
        """Add a run."""
        self.runs.append(report)


class MemoryStore:
    """An `ItemStore` in memory."""

    def __init__(self) -> None:
        self.state = MemorySession()
        self._locked = False
        self._token = 0

    @contextmanager
    def run_lock(self) -> Iterator[MemoryStore]:
        """Hold the lock."""
        if self._locked:
            raise RunLocked("another run is under way")
        self._locked = True
        try:
            yield self
        finally:
            self._locked = False

    def token(self, above: int = 0) -> int:
        """Count."""
        self._token = max(self._token, above) + 1
        return self._token

    @contextmanager
    def write(self, *, lasts: bool = True) -> Iterator[MemorySession]:  # noqa: ARG002 (memory outlives nothing)
        """Work on a copy, and keep it when the block ends well."""
        draft = self.state.copied()
        yield draft
        self.state = draft

    @contextmanager
    def read(self) -> Iterator[MemorySession]:
        """Work on a copy that is never kept."""
        yield self.state.copied()

    def close(self) -> None:
        """Nothing is held."""
