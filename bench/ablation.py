"""What each rule of the countries is worth: switched off one by one, on the cases and on sets of items.

usage: python bench/ablation.py [ITEMS.jsonl ...]

A line of ITEMS is {"id", "title", "summary", "lang", "about", "mentioned"}, with "about_optional" and
"mentioned_optional" for codes that count neither way. Prints F1 of both layers with everything, and for each rule by
how many points F1 falls without it (below zero: it rises). A rule that is worth nothing anywhere should go.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

from feedsvc import bootstrap
from feedsvc.core.attribute import attribute
from feedsvc.core.attribution import (
    beside,
    credible,
    namesakes,
    parts,
    prefixes,
    resolve,
    roles,
    sightings,
    subjects,
    titles,
)
from feedsvc.model import HouseRules, PhraseRule

CASES = Path(__file__).parents[1] / "tests" / "cases" / "attribute"
NAMESAKES = ("fixed_name", "month", "person_name", "part_of_name")
DOUBTS = ("common_word", "person_name", "small_place", "ambiguous_place")
STEPS = ("_name_elsewhere", "_placed", "_anchored", "_among_towns", "_at_home", "_town")
SUBJECTS = ("_from_people", "_from_dateline", "_from_text", "_from_mentions")
LAYERS = ("about", "mentioned")

Item = dict[str, Any]


def _cases() -> list[Item]:
    """The cases as items; what they hold of the operator's rules goes along."""
    found = []
    for path in sorted(CASES.glob("*.json")):
        case = json.loads(path.read_text("utf-8"))
        found.append({**case, "lang": case["language"]})
    return found


def _lines(name: str) -> list[Item]:
    rows = (json.loads(line) for line in Path(name).read_text("utf-8").splitlines() if line.strip())
    return [
        {**row, "paragraphs": [part for part in (row["summary"] or "").splitlines() if part.strip()]} for row in rows
    ]


def _f1(items: list[Item]) -> tuple[float, ...]:
    """Micro F1 of each layer, in percent."""
    right, wrong, missed = dict.fromkeys(LAYERS, 0), dict.fromkeys(LAYERS, 0), dict.fromkeys(LAYERS, 0)
    for item in items:
        phrases = tuple(PhraseRule(words, code, always=always) for words, code, always in item.get("phrases", ()))
        rules = HouseRules(tuple(item.get("home", ())), phrases)
        found = attribute(item["title"], tuple(item["paragraphs"]), item["lang"], bootstrap.gazetteer(), rules)
        for layer in LAYERS:
            gold, got = set(item[layer]), set(getattr(found, layer))
            got -= set(item.get(f"{layer}_optional", ())) - gold
            right[layer] += len(gold & got)
            wrong[layer] += len(got - gold)
            missed[layer] += len(gold - got)
    return tuple(200 * right[one] / (2 * right[one] + wrong[one] + missed[one]) for one in LAYERS)


@contextmanager
def _without_cue(rule: str, weight: str) -> Iterator[None]:
    kept = tuple(cue for cue in roles.CUES if (cue.rule, cue.weight) != (rule, weight))
    with patch.object(roles, "CUES", kept):
        yield


@contextmanager
def _without_namesake(rule: str) -> Iterator[None]:
    def rest(*given: Any) -> dict[int, str]:
        return {index: name for index, name in namesakes.namesakes(*given).items() if name != rule}

    with patch.object(sightings, "namesakes", rest):
        yield


@contextmanager
def _without_doubt(rule: str) -> Iterator[None]:
    def rest(one: Any) -> str | None:
        found = credible.doubt(one)
        return None if found == rule else found

    with patch.object(beside, "doubt", rest):
        yield


@contextmanager
def _without_step(name: str) -> Iterator[None]:
    kept = tuple(step for step in resolve.STEPS if step.__name__ != name)
    with patch.object(resolve, "STEPS", kept):
        yield


def _switches() -> Iterator[tuple[str, AbstractContextManager[Any]]]:
    """Each rule with what switches it off."""
    for rule, weight in dict.fromkeys((cue.rule, cue.weight) for cue in roles.CUES):
        yield f"cue {rule} ({weight})", _without_cue(rule, weight)
    yield from ((f"namesake {name}", _without_namesake(name)) for name in NAMESAKES)
    yield from ((f"doubt {name}", _without_doubt(name)) for name in DOUBTS)
    yield from ((f"step {name.strip('_')}", _without_step(name)) for name in STEPS)
    for name in SUBJECTS:
        yield f"subjects {name.strip('_')}", patch.object(subjects, name, lambda _: [])
    yield "containers", patch.object(sightings, "_containers", lambda *_: {})
    yield "enumerations", patch.object(sightings, "_groups", lambda *_: {})
    yield "lists", patch.object(parts, "_lists", lambda _: set())
    yield "adjectives of elsewhere", patch.object(titles, "_adjectives", lambda title: title)
    yield "expatriates", patch.object(titles, "_expatriates", lambda title: title)
    yield "clubs", patch.object(titles, "_clubs", lambda title, _: title)
    yield "consulates in the title", patch.object(subjects, "_free_title", _all_free)
    yield "both of one name", patch.object(sightings, "with_both", lambda _, places: places)
    yield "prefixes", patch.object(prefixes, "_PREFIX", re.compile(r"(?!)"))


def _all_free(title: Any) -> list[Any]:
    return [one for one in title if one.is_free]


def main() -> None:
    """Print the table."""
    sets = [("cases", _cases()), *((Path(name).stem, _lines(name)) for name in sys.argv[1:])]
    whole = {name: _f1(items) for name, items in sets}
    print("rule".ljust(34), *(f"{name[:14]:>15}" for name, _ in sets))
    print("everything: F1 about/mentioned".ljust(34), *(f"{a:7.1f} {m:7.1f}" for a, m in whole.values()))
    for rule, switched in _switches():
        with switched:
            falls = [[full - now for full, now in zip(whole[name], _f1(items), strict=True)] for name, items in sets]
        print(rule.ljust(34), *(f"{a:7.1f} {m:7.1f}" for a, m in falls))


if __name__ == "__main__":
    main()
