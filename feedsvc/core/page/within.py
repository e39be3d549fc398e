"""Dates that stand in a text with other words, and what those are."""

from __future__ import annotations

from collections.abc import Iterator

from feedsvc.core.page.pieces import Page
from feedsvc.core.page.spots import Spot
from feedsvc.core.page.wording import is_about

_MARKS_OF_DATES = "([|·•–—-"
_FEWEST_WORDS = 4  # of a text before a date
_NEAR = 40  # pieces


def is_amid_text(page: Page, spot: Spot) -> bool:
    """Tell whether a date stands behind some words of a text that go on with it: "Classes begin on 9 January"."""
    if spot.first == spot.beyond:
        return spot.form == "meta"
    is_marked = spot.is_alone or page.pieces[spot.first].text[0] in _MARKS_OF_DATES
    if is_marked or spot.form != "written" or not is_within(page, spot):
        return False
    line = page.lines[page.pieces[spot.first].line]
    before = page.pieces[max(line.first, spot.first - _NEAR) : spot.first]
    return sum(len(piece.text.split()) for piece in before) >= _FEWEST_WORDS and not is_about(line.text)


def is_within(page: Page, spot: Spot) -> bool:
    """Tell whether a date stands in one text with other words, with no markup between them."""
    return any(page.pieces[number].element is page.pieces[spot.first].element for number in beside(page, spot))


def beside(page: Page, spot: Spot) -> Iterator[int]:
    """Yield the pieces of the same line around the date."""
    line = page.lines[page.pieces[spot.first].line]
    yield from range(max(line.first, spot.first - _NEAR), spot.first)
    yield from range(spot.beyond, min(line.beyond, spot.beyond + _NEAR))
