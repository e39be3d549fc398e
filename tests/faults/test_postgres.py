"""PostgreSQL that crashes under a run, and runs that lost their session and do not know: nothing is lost or doubled."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

import pytest
from databases import NoPostgres, PostgresServer

from faults import Say, Times, postgres, stage

GUARD = 60  # seconds
LOCKS = "SELECT pid FROM pg_locks JOIN pg_database d ON d.oid = database WHERE locktype = 'advisory' AND datname = '{}'"


@pytest.fixture(scope="module")
def crashing(leave_out: Say) -> Iterator[PostgresServer]:
    """A server that these tests may stop, and that has the disk keep what it says is kept."""
    try:
        server = PostgresServer("fsync=on")
    except NoPostgres as error:
        leave_out(str(error))
        raise
    yield server
    server.end()


@dataclass(frozen=True)
class Ground:
    """A published folder and its database, both to be copied, and what a run that nobody disturbs makes of them."""

    server: PostgresServer
    folder: Path
    database: str
    before: dict[str, bytes]
    after: dict[str, bytes]
    pages: dict[str, bytes]
    memory: tuple[Any, ...]
    seconds: float

    @contextmanager
    def copied(self) -> Iterator[tuple[Path, str]]:
        """A copy of both."""
        name = self.server.make(like=self.database)
        # A copied sequence counts on unlogged up to where its model was logged, unless a checkpoint came since: after a
        # crash it would give numbers a second time.
        self.server.ask("postgres", "CHECKPOINT")
        work = self.folder.with_name(name)
        shutil.copytree(self.folder, work, symlinks=True)
        yield work, self.server.url(name)
        shutil.rmtree(work)
        self.server.drop(name)


@pytest.fixture(scope="module")
def ground(crashing: PostgresServer, workers: ProcessPoolExecutor, tmp_path_factory: pytest.TempPathFactory) -> Ground:
    """Made once."""
    folder, database = tmp_path_factory.mktemp("ground") / "stage", crashing.make()
    workers.submit(postgres.prepare, folder, crashing.url(database)).result()
    bare = Ground(crashing, folder, database, stage.files_under(folder / "feeds/current"), {}, {}, (), 0)
    seconds = []
    for _ in range(3):
        with bare.copied() as (work, url):
            status, message, took = workers.submit(postgres.run, work, url).result()
            assert status == 0, message
            seconds.append(took)
            feeds, pages = stage.files_under(work / "feeds/current"), stage.files_under(work / "feeds/i")
            memory = postgres.memory_of(url)
    assert bare.before
    assert feeds != bare.before
    return Ground(crashing, folder, database, bare.before, feeds, pages, memory, median(seconds))


def test_restarted_at_random_moments(ground: Ground, workers: ProcessPoolExecutor, times: Times, figure: Say) -> None:
    """A server that crashes and is back at once, at any moment of a run: the run ends well or in words, the next heals.

    What readers see is one whole set of feeds; what stands in feeds and store at the end is what an undisturbed run
    leaves there.
    """
    seed = random.Random().randrange(2**32)
    chance = random.Random(seed)
    ends: Counter[str] = Counter()
    for _ in range(times(3, 30)):
        with ground.copied() as (work, url):
            running = workers.submit(postgres.run, work, url)
            while not (work / postgres.BEGUN).exists():
                time.sleep(0.001)
            time.sleep(chance.random() * ground.seconds)
            ground.server.stop(signal.SIGQUIT)
            ground.server.start()
            status, message, _ = running.result(GUARD)
            assert (status, message.partition(":")[0]) in {(0, ""), (1, "StoreError")}, message
            ends[message.partition(": ")[2].rpartition("/")[2].partition(": ")[2] or "it ended well"] += 1
            assert stage.files_under(work / "feeds/current") in (ground.before, ground.after)
            status, message, _ = workers.submit(postgres.run, work, url).result(GUARD)
            assert status == 0, message
            assert stage.files_under(work / "feeds/current") == ground.after
            assert stage.files_under(work / "feeds/i") == ground.pages
            assert postgres.memory_of(url) == ground.memory
    figure(f"PostgreSQL crashed and restarted at {ends.total()} random moments of a run (seed {seed}):")
    for words, count in ends.most_common():
        figure(f"  {count:3} {words}")


# Does what `python -m feedsvc run` does, and stops before the statement that has certain words in it, or the commit
# after it.
PROGRAM = """
import os, runpy, signal, sys
from sqlalchemy import Engine, event
words, where = sys.argv[2:]
def stop():
    global words
    words = None
    os.kill(os.getpid(), signal.SIGSTOP)
@event.listens_for(Engine, "before_cursor_execute")
def statement(connection, cursor, sql, *rest):
    global words
    if words and words in " ".join(sql.split()):
        if where == "statement":
            stop()
        else:
            words = ""
@event.listens_for(Engine, "commit")
def commit(connection):
    if words == "":
        stop()
sys.argv = ["feedsvc", "run", "--config", sys.argv[1]]
runpy.run_module("feedsvc", run_name="__main__")
"""


@dataclass(frozen=True)
class Office:
    """A configuration with a PostgreSQL store, and its bulletin."""

    server: PostgresServer
    database: str
    folder: Path

    @property
    def config(self) -> Path:
        """The configuration."""
        return self.folder / "config.yaml"

    def write(self, bulletin: bytes) -> None:
        """Let the source say this."""
        (self.folder / "bulletin.txt").write_bytes(bulletin)

    def run(self) -> subprocess.CompletedProcess[str]:
        """Do a run."""
        words = [sys.executable, "-m", "feedsvc", "run", "--config", str(self.config)]
        return subprocess.run(words, capture_output=True, text=True, check=False, timeout=GUARD)

    def state(self) -> tuple[dict[str, tuple[int, bytes]], list[Any]]:
        """All that is published, with its times, and all that is stored."""
        tables = ("items", "sources", "feeds", "entries", "marks", "meta", "runs")
        stored = [self.server.ask(self.database, f"SELECT * FROM {name} ORDER BY 1, 2") for name in tables[:-3]]
        stored += [self.server.ask(self.database, f"SELECT * FROM {name} ORDER BY 1") for name in tables[-3:]]
        paths = sorted(path for path in (self.folder / "feeds").rglob("*") if path.is_file())
        return {str(path): (path.stat().st_mtime_ns, path.read_bytes()) for path in paths}, stored


@pytest.fixture
def office(postgres: PostgresServer, tmp_path: Path) -> Iterator[Office]:
    """One that has published once."""
    database = postgres.make()
    made = Office(postgres, database, tmp_path)
    made.config.write_text(
        "title: News\npublisher: {name: Office}\nids: {authority: 'example.org,2020'}\n"
        f"sources:\n  - {{id: bulletin, path: bulletin.txt}}\nstore: {postgres.url(database)}\n",
        encoding="utf-8",
    )
    made.write(stage.READINGS[1])
    assert made.run().returncode == 0
    yield made
    postgres.drop(database)


@contextmanager
def _paused(office: Office, words: str, where: str) -> Iterator[subprocess.Popen[str]]:
    """A run that has stopped itself."""
    program = [sys.executable, "-c", PROGRAM, str(office.config), words, where]
    with subprocess.Popen(program, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as run:
        try:
            ended = os.waitid(os.P_PID, run.pid, os.WSTOPPED | os.WEXITED | os.WNOWAIT)
            assert ended is not None
            assert ended.si_code == os.CLD_STOPPED
            yield run
        finally:
            run.kill()


POINTS = {
    "holding the lock": ("pg_try_advisory_lock", "commit"),
    "judging": ("FROM sources", "statement"),
    "writing items": ("INSERT INTO items", "statement"),
    "before the commit": ("INSERT INTO items", "commit"),
    "about to publish": ("FROM marks", "statement"),
    "taking its token": ("INSERT INTO meta", "statement"),
    "before its token is kept": ("INSERT INTO meta", "commit"),
}


@pytest.mark.parametrize("point", POINTS)
def test_a_run_that_lost_its_session_writes_nothing(point: str, office: Office) -> None:
    """Paused while its session is ended and another run publishes, it ends with 1 and says why, and changes nothing."""
    office.write(stage.LAST)
    with _paused(office, *POINTS[point]) as run:
        locked = office.run()
        assert (locked.returncode, "another run is under way" in locked.stderr) == (75, True)
        held = LOCKS.format(office.database)
        for (pid,) in {tuple(row) for row in office.server.ask(office.database, held)}:
            office.server.ask("postgres", f"SELECT pg_terminate_backend({pid}, 10000)")
        office.write(stage.READINGS[0])
        other = office.run()
        assert other.returncode == 0, other.stderr
        assert "published generation" in other.stdout
        before = office.state()
        run.send_signal(signal.SIGCONT)
        out, err = run.communicate(timeout=GUARD)
    assert (run.returncode, out) == (1, "")
    assert "the database ended this run's session; nothing more was written" in err
    assert "Traceback" not in err
    assert office.state() == before
    assert office.server.ask(office.database, held) == []
    assert office.run().returncode == 0
