"""Finds the rank of each item: the order of a day, which the pages of feeds show."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from feedsvc.model import FeedKey, Item


def ranked(items: Iterable[Item], lists: Mapping[FeedKey, Sequence[str]]) -> dict[str, Item]:
    """Return the items by id, with ranks: as feeds' pages list them, and what none of them lists by `published`.

    The page of everything has the last word over those of countries.
    """
    days: dict[tuple[str, date | None], list[Item]] = defaultdict(list)
    for item in sorted(items, key=lambda one: one.published, reverse=True):
        days[item.language, item.day].append(item)
    places = [
        {slug: place for place, slug in enumerate(lists[key])}
        for key in sorted(lists, key=lambda key: key.country is None)
    ]
    found: dict[str, Item] = {}
    for of_day in days.values():
        for listed in places:
            _put_in_order(of_day, listed)
        found.update((item.id, replace(item, rank=len(of_day) - n)) for n, item in enumerate(of_day))
    return found


def _put_in_order(of_day: list[Item], listed: Mapping[str, int]) -> None:
    """Put the listed items in their order, into the places that they have among the others."""
    slots = [n for n, item in enumerate(of_day) if item.slug in listed]
    if len(slots) > 1:
        ordered = sorted((of_day[n] for n in slots), key=lambda item: listed[item.slug])
        for n, item in zip(slots, ordered, strict=True):
            of_day[n] = item
