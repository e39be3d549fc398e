"""A bulletin in a file."""

from __future__ import annotations

from pathlib import Path

from feedsvc.errors import SourceUnreachable
from feedsvc.model import Source, SourceDocument

MOST_BYTES = 20 * 1024 * 1024


class FileReader:
    """A `SourceReader` of local files."""

    def read(self, source: Source) -> SourceDocument:
        """Return the bytes of the file; SourceUnreachable when it is missing, unreadable or over 20 MB."""
        path = Path(source.path)
        try:
            with path.open("rb") as file:
                content = file.read(MOST_BYTES + 1)
        except FileNotFoundError:
            raise SourceUnreachable(source.path, "no such file; the feeds stay as they are") from None
        except OSError as error:
            raise SourceUnreachable(source.path, f"{error.strerror or error}; the feeds stay as they are") from error
        if len(content) > MOST_BYTES:
            raise SourceUnreachable(source.path, "over 20 MB, which is no bulletin; the feeds stay as they are")
        return SourceDocument(source.path, content)
