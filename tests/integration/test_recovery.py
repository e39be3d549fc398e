"""A lost store is made anew from what is published: readers see no difference, and what is lost is said."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path
from typing import cast

import pytest
from calling import Command
from fakes import FakeClock, MemoryTarget
from making import NOW, SITE, SOURCE, attribution, item
from remembering import MemoryStore
from services import SEED, in_memory, on_disk, text_of

from feedsvc.commit import commit
from feedsvc.core.override import RULE
from feedsvc.errors import AuthorityChanged, StoreError
from feedsvc.model import Change, FeedKey, FeedRecord, Image, Item, Override, OverrideAction, Revision, RunReport
from feedsvc.operating import add_override, import_overrides, rebuild
from feedsvc.pipeline import regenerate
from feedsvc.recovery import Recovered, recover
from feedsvc.service import Service
from feedsvc.store.session import SqlSession
from feedsvc.store.sql import SqlStore

LAST = date(2020, 7, 13)
HOUR = timedelta(hours=1)
COUNTRIES = {"en": ("Honduras", "El Salvador", "Belize"), "es": ("Honduras", "El Salvador", "Belice")}
MONTHS = ("enero", "febrero", "marzo", "abril", "mayo", "junio", "julio")
UNSAID = ("attribution", "first_seen")  # what no document says of an item
ONE = ("13 July 2020", "Shelter opens in Honduras", "Forty families moved in.", "It has two floors.")
TWO = ("9 July 2020", "Belize trains officers", "Twelve officers took part.")
THREE = ("1 July 2020", "El Salvador counts its migrants abroad", "The count lasts a month.")
Story = tuple[str, ...]


def _tree(service: Service) -> dict[str, bytes]:
    return {path: content for path, content in service.target.documents() if content is not None}


def _differ(one: Mapping[str, bytes], other: Mapping[str, bytes]) -> set[str]:
    return {path for path in {**one, **other} if one.get(path) != other.get(path)}


def _run(service: Service) -> RunReport:
    return regenerate(service, service.sources)


def _items(service: Service) -> dict[str, Item]:
    with service.store.read() as session:
        return {item.id: item for item in session.items()}


def _lost(service: Service, folder: Path) -> Service:
    """The same service an hour after its store was lost."""
    service.store.close()
    shutil.rmtree(folder / "var")
    cast("FakeClock", service.clock).move(hours=1)
    return replace(service, store=SqlStore(f"sqlite:///{folder}/var/store.sqlite", service.layout.site.authority))


def _unlike(before: Item, after: Item) -> set[str]:
    return {name for name in Item.__slots__ if getattr(before, name) != getattr(after, name)} - set(UNSAID)


def _story(language: str, number: int) -> Story:
    """The story of a number, 0 the newest: two on each day."""
    day = LAST - timedelta(days=number // 2)
    country = COUNTRIES[language][number % 3]
    words = " ".join(f"{word}{number}" for word in ("shelter", "training", "border", "families", "officers"))
    if language == "es":
        when = f"{day.day} de {MONTHS[day.month - 1]} de {day.year}"
        return when, f"Noticia {number} de {country}", f"En {country}: {words}."
    return f"{day:%d %B %Y}", f"Story {number} of {country} & <b>all</b>", f"In {country}: {words}.", f"A < {number}."


@dataclass
class World:
    """Bulletins in two languages, 130 stories in each, and the service that publishes them."""

    folder: Path
    service: Service
    stories: dict[str, dict[int, Story]] = field(
        default_factory=lambda: {language: {n: _story(language, n) for n in range(130)} for language in COUNTRIES}
    )

    def run(self, **later: float) -> None:
        """Write the bulletins as they are now, and read them some time later."""
        for language, stories in self.stories.items():
            text = text_of(*(stories[number] for number in sorted(stories)))
            (self.folder / f"{language}.txt").write_bytes(text)
        cast("FakeClock", self.service.clock).move(**later)
        _run(self.service)

    def withdraw(self, *numbers: int) -> None:
        """Have English stories disappear from the middle, and confirm it."""
        for number in numbers:
            del self.stories["en"][number]
        self.run(hours=2)
        self.run(hours=2)

    def edit(self, number: int, place: int, old: str, new: str) -> None:
        """Replace words in a line of an English story."""
        lines = list(self.stories["en"][number])
        assert old in lines[place]
        lines[place] = lines[place].replace(old, new)
        self.stories["en"][number] = tuple(lines)

    def find(self, title: str) -> Item:
        """Return the item with this in its headline."""
        return next(item for item in _items(self.service).values() if title in item.title)

    def overrule(self, title: str, action: OverrideAction, value: str = "") -> None:
        """Say something of an item."""
        now = self.service.clock.now()
        add_override(self.service, Override(self.find(title).id, action, value, "editor", "a letter came", now))


def _history(world: World) -> None:
    """Corrections of every part, withdrawals at each stage, and overrides."""
    world.run()
    world.edit(3, 2, "border3", "frontier3")
    world.edit(4, 1, "Story 4 of", "New words on")
    world.edit(6, 1, "Honduras", "Guatemala")
    world.edit(6, 2, "Honduras", "Guatemala")
    world.withdraw(20, 21, 100)
    world.edit(3, 2, "training3", "course3 and")
    world.edit(5, 0, "11 July", "12 July")
    world.edit(7, 3, "A < 7.", "A < 7. One more sentence that was added here later on.")
    world.edit(128, 2, "border128", "frontier128")
    world.run(days=31)
    world.withdraw(30, 31, 101)
    world.run(days=31)
    world.withdraw(40, 41)
    del world.stories["en"][45]
    world.run(hours=1)
    world.overrule("Story 50 ", "title", "A headline by the editor")
    world.overrule("Story 51 ", "countries", "GT")
    world.overrule("Story 52 ", "date", "2020-01-02")
    world.overrule("Story 53 ", "withdraw")
    world.overrule("Story 54 ", "merge", world.find("Story 55 ").id)


@dataclass(frozen=True)
class State:
    """All that a store says, and what is published."""

    items: Mapping[str, Item]
    records: Mapping[FeedKey, FeedRecord]
    pages: Mapping[str, Mapping[FeedKey, int]]
    corrections: tuple[Revision, ...]
    tree: Mapping[str, bytes]


def _state(service: Service) -> State:
    with service.store.read() as session:
        return State(
            {item.id: item for item in session.items()},
            {record.key: record for record in session.feeds()},
            {item.id: session.pages_of(item.id) for item in session.items()},
            tuple(revision for revision, _ in session.corrections()),
            _tree(service),
        )


@dataclass(frozen=True)
class Story130:
    """The long bulletins before the loss, and after each step that follows it."""

    before: State
    made: Recovered
    recovered: State
    imported: State
    rebuilt: State
    read: State
    report: RunReport
    unknown: tuple[Override, ...]


@pytest.fixture(scope="module")
def long(tmp_path_factory: pytest.TempPathFactory) -> Story130:
    """Publish for months, lose the store, recover it, import overrides, rebuild, and read the same bulletins again."""
    folder = tmp_path_factory.mktemp("long")
    sources = tuple(
        replace(SOURCE, id=f"bulletin-{language}", path=str(folder / f"{language}.txt"), language=language)
        for language in COUNTRIES
    )
    world = World(folder, replace(on_disk(folder, site=replace(SITE, languages=("en", "es"))), sources=sources))
    _history(world)
    before = _state(world.service)
    with world.service.store.read() as session:
        exported = session.overrides()
    service = _lost(world.service, folder)
    made = recover(service)
    recovered = _state(service)
    unknown = import_overrides(service, exported).waiting
    imported = _state(service)
    rebuild(service)
    rebuilt = _state(service)
    report = _run(service)
    read = _state(service)
    service.store.close()
    return Story130(before, made, recovered, imported, rebuilt, read, report, unknown)


CORRECTIONS = {
    f"corrections/{name}" for name in ("corrections.atom", "corrections.json", "corrections.rss", "index.html")
}


class TestLong:
    """130 stories in each of two languages, after months of edits."""

    def test_there_is_something_to_recover(self, long: Story130) -> None:
        """Each presence, archives in both languages, and corrections."""
        presences = {item.presence for item in long.before.items.values()}
        assert presences == {"shown", "pending", "withdrawn", "deleted", "expired"}
        assert all(long.before.records[FeedKey(language)].pages for language in COUNTRIES)
        assert {revision.kind for revision in long.before.corrections} == {"revised", "withdrawn", "moved"}

    def test_recovering_publishes_nothing(self, long: Story130) -> None:
        """The command only reads what is published."""
        assert long.recovered.tree == long.before.tree

    def test_what_can_be_said_again(self, long: Story130) -> None:
        """Ids, slugs and stamps of all items are as before, their words too; estimated is what tombstones leave out."""
        gone = {name for name, item in long.before.items.items() if item.presence == "expired"}
        missing = long.before.items.keys() - long.recovered.items.keys()
        assert {long.before.items[name].title.split(" of ")[0] for name in missing} == {"Story 20", "Story 21"}
        assert missing < gone
        allowed = {
            "shown": {"presence", "as_read", "rank"},
            "pending": {"presence", "absent_since"},
            "withdrawn": {"paragraphs", "rank"},
            "deleted": {"paragraphs", "rank", "day", "published"},
            "expired": {"paragraphs", "rank", "day", "published"},
        }
        for name, after in long.recovered.items.items():
            before = long.before.items[name]
            assert _unlike(before, after) <= allowed[before.presence], before.title
            if before.as_read is None and before.presence == "shown":
                assert _unlike(before, after) == {"presence"}, before.title
            assert set(after.attribution.about) <= set(before.attribution.about)
            assert after.attribution.evidence == ()
            if before.presence != "expired":  # of which only the archives say something
                assert set(after.attribution.about) == set(before.attribution.about)

    def test_feeds_and_pages(self, long: Story130) -> None:
        """Every feed with its `updated`, count and pages; every item on its page of each archive."""
        assert long.recovered.records == long.before.records
        assert long.recovered.pages == {name: long.before.pages[name] for name in long.recovered.items}

    def test_corrections(self, long: Story130) -> None:
        """All that pages tell of, with their moments and their words; what has expired is named by nothing more."""
        before = [r for r in long.before.corrections if r.item in long.recovered.items]
        assert [(r.item, r.at) for r in long.recovered.corrections] == [(r.item, r.at) for r in before]
        told = [(r.before, r.after, r.kind) for r in before if r.kind != "withdrawn"]
        assert [(r.before, r.after, r.kind) for r in long.recovered.corrections if r.kind != "withdrawn"] == told

    def test_every_document_is_rendered_the_same(self, long: Story130) -> None:
        """From the new store and the imported overrides, but for the corrections of what has expired."""
        assert long.unknown == ()
        assert _differ(long.before.tree, long.imported.tree) == set()
        assert _differ(long.before.tree, long.rebuilt.tree) == CORRECTIONS
        assert any(line.startswith("corrections/: 2 entries") for line in long.made.lost)

    def test_the_next_reading(self, long: Story130) -> None:
        """It finds every item of the same bulletins again, and readers see nothing of it."""
        kinds = [set(source.changes) for source in long.report.sources]
        assert kinds == [{"restored", "touched"}, {"restored"}]
        assert long.read.tree == long.rebuilt.tree
        for name, after in long.read.items.items():
            before = long.before.items[name]
            if before.presence == "shown":
                assert _unlike(before, after) <= {"rank"}, before.title
                assert replace(after.attribution, evidence=()) == replace(before.attribution, evidence=())
            assert (after.published, after.updated) == (long.recovered.items[name].published, before.updated)

    def test_overrides_hold(self, long: Story130) -> None:
        """After the reading too, with what the source says beneath them."""
        said = [one for one in long.read.items.values() if one.as_read is not None]
        assert {one.as_read.title.split(" of ")[0] for one in said if one.as_read} == {
            "Story 50",
            "Story 51",
            "Story 52",
        }
        rules = {e.rule for one in long.read.items.values() for e in one.attribution.evidence}
        assert RULE in rules

    def test_what_is_lost_is_said(self, long: Story130) -> None:
        """Each item of which something is lost, by its id."""
        for state in ("withdrawn", "deleted", "expired"):
            for name in (n for n, i in long.before.items.items() if i.presence == state and n in long.recovered.items):
                assert sum(line.startswith(f"{name}: ") for line in long.made.lost) == 1
        assert any("override import" in line for line in long.made.lost)
        assert sum("no feed names the item" in line for line in long.made.lost) == 2


def test_the_seed(tmp_path: Path) -> None:
    """Every item is as it was but for what nothing published says; the next run changes no byte."""
    service = on_disk(tmp_path)
    _run(service)
    before = _state(service)
    service = _lost(service, tmp_path)
    made = recover(service)
    assert (made.items, made.feeds) == (9, 7)
    after = _items(service)
    assert all(_unlike(before.items[name], after[name]) == {"presence"} for name in before.items)
    report = _run(service)
    assert report.sources[0].changes == {"restored": 9}
    assert _tree(service) == before.tree
    assert all(_unlike(old, _items(service)[name]) == set() for name, old in before.items.items())
    assert {i.attribution for i in _items(service).values()} == {i.attribution for i in before.items.values()}
    service.store.close()


def _put(service: Service, *items: Item) -> None:
    """Store items as they are, and publish them."""
    with service.store.write() as session:
        commit(session, [Change("new", one) for one in items], service.layout.site, NOW)
    rebuild(service)


def _emptied(service: Service) -> Service:
    return replace(service, store=MemoryStore())


def _name(digest: str) -> str:
    return f"tag:example.org,2020:item/{digest}"


ODD = {
    "entities": {"title": "AT&T &copy; <i>x</i> &amp;amp; a < b", "paragraphs": ("&lt;p&gt; & </p><p> \"q\" 'q'", "2")},
    "no text": {"paragraphs": (), "title": "Only a <b>headline</b>"},
    "the headline as its text": {"paragraphs": ("The same",), "title": "The same"},
    "a link": {"link": "https://example.org/a?b=1&c=2"},
    "a picture": {"image": Image("https://example.org/a.png?b=1&c=2", 'A "girl" & <boys>')},
    "a picture and no text": {"image": Image("https://example.org/a.png"), "paragraphs": ()},
    "a link and no text": {"link": "https://example.org/", "paragraphs": ()},
    "no date": {"day": None},
    "another day": {"day": date(2019, 2, 28)},
    "no country": {"attribution": attribution()},
    "two countries": {"attribution": attribution("SV", "HN")},
    "updated": {"updated": NOW + timedelta(days=2)},
    "spaces": {"title": "A  b\u00a0c", "paragraphs": ("one  two\u2003three", "\u2060four")},
    "looks withdrawn": {"title": "Withdrawn: the troops", "paragraphs": ("The troops were withdrawn on Sunday.",)},
}


@pytest.mark.parametrize("values", ODD.values(), ids=ODD.keys())
def test_an_odd_item(values: Mapping[str, object]) -> None:
    """Whatever an item says comes back letter by letter, and is rendered to the same bytes."""
    service = in_memory({})
    odd = item("odd", id=_name("abcdefghijklmnop"), slug="odd-words-abcdef", **values)
    other = item("b", id=_name("bcdefghijklmnopq"), slug="other-bcdefg", published=NOW - timedelta(days=9))
    _put(service, odd, other)
    tree = _tree(service)
    service = _emptied(service)
    made = recover(service)
    assert (made.items, [line for line in made.lost if "item/" in line or "i/" in line]) == (2, [])
    assert _unlike(odd, _items(service)[odd.id]) <= {"presence", "rank"}
    rebuild(service)
    assert _tree(service) == tree


KEPT = ("https://old.example/?p=1", "https://old.example/..", "urn:x:1", "tag:example.org,2020:item/..")


@pytest.mark.parametrize("name", KEPT)
def test_an_id_that_a_feed_gave(name: str) -> None:
    """It does not tell the place of an item's page: the heading does, and of equal ones the text."""
    service = in_memory({})
    link = "https://old.example/news"
    items = [
        item("a", id=name, slug="headline-abcdef", link=link),
        item("b", id="urn:x:2", slug="headline-bcdefg", link=link, paragraphs=("Other.",), published=NOW - HOUR),
        item("c", id=_name("cdefghijklmnopqr"), slug="headline-cdefgh", link=link, published=NOW - 2 * HOUR),
    ]
    _put(service, *items)
    tree = _tree(service)
    service = _emptied(service)
    assert [line for line in recover(service).lost if line.startswith("i/")] == []
    assert {found.id: found.slug for found in _items(service).values()} == {one.id: one.slug for one in items}
    rebuild(service)
    assert _tree(service) == tree


def test_an_id_that_a_feed_gave_and_no_page() -> None:
    """A new place holds nothing of such an id, which may hold anything."""
    service = in_memory({})
    _put(
        service, item("a", id="https://old.example/..", slug="x-abcdef", link="https://old.example/news", title="新聞")
    )
    target = cast("MemoryTarget", service.target)
    target.files = {path: content for path, content in target.files.items() if not path.startswith("i/")}
    service = _emptied(service)
    recover(service)
    (found,) = _items(service).values()
    assert re.fullmatch("[a-z2-7]{6}", found.slug)


@pytest.mark.parametrize("values", [{"paragraphs": ("word " * 80_000,)}, {"title": "long " * 100}])
def test_what_was_cut_is_lost(values: Mapping[str, object]) -> None:
    """Its beginning is kept, and its end is listed."""
    service = in_memory({})
    _put(service, item("odd", id=_name("abcdefghijklmnop"), slug="odd-words-abcdef", **values))
    service = _emptied(service)
    made = recover(service)
    assert [line.split(": ")[1][:7] for line in made.lost if "item/" in line] == ["the end"]
    (found,) = _items(service).values()
    assert found.title.startswith(("Headline", "long long"))
    assert found.paragraphs[0].startswith(("Some text.", "word word"))


def test_the_order_of_a_day() -> None:
    """Pages show a day as the bulletin does, whatever the order of `published`."""
    moments = [NOW - timedelta(minutes=n) for n in (2, 1, 3)]
    service = in_memory({})
    items = [
        item(f"{n}", id=_name(f"{n}bcdefghijklmnop"), slug=f"x-{n}bcdef", published=moment, rank=3 - n)
        for n, moment in enumerate(moments)
    ]
    _put(service, *items)
    service = _emptied(service)
    recover(service)
    assert [_items(service)[one.id].rank for one in items] == [3, 2, 1]


def test_a_correction_that_quotes_too_little(tmp_path: Path) -> None:
    """A text that was rewritten is not told word by word: that correction is listed, and those before it."""
    service = on_disk(tmp_path, tmp_path / "bulletin.txt")
    text = " ".join(f"word{n}" for n in range(300))
    for number, words in enumerate((text, f"{text} end", f"{text} end".replace("word", "term"))):
        (tmp_path / "bulletin.txt").write_bytes(text_of((*ONE[:2], words), TWO))
        cast("FakeClock", service.clock).move(days=number)
        _run(service)
    service = _lost(service, tmp_path)
    made = recover(service)
    assert sum(": 2 corrections" in line for line in made.lost) == 1
    assert any(line.startswith("corrections/: 2 entries") for line in made.lost)
    service.store.close()


def test_restored(tmp_path: Path) -> None:
    """An item that was withdrawn and came back has both in its history."""
    service = on_disk(tmp_path, tmp_path / "bulletin.txt")
    for stories in ((ONE, TWO, THREE), (ONE, THREE), (ONE, THREE), (ONE, TWO, THREE)):
        (tmp_path / "bulletin.txt").write_bytes(text_of(*stories))
        cast("FakeClock", service.clock).move(hours=2)
        _run(service)
    before = _state(service)
    service = _lost(service, tmp_path)
    recover(service)
    after = _state(service)
    assert [r.kind for r in before.corrections] == ["restored", "withdrawn"]
    assert after.corrections == before.corrections
    _run(service)
    assert _tree(service) == before.tree
    service.store.close()


def test_two_sources_of_a_language() -> None:
    """All items are the first one's, until the next reading gives each source what it shows."""
    other = replace(SOURCE, id="other", path="other.txt")
    service = in_memory({SOURCE.path: text_of(ONE), "other.txt": text_of(TWO, THREE)}, [SOURCE, other])
    _run(service)
    tree, before = _tree(service), _items(service)
    service = _emptied(service)
    made = recover(service)
    assert {one.source for one in _items(service).values()} == {SOURCE.id}
    assert any("which source of language en" in line for line in made.lost)
    assert [source.changes for source in _run(service).sources] == [{"restored": 1}, {"restored": 2}]
    assert all(_unlike(one, _items(service)[name]) == set() for name, one in before.items())
    assert _tree(service) == tree


def test_a_language_without_a_source() -> None:
    """Its items and feeds are kept, though no reading will ever be about them."""
    service = in_memory({SOURCE.path: text_of(ONE, TWO)})
    _run(service)
    tree = _tree(service)
    service = replace(_emptied(service), sources=())
    assert recover(service).items == 2
    rebuild(service)
    assert _tree(service) == tree


def _files(service: Service) -> dict[str, bytes]:
    return cast("MemoryTarget", service.target).files


@pytest.mark.parametrize(
    "path",
    [
        "hn/hn.atom",
        "all/all.atom",
        "hn/index.html",
        "all/index.html",
        "i/{slug}/index.html",
        "corrections/corrections.atom",
    ],
)
@pytest.mark.parametrize(
    "damage", [lambda b: b[: len(b) // 2], lambda _: b"", lambda _: b"<html></html>", lambda _: b"\xff"]
)
def test_a_damaged_document(path: str, damage: object) -> None:
    """It is named, all others are used, and the next run makes it anew."""
    service = in_memory({SOURCE.path: text_of(ONE, TWO, THREE)})
    _run(service)
    before = _items(service)
    path = path.format(slug=next(one.slug for one in before.values() if "Shelter" in one.title))
    tree = _tree(service)
    _files(service)[path] = damage(tree[path])  # type: ignore[operator]
    service = _emptied(service)
    made = recover(service)
    assert made.items == 3
    assert any(line.startswith(f"{path}: ") for line in made.lost)
    assert all(_unlike(before[name], one) == {"presence"} for name, one in _items(service).items())
    _run(service)
    assert _tree(service) == tree


def test_a_damaged_page_of_an_archive() -> None:
    """Its number stays, and the items that other feeds have get another page: a reader of all pages misses none."""
    text = text_of(*(_story("en", number) for number in range(130)))
    service = in_memory({SOURCE.path: text})
    _run(service)
    before, page = _items(service), _files(service)["archive/all/1/1.atom"]
    _files(service)["archive/all/1/1.atom"] = page[:5000]
    service = _emptied(service)
    made = recover(service)
    assert made.lost[0].startswith("archive/all/1/1.atom: it is damaged")
    assert {name: one.published for name, one in _items(service).items()} == {
        i.id: i.published for i in before.values()
    }
    report = _run(service)
    assert report.published is not None
    assert report.published.faults == ()
    with service.store.read() as session:
        assert {record.key.country: record.pages for record in session.feeds()}[None] == 2
    told = _files(service)["archive/all/2/2.atom"] + _files(service)["all/all.atom"]
    assert all(name.encode() in told for name in before)


def test_a_page_that_is_gone() -> None:
    """The address stands in the feed; the next run makes the page anew."""
    service = in_memory({SOURCE.path: text_of(ONE, TWO)})
    _run(service)
    tree, before = _tree(service), _items(service)
    slug = next(one.slug for one in before.values())
    for name in (f"i/{slug}/index.html", f"i/{slug}/index.html.gz"):
        _files(service).pop(name, None)
    service = _emptied(service)
    assert any(line.startswith(f"i/{slug}/: the page") for line in recover(service).lost)
    assert {one.slug for one in _items(service).values()} == {one.slug for one in before.values()}
    _run(service)
    assert _tree(service) == tree


def test_an_unreadable_file() -> None:
    """What the disk does not give is named."""

    class Bad(MemoryTarget):
        def documents(self) -> Iterator[tuple[str, bytes | None]]:
            yield from ((path, None if path == "hn/hn.atom" else content) for path, content in super().documents())

    service = replace(in_memory({SOURCE.path: text_of(ONE, TWO)}), target=Bad())
    _run(service)
    made = recover(_emptied(service))
    assert (made.items, made.lost[0]) == (2, "hn/hn.atom: it cannot be read from its disk")


def test_another_authority(tmp_path: Path) -> None:
    """Feeds of another authority are refused, and the store stays empty."""
    service = on_disk(tmp_path)
    _run(service)
    tree = _tree(service)
    site = replace(SITE, authority="example.com,2021")
    other = on_disk(tmp_path / "other", site=site)
    other = replace(other, target=service.target)
    with pytest.raises(AuthorityChanged, match=r"tag:example\.org,2020:feed/all"):
        recover(other)
    with other.store.read() as session:
        assert session.is_empty()
    assert _tree(service) == tree


def test_a_store_that_is_not_empty(tmp_path: Path) -> None:
    """Only a lost store is made anew."""
    service = on_disk(tmp_path)
    _run(service)
    before = _state(service)
    with pytest.raises(StoreError, match="not empty"):
        recover(service)
    assert _state(service) == before


def test_nothing_is_published(tmp_path: Path) -> None:
    """Nothing can be recovered, and the next run begins as ever."""
    service = on_disk(tmp_path)
    made = recover(service)
    assert (made.items, made.feeds) == (0, 0)
    assert _run(service).sources[0].changes == {"new": 9}


def test_a_killed_recovery_leaves_an_empty_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """All comes in one transaction: what fails at its end leaves nothing, and it can be done again."""
    service = on_disk(tmp_path)
    _run(service)
    service = _lost(service, tmp_path)

    def fail(*_: object) -> None:
        raise StoreError("the disk is full")

    with monkeypatch.context() as patch:
        patch.setattr(SqlSession, "mark", fail)
        with pytest.raises(StoreError, match="full"):
            recover(service)
    with service.store.read() as session:
        assert session.is_empty()
    assert recover(service).items == 9


def test_runs_after_it_may_publish(tmp_path: Path) -> None:
    """Tokens go on above those of the lost store: a later run is not taken for one that was overtaken."""
    (tmp_path / "bulletin.txt").write_bytes(text_of(TWO, THREE))
    service = on_disk(tmp_path, tmp_path / "bulletin.txt")
    for _ in range(3):
        _run(service)
        rebuild(service)
    token = service.target.token()
    service = _lost(service, tmp_path)
    recover(service)
    (tmp_path / "bulletin.txt").write_bytes(text_of(ONE, TWO, THREE))
    report = _run(service)
    assert report.sources[0].changes == {"new": 1, "restored": 2}
    assert service.target.token() > token


class TestCommand:
    """feedsvc rebuild --store."""

    def _lose(self, folder: Path) -> Path:
        text = (
            "title: N\npublisher: {name: O}\nids: {authority: 'example.org,2020'}\nsources:\n  - {id: a, path: a.txt}\n"
        )
        (folder / "config.yaml").write_text(text, encoding="utf-8")
        (folder / "a.txt").write_bytes(SEED.read_bytes())
        return folder / "config.yaml"

    def test_it_says_what_it_made(self, command: Command, tmp_path: Path) -> None:
        """How many items and feeds, and what could not be recovered; a second time it refuses."""
        config = self._lose(tmp_path)
        command("run", "--config", config)
        shutil.rmtree(tmp_path / "var")
        assert command("run", "--config", config)[0] == 1
        status, out, err = command("rebuild", "--store", "--config", config)
        assert (status, err) == (0, "")
        assert out.startswith("9 items and ")
        assert "\nnot recovered: overrides: " in out
        assert command("run", "--config", config)[0] == 0
        status, _, err = command("rebuild", "--store", "--config", config)
        assert (status, "not empty" in err) == (1, True)

    def test_json(self, command: Command, tmp_path: Path) -> None:
        """The same as JSON."""
        config = self._lose(tmp_path)
        command("run", "--config", config)
        shutil.rmtree(tmp_path / "var")
        status, out, _ = command("rebuild", "--store", "--json", "--config", config)
        made = json.loads(out)
        assert (status, made["items"], set(made)) == (0, 9, {"items", "feeds", "lost"})

    def test_nothing_to_recover(self, command: Command, tmp_path: Path) -> None:
        """Without feeds it ends with 1."""
        status, out, _ = command("rebuild", "--store", "--config", self._lose(tmp_path))
        assert (status, out.splitlines()[0]) == (1, "nothing could be recovered: no feed is published")
