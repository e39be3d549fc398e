"""What a store asks of a database beyond SQL."""

from __future__ import annotations

from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol

from sqlalchemy import Connection, Engine

LOST_SESSION = "the database ended this run's session; nothing more was written. The next run goes on from there."


class Database(Protocol):
    """One kind of database. `name` is for messages and holds no password.

    A transaction of `engine` sees one state; with the execution option `writes` it is the only one that writes, and
    without `lasts` it need not outlive a power cut.
    `how_to_back_up` says it in a sentence where `backup` makes none.
    """

    name: str
    engine: Engine
    how_to_back_up: str

    def is_there(self) -> bool:
        """Whether there is something to connect to; where not, `prepare` makes a place for it."""
        ...

    def prepare(self) -> None:
        """Make what must be there before the first connection. Raises StoreError."""
        ...

    def check(self, connection: Connection) -> None:
        """Raise StoreError when the database is damaged or of no use. Changes nothing."""
        ...

    def turn(self) -> AbstractContextManager[Connection | None]:
        """Hold the lock of the only run; what comes is the connection that holds it, where it is one.

        Raises RunLocked at once when another run holds it, and StoreError.
        """
        ...

    def translated(self) -> AbstractContextManager[None]:
        """Give every failure of the database as a StoreError that names the store."""
        ...

    def backup(self, version: int) -> Path | None:
        """Keep a whole copy of the store before it becomes `version`, where a file can be one; return its path."""
        ...
