"""A reader that asks for every feed while they are published again and again."""

from __future__ import annotations

import hashlib
import mmap
import random
import re
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from functools import partial
from http.client import HTTPConnection
from pathlib import Path

from fakes import FakeClock
from services import START, text_of

from faults import Say, Times, stage
from faults.serving import GUARD, Answer, ask, serving
from feedsvc.pipeline import regenerate

KINDS = ("atom", "rss", "json")
FEEDS = (*(f"/{stem}.{kind}" for stem in ("all", "hn", "bz") for kind in KINDS), "/", "/hn/", "/bz/")
NUMBER = re.compile(rb"number (\d+) opens")


class Board:
    """Where the publisher writes the number of what it has published, for the reader in another process."""

    def __init__(self, path: Path) -> None:
        if not path.exists():
            path.write_bytes(bytes(8))
        with path.open("r+b") as file:
            self._seen = mmap.mmap(file.fileno(), 8)

    @property
    def number(self) -> int:
        """The last publishing that is done."""
        return int.from_bytes(self._seen[:8], "little")

    @number.setter
    def number(self, number: int) -> None:
        self._seen[:8] = number.to_bytes(8, "little")


def _publish(folder: Path, first: int, last: int) -> set[tuple[int, str, str]]:
    """Publish one bulletin after another, in a process of its own; return every document of each publishing."""
    folder.mkdir(exist_ok=True)
    made = set()
    service = stage.service_in(folder)
    for number in range(first, last + 1):
        shelter = ("13 July 2020", f"Shelter number {number} opens in Honduras and Belize", "Forty families moved in.")
        (folder / "bulletin.txt").write_bytes(text_of(shelter, stage.COUNT))
        service = replace(service, clock=FakeClock(START + timedelta(hours=number)))
        regenerate(service, service.sources)
        served = stage.served_by(stage.tree_in(folder))
        made |= {(number, address, _digest(served[address])) for address in FEEDS}
        Board(folder / "board").number = number
        time.sleep(random.random() * 0.05)
    service.store.close()
    return made


class Reader:
    """Asks for all feeds in both codings until the last publishing is seen, in a process of its own.

    `documents` are what it got, as (publishing, address, digest); `faults` what must not be.
    """

    def __init__(self) -> None:
        self.documents: set[tuple[int, str, str]] = set()
        self.faults = Counter[str]()
        self.answers = 0
        self._newest = 0

    def read(self, board: Board, port: int, last: int) -> Reader:
        """Ask on; return what was seen."""
        end = time.monotonic() + 300
        while self._newest < last and time.monotonic() < end:
            with closing(HTTPConnection("127.0.0.1", port, timeout=GUARD)) as connection:
                for address in random.sample(FEEDS, len(FEEDS)):
                    for coding in ("", "gzip"):
                        self._look(board, address, partial(ask, connection, address, coding))
        return self

    def _look(self, board: Board, address: str, get: Callable[[], Answer]) -> None:
        """Ask once; the answer is no older than what was seen or done before, and no newer than what is being done."""
        least = max(self._newest, board.number)
        answer = get()
        found = NUMBER.search(answer.body)
        number = int(found[1]) if found else 0
        if answer.fault:
            self.faults[answer.fault] += 1
        elif not least <= number <= board.number + 1:
            self.faults[f"{address}: of another publishing than was seen or done before"] += 1
        self.answers += 1
        self._newest = max(self._newest, number)
        self.documents.add((number, address, _digest(answer.body)))


def _poll(folder: Path, port: int, last: int) -> Reader:
    return Reader().read(Board(folder / "board"), port, last)


def _digest(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()


def test_polled_while_published(workers: ProcessPoolExecutor, tmp_path: Path, times: Times, figure: Say) -> None:
    """No torn document, and nothing of an earlier publishing once a later one was seen, in either coding."""
    count = times(20, 200)
    made = workers.submit(_publish, tmp_path / "site", 1, 1).result()
    with serving(tmp_path / "site" / "feeds") as (_, port):
        reader = workers.submit(_poll, tmp_path / "site", port, count)
        made |= workers.submit(_publish, tmp_path / "site", 2, count).result()
        seen = reader.result()
    numbers = {number for number, _, _ in seen.documents}
    figure(f"{seen.answers} answers during {count} publishings, of which the reader saw {len(numbers)}")
    assert seen.faults == {}
    assert seen.documents <= made, "some document is none that was published"
    assert len(numbers) > count / 2
