"""Dates as bulletins write them: a line that is a date or has one, and a dateline that opens a paragraph."""

from feedsvc.core.dates.dateline import YEAR, Dateline, find_dateline
from feedsvc.core.dates.months import Month, day_slot, month_named
from feedsvc.core.dates.numbers import days_in_numbers
from feedsvc.core.dates.reading import DateReading, Order, Problem, order_of, read_date
from feedsvc.core.dates.resemblance import resembles_date
from feedsvc.core.dates.slot import LONGEST_SLOT, Slot, around_days, settled, slot_of
from feedsvc.core.dates.tokens import MONTHS

__all__ = [
    "LONGEST_SLOT",
    "MONTHS",
    "YEAR",
    "DateReading",
    "Dateline",
    "Month",
    "Order",
    "Problem",
    "Slot",
    "around_days",
    "day_slot",
    "days_in_numbers",
    "find_dateline",
    "month_named",
    "order_of",
    "read_date",
    "resembles_date",
    "settled",
    "slot_of",
]
