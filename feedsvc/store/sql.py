"""The store on a relational database: one writer, whole transactions, and every failure as a StoreError."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from feedsvc.errors import RunLocked, StoreError
from feedsvc.ports import StoreSession
from feedsvc.store.founding import check_usable, known_of, make_tables
from feedsvc.store.rows import legible
from feedsvc.store.session import SqlSession

BUSY_MS = 5000  # how long a writer waits for another one's transaction


class SqlStore:
    """An `ItemStore` at an SQLAlchemy URL. Opening it makes or checks the tables and the authority of ids."""

    def __init__(self, url: str, authority: str) -> None:
        self._name, self._path = _place(url)
        self._authority = authority
        self._lock_file = self._path.with_name(self._path.name + ".lock")
        self._is_made = False
        self._engine = _engine(url)
        if self._path.exists():
            self._check()

    @contextmanager
    def run_lock(self) -> Iterator[None]:
        """Hold the lock of the only run: a lock on a file beside the database, which the system frees on a crash."""
        with ExitStack() as stack:
            with _reachable(self._lock_file):
                self._path.parent.mkdir(parents=True, exist_ok=True)
                handle = stack.enter_context(self._lock_file.open("w"))
                try:
                    fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                except BlockingIOError:
                    raise RunLocked(f"another run is under way (it holds {self._lock_file})") from None
            yield

    @contextmanager
    def write(self) -> Iterator[StoreSession]:
        """Open the one writing transaction; the first one makes the store."""
        with _reachable(self._path):
            self._path.parent.mkdir(parents=True, exist_ok=True)
        with self._begin(writes=True) as connection:
            if not self._is_made:
                make_tables(connection)
            yield SqlSession(connection, self._authority)
        self._is_made = True

    @contextmanager
    def read(self) -> Iterator[StoreSession]:
        """Open a transaction that sees one state and is never kept. Where there is no store it finds nothing."""
        if self._is_there():
            with self._begin(writes=False) as connection:
                yield SqlSession(connection, self._authority)
                connection.rollback()
        else:
            with create_engine("sqlite://").begin() as connection:
                make_tables(connection)
                yield SqlSession(connection, self._authority)

    def close(self) -> None:
        """Release connections."""
        self._engine.dispose()

    @contextmanager
    def _begin(self, *, writes: bool) -> Iterator[Connection]:
        with _translated(self._name), self._engine.execution_options(writes=writes).begin() as connection:
            yield connection

    def _is_there(self) -> bool:
        """Whether somebody, perhaps another process meanwhile, has made the store."""
        if not self._is_made and self._path.exists():
            with self._begin(writes=False) as connection:
                self._is_made = bool(known_of(connection))
        return self._is_made

    def _check(self) -> None:
        """Raise StoreError when the store that is there may not be used, or is damaged. Changes nothing."""
        with legible(), self._begin(writes=False) as connection:
            verdict = connection.exec_driver_sql("PRAGMA integrity_check(1)").scalar()
            known = known_of(connection)
        if verdict != "ok":
            raise StoreError(f"{self._name}: damaged: {verdict}. Nothing was changed. Restore a backup of this file.")
        self._is_made = bool(known)
        check_usable(known, self._authority, self._name)


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


@contextmanager
def _translated(name: str) -> Iterator[None]:
    """Give every failure of the database as a StoreError that names the store."""
    try:
        yield
    except DBAPIError as error:
        raise StoreError(f"{name}: {error.orig}. Nothing was changed.") from error
    except SQLAlchemyError as error:
        raise StoreError(f"{name}: {error}. Nothing was changed.") from error


@contextmanager
def _reachable(path: Path) -> Iterator[None]:
    """Give every failure to make or open a file as a StoreError that names it."""
    try:
        yield
    except OSError as error:
        raise StoreError(f"{path}: {error.strerror or error}. Nothing was changed.") from error
