"""Markup to a tree of what a reader sees. The one home of BeautifulSoup."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice

import soupsieve
from bs4 import BeautifulSoup
from bs4.element import NavigableString, PageElement, Tag

from feedsvc.core.page.markup import Markup, Places
from feedsvc.core.page.vocabulary import words

_UNSEEN_TAGS = words(
    "template head script style noscript select option datalist dialog object embed audio video canvas map math "
    "button input"
)
_HEADINGS = words("h1 h2 h3 h4 h5 h6 dt summary")
_UNSEEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_UNSEEN_CLASSES = words(
    "hidden hide is-hidden sr-only visually-hidden visuallyhidden screen-reader-text element-invisible invisible "
    "screenreader show-for-sr a11y-hidden u-hidden"
)
_FOLDS = words("aria-controls aria-expanded data-target data-bs-target")
_GLANCE = 100  # characters of a text
_FEWEST_WORDS = 3  # of a headline; a menu's button has fewer
_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+")


@lru_cache(maxsize=4096)
def words_in(names: str) -> frozenset[str]:
    """Return the words of classes, ids and the like, in lower case: "newsItem-date" has three."""
    return frozenset(word.lower() for word in _WORD.findall(names))


@lru_cache(maxsize=4096)
def _split(names: str) -> tuple[str, ...]:
    return tuple(names.split())


@dataclass(slots=True, eq=False)
class Text:
    """A string of the page, with its line and column in the source. It is never changed."""

    value: str
    line: int
    column: int


@dataclass(slots=True, eq=False)
class Element:
    """An element that is shown. After `grow` returns only `first` and `beyond` are ever set.

    `position` is its place among its parent's children; `first` and `beyond`, which `read_pieces` sets, are
    the pieces of the page that lie in it.
    """

    tag: str
    attributes: Mapping[str, str]
    parent: Element | None
    position: int = 0
    children: list[Element | Text] = field(default_factory=list)
    first: int = 0
    beyond: int = 0

    @property
    def classes(self) -> tuple[str, ...]:
        """Return its classes, as written."""
        return _split(self.attributes.get("class", ""))

    @property
    def words(self) -> frozenset[str]:
        """Return the words of its class, id, role and properties, in lower case: what its author calls it."""
        names = ("class", "id", "role", "itemprop", "property")
        said = " ".join(self.attributes[name] for name in names if name in self.attributes)
        return words_in(said)

    def ancestors(self) -> Iterator[Element]:
        """Yield the element itself, then those around it, innermost first."""
        element: Element | None = self
        while element is not None:
            yield element
            element = element.parent

    def elements(self) -> Iterator[Element]:
        """Yield the element itself and all in it, in the order of the document."""
        waiting = [self]
        while waiting:
            element = waiting.pop()
            yield element
            waiting.extend(child for child in reversed(element.children) if isinstance(child, Element))


@dataclass(frozen=True, slots=True)
class Tree:
    """The body of a page, and the address in its `<base>`, if any.

    `chosen` are the elements that each of some CSS selectors chooses, in the order of the page.
    """

    root: Element
    base: str | None
    chosen: Mapping[str, Sequence[Element]]


def is_selector(text: str) -> bool:
    """Tell whether a text is a CSS selector."""
    try:
        soupsieve.compile(text)
    except (soupsieve.SelectorSyntaxError, ValueError, RecursionError):
        return False
    return True


def grow(source: str, markup: Markup, selectors: Sequence[str] = ()) -> Tree:
    """Return the tree of a page without what is not shown. Every string has its place in `source`."""
    soup = BeautifulSoup(markup.text, "lxml", multi_valued_attributes=None)
    base = soup.find("base", href=True)
    places = Places(source, markup.runs)
    root = Element("body", {}, None)
    grown: dict[int, Element] = {}
    panels = _panels(soup) if "aria-controls" in markup.text else frozenset()
    waiting: list[tuple[PageElement, Element | None]] = [(soup, root)]
    while waiting:
        node, parent = waiting.pop()
        if isinstance(node, NavigableString):
            _hang(node, parent, places)
        if not isinstance(node, Tag):
            continue
        element = None
        if parent is not None and (not _is_unseen(node) or node.attrs.get("id") in panels):
            element = parent if node is soup else Element(node.name, _attributes(node), parent, len(parent.children))
            if element is not parent:
                parent.children.append(element)
                grown[id(node)] = element
        waiting.extend((child, element) for child in reversed(node.contents))
    chosen = {text: [grown[id(tag)] for tag in soup.select(text) if id(tag) in grown] for text in selectors}
    return Tree(root, str(base["href"]) if isinstance(base, Tag) else None, chosen)


def _panels(soup: BeautifulSoup) -> frozenset[str]:
    """Return the ids of what the buttons in headings fold away: it is hidden only until somebody asks for it."""
    buttons = (node for node in soup.find_all("button", attrs={"aria-controls": True}) if _opens_a_panel(node))
    return frozenset(str(button["aria-controls"]) for button in buttons)


def _hang(node: NavigableString, parent: Element | None, places: Places) -> None:
    """Put a string into the tree; also an unseen one moves on in the source."""
    place = (1, 1) if node.isspace() else places.of(node)
    if parent is not None:
        parent.children.append(Text(str(node), *place))


def _attributes(node: Tag) -> dict[str, str]:
    return {name: value if isinstance(value, str) else " ".join(value) for name, value in node.attrs.items()}


def _is_unseen(node: Tag) -> bool:
    if node.name in _UNSEEN_TAGS and not _opens_a_panel(node):
        return True
    attributes = node.attrs
    if not attributes:
        return False
    if "hidden" in attributes or ("style" in attributes and _UNSEEN_STYLE.search(str(attributes["style"]))):
        return True
    if "class" in attributes and not _UNSEEN_CLASSES.isdisjoint(_split(str(attributes["class"]))):
        return True
    return attributes.get("aria-hidden") == "true" and node.find("img") is None


def _opens_a_panel(node: Tag) -> bool:
    """Tell whether a button is the heading of what it folds away: in a heading, or of some words and said to do so."""
    if node.name != "button" or node.parent is None:
        return False
    if node.parent.name in _HEADINGS:
        return True
    return not _FOLDS.isdisjoint(node.attrs) and len(_opening(node).split()) >= _FEWEST_WORDS


def _opening(node: Tag) -> str:
    """Return the first words in a node, at little cost however many it holds."""
    return " ".join(text[:_GLANCE] for text in islice(node.stripped_strings, _FEWEST_WORDS))
