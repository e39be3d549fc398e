"""Which countries an item is about: each case is an item with the answer that the rules of docs/countries.md give."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedsvc import bootstrap
from feedsvc.core.attribute import attribute
from feedsvc.core.attribution.doubt import candidates, uncertain
from feedsvc.core.attribution.vocabulary import _WORDS, LETTERS
from feedsvc.core.folding import bare
from feedsvc.model import Attribution, HouseRules, ParsedItem, PhraseRule

ROOT = Path(__file__).parents[2]
CASES = sorted((ROOT / "tests" / "cases" / "attribute").glob("*.json"))
OFFICE_BULLETIN = ROOT / "seeds" / "000_f3ff58aa81a5e684.txt"
FRAGMENTS = (
    "Honduras", "Haitian", "migrants", "Santo Domingo", "Santa Lucía", "U.S.", "US$", "Central America", "and", ", ",
    "(", ") ", " - ", ". ", "funded by ", "embajada de ", "’s", "St. ", "\n", "é", "Jordan", "los", " ", "regional",
)  # fmt: skip


GAZETTEER = bootstrap.gazetteer()


def _case(path: Path) -> dict[str, Any]:
    case: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return case


def _found(case: dict[str, Any]) -> Attribution:
    phrases = tuple(PhraseRule(words, code, always=always) for words, code, always in case.get("phrases", ()))
    rules = HouseRules(tuple(case.get("home", ())), phrases)
    return attribute(case["title"], tuple(case["paragraphs"]), case["language"], GAZETTEER, rules)


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_case(path: Path) -> None:
    """Every case gets its countries, in the order of evidence, by the rules that it names."""
    case = _case(path)
    found = _found(case)
    assert (list(found.about), sorted(found.mentioned)) == (case["about"], sorted(case["mentioned"])), case["holds"]
    rules: dict[str, set[str]] = {}
    for evidence in found.evidence:
        rules.setdefault(evidence.code, set()).add(evidence.rule)
    for code, rule in case.get("rules", {}).items():
        assert rule in rules.get(code, set()), case["holds"]


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_evidence_is_whole(path: Path) -> None:
    """Each code has evidence of its role, in words that stand in the item, and `mentioned` contains `about`."""
    case = _case(path)
    found = _found(case)
    assert set(found.about) <= set(found.mentioned)
    assert {one.code for one in found.evidence if one.role == "about"} == set(found.about)
    assert {one.code for one in found.evidence if one.role != "rejected"} == set(found.mentioned)
    for one in found.evidence:
        assert one.words in (case["title"] if one.where == "title" else "\n".join(case["paragraphs"]))


def test_rules_are_documented() -> None:
    """Every rule is seen in some case, and docs/countries.md explains it under its name and role."""
    page = (ROOT / "docs" / "countries.md").read_text("utf-8")
    rows = [line for line in page.splitlines() if line.startswith("| `")]
    documented = {
        (rule, row.split("|")[2].strip()) for row in rows for rule in re.findall(r"`(\w+)`", row.split("|")[1])
    }
    seen = set()
    for case in map(_case, CASES):
        found = _found(case)
        seen |= {(one.rule, one.role) for one in found.evidence}
    assert seen == documented


def test_office_bulletin() -> None:
    """The office's own bulletin is about these countries, and mentions Haiti once."""
    lines = [line.strip() for line in OFFICE_BULLETIN.read_text("utf-8").splitlines() if line.strip()]
    found = [attribute(title, (text,), "en", GAZETTEER) for title, text in zip(lines[1::3], lines[2::3], strict=True)]
    assert [" ".join(one.about) for one in found] == ["HN", "BZ", "SV", "SV", "GY", "HN", "DO", "HN", "CR"]
    assert [set(one.mentioned) - set(one.about) for one in found].count({"HT"}) == 1
    assert found[6].mentioned == ("DO", "HT")
    assert sum(len(one.mentioned) for one in found) == 10


def test_regional_headline_and_text() -> None:
    """A headline that says "regional" leaves the decision to the text, not to the dateline."""
    text = "San José, Costa Rica. The course was held for the labour ministry of El Salvador."
    assert attribute("Regional course ends", (text,), "en", GAZETTEER).about == ()
    text = "The course was held for the labour ministry of El Salvador."
    assert attribute("Regional course ends", (text,), "en", GAZETTEER).about == ("SV",)


@pytest.mark.parametrize(
    "text",
    ["Haiti " * 8_000, "Haiti, " * 8_000, "funded by " * 100_000, "migrantes " * 100_000, "é" * 1_000_000],
    ids=lambda text: text[:10],
)
def test_long_text(text: str) -> None:
    """Long text of one kind gets an answer with few lines of evidence."""
    found = attribute("", (text,), "en", GAZETTEER)
    assert len(found.evidence) <= 2


@given(
    title=st.lists(st.sampled_from(FRAGMENTS)).map("".join),
    paragraphs=st.lists(st.one_of(st.text(), st.lists(st.sampled_from(FRAGMENTS)).map(" ".join)), max_size=3),
    language=st.sampled_from(("en", "es-HN", "", "xx")),
)
def test_any_item(title: str, paragraphs: list[str], language: str) -> None:
    """Any words in any order get an answer whose evidence is made of them."""
    found = attribute(title, tuple(paragraphs), language, GAZETTEER)
    assert set(found.about) <= set(found.mentioned)
    for one in found.evidence:
        assert any(one.words in text for text in (title, *paragraphs))


def _parsed(title: str) -> ParsedItem:
    return ParsedItem(None, title, (), "es", (7, 8))


def test_uncertain_items_are_told() -> None:
    """An item about none names the countries between which it was open, with its line; others say nothing."""
    titles = ("Obras en San Ramón", "Obras en Honduras", "Obras en Centroamérica")
    items = [_parsed(title) for title in titles]
    found = [attribute(title, (), "es", GAZETTEER) for title in titles]
    (told,) = uncertain(items, found)
    assert (told.code, told.severity, told.line) == ("country_uncertain", "warning", 7)
    assert "CR (“San Ramón”)" in told.message
    assert [bool(candidates(one)) for one in found] == [True, False, False]


def test_evidence_says_where() -> None:
    """Evidence counts the characters before its words in the title, or in its paragraph."""
    paragraphs = ("Open to all.", "It was paid for with funds from Canada.")
    found = attribute("A school in Belize", paragraphs, "en", GAZETTEER)
    assert [(one.code, one.where, one.paragraph, one.start) for one in found.evidence] == [
        ("BZ", "title", 0, 12),
        ("CA", "summary", 1, 32),
    ]


def test_no_word_has_two_kinds() -> None:
    """A word stands under one letter of the vocabulary, folded as texts are."""
    words = [word for group in _WORDS.values() for word in group.split()]
    assert sorted(words) == sorted(LETTERS)
    assert all(word == bare(word) for word in words)


def test_translation_of_the_office_bulletin() -> None:
    """The office's own bulletin gives the same countries in Spanish."""
    lines = (ROOT / "tests" / "cases" / "translation" / "office_bulletin.es.txt").read_text("utf-8").splitlines()
    lines = [line.strip() for line in lines if line.strip()]
    found = [attribute(title, (text,), "es", GAZETTEER) for title, text in zip(lines[1::3], lines[2::3], strict=True)]
    assert [" ".join(one.about) for one in found] == ["HN", "BZ", "SV", "SV", "GY", "HN", "DO", "HN", "CR"]
    assert found[6].mentioned == ("DO", "HT")
    assert sum(len(one.mentioned) for one in found) == 10
