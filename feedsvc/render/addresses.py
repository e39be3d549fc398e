"""The public address of every document, from its place in the tree. Addresses live for ever."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from feedsvc.core.assemble import item_stem
from feedsvc.model import Item, Site

FORMATS: Mapping[str, str] = MappingProxyType(
    {"atom": "application/atom+xml", "rss": "application/rss+xml", "json": "application/feed+json"}
)
"""The formats of every feed by the ending of their names, and their media types."""

GONE = "_gone.html"  # in an item's folder, where its page was: served with 410


def address_of(stem: str, name: str) -> str | None:
    """Return the path at which the document `name` of the folder `stem` is served; None for a private one ("_…").

    ("all", "index.html") is "/", ("hn", "hn.atom") is "/hn.atom", ("lang/es/hn", "index.html") is "/lang/es/hn/",
    ("lang/es/all", "index.html") is "/lang/es/", ("site", "feeds.opml") is "/feeds.opml".
    """
    if name.startswith("_"):
        return None
    parent, _, last = stem.rpartition("/")
    if name == "index.html":
        folder = parent if last == "all" else stem
        return f"/{folder}/" if folder else "/"
    return f"/{parent}/{name}" if parent else f"/{name}"


def page_path(stem: str) -> str:
    """Return the path of the page of a feed or item: pages link to one another by path, under whatever host."""
    return str(address_of(stem, "index.html"))


def page_url(site: Site, stem: str) -> str:
    """Return the absolute address of the page of a feed or item."""
    return site.base_url + page_path(stem)


def feed_url(site: Site, stem: str, kind: str) -> str:
    """Return the absolute address of a feed's document; `kind` is one of FORMATS."""
    return f"{site.base_url}{address_of(stem, feed_name(stem, kind))}"


def feed_name(stem: str, kind: str) -> str:
    """Return the file name of a feed's document in its folder."""
    return f"{stem.rpartition('/')[2]}.{kind}"


def item_url(site: Site, item: Item) -> str:
    """Return the absolute address of an item's page, its permalink."""
    return page_url(site, item_stem(item))


def entry_url(site: Site, item: Item) -> str:
    """Return where an entry leads: the source's own article where it has one, else the item's page."""
    return item.link or item_url(site, item)


def feed_id(site: Site, stem: str) -> str:
    """Return the tag: URI (RFC 4151) of a feed, the same wherever it is served."""
    return f"tag:{site.authority}:feed/{stem}"
