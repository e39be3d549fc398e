"""The stage's run on PostgreSQL. For workers of a pool."""

from __future__ import annotations

import mmap
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

from fakes import FakeClock
from making import SITE
from services import START

from faults import stage
from faults.child import Child
from feedsvc.pipeline import regenerate
from feedsvc.service import Service
from feedsvc.store.sql import SqlStore

BEGUN = "begun"  # the file that a run makes when it begins


def prepare(folder: Path, url: str) -> None:
    """Make a folder and a store whose last bulletin has not been read yet."""
    folder.mkdir()
    Child(lambda _: _prepare(folder, url)).end()


def run(folder: Path, url: str) -> tuple[int, str, float]:
    """Do the run in a child; return its status, what it raised, and the seconds that it took."""
    child = Child(lambda seen: _run(folder, url, seen))
    child.wait_for(1)
    begun = time.monotonic()
    (folder / BEGUN).touch()
    status, message = child.end()
    return status, message, time.monotonic() - begun


def memory_of(url: str) -> tuple[Any, ...]:
    """Return what a store says, all but its runs."""
    store = SqlStore(url, SITE.authority)
    with store.read() as session:
        found = session.items(), session.feeds(), session.source("bulletin"), session.marks()
    store.close()
    return found


def _service(folder: Path, url: str) -> Service:
    return replace(stage.service_in(folder), store=SqlStore(url, SITE.authority))


def _prepare(folder: Path, url: str) -> None:
    service = replace(_service(folder, url), clock=FakeClock(START))
    for content in stage.READINGS:
        (folder / "bulletin.txt").write_bytes(content)
        regenerate(service, service.sources)
    service.store.close()
    (folder / "bulletin.txt").write_bytes(stage.LAST)


def _run(folder: Path, url: str, seen: mmap.mmap) -> None:
    seen[0] = 1
    service = _service(folder, url)
    regenerate(service, service.sources)
    service.store.close()
