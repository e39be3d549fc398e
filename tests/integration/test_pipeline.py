"""One regeneration after another: what is remembered, what is published, and what a failure leaves alone."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import cast

import pytest
from fakes import FakeClock, FakeReader, MemoryStore, MemoryTarget
from making import SITE, SOURCE
from services import SEED, in_memory, text_of

from feedsvc import bootstrap
from feedsvc.errors import PublishError, RunLocked
from feedsvc.model import Publication, PublishReport, RunReport
from feedsvc.pipeline import Service, regenerate

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
    assert countries == {"all", "hn", "bz", "sv", "gy", "do", "cr"}


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
        (b"", "unusable"),
        (b"\n \n", "unusable"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20, "unusable"),
        (b"We are moving house and come back soon.", "unusable"),
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


def test_sources_of_two_languages() -> None:
    """Each language has its own feeds; the default one stands at the top."""
    spanish = replace(SOURCE, id="boletin", path="boletin.txt", language="es")
    site = replace(SITE, languages=("en", "es"))
    text = text_of(("13 de julio de 2020", "Abren albergue en Honduras", "Cuarenta familias llegaron."))
    service = in_memory({SOURCE.path: text_of(TWO), "boletin.txt": text}, [SOURCE, spanish], site)
    _run(service)
    assert _titles(service) == [TWO[1]]
    assert _titles(service, "lang/es/hn/hn.json") == ["Abren albergue en Honduras"]


class _BrokenTarget:
    """A target whose disk is full."""

    def origin(self) -> str | None:
        return None

    def publish(self, publication: Publication, now: object) -> PublishReport:
        raise PublishError(f"No space left on device for {len(publication.feeds)} feeds at {now}")


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
