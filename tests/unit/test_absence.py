"""What it means that a source shows an item no longer, moment by moment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from making import NOW, item

from feedsvc.core.absence import due, is_announced, page_order, without
from feedsvc.model import Change, Item, Presence

HOUR, SECOND = timedelta(hours=1), timedelta(seconds=1)
DAYS_30 = timedelta(days=30)
FREE = frozenset[datetime]().__contains__


def _items(names: str, **values: object) -> list[Item]:
    """Items of one day, the first on top, each with a stamp of its own."""
    noon = datetime(2020, 7, 13, 18, 0, tzinfo=UTC)
    return [
        item(name, rank=rank, published=noon + rank * SECOND, **values)
        for rank, name in zip(range(len(names), 0, -1), names, strict=True)
    ]


def _presences(mine: Sequence[Item], shown: str, now: datetime = NOW) -> dict[str, str]:
    """What becomes of the items that are not shown, by the letter of each."""
    after = without(mine, {one.id for one in mine if one.title[-1] in shown}, now)
    return {one.title[-1]: one.presence for one in after}


@pytest.mark.parametrize(
    ("shown", "presences"),
    [
        ("abcd", {}),
        ("abc", {"d": "archived"}),
        ("ab", {"c": "archived", "d": "archived"}),
        ("abd", {"c": "pending"}),
        ("bcd", {"a": "pending"}),
        ("ac", {"b": "pending", "d": "archived"}),
        ("d", {"a": "pending", "b": "pending", "c": "pending"}),
        ("", {"a": "archived", "b": "archived", "c": "archived", "d": "archived"}),
    ],
)
def test_where_an_item_is_missing(shown: str, presences: dict[str, str]) -> None:
    """With nothing shown below it an item fell off the end; missing from the middle or the top it is pending."""
    assert _presences(_items("abcd"), shown) == presences


def test_the_order_is_that_of_pages() -> None:
    """What is below is decided by day, then by rank, then by `published`, in whatever order items are given."""
    late, early = item("l", day=date(2020, 7, 14), rank=1), item("e", day=date(2020, 7, 12), rank=9)
    undated = item("u", day=None, rank=1, published=datetime(2020, 7, 13, 18, tzinfo=UTC))
    for mine in ([late, early, undated], [undated, late, early], [early, undated, late]):
        assert _presences(mine, "l") == {"e": "archived", "u": "archived"}
        assert _presences(mine, "e") == {"l": "pending", "u": "pending"}
        assert _presences(mine, "u") == {"l": "pending", "e": "archived"}


def test_pending_remembers_since_when() -> None:
    """The first reading that misses an item counts, and the later ones do not move it."""
    a, b, c = _items("abc")
    (first,) = without([a, b, c], {a.id, c.id}, NOW)
    assert first == replace(b, presence="pending", absent_since=NOW)
    assert without([a, first, c], {a.id, c.id}, NOW + HOUR - SECOND) == [first]


def test_a_reading_an_hour_later_withdraws() -> None:
    """It is withdrawn from the moment of the reading that confirms it."""
    a, b, c = _items("abc")
    pending = replace(b, presence="pending", absent_since=NOW)
    (after,) = without([a, pending, c], {a.id, c.id}, NOW + HOUR)
    assert after == replace(b, presence="withdrawn", absent_since=NOW + HOUR)


def test_a_clock_that_went_back_withdraws_nothing() -> None:
    """An item missed by a reading of tomorrow, as the clock has it now, waits."""
    a, b, c = _items("abc")
    pending = replace(b, presence="pending", absent_since=NOW)
    assert without([a, pending, c], {a.id, c.id}, NOW - timedelta(days=1)) == [pending]


def test_a_pending_item_that_falls_off_the_end() -> None:
    """When nothing is shown below it any more it is archived, and waits for nothing."""
    a, b, _ = _items("abc")
    pending = replace(b, presence="pending", absent_since=NOW)
    assert without([a, pending], {a.id}, NOW + 2 * HOUR) == [replace(b, presence="archived", absent_since=None)]


@pytest.mark.parametrize("presence", ["archived", "withdrawn", "deleted", "expired"])
@pytest.mark.parametrize("shown", ["ac", "a", "c", ""])
def test_what_is_gone_already_stays_as_it_is(presence: Presence, shown: str) -> None:
    """Neither in the middle nor at the end does another reading change what was decided before."""
    a, b, c = _items("abc")
    gone = replace(b, presence=presence, absent_since=None if presence == "archived" else NOW)
    after = without([a, gone, c], {one.id for one in (a, c) if one.title[-1] in shown}, NOW + 100 * DAYS_30)
    assert [one for one in after if one.id == b.id] == [gone]


def _waiting(presence: Presence, since: datetime | None = NOW, **values: object) -> Item:
    return item("w", presence=presence, absent_since=since, **values)


@pytest.mark.parametrize(
    ("presence", "confirmed", "later", "becomes"),
    [
        ("pending", {"bulletin"}, HOUR - SECOND, None),
        ("pending", {"bulletin"}, HOUR, "withdrawn"),
        ("pending", {"another"}, 10 * DAYS_30, None),
        ("pending", set(), 10 * DAYS_30, None),
        ("withdrawn", {"bulletin"}, DAYS_30 - SECOND, None),
        ("withdrawn", {"bulletin"}, DAYS_30, "deleted"),
        ("withdrawn", set(), DAYS_30, "deleted"),
        ("withdrawn", set(), 10 * DAYS_30, "deleted"),
        ("withdrawn", set(), -DAYS_30, None),
        ("deleted", set(), 2 * DAYS_30 - SECOND, None),
        ("deleted", {"bulletin"}, 2 * DAYS_30, "expired"),
    ],
)
def test_what_time_does(presence: Presence, confirmed: set[str], later: timedelta, becomes: Presence | None) -> None:
    """The same reading an hour later withdraws what is pending; a stub and a tombstone last thirty days each."""
    waiting = _waiting(presence)
    changes = due([waiting], confirmed, FREE, NOW + later)
    assert [(change.kind, change.item.presence, change.before) for change in changes] == (
        [(becomes, becomes, waiting)] if becomes else []
    )


def test_a_withdrawal_moves_updated() -> None:
    """Readers fetch what is withdrawn once more: its `updated` is now, or the last free second before it."""
    waiting = _waiting("pending")
    now = NOW + 2 * HOUR
    (change,) = due([waiting], {"bulletin"}, {now}.__contains__, now)
    after = replace(waiting, presence="withdrawn", absent_since=now, updated=now - SECOND)
    assert change == Change("withdrawn", after, waiting)


def test_a_withdrawal_under_a_slow_clock_moves_updated_on() -> None:
    """An `updated` that lies ahead of the clock is followed by the next second, never by an earlier one."""
    ahead = NOW + timedelta(days=1)
    waiting = _waiting("pending", NOW - 2 * HOUR, updated=ahead)
    (change,) = due([waiting], {"bulletin"}, FREE, NOW)
    assert change.item.updated == ahead + SECOND


def test_several_withdrawn_at_once_share_no_stamp() -> None:
    """Each gets a second of its own, and none that another item has."""
    waiting = [replace(one, presence="pending", absent_since=NOW) for one in _items("abc")]
    changes = due(waiting, {"bulletin"}, FREE, NOW + HOUR)
    assert len({change.item.updated for change in changes}) == 3


def test_an_end_moves_nothing_else() -> None:
    """An item that becomes a tombstone, and then leaves its feeds, keeps every stamp."""
    waiting = _waiting("withdrawn")
    (deleted,) = due([waiting], set(), FREE, NOW + DAYS_30)
    assert deleted == Change("deleted", replace(waiting, presence="deleted"), waiting)
    assert due([deleted.item], set(), FREE, NOW + 2 * DAYS_30) == [
        Change("expired", replace(waiting, presence="expired"), deleted.item)
    ]


def test_withdrawn_at_an_unknown_time() -> None:
    """Without the moment of its withdrawal nothing says that it was announced long enough."""
    for presence in ("withdrawn", "deleted"):
        assert due([_waiting(presence, None)], {"bulletin"}, FREE, NOW + 10 * DAYS_30) == []


def test_nothing_waits() -> None:
    """Nobody waits, nothing changes."""
    assert due([], {"bulletin"}, FREE, NOW) == []


@pytest.mark.parametrize(
    ("presence", "announced"),
    [
        ("shown", False),
        ("archived", False),
        ("pending", False),
        ("withdrawn", True),
        ("deleted", True),
        ("expired", True),
    ],
)
def test_what_readers_are_told(presence: Presence, announced: bool) -> None:
    """Only what is or was withdrawn is announced; what is archived or waits looks as ever."""
    assert is_announced(_waiting(presence)) is announced


def test_page_order() -> None:
    """The later day is greater, then the higher rank, then the later stamp; `published` stands in for a day."""
    one, two, three = _items("abc")
    assert page_order(one) > page_order(two) > page_order(three)
    assert page_order(replace(three, day=date(2020, 7, 14))) > page_order(one)
    assert page_order(replace(three, day=None)) == page_order(three)
    assert page_order(replace(one, rank=1)) > page_order(replace(two, rank=1))
