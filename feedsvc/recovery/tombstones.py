"""Estimates when deleted items were published: their tombstones do not say it, but stand among other items."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import cast

from feedsvc.core.absence import ANNOUNCED_FOR
from feedsvc.model import FeedKey
from feedsvc.recovery.told import Told
from feedsvc.recovery.tree import FeedDocument, Tree

_SECOND = timedelta(seconds=1)


def estimated(tombstones: Iterable[Told], tree: Tree, taken: set[datetime]) -> Iterator[tuple[Told, datetime]]:
    """Give each tombstone with a moment that is not `taken`, and take it.

    Those of a page of an archive come right above its oldest entry, others right above all that has a page: there
    they stand in their documents as before, in their order.
    """
    newest = _newest_with_a_page(tree)
    by_document: dict[str, list[Told]] = defaultdict(list)
    for one in tombstones:
        by_document[one.document.path].append(one)
    for some in by_document.values():
        document = some[0].document
        places = {name: place for place, (name, _) in enumerate(document.read.deleted)}
        stamp = _foot(document, newest) or cast("datetime", some[0].gone) - ANNOUNCED_FOR
        stamp = stamp.replace(microsecond=0)
        for one in sorted(some, key=lambda told: places[told.id], reverse=True):
            stamp += _SECOND
            while stamp in taken:
                stamp += _SECOND
            taken.add(stamp)
            yield one, stamp


def _foot(document: FeedDocument, newest: dict[FeedKey, datetime]) -> datetime | None:
    """The moment above which the tombstones of a document belong."""
    if document.page is None and document.key in newest:
        return newest[document.key]
    return min((cast("datetime", entry.published) for entry in document.read.entries), default=None)


def _newest_with_a_page(tree: Tree) -> dict[FeedKey, datetime]:
    found: dict[FeedKey, datetime] = {}
    for one in tree.feeds:
        if one.page is not None and one.read.entries:
            last = max(cast("datetime", entry.published) for entry in one.read.entries)
            found[one.key] = max(found.get(one.key, last), last)
    return found
