"""Stores of an older version: whole and readable afterwards, on each database, and kept as they were until then."""

from __future__ import annotations

import os
import sqlite3
import stat
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from making import NOW, attribution, item
from older import AUTHORITY, add_source, damage, make_version_1
from sqlalchemy import Connection, inspect, select, update

from feedsvc.errors import RunLocked, StoreError
from feedsvc.model import Change, FeedKey, FeedRecord, SourceDocument, SourceRecord, Trouble
from feedsvc.store import schema
from feedsvc.store.engines import database_at
from feedsvc.store.founding import make_tables
from feedsvc.store.migrations import latest, upgrade
from feedsvc.store.sql import Migration, SqlStore

ITEMS = tuple(
    item(name, published=NOW + timedelta(seconds=n), presence=name, attribution=attribution(*about))
    for n, (name, about) in enumerate({
        "shown": ("HN", "SV"), "archived": ("HN",), "pending": (), "withdrawn": ("HN",), "expired": ("HN", "SV"),
    }.items())
)  # fmt: skip
FEEDS = tuple(FeedRecord(FeedKey("en", country), NOW) for country in (None, "BZ", "HN"))


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of each database, with nothing in it."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/s.sqlite"
    found: str = request.getfixturevalue("postgres_url")
    return found


@pytest.fixture
def old(url: str) -> str:
    """The address of a store of version 1."""
    make_version_1(url, ITEMS, FEEDS)
    return url


def _plain(index: Any) -> dict[str, Any]:
    """An index whose condition can be compared."""
    return {**index, "dialect_options": {k: str(v) for k, v in index.get("dialect_options", {}).items()}}


def _shape(connection: Connection) -> dict[str, Any]:
    """All that a database says of its tables."""
    found = inspect(connection)
    return {
        name: (
            [{**column, "type": str(column["type"])} for column in found.get_columns(name)],
            found.get_pk_constraint(name),
            sorted(map(_plain, found.get_indexes(name)), key=lambda index: str(index["name"])),
            sorted(found.get_unique_constraints(name), key=lambda unique: str(unique["name"])),
        )
        for name in found.get_table_names()
    }


@contextmanager
def _in(url: str) -> Iterator[Connection]:
    database = database_at(url)
    with database.engine.connect() as connection, connection.execution_options(writes=True).begin():
        yield connection
    database.engine.dispose()


def test_the_last_migration_is_the_schema_s() -> None:
    """The version that the program needs is the one that the migrations lead to."""
    assert latest() == f"{schema.SCHEMA_VERSION:04}"


def test_migrations_lead_to_the_schema(url: str) -> None:
    """From nothing to the last version gives the tables of schema.py, by Alembic's judgement and to the last name."""
    shapes = []
    with _in(url) as connection:
        make_tables(connection)
        shapes.append(_shape(connection))
        for name in inspect(connection).get_table_names():
            connection.exec_driver_sql(f"DROP TABLE {name}")
        upgrade(connection)
        assert compare_metadata(MigrationContext.configure(connection), schema.metadata) == []
        shapes.append(_shape(connection))
        assert connection.execute(select(schema.meta)).all() == [("schema", "2")]
    assert shapes[0] == shapes[1]


def test_items_come_through(old: str) -> None:
    """Every item is readable, feeds count what their pages list, and whoever is in a feed has its place there."""
    store = SqlStore(old, AUTHORITY)
    with store.run_lock(), store.read() as session:
        assert session.items() == ITEMS[::-1]
        assert {(feed.key.country, feed.count, feed.pages) for feed in session.feeds()} == {
            (None, 3, 0),
            ("BZ", 0, 0),
            ("HN", 2, 0),
        }
        assert session.marks() == {"hn"}
    store.close()
    with _in(old) as connection:
        found = connection.execute(select(schema.entries)).all()
    places = {(row.item.rpartition("/")[2], row.country) for row in found}
    assert places == {
        ("shown", ""), ("shown", "HN"), ("shown", "SV"), ("archived", ""), ("archived", "HN"), ("pending", ""),
        ("withdrawn", ""), ("withdrawn", "HN"),
    }  # fmt: skip
    assert {(row.published, row.updated, row.page) for row in found} == {
        (one.published, one.updated, None) for one in ITEMS if one.presence != "expired"
    }


def test_more_items_than_are_held_in_memory(url: str) -> None:
    """Items are taken in portions, and none is left out or taken twice."""
    many = tuple(item(f"{n:04}", published=NOW - timedelta(seconds=n)) for n in range(1203))
    make_version_1(url, many)
    store = SqlStore(url, AUTHORITY)
    store.migrate()
    with store.read() as session:
        assert session.items() == many
    store.close()


@pytest.mark.parametrize("accepted", [NOW, None])
@pytest.mark.parametrize("since", [NOW, None])
def test_sources_come_through(old: str, accepted: datetime | None, since: datetime | None) -> None:
    """What a source said last is one document of it, and its trouble goes on; nothing is known of any server."""
    add_source(old, b"text" if accepted else b"", accepted, since)
    store = SqlStore(old, AUTHORITY)
    with store.run_lock(), store.read() as session:
        trouble = Trouble("held", "abc", (), since, readings=2) if since else None
        documents = (SourceDocument("", b"text"),) if accepted else ()
        assert session.source("bulletin") == SourceRecord("bulletin", "one", documents, accepted, (3,), trouble)
    store.close()


def test_a_damaged_source_is_not_brought_over(url: str) -> None:
    """A row that is not as it was written would come out as good as new."""
    make_version_1(url, ())
    add_source(url, b"text", NOW, None)
    with _in(url) as connection:
        connection.execute(update(schema.sources).values(digest="another"))
    store = SqlStore(url, AUTHORITY)
    with pytest.raises(StoreError, match="the row of bulletin is not as it was written"):
        store.migrate()
    store.close()


def test_an_empty_store_of_version_1(url: str) -> None:
    """One that was made, and has read nothing yet, is migrated like any other."""
    make_version_1(url, ())
    store = SqlStore(url, AUTHORITY)
    assert store.migrate().after == schema.SCHEMA_VERSION
    with store.write() as session:
        session.apply([Change("new", ITEMS[0])])
    with store.read() as session:
        assert session.items() == ITEMS[:1]
    store.close()


def test_nothing_to_migrate(url: str) -> None:
    """A store that is not there is not made; one of the present version stays as it is."""
    store = SqlStore(url, AUTHORITY)
    assert store.migrate() == Migration(0, 0)
    assert not store._database.is_there() or store._version == 0
    with store.write():
        pass
    assert store.migrate() == Migration(schema.SCHEMA_VERSION, schema.SCHEMA_VERSION)
    store.close()


def test_looking_migrates_nothing(old: str) -> None:
    """Who only looks, or writes without the lock of a run, is told to migrate."""
    store = SqlStore(old, AUTHORITY)
    for transaction in (store.read, store.write):
        with pytest.raises(StoreError, match=r"older feedsvc.*run `feedsvc migrate`"), transaction():
            pass
    with _in(old) as connection:
        assert "entries" not in inspect(connection).get_table_names()
    store.close()


def test_migrated_by_another_meanwhile(old: str) -> None:
    """A service that opened the old store goes on with the new one."""
    first, second = SqlStore(old, AUTHORITY), SqlStore(old, AUTHORITY)
    second.migrate()
    with first.read() as session:
        assert session.items() == ITEMS[::-1]
    assert first.migrate().before == schema.SCHEMA_VERSION
    first.close()
    second.close()


def test_not_while_a_run_lasts(old: str) -> None:
    """Only the holder of the lock migrates."""
    one, two = SqlStore(old, AUTHORITY), SqlStore(old, AUTHORITY)
    with one._database.turn(), pytest.raises(RunLocked):
        two.migrate()
    one.close()
    two.close()


def test_damage_is_not_made_good(old: str) -> None:
    """A row that is not as it was written stops the migration, which changes nothing: its new seal would be right."""
    damage(old)
    store = SqlStore(old, AUTHORITY)
    with pytest.raises(StoreError, match=r"damaged: the row of tag:example\.org"):
        store.migrate()
    with _in(old) as connection:
        assert "entries" not in inspect(connection).get_table_names()
        assert "alembic_version" not in inspect(connection).get_table_names()
    store.close()


def test_version_1_refuses_what_was_migrated(old: str) -> None:
    """It reads its version in `meta`, and finds a greater one."""
    store = SqlStore(old, AUTHORITY)
    store.migrate()
    store.close()
    with _in(old) as connection:
        said = {row.name: row.value for row in connection.execute(select(schema.meta))}
        assert int(said["schema"]) > 1


class TestBackup:
    """What SQLite keeps of a store before it changes."""

    @pytest.fixture
    def path(self, tmp_path: Path) -> Path:
        """A file of version 1 that others may not read."""
        make_version_1(f"sqlite:///{tmp_path}/s.sqlite", ITEMS, FEEDS)
        (tmp_path / "s.sqlite").chmod(0o600)
        return tmp_path / "s.sqlite"

    def test_the_store_as_it_was(self, path: Path) -> None:
        """The copy has every row, the permissions of the store, and its time in its name; it is a store of its own."""
        with closing(sqlite3.connect(path)) as connection:
            before = list(connection.iterdump())
        store = SqlStore(f"sqlite:///{path}", AUTHORITY)
        done = store.migrate()
        store.close()
        assert done.backup is not None
        made = done.backup.stat()
        assert done.backup.name.startswith("s.sqlite.before-0003-20")
        assert done.backup.name.endswith("Z.bak")
        assert stat.S_IMODE(made.st_mode) == 0o600
        with closing(sqlite3.connect(done.backup)) as connection:
            assert list(connection.iterdump()) == before
        assert sorted(p.name for p in path.parent.iterdir() if ".before-" in p.name) == [done.backup.name]
        again = SqlStore(f"sqlite:///{done.backup}", AUTHORITY)
        assert again.migrate().before == 1
        again.close()

    def test_it_is_on_the_disk_before_anything_changes(self, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """Bytes and name are kept by the disk before the first statement of the migration."""
        done: list[str] = []
        real = os.fsync

        def sync(descriptor: int) -> None:
            real(descriptor)
            done.append(Path(f"/proc/self/fd/{descriptor}").readlink().name)

        monkeypatch.setattr(os, "fsync", sync)
        monkeypatch.setattr("feedsvc.store.migrations.upgrade", lambda _: done.append("upgrade"))
        store = SqlStore(f"sqlite:///{path}", AUTHORITY)
        store.migrate()
        store.close()
        assert done == ["s.sqlite.before-0003.part", path.parent.name, "upgrade"]

    def test_without_a_backup_nothing_changes(self, path: Path) -> None:
        """Where no copy can be made, the store stays as it is, and the message names the file."""
        (path.parent / "s.sqlite.before-0003.part").mkdir()
        before = path.read_bytes()
        store = SqlStore(f"sqlite:///{path}", AUTHORITY)
        with pytest.raises(StoreError, match=r"s\.sqlite\.before-0003\.part: .*Nothing was changed"):
            store.migrate()
        store.close()
        assert path.read_bytes() == before

    def test_a_half_copy_is_thrown_away(self, path: Path) -> None:
        """What a killed migration left of its copy is no part of the next one."""
        (path.parent / "s.sqlite.before-0003.part").write_bytes(b"half a copy" * 5000)
        store = SqlStore(f"sqlite:///{path}", AUTHORITY)
        done = store.migrate()
        store.close()
        assert done.backup is not None
        with closing(sqlite3.connect(done.backup)) as connection:
            assert connection.execute("SELECT count(*) FROM items").fetchone() == (len(ITEMS),)
