"""A piece of HTML, as feeds carry it, to paragraphs of plain text and its first picture."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bs4 import BeautifulSoup
from bs4.element import NavigableString, PreformattedString, Tag

from feedsvc.core.blocks import split_lines
from feedsvc.model import Image

_UNSEEN = frozenset({"script", "style", "template", "noscript", "head", "iframe", "object", "form"})
_PHRASING = (
    "a abbr acronym b bdi bdo big cite code data del dfn em font i img ins kbd mark q s samp small span strike strong "
    "sub sup time tt u var wbr"
)
_INLINE = frozenset(_PHRASING.split())
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Fragment:
    """What a piece of HTML says: its paragraphs, without markup, and the first picture that says what it shows."""

    paragraphs: tuple[str, ...]
    image: Image | None


def fragment_of(html: str) -> Fragment:
    """Return the text of a piece of HTML as paragraphs: one for each block, and for each line after a `<br>`."""
    if "<" not in html and "&" not in html:
        return Fragment(_lines(html), None)
    soup = BeautifulSoup(html, "lxml")
    text = "".join(_pieces(soup))
    images = (_image(tag) for tag in soup.find_all("img"))
    return Fragment(_lines(text), next((image for image in images if image), None))


def _lines(text: str) -> tuple[str, ...]:
    lines = (" ".join(line.split()) for line in split_lines(text))
    return tuple(line for line in lines if line)


def _pieces(soup: Tag) -> Iterator[str]:
    """The strings of a tree, with a line end wherever a block begins or ends."""
    waiting: list[Tag | NavigableString | str] = [soup]
    while waiting:
        node = waiting.pop()
        if isinstance(node, Tag):
            if node.name in _UNSEEN:
                continue
            is_block = node.name not in _INLINE
            waiting += ["\n"] if is_block else []
            waiting.extend(child for child in reversed(node.contents) if isinstance(child, (Tag, NavigableString)))
            waiting += ["\n"] if is_block else []
        elif isinstance(node, NavigableString):
            if not isinstance(node, PreformattedString):
                yield _SPACE.sub(" ", str(node))
        else:
            yield node


def _image(tag: Tag) -> Image | None:
    address, alternative = str(tag.get("src", "")), str(tag.get("alt", ""))
    is_tracker = "1" in {tag.get("width"), tag.get("height")}
    return Image(address, " ".join(alternative.split())) if address.startswith("http") and not is_tracker else None
