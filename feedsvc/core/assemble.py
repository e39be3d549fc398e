"""Decides which item stands in which feed, in which order, and which folders a change touches."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from feedsvc.core.absence import is_announced, page_order
from feedsvc.core.body import entry_bytes
from feedsvc.model import Change, Feed, FeedKey, FeedRecord, Item, Site

SITE = "site"  # the folder of what belongs to no single feed
LEAST_ITEMS = 50
LEAST_AGE = timedelta(days=30)
MOST_BYTES = 448 * 1024  # of entries, so that no document reaches 512 KiB


def stem_of(key: FeedKey, site: Site) -> str:
    """Return a feed's place in the tree: "all", "hn"; under "lang/es/" where `es` is not the default language."""
    name = (key.country or "all").lower()
    return name if key.language == site.language else f"lang/{key.language}/{name}"


def item_stem(item: Item) -> str:
    """Return the place of an item's page in the tree."""
    return f"i/{item.slug}"


def feed_keys(items: Iterable[Item], known: Sequence[FeedRecord], site: Site) -> tuple[FeedKey, ...]:
    """Return every feed that exists: for each language of the site everything, then its countries by code.

    Countries are those configured, and every one that ever had an item in that language. A feed once published stays,
    also empty, and also when no source has its language any more.
    """
    keys: list[FeedKey] = []
    seen = {(item.language, code) for item in items for code in item.attribution.about}
    seen |= {(record.key.language, record.key.country) for record in known if record.key.country}
    for language in dict.fromkeys((*site.languages, *sorted({record.key.language for record in known}))):
        countries = {*site.countries, *(code for spoken, code in seen if spoken == language)}
        keys.append(FeedKey(language))
        keys.extend(FeedKey(language, code) for code in sorted(countries))
    return tuple(keys)


def stems_of_new(fresh: Iterable[FeedKey], site: Site) -> set[str]:
    """Return the folders that name feeds which were never published before: lists of feeds, and their translations."""
    stems: set[str] = set()
    for key in fresh:
        stems |= {SITE, stem_of(FeedKey(key.language), site)}
        stems |= {stem_of(FeedKey(language, key.country), site) for language in site.languages}
    return stems


def carries(key: FeedKey, item: Item) -> bool:
    """Return whether an item belongs to a feed. A withdrawn one does, until that has been announced long enough."""
    is_meant = item.language == key.language and (key.country is None or key.country in item.attribution.about)
    return is_meant and item.presence != "expired"


def touched_stems(change: Change, site: Site) -> set[str]:
    """Return the folders whose documents a change may alter."""
    if change.before and not _is_visible(change.before, change.item):
        return set()
    versions = [change.item, *([change.before] if change.before else [])]
    keys = {FeedKey(item.language, code) for item in versions for code in (None, *item.attribution.about)}
    stems = {stem_of(key, site) for key in keys}
    return stems | {item_stem(change.item), SITE}


def _is_visible(before: Item, after: Item) -> bool:
    """Whether any document shows the difference; that a source no longer shows an item is announced or unseen."""
    same = replace(before, presence=after.presence, absent_since=after.absent_since)
    return same != after or (before.presence != after.presence and (is_announced(before) or is_announced(after)))


def records_of(
    keys: Iterable[FeedKey], items: Sequence[Item], known: Iterable[FeedRecord], now: datetime
) -> tuple[FeedRecord, ...]:
    """Return the feeds with their `updated`, which covers every entry and never goes back.

    A feed without items has a fixed one: the earliest `published` of the store when the feed was first published.
    """
    before = {record.key: record.updated for record in known}
    earliest = min((item.published for item in items), default=now.replace(microsecond=0))
    records: list[FeedRecord] = []
    for key in keys:
        newest = max((item.updated for item in items if carries(key, item)), default=earliest)
        records.append(FeedRecord(key, max(newest, before.get(key, newest))))
    return tuple(records)


def feed(record: FeedRecord, items: Sequence[Item], site: Site, names: Mapping[str, str]) -> Feed:
    """Return a feed with the items it carries, newest `published` first, cut to its window.

    `names` are the countries in the feed's language.
    """
    key = record.key
    mine = sorted((i for i in items if carries(key, i)), key=lambda item: item.published, reverse=True)
    title = f"{names[key.country]}: {site.title}" if key.country else site.title
    return Feed(key, stem_of(key, site), title, record.updated, tuple(_window(mine)))


def by_day(items: Iterable[Item]) -> list[Item]:
    """Return the items that pages list, in their order: by day, then as they stand in the bulletin."""
    return sorted((item for item in items if not is_announced(item)), key=page_order, reverse=True)


def _window(items: Sequence[Item]) -> list[Item]:
    """At least 50 items and at least 30 days before the newest, and never too much to send."""
    kept: list[Item] = []
    size = 0
    for item in items:
        recent = items[0].published - item.published <= LEAST_AGE
        size += entry_bytes(item)
        if kept and (size > MOST_BYTES or (len(kept) >= LEAST_ITEMS and not recent)):
            break
        kept.append(item)
    return kept
