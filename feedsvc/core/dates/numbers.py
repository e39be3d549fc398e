"""Lines that have day and month in numbers and no year, as "28/03 - Title": only several tell that they are days."""

from __future__ import annotations

import re
from collections.abc import Iterable

from feedsvc.core.dates.reading import DateReading, Order
from feedsvc.core.dates.slot import Slot

_FEWEST = 3
_OPENING = re.compile(
    r"(?P<open>[\[(])?(?P<first>[0-9]{1,2})(?P<mark>[/.])(?P<second>[0-9]{1,2})"
    r"(?(open)[\])]\s*|(?:\s?[-–—:|•·]\s*(?=[^\W_]|[\"“«¿¡])"
    r"|(?:,?\s(?:[aàá]s?\s|at\s)?[0-9]{1,2}[h:][0-9]{0,2})?\s*\Z))"
)


def days_in_numbers(texts: Iterable[str], order: Order | None) -> dict[str, Slot]:
    """Return the slots of lines that open with day and month, where at least three do, all written in one way.

    A number above 12 shows which is the day; else `order` does, or the day comes first.
    """
    found = {text: match for text in texts if (match := _OPENING.match(text)) is not None}
    marks = {match["mark"] for match in found.values()}
    if len(found) < _FEWEST or len(marks) != 1:
        return {}
    firsts, seconds = ([int(match[part]) for match in found.values()] for part in ("first", "second"))
    is_mdy = max(seconds) > 12 or (max(firsts) <= 12 and order == "mdy")
    months, days = (firsts, seconds) if is_mdy else (seconds, firsts)
    if max(months) > 12 or max(days) > 31 or min(*months, *days) < 1 or not _are_days(found.values(), months, days):
        return {}
    readings = (DateReading(None, ("year_inferred",), month_day=pair) for pair in zip(months, days, strict=True))
    return {
        text: Slot(reading, "alone") if match.end() == len(text) else _opens(reading, match)
        for (text, match), reading in zip(found.items(), readings, strict=True)
    }


def _are_days(matches: Iterable[re.Match[str]], months: list[int], days: list[int]) -> bool:
    """Whether numbers are no fractions or names ("24/7"): all with two digits, or in one direction and one above 12."""
    order = list(zip(months, days, strict=True))
    is_padded = all(len(match["first"]) == len(match["second"]) == len("07") for match in matches)
    return is_padded or (max(days) > 12 and order in (sorted(order), sorted(order, reverse=True)))


def _opens(reading: DateReading, match: re.Match[str]) -> Slot:
    return Slot(reading, "opens", match.end(), len(match.string), apart=True)
