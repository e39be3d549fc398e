"""Collects what the documents of all feeds say of each item: the latest word counts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from feedsvc.model import FeedKey
from feedsvc.proof.feeds import EntryRead
from feedsvc.recovery.tree import FeedDocument


@dataclass(frozen=True, slots=True)
class Told:
    """What is said of an item: its last entry, in `document`; or a tombstone, and since when it is `gone`.

    `keys` are the feeds that say so, `is_current` whether one of their current documents does.
    """

    id: str
    document: FeedDocument
    entry: EntryRead | None
    gone: datetime | None
    keys: frozenset[FeedKey]
    is_current: bool

    @property
    def moment(self) -> datetime:
        """When this was said."""
        return self.gone or cast("datetime", self.entry and self.entry.updated)


def collect(documents: Iterable[FeedDocument]) -> Mapping[str, Told]:
    """Return what is said of each item, by its id. A current document is believed before a page of an archive.

    A tombstone is known by the page that it stands on for ever, best by one of the archive of everything.
    """
    found: dict[str, Told] = {}
    for document in sorted(documents, key=lambda one: (one.page is None, one.key.country or "")):
        for told in _said_in(document):
            before = found.get(told.id)
            found[told.id] = told if before is None else _later(before, told)
    return found


def _said_in(document: FeedDocument) -> Iterable[Told]:
    keys, is_current = frozenset({document.key}), document.page is None
    for entry in document.read.entries:
        yield Told(cast("str", entry.id), document, entry, None, keys, is_current)
    for name, gone in document.read.deleted:
        yield Told(cast("str", name), document, None, gone, keys, is_current)


def _later(before: Told, told: Told) -> Told:
    """The later word of two, with the feeds of both where both say the same."""
    if before.moment != told.moment or (before.gone is None) != (told.gone is None):
        return max((told, before), key=lambda one: (one.moment, one.gone is not None))
    kept = before if before.gone else told
    return Told(
        told.id,
        kept.document,
        told.entry,
        told.gone,
        before.keys | told.keys,
        before.is_current or told.is_current,
    )
