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
from feedsvc.model import Change, FeedKey, FeedRecord, Hold, RunReport, SourceRecord, SourceReport, Trouble
from feedsvc.ports import ItemStore
from feedsvc.store.sql import SqlStore

AUTHORITY = "example.org,2020"
KNOWN = SourceRecord(
    "bulletin",
    "two",
    content=b"\x00\xff bytes as they are",
    accepted=NOW,
    new_counts=(9, 0, 2),
    trouble=Trouble("held", "abc", (Hold("storm", "too many"),), NOW, readings=3, told=True),
)


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
        presence="pending",
        absent_since=NOW,
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


def _used(folder: Path) -> SqlStore:
    """A store that holds an item."""
    store = SqlStore(f"sqlite:///{folder}/s.sqlite", AUTHORITY)
    with store.write() as session:
        session.apply([Change("new", item())])
    return store


class TestSqlite:
    """What is SQLite's own."""

    def test_looking_makes_nothing(self, tmp_path: Path) -> None:
        """A store that is only read is not made; it holds nothing."""
        store = SqlStore(f"sqlite:///{tmp_path}/var/s.sqlite", AUTHORITY)
        with store.read() as session:
            assert session.items() == ()
        store.close()
        assert not (tmp_path / "var").exists()

    def test_the_authority_is_fixed_with_the_first_item(self, tmp_path: Path) -> None:
        """Before any id was minted the authority may still be changed."""
        url = f"sqlite:///{tmp_path}/s.sqlite"
        first = SqlStore(url, AUTHORITY)
        with first.write() as session:
            session.remember_source(SourceRecord("bulletin"))
        first.close()
        second = SqlStore(url, "other.org,2021")
        with second.write() as session:
            session.apply([Change("new", item())])
        second.close()
        with pytest.raises(AuthorityChanged):
            SqlStore(url, AUTHORITY)

    def test_a_writer_elsewhere_does_not_stop_opening(self, tmp_path: Path) -> None:
        """While somebody else writes, a store can be opened and read, and the lock of a run be asked for, at once."""
        _used(tmp_path).close()
        with sqlite3.connect(tmp_path / "s.sqlite", isolation_level=None) as other:
            other.execute("BEGIN IMMEDIATE")
            store = SqlStore(f"sqlite:///{tmp_path}/s.sqlite", AUTHORITY)
            with store.run_lock(), store.read() as session:
                assert session.items() == (item(),)
            store.close()
            other.execute("ROLLBACK")
        other.close()

    def test_one_writer_at_a_time(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """A writer takes its place when it begins, not when it first writes; another one waits, then fails in words."""
        monkeypatch.setattr("feedsvc.store.sql.BUSY_MS", 100)
        one, two = _used(tmp_path), SqlStore(f"sqlite:///{tmp_path}/s.sqlite", AUTHORITY)
        with one.write(), pytest.raises(StoreError, match="locked"), two.write():
            pass
        one.close()
        two.close()

    @pytest.mark.parametrize("table", ["items", "sources", "feeds"])
    def test_flipped_bytes_are_noticed(self, tmp_path: Path, table: str) -> None:
        """A value that is not as it was written is a StoreError, and never a changed item."""
        store = _used(tmp_path)
        with store.write() as session:
            session.remember_source(KNOWN)
            session.remember_feeds([FeedRecord(FeedKey("en"), NOW)])
        store.close()
        column = {"items": "title", "sources": "digest", "feeds": "updated"}[table]
        with sqlite3.connect(tmp_path / "s.sqlite") as connection:
            connection.execute(f"UPDATE {table} SET {column} = '2021' || substr({column}, 5)")
        connection.close()
        damaged = SqlStore(f"sqlite:///{tmp_path}/s.sqlite", AUTHORITY)
        with pytest.raises(StoreError, match="damaged"), damaged.read() as session:
            (session.items(), session.source("bulletin"), session.feeds())
        damaged.close()

    def test_a_damaged_file_is_noticed(self, tmp_path: Path) -> None:
        """A page that is not what it should be is told when the store is opened, and the file is left as it is."""
        store = _used(tmp_path)
        with store.write() as session:
            session.apply([Change("new", item(str(n), published=NOW + timedelta(seconds=n))) for n in range(200)])
        store.close()
        content = bytearray((tmp_path / "s.sqlite").read_bytes())
        content[4096 * 20 : 4096 * 24] = b"\x55" * 4096 * 4
        (tmp_path / "s.sqlite").write_bytes(content)
        with pytest.raises(StoreError, match=r"damaged|malformed"):
            SqlStore(f"sqlite:///{tmp_path}/s.sqlite", AUTHORITY)
        assert (tmp_path / "s.sqlite").read_bytes() == content

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
        _used(tmp_path).close()
        with pytest.raises(AuthorityChanged, match=r"example\.org,2020.*Put .* back.*begin anew.*subscriber") as caught:
            SqlStore(url, "other.org,2021")
        assert caught.value.exit_code == 2
        SqlStore(url, AUTHORITY).close()

    def test_a_newer_schema_is_refused(self, tmp_path: Path) -> None:
        """A store of a newer version is left alone."""
        _used(tmp_path).close()
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
        store = SqlStore(f"sqlite:///{tmp_path}/var/s.sqlite", AUTHORITY)
        with pytest.raises(StoreError, match="var"), store.write():
            pass
        with pytest.raises(StoreError, match="var"), store.run_lock():
            pass

    def test_other_databases_are_refused_without_their_password(self) -> None:
        """A URL of another kind is refused, and its password is not repeated."""
        with pytest.raises(StoreError) as caught:
            SqlStore("postgresql://user:secret@localhost/db", AUTHORITY)
        assert "secret" not in str(caught.value)

    def test_readers_see_one_state_while_a_writer_works(self, tmp_path: Path) -> None:
        """A reader that has begun sees the state of its beginning, and never waits for the writer."""
        store = SqlStore(f"sqlite:///{tmp_path}/s.sqlite", AUTHORITY)
        with store.write():
            pass
        with store.read() as reader:
            assert reader.items() == ()
            with store.write() as writer:
                writer.apply([Change("new", item())])
            assert reader.items() == ()
        store.close()
