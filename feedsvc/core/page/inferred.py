"""The selectors that would choose what was read: a page's own names for its items, to be put into the configuration."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import takewhile

from feedsvc.core.page.context import Record
from feedsvc.core.page.pieces import Page
from feedsvc.core.page.scoring import Candidate
from feedsvc.core.page.spans import common, stable_classes
from feedsvc.core.page.tree import Element
from feedsvc.model import Selectors


def infer(page: Page, best: Candidate) -> Iterator[Selectors]:
    """Yield selectors that may choose what was read, the fullest first; none where no element holds one item each."""
    records = best.records
    if not records or not records[0].span.is_whole:
        return
    fields = {
        "title": _usual((record, [record.title[0].heading or record.title[0].element]) for record in records),
        "date": _usual((record, _dated(page, record)) for record in records),
        "summary": _usual(
            (record, [page.lines[paragraph[0].line].block for paragraph in record.paragraphs]) for record in records
        ),
        "link": _usual(
            (record, [link for piece in record.title if (link := piece.link) is not None]) for record in records
        ),
        "image": "img" if any(record.image for record in records) else None,
    }
    for item in _of_items([record.span.root for record in records]):
        yield Selectors(item, **fields)
        yield Selectors(item, title=fields["title"])
        yield Selectors(item)


def _of_items(roots: Sequence[Element]) -> Iterator[str]:
    """Yield selectors of the items: by their classes, right below what holds them, and within what is around that."""
    common_classes = [name for name in stable_classes(roots[0]) if all(name in root.classes for root in roots)]
    own = roots[0].tag + "".join(f".{_escaped(name)}" for name in common_classes)
    if common_classes:
        yield own
    region = common([root.parent for root in roots if root.parent is not None])
    yield f"{_name(region)} > {own}"
    for outer in region.ancestors():
        if outer.attributes.get("id"):
            yield f"#{_escaped(outer.attributes['id'])} {own}"
        elif stable_classes(outer):
            yield f"{_name(outer)} {own}"


def _dated(page: Page, record: Record) -> list[Element]:
    spot = record.spot
    if spot is None or spot.first == spot.beyond or not record.dates:
        return []
    return [page.pieces[spot.first].element]


def _usual(found: Iterable[tuple[Record, Sequence[Element]]]) -> str | None:
    """Return the selector, below the item, that most items share."""
    names = Counter(
        name
        for record, elements in found
        for name in dict.fromkeys(_below(element, record.span.root) for element in elements)
        if name
    )
    return names.most_common(1)[0][0] if names else None


def _below(element: Element, root: Element) -> str:
    """Return how an element is chosen below an item: by its name, else by where it stands."""
    steps: list[str] = []
    for outer in takewhile(lambda outer: outer is not root, element.ancestors()):
        steps.insert(0, _name(outer))
        if stable_classes(outer) or outer.tag.startswith("h") or outer.tag in ("time", "a"):
            break
    return " > ".join(steps)


def _name(element: Element) -> str:
    classes = stable_classes(element)
    if classes:
        return element.tag + "".join(f".{_escaped(name)}" for name in classes)
    if element.tag in ("td", "th", "div", "span") and element.parent is not None:
        alike = [child for child in element.parent.children if isinstance(child, Element) and child.tag == element.tag]
        if len(alike) > 1:
            return f"{element.tag}:nth-of-type({alike.index(element) + 1})"
    return element.tag


def _escaped(name: str) -> str:
    return "".join(character if character.isalnum() or character in "-_" else f"\\{character}" for character in name)
