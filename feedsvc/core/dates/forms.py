"""The forms in which dates are written, on the shape of a text. What day they are is not read here."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

# Forms of a date in the letters of tokens.Shape. A gap takes two marks at most, so no form can backtrack far.
_MONTH = r"(?P<month>[mM])\.?"
_DAY = r"(?P<day>d)[.o]{0,2}"
_YEAR = r"(?:[-/,]?c?(?P<year>y))"
_FROM_DAY = r"(?P<from_day>d)[.o]{0,2}"
_FROM_MONTH = r"(?P<from_month>[mM])\.?"
_FROM_YEAR = r"(?:[-/,]?c?(?P<from_year>y))?"
_TO = r"(?P<to>[-xX?/])(?:tw?|w)?,?"
_FORMS = (
    rf"{_DAY}[-/,]?c?{_MONTH}[-/,]?c?(?:(?P<year>y)|'?(?P<short>d))",
    rf"{_MONTH}[-/]?t?{_DAY}[-/,]?c?(?:(?P<year>y)|'(?P<short>d))",
    r"(?P<year>y)[-/.,]?(?P<month>[mM])\.?[-/.,]?(?P<day>d)o?",
    r"(?P<first>d)o?(?P<mark>[-/.])(?P<second>d)(?P=mark)(?:(?P<year>y)|(?P<short>d))",
    r"(?P<year>y)(?P<mark>[-/.])(?P<month_number>d)(?P=mark)(?P<day>d)",
    r"(?P<first>d)(?P<gap>)(?P<second>d)(?P<year>y)",
    r"(?P<first>d)(?P<second>d)'(?P<short>d)",
    r"(?P<year>y)(?P<gap>)(?P<month_number>d)(?P<day>d)",
)
_RANGES = (
    rf"{_FROM_DAY}{_TO}{_DAY}[-/,]?c?{_MONTH}{_YEAR}",
    rf"{_FROM_DAY}[-/,]?c?{_FROM_MONTH}{_FROM_YEAR}{_TO}{_DAY}[-/,]?c?{_MONTH}{_YEAR}",
    rf"{_MONTH}{_FROM_DAY}{_TO}{_DAY}{_YEAR}",
    rf"{_FROM_MONTH}{_FROM_DAY}{_FROM_YEAR}{_TO}{_MONTH}{_DAY}{_YEAR}",
)
_YEARLESS = (
    rf"{_DAY}[-/]?c?{_MONTH}(?![-/,]?c?'?[dy#])",
    rf"{_MONTH}t?{_DAY}(?![-/,.:]?c?'?[dy#])",
    *(form[: -len(_YEAR)] + r"(?![-/,]?c?'?[dy#])" for form in _RANGES),
)
_COMPLETE = tuple(map(re.compile, (*_FORMS, *_RANGES)))
_ANY = (*_COMPLETE, *map(re.compile, _YEARLESS))
_NUMBERS = tuple(form for form in _COMPLETE if "month" not in form.groupindex)
# What stands in each form: a day beside its month, a month beside a year, or numbers side by side.
_HINT = re.compile(r"d[.o]{0,2}[-/,]?c?[mM]|[mM]\.?[-/]?t?d|y[-/.,]?[mM]|[dy]o?[-/.]?d")
_WITHOUT_MONTH = re.compile(r"[^mM]*")


class Form(NamedTuple):
    """A form as it stands in a shape, and which token is which part of it."""

    first: int
    beyond: int
    parts: Mapping[str, int]


@lru_cache(maxsize=4096)  # many lines of a bulletin have the same shape
def forms_in(kinds: str, start: int, yearless: bool) -> tuple[Form, ...]:  # noqa: FBT001 (of a cache)
    """Return the first place of each form in the letters of a shape from `start`, the leftmost and longest first."""
    if not _HINT.search(kinds, start):
        return ()
    forms = _ANY if yearless else _COMPLETE
    if _WITHOUT_MONTH.fullmatch(kinds):
        forms = _NUMBERS
    matches = [found for form in forms if (found := form.search(kinds, start)) is not None]
    matches.sort(key=lambda match: (match.start(), -match.end()))
    return tuple(Form(match.start(), match.end(), _parts(match)) for match in matches)


def _parts(match: re.Match[str]) -> Mapping[str, int]:
    return {part: match.start(part) for part in match.groupdict() if match.start(part) >= 0}
