"""A line that is a date: which day, and what is doubtful about it. Prose and other numbers are refused."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal, NamedTuple

from feedsvc.core.dates.forms import Form, forms_in
from feedsvc.core.dates.tokens import MONTHS, Shape, shape_of

Order = Literal["dmy", "mdy"]
Problem = Literal["invalid_date", "two_digit_year", "ambiguous_date", "date_range", "year_inferred", "layout_uncertain"]

_LONGEST = 80
_MOST_DATES = 4  # looked for in one line
_YEARS = range(1900, 10000)
# Numbers that make no day of the calendar are an impossible date only in such a year; else they are a telephone.
_LIKELY_YEARS = range(1900, 2101)
_LEAP_YEAR = 2000
_DIGIT = re.compile("[0-9]")

_BEFORE = re.compile(r"(?:[xXc]t?)?(?:[wM](?:-w)?\.?,?)?t?")
# Words between the days of a range.
_RANGE_WORDS = frozenset(
    ["to", "and", "until", "till", "through", "al", "a", "y", "e", "hasta", "au", "et", "ate", "rive", "&"]
)

_RANGE_OPENERS = frozenset(["del", "du", "de", "from", "entre", "between"])

# A time of day behind a date, with its zone; then nothing but marks.
_CLOCK = (
    r"[0-9]{1,2}(?:(?:\s?[:hH]\s?|\.)[0-9]{2}(?::[0-9]{2})?(?:\.[0-9]{1,9})?\s?(?:[ap]\.?\s?m\b\.?)?"
    r"|\s?[ap]\.?\s?m\b\.?|h\b|(?<=[0-9])[0-5][0-9](?=\s?(?:z|utc|gmt|[acemp]st)\b|\s?(?:h|hrs?|hours"
    r"|local time)\s*(?:[-–—|,;)]|\Z)))"
    r"(?:\s?(?:hours|hrs?|horas|heures|h)\b\.?)?"
    r"(?:\s?\(?(?:z|utc|gmt|[a-z]{1,4}t|local time|hora local|heure locale)\b\)?)?"
    r"(?:\s?[+−-][0-9]{1,2}:?(?:[0-9]{2})?)?"
)
TIME = re.compile(rf"(?:[\s,;|@·•/(–-]|t(?=[0-9])|\b(?:at|a las?|as|kl)\b|[àÀ]s?\s)*{_CLOCK}\)?", re.IGNORECASE)
_END_MARKS = re.compile(r"\s*[-‐‑‒–—―−.,:;]?\s*\Z")


@dataclass(frozen=True, slots=True)
class DateReading:
    """What a date line says.

    `day` is None when the calendar has no such day; of a range it is the first day. `proves` is the order of day and
    month that a numeric date shows by a part above 12; None: it shows nothing. `month_day` is given where the year is
    missing, and `day` is then none, or a guess; `of_month` is the day of a month that only a heading names.
    """

    day: date | None
    problems: tuple[Problem, ...] = ()
    proves: Order | None = None
    month_day: tuple[int, int] | None = None
    of_month: int | None = None

    def within(self, latest: date) -> DateReading:
        """Return a reading without a year as the last such day up to `latest`; any other reading as it is."""
        if self.month_day is None:
            return self
        years = (latest.year - back for back in range(9))  # 1896 to 1904 is the longest wait for a 29 February
        days = (_calendar_day(year, *self.month_day) for year in years if year in _YEARS)
        return replace(self, day=next((day for day in days if day is not None and day <= latest), None))

    def in_month(self, month: int, year: int | None) -> DateReading:
        """Return a mere day as that of a month, of a year or of none; any other reading as it is."""
        if self.of_month is None:
            return self
        day = _calendar_day(year or _LEAP_YEAR, month, self.of_month)
        if day is None:
            return DateReading(None, ("invalid_date",))
        return DateReading(day) if year else DateReading(None, ("year_inferred",), month_day=(month, day.day))

    def settled(self, order: Order) -> DateReading:
        """Return a reading whose day and month could be the other way round as `order` has them."""
        day = self.day
        if day is not None and order == "mdy":
            day = day.replace(month=day.day, day=day.month)
        return replace(self, day=day, problems=tuple(one for one in self.problems if one != "ambiguous_date"))


class FoundDate(NamedTuple):
    """A date in a shape: its reading, the token at which it begins and the one before which it ends."""

    reading: DateReading
    first: int
    beyond: int


def order_of(readings: Iterable[DateReading]) -> Order | None:
    """Return the order of day and month that some of a document's dates prove; None: none does, or they disagree."""
    proofs = {reading.proves for reading in readings if reading.proves is not None}
    return proofs.pop() if len(proofs) == 1 else None


def read_date(text: str, order: Order | None = None) -> DateReading | None:
    """Return what `text` says if the whole of it is a date, else None. Long text is refused at once.

    English, Spanish, French, Portuguese and Creole words in any case, with or without accents; numbers as
    year-month-day, or as day and month, which `order` settles where both readings are possible: without it the
    day comes first and the reading has the problem `ambiguous_date`. Years are 1900 to 9999; two digits mean
    1970 to 2069. A range of days is read as its first one. A weekday before it and a time behind it are allowed. A
    day that is not in the calendar is never moved: `day` is None and the problem is `invalid_date`.
    """
    if len(text) > _LONGEST or not _DIGIT.search(text):
        return None
    shape = shape_of(text)
    dates = find_dates(shape, order)
    if len(dates) != 1 or not _BEFORE.fullmatch(shape.kinds, 0, dates[0].first):
        return None
    if not all(shape.word(n) in _RANGE_OPENERS for n in range(dates[0].first) if shape.kinds[n] in "xXc"):
        return None
    return dates[0].reading if _ends(text, shape.tokens[dates[0].beyond - 1].end()) else None


def _ends(text: str, end: int) -> bool:
    time = TIME.match(text, end)
    return _END_MARKS.match(text, time.end() if time else end) is not None


def find_dates(shape: Shape, order: Order | None, *, yearless: bool = False) -> tuple[FoundDate, ...]:
    """Return the first dates in `shape`, from left to right; with `yearless` those without a year, too.

    Two that a word or a dash makes a range are one.
    """
    found: list[FoundDate] = []
    start = 0
    while len(found) < _MOST_DATES and (one := _next_date(shape, order, start, yearless=yearless)) is not None:
        start = one.beyond
        last = found[-1] if found else None
        if last is not None and _joins(shape, last, one):
            first = last.reading
            others = tuple(problem for problem in first.problems if problem != "date_range")
            problems: tuple[Problem, ...] = ("date_range", *others)
            found[-1] = FoundDate(replace(first, problems=problems), last.first, one.beyond)
        else:
            found.append(one)
    return tuple(found)


def _next_date(shape: Shape, order: Order | None, start: int, *, yearless: bool) -> FoundDate | None:
    best: FoundDate | None = None
    for found in forms_in(shape.kinds, start, yearless):
        if best is not None and (found.first >= best.beyond or "short" in found.parts or "year" not in found.parts):
            continue
        reading = _reading(shape, found, order)
        if reading is not None:
            best = FoundDate(reading, found.first, found.beyond)
            if "short" not in found.parts:
                return best
    return best  # two digits are a year unless they are the day of a date with a whole one: "1 / Nov 15, 2017"


def _joins(shape: Shape, one: FoundDate, other: FoundDate) -> bool:
    between = range(one.beyond, other.first)
    days = one.reading.day, other.reading.day
    if not between or len(between) > 2 or days[0] is None or days[1] is None or days[0] > days[1]:
        return False
    return shape.kinds[one.beyond] in "-/" or shape.word(one.beyond) in _RANGE_WORDS


def _reading(shape: Shape, form: Form, order: Order | None) -> DateReading | None:
    parts = form.parts
    if "from_day" in parts:
        return _range(shape, form)
    is_short = "short" in parts
    if "year" not in parts and not is_short:
        return _yearless(_month(shape, form), shape.number(parts["day"]))
    year = _year(shape, parts["short" if is_short else "year"])
    if year is None:
        return None
    if "first" in parts:
        reading = _from_numbers(year, shape.number(parts["first"]), shape.number(parts["second"]), order)
    else:
        reading = DateReading(_calendar_day(year, _month(shape, form), shape.number(parts["day"])))
    if reading.day is None:
        if not _is_meant_as_date(shape, form, year):
            return None
        reading = replace(reading, problems=("invalid_date",))
    if "gap" in parts and not _is_evenly_spaced(shape, form, year):
        return None
    return replace(reading, problems=(*reading.problems, "two_digit_year")) if is_short else reading


def _yearless(month: int, day: int) -> DateReading | None:
    if _calendar_day(_LEAP_YEAR, month, day) is None:
        return None
    return DateReading(None, ("year_inferred",), month_day=(month, day))


def _range(shape: Shape, form: Form) -> DateReading | None:
    """Read a range as its first day; None where its ends are in no order, or a word between them says otherwise."""
    link = form.parts["to"]
    if shape.kinds[link] in "xX?" and shape.word(link) not in _RANGE_WORDS:
        return None
    parts = form.parts
    month = _month(shape, form)
    from_month = MONTHS[shape.word(form.parts["from_month"])] if "from_month" in parts else month
    from_day, day = shape.number(form.parts["from_day"]), shape.number(form.parts["day"])
    if from_month == month and from_day >= day:
        return None
    if "year" not in parts:
        reading = _yearless(from_month, from_day)
        return reading and replace(reading, problems=("date_range", *reading.problems))
    year = _year(shape, form.parts["year"])
    if year is None:
        return None
    from_year = _year(shape, form.parts["from_year"]) if "from_year" in parts else year - (from_month > month)
    first, last = _calendar_day(from_year or year, from_month, from_day), _calendar_day(year, month, day)
    if first is None or last is None:
        return DateReading(None, ("date_range", "invalid_date"))
    return DateReading(first, ("date_range",))


def _year(shape: Shape, index: int) -> int | None:
    number = shape.number(index)
    if shape.digits(index) == 2:
        return number + (2000 if number < 70 else 1900)
    return number if number in _YEARS else None


def _month(shape: Shape, form: Form) -> int:
    if "month" in form.parts:
        return MONTHS[shape.word(form.parts["month"])]
    return shape.number(form.parts["month_number"])


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


def _is_meant_as_date(shape: Shape, form: Form, year: int) -> bool:
    """Tell an impossible date from a telephone number or another row of numbers."""
    parts = form.parts
    if "month" in parts:
        return True
    if "gap" in parts:
        return False
    if "short" in parts:
        numbers = sorted(shape.number(parts[part]) for part in ("first", "second"))
        return 1 <= numbers[0] <= 12 and numbers[1] <= 31
    return year in _LIKELY_YEARS


def _is_evenly_spaced(shape: Shape, form: Form, year: int) -> bool:
    """Numbers with nothing but spaces between them are a date only in its full form: two digits each."""
    widths = (shape.digits(index) for index in range(form.first, form.beyond))
    return year in _LIKELY_YEARS and sorted(widths) == [2, 2, 4]
