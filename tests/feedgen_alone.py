"""Feeds as feedgen alone makes them, every entry anew: what our documents must equal and are timed beside."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from functools import partial
from typing import NamedTuple

from feedgen.entry import FeedEntry
from feedgen.feed import FeedGenerator

from feedsvc.model import Catalogue, Feed, Item, Site
from feedsvc.render.addresses import FORMATS, document_url, entry_url, feed_id, item_url, page_url
from feedsvc.render.words import body_html, title_text
from feedsvc.render.xml.extensions import History, Tombstones


class Said(NamedTuple):
    """What an entry says, ready for feedgen's setters."""

    id: str
    title: str
    published: datetime
    updated: datetime
    link: str
    body: str
    countries: tuple[tuple[str, str], ...]
    picture: str | None


def said(item: Item, site: Site, catalogue: Catalogue) -> Said:
    """Return what the entry of an item says."""
    return Said(
        item.id,
        title_text(item),
        item.published,
        item.updated,
        entry_url(site, item),
        body_html(item, item_url(site, item)),
        tuple((code, catalogue.countries[code]) for code in item.attribution.about),
        item.image.address if item.image else None,
    )


def atom(feed: Feed, site: Site, entries: Iterable[Said]) -> bytes:
    """Return the Atom document of a feed whose entries say this."""
    generator = _generator(feed, site, "atom")
    if feed.deleted:
        generator.register_extension("at", partial(Tombstones, feed.deleted), rss=False)
    for one in entries:
        generator.add_entry(_entry(one), order="append")
    generator.updated(feed.updated)
    return bytes(generator.atom_str())


def rss(feed: Feed, site: Site, entries: Iterable[Said]) -> bytes:
    """Return the RSS document of a feed whose items say this."""
    generator = _generator(feed, site, "rss")
    generator.load_extension("dc", atom=False, rss=True)
    for one in entries:
        entry = _entry(one)
        entry.load_extension("dc", atom=False, rss=True)
        entry.dc.dc_creator(site.author)
        generator.add_entry(entry, order="append")
    generator.lastBuildDate(feed.updated)
    return bytes(generator.rss_str())


def _generator(feed: Feed, site: Site, kind: str) -> FeedGenerator:
    generator = FeedGenerator()
    generator.id(feed_id(site, feed.stem))
    generator.title(feed.title)
    generator.subtitle(site.description)
    generator.author({"name": site.author})
    generator.rights(site.rights)
    generator.generator("feedsvc")
    generator.language(feed.key.language)
    generator.link(href=document_url(site, feed, kind), rel="self", type=FORMATS[kind])
    generator.link(href=page_url(site, feed.stem), rel="alternate", type="text/html")
    generator.register_extension("fh", partial(History, feed, site))
    if any(item.image for item in feed.items):
        generator.load_extension("media")
    return generator


def _entry(one: Said) -> FeedEntry:
    entry = FeedEntry()
    entry.id(one.id)
    entry.title(one.title)
    entry.published(one.published)
    entry.updated(one.updated)
    entry.link(href=one.link)
    entry.content(one.body, type="html")
    if one.picture:
        entry.load_extension("media")
        entry.media.thumbnail(url=one.picture, group=None)
    for code, name in one.countries:
        entry.category(term=code, scheme="urn:iso:std:iso:3166", label=name)
    return entry
