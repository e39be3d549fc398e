"""Writes files and folders that last through a power cut, and that a static server of another user can read."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

SYNCED_AT_ONCE = 4


def make_folder(path: Path) -> None:
    """Make a folder and those above it, which others can enter, whatever cron's umask."""
    if path.is_dir():
        return
    make_folder(path.parent)
    make_half(path)
    sync(path.parent)


def make_half(path: Path) -> None:
    """Make one folder under a name that need not last: it is renamed when it is whole."""
    path.mkdir()
    path.chmod(0o755)


def write(path: Path, content: bytes, modified: int) -> None:
    """Write a file that others can read, last modified at a second of the epoch. It lasts when it is synced."""
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fchmod(file.fileno(), 0o644)
        os.utime(file.fileno(), (modified, modified))


def sync_all(paths: Sequence[Path]) -> None:
    """Make all of these last, in no order: a disk that is asked for several at once takes them together."""

    def sync_share(first: int) -> None:
        for path in paths[first::SYNCED_AT_ONCE]:
            sync(path)

    with ThreadPoolExecutor(SYNCED_AT_ONCE) as pool:
        deque(pool.map(sync_share, range(SYNCED_AT_ONCE)), maxlen=0)


def sync(path: Path) -> None:
    """Make the bytes of a file last, or the names in a folder."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
