"""The public address of every document, from its place in the tree. Addresses live for ever."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

from feedsvc.core.assemble import item_stem
from feedsvc.model import Feed, Item, Site

FORMATS: Mapping[str, str] = MappingProxyType(
    {"atom": "application/atom+xml", "rss": "application/rss+xml", "json": "application/feed+json"}
)
"""The formats of every feed by the ending of their names, and their media types."""

GONE = "_gone.html"  # in an item's folder, where its page was: served with 410

_ARCHIVE = "archive/"
_PLACE = re.compile(r"/(lang/[A-Za-z0-9-]{1,40}/)?(?:(?!all/)([a-z0-9-]{1,40})/)?archive/([1-9][0-9]{0,8})\.atom")


def address_of(stem: str, name: str) -> str | None:
    """Return the path at which the document `name` of the folder `stem` is served; None for a private one ("_…").

    ("all", "index.html") is "/", ("hn", "hn.atom") is "/hn.atom", ("lang/es/hn", "index.html") is "/lang/es/hn/",
    ("lang/es/all", "index.html") is "/lang/es/", ("site", "feeds.opml") is "/feeds.opml", ("archive/hn/3", "3.atom")
    is "/hn/archive/3.atom".
    """
    if name.startswith("_"):
        return None
    if name == "index.html":
        return page_path(stem)
    if stem.startswith(_ARCHIVE):
        return f"{page_path(stem.removeprefix(_ARCHIVE).rpartition('/')[0])}{_ARCHIVE}{name}"
    parent = stem.rpartition("/")[0]
    return f"/{parent}/{name}" if parent else f"/{name}"


def page_path(stem: str) -> str:
    """Return the path of the page of a feed or item: pages link to one another by path, under whatever host."""
    return "/" if stem == "all" else f"/{stem.removesuffix('/all')}/"


def page_url(site: Site, stem: str) -> str:
    """Return the absolute address of the page of a feed or item."""
    return site.base_url + page_path(stem)


def feed_url(site: Site, stem: str, kind: str) -> str:
    """Return the absolute address of a feed's document; `kind` is one of FORMATS."""
    return f"{site.base_url}{address_of(stem, feed_name(stem, kind))}"


def feed_name(stem: str, kind: str) -> str:
    """Return the file name of a feed's document in its folder."""
    return f"{stem.rpartition('/')[2]}.{kind}"


def document_url(site: Site, feed: Feed, kind: str) -> str:
    """Return the absolute address of the very document that a feed is rendered to: the current one, or a page."""
    return feed_url(site, feed.stem, kind) if feed.page is None else archive_url(site, feed.stem, feed.page)


def archive_stem(stem: str, page: int) -> str:
    """Return the place in the tree of a page of a feed's archive: "archive/hn/3", "archive/lang/es/all/3"."""
    return f"{_ARCHIVE}{stem}/{page}"


def archive_url(site: Site, stem: str, page: int) -> str:
    """Return the absolute address of a page of a feed's archive; there are such pages in Atom only."""
    return feed_url(site, archive_stem(stem, page), "atom")


def archive_place(path: str) -> str | None:
    """Return the place in the tree of the archive page at `path`, or None where there can be none.

    The inverse of `address_of`: "/hn/archive/3.atom" is at "archive/hn/3", "/lang/es/archive/3.atom" at
    "archive/lang/es/all/3". It is made of letters, digits, "-" and "/" alone, whatever the path holds.
    """
    found = _PLACE.fullmatch(path)
    if found is None:
        return None
    language, name, page = found.groups(default="")
    return archive_stem(f"{language}{name or 'all'}", int(page))


def item_url(site: Site, item: Item) -> str:
    """Return the absolute address of an item's page, its permalink."""
    return f"{site.base_url}/{item_stem(item)}/"


def entry_url(site: Site, item: Item) -> str:
    """Return where an entry leads: the source's own article where it has one, else the item's page."""
    return item.link or item_url(site, item)


def feed_id(site: Site, stem: str) -> str:
    """Return the tag: URI (RFC 4151) of a feed, the same wherever it is served."""
    return f"tag:{site.authority}:feed/{stem}"
