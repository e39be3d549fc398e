"""A dateline: the place and day that open a paragraph, as agencies write them. Dates in prose are none."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from feedsvc.core.dates.reading import DateReading, Order, Problem, find_dates
from feedsvc.core.dates.tokens import Shape, shape_of

_HEAD = 160
_DIGIT = re.compile("[0-9]")
YEAR = re.compile(r"(?<![0-9])(?:19|20)[0-9]{2}(?![0-9])")
_SHORTEST, _LONGEST_DATE = 60, 24  # characters of a text that a date opens, and of the date
_PLACE_BEHIND = re.compile(r",\s?[A-ZÀ-Þ][\w.’'-]*(?:[ ,]{1,2}[A-ZÀ-Þ(][\w.’')-]*){0,4}\s?[-–—―:.]\s?")
_PLACE_END = re.compile("[-,.:)‐‑‒–—―−]")

# Before the date, in the letters of tokens.Shape: place, country in parentheses or after a mark, weekday.
_WORDS = "XxmMwct"
_PLACE = re.compile(
    rf"(?P<place>[XmMtc][{_WORDS}o.,/'-]{{0,14}}?(?:\([{_WORDS}.'-]{{1,8}}\))?)"
    r"(?:[,.:-]{1,2}|(?<=\)))(?:[wM](?:-w)?[.,]{0,2})?t?"
)
# After the date, if anything: a mark, a dash that opens no range, or an agency in parentheses.
_MARK = re.compile(rf"[.:]|-(?![dy#])|,?\([{_WORDS}.,/-]{{1,8}}\)")

_SMALL_WORDS = (
    "a al and au aux d da das de del des do dos du e el en et i in l la las le les los of on s sur the upon y"
)
_PROSE_OPENERS = (
    "after ahead as at before between by during following for from in last next on since this through today "
    "tomorrow until yesterday antes ayer desde despues durante en entre este esta hasta hoy manana para "
    "apres aujourd avant depuis hier pendant ontem ate apos hoje no na em "
    "posted published updated publicado publie actualizado atualizado"
)
_IS_SMALL = frozenset(_SMALL_WORDS.split())
_OPENS_PROSE = frozenset(_PROSE_OPENERS.split())


@dataclass(frozen=True, slots=True)
class Dateline:
    """The date that opens a paragraph: `paragraph[start:end]` is its text, without place and weekday."""

    reading: DateReading
    start: int
    end: int

    @property
    def day(self) -> date | None:
        """Return the day; None where the year is missing."""
        return self.reading.day

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Return what is doubtful about the day."""
        return self.reading.problems


def find_dateline(paragraph: str, order: Order | None = None, *, yearless: bool = False) -> Dateline | None:
    """Return the dateline with which `paragraph` opens, or None.

    A place with capitals comes first, then a date that the calendar has, then a full stop, colon, dash, agency
    in parentheses, or nothing. Or the date comes first, with its year, and then a word with a capital. `order` is
    that of day and month, as for `read_date`. With `yearless` the year may be missing behind a place. Only the
    beginning of the paragraph is looked at.
    """
    head = paragraph[:_HEAD]
    if (found := _day_first(head, order)) is not None:
        return found
    if (
        not head[:1].isupper()
        or (digit := _DIGIT.search(head)) is None
        or not _PLACE_END.search(head, 0, digit.start())
    ):
        return None
    shape = shape_of(head)
    dates = find_dates(shape, order, yearless=yearless)
    if not dates:
        return None
    reading, first, beyond = dates[0].reading, dates[0].first, dates[0].beyond
    is_all = beyond == len(shape.kinds) and len(paragraph) <= _HEAD
    # A month takes the stop behind it for its own.
    is_marked = is_all or shape.kinds[beyond - 1] == "." or _MARK.match(shape.kinds, beyond) is not None
    if not is_marked and not (reading.day is not None and _begins(paragraph, shape.tokens[beyond - 1].end())):
        return None
    if not _says_day(reading) or not _is_place(shape, first):
        return None
    return Dateline(reading, shape.tokens[first].start(), shape.tokens[beyond - 1].end())


def _begins(paragraph: str, end: int) -> bool:
    """Whether a sentence begins behind a dateline without a mark, in a paragraph that is no line of fields."""
    return len(paragraph) > _HEAD and paragraph[end : end + 1] == " " and paragraph[end + 1 : end + 2].isupper()


def _says_day(reading: DateReading) -> bool:
    return reading.day is not None or reading.month_day is not None


def _day_first(head: str, order: Order | None) -> Dateline | None:
    """A date with its year that opens a text, and no mark or a place behind it: "May 14, 2021, Rome - The …"."""
    if len(head) < _SHORTEST or (year := YEAR.search(head, 0, _LONGEST_DATE)) is None:
        return None
    behind = head[year.end() :]
    if not (behind[:1] == " " and behind[1:2].isupper()) and _PLACE_BEHIND.match(behind) is None:
        return None
    dates = find_dates(shape_of(head[: year.end()]), order)
    if not dates or dates[0].first or dates[0].reading.day is None:
        return None
    return Dateline(dates[0].reading, 0, year.end())


def _is_place(shape: Shape, beyond: int) -> bool:
    found = _PLACE.fullmatch(shape.kinds, 0, beyond)
    if found is None or shape.word(0) in _OPENS_PROSE:
        return False
    words = (shape.tokens[index][0] for index in range(found.end("place")) if shape.kinds[index] in _WORDS)
    return all(word[0].isupper() or word in _IS_SMALL for word in words)
