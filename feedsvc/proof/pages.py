"""Compares pages with what they show: whole, in their language, every item under its title."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from lxml import etree

from feedsvc.core.assemble import by_day, item_stem
from feedsvc.core.body import shown_title
from feedsvc.model import Catalogue, Feed, Item, Revision
from feedsvc.proof.text import judged
from feedsvc.render.addresses import page_path
from feedsvc.render.corrections import corrections
from feedsvc.render.kept import MOST_KEPT, Kept
from feedsvc.render.words import Said, as_announced, said_of


def feed_page_fault(content: bytes, feed: Feed) -> str | None:
    """Return why bytes are no whole page in the feed's language that leads to each item by its title, in order."""
    listed = by_day(feed.items)
    wanted = [_link(item, shown_title(item)) for item in listed]
    left, links, fresh = _cut(content, listed, wanted)
    if judged(left, lambda: _links_fault(_read(left), feed.key.language, links)):
        return judged(content, lambda: _links_fault(_read(content), feed.key.language, wanted))
    for item, article in fresh:
        if _stands_alone(article, item):
            _proved.keep(item.id, said_of(item), article)
    return None


def item_page_fault(content: bytes, item: Item) -> str | None:
    """Return why bytes are no whole page in the item's language, headed by its title."""
    return headed_page_fault(content, item.language, shown_title(item))


def gone_page_fault(content: bytes, item: Item, catalogue: Catalogue, into: Item | None = None) -> str | None:
    """Return why bytes are no whole page that says of `item`, as it is stored, that it is withdrawn.

    It must lead to the item that it was merged `into`.
    """
    heading = shown_title(as_announced(item, catalogue))
    wanted = [_link(into, shown_title(into))] if into else []
    return judged(content, lambda: _headed_links_fault(_read(content), catalogue.language, heading, wanted))


def corrections_page_fault(
    content: bytes, revisions: Iterable[tuple[Revision, Item]], catalogue: Catalogue
) -> str | None:
    """Return why bytes are no whole page that leads to the item of each revision worth telling, newest first."""
    wanted = [_link(one.item, one.title) for one in corrections(revisions, catalogue)]
    heading = catalogue.messages["corrections"]
    return judged(content, lambda: _headed_links_fault(_read(content), catalogue.language, heading, wanted))


def headed_page_fault(content: bytes, language: str, heading: str) -> str | None:
    """Return why bytes are no whole page in `language` under that heading."""
    return judged(content, lambda: _heading_fault(_read(content), language, heading))


_ARTICLE, _END = b"<article>", b"</article>"
_proved: Kept[Said, bytes] = Kept(MOST_KEPT // 4)  # articles that were read back, and found right by themselves


def _cut(
    content: bytes, listed: Sequence[Item], wanted: Sequence[_Link]
) -> tuple[bytes, list[_Link], list[tuple[Item, bytes]]]:
    """A page with a bare link for each article that was proved before, its links now, and the other articles.

    The bare links show that what stands at their places is read. Where the articles are not just those of the items,
    all of the page is left.
    """
    head, *pieces = content.split(_ARTICLE)
    if len(pieces) != len(listed):
        return content, list(wanted), []
    left, links = [head], list[_Link]()
    fresh: list[tuple[Item, bytes]] = []
    for item, link, piece in zip(listed, wanted, pieces, strict=True):
        words, end, behind = piece.partition(_END)
        article = _ARTICLE + words + end
        path, _, name = link
        if _proved.find(item.id, said_of(item)) == article:
            links.append((path, "", name))
            left += [f'<a href="{path}"></a>'.encode(), behind]
        else:
            links.append(link)
            fresh.append((item, article))
            left += [article, behind]
    return b"".join(left), links, fresh


def _stands_alone(article: bytes, item: Item) -> bool:
    """Whether an article has one link, to its item, and ends so that what comes behind it is not swallowed."""
    path, words, _ = _link(item, shown_title(item))
    return _read(article + b'<a href="#"></a>').links == ((path, words), ("#", ""))


_Target = tuple[str, str]
_Link = tuple[str, str, str]
"""Where a link leads, its words, and the id of the item that is meant."""


def _link(item: Item, words: str) -> _Link:
    return page_path(item_stem(item)), _spaced(words), item.id


@dataclass(frozen=True, slots=True)
class _Page:
    """What a browser would find: the language, each heading of the first rank, each link with its words."""

    language: str | None
    is_whole: bool
    headings: tuple[str, ...]
    links: tuple[_Target, ...]


def _read(content: bytes) -> _Page:
    root = etree.HTML(content, etree.HTMLParser(encoding="utf-8"))
    if root is None:
        return _Page(None, is_whole=False, headings=(), links=())
    return _Page(
        root.get("lang"),
        is_whole=content.rstrip().endswith(b"</html>"),  # the parser itself ends whatever is open
        headings=tuple(_spaced(_words(heading)) for heading in root.iter("h1")),
        links=tuple((link.get("href") or "", _spaced(_words(link))) for link in root.iter("a")),
    )


def _whole_fault(page: _Page, language: str) -> str | None:
    if page.language != language:
        return f"its language is {page.language or 'missing'}, not {language}"
    return None if page.is_whole else "it does not end as a page does"


def _headed_links_fault(page: _Page, language: str, heading: str, wanted: list[_Link]) -> str | None:
    return _heading_fault(page, language, heading) or _links_fault(page, language, wanted)


def _links_fault(page: _Page, language: str, wanted: list[_Link]) -> str | None:
    shown, left = frozenset(page.links), iter(page.links)
    for path, title, name in wanted:
        if (path, title) not in shown:
            return f"no link with its title leads to item {name}"
        if (path, title) not in left:  # which uses up all the links before it
            return f"item {name} is out of order"
    return _whole_fault(page, language)


def _heading_fault(page: _Page, language: str, heading: str) -> str | None:
    if _spaced(heading) not in page.headings:
        return "its heading is not what it should be"
    return _whole_fault(page, language)


def _words(element: etree._Element) -> str:
    return "".join(element.itertext()) if len(element) else element.text or ""


def _spaced(text: str) -> str:
    """As a browser shows text: every run of white space is one space."""
    return " ".join(text.split())
