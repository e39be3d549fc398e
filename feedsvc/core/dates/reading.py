"""A line that is a date: which day, and what is doubtful about it. Prose and other numbers are refused."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from feedsvc.core.dates.tokens import MONTHS, Shape, shape_of

Order = Literal["dmy", "mdy"]
Problem = Literal["invalid_date", "two_digit_year", "ambiguous_date"]

_LONGEST = 80
_YEARS = range(1900, 10000)
# Numbers that make no day of the calendar are an impossible date only in such a year; else they are a telephone.
_LIKELY_YEARS = range(1900, 2101)
_DIGIT = re.compile("[0-9]")

# Forms of a date in the letters of tokens.Shape. A gap takes two marks at most, so no form can backtrack far.
_FORMS = (
    r"(?P<day>d)[.o]{0,2}[-/,]?c?(?P<month>[mM])\.?[-/,]?c?(?:(?P<year>y)|'?(?P<short>d))",
    r"(?P<month>[mM])\.?[-/]?t?(?P<day>d)[.o]{0,2}[-/,]?c?(?:(?P<year>y)|'(?P<short>d))",
    r"(?P<year>y)[-/.,]?(?P<month>[mM])\.?[-/,]?(?P<day>d)o?",
    r"(?P<first>d)(?P<mark>[-/.])(?P<second>d)(?P=mark)(?:(?P<year>y)|(?P<short>d))",
    r"(?P<year>y)(?P<mark>[-/.])(?P<month_number>d)(?P=mark)(?P<day>d)",
    r"(?P<first>d)(?P<gap>)(?P<second>d)(?P<year>y)",
    r"(?P<year>y)(?P<gap>)(?P<month_number>d)(?P<day>d)",
)
_WEEKDAY = r"(?:[wM](?:-w)?\.?,?)?t?"
_WHOLE_LINE = tuple(re.compile(rf"{_WEEKDAY}{form}[-.,:;]?") for form in _FORMS)
_ANYWHERE = tuple(re.compile(form) for form in _FORMS)


@dataclass(frozen=True, slots=True)
class DateReading:
    """What a date line says.

    `day` is None when the calendar has no such day. `proves` is the order of day and month that a numeric
    date shows by a part above 12; None: it shows nothing.
    """

    day: date | None
    problems: tuple[Problem, ...] = ()
    proves: Order | None = None


def read_date(text: str, order: Order | None = None) -> DateReading | None:
    """Return what `text` says if the whole of it is a date, else None. Long text is refused at once.

    English, Spanish, French and Portuguese words in any case, with or without accents; numbers as
    year-month-day, or as day and month, which `order` settles where both readings are possible: without it the
    day comes first and the reading has the problem `ambiguous_date`. Years are 1900 to 9999; two digits mean
    1970 to 2069. A day that is not in the calendar is never moved: `day` is None and the problem is
    `invalid_date`.
    """
    if len(text) > _LONGEST or not _DIGIT.search(text):
        return None
    shape = shape_of(text)
    for form in _WHOLE_LINE:
        if (found := form.fullmatch(shape.kinds)) is not None:
            return _reading(shape, found, order)
    return None


def first_date(shape: Shape, order: Order | None) -> tuple[DateReading, int, int] | None:
    """Return the leftmost date in `shape`, and the tokens at which it begins and before which it ends."""
    matches = [found for form in _ANYWHERE if (found := form.search(shape.kinds)) is not None]
    if not matches:
        return None
    found = min(matches, key=lambda match: (match.start(), -match.end()))
    reading = _reading(shape, found, order)
    return None if reading is None else (reading, found.start(), found.end())


def _reading(shape: Shape, found: re.Match[str], order: Order | None) -> DateReading | None:
    parts = found.groupdict()
    is_short = parts.get("short") is not None
    year = _year(shape, found.start("short" if is_short else "year"))
    if year is None:
        return None
    if "first" in parts:
        first, second = shape.number(found.start("first")), shape.number(found.start("second"))
        reading = _from_numbers(year, first, second, order)
    else:
        day = shape.number(found.start("day"))
        reading = DateReading(_calendar_day(year, _month(shape, found), day))
    if reading.day is None:
        if not _is_meant_as_date(shape, found, year):
            return None
        reading = replace(reading, problems=("invalid_date",))
    if "gap" in parts and not _is_evenly_spaced(shape, found, year):
        return None
    return replace(reading, problems=(*reading.problems, "two_digit_year")) if is_short else reading


def _year(shape: Shape, index: int) -> int | None:
    number = shape.number(index)
    if shape.digits(index) == 2:
        return number + (2000 if number < 70 else 1900)
    return number if number in _YEARS else None


def _month(shape: Shape, found: re.Match[str]) -> int:
    if "month" in found.groupdict():
        return MONTHS[shape.word(found.start("month"))]
    return shape.number(found.start("month_number"))


def _from_numbers(year: int, first: int, second: int, order: Order | None) -> DateReading:
    if first > 12 and second <= 12:
        return DateReading(_calendar_day(year, second, first), proves="dmy")
    if second > 12 and first <= 12:
        return DateReading(_calendar_day(year, first, second), proves="mdy")
    month, day = (first, second) if order == "mdy" else (second, first)
    found = _calendar_day(year, month, day)
    is_open = found is not None and first != second and order is None
    return DateReading(found, ("ambiguous_date",) if is_open else ())


def _calendar_day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _is_meant_as_date(shape: Shape, found: re.Match[str], year: int) -> bool:
    """Tell an impossible date from a telephone number or another row of numbers."""
    parts = found.groupdict()
    if "month" in parts:
        return True
    if "gap" in parts:
        return False
    if parts.get("short") is not None:
        numbers = sorted(shape.number(found.start(part)) for part in ("first", "second"))
        return 1 <= numbers[0] <= 12 and numbers[1] <= 31
    return year in _LIKELY_YEARS


def _is_evenly_spaced(shape: Shape, found: re.Match[str], year: int) -> bool:
    """Numbers with nothing but spaces between them are a date only in its full form: two digits each."""
    widths = (shape.digits(index) for index in range(found.start(), found.end()))
    return year in _LIKELY_YEARS and sorted(widths) == [2, 2, 4]
