"""Notices in words: data cases in tests/cases/notices, and what docs/notices.md shows of them."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from feedsvc.model import Notice
from feedsvc.notifiers.webhook import as_json
from feedsvc.notifiers.words import in_words

ROOT = Path(__file__).parents[2]
CASES = ROOT / "tests" / "cases" / "notices"
PAGE = (ROOT / "docs" / "notices.md").read_text("utf-8")


def case(name: str) -> tuple[Notice, dict[str, Any]]:
    """Return the notice of a case, and the whole case."""
    read = json.loads((CASES / f"{name}.json").read_text("utf-8"))
    return Notice(**{**read["notice"], "since": datetime.fromisoformat(read["notice"]["since"])}), read


@pytest.mark.parametrize("name", sorted(file.stem for file in CASES.glob("*.json")))
def test_in_words(name: str) -> None:
    """A notice has exactly the subject and the text that stand beside it, whatever its message holds."""
    notice, expected = case(name)
    assert in_words(notice) == (expected["subject"], "\n".join((*expected["body"], "")))


def test_page_shows_the_json_form() -> None:
    """The example of the page is what a webhook gets, key by key in the same order, and each key is explained."""
    shown = json.loads(PAGE.split("```json\n")[1].split("```")[0])
    notice, _ = case("held")
    sent = as_json(notice, "https://feeds.example.org")
    assert list(sent.items()) == list(shown.items())
    assert all(f"\n| `{key}` | " in PAGE for key in sent)


def test_page_shows_the_words() -> None:
    """The example of the page is the e-mail that people get."""
    subject, body = in_words(case("held")[0])
    assert f"\nSubject: {subject}\n\n{body}\n-- \nfeedsvc, for https://feeds.example.org\n```\n" in PAGE
