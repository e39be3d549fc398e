"""Brings the files of one folder to disk: a new version of a feed, or a leaf replaced file by file."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

from feedsvc.model import Document, Folder
from feedsvc.snapshot import ENCODINGS
from feedsvc.targets.files import make_folder, make_half, sync, write

HALF_LEAF = ".leaf"


def holds(place: Path, folder: Folder) -> bool:
    """Return whether a place holds just the files of a folder, byte for byte, beside those that stay as they are."""
    wanted = {name: content for document in folder.documents for name, content in _files(document)}
    if not place.is_dir():
        return not wanted
    if {path.name for path in place.iterdir()} - _kept(folder) != wanted.keys():
        return False
    return all((place / name).read_bytes() == content for name, content in wanted.items())


def read_folder(stem: str, place: Path, present: Path) -> Folder:
    """Return the folder that a version was made of; documents that only the present version has stay as they are."""
    forms: dict[str, dict[str, bytes]] = {}
    for path in sorted(place.iterdir()):
        name, coding = _form(path.name)
        forms.setdefault(name, {})[coding] = path.read_bytes()
    since = {_form(path.name)[0] for path in present.iterdir()} if present.is_dir() else set()
    documents = tuple(Document(name, variants) for name, variants in forms.items())
    return Folder(stem, documents, tuple(sorted(since - forms.keys())))


def documents_in(place: Path, stem: str) -> Iterator[tuple[str, bytes | None]]:
    """Give the identity form of each document of a folder, by its path; None where it cannot be read."""
    for path in sorted(place.iterdir()) if place.is_dir() else ():
        if path.name.startswith(".") or _form(path.name)[1] or path.is_dir():
            continue
        try:
            yield f"{stem}/{path.name}", path.read_bytes()
        except OSError:
            yield f"{stem}/{path.name}", None


def make_version(made: Path, folder: Folder, before: Path, second: int) -> list[str]:
    """Make a folder of files, with hard links to those that are the same before; return the names of the others.

    All forms of a changed document are last modified at `second`, or a second later than before. Nothing is synced.
    """
    half = made.with_name(f".{made.name}")
    make_folder(made.parent)
    shutil.rmtree(half, ignore_errors=True)  # left by a run that died, as below
    make_half(half)
    written: list[str] = []
    for document in folder.documents:
        if _same(before, document):
            for name, _ in _files(document):
                (half / name).hardlink_to(before / name)
            continue
        modified = _modified(before / document.name, second)
        for name, content in _files(document):
            write(half / name, content, modified)
            written.append(name)
    for name in sorted(_kept(folder)):
        if (before / name).is_file():
            (half / name).hardlink_to(before / name)
    shutil.rmtree(made, ignore_errors=True)
    half.rename(made)
    return written


def replace_leaf(root: Path, folder: Folder, second: int) -> list[str]:
    """Replace the files of a leaf that differ, each by rename; return them.

    All forms of a document get one modification time: a server that sees two of them apart knows that it looked
    between the renames.
    """
    place = root / folder.stem
    make_folder(place)
    written: list[str] = []
    wanted = _kept(folder).union(name for document in folder.documents for name, _ in _files(document))
    for document in folder.documents:
        if _same(place, document):
            continue
        modified = _modified(place / document.name, second)
        for name, content in _files(document):
            write(root / HALF_LEAF, content, modified)
            sync(root / HALF_LEAF)
            (root / HALF_LEAF).replace(place / name)
            written.append(f"{folder.stem}/{name}")
    for extra in [path for path in place.iterdir() if path.name not in wanted]:
        extra.unlink()
    sync(place)
    return written


def _files(document: Document) -> Iterator[tuple[str, bytes]]:
    for coding, content in document.variants.items():
        yield document.name + ENCODINGS[coding], content


def _form(name: str) -> tuple[str, str]:
    """The document of which a file is a form, and in which coding."""
    for coding, suffix in ENCODINGS.items():
        if suffix and name.endswith(suffix):
            return name.removesuffix(suffix), coding
    return name, ""


def _kept(folder: Folder) -> set[str]:
    """The files that stay as they are, if they are there."""
    return {name + suffix for name in folder.kept for suffix in ENCODINGS.values()}


def _same(place: Path, document: Document) -> bool:
    """Whether a place holds every form of a document, byte for byte."""
    return all((place / n).is_file() and (place / n).read_bytes() == content for n, content in _files(document))


def _modified(before: Path, second: int) -> int:
    """The second at which a changed document is last modified: now, but always later than before."""
    return max(second, int(before.stat().st_mtime) + 1) if before.exists() else second
