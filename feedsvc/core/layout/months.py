"""Which lines of a document have the day alone, below headings that name the month: only where all of them agree."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Mapping, Sequence

from feedsvc.core.dates import Slot, day_slot, month_named
from feedsvc.core.layout.units import Unit

_FEWEST = 3  # lines with a day alone


def days_below_months(
    units: Sequence[Unit], slots: Mapping[str, Slot | None]
) -> tuple[dict[str, Slot], frozenset[str]]:
    """Return the slots of lines that have the day alone, and the headings that name their months.

    There are several such lines, written in one way, and below each heading they rise, or fall, as in all the document;
    numbers that merely count are none.
    """
    headings: set[str] = set()
    found: list[tuple[str, Slot]] = []
    days: list[list[int]] = []
    for text in (unit.block.text for unit in units):
        if slots[text] is None and month_named(text) is not None:
            headings.add(text)
            days.append([])
        elif days and slots[text] is None and (slot := day_slot(text)) is not None:
            found.append((text, slot))
            days[-1].append(slot.reading.of_month or 0)
    is_kept = len(found) >= _FEWEST and _are_alike(found) and _are_days(days)
    return (dict(found), frozenset(headings)) if is_kept else ({}, frozenset())


def _are_alike(found: Sequence[tuple[str, Slot]]) -> bool:
    """Whether nearly all lines have their day in one way."""
    ways = Counter((slot.form, slot.apart, slot.labelled) for _, slot in found)
    return max(ways.values()) * 5 >= len(found) * 4


def _are_days(runs: Sequence[Sequence[int]]) -> bool:
    """Whether numbers rise below each heading, or fall below each, and do more than count from one."""
    pairs = [pair for run in runs for pair in itertools.pairwise(run)]
    counts = all(list(run) == list(range(1, len(run) + 1)) for run in runs)
    return not counts and (all(one <= other for one, other in pairs) or all(one >= other for one, other in pairs))
