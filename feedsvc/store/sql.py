"""The store on a relational database: one writer, whole transactions, and every failure as a StoreError."""

from __future__ import annotations

import fcntl
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, Table, create_engine, delete, event, insert, select
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from feedsvc.errors import AuthorityChanged, RunLocked, StoreError
from feedsvc.model import Change, FeedRecord, Item, RunReport, SourceRecord
from feedsvc.ports import StoreSession
from feedsvc.store import schema
from feedsvc.store.rows import feed_of_row, item_of_row, row_of_feed, row_of_item, row_of_run

BUSY_MS = 5000  # how long a writer waits for another one's transaction


class SqlStore:
    """An `ItemStore` at an SQLAlchemy URL. Opening it makes or checks the tables and the authority of ids."""

    def __init__(self, url: str, authority: str) -> None:
        self._name, path = _place(url)
        self._lock_file = path.with_name(path.name + ".lock")
        with _translated(self._name):
            path.parent.mkdir(parents=True, exist_ok=True)
            self._engine = _engine(url)
        with self._begin(writes=True) as connection:
            _prepare(connection, authority, self._name)

    @contextmanager
    def run_lock(self) -> Iterator[None]:
        """Hold the lock of the only run: a lock on a file beside the database, which the system frees on a crash."""
        with _translated(str(self._lock_file)):
            handle = self._lock_file.open("w")
        with handle:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise RunLocked(f"another run is under way (it holds {self._lock_file})") from None
            yield

    @contextmanager
    def write(self) -> Iterator[StoreSession]:
        """Open the one writing transaction."""
        with self._begin(writes=True) as connection:
            yield SqlSession(connection)

    @contextmanager
    def read(self) -> Iterator[StoreSession]:
        """Open a transaction that sees one state and is never kept."""
        with self._begin(writes=False) as connection:
            yield SqlSession(connection)

    def close(self) -> None:
        """Release connections."""
        self._engine.dispose()

    @contextmanager
    def _begin(self, *, writes: bool) -> Iterator[Connection]:
        with _translated(self._name), self._engine.execution_options(writes=writes).begin() as connection:
            yield connection
            if not writes:
                connection.rollback()


class SqlSession:
    """A `StoreSession` in one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def items(self) -> tuple[Item, ...]:
        """Return every item, newest `published` first."""
        query = select(schema.items).order_by(schema.items.c.published.desc())
        return tuple(item_of_row(row) for row in self._connection.execute(query).mappings())

    def feeds(self) -> tuple[FeedRecord, ...]:
        """Return every feed ever published."""
        query = select(schema.feeds).order_by(schema.feeds.c.language, schema.feeds.c.country)
        return tuple(feed_of_row(row) for row in self._connection.execute(query).mappings())

    def source(self, source_id: str) -> SourceRecord | None:
        """Return what is remembered of a source."""
        query = select(schema.sources).where(schema.sources.c.source == source_id)
        row = self._connection.execute(query).mappings().first()
        return SourceRecord(**row) if row else None

    def marks(self) -> frozenset[str]:
        """Return the folders that must be published again."""
        return frozenset(self._connection.execute(select(schema.marks.c.stem)).scalars())

    def apply(self, changes: Iterable[Change]) -> None:
        """Store the item of each change."""
        self._replace(schema.items, [row_of_item(change.item) for change in changes], "id")

    def remember_source(self, record: SourceRecord) -> None:
        """Store what is known of a source."""
        self._replace(schema.sources, [{"source": record.source, "digest": record.digest}], "source")

    def remember_feeds(self, records: Iterable[FeedRecord]) -> None:
        """Store what is known of feeds."""
        self._replace(schema.feeds, [row_of_feed(record) for record in records], "language", "country")

    def mark(self, stems: Iterable[str]) -> None:
        """Note folders to publish."""
        self._replace(schema.marks, [{"stem": stem} for stem in sorted(set(stems))], "stem")

    def clear_marks(self, stems: Iterable[str]) -> None:
        """Note folders as published."""
        for stem in stems:
            self._connection.execute(delete(schema.marks).where(schema.marks.c.stem == stem))

    def record_run(self, report: RunReport) -> None:
        """Add a row to the history of runs."""
        self._connection.execute(insert(schema.runs), [row_of_run(report)])

    def _replace(self, table: Table, rows: list[dict[str, Any]], *keys: str) -> None:
        """Delete, then insert: the same words on every database, and one transaction around both."""
        for row in rows:
            same = [table.c[key] == row[key] for key in keys]
            self._connection.execute(delete(table).where(*same))
        if rows:
            self._connection.execute(insert(table), rows)


def _place(url: str) -> tuple[str, Path]:
    """The store's name for messages, and the file of its database."""
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite" or not parsed.database:
        raise StoreError(f"{parsed.render_as_string()}: only SQLite files are supported: sqlite:///var/feedsvc.sqlite")
    return parsed.database, Path(parsed.database)


def _engine(url: str) -> Engine:
    """An engine whose transactions are SQLite's own: begun by us, and by a writer with the writer's place taken.

    A plain BEGIN lets two readers both try to become writers, and one of them fails or, worse, both add the items.
    """
    engine = create_engine(url)

    @event.listens_for(engine, "connect")
    def configure(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # the driver begins nothing by itself
        for pragma in (f"busy_timeout={BUSY_MS}", "journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get("writes", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def _prepare(connection: Connection, authority: str, name: str) -> None:
    """Make the tables of a new store, or check that this version may use the store that is there."""
    schema.metadata.create_all(connection)
    known: dict[str, str] = {row.name: row.value for row in connection.execute(select(schema.meta))}
    if not known:
        rows = {"schema": str(schema.SCHEMA_VERSION), "authority": authority}
        connection.execute(insert(schema.meta), [{"name": key, "value": value} for key, value in rows.items()])
        return
    if int(known["schema"]) > schema.SCHEMA_VERSION:
        raise StoreError(
            f"{name}: made by a newer feedsvc (schema {known['schema']}, this one knows {schema.SCHEMA_VERSION}). "
            "Nothing was changed. Run the newer version."
        )
    if known["authority"] != authority:
        raise AuthorityChanged(
            f"{name}: every id in it was minted with the authority {known['authority']}, but ids.authority is now "
            f"{authority}. Ids are for ever, so nothing was changed. Put {known['authority']} back. To begin anew "
            "instead, move this file and the feeds folder away: every item then gets a new id, and every subscriber "
            "sees all items once more as new."
        )


@contextmanager
def _translated(name: str) -> Iterator[None]:
    """Give every failure of the database or its files as a StoreError that names the store."""
    try:
        yield
    except DBAPIError as error:
        raise StoreError(f"{name}: {error.orig}") from error
    except (SQLAlchemyError, OSError) as error:
        raise StoreError(f"{name}: {error}") from error
