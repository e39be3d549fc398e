"""Dates that stand outside the items: above several of them, or beside one in a box that holds both."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from feedsvc.core.page.pieces import Page
from feedsvc.core.page.spans import Span, common
from feedsvc.core.page.spots import Spot
from feedsvc.core.page.tree import Element

_OF_ANOTHER = 200  # characters between a date and the items below, from which on they are the text of another item


def dates_outside(page: Page, spans: Sequence[Span], spots: Sequence[Spot]) -> list[Spot | None]:
    """Return for each span that one of these `spots` which is its date, the spans and spots in the order of the page.

    A date below an item is its own where a box holds both, and not the next item. Else a date is that of all items
    below it, down to the next one, unless it is of another item, which these spans leave out.
    """
    region = common([span.root for span in spans])
    firsts = [span.first for span in spans]
    found: list[Spot | None] = [None] * len(spans)
    own: dict[int, Spot] = {}
    for spot in spots:
        element = page.pieces[spot.first].element
        below = bisect_left(firsts, spot.first)
        if below and _is_nearer(element, spans[below - 1].root, spans[below].root if below < len(spans) else region):
            own.setdefault(below - 1, spot)
        elif below < len(spans) and not _is_of_another(page, spot, firsts[below]):
            found[below:] = [spot] * (len(spans) - below)
    return [own.get(number, spot) for number, spot in enumerate(found)]


def _is_nearer(element: Element, above: Element, below: Element) -> bool:
    """Tell whether the innermost box around a date and what stands above it leaves out what stands below."""
    both = common([element, above])
    return both is not common([both, below])


def _is_of_another(page: Page, spot: Spot, below: int) -> bool:
    """Tell whether a title stands right above a date and a text between it and the piece `below`, where items begin."""
    before = page.pieces[spot.first - 1] if spot.first else None
    is_titled = before is not None and before.heading is not None and page.pieces[spot.first].heading is None
    return is_titled and page.weight(spot.beyond, below) > _OF_ANOTHER
