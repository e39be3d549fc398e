"""Reads the published tree: every document that says something of items, and which of them are damaged."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar
from xml.etree.ElementTree import ParseError

from feedsvc.core.assemble import CORRECTIONS, SITE
from feedsvc.errors import AuthorityChanged
from feedsvc.model import FeedKey, Site
from feedsvc.proof.feeds import FeedRead, read_atom
from feedsvc.recovery.pages import ItemPage, read_feed_page, read_gone_page, read_item_page
from feedsvc.render.addresses import GONE, feed_name

_PAGE = re.compile(r"archive/(.+)/([1-9][0-9]{0,8})/\2\.atom")
_FEED_ID = re.compile(r"tag:([^:]+):feed/.+")
_Told = TypeVar("_Told")


@dataclass(frozen=True, slots=True)
class FeedDocument:
    """An Atom document of a feed at `path`: the current one, or a `page` of its archive."""

    path: str
    key: FeedKey
    page: int | None
    read: FeedRead


@dataclass(frozen=True, slots=True)
class _Place:
    """Where an Atom document stands, by which its feed is known before it is read."""

    path: str
    key: FeedKey
    page: int | None = None


@dataclass
class Tree:
    """What was found: documents of feeds, pages of items by slug, the slugs that each feed's page lists.

    `damaged` says of the path of each document that cannot be used why. Of the feeds that are `lacking` it is the
    current one.
    """

    feeds: list[FeedDocument] = field(default_factory=list)
    items: dict[str, ItemPage] = field(default_factory=dict)
    lists: dict[FeedKey, tuple[str, ...]] = field(default_factory=dict)
    corrections: FeedRead | None = None
    damaged: dict[str, str] = field(default_factory=dict)
    lacking: set[FeedKey] = field(default_factory=set)


def read_tree(documents: Iterable[tuple[str, bytes | None]], site: Site) -> Tree:
    """Return what published documents say; each that cannot be used is named.

    Raises AuthorityChanged when a feed's id was made with another authority than the site's.
    """
    tree = Tree()
    for path, content in documents:
        stem, _, name = path.rpartition("/")
        if stem == SITE:
            continue
        if path.startswith("i/"):
            _take_item_page(tree, path, content)
        elif found := _PAGE.fullmatch(path):
            _take_feed(tree, _Place(path, key_of(found[1], site), int(found[2])), content, site)
        elif name == feed_name(stem, "atom"):
            _take_current(tree, path, content, stem, site)
        elif name == "index.html" and stem != CORRECTIONS:
            listed = _understood(tree, path, content, read_feed_page)
            tree.lists[key_of(stem, site)] = listed or ()
    return tree


def key_of(stem: str, site: Site) -> FeedKey:
    """Return the feed of a place in the tree; the inverse of `stem_of`."""
    above, _, name = stem.rpartition("/")
    return FeedKey(above.removeprefix("lang/") or site.language, None if name == "all" else name.upper())


def _take_item_page(tree: Tree, path: str, content: bytes | None) -> None:
    slug, name = path.split("/", 1)[1].rsplit("/", 1)
    read = read_gone_page if name == GONE else read_item_page
    page = _understood(tree, path, content, read)
    if page is not None:
        tree.items[slug] = page


def _take_current(tree: Tree, path: str, content: bytes | None, stem: str, site: Site) -> None:
    if stem == CORRECTIONS:
        tree.corrections = _understood(tree, path, content, _read_feed)
    else:
        _take_feed(tree, _Place(path, key_of(stem, site)), content, site)


def _take_feed(tree: Tree, place: _Place, content: bytes | None, site: Site) -> None:
    read = _understood(tree, place.path, content, _read_feed)
    if read is None:
        if place.page is None:
            tree.lacking.add(place.key)
        return
    authority = _FEED_ID.fullmatch(str(read.head["id"]))
    if authority is None or authority[1] != site.authority:
        raise AuthorityChanged(
            f"{place.path}: the feed's id is {read.head['id']}, but ids.authority is {site.authority}. Ids are for "
            "ever, so nothing was recovered. Put the authority back that stands in the id."
        )
    language = str(read.head["language"] or place.key.language)
    tree.feeds.append(FeedDocument(place.path, FeedKey(language, place.key.country), place.page, read))


def _read_feed(content: bytes) -> FeedRead:
    """What an Atom document says that is one of a feed, with all that recovery cannot do without."""
    read = read_atom(content)
    if read.head["id"] is None or read.head["updated"] is None:
        raise ValueError("it is no feed with an id and a moment of its last update")
    for entry in read.entries:
        if None in (entry.id, entry.title, entry.published, entry.updated, entry.body):
            raise ValueError(f"entry {entry.id} is not whole")
    if any(None in one for one in read.deleted):
        raise ValueError("a tombstone is not whole")
    moments = [read.head["updated"], *(m for e in read.entries for m in (e.published, e.updated))]
    if any(isinstance(moment, datetime) and moment.tzinfo is None for moment in moments):
        raise ValueError("a moment has no zone")
    return read


def _understood(tree: Tree, path: str, content: bytes | None, read: Callable[[bytes], _Told]) -> _Told | None:
    if content is None:
        tree.damaged[path] = "it cannot be read from its disk"
        return None
    try:
        return read(content)
    except (ParseError, ValueError) as error:
        tree.damaged[path] = f"it is damaged ({error})"
        return None
