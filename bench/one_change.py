"""What one changed item costs, from the changed source to the switched feeds, in a store of many items.

    PYTHONPATH=tests python bench/one_change.py [--items 1000,100000] [--rounds 30]

Each store has 201 feeds in one language: everything, and 200 countries. The source is a text bulletin of 40 items; a
round corrects a word of one of them and runs one regeneration in this process. Printed are medians: until the feeds
are switched, which is what subscribers wait for, and until the run has ended: old versions removed, the run recorded.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import TypeVar, cast
from unittest.mock import patch

from fakes import FakeClock
from making import SITE, attribution, item
from services import on_disk, text_of

from feedsvc import bootstrap, drafting, intake, pipeline
from feedsvc import edition as editing
from feedsvc.core.assemble import CORRECTIONS, configured_keys, in_order, records_after
from feedsvc.core.assemble import SITE as SITE_STEM
from feedsvc.core.window import settled
from feedsvc.edition import edition
from feedsvc.gathering import gather_rest, shelf_of
from feedsvc.model import Change, FeedRecord, Item, Site
from feedsvc.pipeline import regenerate
from feedsvc.service import Service
from feedsvc.targets.generations import Generations
from feedsvc.targets.local import KEPT_GENERATIONS

Made = TypeVar("Made")

SHOWN = 40  # items of the bulletin
PARTS = {
    "decisions": ((intake, "reconcile"), (intake, "judge"), (intake, "uncertain")),
    "edition": ((pipeline, "edition"),),
    "proof": (
        *((editing, f"{what}_fault") for what in ("feed", "feed_page", "item_page", "corrections_page")),
        (drafting, "forms_fault"),
    ),
}
"""The functions of each part of a run. Editions are rendered, proved and compressed."""
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


class Taken:
    """The milliseconds that rounds took: of the day, of this process, and of it in parts of the run."""

    def __init__(self) -> None:
        self.rounds: list[dict[str, float]] = []
        self._begun = 0.0

    @contextmanager
    def round(self) -> Iterator[None]:
        """Time a round."""
        self.rounds.append(defaultdict(float))
        self._begun, processor = time.perf_counter(), time.process_time()
        yield
        self._add("ended", time.perf_counter() - self._begun)
        self._add("processor", time.process_time() - processor)

    def of(self, part: str, call: Callable[..., Made]) -> Callable[..., Made]:
        """Return a function that adds what it takes of the processor's time to a part of the round."""

        def clocked(*args: object, **named: object) -> Made:
            start = time.process_time()
            made = call(*args, **named)
            self._add(part, time.process_time() - start)
            return made

        return clocked

    def switched_before(self, call: Callable[..., None]) -> Callable[..., None]:
        """Return a function that notes that the feeds are switched when it is called."""

        def noting(*args: object) -> None:
            if self.rounds:  # leaves are published first: the last time counts
                self.rounds[-1]["switched"] = (time.perf_counter() - self._begun) * 1000
            call(*args)

        return noting

    def told(self) -> str:
        """Return medians, once as many generations stand as are kept."""
        kept = self.rounds[KEPT_GENERATIONS:]
        for one in kept:
            one["rendering"] = one["edition"] - one["compression"] - one["proof"]
        ended = [one["ended"] for one in kept]
        parts = ("decisions", "rendering", "proof", "compression")
        middle = {name: statistics.median(one[name] for one in kept) for name in ("switched", "processor", *parts)}
        until = f"switched {middle['switched']:6.2f} ms, " if middle["switched"] else ""
        return (
            f"{until}ended {statistics.median(ended):6.2f} ms ({min(ended):.2f} to {max(ended):.2f}, "
            f"{len(kept)} rounds); of the processor {middle['processor']:.2f}: "
            + ", ".join(f"{name} {middle[name]:.2f}" for name in parts)
        )

    def _add(self, part: str, seconds: float) -> None:
        if self.rounds:
            self.rounds[-1][part] += seconds * 1000


@contextmanager
def clocked(taken: Taken) -> Iterator[None]:
    """Time the parts of a run, and when it switches."""
    with ExitStack() as stack:
        for part, calls in PARTS.items():
            for place, name in calls:
                stack.enter_context(patch.object(place, name, taken.of(part, getattr(place, name))))
        stack.enter_context(patch.object(Generations, "prune", taken.switched_before(Generations.prune)))
        yield


def measure(count: int, rounds: int) -> None:
    """Print what one change, and what no change, costs with so many items."""
    taken = Taken()
    with tempfile.TemporaryDirectory() as name, clocked(taken):
        folder = Path(name)
        source = folder / "bulletin.txt"
        service = on_disk(folder, source, site())
        forms = taken.of("compression", service.layout.forms)
        service = replace(service, layout=replace(service.layout, forms=forms))
        clock = cast("FakeClock", service.clock)
        clock.moment = NOW
        fill(service, count)
        source.write_bytes(bulletin("first"))
        regenerate(service, service.sources)
        for what, is_changed in (("one changed item", True), ("unchanged source", False)):
            taken.rounds.clear()
            for n in range(rounds + KEPT_GENERATIONS):
                if is_changed:
                    source.write_bytes(bulletin(f"word{n}"))
                clock.move(minutes=1)
                with taken.round():
                    report = regenerate(service, service.sources)
                assert report.sources[0].changes == ({"revised": 1} if is_changed else {}), report.sources
                assert (report.published is not None) == is_changed
            print(f"{count:7} items  {what}: {taken.told()}")
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
