"""SQLite: a file, a lock on another file beside it, and a copy of it before its tables change."""

from __future__ import annotations

import fcntl
import os
import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from feedsvc.errors import RunLocked, StoreError

BUSY_MS = 5000  # how long a writer waits for another one's transaction


class Sqlite:
    """A `Database` in one file."""

    how_to_back_up = "`feedsvc migrate` keeps a copy beside the store"

    def __init__(self, url: URL) -> None:
        self.name = url.database or ""
        self.engine = _engine(url)
        self._path = Path(self.name)
        self._lock_file = self._path.with_name(self._path.name + ".lock")

    def is_there(self) -> bool:
        """Whether the file is there: looking at a store must not make one."""
        return self._path.exists()

    def prepare(self) -> None:
        """Make the folder."""
        with _reachable(self._path):
            self._path.parent.mkdir(parents=True, exist_ok=True)

    def check(self, connection: Connection) -> None:
        """Raise StoreError when a page or an index is not what it should be."""
        verdict = connection.exec_driver_sql("PRAGMA integrity_check(1)").scalar()
        if verdict != "ok":
            raise StoreError(f"{self.name}: damaged: {verdict}. Nothing was changed. Restore a backup of this file.")

    @contextmanager
    def turn(self) -> Iterator[Connection | None]:
        """Hold a lock on a file beside the database, which the system frees on a crash.

        A run keeps one connection, if there is something to connect to.
        """
        with ExitStack() as stack:
            with _reachable(self._lock_file):
                self._path.parent.mkdir(parents=True, exist_ok=True)
                handle = stack.enter_context(self._lock_file.open("w"))
                try:
                    fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                except BlockingIOError:
                    raise RunLocked(f"another run is under way (it holds {self._lock_file})") from None
            with self.translated():
                connection = stack.enter_context(self.engine.connect()) if self.is_there() else None
            yield connection

    @contextmanager
    def translated(self) -> Iterator[None]:
        """Give every failure as a StoreError."""
        try:
            yield
        except (DBAPIError, SQLAlchemyError) as error:
            reason = error.orig if isinstance(error, DBAPIError) else error
            raise StoreError(f"{self.name}: {reason}. Nothing was changed.") from error

    def backup(self, version: int) -> Path:
        """Copy the file beside itself. The copy gets its name, with the time of its making, when it is whole."""
        part = self._path.with_name(f"{self._path.name}.before-{version:04}.part")
        with _reachable(part), _copyable(self.name):
            part.unlink(missing_ok=True)  # of a migration that was killed
            part.touch(mode=self._path.stat().st_mode & 0o777)
            with closing(sqlite3.connect(self._path)) as source, closing(sqlite3.connect(part)) as copy:
                copy.execute("PRAGMA journal_mode=OFF")  # a half copy is thrown away
                source.backup(copy)
            _sync(part)
            made = datetime.fromtimestamp(part.stat().st_mtime, UTC)
            kept = part.with_name(f"{part.stem}-{made:%Y%m%dT%H%M%SZ}.bak")
            part.replace(kept)
            _sync(kept.parent)
        return kept


def _engine(url: URL) -> Engine:
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
        given = connection.get_execution_options()
        if given.get("writes", False):  # NORMAL writes to the log as FULL does, and waits for no disk
            connection.exec_driver_sql(f"PRAGMA synchronous={'FULL' if given.get('lasts', True) else 'NORMAL'}")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if given.get("writes", False) else "BEGIN")

    return engine


@contextmanager
def _reachable(path: Path) -> Iterator[None]:
    """Give every failure to make or open a file as a StoreError that names it."""
    try:
        yield
    except OSError as error:
        raise StoreError(f"{path}: {error.strerror or error}. Nothing was changed.") from error


@contextmanager
def _copyable(name: str) -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        raise StoreError(f"{name}: no backup could be made: {error}. Nothing was changed.") from error


def _sync(path: Path) -> None:
    """Have the disk keep a file's bytes, or a folder's names."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
