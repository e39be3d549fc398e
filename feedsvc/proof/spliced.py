"""Remembers which entries were read back and found right: a document with them again is read without them.

An entry that was proved is a whole element, and stands for its item in every document in which it stands like the first
one. So a document is right if it is right without some proved entries: these are cut out, the rest is read.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from feedsvc.model import Feed, Item, Site
from feedsvc.render.kept import MOST_KEPT, Kept
from feedsvc.render.words import Said, said_of


@dataclass(frozen=True, slots=True)
class _Seam:
    """How a format's documents begin and end, how each entry does, and what stands between two."""

    opening: bytes
    closing: bytes
    begin: bytes
    end: bytes
    between: bytes


_XML = b"<?xml version='1.0' encoding='UTF-8'?>\n"
_SEAMS: Mapping[str, _Seam] = MappingProxyType(
    {
        "atom": _Seam(_XML + b"<feed ", b"</feed>", b"<entry>", b"</entry>", b""),
        "rss": _Seam(_XML + b"<rss ", b"</channel></rss>", b"<item>", b"</item>", b""),
        "json": _Seam(b"{", b"]}\n", b'{"id":', b"}", b","),
    }
)
_proved: Mapping[str, Kept[tuple[Said, Site, bytes], bytes]] = {kind: Kept(MOST_KEPT // 4) for kind in _SEAMS}


@dataclass(frozen=True, slots=True)
class Cut:
    """A document without entries that were proved before, and the feed without their items."""

    content: bytes
    feed: Feed
    entries: tuple[tuple[Item, bytes], ...]
    root: bytes = b""  # the tag around all, with the namespaces that entries rely on


def cut(content: bytes, kind: str, feed: Feed, site: Site) -> Cut:
    """Return what is left to read of a document: all of it, where its entries are not just those of the feed.

    What is left has the first entry always, so that the place at which entries stand is read as well.
    """
    seam, known = _SEAMS[kind], _proved[kind]
    head, entries = _entries(content, seam)
    if not entries or len(entries) != len(feed.items) or _are_doubled(feed):
        return Cut(content, feed, ())
    root = b"" if kind == "json" else head.removeprefix(_XML).partition(b">")[0]
    first, *others = zip(feed.items, entries, strict=True)
    left = (first, *((i, entry) for i, entry in others if known.find(i.id, (said_of(i), site, root)) != entry))
    shortened = b"".join((head, seam.between.join(entry for _, entry in left), seam.closing))
    return Cut(shortened, replace(feed, items=tuple(item for item, _ in left)), left, root)


def remember(proved: Cut, kind: str, site: Site) -> None:
    """Remember the entries of a document that was read and found right."""
    for item, entry in proved.entries:
        _proved[kind].keep(item.id, (said_of(item), site, proved.root), entry)


def _entries(content: bytes, seam: _Seam) -> tuple[bytes, list[bytes]]:
    """What stands before the entries, and each of them; none where the document is not built as ours are."""
    if not (content.startswith(seam.opening) and content.endswith(seam.closing)):
        return content, []
    head, *pieces = content.removesuffix(seam.closing).split(seam.begin)
    ends = [seam.end + seam.between] * (len(pieces) - 1) + [seam.end]
    if not all(map(bytes.endswith, pieces, ends)):
        return content, []
    return head, [seam.begin + piece.removesuffix(seam.between) for piece in pieces]


def _are_doubled(feed: Feed) -> bool:
    """Whether two have one id, or two entries one `updated`: that can be found in the whole document only."""
    ids = [item.id for item in (*feed.items, *feed.deleted)]
    return len(set(ids)) < len(ids) or len({item.updated for item in feed.items}) < len(feed.items)
