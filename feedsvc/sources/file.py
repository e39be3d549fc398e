"""A bulletin in a file."""

from __future__ import annotations

import os
from pathlib import Path

from feedsvc.errors import SourceUnreachable
from feedsvc.model import Source, SourceDocument

MOST_BYTES = 20 * 1024 * 1024


class FileReader:
    """A `SourceReader` of local files."""

    def read(self, source: Source) -> SourceDocument:
        """Return the bytes of the file; SourceUnreachable if it is missing, unreadable, over 20 MB or being written."""
        path = Path(source.path)
        try:
            with path.open("rb") as file:
                before = os.fstat(file.fileno())
                content = file.read(MOST_BYTES + 1)
                after = os.fstat(file.fileno())
        except FileNotFoundError:
            raise SourceUnreachable(source.path, "no such file") from None
        except OSError as error:
            raise SourceUnreachable(source.path, error.strerror or str(error)) from error
        if len(content) > MOST_BYTES:
            raise SourceUnreachable(source.path, "over 20 MB, which is no bulletin")
        if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns):
            raise SourceUnreachable(source.path, "it was being written while it was read")
        return SourceDocument(source.path, content)
