"""What is said of two forms of an item: cases as data, and what holds for any two texts."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from making import words

from feedsvc.core.difference import LONGEST, Difference, _edits, differences
from feedsvc.core.folding import fold
from feedsvc.model import Words

CASES = Path(__file__).parent.parent / "cases" / "difference" / "words.json"


def _words(form: Mapping[str, Any]) -> Words:
    times = form.get("times", 1)
    text = form.get("text", "Some text.")
    values = {name: form[name] for name in ("link",) if name in form}
    if "day" in form:
        values["day"] = form["day"] and date.fromisoformat(form["day"])
    return words(
        title=form.get("title", "A headline") * times,
        paragraphs=(text * times,) if isinstance(text, str) else tuple(text),
        about=tuple(form.get("about", ["HN"])),
        **values,
    )


@pytest.mark.parametrize("case", [pytest.param(c, id=c["why"]) for c in json.loads(CASES.read_text(encoding="utf-8"))])
def test_cases(case: dict[str, Any]) -> None:
    """Each difference has its words, and a little beside them where they would not be clear alone."""
    found = differences(_words(case["before"]), _words(case["after"]))
    assert found == tuple(Difference(**one) for one in case["differences"])


TEXTS = st.lists(st.sampled_from(["one", "One", "two", "two.", "thrée", "“four”", '"four"', ".", "¨", "a\xa0b"])).map(
    " ".join
)


@given(TEXTS, TEXTS)
def test_something_is_said_of_exactly_what_readers_are_told_of(before: str, after: str) -> None:
    """Where texts fold alike nothing is said; elsewhere something is: such a change moves `updated`."""
    found = differences(words(paragraphs=(before,)), words(paragraphs=(after,)))
    assert bool(found) == (fold(before) != fold(after))
    assert all(one.is_rewritten or one.removed or one.added for one in found)


@given(st.lists(st.sampled_from("abcd"), max_size=40), st.lists(st.sampled_from("abcd"), max_size=40))
def test_edits_make_the_new_text(old: Sequence[str], new: Sequence[str]) -> None:
    """Whatever the texts: with each edit made, the old one is the new one."""
    edits = _edits(old, new)
    assert edits is not None
    made: list[str] = []
    place = 0
    for edit in edits:
        made += [*old[place : edit.start], *new[edit.new_start : edit.new_end]]
        assert len(made) == edit.new_end
        place = edit.end
    assert [*made, *old[place:]] == list(new)


@pytest.mark.parametrize("text", ["a b " * 50_000, "x" * 200_000, "".join(f"{n} " for n in range(50_000))])
def test_nothing_long_is_quoted_whole(text: str) -> None:
    """However long texts are, what is said of them is short."""
    for before, after in ((text, "Another text."), ("Another text.", text), (text, f"b {text[1:]} c"), ("", text)):
        found = differences(words(paragraphs=(before,)), words(paragraphs=(after,)))
        assert found
        assert all(len(one.removed + one.added + one.lead + one.tail) <= 4 * LONGEST for one in found)
