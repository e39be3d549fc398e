"""Clocks that jump, and days that are longer or shorter than others: stamps only rise, and a slot is used once."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any, cast

import pytest
from fakes import FakeClock, FakeReader, MemoryTarget
from lxml import etree
from making import SOURCE
from remembering import MemoryStore
from services import SEED, in_memory, on_disk, text_of

from feedsvc.model import RunReport, SourceReport
from feedsvc.pipeline import regenerate
from feedsvc.schedule import Schedule
from feedsvc.service import Service

ONE = ("13 July 2020", "Shelter opens in Honduras", "Forty families moved in.")
TWO = ("9 July 2020", "Belize trains officers", "Twelve officers took part.")
THREE = ("1 July 2020", "El Salvador counts its migrants abroad", "The count lasts a month.")

# Zone, a day on which its clocks change, and noon of that day in UTC, from the tables of the time zone database.
CHANGES = (
    ("Europe/Madrid", "2020-03-29", "10:00"),
    ("Europe/Madrid", "2020-10-25", "11:00"),
    ("America/New_York", "2020-03-08", "16:00"),
    ("America/New_York", "2020-11-01", "17:00"),
    ("America/Santiago", "2020-04-05", "16:00"),
    ("America/Santiago", "2020-09-06", "15:00"),
    ("Australia/Lord_Howe", "2020-04-05", "01:30"),
    ("Australia/Lord_Howe", "2020-10-04", "01:00"),
    ("Africa/Casablanca", "2019-05-05", "12:00"),
    ("Africa/Casablanca", "2019-06-09", "11:00"),
    ("Asia/Kathmandu", "2020-03-29", "06:15"),
    ("Asia/Kathmandu", "2020-10-25", "06:15"),
)


def _service(content: bytes, zone: str = SOURCE.zone) -> Service:
    return in_memory({SOURCE.path: content}, [replace(SOURCE, zone=zone)])


def _run(service: Service, content: bytes | None = None) -> RunReport:
    if content is not None:
        cast("FakeReader", service.reader).contents[SOURCE.path] = content
    return regenerate(service, service.sources)


def _read(service: Service, content: bytes | None = None) -> SourceReport:
    return _run(service, content).sources[0]


def _set(service: Service, moment: datetime) -> None:
    cast("FakeClock", service.clock).moment = moment


def _entries(service: Service) -> list[dict[str, Any]]:
    found = json.loads(cast("MemoryTarget", service.target).files["all/all.json"])["items"]
    return cast("list[dict[str, Any]]", found)


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


def _published(service: Service) -> list[datetime]:
    return [_moment(entry["date_published"]) for entry in _entries(service)]


def _updated(service: Service) -> dict[str, datetime]:
    """The `updated` of every Atom feed and of every entry in it, by id within its document."""
    found: dict[str, datetime] = {}
    for name, body in cast("MemoryTarget", service.target).files.items():
        if name.endswith(".atom"):
            for place in etree.fromstring(body).iter("{*}updated"):
                around = place.getparent()
                assert around is not None
                found[f"{name} {around.findtext('{*}id')}"] = _moment(str(place.text))
    return found


def test_a_clock_set_back_by_a_day() -> None:
    """`updated` never goes back in any document, a noticed change moves it on, and no stamp is given twice."""
    service = _service(text_of(ONE, TWO, THREE))
    _run(service)
    texts = [
        text_of(ONE, (*TWO[:2], "Thirteen officers took part."), THREE),
        text_of(("20 July 2020", "Guatemala opens a centre", "It opens."), ONE, (*TWO[:2], "All took part."), THREE),
        text_of(("20 July 2020", "Panama opens centres", "It opens."), ONE, THREE),
    ]
    for number, text in enumerate(texts):
        before = _updated(service)
        cast("FakeClock", service.clock).move(days=-1 if number == 1 else 0, minutes=1)
        report = _read(service, text)
        assert report.state == "changed"
        after = _updated(service)
        assert all(after[name] >= moment for name, moment in before.items() if name in after)
        assert {name for name in before if "item/" not in name} <= after.keys()
        revised = report.changes.get("revised", 0)
        all_feed = [n for n in before if n.startswith("all/") and "item/" in n]
        assert sum(after[n] > before[n] for n in all_feed) == revised == 1
        items = cast("MemoryStore", service.store).state.items()
        assert len({item.updated for item in items}) == len({item.published for item in items}) == len(items)


def test_an_hour_that_comes_twice_withdraws_nothing_early() -> None:
    """An item missed by a reading waits for an hour of the clock, even if the clock went back meanwhile."""
    service = _service(text_of(ONE, TWO, THREE))
    _run(service)
    assert _read(service, text_of(ONE, THREE)).changes == {"pending": 1}
    cast("FakeClock", service.clock).move(days=-1)
    _run(service)
    assert [entry["title"] for entry in _entries(service)] == [ONE[1], TWO[1], THREE[1]]
    cast("FakeClock", service.clock).move(days=1, hours=1)
    _run(service)
    assert "withdrawn" in _entries(service)[1]["content_html"]


def test_last_modified_rises_while_the_clock_goes_back(tmp_path: Path) -> None:
    """A document that changed is later by a second at least, so that no reader keeps the old one."""
    bulletin = tmp_path / "bulletin.txt"
    bulletin.write_bytes(text_of(ONE, TWO))
    service = on_disk(tmp_path, bulletin)
    moments = []
    for number in range(3):
        bulletin.write_bytes(text_of(("13 July 2020", f"Shelter {number} opens in Honduras", ONE[2]), TWO))
        cast("FakeClock", service.clock).move(days=-number)
        _run(service)
        moments.append((tmp_path / "feeds/current/hn/hn.atom").stat().st_mtime)
    service.store.close()
    assert moments[0] < moments[1] < moments[2]
    assert moments[2] - moments[0] < 3


@pytest.mark.parametrize(("zone", "day", "noon"), CHANGES)
def test_items_of_a_day_on_which_clocks_change(zone: str, day: str, noon: str) -> None:
    """They are published in the first seconds after noon there, counted from the bottom of the day."""
    service = _service(
        text_of(*((day, f"{word} story of the day", f"{word} text.") for word in ("Upper", "Lower"))), zone
    )
    at_noon = datetime.fromisoformat(f"{day}T{noon}Z")
    _set(service, at_noon + timedelta(minutes=1))
    _run(service)
    assert _published(service) == [at_noon + timedelta(seconds=2), at_noon + timedelta(seconds=1)]


@pytest.mark.parametrize(("zone", "day", "noon"), CHANGES)
def test_read_through_a_day_on_which_clocks_change(zone: str, day: str, noon: str) -> None:
    """A growing bulletin read every hour: each item comes once, and never from ahead of the clock."""
    old = ("1 January 2019", "An old story of Belize", "Its text.")
    service = _service(b"", zone)
    items: list[tuple[str, ...]] = []
    start = datetime.fromisoformat(f"{day}T{noon}Z") - timedelta(hours=14)
    for step in range(28):
        now = start + step * timedelta(hours=1)
        _set(service, now)
        if step % 4 == 0:
            items.insert(0, (day, f"Story {step} of Honduras", f"What happened at {step}, {step * 7} people saw."))
        assert _read(service, text_of(*items, old)).changes == ({"new": 1 + (step == 0)} if step % 4 == 0 else {})
        assert all(moment <= now for moment in _published(service)[: len(items)])
    assert len(set(_published(service))) == len(items) + 1
    assert {entry["title"] for entry in _entries(service)} == {old[1], *(item[1] for item in items)}


@pytest.mark.parametrize(
    ("line", "moment"),
    [
        ("29 February 2020", "2020-02-29T18:00:01Z"),
        ("29 de febrero de 2016", "2016-02-29T18:00:01Z"),
        ("29 February 2000", "2000-02-29T18:00:01Z"),
        ("28 February 1900", "1900-02-28T17:36:14Z"),  # Costa Rica was 5:36:13 behind Greenwich then
        ("1 January 1900", "1900-01-01T17:36:14Z"),
    ],
)
def test_days_far_back(line: str, moment: str) -> None:
    """A leap day and a day of the year 1900 are days like any other, in every format."""
    service = _service(text_of((line, "A story from Honduras", "Its text.")))
    _run(service)
    assert _published(service) == [datetime.fromisoformat(moment)]
    told = etree.fromstring(cast("MemoryTarget", service.target).files["hn/hn.rss"]).findtext("channel/item/pubDate")
    assert parsedate_to_datetime(str(told)) == datetime.fromisoformat(moment)


@pytest.mark.parametrize("line", ["29 February 2021", "29 February 1900", "31 June 2020"])
def test_days_that_no_calendar_has(line: str) -> None:
    """Their items have no day; they are published when first seen, and told."""
    service = _service(text_of((line, "A story from Honduras", "Its text.")))
    report = _read(service)
    assert "invalid_date" in {diagnostic.code for diagnostic in report.diagnostics}
    assert _published(service) == [service.clock.now()]


def test_a_leap_day_passes() -> None:
    """A bulletin that grows over the end of February of a leap year keeps its order by day."""
    service = _service(b"")
    items: list[tuple[str, ...]] = []
    for day in ("28 February 2020", "29 February 2020", "1 March 2020"):
        items.insert(0, (day, f"News of {day}", f"What happened on {day}."))
        cast("FakeClock", service.clock).moment = datetime(2020, 2, 28, 20, tzinfo=UTC) + timedelta(days=len(items) - 1)
        assert _read(service, text_of(*items)).changes == {"new": 1}
    assert [str(moment) for moment in _published(service)] == [
        f"2020-{day} 18:00:01+00:00" for day in ("03-01", "02-29", "02-28")
    ]


def test_an_item_of_the_year_9999() -> None:
    """It is held alone as a mistake of its date line; the others of its bulletin come."""
    service = _service(text_of(("31 December 9999", "The end of Honduras", "It ends."), ONE))
    report = _read(service)
    assert report.changes == {"new": 1}
    assert "future_date" in {diagnostic.code for diagnostic in report.diagnostics}
    assert [entry["title"] for entry in _entries(service)] == [ONE[1]]


@pytest.mark.parametrize("year", [1900, 1970, 9999])
def test_a_clock_of_another_century(year: int, tmp_path: Path) -> None:
    """A machine that believes to be in another century publishes; set right, it goes on, and nothing comes twice."""
    bulletin = tmp_path / "bulletin.txt"
    bulletin.write_bytes(SEED.read_bytes())
    service = on_disk(tmp_path, bulletin)
    right = service.clock.now()
    _set(service, right.replace(year=year))
    first = _read(service)
    assert first.changes == ({"new": 9} if year > 2020 else {})
    _set(service, right)
    bulletin.write_bytes(
        text_of(("14 July 2020", "News from Honduras", "There are some.")) + b"\n\n\n" + SEED.read_bytes()
    )
    assert _read(service).changes == {"new": 1 if year > 2020 else 10}
    bulletin.write_bytes(
        text_of(("14 July 2020", "News from Honduras", "There is more.")) + b"\n\n\n" + SEED.read_bytes()
    )
    assert _read(service).changes == {"revised": 1}
    with service.store.read() as session:
        assert len({item.updated for item in session.items()}) == len(session.items()) == 10
    service.store.close()


@pytest.fixture
def zone_of_the_machine(monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    """Lets a test set the machine's time zone, and puts the old one back."""
    yield monkeypatch
    monkeypatch.undo()
    time.tzset()


@pytest.mark.parametrize(("zone", "day", "noon"), CHANGES)
def test_a_slot_is_used_once(zone: str, day: str, noon: str, zone_of_the_machine: pytest.MonkeyPatch) -> None:
    """Around a change of clocks readings come every quarter of an hour, whatever zone the machine is set to."""
    zone_of_the_machine.setenv("TZ", zone)
    time.tzset()
    start = datetime.fromisoformat(f"{day}T{noon}Z") - timedelta(hours=18)
    fires = _fires(start, [start + step * timedelta(minutes=5) for step in range(12 * 36)])
    assert fires == [start + slot * timedelta(minutes=15) for slot in range(len(fires))]
    assert len(fires) == 4 * 36


@pytest.mark.parametrize("day", ["2020-02-29", "2020-12-31", "9999-12-30", "1900-02-28"])
def test_slots_over_the_end_of_a_day(day: str) -> None:
    """Midnight, a leap day and the last year of the calendar neither skip nor double a slot."""
    start = datetime.fromisoformat(f"{day}T12:00:00Z")
    fires = _fires(start, [start + step * timedelta(minutes=5) for step in range(12 * 20)])
    assert fires == [start + slot * timedelta(minutes=15) for slot in range(4 * 20)]


def test_a_clock_set_back_doubles_no_slot() -> None:
    """A slot that was used before the clock went back by a day is not used again."""
    start = datetime(2020, 7, 20, 15, 0, tzinfo=UTC)
    day = [start + step * timedelta(minutes=5) for step in range(12 * 24)]
    fires = _fires(start, [*day, *(moment - timedelta(days=1) for moment in day), *day])
    assert fires == sorted(set(fires))


def _fires(start: datetime, looks: list[datetime]) -> list[datetime]:
    """The slots that a schedule of a quarter of an hour uses, when it looks at the clock at these moments."""
    schedule = Schedule([replace(SOURCE, interval=900)], lambda _: None, start)
    (job,) = schedule._scheduler.get_jobs()
    fires: list[datetime] = []
    due = start
    for now in looks:
        while due <= now:
            fires.append(due)
            due = job.trigger.get_next_fire_time(due, now)
    return fires


def test_the_end_of_the_calendar() -> None:
    """On the last days that a date can be, a bulletin is read like on any other."""
    service = _service(text_of(("31 December 9999", "The end of Honduras", "It ends."), ONE))
    _set(service, datetime(9999, 12, 31, 20, tzinfo=UTC))
    assert _read(service).changes == {"new": 2}
