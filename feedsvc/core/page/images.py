"""The picture of an item: the largest form of it that the page names; icons and trackers are none."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from feedsvc.core.page.address import absolute
from feedsvc.core.page.tree import Element
from feedsvc.core.page.vocabulary import words
from feedsvc.model import Image

_SETS = ("data-srcset", "data-lazy-srcset", "srcset")
_LAZY = (
    "data-src",
    "data-lazy-src",
    "data-original",
    "data-lazy",
    "data-url",
    "data-image",
    "data-full-src",
    "data-img-src",
)
_SMALLEST = 50
_NO_PICTURE = words(
    "icon icons logo avatar emoji pixel spacer blank tracker tracking sprite share social flag bullet arrow rating "
    "star gravatar smiley loader loading ads placeholder transparent printer rss pdf"
)
_WORD = re.compile(r"[a-z]+")
_SIZE = re.compile(r"\s*(\d+)(?:px)?\s*")
_CANDIDATE = re.compile(r"\s*([^\s,]\S*[^\s,])(?:\s+(\d+(?:\.\d+)?)[wx])?\s*(?:,|$)")
_BACKGROUND = re.compile(r"background(?:-image)?\s*:[^;]*?url\(\s*['\"]?([^'\")]+)", re.IGNORECASE)


def picture(elements: Iterable[Element], base: str) -> Image | None:
    """Return the first picture among images, with its alternative text."""
    for element in elements:
        if _is_decoration(element):
            continue
        for written in _addresses(element):
            address = absolute(written, base)
            if address is not None and not _is_named_decoration(address):
                return Image(address, " ".join(element.attributes.get("alt", "").split()))
    return None


def _addresses(element: Element) -> Iterator[str]:
    """Yield the addresses of an image, the best first."""
    sources = [element]
    if element.parent is not None and element.parent.tag == "picture":
        sources.extend(
            child for child in element.parent.children if isinstance(child, Element) and child.tag == "source"
        )
    for source in sources:
        for name in _SETS:
            yield from _largest(source.attributes.get(name, ""))
    yield from (element.attributes[name] for name in (*_LAZY, "src") if name in element.attributes)
    found = _BACKGROUND.search(element.attributes.get("style", ""))
    if found is not None:
        yield found[1]


def _largest(candidates: str) -> Iterator[str]:
    sized = [(float(found[2] or 1), found[1]) for found in _CANDIDATE.finditer(candidates)]
    if sized:
        yield max(sized, key=lambda pair: pair[0])[1]


def _is_decoration(element: Element) -> bool:
    for name in ("width", "height"):
        size = _SIZE.fullmatch(element.attributes.get(name, ""))
        if size is not None and int(size[1]) < _SMALLEST:
            return True
    return not _NO_PICTURE.isdisjoint(element.words)


def _is_named_decoration(address: str) -> bool:
    name = address.rsplit("/", 1)[-1].split("?", maxsplit=1)[0].lower()
    return name.endswith(".svg") or not _NO_PICTURE.isdisjoint(_WORD.findall(name))
