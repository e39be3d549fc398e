"""Bulletins of many layouts: each one that is read perfectly stays so, and the few that are not are named here."""

from __future__ import annotations

import json
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from feedsvc.core.folding import fold
from feedsvc.core.parse import parse
from feedsvc.model import ParsedBulletin, ParsedItem, SourceDocument

LAYOUTS = Path(__file__).parents[1] / "cases" / "layouts"
NAMES = sorted(str(path.relative_to(LAYOUTS).with_suffix("")) for path in LAYOUTS.rglob("*.json"))

# What is not read as a person reads it, and why. One that becomes perfect must leave this list.
IMPERFECT = {
    "captures/06-alcaldia-dos-columnas": "an item in each of two columns",
    "captures/57-ministerio-publico-intercalado-colunas": "an item in each of two columns",
    "offices_a/24-listserv-digest": "the digest's own headers look like those of its messages",
    "offices_c/09-pdf-running-heads": "the page ends amid a sentence, and its head has the month",
    "offices_g/30-harbour-notices": "a line of all notices stands below the last as their texts do",
    "offices_b/25-society-bulletin-pdf": "officers of the society below the last item look like one",
    "heldout/sitrep-drought-es": "key figures below the day of the report look like headline and text",
}


def is_item(found: ParsedItem, wanted: dict[str, Any]) -> bool:
    """Return whether an item has the day, title, link, number and beginning of paragraphs that are stated."""
    days = wanted.get("date_any", [wanted["date"]])
    texts = wanted.get("summary_any", [wanted["summary_starts"]])
    counts = wanted.get("n_paragraphs_any", [wanted["n_paragraphs"]])
    said = fold(" ".join(found.paragraphs))
    return (
        (found.day and found.day.isoformat()) in days
        and fold(found.title) == fold(wanted["title"])
        and len(found.paragraphs) in counts
        and any(said.startswith(fold(text)) if text else not said for text in texts)
        and ("link" not in wanted or found.link == wanted["link"])
    )


def item_faults(bulletin: ParsedBulletin, expected: dict[str, Any]) -> list[str]:
    """Return what is wrong with the items: they must be those stated, in order; optional ones may stand between."""
    left = list(expected["items"])
    faults: list[str] = []
    for item in bulletin.items:
        if left and is_item(item, left[0]):
            left.pop(0)
        elif not any(is_item(item, optional) for optional in expected.get("optional_items", ())):
            faults.append(f"not expected: {item.day} {item.title!r} {item.paragraphs} {item.link}")
    return faults + [f"missing: {wanted['title']!r}" for wanted in left]


def faults_of(name: str) -> list[str]:
    """Return all that is wrong with how a bulletin is read."""
    expected = json.loads((LAYOUTS / f"{name}.json").read_text(encoding="utf-8"))
    address = expected.get("base_url") or ""
    document = SourceDocument(name, (LAYOUTS / f"{name}.txt").read_bytes(), address=address)
    bulletin = parse(document, expected["language"], date.fromisoformat(expected["reference_date"]))
    text = "\n".join(line for item in bulletin.items for line in (item.title, *item.paragraphs))
    codes = Counter[str](one.code for one in bulletin.diagnostics)
    return [
        *item_faults(bulletin, expected),
        *(f"leaked: {leak}" for leak in expected.get("must_not_contain", ()) if leak in text),
        *(f"too few or many: {one}" for one in expected.get("diagnostics", ()) if not _is_as_often(one, codes)),
    ]


def _is_as_often(wanted: dict[str, Any], codes: Counter[str]) -> bool:
    count = codes[wanted["code"]]
    return bool(count == wanted["count"] if "count" in wanted else count >= wanted.get("min", 1))


@pytest.mark.parametrize("name", NAMES)
def test_layout(name: str) -> None:
    """A bulletin gives what its file states, or is on the list of those that do not."""
    faults = faults_of(name)
    if name in IMPERFECT:
        assert faults, f"{name} is perfect: take it off the list"
    else:
        assert faults == []


def test_the_list_is_short_and_true() -> None:
    """Whatever is on the list is a case, and says why."""
    assert set(IMPERFECT) <= set(NAMES)
    assert all(IMPERFECT.values())
    assert len(NAMES) > 350
