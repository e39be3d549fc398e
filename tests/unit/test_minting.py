"""What an item gets at its first sight that a feed has given it already."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from making import NOW, attribution

from feedsvc.core.minting import new_items
from feedsvc.core.reading import Reading
from feedsvc.model import Item, ParsedItem

OLD = "https://old.example/?p=1"


def _minted(*items: ParsedItem, taken: tuple[datetime, ...] = (), named: tuple[str, ...] = ()) -> list[Item]:
    reading = Reading("feed", "UTC", "example.org,2020", date(2030, 1, 1), items, (attribution("HN"),) * len(items))
    return new_items(reading, range(len(items)), taken.__contains__, named.__contains__, NOW)


def _told(name: str | None = OLD, published: datetime | None = NOW - timedelta(days=3)) -> ParsedItem:
    return ParsedItem(date(2020, 7, 1), "Headline", ("Text.",), "en", (1, 1), id=name, published=published)


def test_a_feed_s_own_id_and_moment() -> None:
    """They are kept, so that whoever subscribed to that feed sees nothing again."""
    (made,) = _minted(_told())
    assert (made.id, made.published, made.updated) == (OLD, NOW - timedelta(days=3), NOW - timedelta(days=3))
    assert made.slug.startswith("headline-")


def test_an_id_that_another_item_has() -> None:
    """It names that one for ever; this one gets an id of its own, and twins in one reading do too."""
    assert _minted(_told(), named=(OLD,))[0].id.startswith("tag:example.org,2020:item/")
    first, second = _minted(_told(), _told())
    assert first.id == OLD
    assert second.id.startswith("tag:example.org,2020:item/")


@pytest.mark.parametrize(
    ("published", "seconds"),
    [(NOW, 0), (NOW + timedelta(days=1), 0), (NOW + timedelta(microseconds=5), 0), (NOW - timedelta(seconds=9), 9)],
)
def test_moments(published: datetime, seconds: int) -> None:
    """Whole seconds, and never ahead of now."""
    assert _minted(_told(published=published))[0].published == NOW - timedelta(seconds=seconds)


def test_a_moment_that_is_taken() -> None:
    """The last free second before it; what has no moment of its own gets one that nobody has."""
    moment = NOW - timedelta(days=3)
    noon = datetime.combine(date(2020, 7, 1), datetime.min.time(), moment.tzinfo) + timedelta(hours=12, seconds=1)
    made = _minted(_told("a:1"), _told("a:2"), _told("a:3", noon), _told(None, None), taken=(moment,))
    stamps = [item.published for item in made]
    assert stamps[:3] == [moment - timedelta(seconds=1), moment - timedelta(seconds=2), noon]
    assert stamps[3] == noon + timedelta(seconds=1)


def test_many_of_one_moment() -> None:
    """A feed that was moved says the same moment of all its entries: where one found its own, the next one goes on."""
    moment, count = NOW - timedelta(days=3), 300
    taken = {moment - timedelta(seconds=n) for n in range(count)}
    asked: list[datetime] = []

    def is_taken(stamp: datetime) -> bool:
        asked.append(stamp)
        return stamp in taken

    items = tuple(_told(f"a:{number}", moment) for number in range(count))
    reading = Reading("feed", "UTC", "example.org,2020", date(2030, 1, 1), items, (attribution("HN"),) * count)
    made = new_items(reading, range(count), is_taken, lambda _: False, NOW)
    assert [item.published for item in made] == [moment - timedelta(seconds=count + n) for n in range(count)]
    assert len(asked) == 2 * count
