"""Times the rendering of 201 feeds of 50 items beside plain feedgen: PYTHONPATH=tests python bench/render.py [ROUNDS].

All in one process and by its own processor time, so that a busy machine shows less. Nothing is compressed or written.
"""

from __future__ import annotations

import gc
import pickle
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from statistics import median

import feedgen_alone
from making import SITE, attribution, item

from feedsvc.model import Catalogue, Feed, FeedKey, Item, Site
from feedsvc.render.xml import atom, rss

COUNTRIES = 200
ITEMS = 50  # in each feed
FIRST = datetime(2020, 1, 1, 12, tzinfo=UTC)
TEXT = (
    "More than {n} people took part in the first session on local responses to trafficking and smuggling in {country}. "
    "It is part of a collaboration between the organisation’s office and the national commission, which began with a "
    "study of “good practices” & lessons learned, and goes on until the end of the year with teachers, health workers "
    "and the officials of the border posts."
)
OURS = {"Atom": atom, "RSS": rss}
ALONE = {"Atom": feedgen_alone.atom, "RSS": feedgen_alone.rss}


@dataclass(frozen=True, slots=True)
class Load:
    """What is rendered: the feeds, and what each of their entries says, which plain feedgen is given for nothing."""

    site: Site
    catalogue: Catalogue
    feeds: Sequence[Feed]
    said: Mapping[str, feedgen_alone.Said]

    def ours(self, kind: str) -> list[bytes]:
        """Return the documents as we render them."""
        return [OURS[kind](feed, self.site, self.catalogue) for feed in self.feeds]

    def alone(self, kind: str) -> list[bytes]:
        """Return the documents as feedgen alone renders them from words that are ready."""
        return [ALONE[kind](feed, self.site, [self.said[one.id] for one in feed.items]) for feed in self.feeds]

    def alone_from_items(self, kind: str) -> list[bytes]:
        """Return the documents as feedgen alone renders them from items, as we do."""
        site, words = self.site, self.catalogue
        return [
            ALONE[kind](feed, site, [feedgen_alone.said(one, site, words) for one in feed.items]) for feed in self.feeds
        ]


def catalogue() -> Catalogue:
    """Return names of 200 countries that there are not."""
    names = {f"{first}{second}": f"Country {first}{second}" for first in "ABCDEFGH" for second in alphabet(25)}
    return Catalogue("en", names, (), "", {})


def alphabet(length: int) -> str:
    """Return the first letters of the alphabet."""
    return "ABCDEFGHIJKLMNOPQRSTUVWXYZ"[:length]


def items(words: Catalogue) -> list[Item]:
    """Return as many items of each country as its feed holds, the countries in turn."""
    codes = list(words.countries)
    made = []
    for n in range(COUNTRIES * ITEMS):
        code = codes[n % COUNTRIES]
        moment = FIRST + timedelta(seconds=n)
        text = TEXT.format(n=n, country=words.countries[code])
        title = f"Training no. {n} on “local responses” for officials and committees in {words.countries[code]}"
        made.append(item(f"{n:05}", title=title, paragraphs=(text,), attribution=attribution(code), published=moment))
    return made


def feeds(stored: Sequence[Item]) -> Iterator[Feed]:
    """Return the feed of everything, and one of each country; the first holds items that the others hold too."""
    newest = list(reversed(stored))
    moment = newest[0].published
    yield Feed(FeedKey("en"), "all", SITE.title, moment, tuple(newest[:ITEMS]), pages=COUNTRIES)
    for one in newest[:COUNTRIES]:
        (code,) = one.attribution.about
        mine = tuple(other for other in newest if other.attribution.about == (code,))
        yield Feed(FeedKey("en", code), code.lower(), f"{code}: {SITE.title}", moment, mine)


def seconds(render: Callable[[], list[bytes]], expected: list[bytes] | None) -> tuple[float, list[bytes]]:
    """Return the processor time that rendering takes, and the documents, which must be those expected."""
    gc.collect()
    start = time.process_time()
    made = render()
    took = time.process_time() - start
    assert expected is None or made == expected, "the documents differ"
    return took, made


def one_round(kind: str, load: Load) -> dict[str, float]:
    """Return what rendering costs: by feedgen alone, by us of a site never seen, and of one rendered before."""
    alone, expected = seconds(lambda: load.alone(kind), None)
    from_items, _ = seconds(lambda: load.alone_from_items(kind), expected)
    cold, _ = seconds(lambda: load.ours(kind), expected)
    warm, _ = seconds(lambda: load.ours(kind), expected)
    reread = replace(load, feeds=pickle.loads(pickle.dumps(load.feeds)))
    again, _ = seconds(lambda: reread.ours(kind), expected)
    return {
        "feedgen alone, words given": alone,
        "feedgen alone, from items": from_items,
        "ours, cold": cold,
        "ours, warm": warm,
        "ours, warm, items read anew": again,
    }


def main() -> None:
    """Print the medians of some rounds, and what they are of feedgen's."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    words = catalogue()
    stored = items(words)
    made = tuple(feeds(stored))
    print(
        f"{len(made)} feeds of {ITEMS}, {len(stored)} items, {rounds} rounds: medians, and what they are of the first"
    )
    for kind in OURS:
        found: list[dict[str, float]] = []
        for number in range(rounds):
            site = replace(SITE, base_url=f"https://feeds-{kind}-{number}.example.org")  # so nothing of it is kept
            load = Load(site, words, made, {one.id: feedgen_alone.said(one, site, words) for one in stored})
            found.append(one_round(kind, load))
        for name in found[0]:
            middle = median(one[name] for one in found)
            ratio = median(one[name] / one["feedgen alone, words given"] for one in found)
            print(f"{kind:4}  {name:28} {1000 * middle:8.1f} ms  {ratio:6.3f}  1/{1 / ratio:.1f}")


if __name__ == "__main__":
    main()
