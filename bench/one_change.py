"""What one changed item costs, from the changed source to the switched feeds, in a store of many items.

    PYTHONPATH=tests python bench/one_change.py [--items 1000,100000] [--rounds 30]

Each store has 201 feeds in one language: everything, and 200 countries. The source is a text bulletin of 40 items; a
round corrects a word of one of them and runs one regeneration in this process. Printed are medians.
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
from functools import cache
from pathlib import Path
from typing import cast

from fakes import FakeClock
from making import SITE, attribution, item
from services import on_disk, text_of

from feedsvc import bootstrap
from feedsvc.core.assemble import CORRECTIONS, configured_keys, in_order, records_after
from feedsvc.core.assemble import SITE as SITE_STEM
from feedsvc.core.window import settled
from feedsvc.edition import edition
from feedsvc.gathering import gather_rest, shelf_of
from feedsvc.model import Change, FeedRecord, Item, Site
from feedsvc.pipeline import regenerate
from feedsvc.service import Service
from feedsvc.targets.local import KEPT_GENERATIONS

SHOWN = 40  # items of the bulletin
NOW = datetime(2026, 7, 15, 18, tzinfo=UTC)
WORDS = (
    *("families", "shelter", "border", "office", "partners", "support", "training", "return"),
    *("workers", "community", "health", "rights"),
)


def countries() -> tuple[str, ...]:
    """200 codes."""
    return bootstrap.gazetteer().codes[:200]


@cache
def site() -> Site:
    """A site with 201 feeds."""
    return replace(SITE, countries=countries())


def _words(n: int) -> str:
    return " ".join(WORDS[(n + k) % len(WORDS)] for k in range(60))


def items_of(count: int) -> Iterator[Item]:
    """Items of the past, 15 hours apart and of each country in turn, older than the bulletin."""
    for n in range(count):
        yield item(
            f"{n:016}",
            day=(NOW - timedelta(days=100, hours=n * 15)).date(),
            title=f"Story {n} of {WORDS[n % len(WORDS)]}",
            paragraphs=(_words(n), _words(n)),
            attribution=attribution(countries()[n % len(countries())]),
            published=NOW - timedelta(days=100, hours=n * 15),
            presence="archived",
        )


def bulletin(word: str) -> bytes:
    """A bulletin of 40 items, of which the tenth has `word` in its text."""
    days = (date(2026, 7, 14) - timedelta(days=n) for n in range(SHOWN))
    names = (bootstrap.gazetteer().label(code, "en") for code in countries())
    return text_of(
        *(
            (f"{day:%d %B %Y}", f"News number {n} from {name}", f"Here {word if n == 10 else 'it'} is. {_words(n)}")
            for n, (day, name) in enumerate(zip(days, names, strict=False))
        )
    )


def fill(service: Service, count: int) -> None:
    """Store items, and bind all but the newest of each feed into its archive; publish the feeds, not the leaves."""
    changes = [Change("new", one) for one in items_of(count)]
    records, _ = records_after((), changes)
    missing = [FeedRecord(key, NOW) for key in configured_keys(site()) if key not in records]
    with service.store.write() as session:
        session.apply(changes)
        for key, record in records.items():
            pages = settled(shelf_of(session, key)).pages
            for number, page in enumerate(pages, 1):
                session.turn_page(key, number, page)
            records[key] = replace(record, pages=len(pages))
        session.remember_feeds([*records.values(), *missing])
    with service.store.run_lock() as turn:
        with service.store.read() as session:
            known = in_order(session.feeds(), site())
            feeds = {record.key: settled(shelf_of(session, record.key)).items for record in known}
            made = edition(gather_rest(session, known, feeds, {SITE_STEM, CORRECTIONS}), service.layout)
        service.target.publish(made, NOW, turn.token())


@contextmanager
def timed(into: list[float]) -> Iterator[None]:
    """Add the milliseconds that the block takes."""
    start = time.perf_counter()
    yield
    into.append((time.perf_counter() - start) * 1000)


def median_of(rounds: int, before: Callable[[int], None], call: Callable[[], None]) -> tuple[float, float, float]:
    """Median, least and greatest of the milliseconds that `call` takes, once as many generations stand as are kept.

    `before` each time, not measured: the source changes.
    """
    taken: list[float] = []
    for n in range(rounds + KEPT_GENERATIONS):
        before(n)
        with timed(taken):
            call()
    kept = taken[KEPT_GENERATIONS:]
    return statistics.median(kept), min(kept), max(kept)


def measure(count: int, rounds: int) -> None:
    """Print what one change, and what no change, costs with so many items."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        source = folder / "bulletin.txt"
        service = on_disk(folder, source, site())
        clock = cast("FakeClock", service.clock)
        clock.moment = NOW
        fill(service, count)
        source.write_bytes(bulletin("first"))
        regenerate(service, service.sources)

        def change(n: int) -> None:
            source.write_bytes(bulletin(f"word{n}"))
            clock.move(minutes=1)

        def changed() -> None:
            report = regenerate(service, service.sources)
            assert report.sources[0].changes == {"revised": 1}, report.sources
            assert report.published is not None

        def wait(_: int) -> None:
            clock.move(minutes=1)

        def unchanged() -> None:
            report = regenerate(service, service.sources)
            assert report.sources[0].state == "unchanged"

        for what, before, call in (("one changed item", change, changed), ("unchanged source", wait, unchanged)):
            median, least, most = median_of(rounds, before, call)
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
