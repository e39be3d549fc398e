"""What every `ItemStore` promises of feeds, archives, history and overrides."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import islice

from making import NOW, attribution, item

from feedsvc.model import Change, Entry, FeedKey, FeedRecord, Item, Override, Revision, Words
from feedsvc.ports import ItemStore

EVERYTHING, HONDURAS, SALVADOR = FeedKey("en"), FeedKey("en", "HN"), FeedKey("en", "SV")
HOUR = timedelta(hours=1)


def _stored(store: ItemStore, *items: Item) -> tuple[Item, ...]:
    with store.write() as session:
        session.apply([Change("new", one) for one in items])
    return items


def _many(count: int) -> list[Item]:
    """Items of Honduras, newest first."""
    return [item(f"{n:03}", published=NOW - n * HOUR) for n in range(count)]


def test_what_a_reading_may_be_about(store: ItemStore) -> None:
    """Of its source what is shown, and of the rest what bears one of its days or links; and what it shows of others."""
    moments = (NOW + timedelta(seconds=n) for n in range(99))
    other_day = date(2019, 1, 1)

    def made(name: str, **values: object) -> Item:
        return item(name, published=next(moments), **{"day": other_day, **values})

    shown, pending = made("shown"), made("pending", presence="pending")
    on_day = made("on-day", presence="archived", day=date(2020, 7, 13))
    linked = made("linked", presence="withdrawn", link="https://example.org/a")
    undated = made("undated", presence="archived", day=None)
    adopted = made("adopted", source="other", also=("third", "bulletin"))
    gone, foreign = made("gone", presence="archived"), made("foreign", source="other", day=date(2020, 7, 13))
    spanish = made("spanish", source="other", language="es", day=date(2020, 7, 13))
    _stored(store, shown, pending, on_day, linked, undated, adopted, gone, foreign, spanish)
    days, links = [date(2020, 7, 13), date(2020, 7, 14)], ["https://example.org/a"]
    with store.read() as session:
        assert set(session.mine("bulletin", days, links)) == {shown, pending, on_day, linked, adopted}
        assert set(session.mine("bulletin", [None], [])) == {shown, pending, undated, adopted}
        assert set(session.mine("bulletin", [], [])) == {shown, pending, adopted}
        assert set(session.others("bulletin", "en", days, links)) == {foreign}
        assert set(session.others("other", "en", days, links)) == {on_day, linked}
        assert session.others("bulletin", "en", [], []) == ()
        assert set(session.others(None, "en", days, links)) == {on_day, linked, foreign}


def test_a_source_that_shows_an_item_no_longer(store: ItemStore) -> None:
    """What leaves `also` is not found for that source any more."""
    (one,) = _stored(store, item(source="other", also=("bulletin",)))
    with store.write() as session:
        session.apply([Change("touched", replace(one, also=()), one)])
    with store.read() as session:
        assert session.mine("bulletin", [one.day], []) == ()


def test_what_is_taken(store: ItemStore) -> None:
    """Stamps, ids and slugs of items are taken, whatever else happened to them."""
    (one,) = _stored(store, replace(item(published=NOW), updated=NOW + HOUR))
    with store.read() as session:
        assert [session.is_taken(NOW + n * HOUR) for n in range(3)] == [True, True, False]
        assert [session.is_named(name) for name in (one.id, one.slug, "headline-b")] == [True, True, False]
        assert session.earliest() == NOW
        assert (session.item(one.id), session.item(one.slug), session.item("no")) == (one, one, None)
        assert session.items_by_slug(["no", one.slug]) == (one,)


def test_an_empty_store(store: ItemStore) -> None:
    """It knows that it is empty, and answers every question; a feed is something."""
    with store.read() as session:
        assert session.is_empty()
        assert session.earliest() is None
        assert list(session.newest(EVERYTHING)) == []
        assert (session.corrections(), session.overrides(), session.overrides([]), session.paused()) == (
            (),
            (),
            (),
            None,
        )
    with store.write() as session:
        session.remember_feeds([FeedRecord(EVERYTHING, NOW)])
    with store.read() as session:
        assert not session.is_empty()


def test_counts_by_source(store: ItemStore) -> None:
    """What a source shows is counted, with what is missing since its last reading only."""
    _stored(
        store,
        *(
            item(name, published=NOW + n * HOUR, presence=name)
            for n, name in enumerate(("shown", "pending", "archived"))
        ),
        item("x", source="other"),
    )
    with store.read() as session:
        assert session.shown() == {"bulletin": 2, "other": 1}


def test_the_entries_of_a_feed(store: ItemStore) -> None:
    """They come newest first, as many as are asked for, through any number of fetches."""
    items = _many(150)
    _stored(store, *items[::-1], item("x", attribution=attribution("SV"), published=NOW + HOUR))
    with store.read() as session:
        assert list(session.newest(HONDURAS)) == [Entry(one) for one in items]
        assert len(list(session.newest(EVERYTHING))) == 151
        assert [entry.item for entry in islice(session.newest(HONDURAS), 2)] == items[:2]
        assert list(session.newest(FeedKey("es"))) == []


def test_a_page_is_for_ever(store: ItemStore) -> None:
    """An item has its page in one feed whatever becomes of it, and leaves it only with the feed."""
    one, two, three = _stored(store, *_many(3))
    with store.write() as session:
        session.turn_page(HONDURAS, 1, [one.id, three.id])
        revised = replace(three, title="Better", updated=NOW + HOUR)
        session.apply([Change("revised", revised, three)])
        session.apply([Change("expired", replace(one, presence="expired"), one)])
    with store.read() as session:
        assert session.page(HONDURAS, 1) == (replace(one, presence="expired"), revised)
        assert session.page(HONDURAS, 2) == session.page(EVERYTHING, 1) == ()
        assert session.unpaged(HONDURAS) == (Entry(two),)
        assert session.pages_of(three.id) == {HONDURAS: 1}
        assert session.pages_of(two.id) == {}
        assert [entry.item for entry in session.newest(EVERYTHING)] == [two, revised]
    with store.write() as session:
        session.apply([Change("moved", replace(revised, attribution=attribution("SV")), revised)])
    with store.read() as session:
        assert session.page(HONDURAS, 1) == (replace(one, presence="expired"),)
        assert [entry.item.slug for entry in session.unpaged(SALVADOR)] == [three.slug]


def test_what_was_corrected_last(store: ItemStore) -> None:
    """The entries corrected last come first, as many as are asked for; what is only new is none of them."""
    one, two, _ = _stored(store, *_many(3))
    told = [replace(one, updated=NOW + HOUR), replace(two, updated=NOW + 2 * HOUR)]
    with store.write() as session:
        session.apply([Change("revised", told[0], one), Change("revised", told[1], two)])
    with store.read() as session:
        assert session.lately_corrected(EVERYTHING, 1) == (Entry(told[1]),)
        assert session.lately_corrected(HONDURAS, 9) == (Entry(told[1]), Entry(told[0]))
        assert session.lately_corrected(SALVADOR, 9) == ()


def test_an_item_that_comes_back_after_all(store: ItemStore) -> None:
    """What had expired and left its feeds is in them again; on a page of the archive it stands where it stood."""
    one, two = _stored(store, *_many(2))
    with store.write() as session:
        session.turn_page(HONDURAS, 1, [two.id])
        gone = [replace(item, presence="expired") for item in (one, two)]
        session.apply([Change("expired", after, before) for after, before in zip(gone, (one, two), strict=True)])
        assert list(session.newest(EVERYTHING)) == []
        session.apply([Change("restored", after, before) for after, before in zip((one, two), gone, strict=True)])
    with store.read() as session:
        assert [entry.item for entry in session.newest(EVERYTHING)] == [one, two]
        assert list(session.newest(HONDURAS)) == [Entry(one), Entry(two, 1)]


def test_feeds_remember_their_counts(store: ItemStore) -> None:
    """Every field of a feed's record survives."""
    record = FeedRecord(HONDURAS, NOW, count=120, pages=2)
    with store.write() as session:
        session.remember_feeds([record])
    with store.read() as session:
        assert session.feeds() == (record,)


def test_an_item_with_words_of_its_source(store: ItemStore) -> None:
    """What the source says where an override says otherwise comes back as it was."""
    said = Words(date(2020, 6, 9), "«Otra»", ("uno", "dos"), "https://example.org/x", ("HN", "SV"))
    (one,) = _stored(store, item(as_read=said, also=("b", "c")))
    (undated,) = _stored(store, item("u", published=NOW, as_read=Words(None, "x", (), None, ())))
    with store.read() as session:
        assert session.item(one.id) == one
        assert session.item(undated.id) == undated


def test_history(store: ItemStore) -> None:
    """The revisions of an item come back, the last one first; those that readers were told of for all items at once."""
    one, two = _stored(store, *_many(2))
    before, after = Words(date(2020, 6, 9), "A", ("x",), None, ("HN",)), Words(None, "B", (), "https://a/b", ())
    told = [
        Revision(one.id, NOW, "revised", before, after),
        Revision(two.id, NOW + HOUR, "withdrawn", before, before),
        Revision(one.id, NOW + 2 * HOUR, "touched", after, before),
        Revision(one.id, NOW + 3 * HOUR, "moved", before, after),
        Revision(one.id, NOW + 4 * HOUR, "restored", before, after),
    ]
    with store.write() as session:
        session.remember_revisions(told[:2])
        session.remember_revisions(told[2:])
    with store.read() as session:
        assert session.revisions(one.id) == (told[4], told[3], told[2], told[0])
        assert session.revisions("no") == ()
        assert session.corrections() == ((told[4], one), (told[3], one), (told[1], two), (told[0], one))


def test_overrides(store: ItemStore) -> None:
    """They are numbered upwards, found by item, and forgotten by number."""
    given = [
        Override("a", "countries", "HN,BZ", "ana", "it is so", NOW),
        Override("b", "title", "Ñandú", "ana", "it is so", NOW),
        Override("a", "withdraw", "", "bea", "a letter came", NOW),
    ]
    with store.write() as session:
        numbers = [session.add_override(one) for one in given]
    assert numbers == sorted(set(numbers))
    with store.write() as session:
        session.remove_override(numbers[1])
        session.remove_override(10**6)
    with store.read() as session:
        assert session.overrides() == (replace(given[0], number=numbers[0]), replace(given[2], number=numbers[2]))
        assert session.overrides(["a"]) == session.overrides()
        assert session.overrides(["b", "c"]) == ()


def test_a_pause(store: ItemStore) -> None:
    """Why publishing is paused is remembered until it goes on."""
    with store.write() as session:
        session.pause("rolled back by ana")
        session.pause("rolled back twice")
    with store.read() as session:
        assert session.paused() == "rolled back twice"
    with store.write() as session:
        session.pause(None)
    with store.read() as session:
        assert session.paused() is None


def test_tokens_rise(store: ItemStore) -> None:
    """Each publishing gets a greater number, within a run and from run to run."""
    with store.run_lock() as turn:
        tokens = [turn.token(), turn.token()]
    with store.run_lock() as turn:
        tokens.append(turn.token())
    assert tokens == sorted(set(tokens))
