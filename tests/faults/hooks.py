"""Steps in before each operation of a run that changes the disk. For forked children only: nothing is put back."""

from __future__ import annotations

import io
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, event

Step = Callable[[str, str], None]
"""Called with the name of an operation and the place that it changes."""

SECOND_ARGUMENT = ("rename", "replace", "link", "symlink")  # they change the second path that they are given
CALLS = (*SECOND_ARGUMENT, "fsync", "mkdir", "rmdir", "unlink", "chmod", "fchmod", "utime")
FILES = (*CALLS, "create", "write", "half")
CHANGING_SQL = ("BEGIN IMMEDIATE", "INSERT", "DELETE", "UPDATE", "CREATE", "DROP", "ALTER")


def install(before: Step, after: Step) -> None:
    """Call `before` and `after` around each operation on files, and `before` at each that changes the database.

    Each write of a file is two operations: "write", and "half" when half of it is on the disk.
    """
    for name in CALLS:
        setattr(os, name, _stepped(name, getattr(os, name), before, after))
    _step_writes(before)
    _step_database(before)


def _stepped(name: str, real: Callable[..., Any], before: Step, after: Step) -> Callable[..., Any]:
    def stepped(*args: Any, **kwargs: Any) -> Any:
        place = _place(args[1] if name in SECOND_ARGUMENT else args[0])
        before(name, place)
        answer = real(*args, **kwargs)
        after(name, place)
        return answer

    return stepped


def _step_writes(before: Step) -> None:
    real = io.open

    class Torn(io.BufferedWriter):
        """Writes what it is given in two halves."""

        def write(self, content: Any) -> int:
            place = _place(self.fileno())
            before("write", place)
            middle = len(content) // 2
            super().write(content[:middle])
            self.flush()
            before("half", place)
            return middle + super().write(content[middle:])

    def opened(file: Any, mode: str = "r", *args: Any, **kwargs: Any) -> Any:
        if not set(mode) & set("wax+"):
            return real(file, mode, *args, **kwargs)
        before("create", _place(file))
        return Torn(io.FileIO(file, "w")) if mode == "wb" else real(file, mode, *args, **kwargs)

    setattr(io, "open", opened)  # noqa: B010 (assigned plainly, mypy would want its overloads)


def _step_database(before: Step) -> None:
    def statement(connection: Connection, _cursor: object, sql: str, *_: object) -> None:
        if connection.engine.url.database and sql.lstrip().startswith(CHANGING_SQL):
            before("sql", " ".join(sql.split())[:40])

    def commit(connection: Connection) -> None:
        if connection.engine.url.database:  # one in memory stands in for a store that is not there
            before("commit", "")

    event.listen(Engine, "before_cursor_execute", statement)
    event.listen(Engine, "commit", commit)


def _place(where: object) -> str:
    """The path that an operation changes: what it was given, or what its descriptor stands for."""
    if isinstance(where, int):
        return str(Path(f"/proc/self/fd/{where}").readlink())
    return os.fsdecode(where) if isinstance(where, (str, bytes, os.PathLike)) else str(where)
