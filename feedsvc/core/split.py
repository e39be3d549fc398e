"""Makes two items of one that had been taken for another story."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from feedsvc.core.identity import UpdatedStamps
from feedsvc.core.reading import Reading
from feedsvc.model import Attribution, Change, Item, ParsedItem, Revision


def as_read_anew(item: Item, zone: str, authority: str, now: datetime) -> Reading:
    """Return a reading in which the item's source shows it with its present words, and nothing else."""
    told = ParsedItem(item.day, item.title, item.paragraphs, item.language, (1, 1), item.link, item.image)
    return Reading(item.source, zone, authority, now.date(), (told,), (item.attribution,))


def split(
    item: Item, revision: Revision, fresh: Item, is_taken: Callable[[datetime], bool], now: datetime
) -> tuple[Change, Change]:
    """Return the changes that undo a revision which put another story in the place of the item's own.

    The item gets back the words that it had before, as one that its source shows no longer. The words that it has now
    are those of `fresh`, an item just minted, which its source shows. `is_taken` says whether some item has a stamp.
    """
    before = revision.before
    stamps = UpdatedStamps(now, lambda stamp: stamp == fresh.published or is_taken(stamp))
    old = replace(
        item,
        day=before.day,
        title=before.title,
        paragraphs=before.paragraphs,
        link=before.link,
        image=None,
        attribution=Attribution(before.about, before.about, ()),
        updated=stamps.mint(item.updated),
        presence="archived",
        absent_since=None,
        as_read=None,
    )
    return Change("revised", old, item), Change("new", replace(fresh, rank=item.rank))
