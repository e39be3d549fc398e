"""The dates of a page: where each stands and what it says, whether written out, in an attribute or as a badge."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import Literal

from feedsvc.core.dates import DateReading
from feedsvc.core.folding import bare
from feedsvc.core.page.dating import Calendar, is_relative, machine_date, month_and_year, year_of
from feedsvc.core.page.pieces import Line, Page, joined
from feedsvc.core.page.tree import Element
from feedsvc.core.page.vocabulary import words
from feedsvc.core.page.wording import MARKS, is_about, is_pointer, is_tool

Form = Literal["machine", "written", "badge", "meta", "relative", "changed", "hidden"]

_BIT = re.compile(
    r"\d{1,2}(?:st|nd|rd|th|er|º|°)?|(?:19|20)\d\d|[^\W\d_]{3,10}(?:,? (?:19|20)\d\d)?|\d{1,2} [^\W\d_]{3,10}"
)
_PUBLICATION = re.compile(
    r"(?:posted|published|released|submitted|created|updated|written"
    r"|publicad[oa]|postad[oa]|enviad[oa]|escrit[oa]|cread[oa]|criad[oa]|publiee?|poste|ecrit|mise? en ligne)"
    r"(?: (?:by|por|par) [^.:]{1,40})?(?: (?:on|the|el|em|dia|le|a))*(?: ?:)? (?:[a-z]+[.,]* ){0,2}[0-9]"
)  # opens a line that says when something came out, and perhaps who wrote it
_MOST_OF_BADGE = 4
_MOST_BESIDE = 8  # pieces of a line
_LONGEST_BIT = 30
_LONGEST_STATED = 60
_SET_APART = words("span em i b strong small")
_CHANGED = words("modified updated")
_PUBLISHED = words("published created issued")
_SAY_DATES = words("abbr span small em i div p")
_HIDDEN = re.compile(
    "data-(?:pub(?:lish(?:ed)?)?-?|post(?:ed)?-?|created?-?|news-?)?(?:date|datetime|time|on|at|published|created)"
)
_ISO = re.compile(r"(?:19|20)\d\d-\d\d-\d\d(?:[T ].*)?")
_DATE_PROPERTIES = ("datepublished", "datecreated", "dc:date", "dc:created", "article:published_time", "datemodified")
NO_DAY = DateReading(None)


@dataclass(frozen=True, slots=True)
class Spot:
    """A date: the pieces that it stands in, what it says, and how. `is_alone`: nothing else stands in its lines.

    `unseen` is the element that states it where no text shows it.
    """

    first: int
    beyond: int
    reading: DateReading
    form: Form
    is_alone: bool
    unseen: Element | None = None


def find_spots(page: Page, calendar: Calendar) -> tuple[Spot, ...]:
    """Return the dates of a page in its order; none overlaps another."""
    spots = list(_machine_spots(page))
    taken = {piece for spot in spots for piece in range(spot.first, spot.beyond)}
    heading = ""
    number = 0
    while number < len(page.lines):
        line = page.lines[number]
        heading = _heading(page, line, heading) or heading
        free = [index for index in range(line.first, line.beyond) if index not in taken]
        found = tuple(_of_line(page, line, free, calendar, heading)) if free else ()
        badge = None if found or not free else _badge(page, number, calendar, heading)
        if badge is not None:
            found = (badge,)
            number = page.pieces[badge.beyond - 1].line
        spots.extend(found)
        number += 1
    return tuple(sorted(spots, key=lambda spot: (spot.first, spot.beyond)))


def _heading(page: Page, line: Line, above: str) -> str | None:
    """Return the month or year that a line announces for the dates below it."""
    first = page.pieces[line.first]
    if len(line.text) > 60 or (first.heading is None and not first.is_strong and line.beyond - line.first > 1):
        return None
    text = joined(piece for piece in page.pieces[line.first : line.beyond] if not is_pointer(piece.text))
    return month_and_year(text.strip(" []()"), year_of(above))


def _machine_spots(page: Page) -> Iterator[Spot]:
    """Yield the dates that the markup states."""
    beyond = 0
    published = -1  # where the last date of publication stands
    for element in page.elements:
        hidden = _hidden(element)
        if hidden is not None:
            yield Spot(element.first, element.first, hidden, "hidden", is_alone=False, unseen=element)
        stated = _stated(element)
        if stated is None or element.first < beyond:
            continue
        reading = machine_date(stated)
        if reading is not None and page.weight(element.first, element.beyond) < _longest(element):
            words = element.words
            is_changed = not _CHANGED.isdisjoint(words) and _PUBLISHED.isdisjoint(words)
            beyond = element.beyond
            if is_changed and element.first == beyond == published:
                continue  # says of the same item when it was published
            published = published if is_changed else element.first
            form: Form = "changed" if is_changed else "machine"
            unseen = element if element.first == beyond else None
            yield Spot(element.first, beyond, reading, form, _is_alone(page, element), unseen)


def _longest(element: Element) -> int:
    """Return how many characters may be seen where the markup states a date: any longer text has but a tooltip."""
    attributes, said = element.attributes, _CHANGED | _PUBLISHED
    is_said = "datetime" in attributes or "content" in attributes or not said.isdisjoint(element.words)
    return _LONGEST_STATED if is_said else _LONGEST_BIT


def _stated(element: Element) -> str | None:
    attributes = element.attributes
    if "datetime" in attributes:
        return attributes["datetime"]
    if "content" in attributes:
        named = {name.lower() for key in ("itemprop", "property") for name in attributes.get(key, "").split()}
        if not named.isdisjoint(_DATE_PROPERTIES):
            return attributes["content"]
    if "title" in attributes and element.tag in _SAY_DATES:
        return attributes["title"]
    return None


def _hidden(element: Element) -> DateReading | None:
    """Return the day that a page keeps for its scripts, as data-date="2020-07-13"."""
    for name, value in element.attributes.items():
        if name.startswith("data-") and _HIDDEN.fullmatch(name) and _ISO.fullmatch(value.strip()):
            return machine_date(value.strip())
    return None


def _is_alone(page: Page, element: Element) -> bool:
    if element.first == element.beyond:
        return False
    line = page.lines[page.pieces[element.first].line]
    return line.first == element.first and line.beyond == element.beyond


def _of_line(page: Page, line: Line, free: Sequence[int], calendar: Calendar, heading: str) -> Iterator[Spot]:
    """Yield the dates among the free pieces of one line."""
    is_whole = len(free) == line.beyond - line.first
    text = line.text if is_whole else joined(page.pieces[index] for index in free)
    reading = calendar.read(text) or calendar.partial(text, heading)
    form: Form = "written"
    if reading is None and is_relative(text):
        reading, form = NO_DAY, "relative"
    if reading is not None:
        yield Spot(free[0], free[-1] + 1, reading, form, is_whole)
        return
    yield from _of_pieces(page, free, calendar, heading)


def _of_pieces(page: Page, free: Sequence[int], calendar: Calendar, heading: str) -> Iterator[Spot]:
    found = False
    for index in free:
        piece = page.pieces[index]
        text = piece.text.strip("|·•-–—()[] ,")
        reading = calendar.read(text)
        if reading is None and len(free) > 1 and _is_apart(page, free, index):
            reading = calendar.partial(text, heading)
        if reading is not None:
            found = True
            yield Spot(index, index + 1, reading, "written", _is_all(page, index))
        elif is_relative(text):
            found = True
            yield Spot(index, index + 1, NO_DAY, "relative", is_alone=False)
    if not found:
        yield from _of_parts(page, free, calendar)


def _is_apart(page: Page, free: Sequence[int], index: int) -> bool:
    """Tell whether a piece may be a day without a year: it opens its line, ends it behind a link, or is set apart."""
    is_last = index == free[-1] and page.pieces[index - 1].link is not None and not page.pieces[index].text.isdigit()
    return index == free[0] or is_last or page.pieces[index].element.tag in _SET_APART


def _is_all(page: Page, index: int) -> bool:
    """Tell whether a piece is all that its line says, marks and links that do something aside: "[edit]", "¶"."""
    line = page.lines[page.pieces[index].line]
    if line.beyond - line.first > _MOST_BESIDE:
        return False
    beside = (piece for piece in page.pieces[line.first : line.beyond] if piece is not page.pieces[index])
    return all(not piece.text.strip(MARKS) or is_tool(piece.text) for piece in beside)


def _of_parts(page: Page, free: Sequence[int], calendar: Calendar) -> Iterator[Spot]:
    """Yield the date of a line of which no single piece is one: of its first pieces, or somewhere in a short line."""
    for count in range(min(_MOST_OF_BADGE, len(free) - 1), 1, -1):
        reading = calendar.read(joined(page.pieces[index] for index in free[:count]))
        if reading is not None:
            yield Spot(free[0], free[count - 1] + 1, reading, "written", is_alone=False)
            return
    opens = 0
    while opens < len(free) and (page.pieces[free[opens]].link is not None or page.pieces[free[opens]].is_strong):
        opens += 1
    rest = free[opens:]
    if not rest or page.pieces[free[0]].heading is not None:
        return
    head = [] if opens else list(takewhile(lambda index: page.pieces[index].link is None, rest))
    if head and all(page.pieces[index].link is not None for index in rest[len(head) :]):
        rest = head  # a linked title follows
    text = joined(page.pieces[index] for index in rest)
    meta = calendar.within(text)
    if meta is not None and (opens or _reads_as_meta(text)):
        # A date within what may be a title leaves the title to be read.
        beyond = rest[0] if _says_more(text) else rest[-1] + 1
        yield Spot(rest[0], beyond, meta, "meta", is_alone=not opens and beyond > rest[0])


def _reads_as_meta(text: str) -> bool:
    """Tell a line about an item (author, date, section) from a sentence that holds a date."""
    if any(mark in text for mark in "|•·") or _PUBLICATION.match(bare(text)) is not None:
        return True
    return len(text.split()) <= 12 and text[-1] not in ".!?…;:"


def _says_more(text: str) -> bool:
    words = [word for word in text.split() if word.isalpha() and len(word) > 2]
    return (
        len(words) > 4
        and _PUBLICATION.match(bare(text)) is None
        and not any(mark in text for mark in "|•·")
        and not is_about(text)
    )


def _badge(page: Page, number: int, calendar: Calendar, heading: str) -> Spot | None:
    """Return the date that stands in two to four neighbouring bits: "13", "Jul", "2020"."""
    first = page.lines[number].first
    if len(page.pieces[first].text) > _LONGEST_BIT:
        return None
    bits = page.pieces[first : first + _MOST_OF_BADGE]
    alike = takewhile(lambda bit: bit.heading is bits[0].heading, bits)
    texts = [bit.text.strip("|·•-–—/,. ") for bit in alike]
    count = next((index for index, text in enumerate(texts) if not _BIT.fullmatch(text)), len(texts))
    for size in range(count, 1, -1):
        for order in (texts[:size], texts[size - 1 :: -1]):
            text = " ".join(order)
            reading = calendar.read(text) or calendar.partial(text, heading)
            if reading is not None:
                return Spot(first, first + size, reading, "badge", is_alone=True)
    return None
