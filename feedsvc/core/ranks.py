"""Orders the items of one day on pages: as their source shows them, from the top."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from feedsvc.core.absence import page_order
from feedsvc.model import Item


def ranks_of(shown: Sequence[Item], absent: Sequence[Item], before: Iterable[Item]) -> Mapping[str, int]:
    """Return the rank of each item by its id: the bulletin's order, each absent item above those that stood below it.

    `shown` are in the bulletin's order; `before` are the items as they were, at least all of the days of `shown`. On
    other days ranks stay.
    """
    ranks = {item.id: item.rank for item in absent}
    gone, stood = _by_day(absent), _by_day(before)
    for day, items in _by_day(shown).items():
        order = [item.id for item in items]
        left = {item.id for item in gone.get(day, ())}
        below: str | None = None
        for item in sorted(stood.get(day, ()), key=page_order) if left else ():
            if item.id in left:
                order.insert(len(order) if below is None else order.index(below), item.id)
            below = item.id if item.id in order else below
        ranks.update((name, len(order) - place) for place, name in enumerate(order))
    return ranks


def _by_day(items: Iterable[Item]) -> Mapping[date | None, list[Item]]:
    days: dict[date | None, list[Item]] = defaultdict(list)
    for item in items:
        days[item.day].append(item)
    return days
