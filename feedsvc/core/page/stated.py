"""What a page states of its items in JSON-LD, for machines: titles, days, addresses; seldom all of it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from feedsvc.core.dates import DateReading
from feedsvc.core.folding import fold
from feedsvc.core.page.address import absolute
from feedsvc.core.page.dating import machine_date
from feedsvc.model import Image

_LONGEST = 1_000_000
_MOST = 2000
_NEWS = (
    "article",
    "posting",
    "pressrelease",
    "report",
    "webpage",
    "creativework",
    "legislation",
    "listitem",
)
_NO_NEWS = ("breadcrumblist", "sitenavigationelement", "event", "product", "person", "organization", "imageobject")


@dataclass(frozen=True, slots=True)
class Stated:
    """One item as a page states it. `offset` is where, in the source."""

    title: str
    reading: DateReading | None
    link: str | None
    summary: str
    image: Image | None
    offset: int


def read_stated(scripts: Sequence[tuple[int, str]], base: str) -> tuple[Stated, ...]:
    """Return the news that the JSON-LD of a page states, in its order. What is no JSON is passed over.

    A web page among news is the one that shows them.
    """
    found: dict[str, Stated] = {}
    pages: set[str] = set()
    for offset, script in scripts:
        for node in _nodes(_parsed(script)):
            stated = _stated(node, base, offset, script)
            if stated is not None and len(found) < _MOST:
                found.setdefault(fold(stated.title), stated)
                if "webpage" in _kinds(node):
                    pages.add(fold(stated.title))
    news = tuple(stated for title, stated in found.items() if title not in pages)
    return news or tuple(found.values())


def _parsed(script: str) -> object:
    if len(script) > _LONGEST:
        return None
    try:
        return json.loads(script, strict=False)
    except (ValueError, RecursionError):
        return None


def _nodes(parsed: object) -> Iterator[Mapping[str, object]]:
    """Yield the objects that are news; what lies within one belongs to it."""
    waiting = [parsed]
    while waiting:
        node = waiting.pop()
        if isinstance(node, list):
            waiting.extend(reversed(node))
        elif isinstance(node, dict):
            kinds = _kinds(node)
            if any(kind.endswith(_NO_NEWS) for kind in kinds):
                continue
            if any(kind.endswith(_NEWS) for kind in kinds) and _words(node.get("headline") or node.get("name")):
                yield node
            else:
                waiting.extend(reversed([value for value in node.values() if isinstance(value, dict | list)]))


def _kinds(node: Mapping[str, object]) -> list[str]:
    kinds = node.get("@type")
    return [kind.lower() for kind in (kinds if isinstance(kinds, list) else [kinds]) if isinstance(kind, str)]


def _stated(node: Mapping[str, object], base: str, offset: int, script: str) -> Stated | None:
    title = _words(node.get("headline") or node.get("name"))
    has_part = any(isinstance(value, list) and len(value) > 1 and isinstance(value[0], dict) for value in node.values())
    if len(title) < 4 or ("webpage" in _kinds(node) and has_part):
        return None
    written = _words(node.get("datePublished") or node.get("dateCreated"))
    place = script.find(title[:20])
    return Stated(
        title=title,
        reading=machine_date(written) if written else None,
        link=absolute(
            _address(node.get("url") or node.get("@id") or node.get("item") or node.get("mainEntityOfPage")), base
        ),
        summary=_words(node.get("description") or node.get("abstract")),
        image=_image(node.get("image") or node.get("thumbnailUrl"), base),
        offset=offset + max(place, 0),
    )


def _words(value: object) -> str:
    return " ".join(value.split()) if isinstance(value, str) else ""


def _address(value: object) -> str:
    if isinstance(value, list) and value:
        value = value[0]
    if isinstance(value, dict):
        value = value.get("url") or value.get("@id")
    return value if isinstance(value, str) else ""


def _image(value: object, base: str) -> Image | None:
    address = absolute(_address(value), base)
    return Image(address) if address is not None else None
