"""Date lines and datelines, from tests/cases/dates: what is a date, which day, and what is doubtful about it."""

import json
from pathlib import Path
from typing import Any

import pytest

from feedsvc.core.dates import find_dateline, read_date

CASES = Path(__file__).parents[1] / "cases" / "dates"
ACCEPTED = ("english", "spanish", "french", "portuguese", "numbers", "ranges-and-times")


def load(name: str) -> list[Any]:
    """Return the cases of one file."""
    cases = json.loads((CASES / f"{name}.json").read_text(encoding="utf-8"))
    assert isinstance(cases, list)
    return cases


@pytest.mark.parametrize("name", ACCEPTED)
def test_accepted(name: str) -> None:
    """Each line of the file is a date, of the day, with the problems and the proof of order that stand beside it."""
    for case in load(name):
        reading = read_date(case["line"], case.get("order"))
        assert reading is not None, case
        found = {
            "day": reading.day and reading.day.isoformat(),
            "problems": list(reading.problems),
            "proves": reading.proves,
        }
        expected = {"day": case["day"], "problems": case.get("problems", []), "proves": case.get("proves")}
        assert found == expected, case


def test_refused() -> None:
    """Prose, ranges, parts of dates and numbers of other kinds are no date lines."""
    assert [line for line in load("refused") if read_date(line) is not None] == []


def test_datelines() -> None:
    """A place and a date that open a paragraph are a dateline; a date in a sentence is none."""
    for case in load("datelines"):
        dateline = find_dateline(case["paragraph"], case.get("order"))
        if case["day"] is None:
            assert dateline is None, case
            continue
        assert dateline is not None, case
        assert dateline.day is not None, case
        assert dateline.day.isoformat() == case["day"], case
        assert case["paragraph"][dateline.start : dateline.end] == case["words"], case
        assert list(dateline.problems) == case.get("problems", []), case


def test_case_and_accents_make_no_difference() -> None:
    """A date is the same in capitals and in small letters."""
    for name in ACCEPTED:
        for case in load(name):
            order = case.get("order")
            expected = read_date(case["line"], order)
            assert read_date(case["line"].upper(), order) == expected, case
            assert read_date(case["line"].lower(), order) == expected, case


def test_cases_are_many() -> None:
    """The catalogue holds at least 150 lines, so that no language is lost by accident."""
    assert sum(len(load(name)) for name in (*ACCEPTED, "refused")) >= 150
