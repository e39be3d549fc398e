"""From items to the bytes of their entries. An item that no document says anew is not rendered anew either."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import Any

from feedgen.entry import FeedEntry
from lxml import etree

from feedsvc.core.identity import given_name
from feedsvc.model import Catalogue, Item, Site
from feedsvc.render.addresses import item_url
from feedsvc.render.kept import MOST_KEPT, Kept, KeptEntries, entries
from feedsvc.render.words import body_html, title_text
from feedsvc.render.xml.extensions import DUBLIN_CORE, MEDIA, Creator, Picture

COUNTRY_SCHEME = "urn:iso:std:iso:3166"

_kept_atom: KeptEntries[bytes] = Kept(MOST_KEPT)
_kept_rss: KeptEntries[bytes] = Kept(MOST_KEPT)


def atom_entries(items: Iterable[Item], site: Site, catalogue: Catalogue) -> list[bytes]:
    """Return the Atom entry of each item, as it stands in a document of feedgen."""
    return entries(items, site, catalogue, _kept_atom, _atom)


def rss_entries(items: Iterable[Item], site: Site, catalogue: Catalogue) -> list[bytes]:
    """Return the RSS item of each item, as it stands in a document of feedgen that declares `dc`."""
    return entries(items, site, catalogue, _kept_rss, _rss)


def _atom(item: Item, site: Site, catalogue: Catalogue) -> bytes:
    return _within({"media": MEDIA}, _entry(item, site, catalogue).atom_entry())


def _rss(item: Item, site: Site, catalogue: Catalogue) -> bytes:
    entry = _entry(item, site, catalogue)
    entry.guid(given_name(item.id, site.authority), permalink=False)
    entry.register_extension("dc", partial(Creator, site.author), atom=False)
    return _within({"dc": DUBLIN_CORE, "media": MEDIA}, entry.rss_entry())


def _entry(item: Item, site: Site, catalogue: Catalogue) -> FeedEntry:
    page = item_url(site, item)
    entry = FeedEntry()
    entry.id(item.id)
    entry.title(title_text(item))
    entry.published(item.published)
    entry.updated(item.updated)
    entry.link(href=item.link or page)  # nothing else: feedgen drops rel, type and length of an entry's links
    entry.content(body_html(item, page), type="html")
    if item.image:
        entry.register_extension("media", partial(Picture, item.image.address))
    for code in item.attribution.about:
        entry.category(term=code, scheme=COUNTRY_SCHEME, label=catalogue.countries[code])
    return entry


def _within(namespaces: dict[str, str], element: Any) -> bytes:
    """An element as it is written inside one that declares the namespaces, so that it does not declare them itself."""
    outer = etree.Element("a", nsmap=namespaces)
    outer.append(element)
    content = bytes(etree.tostring(outer, encoding="UTF-8"))
    return content[content.index(b">") + 1 : -len(b"</a>")]
