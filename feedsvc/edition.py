"""Renders what a run publishes: the marked folders of feeds, pages and site, from items to documents. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from feedsvc.core.assemble import SITE, carries, feed, item_stem, stem_of
from feedsvc.model import Catalogue, Document, Feed, FeedKey, FeedRecord, Folder, Item, Publication, Site
from feedsvc.render.addresses import feed_name
from feedsvc.render.html import FeedLink, Pages
from feedsvc.render.jsonfeed import jsonfeed
from feedsvc.render.opml import opml
from feedsvc.render.xml import atom, rss
from feedsvc.snapshot import document


@dataclass(frozen=True, slots=True)
class Layout:
    """Everything but the items that decides what documents look like.

    `catalogues` by language; `spellings` of each country that redirect to its feed; `assets` are the files
    that pages use, by name; `origin` names the renderer and the configuration, and changes whenever any of this does.
    """

    site: Site
    catalogues: Mapping[str, Catalogue]
    spellings: Mapping[str, tuple[str, ...]]
    pages: Pages
    assets: Mapping[str, bytes]
    origin: str


def all_stems(records: Iterable[FeedRecord], items: Iterable[Item], site: Site) -> frozenset[str]:
    """Return every folder that there is to publish."""
    return frozenset({SITE, *(stem_of(r.key, site) for r in records), *(item_stem(item) for item in items)})


def edition(
    records: Sequence[FeedRecord], items: Sequence[Item], marks: AbstractSet[str], layout: Layout
) -> Publication:
    """Return the marked folders, rendered. `records` are all feeds that exist, `items` all that are stored."""
    site = layout.site
    links = _feed_links(records, items, layout)
    feeds = [_feed(record, items, layout) for record in records if stem_of(record.key, site) in marks]
    folders = [_feed_folder(one, links, layout) for one in feeds]
    if SITE in marks:
        folders.append(_site_folder([_feed(record, (), layout) for record in records], layout))
    leaves = [_item_folder(item, layout) for item in items if item_stem(item) in marks]
    return Publication(tuple(leaves), tuple(folders))


def _feed(record: FeedRecord, items: Sequence[Item], layout: Layout) -> Feed:
    return feed(record, items, layout.site, layout.catalogues[record.key.language].countries)


def _feed_links(records: Iterable[FeedRecord], items: Sequence[Item], layout: Layout) -> dict[FeedKey, FeedLink]:
    links: dict[FeedKey, FeedLink] = {}
    for record in records:
        key, catalogue = record.key, layout.catalogues[record.key.language]
        name = catalogue.countries[key.country] if key.country else catalogue.messages["language"]
        count = sum(carries(key, item) for item in items)
        links[key] = FeedLink(name, stem_of(key, layout.site), key.language, count)
    return links


def _feed_folder(one: Feed, links: Mapping[FeedKey, FeedLink], layout: Layout) -> Folder:
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
    page = layout.pages.feed_page(one, site, catalogue, ranked, translations)
    return Folder(
        one.stem,
        (
            document(feed_name(one.stem, "atom"), atom(one, site, catalogue)),
            document(feed_name(one.stem, "rss"), rss(one, site, catalogue)),
            document(feed_name(one.stem, "json"), jsonfeed(one, site, catalogue)),
            document("index.html", page),
        ),
    )


def _item_folder(item: Item, layout: Layout) -> Folder:
    site = layout.site
    tags = {code: stem_of(FeedKey(item.language, code), site) for code in item.attribution.about}
    page = layout.pages.item_page(item, site, layout.catalogues[item.language], tags)
    return Folder(item_stem(item), (document("index.html", page),))


def _site_folder(feeds: Sequence[Feed], layout: Layout) -> Folder:
    """What belongs to no single feed; names that begin with "_" are for the server alone."""
    site = layout.site
    missing = layout.pages.missing_page(site, layout.catalogues[site.language])
    return Folder(
        SITE,
        (
            document("feeds.opml", opml(feeds, site)),
            document("robots.txt", b"User-agent: *\nAllow: /\n"),
            *(document(name, content) for name, content in layout.assets.items()),
            Document("_404.html", {"": missing}),
            Document("_redirects.json", {"": _redirects(feeds, layout)}),
            Document("_origin", {"": layout.origin.encode()}),
        ),
    )


def _redirects(feeds: Iterable[Feed], layout: Layout) -> bytes:
    """Other spellings of the countries that have a feed in some language, each with the name of their feeds."""
    codes = sorted({one.key.country for one in feeds if one.key.country})
    stems = {spelling: code.lower() for code in codes for spelling in layout.spellings[code]}
    return json.dumps({"stems": stems}, ensure_ascii=False, sort_keys=True).encode() + b"\n"
