"""What a reading changes in the memory: each case is a history of one bulletin."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from making import NOW, attribution, known_of, override
from making import item as stored_item

from feedsvc.core.absence import is_announced, page_order
from feedsvc.core.override import as_its_source_says
from feedsvc.core.reconcile import Reading, reconcile
from feedsvc.model import Change, Image, Item, Override, ParsedItem

CASES = sorted((Path(__file__).parent.parent / "cases" / "reconcile").glob("*.json"))


@dataclass(frozen=True)
class _After:
    """What a step of a case did: the kind of change of each item, and all items, both by label."""

    kinds: dict[str, str]
    items: dict[str, Item]
    needs_review: list[str]


def _reading(step: dict[str, Any]) -> Reading:
    items = tuple(
        ParsedItem(
            day=date.fromisoformat(given["day"]) if given["day"] else None,
            title=given["title"],
            paragraphs=tuple(given["text"]),
            language=step.get("language", "en"),
            lines=(1, 1),
            link=given.get("link"),
            image=Image(given["image"]) if "image" in given else None,
            id=given.get("id"),
        )
        for given in step["items"]
    )
    countries = tuple(attribution(*given.get("about", ["HN"])) for given in step["items"])
    accepted = step.get("accepted", False)
    source = step.get("source", "bulletin")
    return Reading(source, "America/Costa_Rica", "example.org,2020", date(2030, 1, 1), items, countries, accepted)


def _replay(steps: list[dict[str, Any]]) -> list[_After]:
    """What each step does. A step's overrides are given before its reading, and last."""
    stored: dict[str, Item] = {}
    labels: dict[str, str] = {}
    overrides: list[Override] = []
    told = []
    for number, step in enumerate(steps):
        for label, action, value in step.get("overrides", ()):
            name = next(name for name, known in labels.items() if known == label)
            overrides.append(replace(override(action, value), item=name))
        reading = _reading(step)
        known = known_of(sorted(stored.values(), key=lambda i: i.published), reading, *overrides)
        outcome = reconcile(known, reading, NOW + number * timedelta(days=1))
        stored.update((change.item.id, change.item) for change in outcome.changes)
        fresh = iter([change.item.id for change in outcome.changes if change.kind == "new"])
        labels.update(
            (next(fresh), given["item"])
            for given in step["items"]
            if given["item"] not in labels.values() and not given.get("held")
        )
        assert next(fresh, None) is None, "an item that the case knows came as new"
        kinds: dict[str, str] = {labels[change.item.id]: change.kind for change in outcome.changes}
        asked = [step["items"][place]["item"] for place in outcome.needs_review]
        told.append(_After(kinds, {labels[name]: item for name, item in stored.items()}, asked))
    return told


def _steps(path: Path) -> Iterator[tuple[dict[str, Any], _After]]:
    steps = json.loads(path.read_text(encoding="utf-8"))["steps"]
    return zip(steps, _replay(steps), strict=True)


def _of_owner(step: dict[str, Any], after: _After) -> dict[str, Item]:
    """What the source of a step says of the items that it owns, by label, in its order."""
    shown = [given["item"] for given in step["items"] if not given.get("held")]
    owned = [label for label in shown if after.items[label].source == step.get("source", "bulletin")]
    return {label: as_its_source_says(after.items[label]) for label in owned}


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_history(path: Path) -> None:
    """Each step of a history changes what the case says, and the text that is stored is the one that was read."""
    promise = json.loads(path.read_text(encoding="utf-8"))["promise"]
    for step, after in _steps(path):
        assert after.kinds == step["changes"], promise
        assert after.needs_review == step.get("needs_review", []), promise
        for label, sources in step.get("shown_by", {}).items():
            assert [after.items[label].source, *after.items[label].also] == sources, promise
        read = {given["item"]: (given["title"], given["text"]) for given in step["items"]}
        for label, item in _of_owner(step, after).items():
            assert (item.title, list(item.paragraphs)) == read[label], promise


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_what_never_changes(path: Path) -> None:
    """Over every history ids, slugs and `published` stay, `updated` never goes back, and no two items share a stamp."""
    last: dict[str, Item] = {}
    for _, after in _steps(path):
        for label, item in after.items.items():
            before, kind = last.get(label, item), after.kinds.get(label)
            assert (item.id, item.slug, item.published) == (before.id, before.slug, before.published)
            assert (item.updated > before.updated) == (
                kind in ("revised", "withdrawn") or (is_announced(before) and kind == "restored")
            )
        assert len({item.published for item in after.items.values()}) == len(after.items)
        assert len({item.updated for item in after.items.values()}) == len(after.items)
        last = after.items


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_page_order_is_the_bulletin_s(path: Path) -> None:
    """Items of one day stand on pages in the order in which the bulletin shows them."""
    for step, after in _steps(path):
        owned = _of_owner(step, after)
        for day in {item.day for item in owned.values()}:
            shown = [label for label, item in owned.items() if item.day == day]
            assert sorted(shown, key=lambda label: page_order(owned[label]), reverse=True) == shown


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_the_same_reading_again_changes_nothing_but_what_waits(path: Path) -> None:
    """Every step read twice: the second time nothing is new, revised or moved, and the same needs review."""
    steps = json.loads(path.read_text(encoding="utf-8"))["steps"]
    again = [step for step in steps for _ in range(2)]
    told = _replay(again)
    for first, second in zip(told[::2], told[1::2], strict=True):
        assert set(second.kinds.values()) <= {"withdrawn"}
        assert second.needs_review == first.needs_review


def test_item_missing_from_the_middle_keeps_its_place() -> None:
    """An item that the bulletin leaves out stays above the one that stood below it."""
    text = {"day": "2020-07-13", "text": []}
    step = {"items": [{"item": label, "title": f"{label} {label} {label}", **text} for label in "abc"]}
    shorter = {"items": [step["items"][0], step["items"][2]]}
    items = _replay([step, shorter])[-1].items
    assert sorted("abc", key=lambda label: page_order(items[label]), reverse=True) == ["a", "b", "c"]


def test_item_missing_from_the_middle_stays_above_what_is_left_of_its_day() -> None:
    """It does so too when the one right below it moved to another day."""
    items = [{"item": n, "day": "2020-07-13", "title": f"{n} {n}", "text": [f"{n} says {n}"]} for n in "abcd"]
    moved = {**items[2], "day": "2020-07-12"}
    after = _replay([{"items": items}, {"items": [items[0], items[3], moved]}])[-1].items
    assert after["c"].day != after["b"].day
    assert sorted("abd", key=lambda label: page_order(after[label]), reverse=True) == ["a", "b", "d"]


def _changes(stored: Sequence[Item], reading: Reading, now: datetime = NOW) -> tuple[Change, ...]:
    return reconcile(known_of(stored, reading), reading, now).changes


def test_fresh_starts_agree() -> None:
    """Two fresh starts on one bulletin, at different times, mint the same ids, slugs and stamps."""
    case = json.loads((CASES[0].parent / "unchanged.json").read_text(encoding="utf-8"))
    reading = _reading(case["steps"][0])
    one, two = (_changes([], reading, now) for now in (NOW, NOW + timedelta(days=400)))
    names = [(c.item.id, c.item.slug, c.item.published, c.item.updated, c.item.rank) for c in one]
    assert names == [(c.item.id, c.item.slug, c.item.published, c.item.updated, c.item.rank) for c in two]


def test_published_is_noon_of_the_day_in_the_source_s_zone() -> None:
    """The lower item of a day gets the first second after noon there, the one above it the next."""
    case = json.loads((CASES[0].parent / "unchanged.json").read_text(encoding="utf-8"))
    changes = _changes([], _reading(case["steps"][0]))
    noon = datetime(2020, 7, 13, 18, 0, tzinfo=UTC)  # Costa Rica is six hours behind, all year
    assert [change.item.published - noon for change in changes[:2]] == [timedelta(seconds=2), timedelta(seconds=1)]


def test_a_form_that_another_item_had_first_gets_an_id_of_its_own() -> None:
    """When an item was rewritten and moved on, and its first form comes back as another item, both keep apart."""
    case = json.loads((CASES[0].parent / "unchanged.json").read_text(encoding="utf-8"))
    first = _reading({"items": case["steps"][0]["items"][:1]})
    (minted,) = [change.item for change in _changes([], first)]
    moved_on = replace(minted, title="Else", paragraphs=("Else.",), day=date(2020, 7, 1), presence="archived")
    (change,) = _changes([moved_on], first)
    assert change.kind == "new"
    assert change.item.id != minted.id
    assert change.item.slug != minted.slug
    assert change.item.published != minted.published


def test_a_slug_that_another_item_has_is_not_given_again() -> None:
    """Whatever the digest, two items never share a permalink."""
    case = json.loads((CASES[0].parent / "unchanged.json").read_text(encoding="utf-8"))
    first = _reading({"items": case["steps"][0]["items"][:1]})
    (minted,) = [change.item for change in _changes([], first)]
    other = stored_item("x", source="other", slug=minted.slug, published=NOW)
    (change,) = _changes([other], first)
    assert change.item.slug != minted.slug
    assert change.item.slug.startswith(minted.slug.rpartition("-")[0])
