"""A client of feeds that have a history, written from RFC 5005 (sections 3 and 4) and RFC 6721 alone.

It follows a chain from the current document to the end, holds what the standards ask of each document of it, and
merges what it finds. It knows nothing of the program whose documents it reads.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from html import unescape
from xml.etree import ElementTree as ET

_ATOM = "{http://www.w3.org/2005/Atom}"
_HISTORY = "{http://purl.org/syndication/history/1.0}"
_TOMBSTONES = "{http://purl.org/atompub/tombstones/1.0}"
_ARCHIVES = ("prev-archive", "next-archive", "current")
_MARKUP = re.compile(r"<[^>]*>")

Fetch = Callable[[str], bytes]
"""Gives the bytes at an address, or raises."""


@dataclass(frozen=True, slots=True)
class Read:
    """An entry: its id, its words, and when it says that it changed."""

    id: str
    title: str
    text: str
    updated: str


@dataclass(frozen=True, slots=True)
class Page:
    """One document of a chain: its entries and the ids of what was deleted, and where it leads."""

    url: str
    feed: str
    size: int
    entries: Mapping[str, Read]
    deleted: frozenset[str]
    links: Mapping[str, str]
    is_archive: bool
    is_complete: bool

    @property
    def ids(self) -> frozenset[str]:
        """Everything of which the document says something."""
        return self.deleted | self.entries.keys()


def crawl(url: str, fetch: Fetch) -> tuple[Page, ...]:
    """Return the documents of a feed's chain, the current one first, the oldest page last."""
    pages = [read_page(url, fetch(url))]
    while (older := pages[-1].links.get("prev-archive")) is not None:
        assert older not in {page.url for page in pages}, f"{older} leads back to itself"
        pages.append(read_page(older, fetch(older)))
    _assert_chained(pages)
    return tuple(pages)


def merged(pages: Iterable[Page]) -> dict[str, Read | None]:
    """Return each entry by its id as the newest document has it; None is one that was deleted."""
    found: dict[str, Read | None] = {}
    for page in pages:
        for name in page.ids:
            found.setdefault(name, page.entries.get(name))
    return found


def read_page(url: str, content: bytes) -> Page:
    """Return what a document says. No id stands in it twice, and none both as an entry and as deleted."""
    root = ET.fromstring(content)
    assert root.tag == f"{_ATOM}feed"
    entries = [_entry(element) for element in root.iterfind(f"{_ATOM}entry")]
    deleted = [element.attrib["ref"] for element in root.iterfind(f"{_TOMBSTONES}deleted-entry")]
    names = [*(entry.id for entry in entries), *deleted]
    assert len(names) == len(set(names)), f"{url} names something twice"
    links = {link.attrib.get("rel", "alternate"): link.attrib["href"] for link in root.iterfind(f"{_ATOM}link")}
    return Page(
        url,
        _text(root, "id"),
        len(content),
        {entry.id: entry for entry in entries},
        frozenset(deleted),
        links,
        is_archive=root.find(f"{_HISTORY}archive") is not None,
        is_complete=root.find(f"{_HISTORY}complete") is not None,
    )


def _assert_chained(pages: list[Page]) -> None:
    """Each document names itself and its neighbours; only the first one is no archive, and alone it is complete."""
    current, *archive = pages
    assert not current.is_archive
    assert current.is_complete == (not archive), current.url
    assert {rel for rel in _ARCHIVES if rel in current.links} == ({"prev-archive"} if archive else set())
    newer: str | None = None
    for page in archive:
        assert page.is_archive, page.url
        assert not page.is_complete, page.url
        assert page.links["current"] == current.url, page.url
        assert page.links.get("next-archive") == newer, page.url
        newer = page.url
    for page in pages:
        assert page.links["self"] == page.url
        assert page.feed == current.feed, "one logical feed has one id"


def _entry(element: ET.Element) -> Read:
    text = unescape(_MARKUP.sub("", _text(element, "content")))
    return Read(_text(element, "id"), _text(element, "title"), text, _text(element, "updated"))


def _text(parent: ET.Element, name: str) -> str:
    found = parent.find(f"{_ATOM}{name}")
    assert found is not None, f"no {name}"
    return found.text or ""
