"""What one changed item costs, from the changed source to the switched feeds, in a store of many items.

    python bench/one_change.py [--items 1000,100000] [--rounds 30]

Each store has 201 feeds in one language: everything, and 200 countries. The source is a text bulletin of 40 items; a
round corrects a word of one of them and runs one regeneration in this process. Printed are medians, and the time
that the same machine takes in the same run to render as many feeds with feedgen alone.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from feedsvc import bootstrap
from feedsvc.core.assemble import configured_keys, in_order, records_after
from feedsvc.edition import edition
from feedsvc.gathering import gather_feeds
from feedsvc.intake import Service
from feedsvc.model import Attribution, Change, Evidence, FeedRecord, Item, Site, Source
from feedsvc.notifiers.log import LogNotifier
from feedsvc.pipeline import regenerate
from feedsvc.sources.file import FileReader
from feedsvc.store.sql import SqlStore
from feedsvc.targets.local import KEPT_GENERATIONS, LocalTarget

SHOWN = 40  # items of the bulletin
NOW = datetime(2026, 7, 15, 18, tzinfo=UTC)
WORDS = (
    *("families", "shelter", "border", "office", "partners", "support", "training", "return"),
    *("workers", "community", "health", "rights"),
)


class MovingClock:
    """A clock that goes a minute further whenever it is asked."""

    def __init__(self) -> None:
        self._now = NOW

    def now(self) -> datetime:
        """Return the next minute."""
        self._now += timedelta(minutes=1)
        return self._now


def countries() -> tuple[str, ...]:
    """200 codes."""
    return bootstrap.gazetteer().codes[:200]


def site() -> Site:
    """A site with 201 feeds."""
    return Site(
        base_url="https://feeds.example.org",
        title="Regional migration news",
        description="Short news from the regional bulletin.",
        author="Example Office",
        rights="© Example Office",
        language="en",
        languages=("en",),
        authority="example.org,2020",
        countries=countries(),
    )


def items_of(count: int) -> Iterator[Item]:
    """Items of the past, one a day and country in turn, older than the bulletin."""
    codes = countries()
    for n in range(count):
        code = codes[n % len(codes)]
        moment = NOW - timedelta(days=100, hours=n * 15)
        text = " ".join(WORDS[(n + k) % len(WORDS)] for k in range(60))
        yield Item(
            id=f"tag:example.org,2020:item/{n:016}",
            slug=f"headline-{n}",
            source="bulletin",
            language="en",
            day=moment.date(),
            title=f"Story {n} of {WORDS[n % len(WORDS)]}",
            paragraphs=(text, text),
            link=None,
            attribution=Attribution((code,), (code,), (Evidence(code, "about", code, "title", "name"),)),
            published=moment,
            updated=moment,
            rank=1,
            first_seen=moment,
            presence="archived",
        )


def bulletin(word: str) -> bytes:
    """A bulletin of 40 items, of which the tenth has `word` in its text."""
    names = [bootstrap.gazetteer().label(code, "en") for code in countries()]
    blocks = []
    for n in range(SHOWN):
        day = date(2026, 7, 14) - timedelta(days=n)
        text = " ".join(WORDS[(n + k) % len(WORDS)] for k in range(60))
        blocks.append(
            f"{day:%d %B %Y}\n\nNews number {n} from {names[n]}\n\nHere {word if n == 10 else 'it'} is. {text}"
        )
    return "\n\n\n".join(blocks).encode()


def service_in(folder: Path) -> Service:
    """A service with an SQLite store and a tree in `folder`."""
    source = Source(id="bulletin", path=str(folder / "bulletin.txt"), language="en", zone="UTC", interval=900)
    return Service(
        sources=(source,),
        layout=bootstrap.layout_of(site()),
        gazetteer=bootstrap.gazetteer(),
        reader_version="bench",
        clock=MovingClock(),
        reader=FileReader(),
        store=SqlStore(f"sqlite:///{folder}/store.sqlite", site().authority),
        target=LocalTarget(folder / "feeds"),
        notifier=LogNotifier(),
        patience=3,
    )


def fill(service: Service, count: int) -> None:
    """Store items, and bind all but the newest of each feed into its archive; publish the feeds, not the leaves."""
    changes = [Change("new", item) for item in items_of(count)]
    records, _ = records_after((), changes)
    missing = [FeedRecord(key, NOW) for key in configured_keys(site()) if key not in records]
    with service.store.write() as session:
        session.apply(changes)
        for key, record in records.items():
            old = [entry.item.id for entry in session.newest(key)][50:]
            pages = [old[n : n + 50] for n in range(0, len(old) - len(old) % 50, 50)]
            for number, page in enumerate(reversed(pages), 1):
                session.turn_page(key, number, page)
            records[key] = replace(record, pages=len(pages))
        session.remember_feeds([*records.values(), *missing])
    with service.store.run_lock() as turn:
        stems = frozenset({"site", "corrections", *(_stem(key.country) for key in configured_keys(site()))})
        with service.store.read() as session:
            made = edition(gather_feeds(session, in_order(session.feeds(), site()), stems, site()), service.layout)
        service.target.publish(made, NOW, turn.token())


def _stem(country: str | None) -> str:
    return (country or "all").lower()


@contextmanager
def timed(into: list[float]) -> Iterator[None]:
    """Add the milliseconds that the block takes."""
    start = time.perf_counter()
    yield
    into.append((time.perf_counter() - start) * 1000)


def median_of(rounds: int, call: Callable[[int], None]) -> tuple[float, float, float]:
    """Median, least and greatest of the milliseconds that `call` takes, once as many generations stand as are kept."""
    taken: list[float] = []
    for n in range(rounds + KEPT_GENERATIONS):
        with timed(taken):
            call(n)
    kept = taken[KEPT_GENERATIONS:]
    return statistics.median(kept), min(kept), max(kept)


def measure(count: int, rounds: int) -> None:
    """Print what one change, and what no change, costs with so many items."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        service = service_in(folder)
        fill(service, count)
        source = folder / "bulletin.txt"
        source.write_bytes(bulletin("first"))
        regenerate(service, service.sources)

        def change(n: int) -> None:
            source.write_bytes(bulletin(f"word{n}"))
            report = regenerate(service, service.sources)
            assert report.sources[0].changes == {"revised": 1}, report.sources
            assert report.published is not None

        def nothing(n: int) -> None:
            del n
            report = regenerate(service, service.sources)
            assert report.sources[0].state == "unchanged"

        for what, call in (("one changed item", change), ("unchanged source", nothing)):
            median, least, most = median_of(rounds, call)
            print(f"{count:7} items  {what}: median {median:6.2f} ms  ({least:.2f} to {most:.2f}, {rounds} rounds)")
        service.store.close()


def main() -> None:
    """Measure each size that is asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--items", default="1000,100000")
    parser.add_argument("--rounds", type=int, default=30)
    options = parser.parse_args()
    for count in map(int, options.items.split(",")):
        measure(count, options.rounds)


if __name__ == "__main__":
    main()
