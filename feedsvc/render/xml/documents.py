"""From a feed to its document: a shell made by feedgen, and in it the entries, each rendered only once.

feedgen shares one tree of settings between both formats, and gives RSS the Atom self link; so each format has a
shell of its own. Every date is set: feedgen's own would be the time of day.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from operator import attrgetter

from feedgen.feed import FeedGenerator

from feedsvc.model import Catalogue, Feed, Site
from feedsvc.render.addresses import FORMATS, document_url, feed_id, page_url
from feedsvc.render.kept import Kept
from feedsvc.render.xml.entries import atom_entries, rss_entries
from feedsvc.render.xml.extensions import Authorship, History, Pictures, Tombstones

_SHELLS = 8 * 2**20  # bytes of each format: those of a thousand feeds
_Kept = Kept[tuple[object, Site], bytes]
_atoms, _channels = _Kept(_SHELLS), _Kept(_SHELLS)
_head_of: Callable[[Feed], object] = attrgetter("key", "stem", "title", "updated", "deleted", "pages", "page")


def atom(feed: Feed, site: Site, catalogue: Catalogue) -> bytes:
    """Return the feed as an Atom document: the current one, or a page of its archive (RFC 5005, section 4).

    Both have the feed's id. What is left of deleted items are tombstones (RFC 6721).
    """
    shell = _kept(feed, site, _atoms, lambda: bytes(_atom_shell(feed, site).atom_str()))
    return _spliced(shell, atom_entries(feed.items, site, catalogue), b"</feed>")


def rss(feed: Feed, site: Site, catalogue: Catalogue) -> bytes:
    """Return the feed as an RSS 2.0 document.

    Like the Atom document it says that it is complete or else leads to the newest page of the archive (RFC 5005,
    appendix B), which is in Atom; RSS has no word for what is deleted. Not safe in two threads at once: feedgen sets
    the locale of the whole process while it writes a date.
    """
    shell = _kept(feed, site, _channels, lambda: bytes(_rss_shell(feed, site).rss_str()))
    return _spliced(shell, rss_entries(feed.items, site, catalogue), b"</channel></rss>")


def _kept(feed: Feed, site: Site, kept: _Kept, render: Callable[[], bytes]) -> bytes:
    """A shell, rendered anew only where its feed says something else than before, beside its items."""
    name, basis = f"{feed.stem} {feed.page}", ((_head_of(feed), _has_pictures(feed)), site)
    shell = kept.find(name, basis)
    if shell is None:
        shell = render()
        kept.keep(name, basis, shell)
    return shell


def _atom_shell(feed: Feed, site: Site) -> FeedGenerator:
    shell = _shell(feed, site, "atom")
    if feed.deleted:  # else a document would declare a namespace for nothing
        shell.register_extension("at", partial(Tombstones, feed.deleted), rss=False)
    shell.updated(feed.updated)
    return shell


def _rss_shell(feed: Feed, site: Site) -> FeedGenerator:
    shell = _shell(feed, site, "rss")
    shell.register_extension("dc", Authorship, atom=False)
    shell.lastBuildDate(feed.updated)
    return shell


def _shell(feed: Feed, site: Site, kind: str) -> FeedGenerator:
    shell = FeedGenerator()
    shell.id(feed_id(site, feed.stem))
    shell.title(feed.title)
    shell.subtitle(site.description)
    shell.author({"name": site.author})
    shell.rights(site.rights)
    shell.generator("feedsvc")
    shell.language(feed.key.language)
    self_link = {"href": document_url(site, feed, kind), "rel": "self", "type": FORMATS[kind]}
    page_link = {"href": page_url(site, feed.stem), "rel": "alternate", "type": "text/html"}
    shell.link([self_link, page_link])  # RSS takes the last one as its own
    shell.register_extension("fh", partial(History, feed, site))
    if _has_pictures(feed):  # else a document would declare a namespace for nothing
        shell.register_extension("media", Pictures)
    return shell


def _has_pictures(feed: Feed) -> bool:
    return any(item.image for item in feed.items)


def _spliced(shell: bytes, entries: Iterable[bytes], closing: bytes) -> bytes:
    """A document with the entries as the last things before it closes, where feedgen puts them too."""
    return b"".join((shell.removesuffix(closing), *entries, closing))
