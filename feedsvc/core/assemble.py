"""Decides which feeds there are, which of them carry an item, and which folders a change touches."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from feedsvc.core.absence import is_announced, page_order
from feedsvc.model import Change, FeedKey, FeedRecord, Item, Site

SITE = "site"  # the folder of what belongs to no single feed
CORRECTIONS = "corrections"  # the folder of the feed of corrections
PAGES, ARCHIVES = "i/", "archive/"  # what the folders of items' pages, and of pages of archives, begin with


def stem_of(key: FeedKey, site: Site) -> str:
    """Return a feed's place in the tree: "all", "hn"; under "lang/es/" where `es` is not the default language."""
    name = (key.country or "all").lower()
    return name if key.language == site.language else f"lang/{key.language}/{name}"


def item_stem(item: Item) -> str:
    """Return the place of an item's page in the tree."""
    return f"{PAGES}{item.slug}"


def archive_stem(stem: str, page: int) -> str:
    """Return the place in the tree of a page of a feed's archive."""
    return f"{ARCHIVES}{stem}/{page}"


def archive_of(stem: str) -> tuple[str, int]:
    """Return the feed's place in the tree, and the page, of a page of its archive: `archive_stem` undone."""
    name, _, page = stem.removeprefix(ARCHIVES).rpartition("/")
    return name, int(page)


def keys_of(item: Item) -> tuple[FeedKey, ...]:
    """Return the feeds that an item belongs to: everything in its language, and its countries'."""
    return tuple(FeedKey(item.language, code) for code in (None, *item.attribution.about))


def configured_keys(site: Site) -> tuple[FeedKey, ...]:
    """Return the feeds that exist whether or not there is an item for them."""
    return tuple(FeedKey(language, code) for language in site.languages for code in (None, *site.countries))


def in_order(records: Iterable[FeedRecord], site: Site) -> tuple[FeedRecord, ...]:
    """Return feeds as lists show them: by language, the site's own first; everything, then countries by code."""
    languages = {language: place for place, language in enumerate(site.languages)}

    def place(record: FeedRecord) -> tuple[int, str, str]:
        language = record.key.language
        return (languages.get(language, len(languages)), language, record.key.country or "")

    return tuple(sorted(records, key=place))


def records_after(
    known: Iterable[FeedRecord], changes: Iterable[Change]
) -> tuple[dict[FeedKey, FeedRecord], frozenset[FeedKey]]:
    """Return the feeds that changes make different, and which of them are new.

    `updated` covers every entry and never goes back. A feed once there stays, also without any item.
    """
    before = {record.key: record for record in known}
    after: dict[FeedKey, FeedRecord] = {}
    for change in changes:
        for key, more in _counted(change).items():
            record = after.get(key) or before.get(key) or FeedRecord(key, change.item.updated)
            is_here = key in keys_of(change.item)
            updated = max(record.updated, change.item.updated) if is_here else record.updated
            after[key] = replace(record, updated=updated, count=record.count + more)
    return {key: record for key, record in after.items() if record != before.get(key)}, frozenset(
        after.keys() - before.keys()
    )


def _counted(change: Change) -> dict[FeedKey, int]:
    """What a change adds to the number of items that each feed lists."""
    more = dict.fromkeys((*(keys_of(change.before) if change.before else ()), *keys_of(change.item)), 0)
    for item, one in ((change.before, -1), (change.item, 1)):
        if item and not is_announced(item):
            for key in keys_of(item):
                more[key] += one
    return more


def stems_of_new(fresh: Iterable[FeedKey], site: Site) -> set[str]:
    """Return the folders that name feeds which were never published before: lists of feeds, and their translations."""
    stems: set[str] = set()
    for key in fresh:
        stems |= {SITE, stem_of(key, site), stem_of(FeedKey(key.language), site)}
        stems |= {stem_of(FeedKey(language, key.country), site) for language in site.languages}
    return stems


def touched_stems(change: Change, site: Site, pages: Mapping[FeedKey, int]) -> set[str]:
    """Return the folders whose documents a change may alter; `pages` are the item's, in the archives."""
    if change.before and not _is_visible(change.before, change.item):
        return set()
    versions = [change.item, *([change.before] if change.before else [])]
    stems = {stem_of(key, site) for item in versions for key in keys_of(item)}
    stems |= {archive_stem(stem_of(key, site), page) for key, page in pages.items()}
    return stems | {item_stem(change.item)} | ({CORRECTIONS} if _is_told(change) else set())


def _is_visible(before: Item, after: Item) -> bool:
    """Whether any document shows the difference; that a source no longer shows an item is announced or unseen."""
    same = replace(
        before,
        presence=after.presence,
        absent_since=after.absent_since,
        source=after.source,
        also=after.also,
        as_read=after.as_read,
    )
    return same != after or (before.presence != after.presence and (is_announced(before) or is_announced(after)))


def _is_told(change: Change) -> bool:
    """Whether the feed of corrections has something to say of a change."""
    return change.before is not None and change.kind in ("revised", "moved", "withdrawn", "restored")


def by_day(items: Iterable[Item]) -> list[Item]:
    """Return the items that pages list, in their order: by day, then as they stand in the bulletin."""
    return sorted((item for item in items if not is_announced(item)), key=page_order, reverse=True)
