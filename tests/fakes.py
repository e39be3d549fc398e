"""Fakes of the ports, kept honest by the same contract suites as the real implementations."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta

from feedsvc.errors import Overtaken, PublishError, SourceUnreachable
from feedsvc.model import (
    Generation,
    Notice,
    Publication,
    PublishReport,
    Received,
    Source,
    SourceDocument,
    Validators,
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

    def read(self, source: Source, known: Validators) -> Received:
        """Return the bytes put at the source's place; of an address, whose bytes are its validator, only new ones."""
        if source.place not in self.contents:
            raise SourceUnreachable(source.place, "no such file")
        document = SourceDocument(source.place, self.contents[source.place], address=source.url)
        if not source.url:
            return Received((document,))
        validators = Validators(source.url, hashlib.sha256(document.content).hexdigest())
        return Received(None if known == validators else (document,), validators)


class MemoryTarget:
    """A `PublishTarget` in memory: `files` holds every published form by its path."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}
        self.generation = 0
        self._token = 0
        self._kept: dict[int, tuple[datetime, dict[str, bytes]]] = {}

    def origin(self) -> str | None:
        """Return the published origin."""
        found = self.files.get("site/_origin")
        return found.decode() if found is not None else None

    def lacks(self, wanted: Mapping[str, Iterable[str]]) -> frozenset[str]:
        """Return the folders of which a document is gone."""
        return frozenset(s for s, names in wanted.items() if any(f"{s}/{name}" not in self.files for name in names))

    def token(self) -> int:
        """Return the greatest token."""
        return self._token

    def publish(self, publication: Publication, now: datetime, token: int) -> PublishReport:
        """Replace what differs."""
        self._admit(token)
        written: list[str] = []
        is_switched = False
        self._token = token
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
            is_switched |= folder in publication.feeds and bool(different or gone)
            for path in gone:
                del self.files[path]
            self.files.update((path, wanted[path]) for path in different)
            written += different
        if is_switched:
            self._switch(now)
        return PublishReport(self.generation, tuple(written), publication.faults)

    def documents(self) -> Iterator[tuple[str, bytes | None]]:
        """Give the identity forms."""
        leaves = ("i/", "archive/")
        for path in sorted(self.files, key=lambda path: (path.startswith(leaves), path)):
            if not path.endswith(".gz"):
                yield path, self.files[path]

    def generations(self) -> tuple[Generation, ...]:
        """Return the last 20 generations."""
        return tuple(Generation(n, when, n == self.generation) for n, (when, _) in reversed(self._kept.items()))

    def rollback(self, number: int, now: datetime, token: int) -> int:
        """Put the files of an earlier generation over those that are there."""
        self._admit(token)
        if number not in self._kept:
            raise PublishError(f"generation {number} is not kept; kept: {', '.join(map(str, reversed(self._kept)))}")
        self._token = token
        self.files.update(self._kept[number][1])
        self._switch(now)
        return self.generation

    def _admit(self, token: int) -> None:
        if token < self._token:
            raise Overtaken("another run published meanwhile; nothing was published; run again")

    def _switch(self, now: datetime) -> None:
        self.generation += 1
        feeds = {path: content for path, content in self.files.items() if not path.startswith(("i/", "archive/"))}
        self._kept[self.generation] = now.replace(microsecond=0), feeds
        self._kept.pop(self.generation - 20, None)
