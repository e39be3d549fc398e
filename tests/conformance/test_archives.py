"""Archives as a client sees them that knows RFC 5005 and nothing else, over a random history of edits.

After each step the whole chain of every feed is followed. What should be there is known from the stories themselves
(newsroom.py), never asked of the program.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import cast

import atoma
import fastfeedparser
import feedparser
import pytest
from fakes import FakeClock, FakeReader, MemoryTarget
from making import SITE, SOURCE
from services import START, in_memory

from conformance.crawling import Page, Read, crawl, merged
from conformance.newsroom import COUNTRIES, Newsroom, Story
from feedsvc.model import Document, Override
from feedsvc.operating import add_override
from feedsvc.pipeline import regenerate
from feedsvc.service import Service
from feedsvc.store.sql import SqlStore

MOST_BYTES = 512 * 1024
FULL = 320 * 1024  # where another long story may find no room
PAGE = 50
RECKONED = 1200  # bytes that the program reckons for an entry more than it takes
STUB = "Withdrawn: "
Name = tuple[str, str]
"""A feed, and an id in it."""


@dataclass
class Archive:
    """A service, the office that it publishes, and all that was seen of its archives so far."""

    service: Service
    office: Newsroom
    ids: dict[int, str] = field(default_factory=dict)  # of stories
    places: dict[Name, str] = field(default_factory=dict)  # the page on which each entry stands
    left: Counter[str] = field(default_factory=Counter)  # how many entries have left each page's feed
    sizes: dict[str, int] = field(default_factory=dict)  # how many entries each page was bound with
    largest: int = 0
    last: datetime = START  # when the bulletin was read; what was withdrawn grows older with readings only

    def fetch(self, url: str) -> bytes:
        """Return what a server would answer."""
        path = url.removeprefix(SITE.base_url + "/")
        name, is_page, page = path.rpartition("archive/")
        stem = f"archive/{name.rstrip('/') or 'all'}/{page.removesuffix('.atom')}" if is_page else path[:-5]
        return cast("MemoryTarget", self.service.target).files[f"{stem}/{page if is_page else path}"]

    def chains(self) -> dict[str, tuple[Page, ...]]:
        """Follow the chain of every feed."""
        stems = ("all", *(code.lower() for code in COUNTRIES))
        return {stem: crawl(f"{SITE.base_url}/{stem}.atom", self.fetch) for stem in stems}

    def read(self) -> None:
        """Let the bulletin be read, and believed."""
        cast("FakeReader", self.service.reader).contents[SOURCE.path] = self.office.bulletin()
        report = regenerate(self.service, self.service.sources)
        (source,) = report.sources
        self.last = report.started
        assert source.state in ("changed", "unchanged"), source.message
        assert all(one.code not in ("needs_review", "duplicate_item") for one in source.diagnostics)
        assert report.published is None or report.published.faults == ()

    def overrule(self) -> Story | None:
        """Let an operator say something; return the story of which readers are told anew."""
        now = self.service.clock.now()
        found = self.office.overrule(now)
        if found is None:
            return None
        story, action, value = found
        override = Override(self.ids[story.serial], action, value, "editor", "a letter came", now)
        add_override(self.service, override)
        return story if action == "title" else None


def _archive(folder: Path, seed: int, heavy: float = 0.0) -> Archive:
    """A real store, whose published documents are kept in memory."""
    store = SqlStore(f"sqlite:///{folder}/store.sqlite", SITE.authority)
    service = in_memory({}, site=replace(SITE, countries=tuple(COUNTRIES)))
    plain = replace(service.layout, forms=lambda name, content: Document(name, {"": content}))  # nobody asks for others
    service = replace(service, store=store, layout=plain)
    return Archive(service, Newsroom(random.Random(seed), heavy))


@pytest.mark.parametrize(
    ("heavy", "counts"),
    [
        pytest.param(0.0, (360, 2000), id="usual"),
        pytest.param(0.5, (60, 240), id="heavy"),
    ],
)
def test_a_crawler_finds_everything_once(
    heavy: float,
    counts: tuple[int, int],
    tmp_path: Path,
    times: Callable[[int, int], int],
    figure: Callable[[str], None],
) -> None:
    """Whatever is edited, a client that merges a chain has every item once, as it is now, and no page ever changes."""
    archive = _archive(tmp_path, 5005, heavy)
    most, steps = times(*counts), 0
    archive.office.shown = archive.office.write(most * 2 // 3, newest=START.date(), spread=2)
    archive.read()
    _check(archive, [])
    while len(archive.office.stories) < most:
        steps += 1
        clock = cast("FakeClock", archive.service.clock)
        clock.move(hours=archive.office.chance.choice((2, 26, 70)))
        told = archive.office.edit(clock.now(), most_new=14)
        archive.read()
        _check(archive, told)
        if steps % 2 == 0:
            clock.move(hours=2)
            one = archive.overrule()
            _check(archive, [one] if one else [])
    archive.service.store.close()
    pages = len(archive.sizes)
    assert pages >= most // 100
    figure(
        f"archives: {len(archive.office.stories)} items, {steps} edits, {pages} pages of "
        f"{min(archive.sizes.values())} to {max(archive.sizes.values())} items, {archive.left.total()} left them, "
        f"the largest document has {archive.largest // 1024} KiB"
    )


def test_what_leaves_a_feed_leaves_its_archive(tmp_path: Path) -> None:
    """An archived item that turns out to be another country's is in the new country's feed alone."""
    archive = _small(tmp_path)
    story = archive.office.shown[-1]
    assert ("hn", archive.ids[story.serial]) in archive.places
    story.country = "GT"
    _go_on(archive, [story])


def test_corrections_are_told_beside_much_news(tmp_path: Path) -> None:
    """A correction of an archived item is in the current document, however much news comes with it."""
    archive = _small(tmp_path)
    story = archive.office.shown[-1]
    story.text = "Something else was meant."
    archive.office.shown[:0] = archive.office.write(20, newest=START.date(), spread=0)
    _go_on(archive, [story])


def test_corrections_are_told_in_a_full_document(tmp_path: Path) -> None:
    """A correction of an archived item is in the current document, however much the newest items take."""
    archive = _archive(tmp_path, 1, heavy=1.0)
    archive.office.shown = archive.office.write(40, newest=START.date(), spread=2)
    _go_on(archive, [])
    story = archive.office.shown[-1]
    name = archive.ids[story.serial]
    assert ("all", name) in archive.places
    story.text = "Something else was meant."
    archive.read()
    assert name in archive.chains()["all"][0].entries


def test_other_readers_bear_tombstones(tmp_path: Path) -> None:
    """A page and a current document with what was deleted are read by other libraries, entry by entry."""
    archive = _small(tmp_path)
    office, clock = archive.office, cast("FakeClock", archive.service.clock)
    gone = [office.shown[1], office.shown[-2]]
    office.shown = [story for story in office.shown if story not in gone]
    _go_on(archive, [])
    clock.move(hours=2)
    for story in gone:
        story.withdrawn = clock.now()
    _go_on(archive, gone)
    clock.move(days=30)
    _go_on(archive, [])
    for page in (chain := archive.chains()["all"])[0], chain[-1]:
        content = archive.fetch(page.url)
        assert page.deleted & {archive.ids[story.serial] for story in gone}
        parsed = feedparser.parse(content)
        assert not parsed.bozo, parsed.get("bozo_exception")
        for ids in (
            [entry.id for entry in parsed.entries],
            [entry.id_ for entry in atoma.parse_atom_bytes(content).entries],
            [entry.id for entry in fastfeedparser.parse(content).entries],
        ):
            assert ids == list(page.entries)


def _small(folder: Path) -> Archive:
    """120 stories of one country, published: a page of two archives each, and their current documents."""
    archive = _archive(folder, 1)
    archive.office.shown = archive.office.write(120, newest=START.date(), spread=2)
    for story in archive.office.shown:
        story.country = "HN"
    _go_on(archive, [])
    assert archive.sizes.keys() == {f"{SITE.base_url}/{name}archive/1.atom" for name in ("", "hn/")}
    return archive


def _go_on(archive: Archive, told: list[Story]) -> None:
    archive.read()
    _check(archive, told)


def _check(archive: Archive, told: list[Story]) -> None:
    """Hold all that must hold after any step; of `told` stories readers were just told anew."""
    chains = archive.chains()
    for stem, chain in chains.items():
        _assert_pages_never_change(archive, stem, chain)
    _name(archive, merged(chains["all"]))
    for stem, chain in chains.items():
        _assert_everything_once(archive, stem, chain)
        if (
            chain[0].size + len(chain[0].ids) * RECKONED < FULL
        ):  # what was corrected is told again as far as there is room
            there = {archive.ids[story.serial] for story in told if stem in story.stems}
            assert there <= chain[0].entries.keys(), (stem, chain[0].size)


def _name(archive: Archive, found: dict[str, Read | None]) -> None:
    """Learn the ids of new stories by their numbers; an id that changed shows as an entry too many."""
    known = set(archive.ids.values())
    for name, entry in found.items():
        if name not in known and entry is not None:
            serial = int(entry.title.rpartition(" ")[2])
            assert serial not in archive.ids, entry.title
            archive.ids[serial] = name


def _assert_everything_once(archive: Archive, stem: str, chain: tuple[Page, ...]) -> None:
    """Every story of a feed is in the chain, everywhere with its last words, and nothing else is."""
    meant: dict[str, tuple[str, str] | None] = {}
    for story in archive.office.stories:
        name, state = archive.ids[story.serial], story.state(archive.last)
        if stem in story.stems and (state != "over" or (stem, name) in archive.places):
            meant[name] = None if state in ("deleted", "over") else _words(story, state)
    found = merged(chain)
    assert {name: entry and _shown(entry) for name, entry in found.items()} == meant
    for page in chain:
        assert page.size <= MOST_BYTES, page.url
        assert {name: _shown(entry) for name, entry in page.entries.items()} == {
            name: words for name in page.ids if (words := meant[name]) is not None
        }, page.url
        archive.largest = max(archive.largest, page.size)


def _words(story: Story, state: str) -> tuple[str, str]:
    """What an entry says; of a stub the headline alone is looked at."""
    return (story.told, story.text) if state == "told" else (STUB + story.told, "")


def _shown(entry: Read) -> tuple[str, str]:
    is_stub = entry.title.startswith(STUB)
    assert not is_stub or entry.text.startswith("This item was withdrawn on ")
    return (entry.title, "" if is_stub else entry.text)


def _assert_pages_never_change(archive: Archive, stem: str, chain: tuple[Page, ...]) -> None:
    """An entry stands on the page on which it first stood, for as long as it is in the feed; a page has 50 of them."""
    stories = {archive.ids[story.serial]: story for story in archive.office.stories if story.serial in archive.ids}
    for (feed, name), url in list(archive.places.items()):
        if feed == stem and stem not in stories[name].stems:
            del archive.places[feed, name]
            archive.left[url] += 1
    for page in chain[1:]:
        for name in page.ids:
            assert archive.places.setdefault((stem, name), page.url) == page.url, stories.get(name)
        if page.url not in archive.sizes:
            archive.sizes[page.url] = len(page.ids)
            assert len(page.ids) == PAGE or archive.office.heavy, page.url
        assert len(page.ids) == archive.sizes[page.url] - archive.left[page.url], page.url
    standing = {name for feed, name in archive.places if feed == stem}
    assert standing == {name for page in chain[1:] for name in page.ids}
