"""The store on a relational database: one writer, whole transactions, and every failure as a StoreError."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, create_engine

from feedsvc.errors import StoreError
from feedsvc.ports import StoreSession, Turn
from feedsvc.store.database import LOST_SESSION
from feedsvc.store.engines import database_at
from feedsvc.store.founding import check_usable, known_of, make_tables, next_token
from feedsvc.store.recall import Recalls
from feedsvc.store.rows import legible
from feedsvc.store.schema import SCHEMA_VERSION
from feedsvc.store.session import SqlSession

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Migration:
    """From which version of the tables a store came to which, 0 where there was none; and its `backup`, if any."""

    before: int
    after: int
    backup: Path | None = None


class SqlStore:
    """An `ItemStore` at an SQLAlchemy URL. Opening it checks what is there, and changes nothing."""

    def __init__(self, url: str, authority: str) -> None:
        self._database = database_at(url)
        self._authority = authority
        self._known = Recalls()
        self._held: Connection | None = None  # what a run holds its lock with, where that is a connection
        self._version = 0  # of the tables when they were last looked at
        self._look(is_thorough=True)

    @property
    def name(self) -> str:
        """What messages call it: a file, or a host and a database."""
        return self._database.name

    @property
    def how_to_back_up(self) -> str:
        """How to make a backup where `migrate` makes none."""
        return self._database.how_to_back_up

    @contextmanager
    def run_lock(self) -> Iterator[Turn]:
        """Hold the lock of the only run. A store of an older version is migrated first."""
        with self._turn():
            done = self._migrate()
            if done.before != done.after:
                kept = f"as it was, it is kept in {done.backup}" if done.backup else "no backup was made"
                log.warning("%s: migrated from %04d to %04d; %s", self.name, done.before, done.after, kept)
            yield SqlTurn(self)

    @contextmanager
    def write(self, *, lasts: bool = True) -> Iterator[StoreSession]:
        """Open the one writing transaction; the first one makes the store."""
        with self._writing(lasts=lasts) as connection:
            yield SqlSession(connection, self._authority, self._known)

    @contextmanager
    def read(self) -> Iterator[StoreSession]:
        """Open a transaction that sees one state and is never kept. Where there is no store it finds nothing."""
        if self._version != SCHEMA_VERSION:
            self._look()  # another process may have made or migrated it meanwhile
        if self._version:
            self._refuse_old(self._version)
            with self._begin(writes=False) as connection:
                yield SqlSession(connection, self._authority, self._known)
                connection.rollback()
        else:
            with create_engine("sqlite://").begin() as connection:
                make_tables(connection)
                yield SqlSession(connection, self._authority, self._known)

    def token(self, above: int) -> int:
        """Return a number greater than any before, and than `above`; it is kept by then.

        It need not outlive a power cut, in which its run ends: a target that was shown it remembers it for good.
        """
        with self._writing(lasts=False) as connection:
            return next_token(connection, above)

    def migrate(self) -> Migration:
        """Bring the tables to the present version, as the only run. Raises RunLocked and StoreError."""
        with self._turn():
            return self._migrate()

    def close(self) -> None:
        """Release connections."""
        self._database.engine.dispose()

    @contextmanager
    def _turn(self) -> Iterator[None]:
        """Hold the lock, and look at the store again: it may be another one by now."""
        with self._database.turn() as held:
            self._held = held
            try:
                self._look()
                yield
            finally:
                self._held = None

    @contextmanager
    def _begin(self, *, writes: bool, lasts: bool = True) -> Iterator[Connection]:
        """Begin a transaction: a run's through the connection that holds its lock, if one does."""
        with self._database.translated(), ExitStack() as stack:
            connection = self._held or stack.enter_context(self._database.engine.connect())
            if connection.invalidated:  # SQLAlchemy would quietly begin in a new session, without the lock
                raise StoreError(f"{self.name}: {LOST_SESSION}")
            with connection.execution_options(writes=writes, lasts=lasts).begin():
                yield connection

    @contextmanager
    def _writing(self, *, lasts: bool) -> Iterator[Connection]:
        self._database.prepare()
        with self._begin(writes=True, lasts=lasts) as connection:
            if self._version != SCHEMA_VERSION:
                self._found(connection)
            yield connection
        self._version = SCHEMA_VERSION

    def _found(self, connection: Connection) -> None:
        """Make the tables, unless another process has."""
        known = known_of(connection)
        check_usable(known, self._authority, self.name)
        self._refuse_old(known.version)
        if not known.version:
            make_tables(connection)

    def _look(self, *, is_thorough: bool = False) -> None:
        """Learn the version of the store, if it is there. Raises StoreError when it may not be used, or is damaged."""
        had_tables, self._version = self._version == SCHEMA_VERSION, 0
        if not self._database.is_there():
            return
        with legible(), self._begin(writes=False) as connection:
            if is_thorough:
                self._database.check(connection)
            known = known_of(connection, has_tables=had_tables)
        check_usable(known, self._authority, self.name)
        self._version = known.version

    def _refuse_old(self, version: int) -> None:
        if 0 < version < SCHEMA_VERSION:
            raise StoreError(
                f"{self.name}: made by an older feedsvc (schema {version}, this one needs {SCHEMA_VERSION}). Nothing "
                "was changed. The next run migrates it, or at once: run `feedsvc migrate`."
            )

    def _migrate(self) -> Migration:
        """Migrate a store of an older version, in one transaction, after a backup."""
        before = self._version
        if before in (0, SCHEMA_VERSION):
            return Migration(before, before)
        from feedsvc.store.migrations import upgrade  # noqa: PLC0415 (Alembic costs time, and is rarely needed)

        backup = self._database.backup(SCHEMA_VERSION)
        with self._begin(writes=True) as connection:
            upgrade(connection)
        self._version = SCHEMA_VERSION
        return Migration(before, SCHEMA_VERSION, backup)


class SqlTurn:
    """A `Turn` of a run."""

    def __init__(self, store: SqlStore) -> None:
        self._store = store

    def token(self, above: int = 0) -> int:
        """Return a number greater than any before."""
        return self._store.token(above)
