"""Each source is read by the reader of its kind."""

from __future__ import annotations

from dataclasses import dataclass

from feedsvc.model import Received, Source, Validators
from feedsvc.ports import SourceReader


@dataclass(frozen=True, slots=True)
class Choice:
    """A `SourceReader` of files, and of web addresses."""

    file: SourceReader
    http: SourceReader

    def read(self, source: Source, known: Validators) -> Received:
        """Return what the reader for this source returns."""
        return (self.http if source.url else self.file).read(source, known)
