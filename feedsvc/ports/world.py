"""The time, the sources, what they say, and who is told."""

from __future__ import annotations

from datetime import date, datetime
from typing import Protocol

from feedsvc.model import Notice, ParsedBulletin, Received, Selectors, Source, SourceDocument, Validators


class Clock(Protocol):
    """The time of day, asked when a run begins and when it ends."""

    def now(self) -> datetime:
        """Return the present moment, aware, in UTC."""
        ...


class SourceReader(Protocol):
    """Where bulletins come from."""

    def read(self, source: Source, known: Validators) -> Received:
        """Return the whole source as it is now, or that nothing has changed since `known` was given with it.

        `known` holds nothing where nothing is remembered, and then the documents are always given. Raises
        SourceUnreachable, with a reason that a person understands, when it cannot be had.
        """
        ...


class Parser(Protocol):
    """What a document of a source says."""

    def __call__(
        self, document: SourceDocument, language: str, today: date, selectors: Selectors | None = None
    ) -> ParsedBulletin:
        """Return the items of a document, of a page by `selectors`, and what there is to say of its lines.

        Raises SourceUnreachable when the document defeats every attempt to read it: by its size, depth or time.
        """
        ...

    def __hash__(self) -> int:
        """Return the same number for the same parser: what it said is remembered."""
        ...


class Notifier(Protocol):
    """Who is told when a source needs a person."""

    def notify(self, notice: Notice) -> None:
        """Deliver a notice. Raises NotifyError when it could not be delivered; it is then tried again next time."""
        ...
