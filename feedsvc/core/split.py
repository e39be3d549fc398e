"""Makes two items of one that had been taken for another story."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from feedsvc.core.identity import UpdatedStamps
from feedsvc.core.minting import new_items
from feedsvc.core.reading import Reading
from feedsvc.model import Attribution, Change, Item, ParsedItem, Revision


def split(
    item: Item,
    revision: Revision,
    place: tuple[str, str],
    store: tuple[Callable[[datetime], bool], Callable[[str], bool]],
    now: datetime,
) -> tuple[Change, Change]:
    """Return the changes that undo a revision which put another story in the place of the item's own.

    The item gets back the words that it had before, as one that its source shows no longer. The words that it has now
    become those of a new item, which its source shows. `place` is the source's time zone and the authority of ids,
    `store` says of a stamp and of a name whether some item has it.
    """
    is_taken, is_named = store
    before = revision.before
    old = replace(
        item,
        day=before.day,
        title=before.title,
        paragraphs=before.paragraphs,
        link=before.link,
        attribution=Attribution(before.about, before.about, ()),
        presence="archived",
        absent_since=None,
        as_read=None,
    )
    told = ParsedItem(item.day, item.title, item.paragraphs, item.language, (1, 1), item.link)
    zone, authority = place
    reading = Reading(item.source, zone, authority, now.date(), (told,), (item.attribution,))
    (fresh,) = new_items(reading, [0], is_taken, is_named, now)
    stamps = UpdatedStamps(now, lambda stamp: stamp == fresh.published or is_taken(stamp))
    old = replace(old, updated=stamps.mint(item.updated))
    return Change("revised", old, item), Change("new", replace(fresh, rank=item.rank))
