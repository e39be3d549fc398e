"""A piece of HTML, as feeds carry it, to paragraphs of plain text and its first picture."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from feedsvc.core.blocks import split_lines
from feedsvc.core.page.markup import bound
from feedsvc.core.page.tree import Element, Text, grow
from feedsvc.core.page.vocabulary import words
from feedsvc.model import Image

_PHRASING = (
    "a abbr acronym b bdi bdo big cite code data del dfn em font i img ins kbd mark q s samp small span strike strong "
    "sub sup time tt u var wbr"
)
_INLINE = words(_PHRASING)
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Fragment:
    """What a piece of HTML says: its paragraphs, without markup, and the first picture that is no tracker."""

    paragraphs: tuple[str, ...]
    image: Image | None


def fragment_of(html: str) -> Fragment:
    """Return the text of a piece of HTML as paragraphs: one for each block, and for each line after a `<br>`."""
    if "<" not in html and "&" not in html:
        return Fragment(_lines(html), None)
    root = grow(html, bound(html)).root
    text = "".join(_pieces(root))
    images = (_image(element) for element in root.elements() if element.tag == "img")
    return Fragment(_lines(text), next((image for image in images if image), None))


def _lines(text: str) -> tuple[str, ...]:
    lines = (" ".join(line.split()) for line in split_lines(text))
    return tuple(line for line in lines if line)


def _pieces(root: Element) -> Iterator[str]:
    """The strings of a tree, with a line end wherever a block begins or ends."""
    waiting: list[Element | Text | str] = [root]
    while waiting:
        node = waiting.pop()
        if isinstance(node, Text):
            yield _SPACE.sub(" ", node.value)
        elif isinstance(node, str):
            yield node
        elif node.tag != "form":
            ends = [] if node.tag in _INLINE else ["\n"]
            waiting += [*ends, *reversed(node.children), *ends]


def _image(element: Element) -> Image | None:
    address, alternative = element.attributes.get("src", ""), element.attributes.get("alt", "")
    is_tracker = "1" in {element.attributes.get("width"), element.attributes.get("height")}
    return Image(address, " ".join(alternative.split())) if address.startswith("http") and not is_tracker else None
