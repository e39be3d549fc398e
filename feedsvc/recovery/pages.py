"""Reads back what pages say that feeds do not: days, the order of a day, since when an item is gone, corrections."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from html.parser import HTMLParser

from feedsvc.render.corrections import Run, Sentence

_DATE = len("2020-07-13")
_ELEMENTS = ("del", "ins", "time")


@dataclass(frozen=True, slots=True)
class ToldCorrection:
    """One correction as an item's page tells it: its moment, and the words of each paragraph or line, in runs."""

    at: datetime
    lines: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class ItemPage:
    """What an item's page says. `gone_since` is of a page that says that there is nothing any more."""

    heading: str
    day: date | None = None
    first_paragraph: str | None = None
    gone_since: datetime | None = None
    corrections: tuple[ToldCorrection, ...] = ()


def read_item_page(content: bytes) -> ItemPage:
    """Return what the page of an item says. Raises ValueError where it is none."""
    page = _parsed(content)
    days = [text for text in page.dates if len(text) == _DATE]
    return ItemPage(
        heading=page.headings[0],
        day=date.fromisoformat(days[0]) if days else None,
        first_paragraph=page.paragraphs[0] if page.paragraphs else None,
        corrections=tuple(ToldCorrection(datetime.fromisoformat(at), tuple(lines)) for at, lines in page.corrections),
    )


def read_gone_page(content: bytes) -> ItemPage:
    """Return what the page of a withdrawn item says. Raises ValueError where it is none."""
    page = _parsed(content)
    if not page.moments:
        raise ValueError("it does not say since when the item is gone")
    return ItemPage(page.headings[0], gone_since=datetime.fromisoformat(page.moments[0]))


def read_feed_page(content: bytes) -> tuple[str, ...]:
    """Return the slugs of the items that a feed's page lists, in its order. Raises ValueError where it is none."""
    page = _parsed(content)
    return tuple(link.removeprefix("/i/").rstrip("/") for link in page.item_links)


@dataclass
class _Seen:
    """What was found so far; `place` says in which part of an item's page the parser is."""

    headings: list[str] = field(default_factory=list)
    dates: list[str] = field(default_factory=list)
    moments: list[str] = field(default_factory=list)
    paragraphs: list[str] = field(default_factory=list)
    item_links: list[str] = field(default_factory=list)
    corrections: list[tuple[str, list[Sentence]]] = field(default_factory=list)
    is_whole: bool = False


class _Parser(HTMLParser):
    """Follows the elements of pages as the templates write them."""

    def __init__(self) -> None:
        super().__init__()
        self.seen = _Seen()
        self._part = ""  # "dates", "text" or "corrections", behind the heading of an item's page
        self._runs: list[Run] = []
        self._element = ""
        self._is_listing = False  # within the heading of an item in a list

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin what the tag begins."""
        values = {name: value or "" for name, value in attrs}
        if tag in ("h1", "h3", "p", "li"):
            self._runs = []
        if tag == "h3":
            self._is_listing = True
        elif tag == "a" and self._is_listing:
            self.seen.item_links.append(values.get("href", ""))
        elif tag == "p" and values.get("class") == "dates":
            self._part = "dates"
        elif tag == "section" and values.get("class") == "corrections":
            self._part = "corrections"
        elif tag == "time":
            self._remember(values.get("datetime", ""))
        if tag in _ELEMENTS:
            self._element = tag

    def handle_endtag(self, tag: str) -> None:
        """Keep what the tag ends."""
        if tag == "h1":
            self.seen.headings.append(self._words())
        elif tag == "h3":
            self._is_listing = False
        elif tag == "section":
            self._part = ""
        elif tag == "p" and self._part == "dates":
            self._part = "text"
        elif tag == "p" and self._part == "text":
            self.seen.paragraphs.append(self._words())
        elif tag in ("p", "li") and self._part == "corrections" and self.seen.corrections and self._runs:
            self.seen.corrections[-1][1].append(tuple(self._runs))
            self._runs = []
        if tag in _ELEMENTS:
            self._element = ""
        self.seen.is_whole = tag == "html"

    def handle_data(self, data: str) -> None:
        """Collect words, each run with the element that it stands in."""
        if self._element == "del":
            self._runs.append(Run(data, "del"))
        elif self._element == "ins":
            self._runs.append(Run(data, "ins"))
        else:
            self._runs.append(Run(data))

    def _remember(self, moment: str) -> None:
        self.seen.moments.append(moment)
        if self._part == "dates":
            self.seen.dates.append(moment)
        elif self._part == "corrections":
            self.seen.corrections.append((moment, []))

    def _words(self) -> str:
        return "".join(run.words for run in self._runs)


def _parsed(content: bytes) -> _Seen:
    parser = _Parser()
    parser.feed(content.decode())
    parser.close()
    if not parser.seen.is_whole or not parser.seen.headings:
        raise ValueError("it is no whole page with a heading")
    return parser.seen
