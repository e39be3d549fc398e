"""Dates as bulletins write them: a line that is a date, and a dateline that opens a paragraph."""

from feedsvc.core.dates.dateline import Dateline, find_dateline
from feedsvc.core.dates.reading import DateReading, Order, Problem, read_date
from feedsvc.core.dates.resemblance import resembles_date

__all__ = ["DateReading", "Dateline", "Order", "Problem", "find_dateline", "read_date", "resembles_date"]
