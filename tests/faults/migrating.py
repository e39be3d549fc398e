"""A migration that is killed. For workers of a pool."""

from __future__ import annotations

import mmap
import os
import signal
import time

from older import AUTHORITY

from faults import hooks
from faults.child import Child
from feedsvc.store.sql import SqlStore


def migrate(url: str, kill_at: int = 0) -> tuple[int, int]:
    """Migrate in a child that is killed before so many operations; return its status and how many it began."""
    child = Child(lambda seen: _migrate(url, seen, kill_at))
    status, _ = child.end()
    return status, int.from_bytes(child.seen[:4])


def migrate_for(url: str, seconds: float) -> int:
    """Migrate in a child that is killed after so many seconds; return its status."""
    child = Child(lambda seen: _migrate(url, seen, 0))
    child.wait_for(1, byte=3)
    time.sleep(seconds)
    child.kill()
    return child.end()[0]


def _migrate(url: str, seen: mmap.mmap, kill_at: int) -> None:
    count = 0

    def before(*_: str) -> None:
        nonlocal count
        count += 1
        seen[:4] = count.to_bytes(4)
        if count == kill_at:
            os.kill(os.getpid(), signal.SIGKILL)

    hooks.install(before, lambda *_: None)
    store = SqlStore(url, AUTHORITY)
    store.migrate()
    store.close()
