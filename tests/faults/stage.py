"""A small service before and after a run that changes much, and what readers and memory hold at either end.

The run publishes a new item in a new country, a correction and a withdrawal, and removes an old generation.
"""

from __future__ import annotations

import gc
import os
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

from fakes import FakeClock
from making import SITE
from services import START, on_disk, text_of

from feedsvc import bootstrap
from feedsvc.drafting import Layout
from feedsvc.errors import PublishError
from feedsvc.pipeline import regenerate
from feedsvc.service import Service
from feedsvc.store.sql import SqlStore
from feedsvc.targets import local
from feedsvc.web.tree import PublishedTree

LATER = START + timedelta(hours=2)
SHELTER = ("13 July 2020", "Shelter opens in Honduras", "Forty families moved in.")
OFFICERS = ("9 July 2020", "Belize trains officers", "Twelve officers took part.")
COUNT = ("1 July 2020", "El Salvador counts its migrants abroad", "The count lasts a month.")
FRESH = ("15 July 2020", "Guatemala welcomes its returnees", "A hundred people came home.")
READINGS = (
    text_of((SHELTER[0], "Shelter opened in Honduras", SHELTER[2]), OFFICERS, COUNT),
    text_of(SHELTER, OFFICERS, COUNT),
    text_of(SHELTER, COUNT),  # one is missing from the middle: pending, until it is missed again
)
LAST = text_of(FRESH, (*SHELTER[:2], "Forty-two families moved in."), COUNT)


_SITE = replace(SITE, countries=())


@dataclass(frozen=True, slots=True)
class State:
    """What a folder holds: files by path, answers by address, and what the store says, all but its runs."""

    feeds: Mapping[str, bytes]
    pages: Mapping[str, bytes]
    served: Mapping[str, bytes]
    memory: tuple[Any, ...]

    @property
    def identity(self) -> dict[str, bytes]:
        """The uncompressed files."""
        return {path: body for path, body in {**self.feeds, **self.pages}.items() if not path.endswith(".gz")}


def service_in(folder: Path) -> Service:
    """Return the service of a folder at the moment of the last run; it keeps two generations."""
    local.KEPT_GENERATIONS = 2
    service = on_disk(folder, folder / "bulletin.txt", _SITE)
    return replace(service, clock=FakeClock(LATER), layout=_layout())


@cache
def _layout() -> Layout:
    """Made once: the templates that a worker has used are ready in the children that it forks."""
    return bootstrap.layout_of(_SITE)


def prepare(folder: Path, readings: tuple[bytes, ...] = READINGS) -> None:
    """Make a folder whose last bulletin has not been read yet. For a child: it changes how many generations stay."""
    folder.mkdir(parents=True)
    service = replace(service_in(folder), clock=FakeClock(START))
    for content in readings:
        (folder / "bulletin.txt").write_bytes(content)
        regenerate(service, service.sources)
    service.store.close()
    (folder / "bulletin.txt").write_bytes(LAST)


def warm() -> None:
    """Do all that this process does only once, so that the children it forks need not."""
    with tempfile.TemporaryDirectory() as folder:
        prepare(Path(folder) / "warm")
        run(Path(folder) / "warm")
        state_of(Path(folder) / "warm")
    gc.freeze()  # what children share, they need not look through


def run(folder: Path) -> None:
    """Do the run, and raise what it reports as a fault. For a child, as `prepare`."""
    service = service_in(folder)
    report = regenerate(service, service.sources)
    service.store.close()
    if report.published and report.published.faults:
        raise PublishError("\n".join(report.published.faults))


def state_of(folder: Path) -> State:
    """Return what a folder holds now."""
    feeds = folder / "feeds"
    return State(files_under(feeds / "current"), files_under(feeds / "i"), served_by(tree_in(folder)), _memory(folder))


def tree_in(folder: Path) -> PublishedTree:
    """Return a reader as the web workers use it."""
    return PublishedTree(folder / "feeds", 900)


def served_by(tree: PublishedTree) -> dict[str, bytes]:
    """Return every document that is answered, by address; nothing while nothing is published."""
    generation = tree.generation()
    return {address: found.forms[""].body for address, found in generation.documents.items()} if generation else {}


def files_under(top: Path) -> dict[str, bytes]:
    """Return every file under a folder, by its path from there, through links."""
    found = {}
    for folder, _, names in os.walk(top, followlinks=True):
        for name in names:
            path = Path(folder) / name
            found[path.relative_to(top).as_posix()] = path.read_bytes()
    return found


def _memory(folder: Path) -> tuple[Any, ...]:
    store = SqlStore(f"sqlite:///{folder}/var/store.sqlite", SITE.authority)
    with store.read() as session:
        found = session.items(), session.feeds(), session.source("bulletin"), session.marks()
    store.close()
    return found
