"""Reads the published generation, whole, once for each switch. Never changes the tree."""

from __future__ import annotations

import json
import logging
import os
import threading
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from feedsvc.render.addresses import address_of
from feedsvc.snapshot import MEDIA_TYPES
from feedsvc.web.leaves import Leaves
from feedsvc.web.prepared import Prepared, prepare
from feedsvc.web.spellings import Spellings
from feedsvc.web.stored import read_stored

_log = logging.getLogger(__name__)

_TRIES = 5  # a generation can be pruned while it is read; so many in a row are not
_PAUSE = 1.0  # seconds between attempts at a generation that cannot be read

_NOT_FOUND = "_404.html"
_REDIRECTS = "_redirects.json"
_UNADDRESSED = (_NOT_FOUND, _REDIRECTS)

_Mark = tuple[str, int, int]
_Identity = tuple[str, str, int, int]


@dataclass(frozen=True, slots=True)
class Version:
    """What one feed's folder holds: its documents by address, and by name the files without one."""

    documents: Mapping[str, Prepared]
    unaddressed: Mapping[str, bytes]


@dataclass(frozen=True, slots=True)
class Generation:
    """All that is served at one moment, but for the leaves. `not_found` is the page for 404, or None."""

    documents: Mapping[str, Prepared]
    spellings: Spellings
    not_found: bytes | None


class PublishedTree:
    """What stands under `feeds`. Safe to use from many threads."""

    def __init__(self, feeds: Path, ceiling: int) -> None:
        """`ceiling` is the longest max-age of a document, in seconds."""
        self.leaves = Leaves(feeds, ceiling)
        self._feeds = feeds
        self._link = str(feeds / "current")
        self._ceiling = ceiling
        self._seen: tuple[_Mark | None, Generation | None] = None, None
        self._versions: dict[_Identity, Version] = {}
        self._lock = threading.Lock()
        self._not_before = 0.0

    def generation(self) -> Generation | None:
        """Return what is published now, or None while nothing is.

        A generation that cannot be read is reported in the log, and the one before goes on.
        """
        mark = self._mark()
        seen, generation = self._seen
        if mark is None or mark == seen:
            return generation if mark else None
        with self._lock:
            return self._switch()

    def _mark(self) -> _Mark | None:
        """What tells one switch from another: a tree made anew may count its generations from one again."""
        try:
            status = os.lstat(self._link)
            return os.readlink(self._link), status.st_ino, status.st_mtime_ns  # noqa: PTH115 (the fast form: it is asked on every request)
        except OSError:
            return None

    def _switch(self) -> Generation | None:
        for _ in range(_TRIES):
            mark = self._mark()
            seen, generation = self._seen
            if mark is None or mark == seen or time.monotonic() < self._not_before:
                return generation if mark else None
            problem: OSError | None = None
            try:
                generation = self._load(self._feeds / mark[0])
            except OSError as error:
                problem = error
            if self._mark() != mark:
                continue  # switched meanwhile: what was read may have been half pruned
            if problem is None:
                self._seen = mark, generation
            else:
                self._not_before = time.monotonic() + _PAUSE
                _log.warning("%s cannot be read, the feeds stay as they were: %s", self._link, problem)
            return generation
        return self._seen[1]

    def _load(self, top: Path) -> Generation:
        """Read what is new in a generation. A folder that cannot be read stays as it was; the others are served."""
        versions: dict[_Identity, Version] = {}
        problem: OSError | None = None
        for stem, place in _folders(top, ""):
            try:
                status = place.stat()
                identity = stem, str(place.resolve()), status.st_ino, status.st_mtime_ns
                versions[identity] = self._versions.get(identity) or self._read(stem, place.resolve())
            except OSError as error:
                problem = error
                _log.warning("%s cannot be read and stays as it was: %s", stem, error)
                versions.update((known, v) for known, v in self._versions.items() if known[0] == stem)
        if problem is not None and not versions:
            raise problem
        self._versions = versions
        documents: dict[str, Prepared] = {}
        feeds: list[str] = []
        unaddressed: Mapping[str, bytes] = {}
        for (stem, *_), version in versions.items():
            documents.update(version.documents)
            if stem == "site":
                unaddressed = version.unaddressed
            else:
                feeds += version.documents
        stems = _stems(unaddressed.get(_REDIRECTS, b"{}"))
        return Generation(documents, Spellings.of(feeds, stems), unaddressed.get(_NOT_FOUND))

    def _read(self, stem: str, place: Path) -> Version:
        documents: dict[str, Prepared] = {}
        unaddressed: dict[str, bytes] = {}
        for file in sorted(place.iterdir()):
            address = address_of(stem, file.name)
            if file.name in _UNADDRESSED:
                unaddressed[file.name] = file.read_bytes()
            elif address is not None and file.suffix.removeprefix(".") in MEDIA_TYPES:
                found = read_stored(file)
                documents[address] = prepare(address, file.name, found.bodies, found.modified, self._ceiling)
        return Version(documents, unaddressed)


def _folders(top: Path, above: str) -> Iterator[tuple[str, Path]]:
    """Each feed's stem and folder. A link that leads nowhere is met by whoever looks into it."""
    for entry in sorted(top.iterdir()):
        if entry.is_symlink():
            yield above + entry.name, entry
        elif entry.is_dir():
            yield from _folders(entry, f"{above}{entry.name}/")


def _stems(table: bytes) -> Mapping[str, str]:
    """The other names of feeds. A damaged table costs the redirects, never the feeds."""
    try:
        return {str(name): str(stem) for name, stem in json.loads(table)["stems"].items()}
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return {}
