"""Atom (RFC 4287) and RSS 2.0 documents. The one home of feedgen.

feedgen shares one tree of settings between both formats, and gives RSS the Atom self link; so each format has a
generator of its own. Every date is set: feedgen's own would be the time of day.
"""

from __future__ import annotations

from feedgen.entry import FeedEntry
from feedgen.feed import FeedGenerator

from feedsvc.model import Catalogue, Feed, Item, Site
from feedsvc.render.addresses import FORMATS, entry_url, feed_id, feed_url, item_url, page_url
from feedsvc.render.words import body_html, title_text

COUNTRY_SCHEME = "urn:iso:std:iso:3166"


def atom(feed: Feed, site: Site, catalogue: Catalogue) -> bytes:
    """Return the feed as an Atom document."""
    generator = _shell(feed, site, "atom")
    for item in feed.items:
        generator.add_entry(_entry(item, site, catalogue), order="append")
    generator.updated(feed.updated)  # after the entries: adding one moves it
    return bytes(generator.atom_str())


def rss(feed: Feed, site: Site, catalogue: Catalogue) -> bytes:
    """Return the feed as an RSS 2.0 document.

    Not safe in two threads at once: feedgen sets the locale of the whole process while it writes a date.
    """
    generator = _shell(feed, site, "rss")
    generator.load_extension("dc", atom=False, rss=True)  # RSS <author> wants an e-mail address, dc:creator a name
    for item in feed.items:
        entry = _entry(item, site, catalogue)
        entry.load_extension("dc", atom=False, rss=True)
        entry.dc.dc_creator(site.author)
        generator.add_entry(entry, order="append")
    generator.lastBuildDate(feed.updated)
    return bytes(generator.rss_str())


def _shell(feed: Feed, site: Site, kind: str) -> FeedGenerator:
    generator = FeedGenerator()
    generator.id(feed_id(site, feed.stem))
    generator.title(feed.title)
    generator.subtitle(site.description)
    generator.author({"name": site.author})
    generator.rights(site.rights)
    generator.generator("feedsvc")
    generator.language(feed.key.language)
    generator.link(href=feed_url(site, feed.stem, kind), rel="self", type=FORMATS[kind])
    generator.link(href=page_url(site, feed.stem), rel="alternate", type="text/html")  # last: RSS takes it as its own
    return generator


def _entry(item: Item, site: Site, catalogue: Catalogue) -> FeedEntry:
    entry = FeedEntry()
    entry.id(item.id)
    entry.title(title_text(item))
    entry.published(item.published)
    entry.updated(item.updated)
    entry.link(href=entry_url(site, item))  # nothing else: feedgen drops rel, type and length of an entry's links
    entry.content(body_html(item, item_url(site, item)), type="html")
    for code in item.attribution.about:
        entry.category(term=code, scheme=COUNTRY_SCHEME, label=catalogue.countries[code])
    return entry
