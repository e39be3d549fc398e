"""One regeneration after another: what is remembered, what is published, and what a failure leaves alone."""

from __future__ import annotations

import json
import random
import re
from dataclasses import replace
from datetime import datetime
from typing import cast
from urllib.parse import quote

import feedparser
import pytest
from fakes import FakeClock, FakeNotifier, FakeReader, MemoryTarget
from making import SITE, SOURCE
from remembering import MemoryStore
from services import CASES, SEED, in_memory, text_of

from feedsvc import bootstrap
from feedsvc.errors import PublishError, RunLocked, StoreError
from feedsvc.model import Publication, PublishReport, RunReport
from feedsvc.pipeline import regenerate
from feedsvc.service import Service

ONE = ("13 July 2020", "Shelter opens in Honduras", "Forty families moved in.")
TWO = ("9 July 2020", "Belize trains officers", "Twelve officers took part.")
THREE = ("1 July 2020", "El Salvador counts its migrants abroad", "The count lasts a month.")


def _run(service: Service) -> RunReport:
    return regenerate(service, service.sources)


def _put(service: Service, content: bytes, path: str = SOURCE.path) -> None:
    cast("FakeReader", service.reader).contents[path] = content


def _later(service: Service, **by: float) -> None:
    cast("FakeClock", service.clock).move(**by)


def _files(service: Service) -> dict[str, bytes]:
    return cast("MemoryTarget", service.target).files


def _titles(service: Service, path: str = "all/all.json") -> list[str]:
    return [item["title"] for item in json.loads(_files(service)[path])["items"]]


def _service(*items: tuple[str, ...]) -> Service:
    return in_memory({SOURCE.path: text_of(*items)})


def test_the_seed_bulletin() -> None:
    """All nine items, in the bulletin's order, with three in Honduras' feed."""
    service = in_memory({SOURCE.path: SEED.read_bytes()})
    report = _run(service)
    assert report.sources[0].changes == {"new": 9}
    assert _titles(service)[:2] == [
        "IOM trains over 200 officials from local anti-trafficking-in-persons committees in Honduras",
        "IOM´s Diploma in Belize begins third course",
    ]
    assert len(_titles(service)) == 9
    assert len(_titles(service, "hn/hn.json")) == 3
    countries = {path.partition("/")[0] for path in _files(service) if path.endswith(".atom")}
    assert countries == {"all", "corrections", "hn", "bz", "sv", "gy", "do", "cr"}


def test_an_unchanged_source_is_not_read_again() -> None:
    """The second run says unchanged, publishes nothing, and adds one row to the history of runs."""
    service = _service(ONE)
    _run(service)
    _later(service, hours=1)
    report = _run(service)
    assert report.sources[0].state == "unchanged"
    assert report.published is None
    assert len(cast("MemoryStore", service.store).state.runs) == 2


def test_a_new_version_of_the_program_reads_again() -> None:
    """The same bytes are read again when they might be read differently; equal items are no change."""
    service = _service(ONE)
    _run(service)
    report = _run(replace(service, reader_version="next"))
    assert (report.sources[0].state, report.sources[0].changes, report.published) == ("changed", {}, None)


def test_a_new_item_comes_first() -> None:
    """A new item on top is new in its feeds and nowhere else."""
    service = _service(TWO, THREE)
    _run(service)
    before = dict(_files(service))
    _put(service, text_of(ONE, TWO, THREE))
    report = _run(service)
    assert report.sources[0].changes == {"new": 1}
    assert _titles(service) == [ONE[1], TWO[1], THREE[1]]
    changed = {path.rpartition("/")[0] for path, content in _files(service).items() if before.get(path) != content}
    assert {stem for stem in changed if not stem.startswith("i/")} == {"all", "hn"}
    assert before["bz/bz.atom"] == _files(service)["bz/bz.atom"]


@pytest.mark.parametrize(
    ("content", "state"),
    [
        (b"", "held"),
        (b"\n \n", "held"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20, "held"),
        (b"We are moving house and come back soon.", "held"),
        (None, "unreachable"),
    ],
)
def test_a_bad_source_changes_nothing(content: bytes | None, state: str) -> None:
    """Feeds stay as they are, the report names the source, and the next good reading goes on from there."""
    service = _service(ONE, TWO)
    _run(service)
    before = dict(_files(service))
    if content is None:
        del cast("FakeReader", service.reader).contents[SOURCE.path]
    else:
        _put(service, content)
    report = _run(service)
    assert report.sources[0].state == state
    assert SOURCE.path in str(report.sources[0].message)
    assert _files(service) == before
    _put(service, text_of(ONE, TWO, THREE))
    assert _run(service).sources[0].changes == {"new": 1}


def test_nothing_good_was_ever_read() -> None:
    """A first run without items publishes nothing, not even empty feeds."""
    service = in_memory({SOURCE.path: b""})
    report = _run(service)
    assert report.published is None
    assert _files(service) == {}


def test_one_bad_source_does_not_stop_the_others() -> None:
    """Each source is read on its own."""
    other = replace(SOURCE, id="other", path="other.txt")
    service = in_memory({"other.txt": text_of(ONE)}, [SOURCE, other])
    report = _run(service)
    assert [source.state for source in report.sources] == ["unreachable", "changed"]
    assert _titles(service) == [ONE[1]]


def test_links_to_another_language() -> None:
    """Two pages lead to a story in another language; when a second one there is as like them, neither does."""
    spanish = replace(SOURCE, id="boletin", path="boletin.txt", language="es")
    story = ("13 July 2020", "IOM trains 200 people in Tegucigalpa", "Rosa Lara of Choluteca began in Honduras.")
    follow = ("13 July 2020", "IOM ends training of 200 in Tegucigalpa", "Rosa Lara of Choluteca ended in Honduras.")
    told = ("13 de julio de 2020", "OIM capacita a 200 personas en Tegucigalpa", "Rosa Lara de Choluteca, Honduras.")
    twin = ("13 de julio de 2020", "En Tegucigalpa la OIM capacita a 200", "Rosa Lara de Choluteca, en Honduras.")
    site = replace(SITE, languages=("en", "es"))
    contents = {SOURCE.path: text_of(story, follow), spanish.path: text_of(told)}
    service = in_memory(contents, [SOURCE, spanish], site)
    _run(service)
    assert ['hreflang="es"' in _page(service, f"i/iom-{verb}") for verb in ("trains", "ends")] == [True, True]
    _put(service, text_of(told, twin), spanish.path)
    assert _run(service).sources[1].changes["new"] == 1
    assert ['hreflang="es"' in _page(service, f"i/iom-{verb}") for verb in ("trains", "ends")] == [False, False]


def _page(service: Service, beginning: str) -> str:
    (page,) = (content for name, content in _files(service).items() if re.match(f"{beginning}.*index.html$", name))
    return page.decode()


def test_a_feed_that_is_replaced() -> None:
    """Whoever subscribed to a feed sees nothing again when ours takes its place: ids and moments are its own."""
    content = (CASES / "feeds" / "rss.xml").read_bytes()
    for keeps, known in ((True, ["https://office.example/?p=9"]), (False, [])):
        service = in_memory({SOURCE.path: content}, [replace(SOURCE, keep_ids=keeps)])
        assert _run(service).sources[0].changes == {"new": 4}
        items = json.loads(_files(service)["all/all.json"])["items"]
        assert sorted(item["id"] for item in items if item["id"].startswith("https:")) == known
        moments = {item["title"]: item["date_published"] for item in items}
        first = "2020-07-14T05:30:00+00:00" if keeps else "2020-07-13T18:00:01+00:00"
        assert moments["Café & bakery open in Belize"] == first


def test_a_feed_that_is_replaced_with_ids_that_are_no_address() -> None:
    """RSS and JSON Feed call its items what it did; Atom, which may not, spells that; and a correction is one."""
    content = (CASES / "feeds" / "drupal.xml").read_bytes()
    service = in_memory({SOURCE.path: content}, [replace(SOURCE, keep_ids=True)])
    _run(service)
    names = ["21 at https://office.example", "20 at https://office.example", "noticias/19?é"]
    assert [one["id"] for one in json.loads(_files(service)["all/all.json"])["items"]][:3] == names
    assert [one.id for one in feedparser.parse(_files(service)["all/all.rss"]).entries][:3] == names
    ids = [one.id for one in feedparser.parse(_files(service)["all/all.atom"]).entries]
    start = f"tag:{SITE.authority}:kept/"
    assert ids[:3] == [f"{start}{quote(name, safe='')}" for name in names]
    assert not ids[3].startswith(start)
    _put(service, content.replace(b"Until Friday.", b"Until Saturday."))
    assert _run(service).sources[0].changes == {"revised": 1}


def test_sources_of_two_languages() -> None:
    """Each language has its own feeds; the default one stands at the top."""
    spanish = replace(SOURCE, id="boletin", path="boletin.txt", language="es")
    site = replace(SITE, languages=("en", "es"))
    text = text_of(("13 de julio de 2020", "Abren albergue en Honduras", "Cuarenta familias llegaron."))
    service = in_memory({SOURCE.path: text_of(TWO), "boletin.txt": text}, [SOURCE, spanish], site)
    _run(service)
    assert _titles(service) == [TWO[1]]
    assert _titles(service, "lang/es/hn/hn.json") == ["Abren albergue en Honduras"]


def _notices(service: Service) -> list[tuple[str, int]]:
    return [(n.state, n.readings) for n in cast("FakeNotifier", service.notifier).notices]


def test_a_held_reading_can_be_accepted() -> None:
    """What looks like damage waits for a person, whose word holds for just that reading."""
    many = [(f"{day} July 2020", f"Headline {day} of Honduras", f"Text of {day}.") for day in range(20, 10, -1)]
    service = _service(*many)
    _run(service)
    _put(service, text_of(many[0], many[-1]))
    held = _run(service).sources[0]
    assert (held.state, [hold.rule for hold in held.holds]) == ("held", ["many_gone"])
    assert len(_titles(service)) == 10
    assert regenerate(service, service.sources, "another-id").sources[0].state == "held"
    report = regenerate(service, service.sources, held.reading)
    assert report.sources[0].changes == {"pending": 8}
    assert _run(service).sources[0].state == "unchanged"


def test_a_cut_reading_of_one_source_does_not_hold_the_others() -> None:
    """Each source is judged by itself."""
    other = replace(SOURCE, id="other", path="other.txt")
    service = in_memory({SOURCE.path: text_of(ONE, TWO), "other.txt": text_of(THREE)}, [SOURCE, other])
    _run(service)
    _put(service, text_of(ONE, TWO)[:-10])
    _put(service, text_of(("14 July 2020", "New in Costa Rica", "It is new."), THREE), "other.txt")
    assert [source.state for source in _run(service).sources] == ["held", "changed"]
    assert "New in Costa Rica" in _titles(service)


def test_withdrawal() -> None:
    """An item gone from the middle stays until an identical reading an hour later confirms it; then feeds say so."""
    service = _service(ONE, TWO, THREE)
    _run(service)
    before = json.loads(_files(service)["all/all.json"])["items"][1]
    _put(service, text_of(ONE, THREE))
    assert _run(service).sources[0].changes == {"pending": 1}
    _later(service, minutes=59)
    _run(service)
    assert _titles(service) == [ONE[1], TWO[1], THREE[1]]
    _later(service, minutes=1)
    _run(service)
    after = json.loads(_files(service)["all/all.json"])["items"][1]
    assert (after["id"], after["date_published"]) == (before["id"], before["date_published"])
    assert after["date_modified"] > before["date_modified"]
    assert TWO[2] not in after["content_html"]
    assert "withdrawn" in after["content_html"]
    slug = before["url"].rstrip("/").rpartition("/")[2]
    assert f"i/{slug}/_gone.html" in _files(service)
    assert f"i/{slug}/index.html" not in _files(service)
    assert TWO[1] not in _files(service)["all/index.html"].decode()
    _later(service, days=30)
    _run(service)
    assert _titles(service) == [ONE[1], THREE[1]]
    assert f"i/{slug}/_gone.html" in _files(service)


def test_a_withdrawn_item_that_comes_back() -> None:
    """It is restored under its id, at its address, with its text, and readers see that."""
    service = _service(ONE, TWO, THREE)
    _run(service)
    before = json.loads(_files(service)["all/all.json"])["items"]
    _put(service, text_of(ONE, THREE))
    _run(service)
    _later(service, hours=2)
    _run(service)
    _put(service, text_of(ONE, TWO, THREE))
    _later(service, hours=2)
    assert _run(service).sources[0].changes == {"restored": 1}
    after = json.loads(_files(service)["all/all.json"])["items"]
    assert [item["id"] for item in after] == [item["id"] for item in before]
    assert [item["content_html"] for item in after] == [item["content_html"] for item in before]
    assert after[1]["date_modified"] > before[1]["date_modified"]


def test_a_vanished_source_withdraws_nothing() -> None:
    """However long a file is gone, its items stay."""
    service = _service(ONE, TWO, THREE)
    _run(service)
    _put(service, text_of(ONE, THREE))
    _run(service)
    del cast("FakeReader", service.reader).contents[SOURCE.path]
    for _ in range(5):
        _later(service, days=1)
        _run(service)
    assert _titles(service) == [ONE[1], TWO[1], THREE[1]]


def test_telling() -> None:
    """Somebody is told once when a source has failed often enough, and once when it is over."""
    service = _service(ONE, TWO)
    _run(service)
    _put(service, b"")
    for _ in range(2):
        _run(service)
    assert _notices(service) == []
    del cast("FakeReader", service.reader).contents[SOURCE.path]
    for _ in range(4):
        _run(service)
    assert _notices(service) == [("unreachable", 3)]
    _put(service, text_of(ONE, TWO))
    for _ in range(3):
        _run(service)
    assert _notices(service) == [("unreachable", 3), ("recovered", 6)]


def test_nobody_is_told_of_a_short_trouble() -> None:
    """A trouble that is over before anybody was told of it is not told afterwards."""
    service = _service(ONE, TWO)
    _run(service)
    _put(service, b"")
    _run(service)
    _put(service, text_of(ONE, TWO))
    _run(service)
    assert _notices(service) == []


def test_a_lost_store_overwrites_nothing() -> None:
    """An empty store under published feeds is refused, with what to do."""
    service = _service(ONE, TWO)
    _run(service)
    before = dict(_files(service))
    with pytest.raises(StoreError, match="Restore a backup"):
        _run(replace(service, store=MemoryStore()))
    assert _files(service) == before


def test_an_item_dated_far_ahead_is_held_alone() -> None:
    """The others of its bulletin go on; it comes when its day is near."""
    ahead = ("1 August 2020", "Centre opens in Honduras", "It opens.")
    service = _service(ahead, ONE)
    _run(service)
    assert _titles(service) == [ONE[1]]
    _later(service, days=11)
    _put(service, text_of(ahead, ONE) + b"\n")
    _run(service)
    assert _titles(service) == [ahead[1], ONE[1]]


@pytest.mark.parametrize("seed", range(12))
def test_any_history_publishes_what_a_fresh_publishing_would(seed: int) -> None:
    """After random edits in two languages the tree is, byte for byte, the one that the store gives anew."""
    chance = random.Random(seed)
    spanish = replace(SOURCE, id="boletin", path="boletin.txt", language="es")
    site = replace(SITE, languages=("en", "es"), countries=("HN",))
    service = in_memory({SOURCE.path: b"", "boletin.txt": b""}, [SOURCE, spanish], site)
    places = ["Honduras", "Belize", "Guatemala", "Panama", "Haiti", "nowhere"]
    shown: dict[str, list[tuple[str, str, str]]] = {SOURCE.path: [], "boletin.txt": []}
    for step in range(25):
        path = chance.choice(list(shown))
        items = shown[path]
        for _ in range(chance.randint(1, 2)):
            action = chance.choice(("new", "new", "typo", "move", "drop", "swap", "fall"))
            place = chance.randrange(len(items)) if items else 0
            if action == "new" or not items:
                day = f"{1 + step} {'July' if path == SOURCE.path else 'de julio de'} 2020"
                items.insert(0, (day, f"Number {step} of {chance.choice(places)}", f"Text number {chance.random()}."))
            elif action == "typo":
                items[place] = (*items[place][:2], items[place][2] + " x")
            elif action == "move":
                items[place] = (items[place][0], f"Number {step} of {chance.choice(places)}", items[place][2])
            elif action == "drop" and len(items) > 4:
                del items[place]
            elif action == "swap" and place:
                items[place - 1], items[place] = items[place], items[place - 1]
            elif action == "fall" and len(items) > 3:
                items.pop()
        _put(service, text_of(*items), path)
        _later(service, hours=chance.choice((0.1, 2, 700)))
        _run(service)
    fresh = replace(service, target=MemoryTarget())
    _run(fresh)
    assert len(_files(fresh)) > 20
    assert {n: c for n, c in _files(service).items() if c != _files(fresh).get(n)} == {}


class _BrokenTarget(MemoryTarget):
    """A target whose disk is full."""

    def publish(self, publication: Publication, now: datetime, token: int) -> PublishReport:
        raise PublishError(f"No space left on device for {len(publication.feeds)} feeds at {now}, run {token}")


def test_a_failed_publishing_is_made_up_for() -> None:
    """What was read is remembered, and the next run publishes it, though its source is unchanged."""
    service = _service(ONE, TWO)
    with pytest.raises(PublishError):
        _run(replace(service, target=_BrokenTarget()))
    assert _files(service) == {}
    report = _run(service)
    assert report.sources[0].state == "unchanged"
    assert _titles(service) == [ONE[1], TWO[1]]


def test_lost_feeds_are_published_again() -> None:
    """When the published tree is gone, the next run makes all of it anew, with the same bytes."""
    service = _service(ONE, TWO)
    _run(service)
    before = dict(_files(service))
    fresh = replace(service, target=MemoryTarget())
    _later(fresh, days=1)
    _run(fresh)
    assert _files(fresh) == before


def test_a_lost_document_is_published_again() -> None:
    """One document of a feed that somebody removed is back after the next run, though its source is unchanged."""
    service = _service(ONE, TWO)
    _run(service)
    before = dict(_files(service))
    del _files(service)["hn/hn.rss"]
    _run(service)
    assert _files(service) == before


def test_another_configuration_publishes_everything_again() -> None:
    """Every document follows the configuration, though no source changed."""
    service = _service(ONE, TWO)
    _run(service)
    moved = replace(service, layout=bootstrap.layout_of(replace(SITE, base_url="https://news.example.org")))
    report = _run(moved)
    assert report.published is not None
    assert all(b"feeds.example.org" not in content for content in _files(moved).values())


def test_two_runs_at_once() -> None:
    """The second one is refused."""
    service = _service(ONE)
    with service.store.run_lock(), pytest.raises(RunLocked):
        _run(service)


def test_a_country_that_lost_its_items_keeps_its_feed() -> None:
    """A corrected item leaves the feed of a country, which stays, valid and empty, and is no older than before."""
    service = _service(TWO)
    _run(service)
    _put(service, text_of(("9 July 2020", "Guatemala trains officers", "Twelve officers took part.")))
    _later(service, hours=1)
    _run(service)
    assert _titles(service, "bz/bz.json") == []
    assert _titles(service, "gt/gt.json") == ["Guatemala trains officers"]


def test_a_source_that_was_renamed() -> None:
    """What it shows stays what it was, under its old ids; a later edit under the new name is seen."""
    service = in_memory({SOURCE.path: text_of(ONE, TWO)})
    _run(service)
    before = {item.title: item for item in cast("MemoryStore", service.store).state.items()}
    renamed = replace(service, sources=(replace(SOURCE, id="renamed"),))
    report = _run(renamed)
    assert "new" not in report.sources[0].changes
    cast("FakeReader", service.reader).contents[SOURCE.path] = text_of((*ONE[:2], "Something else."), TWO)
    cast("FakeClock", service.clock).move(hours=2)
    assert _run(renamed).sources[0].changes == {"revised": 1}
    after = {item.title: item for item in cast("MemoryStore", service.store).state.items()}
    assert {item.source for item in after.values()} == {"renamed"}
    assert [after[title].id for title in before] == [item.id for item in before.values()]
    assert [after[title].presence for title in before] == ["shown", "shown"]
