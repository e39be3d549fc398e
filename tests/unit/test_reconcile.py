"""What a reading changes in the memory: each case is a history of one bulletin."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from making import NOW, attribution
from making import item as stored_item

from feedsvc.core.absence import is_announced, page_order
from feedsvc.core.reconcile import Reading, reconcile
from feedsvc.model import Item, ParsedItem

CASES = sorted((Path(__file__).parent.parent / "cases" / "reconcile").glob("*.json"))


def _reading(step: dict[str, Any]) -> Reading:
    items = tuple(
        ParsedItem(
            day=date.fromisoformat(given["day"]) if given["day"] else None,
            title=given["title"],
            paragraphs=tuple(given["text"]),
            language="en",
            lines=(1, 1),
            link=given.get("link"),
        )
        for given in step["items"]
    )
    countries = tuple(attribution(*given.get("about", ["HN"])) for given in step["items"])
    return Reading("bulletin", "America/Costa_Rica", "example.org,2020", date(2030, 1, 1), items, countries)


def _is_noticed(before: Item, kind: str | None) -> bool:
    """Whether readers see a change of this kind: a restored item was missed only where it had been withdrawn."""
    return kind in ("revised", "withdrawn") or (kind == "restored" and is_announced(before))


def _replay(steps: list[dict[str, Any]]) -> list[tuple[dict[str, str], dict[str, Item]]]:
    """After each step: the kind of change of each item by its label, and every item by its label."""
    stored: dict[str, Item] = {}
    labels: dict[str, str] = {}
    told = []
    for number, step in enumerate(steps):
        now = NOW + number * timedelta(days=1)
        changes = reconcile(sorted(stored.values(), key=lambda i: i.published), _reading(step), now)
        stored.update((change.item.id, change.item) for change in changes)
        fresh = iter([change.item.id for change in changes if change.kind == "new"])
        labels.update(
            (next(fresh), given["item"])
            for given in step["items"]
            if given["item"] not in labels.values() and not given.get("held")
        )
        assert next(fresh, None) is None, "an item that the case knows came as new"
        kinds: dict[str, str] = {labels[change.item.id]: change.kind for change in changes}
        told.append((kinds, {labels[name]: item for name, item in stored.items()}))
    return told


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_history(path: Path) -> None:
    """Each step of a history changes what the case says, and the text that is stored is the one that was read."""
    case = json.loads(path.read_text(encoding="utf-8"))
    for step, (kinds, items) in zip(case["steps"], _replay(case["steps"]), strict=True):
        assert kinds == step["changes"], case["promise"]
        for given in (one for one in step["items"] if not one.get("held")):
            assert items[given["item"]].title == given["title"], case["promise"]
            assert list(items[given["item"]].paragraphs) == given["text"], case["promise"]


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_what_never_changes(path: Path) -> None:
    """Over every history ids, slugs and `published` stay, `updated` never goes back, and no two items share a stamp."""
    last: dict[str, Item] = {}
    for kinds, items in _replay(json.loads(path.read_text(encoding="utf-8"))["steps"]):
        for label, item in items.items():
            before = last.get(label, item)
            assert (item.id, item.slug, item.published) == (before.id, before.slug, before.published)
            assert (item.updated > before.updated) == (
                kinds.get(label) in ("revised", "withdrawn")
                or (is_announced(before) and kinds.get(label) == "restored")
            )
        assert len({item.published for item in items.values()}) == len(items)
        assert len({item.updated for item in items.values()}) == len(items)
        last = items


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_page_order_is_the_bulletin_s(path: Path) -> None:
    """Items of one day stand on pages in the order in which the bulletin shows them."""
    case = json.loads(path.read_text(encoding="utf-8"))
    for step, (_, items) in zip(case["steps"], _replay(case["steps"]), strict=True):
        for day in {given["day"] for given in step["items"]}:
            shown = [given["item"] for given in step["items"] if given["day"] == day and not given.get("held")]
            ordered = sorted(shown, key=lambda label: page_order(items[label]), reverse=True)
            assert ordered == shown


def test_item_missing_from_the_middle_keeps_its_place() -> None:
    """An item that the bulletin leaves out stays above the one that stood below it."""
    text = {"day": "2020-07-13", "text": []}
    step = {"items": [{"item": label, "title": f"{label} {label} {label}", **text} for label in "abc"]}
    shorter = {"items": [step["items"][0], step["items"][2]]}
    _, items = _replay([step, shorter])[-1]
    assert sorted("abc", key=lambda label: page_order(items[label]), reverse=True) == ["a", "b", "c"]


def test_fresh_starts_agree() -> None:
    """Two fresh starts on one bulletin, at different times, mint the same ids, slugs and stamps."""
    case = json.loads((CASES[0].parent / "unchanged.json").read_text(encoding="utf-8"))
    reading = _reading(case["steps"][0])
    one, two = (reconcile((), reading, now) for now in (NOW, NOW + timedelta(days=400)))
    names = [(c.item.id, c.item.slug, c.item.published, c.item.updated, c.item.rank) for c in one]
    assert names == [(c.item.id, c.item.slug, c.item.published, c.item.updated, c.item.rank) for c in two]


def test_published_is_noon_of_the_day_in_the_source_s_zone() -> None:
    """The lower item of a day gets the first second after noon there, the one above it the next."""
    case = json.loads((CASES[0].parent / "unchanged.json").read_text(encoding="utf-8"))
    changes = reconcile((), _reading(case["steps"][0]), NOW)
    noon = datetime(2020, 7, 13, 18, 0, tzinfo=UTC)  # Costa Rica is six hours behind, all year
    assert [change.item.published - noon for change in changes[:2]] == [timedelta(seconds=2), timedelta(seconds=1)]


def test_a_form_that_another_item_had_first_gets_an_id_of_its_own() -> None:
    """When an item was rewritten and its first form comes back as another item, both keep apart."""
    case = json.loads((CASES[0].parent / "unchanged.json").read_text(encoding="utf-8"))
    first = _reading({"items": case["steps"][0]["items"][:1]})
    known = [change.item for change in reconcile((), first, NOW)]
    other = replace(first, source="other")
    (change,) = reconcile(known, other, NOW)
    assert change.kind == "new"
    assert change.item.id != known[0].id
    assert change.item.slug != known[0].slug
    assert change.item.published != known[0].published


def test_a_slug_that_another_item_has_is_not_given_again() -> None:
    """Whatever the digest, two items never share a permalink."""
    case = json.loads((CASES[0].parent / "unchanged.json").read_text(encoding="utf-8"))
    first = _reading({"items": case["steps"][0]["items"][:1]})
    (minted,) = [change.item for change in reconcile((), first, NOW)]
    other = stored_item("x", source="other", slug=minted.slug, published=NOW)
    (change,) = reconcile([other], first, NOW)
    assert change.item.slug != minted.slug
    assert change.item.slug.startswith(minted.slug.rpartition("-")[0])
