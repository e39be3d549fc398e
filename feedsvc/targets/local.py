"""Publishes into a directory of plain files.

    current -> generations/000042                     one rename switches all feeds at once
    generations/000042/hn -> ../../versions/hn/000041 one symlink a feed
    versions/hn/000041/hn.atom, hn.atom.gz, …         never changed once made
    i/<slug>/index.html, …                            leaves, replaced one by one by rename

Whatever is half made has a name that begins with a dot, and is removed by the next run that publishes.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from feedsvc.errors import PublishError
from feedsvc.model import Document, Folder, Publication, PublishReport
from feedsvc.snapshot import ENCODINGS

KEPT_GENERATIONS = 20


class LocalTarget:
    """A `PublishTarget` in the directory `root`."""

    def __init__(self, root: Path) -> None:
        self._root = root.resolve()

    def origin(self) -> str | None:
        """Return what made the tree that is published now."""
        try:
            return (self._root / "current" / "site" / "_origin").read_bytes().decode()
        except (FileNotFoundError, NotADirectoryError, UnicodeDecodeError):
            return None
        except OSError as error:
            raise PublishError(f"{self._root}: {error.strerror}; nothing was published") from error

    def lacks(self, wanted: Mapping[str, Iterable[str]]) -> frozenset[str]:
        """Return the folders of which a document is gone, or all."""
        places = {stem: self._root / (stem if stem.startswith("i/") else f"current/{stem}") for stem in wanted}
        return frozenset(stem for stem, names in wanted.items() if not all((places[stem] / n).exists() for n in names))

    def publish(self, publication: Publication, now: datetime) -> PublishReport:
        """Publish what differs: leaves one by one, then every feed with one rename."""
        with _explained(self._root):
            number = self._generation()
            links = self._links(number)
            second = int(now.timestamp())
            written: list[str] = []
            faults = publication.faults
            leaves = [leaf for leaf in publication.leaves if not _holds(self._root / leaf.stem, leaf)]
            feeds = [feed for feed in publication.feeds if not _holds(links.get(feed.stem), feed)]
            if leaves or feeds:
                self._sweep()
            for leaf in leaves:
                written += _replace_leaf(self._root, leaf, second)
            if feeds:
                number += 1
                for folder in feeds:
                    made = self._root / "versions" / folder.stem / f"{number:06}"
                    written += _make_version(made, folder, links.get(folder.stem), second)
                    links[folder.stem] = made
                self._switch(number, links)
                faults += self._settle(number)
        return PublishReport(number, tuple(written), faults)

    def _generation(self) -> int:
        """The number of the published generation; 0 when there is none."""
        try:
            name = (self._root / "current").readlink().name
        except OSError:
            return 0  # nothing there, or no link: the switch says so, if it cannot replace it
        return int(name) if name.isdigit() else 0

    def _links(self, number: int) -> dict[str, Path]:
        """Where each feed of a generation stands."""
        top = self._root / "generations" / f"{number:06}"
        found = sorted(path for path in top.rglob("*") if path.is_symlink())
        return {path.relative_to(top).as_posix(): path.resolve() for path in found}

    def _switch(self, number: int, links: Mapping[str, Path]) -> None:
        generations = self._root / "generations"
        half = generations / f".{number:06}"
        for stem, version in links.items():
            link = half / stem
            _make_folder(link.parent)
            link.symlink_to(os.path.relpath(version, link.parent))
        for folder in [half, *(path for path in half.rglob("*") if path.is_dir() and not path.is_symlink())]:
            _sync(folder)
        shutil.rmtree(generations / f"{number:06}", ignore_errors=True)  # left by a run that died before its switch
        half.rename(generations / f"{number:06}")
        _sync(generations)
        half_link = self._root / ".current"
        half_link.symlink_to(f"generations/{number:06}")
        half_link.replace(self._root / "current")

    def _settle(self, number: int) -> tuple[str, ...]:
        """Make the switch last, and remove what is old. Readers have the new feeds by now: a failure undoes nothing."""
        try:
            _sync(self._root)
            self._prune(number)
        except OSError as error:
            return (f"{self._root}: {_reason(error)}; the new feeds are published, but old ones could not be removed",)
        return ()

    def _sweep(self) -> None:
        """Remove what a killed run left half made."""
        for name in (".current", ".leaf"):
            (self._root / name).unlink(missing_ok=True)
        for top in (self._root / "generations", self._root / "versions"):
            for half in [path for path in top.rglob(".*") if not path.is_symlink()]:
                if half.is_dir():
                    shutil.rmtree(half)
                else:
                    half.unlink(missing_ok=True)

    def _prune(self, number: int) -> None:
        """Keep the last generations, and the versions that they use."""
        generations = [path for path in (self._root / "generations").iterdir() if path.name.isdigit()]
        for old in generations:
            if int(old.name) <= number - KEPT_GENERATIONS:
                shutil.rmtree(old)
        used: set[Path] = set()
        for kept in generations:
            if kept.exists():
                used.update(self._links(int(kept.name)).values())
        for version in sorted((self._root / "versions").rglob("[0-9]*")):
            if version.is_dir() and version.resolve() not in used:
                shutil.rmtree(version)


def _files(document: Document) -> Iterator[tuple[str, bytes]]:
    for coding, content in document.variants.items():
        yield document.name + ENCODINGS[coding], content


def _kept(folder: Folder) -> set[str]:
    """The files that stay as they are, if they are there."""
    return {name + suffix for name in folder.kept for suffix in ENCODINGS.values()}


def _holds(place: Path | None, folder: Folder) -> bool:
    """Whether a place holds just the files of a folder, byte for byte, beside those that stay as they are."""
    wanted = {name: content for document in folder.documents for name, content in _files(document)}
    if place is None or not place.is_dir():
        return not wanted
    if {path.name for path in place.iterdir()} - _kept(folder) != wanted.keys():
        return False
    return all((place / name).read_bytes() == content for name, content in wanted.items())


def _same(place: Path | None, document: Document) -> bool:
    """Whether a place holds every form of a document, byte for byte."""
    if place is None:
        return False
    return all((place / n).is_file() and (place / n).read_bytes() == content for n, content in _files(document))


def _modified(place: Path | None, name: str, second: int) -> int:
    """The second at which a changed document is last modified: now, but always later than before."""
    before = place / name if place else None
    return max(second, int(before.stat().st_mtime) + 1) if before and before.exists() else second


def _make_version(made: Path, folder: Folder, before: Path | None, second: int) -> list[str]:
    half = made.with_name(f".{made.name}")
    _make_folder(half)
    written: list[str] = []
    for document in folder.documents:
        if before and _same(before, document):
            for name, _ in _files(document):
                (half / name).hardlink_to(before / name)
            continue
        modified = _modified(before, document.name, second)
        for name, content in _files(document):
            _write(half / name, content, modified)
            written.append(f"{folder.stem}/{name}")
    for name in _kept(folder):
        if before and (before / name).is_file():
            (half / name).hardlink_to(before / name)
    _sync(half)
    shutil.rmtree(made, ignore_errors=True)  # left by a run that died before its switch
    half.rename(made)
    _sync(made.parent)
    return written


def _replace_leaf(root: Path, folder: Folder, second: int) -> list[str]:
    """Replace the files of a leaf that differ, each by rename.

    All forms of a document get one modification time: a server that sees two of them apart knows that it looked
    between the renames.
    """
    place = root / folder.stem
    _make_folder(place)
    written: list[str] = []
    wanted = _kept(folder).union(name for document in folder.documents for name, _ in _files(document))
    for document in folder.documents:
        if _same(place, document):
            continue
        modified = _modified(place, document.name, second)
        for name, content in _files(document):
            _write(root / ".leaf", content, modified)
            (root / ".leaf").replace(place / name)
            written.append(f"{folder.stem}/{name}")
    for extra in [path for path in place.iterdir() if path.name not in wanted]:
        extra.unlink()
    _sync(place)
    _sync(place.parent)
    return written


def _make_folder(path: Path) -> None:
    """Make a folder and those above it, which a static server of another user can enter, whatever cron's umask."""
    if path.is_dir():
        return
    _make_folder(path.parent)
    path.mkdir()
    path.chmod(0o755)
    _sync(path.parent)


def _write(path: Path, content: bytes, modified: int) -> None:
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fchmod(file.fileno(), 0o644)
        os.utime(file.fileno(), (modified, modified))
        os.fsync(file.fileno())


def _sync(folder: Path) -> None:
    """Make the names in a folder last through a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def _explained(root: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise PublishError(f"{root}: {_reason(error)}; the feeds stay as they were") from error


def _reason(error: OSError) -> str:
    return error.strerror or str(error)
