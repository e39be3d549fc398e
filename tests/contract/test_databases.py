"""What a store on a database promises besides: over openings and between processes, and what is SQLite's own."""

from __future__ import annotations

import sqlite3
from datetime import timedelta
from pathlib import Path
from typing import cast

import pytest
from making import NOW, item

from feedsvc.errors import AuthorityChanged, RunLocked, StoreError
from feedsvc.model import Change, FeedKey, FeedRecord, SourceDocument, SourceRecord
from feedsvc.store.session import SqlSession
from feedsvc.store.sql import SqlStore

AUTHORITY = "example.org,2020"


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of each database, with nothing in it."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/var/s.sqlite"
    found: str = request.getfixturevalue("postgres_url")
    return found


def _used(url: str) -> SqlStore:
    """A store that holds an item."""
    store = SqlStore(url, AUTHORITY)
    with store.write() as session:
        session.apply([Change("new", item())])
    return store


def _change(url: str, statement: str) -> None:
    """Change what a store says of itself, behind its back."""
    store = SqlStore(url, AUTHORITY)
    with store._database.engine.execution_options(writes=True).begin() as connection:
        connection.exec_driver_sql(statement)
    store.close()


class TestEachDatabase:
    """What a store on a database keeps from one opening to the next, and between processes."""

    def test_reopened(self, url: str) -> None:
        """A store opened again holds what was stored."""
        _used(url).close()
        second = SqlStore(url, AUTHORITY)
        with second.read() as session:
            assert session.items() == (item(),)
        second.close()

    def test_opened_before_it_was_made(self, url: str) -> None:
        """A store that was opened when there was nothing finds what another process has made since."""
        first = SqlStore(url, AUTHORITY)
        with first.read() as session:
            assert session.items() == ()
        _used(url).close()
        with first.read() as session:
            assert session.items() == (item(),)
        with first.write() as session:
            session.mark(["hn"])
        first.close()

    def test_tokens_rise_over_reopenings(self, url: str) -> None:
        """Whoever opens the store next gets a greater token, on the first run of all too."""
        given = []
        for _ in range(3):
            store = SqlStore(url, AUTHORITY)
            with store.run_lock() as turn:
                given.append(turn.token())
            store.close()
        assert given == sorted(set(given))

    def test_one_run_among_several_stores(self, url: str) -> None:
        """The lock holds between stores that were opened apart, as two processes do."""
        one, two = SqlStore(url, AUTHORITY), SqlStore(url, AUTHORITY)
        with one.run_lock(), pytest.raises(RunLocked, match="another run is under way"), two.run_lock():
            pass
        with two.run_lock():
            pass
        one.close()
        two.close()

    def test_looking_during_a_run(self, url: str) -> None:
        """Others read while a run lasts, also while it writes."""
        run, other = _used(url), SqlStore(url, AUTHORITY)
        with run.run_lock(), run.write() as session:
            session.mark(["hn"])
            with other.read() as looking:
                assert looking.marks() == frozenset()
        with other.read() as looking:
            assert looking.marks() == {"hn"}
        run.close()
        other.close()

    def test_the_authority_is_fixed_with_the_first_item(self, url: str) -> None:
        """Before any id was minted the authority may still be changed."""
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

    def test_another_authority_is_refused(self, url: str) -> None:
        """The message says how to begin anew and what subscribers would see, and nothing is changed."""
        _used(url).close()
        with pytest.raises(AuthorityChanged, match=r"example\.org,2020.*Put .* back.*begin anew.*subscriber") as caught:
            SqlStore(url, "other.org,2021")
        assert caught.value.exit_code == 2
        SqlStore(url, AUTHORITY).close()

    def test_a_newer_schema_is_refused(self, url: str) -> None:
        """A store of a newer version is left alone, also by a service that opened it before it was changed."""
        running = _used(url)
        _change(url, "UPDATE alembic_version SET version_num = '0999'")
        with pytest.raises(StoreError, match="newer feedsvc"):
            SqlStore(url, AUTHORITY)
        with pytest.raises(StoreError, match="newer feedsvc"), running.run_lock():
            pass
        running.close()

    @pytest.mark.parametrize("found", ["000q", "0000", ""])
    def test_a_version_that_is_none(self, url: str, found: str) -> None:
        """A version that cannot be is damage, and not a store without tables."""
        _used(url).close()
        _change(url, f"UPDATE alembic_version SET version_num = '{found}'")
        with pytest.raises(StoreError, match="damaged: a value cannot be read"):
            SqlStore(url, AUTHORITY)

    def test_one_writer_at_a_time(self, url: str, monkeypatch: pytest.MonkeyPatch) -> None:
        """A writer takes its place when it begins, not when it first writes; another one waits, then fails in words."""
        for module in ("sqlite", "postgresql"):
            monkeypatch.setattr(f"feedsvc.store.{module}.BUSY_MS", 100)
        one, two = _used(url), SqlStore(url, AUTHORITY)
        with one.write(), pytest.raises(StoreError, match="locked"), two.write():
            pass
        one.close()
        two.close()

    def test_readers_see_one_state_while_a_writer_works(self, url: str) -> None:
        """A reader that has begun sees the state of its beginning, and never waits for the writer."""
        store = SqlStore(url, AUTHORITY)
        with store.write():
            pass
        with store.read() as reader:
            assert reader.items() == ()
            with store.write() as writer:
                writer.apply([Change("new", item())])
            assert reader.items() == ()
        store.close()

    def test_what_a_database_refuses_changes_nothing(self, url: str) -> None:
        """What a database refuses is a StoreError, and nothing of its transaction is kept."""
        store = _used(url)

        def give_a_stamp_twice() -> None:
            with store.write() as session:
                session.mark(["hn"])
                session.apply([Change("new", item("b", published=item().published))])

        with pytest.raises(StoreError, match="Nothing was changed"):
            give_a_stamp_twice()
        with store.read() as session:
            assert session.marks() == frozenset()
        store.close()


class TestSqlite:
    """What is SQLite's own."""

    def test_looking_makes_nothing(self, tmp_path: Path) -> None:
        """A store that is only read is not made; it holds nothing."""
        store = SqlStore(f"sqlite:///{tmp_path}/var/s.sqlite", AUTHORITY)
        with store.read() as session:
            assert session.items() == ()
        store.close()
        assert not (tmp_path / "var").exists()

    def test_a_writer_elsewhere_does_not_stop_opening(self, tmp_path: Path) -> None:
        """While somebody else writes, a store can be opened and read, and the lock of a run be asked for, at once."""
        _used(f"sqlite:///{tmp_path}/s.sqlite").close()
        with sqlite3.connect(tmp_path / "s.sqlite", isolation_level=None) as other:
            other.execute("BEGIN IMMEDIATE")
            store = SqlStore(f"sqlite:///{tmp_path}/s.sqlite", AUTHORITY)
            with store.run_lock(), store.read() as session:
                assert session.items() == (item(),)
            store.close()
            other.execute("ROLLBACK")
        other.close()

    @pytest.mark.parametrize("table", ["items", "sources", "feeds"])
    def test_flipped_bytes_are_noticed(self, tmp_path: Path, table: str) -> None:
        """A value that is not as it was written is a StoreError, and never a changed item."""
        store = _used(f"sqlite:///{tmp_path}/s.sqlite")
        with store.write() as session:
            session.remember_source(SourceRecord("bulletin", "two", (SourceDocument("b", b"text"),), NOW))
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
        store = _used(f"sqlite:///{tmp_path}/s.sqlite")
        with store.write() as session:
            session.apply([Change("new", item(str(n), published=NOW + timedelta(seconds=n))) for n in range(200)])
        store.close()
        content = bytearray((tmp_path / "s.sqlite").read_bytes())
        content[4096 * 20 : 4096 * 24] = b"\x55" * 4096 * 4
        (tmp_path / "s.sqlite").write_bytes(content)
        with pytest.raises(StoreError, match=r"damaged|malformed"):
            SqlStore(f"sqlite:///{tmp_path}/s.sqlite", AUTHORITY)
        assert (tmp_path / "s.sqlite").read_bytes() == content

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

    def test_only_what_need_not_outlive_a_power_cut_waits_for_no_disk(self, tmp_path: Path) -> None:
        """What may be lost is kept with the next that must not be: in one connection, whatever came before."""
        store = SqlStore(f"sqlite:///{tmp_path}/s.sqlite", AUTHORITY)
        seen = []
        with store.run_lock():
            for lasts in (True, False, True):
                with store.write(lasts=lasts) as session:
                    found = cast("SqlSession", session)._connection.exec_driver_sql("PRAGMA synchronous")
                    seen.append(found.scalar())
        assert seen == [2, 1, 2]  # FULL, NORMAL
        store.close()


@pytest.mark.parametrize(
    "url", ["mysql://user:secret@localhost/db", "postgresql+psycopg://user:secret@host/db", "nonsense:secret"]
)
def test_other_databases_are_refused_without_their_password(url: str) -> None:
    """A URL of another kind is refused, and its password is not repeated."""
    with pytest.raises(StoreError) as caught:
        SqlStore(url, AUTHORITY)
    assert "secret" not in str(caught.value)
