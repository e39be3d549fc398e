"""A heading that names a month, and a line that has the day alone below such a heading."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from feedsvc.core.dates.reading import DateReading
from feedsvc.core.dates.slot import Slot
from feedsvc.core.dates.tokens import MONTHS, shape_of

_LONGEST, _MOST_SPACES = 40, 5  # characters and spaces of a heading: "— setembro de 2024 —"
_HEADING = re.compile(r"[-.,:?]*(?P<month>[mM])\.?(?:[-c,/]{0,2}(?P<year>y))?[-.,:?]*")
_DAY = re.compile(
    r"(?:(?P<word>[^\W\d_]{2,14})[.,]?\s)?(?P<day>[0-3]?[0-9])(?:st|nd|rd|th|er|[ºo°ª])?"
    r"(?:\s?(?:[-:|·•)/.]{1,3}\s|[–—]\s?)(?=[\"“«¿¡]?[^\W_])|(?P<space>\s)(?=[\"“«¿¡]?[^\W\d_a-zà-ÿ])|\Z)"
)
_DAY_WORDS = frozenset(("dia", "day", "jour"))


class Month(NamedTuple):
    """A month as a heading names it; `year` is None where it does not say it."""

    month: int
    year: int | None


@lru_cache(maxsize=1024)  # a line is asked more than once
def month_named(text: str) -> Month | None:
    """Return the month that a heading names, with or without its year; None: it says something else, or more."""
    if len(text) > _LONGEST or text.count(" ") > _MOST_SPACES:
        return None
    shape = shape_of(text)
    found = _HEADING.fullmatch(shape.kinds)
    if found is None:
        return None
    year = shape.number(found.start("year")) if found["year"] else None
    return Month(MONTHS[shape.word(found.start("month"))], year)


def day_slot(text: str) -> Slot | None:
    """Return the place for a date of a line that opens with a day of the month, or is one: "3 – Title", "Day 3"."""
    found = _DAY.match(text)
    if found is None or not 1 <= int(found["day"]) <= 31 or not _may_stand_before(found["word"]):
        return None
    reading = DateReading(None, of_month=int(found["day"]))
    if found.end() == len(text):
        return Slot(reading, "alone", labelled=found["word"] is not None)
    return Slot(reading, "opens", found.end(), len(text), apart=not found["space"], labelled=found["word"] is not None)


def _may_stand_before(word: str | None) -> bool:
    """Whether a word may stand before a day: an article, a day of the week, or "day" itself."""
    if word is None:
        return True
    shape = shape_of(word)
    return shape.kinds in ("t", "w", "M") or shape.word(0) in _DAY_WORDS
