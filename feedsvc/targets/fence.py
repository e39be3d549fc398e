"""Decides who may publish into a directory: one process at a time, and none that another run has overtaken."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from feedsvc.errors import Overtaken, PublishError, RunLocked
from feedsvc.targets.files import make_folder, sync, write

HALF_FENCE = ".fence.new"


class Fence:
    """The lock `.lock` and the highest token seen, in `.fence`, of the directory `root`."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._file = root / ".fence"

    @contextmanager
    def held(self, token: int) -> Iterator[None]:
        """Keep other processes out. Raises RunLocked at once when one is inside, Overtaken when one had more."""
        make_folder(self._root)
        with (self._root / ".lock").open("ab") as handle:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise RunLocked(f"another run is publishing into {self._root}") from None
            try:
                if token < self.seen():
                    raise Overtaken(f"{self._root}: another run published meanwhile; nothing was published; run again")
                yield
            finally:
                fcntl.flock(handle, fcntl.LOCK_UN)  # a process forked meanwhile would hold it on

    def remember(self, token: int, second: int) -> None:
        """Refuse all smaller tokens from now on, a second of the epoch."""
        if token != self.seen():
            half = self._root / HALF_FENCE
            write(half, b"%d\n" % token, second)
            sync(half)
            half.replace(self._file)

    def seen(self) -> int:
        """Return the highest token, 0 where there is none. Raises PublishError when nobody can tell."""
        try:
            return int(self._file.read_bytes())
        except FileNotFoundError:
            return 0
        except ValueError:
            raise PublishError(
                f"{self._file} is damaged: it should hold the number of the last run that published. Nothing was "
                "published. See that no run is under way, and remove it."
            ) from None
