"""What subscribers of each feed would see of a set of changes."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from making import NOW, SITE, attribution, item

from feedsvc.core.forecast import Forecast, forecast
from feedsvc.model import Change, FeedKey, FeedRecord, Item

SECOND = timedelta(seconds=1)
A = item("a")
B = item("b", attribution=attribution("BZ"), published=A.published - SECOND)


def _told(items: list[Item], *changes: Change, known: tuple[FeedRecord, ...] = ()) -> dict[str, Forecast]:
    found = forecast(items, changes, known, SITE, NOW)
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
    known = (FeedRecord(FeedKey("en", "BZ"), B.updated),)
    told = _told([A, B], _revised(B, attribution=attribution("GT"), title="Of Guatemala"), known=known)
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


def test_a_feed_that_is_known_and_empty() -> None:
    """A country that once had an item keeps its feed, and its next item is new there."""
    known = (FeedRecord(FeedKey("en", "BZ"), NOW),)
    assert _told([A], known=known) == {}
    assert _told([A], Change("new", B), known=known)["bz"] == Forecast("bz", (B.title,), (), ())


def test_another_language() -> None:
    """Items of a language stand in the feeds of that language alone."""
    site = replace(SITE, languages=("en", "es"))
    spanish = replace(B, language="es")
    told = forecast([A], [Change("new", spanish)], (), site, NOW)
    assert [(one.stem, one.new) for one in told] == [("lang/es/all", (B.title,)), ("lang/es/bz", (B.title,))]


def test_what_the_window_pushes_out() -> None:
    """A feed that is full loses its oldest items to new ones, and that is told."""
    first = datetime(2020, 1, 1, 18, 0, tzinfo=UTC)
    items = [
        item(f"n{n}", day=date(2020, 1, 1), published=first + n * SECOND, attribution=attribution()) for n in range(50)
    ]
    fresh = item("fresh", attribution=attribution())
    assert _told(items, Change("new", fresh)) == {"all": Forecast("all", (fresh.title,), (), (items[0].title,))}
