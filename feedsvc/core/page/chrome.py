"""What surrounds the news of a page and never is news: navigation, sidebars, cookie bars, comments, footers."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import islice

from feedsvc.core.folding import bare
from feedsvc.core.page.pieces import HEADINGS, Page
from feedsvc.core.page.tree import Element, words_in
from feedsvc.core.page.vocabulary import words

_TAGS = words("nav aside menu")
_ROLES = words("navigation contentinfo complementary banner search dialog alertdialog menu menubar")
_MOST_FOLLOWING = 60
_MOST_MAINS = 4
_OF_ITEMS = words("article li td")
_OF_ONE_ITEM = re.compile(
    r"(?:category|tag|type|format|status|post|author|term|tax|topic|node|field|views|menu-item)[-_]"
)
# Words of class and id. The second row may also name what holds the news.
_NAMES = words(
    "nav navbar navigation menu submenu breadcrumb breadcrumbs footer cookie cookies consent gdpr comments respond "
    "sidebar rail pager pagination paging newsletter subscribe signup login tweets twitter social share sharing "
    "sharethis addtoany toolbar modal popup advert advertisement ads skip copyright weather poll tagcloud lightbox "
    "comment reply replies topbar offcanvas popular trending lateral toc mega masthead agenda calendar calendario"
)
_DOUBTFUL = words(
    "event events evenements eventos related widget aside "
    "banner ticker archives categories links secondary complementary "
    "most jobs vacancies"
)
_SHOWY = words("slider carousel slideshow hero marquee spotlight gallery")
_SIDE_OPENINGS = (
    r"upcoming|up ?next|coming (?:up|soon)|next events?|most (?:read|viewed|popular|shared)|see also",
    r"you (?:may|might) |(?:follow|about|contact) us",
    r"related (?:news|stories|posts|links|articles|content)|also (?:read|in)\b|recent comments|quick links",
    r"proximos (?:eventos|actos)|lo mas (?:leido|visto|popular)|mas (?:leid|vist|popular)|ver tambien|redes sociales",
    r"(?:noticias|notas) relacionad|comentarios recientes|siganos|siguenos|mais (?:lid|vist|popular)|siga-nos",
    r"prochain|a venir\b|(?:les )?plus (?:lus|vus|populaires)|articles? (?:lies|connexes)|voir aussi|suivez|abonnez",
    r"contactez|veja tambem|leia tambem",
)
_SIDE_NAMES = (
    "events?|calendar|agenda|popular|trending|archives?|categories|tags?|links|follow|tweets|newsletter|subscribe",
    "contact|share(?: this)?|jobs|vacancies|weather|comments?|eventos|calendario|archivos?|categorias|etiquetas",
    "enlaces|contacto|compartir|clima|comentarios|boletin|evenements|liens|partager|meteo|commentaires|etiquettes",
    "arquivos?|marcadores|contato|compartilhe|opening (?:times|hours)|office hours|horarios?|horaires",
    r"@\w+|(?:latest |our )?tweets|twitter|facebook|instagram|(?:on )?social media|en redes|sur les reseaux|nas redes",
)
_SIDE_HEADING = re.compile(rf"(?:{'|'.join(_SIDE_OPENINGS)}).*|(?:{'|'.join(_SIDE_NAMES)})")
_COUNT = re.compile(r"^[0-9]+ (?=\w)|[ (\[]+[0-9]+[)\]]?$")  # "Comments (2)"
_FEWEST_LINKS = 3  # of a menu
_LITTLE = 0.05  # of all text
_LONGEST_SIDE_HEADING = 5  # words


def find_chrome(
    page: Page, dated: frozenset[int], past: frozenset[int], *, is_strict: bool = True
) -> frozenset[Element]:
    """Return the elements whose text is never an item's.

    `dated` are the numbers of the pieces that are dates, `past` those of days that are not to come.
    Not strict, it leaves what only shows off news that stands elsewhere, as a rule: a slider, a carousel.
    """
    doubtful = _DOUBTFUL | _SHOWY if is_strict else _DOUBTFUL
    total = max(page.weight(0, len(page.pieces)), 1)
    mains = [element for element in page.elements if _is_main(element)]
    around_main = {outer for element in mains for outer in element.ancestors()}
    kinds = Counter((element.tag, element.attributes.get("class")) for element in page.elements)
    ordered = sorted(dated)
    found = {*_beside(page, total, sorted(past)), *_side_columns(page, total, ordered)}
    named = set()
    for element in page.elements:
        if element is page.root or element in around_main:
            continue
        share = page.weight(element.first, element.beyond) / _around(page, element, mains, total)
        is_repeated = kinds[element.tag, element.attributes.get("class")] > 2
        if element.tag == "form":
            is_chrome = share < 0.3 and not _count(ordered, element)
        elif _is_furniture(element):
            is_chrome = share < 0.75 and not (is_repeated and _is_of_item(element, ordered))
        else:
            names = _names(element.attributes.get("class", ""), element.attributes.get("id", ""))
            is_chrome = (share < 0.5 and not _NAMES.isdisjoint(names)) or (
                share < 0.4 and not is_repeated and not doubtful.isdisjoint(names)
            )
            if is_chrome and not (is_repeated and _count(ordered, element)):
                named.add(element)
            continue
        if is_chrome:
            found.add(element)
    return frozenset(found | named - _of_layout(page, found | named, named, ordered))


def _around(page: Page, element: Element, mains: Sequence[Element], total: int) -> int:
    """Return how much text the main area around an element has, or the page: menus may be most of a page."""
    inside = (page.weight(main.first, main.beyond) for main in mains[:_MOST_MAINS] if _holds(main, element))
    return max(next(inside, total), 1)


def _holds(outer: Element, inner: Element) -> bool:
    return outer.first <= inner.first and inner.beyond <= outer.beyond


def _is_of_item(element: Element, dated: Sequence[int]) -> bool:
    """Tell whether one of several like elements is part of an item: its head, its foot, or its notes with a date."""
    is_noted = _count(dated, element) > 0 and any(outer.tag in _OF_ITEMS for outer in element.ancestors())
    return element.tag in ("header", "footer") or (element.tag == "aside" and is_noted)


def _of_layout(page: Page, found: set[Element], named: set[Element], dated: Sequence[int]) -> set[Element]:
    """Return the named elements that hold the news: where names leave nothing of a page, one tells its layout.

    "sidebar-page-container" is around both the column and what stands beside it.
    """
    hidden = {piece for element in found for piece in range(element.first, element.beyond)}
    left = sum(len(piece.text) for number, piece in enumerate(page.pieces) if number not in hidden)
    if left > _LITTLE * page.weight(0, len(page.pieces)):
        return set()
    return {element for element in named if _count(dated, element) > max(len(dated) / 2, 1)}


def _beside(page: Page, total: int, past: Sequence[int]) -> Iterator[Element]:
    """Yield what stands under a heading that announces no news: its block, or what follows it in its block."""
    main = _only_title(page)
    for line in page.lines:
        first = page.pieces[line.first]
        if (first.heading is None and not first.is_strong) or first.link is not None or not is_side_heading(line.text):
            continue
        is_main = first.heading is not None and first.heading is main
        if is_main and len(past) - bisect_left(past, line.beyond) > 1:
            continue  # the news of a section that is called so
        region = line.block
        while (outer := region.parent) is not None and outer.first == line.first:
            if page.weight(outer.first, outer.beyond) > 0.4 * total:
                break
            region = outer
        yield region
        if region.beyond <= line.beyond:
            yield from _following(page, region, total)


def _only_title(page: Page) -> Element | None:
    """Return the heading of the first level, if a page has one and no other."""
    titles = {piece.heading for piece in page.pieces if piece.heading is not None and piece.heading.tag == "h1"}
    return titles.pop() if len(titles) == 1 else None


def _side_columns(page: Page, total: int, dated: Sequence[int]) -> Iterator[Element]:
    """Yield lists of links beside the column that holds most of the text, and dates, where few links have a date."""
    for main in page.elements:
        if main.parent is None or 2 * page.weight(main.first, main.beyond) <= total or _count(dated, main) < 2:
            continue
        for column in main.parent.children:
            if not isinstance(column, Element) or column is main:
                continue
            links = {piece.link for piece in page.pieces[column.first : column.beyond] if piece.link is not None}
            linked = sum(page.weight(link.first, link.beyond) for link in links)
            is_menu = 2 * linked > page.weight(column.first, column.beyond)
            if is_menu and len(links) >= _FEWEST_LINKS and 2 * _count(dated, column) <= len(links):
                yield column


def _count(dated: Sequence[int], element: Element) -> int:
    """Return how many dates stand in an element."""
    return bisect_left(dated, element.beyond) - bisect_left(dated, element.first)


def _following(page: Page, heading: Element, total: int) -> Iterator[Element]:
    """Yield the next siblings of a heading, down to another heading."""
    siblings = heading.parent.children if heading.parent is not None else []
    for sibling in islice(siblings, heading.position + 1, heading.position + _MOST_FOLLOWING):
        if isinstance(sibling, Element):
            is_heading = sibling.tag == heading.tag or sibling.tag in HEADINGS
            if is_heading or page.weight(sibling.first, sibling.beyond) > 0.4 * total:
                return
            yield sibling


def is_side_heading(text: str) -> bool:
    """Tell whether a heading opens a list that is no news: events, most read, links, archives."""
    if len(text.split()) > _LONGEST_SIDE_HEADING:
        return False
    return _SIDE_HEADING.fullmatch(_COUNT.sub("", bare(text)).strip(" :.!›»")) is not None


def _is_furniture(element: Element) -> bool:
    """Tell whether the tag or the role of an element says that it holds no news."""
    if element.tag in ("header", "footer"):
        return not any(outer.tag in _OF_ITEMS for outer in element.ancestors())
    return element.tag in _TAGS or element.attributes.get("role", "") in _ROLES


@lru_cache(maxsize=4096)
def _names(classes: str, identifier: str) -> frozenset[str]:
    """Return the words of an element's class and id, without classes that tell of one item what it is about."""
    said = (name for name in classes.split() if not _OF_ONE_ITEM.match(name))
    return words_in(" ".join((*said, identifier)))


def _is_main(element: Element) -> bool:
    return element.tag == "main" or element.attributes.get("role") == "main"
