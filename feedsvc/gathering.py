"""Fetches from the memory what marked folders are made from, and says which folders there are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet

from feedsvc.core.absence import is_announced
from feedsvc.core.assemble import ARCHIVES, CORRECTIONS, PAGES, SITE, archive_of, archive_stem, stem_of
from feedsvc.core.translation import translations
from feedsvc.core.window import TOLD_AGAIN, Shelf
from feedsvc.edition import Contents, ItemContents
from feedsvc.model import FeedKey, FeedRecord, Item, Site
from feedsvc.ports import StoreSession
from feedsvc.render.html import GoneReason

LEAVES_AT_ONCE = 500  # rendered and published together, so that a whole rebuild takes little memory


def all_stems(session: StoreSession, site: Site) -> frozenset[str]:
    """Return every folder that there is to publish."""
    feeds = {stem_of(record.key, site): record.pages for record in session.feeds()}
    pages = {archive_stem(stem, page) for stem, last in feeds.items() for page in range(1, last + 1)}
    return frozenset({SITE, CORRECTIONS, *feeds, *pages, *(f"{PAGES}{slug}" for slug in session.slugs())})


def shelf_of(session: StoreSession, key: FeedKey) -> Shelf:
    """Return what a feed's current document is made from; read what it gives within the session."""
    return Shelf(session.newest(key), session.unpaged(key), session.lately_corrected(key, TOLD_AGAIN))


def gather_leaves(
    session: StoreSession, records: tuple[FeedRecord, ...], stems: AbstractSet[str], site: Site
) -> Iterator[Contents]:
    """Give what marked pages of items and archives are made from, some at a time. `records` are all feeds, in order."""
    known = {stem_of(record.key, site): record for record in records}
    ordered = sorted(stem for stem in stems if stem.startswith((PAGES, ARCHIVES)))
    for start in range(0, len(ordered), LEAVES_AT_ONCE):
        part = ordered[start : start + LEAVES_AT_ONCE]
        items = session.items_by_slug(stem.removeprefix(PAGES) for stem in part if stem.startswith(PAGES))
        yield Contents(
            records,
            archive=dict(_pages(session, (stem for stem in part if stem.startswith(ARCHIVES)), known)),
            items=tuple(_item(session, item, site) for item in items),
        )


def gather_rest(
    session: StoreSession,
    records: tuple[FeedRecord, ...],
    feeds: Mapping[FeedKey, tuple[Item, ...]],
    stems: AbstractSet[str],
) -> Contents:
    """Return what the marked folders that switch together are made from; `feeds` are the items of marked feeds."""
    return Contents(
        records,
        feeds=feeds,
        corrections=session.corrections() if CORRECTIONS in stems else None,
        earliest=session.earliest(),
        has_site=SITE in stems,
    )


def _item(session: StoreSession, item: Item, site: Site) -> ItemContents:
    given = session.overrides([item.id]) if is_announced(item) else ()
    reason: GoneReason = "publisher" if any(override.action == "withdraw" for override in given) else "source"
    for override in given:
        if override.action == "merge":
            reason = session.item(override.value) or reason
    return ItemContents(item, session.revisions(item.id), reason, in_other_languages(session, item, site))


def in_other_languages(session: StoreSession, item: Item, site: Site) -> tuple[Item, ...]:
    """Return the items of the site's other languages that tell the same story."""
    return translations(item, near_in_other_languages(session, item, site))


def near_in_other_languages(session: StoreSession, item: Item, site: Site) -> tuple[Item, ...]:
    """Return the items of the site's other languages that are of the same day, or lead to the same article."""
    days, links = [item.day] if item.day else [], [item.link] if item.link else []
    others = (session.others(None, language, days, links) for language in site.languages if language != item.language)
    return tuple(other for found in others for other in found)


def _pages(
    session: StoreSession, stems: Iterable[str], known: Mapping[str, FeedRecord]
) -> Iterator[tuple[tuple[FeedKey, int], tuple[Item, ...]]]:
    """The items of marked pages; a mark may be of a page that there is no more, since the layout changed."""
    for stem in stems:
        name, page = archive_of(stem)
        record = known.get(name)
        if record and page <= record.pages:
            yield (record.key, page), session.page(record.key, page)
