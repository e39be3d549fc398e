"""Documents of RSS, Atom and JSON Feed to entries that are alike. The one home of feedparser."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from xml.etree import ElementTree as ET

import feedparser

from feedsvc.model import SourceDocument

_IDS = ("guid", "{http://www.w3.org/2005/Atom}id", "{http://purl.org/atom/ns#}id")
_ENTRY = re.compile(rb"<(?:item|entry)[\s>]|\n")


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of any format: the words of its feed, with `html` and `title` in HTML.

    `image` is an address as its feed has it. `line` counts from 1.
    """

    id: str
    title: str
    html: str
    link: str
    published: str
    image: str
    line: int


def entries_of(document: SourceDocument) -> tuple[list[Entry], str | None]:
    """Return the entries of a feed in its order, and what is wrong with it as a whole, as a sentence. Never raises.

    What characters they hold is not looked at.
    """
    if document.content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        try:
            return _json_entries(json.loads(document.content)), None
        except (ValueError, TypeError, RecursionError) as error:
            return [], f"The document cannot be read as JSON Feed: {error}."
    try:
        made = feedparser.parse(_Bytes(document.content), response_headers=_headers(document))
    except (ValueError, TypeError, LookupError, AttributeError, AssertionError, RecursionError) as error:
        return [], f"The document cannot be read as a feed: {error}."  # it promises none, and has them
    lines = _entry_lines(document.content, len(made.entries))
    ids = _own_ids(document.content, len(made.entries))
    entries = [_xml_entry(*one) for one in zip(made.entries, ids, lines, strict=True)]
    is_broken = made.bozo and not isinstance(made.bozo_exception, feedparser.exceptions.ThingsNobodyCaresAboutButMe)
    return entries, f"The document is not well-formed: {made.bozo_exception}." if is_broken else None


@dataclass(frozen=True, slots=True)
class _Bytes:
    """What feedparser only reads: bytes alone it would take for the name of a file first."""

    content: bytes

    def read(self) -> bytes:
        """Return all of it."""
        return self.content


def _headers(document: SourceDocument) -> dict[str, str]:
    kind = document.media_type or "application/xml"
    charset = f"; charset={document.charset}" if document.charset else ""
    place = {"content-location": document.address} if document.address else {}
    return {"content-type": kind + charset, **place}


def _entry_lines(content: bytes, count: int) -> Sequence[int]:
    """The line on which each entry begins; the first one where the document is too odd to tell."""
    lines, line = [], 1
    for found in _ENTRY.finditer(content):
        if found[0] == b"\n":
            line += 1
        else:
            lines.append(line)
    return lines if len(lines) == count else [1] * count


def _own_ids(content: bytes, count: int) -> Sequence[str]:
    """The id of each entry as it stands there, by which readers know it: feedparser makes addresses of relative ones.

    "" is one that it has to find: there is none, or the document is too odd to tell.
    """
    with suppress(ET.ParseError, ValueError, LookupError):
        entries = [one for one in ET.fromstring(content).iter() if one.tag.rpartition("}")[2] in ("item", "entry")]  # noqa: S314 (expat bounds what entities become)
        if len(entries) == count:
            found = (next((one.findtext(name) for name in _IDS if one.find(name) is not None), "") for one in entries)
            return [(text or "").strip() for text in found]
    return [""] * count


def _xml_entry(entry: Any, own_id: str, line: int) -> Entry:
    content = entry.get("content") or [entry.get("summary_detail") or {}]
    return Entry(
        id=own_id or entry.get("id") or "",
        title=_html(entry.get("title_detail") or {}),
        html=_html(content[0]),
        link=entry.get("link") or "",  # of a broken entry it can be None
        published=entry.get("published") or entry.get("updated") or entry.get("created") or "",
        image=_xml_image(entry),
        line=line,
    )


def _html(detail: Mapping[str, str]) -> str:
    value = detail.get("value", "")
    if detail.get("type") == "text/plain":
        return value.replace("&", "&amp;").replace("<", "&lt;").replace("\n", "<br>")
    return value


def _xml_image(entry: Any) -> str:
    pictures = [
        *(one.get("url") for one in entry.get("media_content", ()) if one.get("medium") == "image"),
        *(one.get("url") for one in entry.get("media_thumbnail", ())),
        *(one.get("href") for one in entry.get("enclosures", ()) if one.get("type", "").startswith("image/")),
    ]
    return next((address for address in pictures if address), "")


def _json_entries(made: Mapping[str, Any]) -> list[Entry]:
    found = made.get("items", [])
    if not isinstance(found, list):
        raise TypeError("its items are no list")
    return [_json_entry(one if isinstance(one, dict) else {}) for one in found]


def _json_entry(one: Mapping[str, Any]) -> Entry:
    def first(*names: str) -> str:
        return next((str(one[name]) for name in names if one.get(name) not in (None, "")), "")

    return Entry(
        id=first("id"),
        title=_html({"type": "text/plain", "value": first("title")}),
        html=first("content_html") or _html({"type": "text/plain", "value": first("content_text", "summary")}),
        link=first("url", "external_url"),
        published=first("date_published", "date_modified"),
        image=first("image", "banner_image"),
        line=1,
    )
