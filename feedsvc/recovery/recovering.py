"""Makes a lost store anew, in one transaction: all of it, or nothing. Published files are only read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import cast

from feedsvc.core.absence import is_announced
from feedsvc.core.assemble import CORRECTIONS, SITE, keys_of, stem_of, stems_of_new
from feedsvc.errors import StoreError
from feedsvc.model import Change, FeedKey, FeedRecord, Item, Revision
from feedsvc.ports import StoreSession
from feedsvc.recovery.history import believed, history_of, withdrawal_of
from feedsvc.recovery.items import Made, Surroundings, items_of
from feedsvc.recovery.losses import Losses, sentences
from feedsvc.recovery.order import ranked
from feedsvc.recovery.told import collect
from feedsvc.recovery.tree import Tree, read_tree
from feedsvc.service import Service

_NUMBER = re.compile(r"/archive/([1-9][0-9]{0,8})\.atom$")


@dataclass(frozen=True, slots=True)
class Recovered:
    """How many items and feeds are in the new store, and a sentence for each thing that could not be recovered."""

    items: int
    feeds: int
    lost: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Memory:
    """What the new store is given."""

    items: Mapping[str, Item]
    records: tuple[FeedRecord, ...]
    pages: Mapping[tuple[FeedKey, int], tuple[str, ...]]
    revisions: tuple[Revision, ...]
    stems: frozenset[str]


def recover(service: Service) -> Recovered:
    """Fill the empty store with what is published, and return what that was, and what is lost.

    Items are "archived" until a reading shows them. A document that is damaged is made anew by the next run, as far as
    its items are known. Raises StoreError when the store is not empty, AuthorityChanged when the feeds' ids were
    minted with another authority; then, as when the process dies, the store stays as it is.
    """
    with service.store.run_lock():
        with service.store.read() as session:
            if not session.is_empty():
                raise StoreError(
                    "the store is not empty, so nothing was recovered or changed: only a lost store is made anew. "
                    "`feedsvc rebuild` renders the feeds anew from this one."
                )
        tree = read_tree(service.target.documents(), service.layout.site)
        memory, losses = _remembered(tree, service)
        if memory.items or memory.records:
            with service.store.write() as session:
                _keep(session, memory)
    return Recovered(len(memory.items), len(memory.records), sentences(losses, service.sources))


def _remembered(tree: Tree, service: Service) -> tuple[_Memory, Losses]:
    site, catalogues = service.layout.site, service.layout.catalogues
    around = Surroundings(tree, site, service.sources, catalogues, service.clock.now())
    made = items_of(collect(tree.feeds), around)
    made.items = ranked(made.items.values(), tree.lists)
    revisions, told_in_vain, lost_entries = _history(made, around)
    records, stems = _records(tree, made.items.values(), service)
    pages = {
        (one.key, one.page): tuple(
            name
            for name in (*(entry.id for entry in one.read.entries), *(name for name, _ in one.read.deleted))
            if name in made.items and one.key in keys_of(made.items[name])
        )
        for one in tree.feeds
        if one.page is not None
    }
    memory = _Memory(made.items, records, pages, revisions, frozenset(stems | made.stems))
    slugs = {item.slug for item in made.items.values()}
    nameless = tuple(sorted(slug for slug, page in tree.items.items() if slug not in slugs))
    return memory, Losses(tree.damaged, made.lost, told_in_vain, lost_entries, nameless)


def _history(made: Made, around: Surroundings) -> tuple[tuple[Revision, ...], Mapping[str, int], int]:
    """The revisions that pages tell of, those that they tell of in vain, and how many entries of the feed are lost."""
    tree, site, catalogues = around.tree, around.site, around.catalogues
    found: list[Revision] = []
    lost: dict[str, int] = {}
    for item in list(made.items.values()):
        page, known = tree.items.get(item.slug), catalogues.get(item.language)
        if is_announced(item):
            made.items[item.id], gone = withdrawal_of(item, tree.corrections, site, catalogues[site.language])
            found.append(gone)
        elif page and known and not page.gone_since:
            history = history_of(item, page, known)
            found += history.revisions
            lost |= history.lost
    told = [(revision, made.items[revision.item]) for revision in sorted(found, key=lambda one: one.at)]
    kept, entries = believed(told, tree.corrections, site, catalogues[site.language])
    return tuple(kept), lost, entries


def _records(tree: Tree, items: Iterable[Item], service: Service) -> tuple[tuple[FeedRecord, ...], set[str]]:
    """What is remembered of each feed, and the folders of those that must be published again."""
    site = service.layout.site
    counts: dict[FeedKey, int] = {}
    latest: dict[FeedKey, datetime] = {}
    for item in items:
        for key in keys_of(item):
            counts[key] = counts.get(key, 0) + (not is_announced(item))
            latest[key] = max(latest.get(key, item.updated), item.updated)
    said = {one.key: cast("datetime", one.read.head["updated"]) for one in tree.feeds if one.page is None}
    missing = (latest.keys() | (tree.lacking & _archived(tree))) - said.keys()
    earliest = min((item.published for item in items), default=service.clock.now())
    pages = _page_counts(tree)
    records = tuple(
        FeedRecord(key, said.get(key) or latest.get(key, earliest), counts.get(key, 0), pages.get(key, 0))
        for key in sorted({*said, *missing}, key=lambda key: stem_of(key, site))
    )
    folders = {CORRECTIONS, SITE, *(stem_of(record.key, site) for record in records)}
    damaged = {path.rpartition("/")[0] for path in tree.damaged}
    return records, folders & (stems_of_new(missing, site) | damaged)


def _archived(tree: Tree) -> set[FeedKey]:
    return {one.key for one in tree.feeds if one.page is not None}


def _page_counts(tree: Tree) -> dict[FeedKey, int]:
    """The number of pages of each archive, by all that is said of it: a page that is lost keeps its number."""
    counts: dict[FeedKey, int] = {}
    for one in tree.feeds:
        links = (one.read.head["archive page before"], one.read.head["archive page after"])
        numbers = [int(found[1]) for link in links if link and (found := _NUMBER.search(str(link)))]
        counts[one.key] = max(counts.get(one.key, 0), one.page or 0, *numbers, 0)
    return counts


def _keep(session: StoreSession, memory: _Memory) -> None:
    """Write everything into the empty store."""
    expired = [item for item in memory.items.values() if item.presence == "expired"]
    # What has expired keeps its place on a page only if it had one before.
    session.apply(Change("new", _not_yet_expired(item)) for item in memory.items.values())
    session.remember_feeds(memory.records)
    for (key, number), names in memory.pages.items():
        session.turn_page(key, number, names)
    session.apply(Change("expired", item, _not_yet_expired(item)) for item in expired)
    session.remember_revisions(memory.revisions)
    session.mark(memory.stems)


def _not_yet_expired(item: Item) -> Item:
    return replace(item, presence="deleted") if item.presence == "expired" else item
