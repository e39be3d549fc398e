"""Web workers that are killed, and replaced one by one, while readers ask: no wrong body, and nobody left without one.

A request that was under way when its worker was killed gets no answer, and a client may repeat it (RFC 9112 section
9.3.1): each is repeated once, a moment later, and must then be answered.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from functools import partial
from http.client import HTTPConnection, HTTPException
from pathlib import Path

from published import folders, publish

from faults import Say, Times
from faults.serving import GUARD, ask, serving
from feedsvc.web.server import PublicServer

READERS = 3
WORKERS = 2
PAUSE = 0.2  # seconds before a request is repeated
MODIFIED = 1_730_883_000


class Readers:
    """Readers that ask without a pause; `seen` counts their answers, and what went wrong."""

    def __init__(self, port: int, feeds: dict[str, bytes]) -> None:
        self.seen = Counter[str]()
        self.port = port
        self._feeds = feeds
        self._stop = threading.Event()
        self._counting = threading.Lock()
        self._threads = [threading.Thread(target=self._read) for _ in range(READERS)]

    def start(self) -> None:
        """Begin to ask."""
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """Stop when the answers under way have come."""
        self._stop.set()
        for thread in self._threads:
            thread.join()

    def _read(self) -> None:
        while not self._stop.is_set():
            address = random.choice(list(self._feeds))
            if not self._ask(address):
                time.sleep(PAUSE)
                self._count(repeated=1, lost=not self._ask(address))

    def _ask(self, address: str) -> bool:
        """Ask for a document on a connection of its own; return whether an answer came."""
        with closing(HTTPConnection("127.0.0.1", self.port, timeout=GUARD)) as connection:
            try:
                answer = ask(connection, address, random.choice(("", "gzip")))
            except (OSError, HTTPException):
                return False
        self._count(answered=1, wrong=bool(answer.fault) or answer.body != self._feeds[address])
        return True

    def _count(self, **more: int) -> None:
        with self._counting:
            self.seen.update(more)


@contextmanager
def _read(tmp_path: Path) -> Iterator[tuple[PublicServer, Readers]]:
    """Serve a tree to readers; give the server and what the readers see."""
    tree = folders()
    publish(tmp_path, 1, tree, MODIFIED)
    feeds = {
        f"/{stem}.{kind}": tree[stem][f"{stem}.{kind}"] for stem in ("all", "hn", "do") for kind in ("atom", "rss")
    }
    with serving(tmp_path, WORKERS) as (server, port):
        readers = Readers(port, feeds)
        readers.start()
        try:
            yield server, readers
        finally:
            readers.stop()


def _workers_of(server: PublicServer) -> list[int]:
    """The processes of the workers, the oldest first."""
    assert server._process is not None
    words = ["ps", "-o", "pid=,stat=", "--sort", "start_time", "--ppid", str(server._process.pid)]
    listed = subprocess.run(words, capture_output=True, text=True, check=False)
    return [int(line.split()[0]) for line in listed.stdout.splitlines() if "Z" not in line]


def _are_gone(workers: set[int], server: PublicServer) -> bool:
    return not workers & set(_workers_of(server))


def _until(holds: Callable[[], bool]) -> None:
    end = time.monotonic() + GUARD
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.02)


def _judge(readers: Readers, what: str, figure: Say) -> None:
    seen = readers.seen
    figure(f"{what}: {seen['answered']} answers, {seen['repeated']} requests repeated, {seen['lost']} lost")
    assert (seen["wrong"], seen["lost"]) == (0, 0)
    assert seen["answered"] > 100


def test_workers_killed_under_load(tmp_path: Path, times: Times, figure: Say) -> None:
    """A killed worker is replaced within seconds, and meanwhile the other one answers."""
    count = times(4, 60)
    with _read(tmp_path) as (server, readers):
        for _ in range(count):
            time.sleep(random.random())
            os.kill(random.choice(_workers_of(server)), signal.SIGKILL)
            _until(lambda: len(_workers_of(server)) == WORKERS)
            assert server.poll() is None
    _judge(readers, f"{count} workers killed", figure)
    assert readers.seen["repeated"] <= count * READERS


def test_a_rolling_restart(tmp_path: Path, times: Times, figure: Say) -> None:
    """Every worker is replaced, one after the other, and no request goes without an answer."""
    count = times(1, 10)
    with _read(tmp_path) as (server, readers):
        for _ in range(count):
            before = set(_workers_of(server))
            server.renew()
            _until(partial(_are_gone, before, server))
            time.sleep(0.5)
            assert server.poll() is None
            assert len(_workers_of(server)) == WORKERS
    _judge(readers, f"{count} rolling restarts", figure)
    assert readers.seen["repeated"] == 0
