"""What subscribers of each feed would see of a set of changes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from making import NOW, SITE, attribution, item
from shelving import remembered

from feedsvc.core.forecast import Forecast, changed_keys, forecast
from feedsvc.core.window import Shelf
from feedsvc.gathering import shelf_of
from feedsvc.model import Change, FeedKey, Item, Site

SECOND = timedelta(seconds=1)
A = item("a")
B = item("b", attribution=attribution("BZ"), published=A.published - SECOND)


def _shelves(items: list[Item], changes: Sequence[Change], site: Site) -> dict[FeedKey, Shelf]:
    session = remembered(items, site)
    return {key: shelf_of(session, key) for key in changed_keys(changes)}


def _told(items: list[Item], *changes: Change, site: Site = SITE) -> dict[str, Forecast]:
    found = forecast(_shelves(items, changes, site), changes, site)
    told = {one.stem: one for one in found}
    assert len(told) == len(found)
    return told


def _revised(before: Item, **values: Any) -> Change:
    return Change("revised", replace(before, updated=NOW, **values), before)


def test_nothing_changes() -> None:
    """Without changes no feed is named, with stored items or without any."""
    assert _told([A, B]) == {}
    assert _told([]) == {}


def test_the_first_items() -> None:
    """They are new in the feed of everything and in those of their countries, newest first."""
    assert _told([], Change("new", B), Change("new", A)) == {
        "all": Forecast("all", (A.title, B.title), (), ()),
        "hn": Forecast("hn", (A.title,), (), ()),
        "bz": Forecast("bz", (B.title,), (), ()),
    }


def test_a_new_item_of_no_country() -> None:
    """It is new in the feed of everything alone."""
    assert _told([A], Change("new", replace(B, attribution=attribution()))) == {
        "all": Forecast("all", (B.title,), (), ())
    }


def test_a_revised_item() -> None:
    """It is updated wherever it stands, under the headline that it gets."""
    assert _told([A, B], _revised(A, title="Better headline")) == {
        "all": Forecast("all", (), ("Better headline",), ()),
        "hn": Forecast("hn", (), ("Better headline",), ()),
    }


def test_what_no_reader_notices() -> None:
    """A change that leaves `updated` alone, as of typography or of presence, is no news anywhere."""
    touched = replace(A, title=A.title.replace("a", "á"), rank=7)
    pending = replace(B, presence="pending", absent_since=NOW)
    assert _told([A, B], Change("touched", touched, A), Change("pending", pending, B)) == {}


def test_another_country() -> None:
    """An item that changes its country vanishes from one feed, under its old headline, and is new in the other."""
    told = _told([A, B], _revised(B, attribution=attribution("GT"), title="Of Guatemala"))
    assert told == {
        "all": Forecast("all", (), ("Of Guatemala",), ()),
        "bz": Forecast("bz", (), (), (B.title,)),
        "gt": Forecast("gt", ("Of Guatemala",), (), ()),
    }


def test_one_country_more() -> None:
    """An item that another country joins is new there and otherwise as it was."""
    moved = replace(A, attribution=attribution("HN", "SV"))
    assert _told([A], Change("moved", moved, A)) == {"sv": Forecast("sv", (A.title,), (), ())}


def test_withdrawn_and_ended() -> None:
    """A withdrawal is shown as an update; when its time is over the item is there no longer."""
    withdrawn = replace(A, presence="withdrawn", absent_since=NOW, updated=NOW)
    assert _told([A, B], Change("withdrawn", withdrawn, A)) == {
        "all": Forecast("all", (), (A.title,), ()),
        "hn": Forecast("hn", (), (A.title,), ()),
    }
    assert _told([withdrawn, B], Change("expired", replace(withdrawn, presence="expired"), withdrawn)) == {
        "all": Forecast("all", (), (), (A.title,)),
        "hn": Forecast("hn", (), (), (A.title,)),
    }


def test_another_language() -> None:
    """Items of a language stand in the feeds of that language alone."""
    spanish = replace(B, language="es")
    told = _told([A], Change("new", spanish), site=replace(SITE, languages=("en", "es")))
    assert {stem: one.new for stem, one in told.items()} == {"lang/es/all": (B.title,), "lang/es/bz": (B.title,)}


def _many(count: int) -> list[Item]:
    """Items of no country, a month apart, the oldest first."""
    first = datetime(2000, 1, 1, 18, 0, tzinfo=UTC)
    return [item(f"n{n}", published=first + n * timedelta(days=30), attribution=attribution()) for n in range(count)]


def test_what_slides_out_of_the_window() -> None:
    """It waits in the feed, and later in its archive: nobody loses it, so nothing is told of it."""
    fresh = item("fresh", published=NOW, attribution=attribution())
    for count in (50, 99):
        assert _told(_many(count), Change("new", fresh)) == {"all": Forecast("all", (fresh.title,), (), ())}


def test_items_that_go_into_the_archive_at_once() -> None:
    """Of very many new items, those that are bound into pages at once appear to no subscriber of the feed."""
    told = _told([], *(Change("new", one) for one in _many(160)))
    assert told["all"].new == tuple(one.title for one in reversed(_many(160)[100:]))


def test_a_correction_of_an_old_item() -> None:
    """It is told again in the current document, so it is updated there, not new."""
    items = _many(200)
    old = items[0]
    assert _told(items, _revised(old, title="Corrected")) == {"all": Forecast("all", (), ("Corrected",), ())}


def test_a_withdrawal_and_its_end() -> None:
    """A withdrawn item is updated; when its stub becomes a tombstone it is gone; what comes back then is new."""
    gone = replace(A, presence="withdrawn", absent_since=NOW, updated=NOW)
    assert _told([A], Change("withdrawn", gone, A))["hn"] == Forecast("hn", (), (A.title,), ())
    deleted = replace(gone, presence="deleted")
    assert _told([gone], Change("deleted", deleted, gone))["hn"] == Forecast("hn", (), (), (A.title,))
    back = replace(A, updated=NOW + SECOND)
    assert _told([deleted], Change("restored", back, deleted))["hn"] == Forecast("hn", (A.title,), (), ())
