"""Fetches from the memory what marked folders are made from, and says which folders there are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet

from feedsvc.core.absence import is_announced
from feedsvc.core.assemble import CORRECTIONS, SITE, archive_stem, item_stem, stem_of
from feedsvc.core.translation import translations
from feedsvc.core.window import TOLD_AGAIN, current, window
from feedsvc.edition import Contents, ItemContents
from feedsvc.model import FeedKey, FeedRecord, Item, Site
from feedsvc.ports import StoreSession
from feedsvc.render.html import GoneReason

LEAVES_AT_ONCE = 500  # rendered and published together, so that a whole rebuild takes little memory


def feed_stems(records: Iterable[FeedRecord], site: Site) -> frozenset[str]:
    """Return the folders that switch together: of feeds, corrections and site."""
    return frozenset({SITE, CORRECTIONS, *(stem_of(record.key, site) for record in records)})


def leaf_stems(session: StoreSession, site: Site) -> frozenset[str]:
    """Return the folders that are replaced one by one: of items, and of pages of archives."""
    pages = {
        archive_stem(stem_of(record.key, site), page)
        for record in session.feeds()
        for page in range(1, record.pages + 1)
    }
    return frozenset({*(item_stem(item) for item in session.items()), *pages})


def gather_leaves(
    session: StoreSession, records: tuple[FeedRecord, ...], stems: AbstractSet[str], site: Site
) -> Iterator[Contents]:
    """Give what marked pages of items and archives are made from, some at a time. `records` are all feeds, in order."""
    known = {stem_of(record.key, site): record for record in records}
    ordered = sorted(stem for stem in stems if stem.startswith(("i/", "archive/")))
    for start in range(0, len(ordered), LEAVES_AT_ONCE):
        part = ordered[start : start + LEAVES_AT_ONCE]
        items = session.items_by_slug(stem.removeprefix("i/") for stem in part if stem.startswith("i/"))
        yield Contents(
            records,
            archive=dict(_pages(session, (stem for stem in part if stem.startswith("archive/")), known)),
            items=tuple(_item(session, item, site) for item in items),
        )


def gather_feeds(
    session: StoreSession, records: tuple[FeedRecord, ...], stems: AbstractSet[str], site: Site
) -> Contents:
    """Return what the marked folders of feeds, corrections and site are made from. `records` are all feeds."""
    return Contents(
        records,
        feeds={r.key: current_items(session, r.key) for r in records if stem_of(r.key, site) in stems},
        corrections=session.corrections() if CORRECTIONS in stems else None,
        earliest=session.earliest(),
        has_site=SITE in stems,
    )


def current_items(session: StoreSession, key: FeedKey) -> tuple[Item, ...]:
    """Return the items that a feed's current document holds, newest first."""
    return current(window(session.newest(key)), session.unpaged(key), session.lately_updated(key, TOLD_AGAIN))


def _item(session: StoreSession, item: Item, site: Site) -> ItemContents:
    given = session.overrides([item.id]) if is_announced(item) else ()
    reason: GoneReason = "publisher" if any(override.action == "withdraw" for override in given) else "source"
    for override in given:
        if override.action == "merge":
            reason = session.item(override.value) or reason
    return ItemContents(item, session.revisions(item.id), reason, in_other_languages(session, item, site))


def in_other_languages(session: StoreSession, item: Item, site: Site) -> tuple[Item, ...]:
    """Return the items of the site's other languages that tell the same story."""
    days, links = [item.day] if item.day else [], [item.link] if item.link else []
    others = (session.others("", language, days, links) for language in site.languages if language != item.language)
    return translations(item, (other for found in others for other in found))


def _pages(
    session: StoreSession, stems: Iterable[str], known: Mapping[str, FeedRecord]
) -> Iterator[tuple[tuple[FeedKey, int], tuple[Item, ...]]]:
    """The items of marked pages; a mark may be of a page that there is no more, since the layout changed."""
    for stem in stems:
        name, _, page = stem.removeprefix("archive/").rpartition("/")
        record = known.get(name)
        if record and int(page) <= record.pages:
            yield (record.key, int(page)), session.page(record.key, int(page))
