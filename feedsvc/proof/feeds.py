"""Compares Atom, RSS, JSON Feed and OPML documents with the feeds that they were rendered from."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime
from itertools import takewhile
from types import MappingProxyType
from typing import Any
from xml.etree import ElementTree as ET

from feedsvc.core.body import shown_title
from feedsvc.core.identity import given_name
from feedsvc.model import Feed, Item, Site
from feedsvc.proof.spliced import cut, remember
from feedsvc.proof.text import controls_fault, judged, xml
from feedsvc.render.addresses import archive_url, document_url, entry_url, feed_id, feed_url, item_url, page_url
from feedsvc.render.words import WORD_JOINER, body_html

MOST_BYTES = 512 * 1024  # less than this is promised to subscribers
ATOM = "{http://www.w3.org/2005/Atom}"
_HISTORY = "{http://purl.org/syndication/history/1.0}"
_TOMBSTONE = "{http://purl.org/atompub/tombstones/1.0}deleted-entry"
_THUMBNAIL = "{http://search.yahoo.com/mrss/}thumbnail"
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_FORMATS = {"atom": f"{ATOM}feed", "rss": "rss", "json": "https://jsonfeed.org/version/1.1"}


@dataclass(frozen=True, slots=True)
class EntryRead:
    """What a feed says of an item, or should say; None where its format has no place for it."""

    id: str | None
    title: str | None
    link: str | None
    published: datetime | None
    updated: datetime | None
    body: str | None
    category: tuple[str, ...] | None  # the countries' codes
    image: str | None


@dataclass(frozen=True, slots=True)
class FeedRead:
    """What a feed says, or should say; `head` by what people call it. A format leaves out what it has no place for."""

    head: Mapping[str, object]
    entries: tuple[EntryRead, ...]
    deleted: tuple[tuple[str | None, datetime | None], ...] = ()


def feed_fault(content: bytes, kind: str, feed: Feed, site: Site) -> str | None:
    """Return why bytes are not that feed; `kind` is one of FORMATS.

    Compared are the feed's id, title, language, links and `updated`, and of every entry, in order, its id, title,
    link, dates and text; in Atom also its countries, the archive's links and marks (RFC 5005; RSS leads to the archive
    too), and the tombstones (RFC 6721). No two entries have one id or one `updated`, and no tombstone is of an entry.
    The whole takes less than 512 KiB, but for a page of an archive, which has the items that it was given once.
    """
    if len(content) >= MOST_BYTES and feed.page is None:
        return f"it takes {len(content)} bytes; fewer than {MOST_BYTES} are promised"
    left = cut(content, kind, feed, site)
    if _fault(left.content, kind, left.feed, site):
        return _fault(content, kind, feed, site)  # told of the whole document
    remember(left, kind, site)
    return None


def _fault(content: bytes, kind: str, feed: Feed, site: Site) -> str | None:
    return judged(content, lambda: next(_faults(_wanted(kind, feed, site), _READERS[kind](content)), None))


def opml_fault(content: bytes, feeds: Iterable[Feed], site: Site) -> str | None:
    """Return why bytes are not OPML with one outline for each feed, in order."""
    wanted = [(f.title, feed_url(site, f.stem, "atom"), page_url(site, f.stem), f.key.language) for f in feeds]
    return judged(content, lambda: _outlines_fault(xml(content), wanted))


def _outlines_fault(root: ET.Element, wanted: list[tuple[str, str, str, str]]) -> str | None:
    shown = [tuple(o.get(name) for name in ("text", "xmlUrl", "htmlUrl", "language")) for o in root.iter("outline")]
    if len(shown) != len(wanted):
        return f"it lists {len(shown)} feeds, not {len(wanted)}"
    return next(
        (f"feed {n} is not {w[1]}" for n, (s, w) in enumerate(zip(shown, wanted, strict=True), 1) if s != w), None
    )


def _faults(wanted: FeedRead, shown: FeedRead) -> Iterator[str]:
    for name, value in wanted.head.items():
        if shown.head[name] != value:
            yield f"its {name} is {_said(shown.head[name])}, not {_said(value)}"
    yield from _deleted_faults(wanted, shown)
    yield from _doubled("id", [entry.id for entry in shown.entries])
    yield from _doubled("updated", [entry.updated for entry in shown.entries if entry.updated])
    if len(shown.entries) != len(wanted.entries):
        yield f"it has {len(shown.entries)} entries, not {len(wanted.entries)}"
    for number, (entry, meant) in enumerate(zip(shown.entries, wanted.entries, strict=False), 1):
        for name in EntryRead.__slots__:
            if getattr(entry, name) != getattr(meant, name):
                yield f"entry {number} has another {name} than item {meant.id}"
    # A feed of JSON can hold what XML cannot: its escapes are undone only now.
    found = controls_fault(f"{entry.title}{entry.link}{entry.body}" for entry in shown.entries)
    if found:
        yield found


def _deleted_faults(wanted: FeedRead, shown: FeedRead) -> Iterator[str]:
    if len(shown.deleted) != len(wanted.deleted):
        yield f"it has {len(shown.deleted)} tombstones before its entries, not {len(wanted.deleted)}"
    for number, (one, meant) in enumerate(zip(shown.deleted, wanted.deleted, strict=False), 1):
        if one != meant:
            yield f"tombstone {number} is not of item {meant[0]} and {_said(meant[1])}"
        if any(entry.id == meant[0] for entry in wanted.entries):
            yield f"tombstone {number} is of an entry, item {meant[0]}"


def _doubled(name: str, values: list[Any]) -> Iterator[str]:
    seen: set[Any] = set()
    for number, value in enumerate(values, 1):
        if value in seen:
            yield f"entry {number} has the {name} of another, {_said(value)}"
        seen.add(value)


def _said(value: object) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    return " and ".join(value) or "missing" if isinstance(value, tuple) else str(value or "missing")


def _wanted(kind: str, feed: Feed, site: Site) -> FeedRead:
    head = {
        "format": _FORMATS[kind],
        "id": feed_id(site, feed.stem),
        "title": feed.title,
        "language": feed.key.language,
        "self link": document_url(site, feed, kind),
        "page": page_url(site, feed.stem),
        "updated": feed.updated,
        **_wanted_history(feed, site),
    }
    lacking = {"atom": (), "rss": ("id",), "json": ("id", "updated", *_wanted_history(feed, site))}[kind]
    entries = tuple(_wanted_entry(kind, item, site) for item in feed.items)
    deleted = tuple((item.id, item.absent_since or item.updated) for item in feed.deleted) if kind == "atom" else ()
    return FeedRead({name: value for name, value in head.items() if name not in lacking}, entries, deleted)


def _wanted_history(feed: Feed, site: Site) -> dict[str, object]:
    """RFC 5005: what is complete has no archive; each page of one leads to its neighbours and to the current feed."""
    newest, page = feed.pages or 0, feed.page
    before = newest if page is None else page - 1
    return {
        "marks": ("archive",) if page else ("complete",) if feed.pages == 0 else (),
        "current feed": feed_url(site, feed.stem, "atom") if page else None,
        "archive page before": archive_url(site, feed.stem, before) if before else None,
        "archive page after": archive_url(site, feed.stem, page + 1) if page and page < newest else None,
    }


def _wanted_entry(kind: str, item: Item, site: Site) -> EntryRead:
    return EntryRead(
        id=item.id if kind == "atom" else given_name(item.id, site.authority),
        title=_plain(shown_title(item)),
        link=entry_url(site, item),
        published=item.published,
        updated=None if kind == "rss" else item.updated,
        body=body_html(item, item_url(site, item)),
        category=item.attribution.about if kind == "atom" else None,
        image=item.image.address if item.image else None,
    )


def read_atom(content: bytes) -> FeedRead:
    """Return what an Atom document says. Raises ParseError or ValueError where it cannot be read."""
    root = xml(content)
    head = {
        "format": root.tag,
        "id": root.findtext(f"{ATOM}id"),
        "title": root.findtext(f"{ATOM}title"),
        "language": root.get(_LANGUAGE),
        "self link": _link(root, "self"),
        "page": _link(root, "alternate"),
        "updated": _moment(root.findtext(f"{ATOM}updated")),
        **_history(root),
    }
    entries = tuple(
        EntryRead(
            id=entry.findtext(f"{ATOM}id"),
            title=_plain(entry.findtext(f"{ATOM}title")),
            link=_link(entry, "alternate"),
            published=_moment(entry.findtext(f"{ATOM}published")),
            updated=_moment(entry.findtext(f"{ATOM}updated")),
            body=entry.findtext(f"{ATOM}content"),
            category=tuple(one.get("term", "") for one in entry.findall(f"{ATOM}category")),
            image=_picture(entry),
        )
        for entry in root.findall(f"{ATOM}entry")
    )
    before = takewhile(lambda child: child.tag != f"{ATOM}entry", root)  # behind an entry Atom allows nothing else
    deleted = tuple((one.get("ref"), _moment(one.get("when"))) for one in before if one.tag == _TOMBSTONE)
    return FeedRead(head, entries, deleted)


def _read_rss(content: bytes) -> FeedRead:
    root = xml(content)
    channel = root.find("channel")
    if channel is None:
        raise ValueError("it has no channel")
    head = {
        "format": root.tag,
        "title": channel.findtext("title"),
        "language": channel.findtext("language"),
        "self link": _link(channel, "self"),
        "page": channel.findtext("link"),
        "updated": _mail_date(channel.findtext("lastBuildDate")),
        **_history(channel),
    }
    entries = tuple(
        EntryRead(
            id=item.findtext("guid"),
            title=_plain(item.findtext("title")),
            link=item.findtext("link"),
            published=_mail_date(item.findtext("pubDate")),
            updated=None,
            body=item.findtext("description"),
            category=None,
            image=_picture(item),
        )
        for item in channel.findall("item")
    )
    return FeedRead(head, entries)


def _read_json(content: bytes) -> FeedRead:
    made = json.loads(content)
    try:
        head = {"format": made["version"], "title": made["title"], "language": made["language"]}
        head |= {"self link": made["feed_url"], "page": made["home_page_url"]}
        return FeedRead(head, tuple(_read_json_item(item) for item in made["items"]))
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"it is not built as JSON Feed ({type(error).__name__}: {error})") from error


def _read_json_item(item: Mapping[str, str]) -> EntryRead:
    return EntryRead(
        id=str(item["id"]),
        title=_plain(item["title"]),
        link=item["url"],
        published=_moment(item["date_published"]),
        updated=_moment(item["date_modified"]),
        body=item["content_html"],
        category=None,
        image=item.get("image"),
    )


_READERS = MappingProxyType({"atom": read_atom, "rss": _read_rss, "json": _read_json})


def _link(parent: ET.Element, relation: str) -> str | None:
    """RFC 4287 section 4.2.7.2: a link without `rel` is an alternate one."""
    links = parent.findall(f"{ATOM}link")
    return next((link.get("href") for link in links if link.get("rel", "alternate") == relation), None)


def _picture(entry: ET.Element) -> str | None:
    found = entry.find(_THUMBNAIL)
    return found.get("url") if found is not None else None


def _history(parent: ET.Element) -> dict[str, object]:
    return {
        "marks": tuple(child.tag.removeprefix(_HISTORY) for child in parent if child.tag.startswith(_HISTORY)),
        "current feed": _link(parent, "current"),
        "archive page before": _link(parent, "prev-archive"),
        "archive page after": _link(parent, "next-archive"),
    }


def _plain(title: str | None) -> str | None:
    return title and title.replace(WORD_JOINER, "")


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _mail_date(text: str | None) -> datetime | None:
    return parsedate_to_datetime(text) if text else None
