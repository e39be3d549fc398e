"""The year of dates that are written without one: that of the item's address, or what the order of items tells."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise

from feedsvc.core.dates import DateReading
from feedsvc.core.page.context import Record

_YEAR_AND_MONTH = re.compile(r"[/=](?P<year>(?:19|20)\d\d)[/-](?P<month>\d\d?)(?=[/_-]|$)")
_LONGEST_PAUSE = 200  # days between two items: where more would lie, they are out of order


def settle_years(records: Sequence[Record], today: date) -> None:
    """Give each date without a year that of its address, if it names the month, else that of the items around it.

    Where the newest items come first, a later day of the year below an earlier one is of the year before. Read alone,
    such a date is the last one up to `today`.
    """
    for record in records:
        if record.reading is not None and record.reading.month_day is not None:
            record.reading = _in_address(record.reading, record.link or "", today) or record.reading
    if not _is_falling(records):
        return
    latest: date | None = None
    for record in records:
        reading = record.reading
        if reading is None or reading.day is None:
            continue
        if latest is not None and reading.month_day is not None and reading.day > latest:
            earlier = reading.within(latest).day
            if earlier is not None and (latest - earlier).days <= _LONGEST_PAUSE:
                record.reading = reading = replace(reading, day=earlier)
        latest = reading.day


def _in_address(reading: DateReading, address: str, today: date) -> DateReading | None:
    found = _YEAR_AND_MONTH.search(address)
    if found is None or reading.month_day is None or int(found["month"]) != reading.month_day[0]:
        return None
    day = reading.within(date(int(found["year"]), 12, 31)).day
    if day is None or day.year != int(found["year"]) or day > today:
        return None
    problems = tuple(problem for problem in reading.problems if problem != "year_inferred")
    return replace(reading, day=day, problems=problems, month_day=None)


def _is_falling(records: Sequence[Record]) -> bool:
    """Tell whether the days run from the newest to the oldest, more often than not."""
    days = [record.reading.day for record in records if record.reading is not None and record.reading.day is not None]
    falls = sum(later < earlier for earlier, later in pairwise(days))
    return falls > sum(later > earlier for earlier, later in pairwise(days))
