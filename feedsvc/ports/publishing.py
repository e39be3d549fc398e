"""Where documents are published."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Protocol

from feedsvc.model import Generation, Publication, PublishReport


class PublishTarget(Protocol):
    """Where documents are published.

    Whoever changes what is published shows the token of its run, which is greater than those of all runs before. One
    process at a time gets in, the others meet RunLocked at once; and after a change with a token, a smaller one is
    refused with Overtaken: a run that was held up never publishes over a later one.
    """

    def origin(self) -> str | None:
        """Return what the document `_origin` of the site's folder says, or None when nothing usable is published."""
        ...

    def lacks(self, wanted: Mapping[str, Iterable[str]]) -> frozenset[str]:
        """Return which of these folders lack one of the documents that they should hold: somebody removed it."""
        ...

    def token(self) -> int:
        """Return the greatest token that was ever shown here, 0 before the first."""
        ...

    def publish(self, publication: Publication, now: datetime, token: int) -> PublishReport:
        """Publish what differs; write no document where every byte is the same.

        Leaves go first, one by one; then all feeds switch in one step. Folders that are not named stay as they are.
        A document whose bytes change is last modified `now`, or a second after it was before. Raises PublishError,
        and then readers still see what they saw before. A run may publish several times with its token.
        """
        ...

    def documents(self) -> Iterator[tuple[str, bytes | None]]:
        """Give what is published now: the path of every document, "hn/hn.atom" or "i/…/index.html", and its bytes.

        Feeds come before leaves. None stands for bytes that cannot be read.
        """
        ...

    def generations(self) -> tuple[Generation, ...]:
        """Return the states of all feeds that are kept, the newest first."""
        ...

    def rollback(self, number: int, now: datetime, token: int) -> int:
        """Publish the feeds of an earlier generation in a new one, and return its number.

        Leaves stay as they are, and so do feeds and documents that did not exist then: addresses live for ever.
        Documents that differ are last modified as if they were published anew. Raises PublishError, which names the
        generations that are kept, when this one is not.
        """
        ...
