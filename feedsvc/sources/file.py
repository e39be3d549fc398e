"""A bulletin in a file; or in several: those of a folder, or those that a pattern names."""

from __future__ import annotations

import glob
import os
from pathlib import Path

from feedsvc.errors import SourceUnreachable
from feedsvc.model import Received, Source, SourceDocument, Validators

MOST_BYTES = 20 * 1024 * 1024
MOST_FILES = 500


class FileReader:
    """A `SourceReader` of local files."""

    def read(self, source: Source, known: Validators) -> Received:  # noqa: ARG002 (a file is read as fast as asked)
        """Return the bytes of the file, or of every file of the folder or pattern, by name, the last name first.

        SourceUnreachable if one is missing, unreadable or being written, if there is none, or if all are over 20 MB.
        """
        names = _names(source.path)
        documents: list[SourceDocument] = []
        for name in names:
            documents.append(read_file(name))
            if sum(len(document.content) for document in documents) > MOST_BYTES:
                raise SourceUnreachable(source.path, "over 20 MB in all, which is no bulletin")
        return Received(tuple(documents))


def read_file(name: str) -> SourceDocument:
    """Return the bytes of a file; SourceUnreachable if it is missing, unreadable, over 20 MB or being written."""
    try:
        with Path(name).open("rb") as file:
            before = os.fstat(file.fileno())
            content = file.read(MOST_BYTES + 1)
            after = os.fstat(file.fileno())
    except FileNotFoundError:
        raise SourceUnreachable(name, "no such file") from None
    except OSError as error:
        raise SourceUnreachable(name, error.strerror or str(error)) from error
    if len(content) > MOST_BYTES:
        raise SourceUnreachable(name, "over 20 MB, which is no bulletin")
    if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns):
        raise SourceUnreachable(name, "it was being written while it was read")
    return SourceDocument(name, content)


def _names(path: str) -> list[str]:
    """The files that a path means, the last name first; hidden ones are none."""
    place = Path(path)
    try:
        if place.is_dir():
            found = [str(inside) for inside in place.iterdir() if not inside.name.startswith(".") and inside.is_file()]
        elif glob.has_magic(path) and not place.exists():
            found = [name for name in glob.iglob(path, recursive=True) if Path(name).is_file()]  # noqa: PTH207 (absolute)
        else:
            return [path]
    except OSError as error:
        raise SourceUnreachable(path, error.strerror or str(error)) from error
    if not found:
        raise SourceUnreachable(path, "there is no file")
    if len(found) > MOST_FILES:
        raise SourceUnreachable(path, f"there are {len(found)} files, and at most {MOST_FILES} are read")
    return sorted(found, reverse=True)
