"""Whole services for tests: real parsing, countries and rendering, with a choice of what surrounds them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from fakes import FakeClock, FakeNotifier, FakeReader, MemoryTarget
from making import SITE, SOURCE
from remembering import MemoryStore

from feedsvc import bootstrap
from feedsvc.core.parse import parse
from feedsvc.model import Site, Source
from feedsvc.service import Service
from feedsvc.sources.file import FileReader
from feedsvc.store.sql import SqlStore
from feedsvc.targets.local import LocalTarget

CASES = Path(__file__).parent / "cases"
SEED = Path(__file__).parent.parent / "seeds" / "000_f3ff58aa81a5e684.txt"
START = datetime(2020, 7, 20, 15, 0, tzinfo=UTC)


def in_memory(contents: Mapping[str, bytes], sources: Sequence[Source] = (SOURCE,), site: Site = SITE) -> Service:
    """A service on fakes; `contents` are the bytes of each source by its path."""
    return Service(
        sources=tuple(sources),
        layout=bootstrap.layout_of(site),
        gazetteer=bootstrap.gazetteer(),
        reader_version="test",
        clock=FakeClock(START),
        reader=FakeReader(contents),
        parse=parse,
        store=MemoryStore(),
        target=MemoryTarget(),
        notifier=FakeNotifier(),
        patience=3,
    )


def on_disk(folder: Path, bulletin: Path = SEED, site: Site = SITE) -> Service:
    """A service with a real store and a real tree in `folder`, and a clock that stands."""
    return replace(
        in_memory({}, [replace(SOURCE, path=str(bulletin))], site),
        reader=FileReader(),
        store=SqlStore(f"sqlite:///{folder}/var/store.sqlite", site.authority),
        target=LocalTarget(folder / "feeds"),
    )


def text_of(*items: tuple[str, ...]) -> bytes:
    """A bulletin of (date line, headline, paragraph, …) items."""
    return "\n\n\n".join("\n\n".join(item) for item in items).encode()
