"""Which items of other sources a reading shows too. What a source shows of its own is in tests/cases/reconcile/."""

from __future__ import annotations

from datetime import date

import pytest
from making import item, parsed

from feedsvc.core.match import Matching, match_elsewhere
from feedsvc.model import Item, ParsedItem

STORY = parsed("Shelter opens", paragraphs=("Forty families moved in.",))


def _same(name: str, **values: object) -> Item:
    return item(name, **{"title": STORY.title, "paragraphs": STORY.paragraphs, **values})


@pytest.mark.parametrize(
    "other",
    [
        _same("x"),
        _same("x", title="Another headline"),
        _same("x", paragraphs=()),
        _same("x", presence="expired"),
        _same("x", link="https://example.org/1", title="Else", paragraphs=("Else.",), day=date(2020, 7, 1)),
    ],
)
def test_one_story(other: Item) -> None:
    """The same link, or headline or text of one day, whatever became of the item."""
    told = parsed(STORY.title, paragraphs=STORY.paragraphs, link="https://example.org/1")
    assert match_elsewhere([other], {7: told}, []) == Matching({7: 0}, {})


@pytest.mark.parametrize("other", [_same("x", language="es"), _same("x", day=date(2020, 7, 14)), _same("x", day=None)])
def test_another_story(other: Item) -> None:
    """In another language, or on another day, the same words are an item of their own."""
    assert match_elsewhere([other], {7: STORY}, []) == Matching({}, {})


def test_equal_ones() -> None:
    """Where two sources have the same story as two items, it is the first of them."""
    assert match_elsewhere([_same("x"), _same("y")], {7: STORY}, []) == Matching({7: 0}, {})


def test_what_also_fits_an_item_of_its_own_source() -> None:
    """Then nothing tells which it is, and it is neither."""
    here = _same("y", paragraphs=("Something else.",))
    there = _same("x", paragraphs=("And something else again.",))
    assert match_elsewhere([there], {7: STORY}, [here]) == Matching({}, {})


@pytest.mark.parametrize("text", ["Forty families moved in.", "Nine flights brought people home."])
def test_an_item_of_its_own_source_is_not_found_elsewhere(text: str) -> None:
    """What matches only there was looked at before."""
    told: dict[int, ParsedItem] = {7: STORY}
    assert match_elsewhere([], told, [_same("x", paragraphs=(text,))]) == Matching({}, {})


def test_one_headline_over_unlike_texts() -> None:
    """It is doubtful which story was meant."""
    other = _same("x", paragraphs=("Nine flights brought people home.",))
    assert match_elsewhere([other], {7: STORY}, []) == Matching({}, {7: (0,)})
