"""kill -9 at every operation of a migration, and at random moments: the next start has the whole store."""

from __future__ import annotations

import random
import shutil
import signal
import sqlite3
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing, contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from databases import PostgresServer
from making import NOW, attribution, item
from older import AUTHORITY, make_version_1

from faults import Say, Times, migrating
from feedsvc.errors import RunLocked
from feedsvc.model import FeedKey, FeedRecord
from feedsvc.store.sql import SqlStore

PATIENCE = 10  # seconds in which a server must notice that a client was killed
FEEDS = (FeedRecord(FeedKey("en"), NOW), FeedRecord(FeedKey("en", "HN"), NOW))
MANY = tuple(item(f"{n:04}", published=NOW - timedelta(seconds=n), attribution=attribution("HN")) for n in range(1200))

Copies = Callable[[], str]


@contextmanager
def _sqlite(folder: Path, count: int) -> Iterator[Copies]:
    """Gives copies of a store of version 1."""
    first = folder / "first" / "s.sqlite"
    make_version_1(f"sqlite:///{first}", MANY[:count], FEEDS)
    made = iter(range(10_000))

    def copy() -> str:
        work = folder / str(next(made))
        work.mkdir()
        shutil.copy(first, work / "s.sqlite")
        return f"sqlite:///{work}/s.sqlite"

    yield copy


@contextmanager
def _postgresql(server: PostgresServer, count: int) -> Iterator[Copies]:
    first = server.make()
    make_version_1(server.url(first), MANY[:count], FEEDS)
    made = [first]

    def copy() -> str:
        made.append(server.make(like=first))
        return server.url(made[-1])

    yield copy
    for name in made:
        server.drop(name)


@pytest.fixture(params=["sqlite", "postgresql"])
def copies(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[[int], Copies]]:
    """Gives, for a number of items, what gives copies of a store of version 1 on each database."""
    opened = []

    def of(count: int) -> Copies:
        if request.param == "sqlite":
            opened.append(_sqlite(tmp_path, count))
        else:
            opened.append(_postgresql(request.getfixturevalue("postgres"), count))
        return opened[-1].__enter__()

    yield of
    for one in opened:
        one.__exit__(None, None, None)


def _next_start(url: str, count: int) -> None:
    """Open the store as the next run does, and find all that it held."""
    store = SqlStore(url, AUTHORITY)
    end = time.monotonic() + PATIENCE
    while True:
        try:
            with store.run_lock(), store.read() as session:
                assert session.items() == MANY[:count]
                assert [feed.count for feed in session.feeds()] == [count, count]
            break
        except RunLocked:
            assert time.monotonic() < end
            time.sleep(0.01)
    store.close()
    if url.startswith("sqlite"):
        _judge_backups(Path(url.removeprefix("sqlite:///")), count)


def _judge_backups(path: Path, count: int) -> None:
    """Whatever has the name of a backup is a whole one."""
    backups = list(path.parent.glob("*.bak"))
    assert backups
    for backup in backups:
        with closing(sqlite3.connect(backup)) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            assert connection.execute("SELECT count(*) FROM items").fetchone() == (count,)
            assert connection.execute("SELECT value FROM meta WHERE name = 'schema'").fetchone() == ("1",)


def test_killed_at_every_operation(
    copies: Callable[[int], Copies], workers: ProcessPoolExecutor, times: Times, figure: Say
) -> None:
    """Killed before any file operation, statement or commit, a migration is done whole by the next start."""
    copy = copies(3)
    status, count = workers.submit(migrating.migrate, copy()).result()
    assert status == 0
    chosen = range(1, count + 1, times(4, 1))
    figure(f"migrations killed at {len(chosen)} of {count} operations")
    for at in chosen:
        url = copy()
        status, _ = workers.submit(migrating.migrate, url, at).result()
        assert status == -signal.SIGKILL, at
        _next_start(url, 3)


def test_killed_at_random_moments(
    copies: Callable[[int], Copies], workers: ProcessPoolExecutor, times: Times, figure: Say
) -> None:
    """The same within statements, and while the backup is written."""
    copy = copies(len(MANY))
    took = []
    for _ in range(3):
        url = copy()
        begun = time.monotonic()
        assert workers.submit(migrating.migrate, url).result()[0] == 0
        took.append(time.monotonic() - begun)
    seed = random.Random().randrange(2**32)
    chance = random.Random(seed)
    ends: list[int] = []
    while len(ends) < times(4, 100) or (-signal.SIGKILL not in ends and len(ends) < 50):
        url = copy()
        ends.append(workers.submit(migrating.migrate_for, url, chance.random() * min(took)).result())
        _next_start(url, len(MANY))
    figure(f"migrations killed at random moments (seed {seed}): {ends.count(-signal.SIGKILL)} of {len(ends)}")
    assert set(ends) <= {-signal.SIGKILL, 0}
    assert -signal.SIGKILL in ends
