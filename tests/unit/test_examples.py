"""The example bulletins: each gives the items and diagnostics that its own file states, and nothing more."""

from __future__ import annotations

import json
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from feedsvc.core.folding import fold
from feedsvc.core.parse import parse
from feedsvc.model import ParsedBulletin, SourceDocument

EXAMPLES = Path(__file__).parents[1] / "cases" / "examples" / "text"
NAMES = sorted(path.stem for path in EXAMPLES.glob("*.json"))


def expectation(name: str) -> dict[str, Any]:
    """Return what the example must give."""
    loaded = json.loads((EXAMPLES / f"{name}.json").read_text(encoding="utf-8"))
    assert isinstance(loaded, dict)
    return loaded


def read(name: str, expected: dict[str, Any]) -> ParsedBulletin:
    """Return what the example does give."""
    document = SourceDocument(name, (EXAMPLES / f"{name}.txt").read_bytes())
    return parse(document, expected["language"], date.fromisoformat(expected["reference_date"]))


@pytest.mark.parametrize("name", NAMES)
def test_items(name: str) -> None:
    """Every item is found, none is invented, and day, title, text and link are as stated."""
    expected = expectation(name)
    items = read(name, expected).items
    assert [fold(item.title) for item in items] == [fold(item["title"]) for item in expected["items"]]
    for found, wanted in zip(items, expected["items"], strict=True):
        days = wanted.get("date_any", [wanted["date"]])
        assert (found.day and found.day.isoformat()) in days, found
        assert len(found.paragraphs) == wanted["n_paragraphs"], found
        assert " ".join(found.paragraphs).startswith(wanted["summary_starts"] or ""), found
        assert found.link == wanted.get("link"), found


@pytest.mark.parametrize("name", NAMES)
def test_what_must_not_leak_or_be_missing(name: str) -> None:
    """No furniture stands in a title or text, and each stated diagnostic is given as often as stated."""
    expected = expectation(name)
    bulletin = read(name, expected)
    text = "\n".join(line for item in bulletin.items for line in (item.title, *item.paragraphs))
    assert [leak for leak in expected["must_not_contain"] if leak in text] == []
    codes = Counter(one.code for one in bulletin.diagnostics)
    for wanted in expected["diagnostics"]:
        if "count" in wanted:
            assert codes[wanted["code"]] == wanted["count"]
        assert codes[wanted["code"]] >= wanted.get("min", 1)
