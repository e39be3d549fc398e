"""What every `ItemStore` promises."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from fakes import MemoryStore
from making import NOW, attribution, item

from feedsvc.errors import AuthorityChanged, RunLocked, StoreError
from feedsvc.model import Change, FeedKey, FeedRecord, RunReport, SourceRecord, SourceReport
from feedsvc.ports import ItemStore
from feedsvc.store.sql import SqlStore

AUTHORITY = "example.org,2020"


@pytest.fixture(params=["memory", "sqlite"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[ItemStore]:
    """Each implementation, empty."""
    made = MemoryStore() if request.param == "memory" else SqlStore(f"sqlite:///{tmp_path}/var/s.sqlite", AUTHORITY)
    yield made
    made.close()


def test_items_come_back_as_they_were_stored(store: ItemStore) -> None:
    """Every field of an item survives, also texts with every kind of character."""
    kept = item(
        title="«Niñez» & <b>“paz”</b> 🇭🇳\u00a0]]>",
        paragraphs=("ein", "zwei\u2028drei"),
        link="https://example.org/a?b=c&d",
        attribution=attribution("HN", "SV"),
        archived=True,
        rank=7,
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


def test_nothing_is_kept_of_a_read(store: ItemStore) -> None:
    """A transaction opened for reading never changes the store."""
    with store.read() as session:
        session.mark(["hn"])
    with store.read() as session:
        assert session.marks() == frozenset()


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
        session.remember_source(SourceRecord("bulletin", "two"))
    with store.read() as session:
        assert {r.key: r.updated for r in session.feeds()} == {everything: NOW, honduras: NOW + timedelta(days=1)}
        assert session.source("bulletin") == SourceRecord("bulletin", "two")
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


class TestSqlite:
    """What is SQLite's own."""

    def test_reopened(self, tmp_path: Path) -> None:
        """A store opened again holds what was stored."""
        url = f"sqlite:///{tmp_path}/s.sqlite"
        first = SqlStore(url, AUTHORITY)
        with first.write() as session:
            session.apply([Change("new", item())])
        first.close()
        second = SqlStore(url, AUTHORITY)
        with second.read() as session:
            assert session.items() == (item(),)
        second.close()

    def test_another_authority_is_refused(self, tmp_path: Path) -> None:
        """The message says how to begin anew and what subscribers would see, and nothing is changed."""
        url = f"sqlite:///{tmp_path}/s.sqlite"
        SqlStore(url, AUTHORITY).close()
        with pytest.raises(AuthorityChanged, match=r"example\.org,2020.*Put .* back.*begin anew.*subscriber") as caught:
            SqlStore(url, "other.org,2021")
        assert caught.value.exit_code == 2
        SqlStore(url, AUTHORITY).close()

    def test_a_newer_schema_is_refused(self, tmp_path: Path) -> None:
        """A store of a newer version is left alone."""
        SqlStore(f"sqlite:///{tmp_path}/s.sqlite", AUTHORITY).close()
        with sqlite3.connect(tmp_path / "s.sqlite") as connection:
            connection.execute("UPDATE meta SET value = '999' WHERE name = 'schema'")
        connection.close()
        with pytest.raises(StoreError, match="newer feedsvc"):
            SqlStore(f"sqlite:///{tmp_path}/s.sqlite", AUTHORITY)

    def test_a_file_that_is_no_database(self, tmp_path: Path) -> None:
        """The message names the file, and the file is left as it is."""
        (tmp_path / "s.sqlite").write_bytes(b"not a database, but long enough to look like one" * 40)
        with pytest.raises(StoreError, match=r"s\.sqlite: file is not a database"):
            SqlStore(f"sqlite:///{tmp_path}/s.sqlite", AUTHORITY)
        assert (tmp_path / "s.sqlite").read_bytes().startswith(b"not a database")

    def test_a_folder_that_cannot_be_made(self, tmp_path: Path) -> None:
        """A file where the store's folder should be is a StoreError, not a traceback."""
        (tmp_path / "var").write_text("in the way")
        with pytest.raises(StoreError, match="var"):
            SqlStore(f"sqlite:///{tmp_path}/var/s.sqlite", AUTHORITY)

    def test_other_databases_are_refused_without_their_password(self) -> None:
        """A URL of another kind is refused, and its password is not repeated."""
        with pytest.raises(StoreError) as caught:
            SqlStore("postgresql://user:secret@localhost/db", AUTHORITY)
        assert "secret" not in str(caught.value)

    def test_readers_see_one_state_while_a_writer_works(self, tmp_path: Path) -> None:
        """A reader that has begun sees the state of its beginning, and never waits for the writer."""
        store = SqlStore(f"sqlite:///{tmp_path}/s.sqlite", AUTHORITY)
        with store.read() as reader:
            assert reader.items() == ()
            with store.write() as writer:
                writer.apply([Change("new", item())])
            assert reader.items() == ()
        store.close()
