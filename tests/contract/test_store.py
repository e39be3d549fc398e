"""What every `ItemStore` promises."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from making import NOW, attribution, item

from feedsvc.errors import RunLocked
from feedsvc.model import (
    Change,
    FeedKey,
    FeedRecord,
    Hold,
    Image,
    RunReport,
    SourceDocument,
    SourceRecord,
    SourceReport,
    Trouble,
    Validators,
)
from feedsvc.ports import ItemStore

AUTHORITY = "example.org,2020"
KNOWN = SourceRecord(
    "bulletin",
    "two",
    documents=(
        SourceDocument(
            "https://example.org/2", b"\x00\xff bytes as they are", "text/html", "utf-8", "https://example.org/b"
        ),
        SourceDocument("bulletins/1.txt", b""),
        SourceDocument("bulletins/0.txt", b"more"),
    ),
    accepted=NOW,
    new_counts=(9, 0, 2),
    trouble=Trouble("held", "abc", (Hold("storm", "too many"),), NOW, readings=3, told=True, reason="because"),
    validators=Validators("https://example.org/b", 'W/"abc"', "Wed, 15 Jul 2020 18:00:00 GMT"),
    not_before=NOW + timedelta(hours=1),
    backfilled=7,
)


def test_items_come_back_as_they_were_stored(store: ItemStore) -> None:
    """Every field of an item survives, also texts with every kind of character."""
    kept = item(
        title="«Niñez» & <b>“paz”</b> 🇭🇳\u00a0]]>",
        paragraphs=("ein", "zwei\u2028drei"),
        link="https://example.org/a?b=c&d",
        attribution=attribution("HN", "SV"),
        presence="pending",
        absent_since=NOW,
        rank=7,
        image=Image("https://example.org/a.jpg", "Una niña"),
    )
    with store.write() as session:
        session.apply([Change("new", kept)])
    with store.read() as session:
        assert session.items() == (kept,)


def test_an_item_without_a_day_or_text(store: ItemStore) -> None:
    """What a bulletin does not say stays unsaid."""
    kept = item(day=None, paragraphs=(), attribution=attribution())
    with store.write() as session:
        session.apply([Change("new", kept)])
    with store.read() as session:
        assert session.items() == (kept,)


def test_items_are_newest_first(store: ItemStore) -> None:
    """Items come by `published`, newest first, in whatever order they were stored."""
    made = [item(name, published=NOW + timedelta(seconds=n)) for n, name in enumerate("abc")]
    with store.write() as session:
        session.apply([Change("new", made[n]) for n in (1, 0, 2)])
    with store.read() as session:
        assert [one.slug for one in session.items()] == ["headline-c", "headline-b", "headline-a"]


def test_an_item_is_replaced_by_its_id(store: ItemStore) -> None:
    """Two items may change places in rank and words within one transaction."""
    old = item("a")
    new = replace(old, title="Corrected", day=date(2020, 7, 9), updated=NOW)
    with store.write() as session:
        session.apply([Change("new", old)])
    with store.write() as session:
        session.apply([Change("revised", new, old)])
    with store.read() as session:
        assert session.items() == (new,)


def test_nothing_is_kept_of_a_write_that_fails(store: ItemStore) -> None:
    """An exception inside the transaction takes back all of it."""

    def fail() -> None:
        with store.write() as session:
            session.apply([Change("new", item())])
            session.mark(["hn"])
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    with store.read() as session:
        assert session.items() == ()
        assert session.marks() == frozenset()


def test_what_need_not_outlive_a_power_cut_is_kept_all_the_same(store: ItemStore) -> None:
    """Such a transaction is seen by every later one."""
    with store.write(lasts=False) as session:
        session.mark(["hn"])
    with store.read() as session:
        assert session.marks() == {"hn"}


def test_nothing_is_kept_of_a_read(store: ItemStore) -> None:
    """A transaction opened for reading never changes the store."""
    with store.read() as session:
        session.mark(["hn"])
    with store.read() as session:
        assert session.marks() == frozenset()


def test_items_that_wait(store: ItemStore) -> None:
    """Those that time may change are found without the others."""
    made = [
        item(name, published=NOW + timedelta(seconds=n), presence=name)
        for n, name in enumerate(("shown", "archived", "pending", "withdrawn", "expired"))
    ]
    with store.write() as session:
        session.apply([Change("new", one) for one in made])
    with store.read() as session:
        assert {one.presence for one in session.waiting()} == {"pending", "withdrawn"}


def test_marks_are_a_set(store: ItemStore) -> None:
    """Marking twice is marking once; clearing takes away just what is named."""
    with store.write() as session:
        session.mark(["hn", "all", "hn"])
        session.mark(["hn", "i/x"])
        session.clear_marks(["all", "never-marked"])
    with store.read() as session:
        assert session.marks() == {"hn", "i/x"}


def test_feeds_and_sources_are_remembered(store: ItemStore) -> None:
    """The last record of a feed and of a source is the one that comes back."""
    everything, honduras = FeedKey("en"), FeedKey("en", "HN")
    with store.write() as session:
        session.remember_feeds([FeedRecord(everything, NOW), FeedRecord(honduras, NOW)])
        session.remember_feeds([FeedRecord(honduras, NOW + timedelta(days=1))])
        session.remember_source(SourceRecord("bulletin", "one"))
        session.remember_source(KNOWN)
    with store.read() as session:
        assert {r.key: r.updated for r in session.feeds()} == {everything: NOW, honduras: NOW + timedelta(days=1)}
        assert session.source("bulletin") == KNOWN
        assert session.source("other") is None


def test_runs_are_recorded(store: ItemStore) -> None:
    """A run's report can be stored, whatever it counts."""
    report = RunReport(NOW, NOW, (SourceReport("bulletin", "changed", {"new": 9}),), None)
    with store.write() as session:
        session.record_run(report)
        session.record_run(report)


def test_one_run_at_a_time(store: ItemStore) -> None:
    """A second run is refused at once while the first one lasts, and let in after it."""
    with store.run_lock(), pytest.raises(RunLocked), store.run_lock():
        pass
    with store.run_lock():
        pass


def test_the_lock_is_freed_when_a_run_fails(store: ItemStore) -> None:
    """A run that dies of an exception does not block the next one."""
    with pytest.raises(RuntimeError), store.run_lock():
        raise RuntimeError
    with store.run_lock():
        pass


def test_tokens_rise(store: ItemStore) -> None:
    """Each token is greater than any before, within a turn and over turns."""
    given = []
    for _ in range(3):
        with store.run_lock() as turn:
            given += [turn.token(), turn.token()]
    assert given == sorted(set(given))


def test_tokens_rise_above_others(store: ItemStore) -> None:
    """As after a loss, when the published tree knows greater ones; a smaller number changes nothing."""
    with store.run_lock() as turn:
        assert [turn.token(41), turn.token(7), turn.token()] == [42, 43, 44]


def test_a_token_stays_given_whatever_becomes_of_the_run(store: ItemStore) -> None:
    """A run that fails after it had its token leaves a greater one to the next."""
    given = []

    def fail() -> None:
        with store.run_lock() as turn:
            given.append(turn.token())
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    with store.run_lock() as turn:
        assert turn.token() > given[0]


def test_reading_and_writing_within_a_turn(store: ItemStore) -> None:
    """A run sees what it wrote, and so does everybody after it."""
    with store.run_lock():
        with store.write() as session:
            session.apply([Change("new", item())])
        with store.read() as session:
            assert session.items() == (item(),)
    with store.read() as session:
        assert session.items() == (item(),)
