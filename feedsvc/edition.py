"""Renders what a run publishes: the marked folders of feeds, pages and site, from items to documents. Pure."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cache, partial

from feedsvc.core.absence import is_announced
from feedsvc.core.again import answered_once
from feedsvc.core.assemble import CORRECTIONS, SITE, archive_stem, item_stem, stem_of
from feedsvc.core.window import window
from feedsvc.drafting import RENDERERS, Draft, Layout, Made, made
from feedsvc.model import Entry, Feed, FeedKey, FeedRecord, Item, Publication, Revision, Site
from feedsvc.proof.feeds import feed_fault, opml_fault
from feedsvc.proof.pages import (
    corrections_page_fault,
    feed_page_fault,
    gone_page_fault,
    headed_page_fault,
    item_page_fault,
)
from feedsvc.proof.text import json_fault, text_fault, xml_fault
from feedsvc.render.addresses import GONE, feed_name
from feedsvc.render.corrections import corrections_feed
from feedsvc.render.html import FeedLink, GoneReason, ItemLinks
from feedsvc.render.opml import opml
from feedsvc.render.words import as_announced

_Feed = Callable[[], Feed]
_Links = Callable[[], Mapping[FeedKey, FeedLink]]


@dataclass(frozen=True, slots=True)
class ItemContents:
    """An item with all that its page shows: its revisions, of a withdrawn one the reason, and it in other languages."""

    item: Item
    revisions: tuple[Revision, ...] = ()
    reason: GoneReason = "source"
    translations: tuple[Item, ...] = ()


@dataclass(frozen=True, slots=True)
class Contents:
    """What marked folders are made from.

    `records` are all feeds that exist, in order; `feeds` holds the items of the marked ones' current documents,
    `archive` those of marked pages of an archive, `items` those with a marked page, each with its revisions, the last
    one first; `corrections` every revision that readers were told of, or None where that folder is not marked;
    `earliest` is the `published` of the oldest item.
    """

    records: tuple[FeedRecord, ...]
    feeds: Mapping[FeedKey, tuple[Item, ...]] = field(default_factory=dict)
    archive: Mapping[tuple[FeedKey, int], tuple[Item, ...]] = field(default_factory=dict)
    items: tuple[ItemContents, ...] = ()
    corrections: tuple[tuple[Revision, Item], ...] | None = None
    earliest: datetime | None = None
    has_site: bool = False


def edition(contents: Contents, layout: Layout) -> Publication:
    """Return the marked folders, rendered."""
    # Made when first asked for, within a draft: what one of them cannot bear stops the documents that need it.
    links = cache(partial(_feed_links, contents.records, layout))
    folders = [
        _feed_folder(
            stem_of(r.key, layout.site), cache(partial(feed_of, r, contents.feeds[r.key], layout)), links, layout
        )
        for r in contents.records
        if r.key in contents.feeds
    ]
    if contents.corrections is not None:
        folders.append(_corrections_folder(contents, contents.corrections, layout))
    if contents.has_site:
        folders.append(
            _site_folder(cache(lambda: [feed_of(record, (), layout) for record in contents.records]), layout)
        )
    records = {record.key: record for record in contents.records}
    leaves = [_item_folder(one, layout) for one in contents.items]
    leaves += [_page_folder(records[key], page, items, layout) for (key, page), items in contents.archive.items()]
    return Publication(
        leaves=tuple(made.folder for made in leaves),
        feeds=tuple(made.folder for made in folders),
        faults=tuple(fault for made in (*leaves, *folders) for fault in made.faults),
    )


@answered_once
def feed_documents(records: tuple[FeedRecord, ...], site: Site) -> dict[str, tuple[str, ...]]:
    """Return the names of the documents that the folders of feeds, corrections and site should hold."""
    stems = [CORRECTIONS, *(stem_of(record.key, site) for record in records)]
    feeds = {stem: (*(feed_name(stem, kind) for kind in RENDERERS), "index.html") for stem in stems}
    return {**feeds, SITE: ("feeds.opml", "robots.txt", "_404.html", "_redirects.json")}


def unfinished(publication: Publication) -> frozenset[str]:
    """Return the folders in which a document is kept: they stay marked, so that the next run tries again."""
    return frozenset(folder.stem for folder in (*publication.leaves, *publication.feeds) if folder.kept)


def feed_of(record: FeedRecord, items: Iterable[Item], layout: Layout, page: int | None = None) -> Feed:
    """Return a feed's current document, or a page of its archive, which remembers for ever what was deleted."""
    key, site = record.key, layout.site
    catalogue = layout.catalogues[key.language]
    title = f"{catalogue.countries[key.country]}: {site.title}" if key.country else site.title
    shown = tuple(items)
    return Feed(
        key,
        stem_of(key, site),
        title,
        max((item.updated for item in shown), default=record.updated) if page else record.updated,
        items=tuple(as_announced(item, catalogue) for item in shown if item.presence not in ("deleted", "expired")),
        deleted=tuple(item for item in shown if item.presence in ("deleted", "expired")),
        pages=record.pages,
        page=page,
    )


def _feed_links(records: Iterable[FeedRecord], layout: Layout) -> dict[FeedKey, FeedLink]:
    links: dict[FeedKey, FeedLink] = {}
    for record in records:
        key, catalogue = record.key, layout.catalogues[record.key.language]
        name = catalogue.countries[key.country] if key.country else catalogue.messages["language"]
        links[key] = FeedLink(name, stem_of(key, layout.site), key.language, record.count)
    return links


def _page_folder(record: FeedRecord, page: int, items: Iterable[Item], layout: Layout) -> Made:
    """A page of a feed's archive, in Atom."""
    stem = stem_of(record.key, layout.site)
    one = cache(partial(feed_of, record, items, layout, page))
    return made(archive_stem(stem, page), (_format(f"{page}.atom", "atom", one, layout),), layout)


def _feed_folder(stem: str, one: _Feed, links: _Links, layout: Layout) -> Made:
    formats = [_format(feed_name(stem, kind), kind, one, layout) for kind in layout.renderers]
    page = Draft("index.html", lambda: _feed_page(one(), links(), layout), lambda page: feed_page_fault(page, one()))
    return made(stem, (*formats, page), layout)


def _format(name: str, kind: str, one: _Feed, layout: Layout) -> Draft:
    return Draft(
        name,
        lambda: layout.renderers[kind](one(), layout.site, layout.catalogues[one().key.language]),
        lambda content: feed_fault(content, kind, one(), layout.site),
    )


def _feed_page(one: Feed, links: Mapping[FeedKey, FeedLink], layout: Layout) -> bytes:
    site, catalogue = layout.site, layout.catalogues[one.key.language]
    countries = [link for key, link in links.items() if key.country and key.language == one.key.language]
    ranked = sorted(countries, key=lambda link: (-link.count, link.name))
    languages = [FeedKey(language, one.key.country) for language in site.languages]
    translations = [
        FeedLink(
            layout.catalogues[key.language].messages["language"],
            links[key].stem,
            key.language,
            links[key].count,
        )
        for key in languages
        if key in links
    ]
    return layout.pages.feed_page(one, site, catalogue, ranked, translations)


def _item_folder(one: ItemContents, layout: Layout) -> Made:
    """An item's page; of a withdrawn one it stands where the server finds why there is nothing any more."""
    item, catalogue = one.item, layout.catalogues[one.item.language]
    if not is_announced(item):
        page = Draft("index.html", partial(_item_page, one, layout), partial(item_page_fault, item=item))
        return made(item_stem(item), (page,), layout)
    into = one.reason if isinstance(one.reason, Item) else None
    gone = Draft(
        GONE,
        partial(layout.pages.gone_page, item, layout.site, catalogue, one.reason),
        partial(gone_page_fault, item=item, catalogue=catalogue, into=into),
    )
    return made(item_stem(item), (gone,), layout)


def _item_page(one: ItemContents, layout: Layout) -> bytes:
    site, item = layout.site, one.item
    tags = {code: stem_of(FeedKey(item.language, code), site) for code in item.attribution.about}
    told = (item, *one.translations)
    names = {other.language: layout.catalogues[other.language].messages["language"] for other in told}
    languages = [FeedLink(names[other.language], item_stem(other), other.language, 1) for other in told]
    links = ItemLinks(tags, languages)
    return layout.pages.item_page(item, site, layout.catalogues[item.language], links, one.revisions)


def _corrections_folder(contents: Contents, revisions: Sequence[tuple[Revision, Item]], layout: Layout) -> Made:
    """The feed of what was corrected last, and the page of all that ever was."""
    site, catalogue = layout.site, layout.catalogues[layout.site.language]
    earliest = contents.earliest or min(record.updated for record in contents.records)

    @cache
    def one() -> Feed:
        whole = corrections_feed(revisions, site, catalogue, earliest)
        newest = tuple(entry.item for entry in window(map(Entry, whole.items)))
        return replace(whole, items=newest, pages=0 if newest == whole.items else None)

    page = Draft(
        "index.html",
        partial(layout.pages.corrections_page, revisions, site, catalogue),
        partial(corrections_page_fault, revisions=revisions, catalogue=catalogue),
    )
    feeds = [_format(feed_name(CORRECTIONS, kind), kind, one, layout) for kind in layout.renderers]
    return made(CORRECTIONS, (*feeds, page), layout)


def _site_folder(feeds: Callable[[], Sequence[Feed]], layout: Layout) -> Made:
    """What belongs to no single feed; names that begin with "_" are for the server alone."""
    site, catalogue = layout.site, layout.catalogues[layout.site.language]
    missing = partial(headed_page_fault, language=site.language, heading=catalogue.messages["missing"])
    drafts = (
        Draft("feeds.opml", lambda: opml(feeds(), site), lambda content: opml_fault(content, feeds(), site)),
        Draft("robots.txt", lambda: b"User-agent: *\nAllow: /\n"),
        *(_asset(name, content) for name, content in layout.assets.items()),
        Draft("_404.html", partial(layout.pages.missing_page, site, catalogue), missing),
        Draft(
            "_redirects.json",
            lambda: _json(_redirects(feeds(), layout)),
            lambda content: json_fault(content, _redirects(feeds(), layout)),
        ),
        Draft("_origin", layout.origin.encode),
    )
    return made(SITE, drafts, layout)


def _asset(name: str, content: bytes) -> Draft:
    return Draft(name, lambda: content, xml_fault if name.endswith(".svg") else text_fault)


def _redirects(feeds: Iterable[Feed], layout: Layout) -> dict[str, dict[str, str]]:
    """Other spellings of the countries that have a feed in some language, each with the name of their feeds."""
    codes = sorted({one.key.country for one in feeds if one.key.country})
    return {"stems": {spelling: code.lower() for code in codes for spelling in layout.spellings[code]}}


def _json(table: object) -> bytes:
    return json.dumps(table, ensure_ascii=False, sort_keys=True).encode() + b"\n"
