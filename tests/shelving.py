"""Fills a memory with items, and gathers from it what documents are made from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from making import SITE
from remembering import MemorySession

from feedsvc.core.assemble import configured_keys, in_order, records_after, stem_of
from feedsvc.core.window import settled
from feedsvc.edition import Contents
from feedsvc.gathering import all_stems, gather_leaves, gather_rest, shelf_of
from feedsvc.model import Change, FeedRecord, Item, Site


def remembered(items: Iterable[Item], site: Site = SITE) -> MemorySession:
    """A memory of these items, with every feed that there is then, and its archive."""
    changes = [Change("new", item) for item in items]
    session = MemorySession()
    session.apply(changes)
    records, _ = records_after((), changes)
    session.remember_feeds(records.values())
    earliest = session.earliest()
    if earliest:
        session.remember_feeds(FeedRecord(key, earliest) for key in configured_keys(site) if key not in records)
    for record in session.feeds():
        pages = settled(shelf_of(session, record.key)).pages
        for number, ids in enumerate(pages, 1):
            session.turn_page(record.key, number, ids)
        session.remember_feeds([replace(record, pages=len(pages))])
    return session


def contents_of(items: Iterable[Item], site: Site = SITE, stems: Iterable[str] | None = None) -> Contents:
    """What the marked folders are made from, leaves and feeds in one; by default all of them."""
    session = remembered(items, site)
    wanted = all_stems(session, site) if stems is None else frozenset(stems)
    records = in_order(session.feeds(), site)
    marked = [record.key for record in records if stem_of(record.key, site) in wanted]
    feeds = {key: settled(shelf_of(session, key)).items for key in marked}
    contents = gather_rest(session, records, feeds, wanted)
    for leaves in gather_leaves(session, records, wanted, site):
        contents = replace(
            contents, items=(*contents.items, *leaves.items), archive={**contents.archive, **leaves.archive}
        )
    return contents
