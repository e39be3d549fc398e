"""Documents of RSS, Atom and JSON Feed to entries that are alike. The one home of feedparser."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, cast

import feedparser

from feedsvc.core.decode import FORBIDDEN
from feedsvc.model import Image, SourceDocument

_ENTRY = re.compile(rb"<(?:item|entry)[\s>]|\n")


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of any format: the words of its feed, with `html` and `title` in HTML. `line` counts from 1."""

    id: str
    title: str
    html: str
    link: str
    published: str
    image: Image | None
    line: int


def entries_of(document: SourceDocument) -> tuple[list[Entry], str | None]:
    """Return the entries of a feed in its order, and what is wrong with it as a whole, as a sentence. Never raises.

    Characters that no document may hold are gone from them.
    """
    entries, fault = _read(document)
    return [_cleaned(entry) for entry in entries], fault


def _read(document: SourceDocument) -> tuple[list[Entry], str | None]:
    if document.content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        try:
            return _json_entries(json.loads(document.content)), None
        except (ValueError, TypeError, AttributeError, RecursionError) as error:
            return [], f"The document cannot be read as JSON Feed: {error}."
    made = feedparser.parse(_Bytes(document.content), response_headers=_headers(document))
    lines = _entry_lines(document.content, len(made.entries))
    entries = [_xml_entry(entry, line) for entry, line in zip(made.entries, lines, strict=True)]
    is_broken = made.bozo and not isinstance(made.bozo_exception, feedparser.exceptions.ThingsNobodyCaresAboutButMe)
    return entries, f"The document is not well-formed: {made.bozo_exception}." if is_broken else None


def _cleaned(entry: Entry) -> Entry:
    return replace(
        entry,
        id=_clean(entry.id),
        title=_clean(entry.title),
        html=_clean(entry.html),
        link=_clean(entry.link),
        published=_clean(entry.published),
    )


def _clean(text: str) -> str:
    return FORBIDDEN.sub("", text)


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


def _xml_entry(entry: Any, line: int) -> Entry:
    content = entry.get("content") or [entry.get("summary_detail") or {}]
    return Entry(
        id=entry.get("id", ""),
        title=_html(entry.get("title_detail") or {}),
        html=_html(content[0]),
        link=entry.get("link", ""),
        published=entry.get("published") or entry.get("updated") or entry.get("created") or "",
        image=_xml_image(entry),
        line=line,
    )


def _html(detail: Mapping[str, str]) -> str:
    value = detail.get("value", "")
    if detail.get("type") == "text/plain":
        return value.replace("&", "&amp;").replace("<", "&lt;").replace("\n", "<br>")
    return value


def _xml_image(entry: Any) -> Image | None:
    pictures = [
        *(one.get("url") for one in entry.get("media_content", ()) if one.get("medium") == "image"),
        *(one.get("url") for one in entry.get("media_thumbnail", ())),
        *(one.get("href") for one in entry.get("enclosures", ()) if one.get("type", "").startswith("image/")),
    ]
    return _image(pictures[0] if pictures else None)


def _image(address: object) -> Image | None:
    return Image(address) if isinstance(address, str) and address.startswith(("http://", "https://")) else None


def _json_entries(made: Mapping[str, Any]) -> list[Entry]:
    return [
        Entry(
            id=str(one.get("id", "")),
            title=_html({"type": "text/plain", "value": str(one.get("title") or "")}),
            html=str(one.get("content_html") or "")
            or _html({"type": "text/plain", "value": str(one.get("content_text") or one.get("summary") or "")}),
            link=str(one.get("url") or one.get("external_url") or ""),
            published=str(one.get("date_published") or one.get("date_modified") or ""),
            image=_image(one.get("image") or one.get("banner_image")),
            line=1,
        )
        for one in cast("Sequence[Mapping[str, Any]]", made.get("items", ()))
    ]
