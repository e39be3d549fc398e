"""What is wrong with an override before it is remembered."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any, cast

import pytest
from making import override

from feedsvc.core.overrule import LONGEST, circle_of, problem_of
from feedsvc.model import Override, OverrideAction

CODES = ("BZ", "HN")


@pytest.mark.parametrize(
    ("action", "value"),
    [
        ("countries", ""),
        ("countries", "HN,BZ"),
        ("date", "2020-06-09"),
        ("title", "Ñandú 🇭🇳"),
        ("withdraw", ""),
        ("restore", ""),
        ("merge", "tag:a"),
        ("split", "tag:a"),
    ],
)
def test_what_can_be_meant(action: OverrideAction, value: str) -> None:
    """Each action with a value of its kind."""
    assert problem_of(override(action, value), CODES) is None


@pytest.mark.parametrize(
    ("action", "value", "problem"),
    [
        ("countries", "HN,UK", "'UK': no ISO 3166 code; countries are written as HN,BZ"),
        ("countries", "HN,", "'': no ISO 3166 code; countries are written as HN,BZ"),
        ("date", "20200609", "'20200609' is no day; write it as 2020-06-09"),
        ("date", "June", "'June' is no day; write it as 2020-06-09"),
        ("title", " \u200b", "a headline cannot be empty"),
        ("title", "a\nb", "its value holds the character U+000A, which no feed can"),
        ("title", "x" * (LONGEST + 1), "its value is longer than 1000 characters"),
        ("withdraw", "x", "withdraw takes no value"),
        ("title", "a\u0085b", "its value holds the character U+0085, which no feed can"),
        ("title", "a\u2028b", "its value holds the character U+2028, which no feed can"),
        ("title", "a\u0090b", "its value holds the character U+0090, which no feed can"),
        ("title", "a\ufdd0b", "its value holds the character U+FDD0, which no feed can"),
        ("merge", "", "merge wants an item"),
        ("merge", override("merge").item, "an item cannot be merged into itself"),
        ("burn", "", "'burn' is no action: countries, date, title, withdraw, restore, merge, split"),
    ],
)
def test_what_cannot(action: str, value: str, problem: str) -> None:
    """It is said what is wanted."""
    assert problem_of(override(cast("OverrideAction", action), value), CODES) == problem


@pytest.mark.parametrize(
    "values",
    [
        {"who": None},
        {"why": "\ud800"},
        {"item": 5},
        {"at": datetime(2020, 1, 1)},  # noqa: DTZ001 (what is refused)
        {"at": datetime.fromisoformat("2020-01-01T00:00:00.5+00:00")},
        {"at": datetime.fromisoformat("0001-01-01T00:00:00+00:00")},
    ],
)
def test_what_no_store_can_keep(values: dict[str, Any]) -> None:
    """Texts that are none, half a surrogate pair, moments without a zone or in parts of a second."""
    assert problem_of(replace(override("withdraw"), **values), CODES) is not None


def _merges(*pairs: str) -> list[Override]:
    """Overrides "ab": a is merged into b; "a-": a is restored; "a+": it gets another headline."""
    last = {"-": ("restore", ""), "+": ("title", "Another headline")}
    return [
        override(*cast("tuple[OverrideAction, str]", last[into]), one)
        if into in last
        else override("merge", override("restore", "", into).item, one)
        for one, into in map(tuple, pairs)
    ]


@pytest.mark.parametrize(
    ("pairs", "circle"),
    [
        ((), None),
        (("ab", "bc"), None),
        (("ab", "cb"), None),
        (("ab", "ba"), "a"),
        (("da", "ab", "bc", "ca"), "a"),
        (("ab", "a-", "ba"), None),
        (("ab", "bc", "ba"), "a"),
        (("ab", "a+", "ba"), "a"),
    ],
)
def test_circles(pairs: tuple[str, ...], circle: str | None) -> None:
    """One that comes back to an item is named; a chain that ends is none, and the last word of an item counts."""
    found = circle_of(_merges(*pairs))
    assert found == (circle and override("restore", "", circle).item)
