"""Compares pages with what they show: whole, in their language, every item under its title."""

from __future__ import annotations

from html.parser import HTMLParser

from feedsvc.core.assemble import by_day, item_stem
from feedsvc.core.body import shown_title
from feedsvc.model import Feed, Item
from feedsvc.proof.text import judged
from feedsvc.render.addresses import page_path


def feed_page_fault(content: bytes, feed: Feed) -> str | None:
    """Return why bytes are no whole page in the feed's language that leads to each item by its title, in order."""
    wanted = [(page_path(item_stem(item)), _spaced(shown_title(item)), item.id) for item in by_day(feed.items)]
    return judged(content, lambda: _links_fault(_read(content), feed.key.language, wanted))


def item_page_fault(content: bytes, item: Item) -> str | None:
    """Return why bytes are no whole page in the item's language, headed by its title."""
    return headed_page_fault(content, item.language, shown_title(item))


def headed_page_fault(content: bytes, language: str, heading: str) -> str | None:
    """Return why bytes are no whole page in `language` under that heading."""
    return judged(content, lambda: _heading_fault(_read(content), language, heading))


class _Page(HTMLParser):
    """What a browser would find: the language, each heading of the first rank, each link with its words."""

    def __init__(self) -> None:
        super().__init__()
        self.language: str | None = None
        self.is_whole = False
        self.headings: list[str] = []
        self.links: dict[tuple[str, str], int] = {}
        self._words: list[str] = []
        self._target = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin to collect words where a heading or a link begins."""
        values = dict(attrs)
        if tag == "html":
            self.language = values.get("lang")
        if tag in ("a", "h1"):
            self._words = []
            self._target = values.get("href") or ""

    def handle_endtag(self, tag: str) -> None:
        """Keep the words of a heading or a link; of equal links, the first one."""
        words = _spaced("".join(self._words))
        if tag == "h1":
            self.headings.append(words)
        elif tag == "a":
            self.links.setdefault((self._target, words), len(self.links))
        self.is_whole = tag == "html"

    def handle_data(self, data: str) -> None:
        """Collect words."""
        self._words.append(data)


def _read(content: bytes) -> _Page:
    page = _Page()
    page.feed(content.decode())
    page.close()
    return page


def _whole_fault(page: _Page, language: str) -> str | None:
    if page.language != language:
        return f"its language is {page.language or 'missing'}, not {language}"
    return None if page.is_whole else "it does not end as a page does"


def _links_fault(page: _Page, language: str, wanted: list[tuple[str, str, str]]) -> str | None:
    last = -1
    for path, title, name in wanted:
        place = page.links.get((path, title))
        if place is None:
            return f"no link with its title leads to item {name}"
        if place < last:
            return f"item {name} is out of order"
        last = place
    return _whole_fault(page, language)


def _heading_fault(page: _Page, language: str, heading: str) -> str | None:
    if _spaced(heading) not in page.headings:
        return "its heading is not what it should be"
    return _whole_fault(page, language)


def _spaced(text: str) -> str:
    """As a browser shows text: every run of white space is one space."""
    return " ".join(text.split())
