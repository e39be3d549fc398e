"""What feedgen has no words for: a feed's history (RFC 5005) and deleted entries (RFC 6721); and its slow ones.

feedgen asks an extension for its namespaces and lets it add to the tree, after the feed's own data and before the
entries: the only place where Atom's schema allows more elements. Its Atom tags are unqualified, so these are too.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from feedgen.util import xml_elem

from feedsvc.model import Feed, Item, Site
from feedsvc.render.addresses import FORMATS, archive_url, feed_url

ATOM = "http://www.w3.org/2005/Atom"
MEDIA = "http://search.yahoo.com/mrss/"
DUBLIN_CORE = "http://purl.org/dc/elements/1.1/"
HISTORY = "http://purl.org/syndication/history/1.0"
TOMBSTONES = "http://purl.org/atompub/tombstones/1.0"


class History:
    """Says where the rest of a feed is: there is none, or in the pages of its archive."""

    def __init__(self, feed: Feed, site: Site) -> None:
        self._mark = "archive" if feed.page is not None else "complete" if feed.pages == 0 else None
        self._links = tuple(_links(feed, site))

    def extend_ns(self) -> dict[str, str]:
        """Return the namespaces for the document."""
        return {"fh": HISTORY} if self._mark else {}

    def extend_atom(self, feed: Any) -> None:
        """Add to an Atom document."""
        self._extend(feed, "link")

    def extend_rss(self, feed: Any) -> None:
        """Add to the channel of an RSS document."""
        self._extend(feed[0], f"{{{ATOM}}}link")

    def _extend(self, parent: Any, link: str) -> None:
        if self._mark:
            xml_elem(f"{{{HISTORY}}}{self._mark}", parent)
        for relation, address in self._links:
            xml_elem(link, parent, href=address, rel=relation, type=FORMATS["atom"])


class Tombstones:
    """Names the items that were here and have been deleted, and when they were withdrawn."""

    def __init__(self, deleted: Sequence[Item]) -> None:
        self._deleted = deleted

    def extend_ns(self) -> dict[str, str]:
        """Return the namespaces for the document."""
        return {"at": TOMBSTONES}

    def extend_atom(self, feed: Any) -> None:
        """Add to an Atom document."""
        for item in self._deleted:
            when = item.absent_since or item.updated
            xml_elem(f"{{{TOMBSTONES}}}deleted-entry", feed, ref=item.id, when=when.isoformat())


class Authorship:
    """Declares what `Creator` needs."""

    def extend_ns(self) -> dict[str, str]:
        """Return the namespaces for the document."""
        return {"dc": DUBLIN_CORE}

    def extend_rss(self, feed: Any) -> None:
        """Add nothing to the channel."""


class Pictures:
    """Declares what `Picture` needs, in documents that have one."""

    def extend_ns(self) -> dict[str, str]:
        """Return the namespaces for the document."""
        return {"media": MEDIA}

    def extend_atom(self, feed: Any) -> None:
        """Add nothing to the feed."""

    def extend_rss(self, feed: Any) -> None:
        """Add nothing to the channel."""


class Picture:
    """Names the picture of an entry (Media RSS 1.5.1, media:thumbnail); its words stand in the text."""

    def __init__(self, address: str) -> None:
        self._address = address

    def extend_atom(self, entry: Any) -> None:
        """Add to an entry of an Atom document."""
        xml_elem(f"{{{MEDIA}}}thumbnail", entry, url=self._address)

    def extend_rss(self, item: Any) -> None:
        """Add to an item of an RSS document."""
        self.extend_atom(item)


class Creator:
    """Says who made an item: RSS <author> wants an e-mail address, dc:creator a name.

    feedgen's own extension gives the same bytes, but it is looked for among modules for every entry.
    """

    def __init__(self, name: str) -> None:
        self._name = name

    def extend_rss(self, item: Any) -> None:
        """Add to an item of an RSS document."""
        xml_elem(f"{{{DUBLIN_CORE}}}creator", item).text = self._name


def _links(feed: Feed, site: Site) -> Iterator[tuple[str, str]]:
    """The archive's links of a document: `prev-archive` is the next older page, from the current one the newest."""
    previous = feed.pages if feed.page is None else feed.page - 1
    if feed.page is not None:
        yield "current", feed_url(site, feed.stem, "atom")
    if previous:
        yield "prev-archive", archive_url(site, feed.stem, previous)
    if feed.page is not None and feed.page < (feed.pages or 0):
        yield "next-archive", archive_url(site, feed.stem, feed.page + 1)
