"""Whole pages as sites publish them, of an author who did not know this code: what is read right stays so."""

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

CASES = Path(__file__).parents[1] / "cases" / "pages_wild"
PAGES = sorted(CASES.glob("*/*.json"))
NOT_YET: dict[str, str] = {}


def misses(expected: dict[str, Any], bulletin: ParsedBulletin) -> list[str]:
    """Return what differs from what any fair reader says of a page."""
    optional = {fold(item["title"]) for item in expected.get("optional_items", ())}
    items = [item for item in bulletin.items if fold(item.title) not in optional]
    found, wanted = [fold(item.title) for item in items], [fold(item["title"]) for item in expected["items"]]
    if found != wanted:
        return [f"titles: {found}"]
    wrong = []
    for item, said in zip(items, expected["items"], strict=True):
        text = " ".join(item.paragraphs)
        openings = said.get("summary_any", [said["summary_starts"]])
        if (item.day and item.day.isoformat()) not in said.get("date_any", [said["date"]]):
            wrong.append(f"date of {item.title}: {item.day}")
        if item.link != said["link"]:
            wrong.append(f"link of {item.title}: {item.link}")
        if not any(fold(text).startswith(fold(one)) if one else not text for one in openings):
            wrong.append(f"text of {item.title}: {text[:60]}")
        if len(item.paragraphs) not in said.get("n_paragraphs_any", [said["n_paragraphs"]]):
            wrong.append(f"paragraphs of {item.title}: {len(item.paragraphs)}")
    everything = "\n".join(line for item in bulletin.items for line in (item.title, *item.paragraphs))
    wrong.extend(f"leak: {leak}" for leak in expected["must_not_contain"] if leak in everything)
    codes = Counter(one.code for one in bulletin.diagnostics)
    wrong.extend(f"no {one['code']}" for one in expected["diagnostics"] if codes[one["code"]] < one.get("min", 1))
    return wrong


def case(path: Path) -> Any:
    """Return a page as a parameter; one that is not read right yet is expected to fail, for its reason."""
    reason = NOT_YET.get(path.stem)
    marks = [pytest.mark.xfail(reason=reason, strict=True)] if reason else []
    return pytest.param(path, id=f"{path.parent.name}-{path.stem}", marks=marks)


@pytest.mark.parametrize("path", [case(path) for path in PAGES])
def test_page(path: Path) -> None:
    """Every item is found, none is invented, and day, title, text, link and diagnostics are right."""
    expected = json.loads(path.read_text(encoding="utf-8"))
    document = SourceDocument(path.stem, path.with_suffix(".html").read_bytes(), address=expected["base_url"])
    bulletin = parse(document, expected["language"], date.fromisoformat(expected["reference_date"]))
    assert misses(expected, bulletin) == []


def test_all_pages_are_here() -> None:
    """The pages and those that are not read right yet exist."""
    assert len(PAGES) == 212
    assert NOT_YET.keys() <= {path.stem for path in PAGES}
