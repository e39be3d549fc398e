"""A service whose source is on the web: what it publishes, and that nothing bad of the web ever reaches its feeds."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from calling import Command
from fakes import FakeClock, FakeNotifier, MemoryTarget
from misbehaving import Misbehaving, source_at
from services import START, in_memory, text_of

from feedsvc.cli.run import exit_code
from feedsvc.model import RunReport, SourceReport, Trouble
from feedsvc.pipeline import regenerate
from feedsvc.planning import plan
from feedsvc.service import Service
from feedsvc.sources import parsing
from feedsvc.sources.addresses import reach_of
from feedsvc.sources.http import HttpReader, Limits
from feedsvc.sources.parsing import ChildParser

QUICK = Limits(attempts=2, pause=0.01, decoded=1_000_000)

NEWS = text_of(
    *(
        (f"{20 - n} July 2020", f"Niñez y migración: {word} en Panamá", f"El {word} llegó a la región, dijo la misión.")
        for n, word in enumerate(("acuerdo", "barco", "camión", "doctor", "equipo", "fondo"))
    )
)


@pytest.fixture
def server() -> Iterator[Misbehaving]:
    """A server that shows the news."""
    with Misbehaving(NEWS) as made:
        yield made


@pytest.fixture
def service(server: Misbehaving) -> Service:
    """A service that has read them once."""
    made = in_memory({}, [source_at(server.url("/good"))])
    made = replace(
        made, reader=HttpReader("feedsvc", made.clock, reach_of(["127.0.0.1"]), QUICK), parse=ChildParser(seconds=20)
    )
    assert _run(made).changes == {"new": 6}
    return made


def _run(service: Service, accept: str | None = None) -> SourceReport:
    (report,) = _report(service, accept).sources
    return report


def _report(service: Service, accept: str | None = None) -> RunReport:
    return regenerate(service, service.sources, accept)


def _files(service: Service) -> dict[str, bytes]:
    assert isinstance(service.target, MemoryTarget)
    return dict(service.target.files)


def _trouble(service: Service) -> Trouble | None:
    with service.store.read() as session:
        record = session.source("page")
    assert record is not None
    return record.trouble


def _move(service: Service, **by: float) -> None:
    assert isinstance(service.clock, FakeClock)
    service.clock.move(**by)


def test_what_is_the_same_is_not_sent_again(server: Misbehaving, service: Service) -> None:
    """The second reading asks with what the first was told, and is an unchanged one."""
    before = _files(service)
    assert _run(service).state == "unchanged"
    assert "if-none-match" not in server.requests[0].headers
    assert "if-none-match" in server.requests[1].headers
    assert _files(service) == before


def test_what_is_the_same_confirms_what_is_missing(server: Misbehaving, service: Service) -> None:
    """An item that is gone from the middle is withdrawn by a later "not modified" too."""
    server.content = NEWS.replace(NEWS[NEWS.index(b"18 July") : NEWS.index(b"17 July")], b"")
    assert _run(service).changes == {"pending": 1}
    _move(service, hours=2)
    assert _run(service).state == "unchanged"
    with service.store.read() as session:
        assert [item.presence for item in session.items()].count("withdrawn") == 1


def test_new_rules_are_applied_to_what_is_remembered(server: Misbehaving, service: Service) -> None:
    """A new version of the program reads anew what its server does not send again, and finds the same in it."""
    renewed = replace(service, reader_version="another")
    report = _run(renewed)
    assert (report.state, report.changes) == ("changed", {})
    assert "if-none-match" in server.requests[-1].headers
    assert _run(renewed).state == "unchanged"


BAD = {
    "/error": ("unreachable", 3, "it answers 500 Internal Server Error: “Internal error”"),
    "/nothing-here": ("unreachable", 3, "it answers 404 Not Found: “Page not found | Example Office”"),
    "/error-200": ("held", 4, "it looks like an error page: “Error 500 – Example Office”"),
    "/login": ("held", 4, "it looks like a login page: “Sign in – Example Office”"),
    "/cookies": ("held", 4, "it looks like a cookie wall: “Before you continue”"),
    "/empty": ("held", 4, "no items were found in it"),
    "/void": ("held", 4, "no items were found in it; it is empty"),
    "/half": ("unreachable", 3, "the connection ended too soon"),
    "/half-unsaid": ("held", 4, "cut off inside an item"),
    "/bomb": ("unreachable", 3, "it is too large"),
    "/silent": ("unreachable", 3, "it takes too long to answer, or never ends"),
    "/drip": ("unreachable", 3, "it takes too long to answer, or never ends"),
    "/loop": ("unreachable", 3, "it redirects more than 5 times"),
    "/to-name": ("unreachable", 3, "is not public; remote.allow_private in the configuration allows it"),
}


ENDLESS = ("/silent", "/drip")


@pytest.mark.parametrize("path", BAD)
def test_what_is_bad_changes_nothing(server: Misbehaving, service: Service, path: str) -> None:
    """Feeds keep every byte; it is said once, ends with 3 or 4, and is remembered until it is over."""
    assert isinstance(service.reader, HttpReader)
    reader = replace(service.reader, limits=replace(QUICK, seconds=0.5)) if path in ENDLESS else service.reader
    service = replace(service, reader=replace(reader, resolve=_resolved))
    before, (state, code, words) = _files(service), BAD[path]
    server.instead = path
    report = _report(service)
    (found,) = report.sources
    assert (found.state, exit_code(report, strict=False)) == (state, code)
    assert found.message is not None
    assert words in found.message
    assert found.message.startswith(server.url("/good"))
    assert found.message.endswith("; the feeds stay as they are")
    assert "\n" not in found.message
    assert _files(service) == before
    trouble = _trouble(service)
    assert trouble is not None
    assert (trouble.state, trouble.since) == (state, START)
    assert words in (trouble.reason or " ".join(hold.message for hold in trouble.holds))
    server.instead = ""
    service = replace(service, reader=replace(reader, limits=QUICK))
    assert _run(service).state == "unchanged"
    assert _trouble(service) is None


def _resolved(host: str, port: int) -> tuple[str, ...]:
    del port
    return ("127.0.0.1",) if host == "127.0.0.1" else ("192.168.7.7",)


@pytest.mark.parametrize("wrongly", ["cp1252", "latin-1", "mac_roman"])
def test_a_flipped_encoding(server: Misbehaving, service: Service, wrongly: str) -> None:
    """Text that was decoded as something else on its way into the page is held, and what puts it right is not."""
    before = _files(service)
    server.content = NEWS.decode().encode().decode(wrongly).encode()
    report = _run(service)
    assert (report.state, [hold.rule for hold in report.holds]) == ("held", ["garbled"])
    assert _files(service) == before
    regenerate(service, service.sources, report.reading)
    server.content = NEWS
    assert _run(service).state == "changed"


def test_lost_letters(server: Misbehaving, service: Service) -> None:
    """So are letters that an encoding did not have."""
    server.content = NEWS.decode().encode("ascii", "replace")
    assert [hold.rule for hold in _run(service).holds] == ["garbled"]


def test_a_page_with_an_item_that_stands_in(server: Misbehaving, service: Service) -> None:
    """An error page that happens to bear a date and words is no news."""
    server.content = b"Error 503\n\n20 July 2020\n\nThe site is closed for maintenance\n\n%s\n" % (
        b"Come back later. " * 6
    )
    rules = [hold.rule for hold in _run(service).holds]
    assert "another_page" in rules


def test_a_reading_keeps_its_name(server: Misbehaving, service: Service) -> None:
    """What differs in a page at every reading does not keep a held reading from being accepted."""
    flood = text_of(*((f"{n % 28 + 1} June 2020", f"Headline {n} of {n}", f"Text {n} on {n}.") for n in range(40)))
    server.content = b"Edition 1\n\n\n" + flood + b"\n\n\n" + NEWS
    held = _run(service)
    assert held.state == "held"
    server.content = server.content.replace(b"Edition 1", b"Edition 2")
    assert plan(service, service.sources[0]).reading == held.reading
    assert _run(service, held.reading).changes == {"new": 40}


def test_it_is_left_alone(server: Misbehaving, service: Service) -> None:
    """While its server wants no visit there is none, by `run` or by `plan`; the trouble is no longer for it."""
    server.instead = "/busy"
    assert "503 Service Unavailable: “Maintenance”" in (_run(service).message or "")
    asked = len(server.requests)
    _move(service, minutes=59)
    report = _run(service)
    assert report.state == "unreachable"
    assert "its server asked not to be asked again before 2020-07-20 16:00 UTC" in (report.message or "")
    assert plan(service, service.sources[0]).state == "unreachable"
    assert len(server.requests) == asked
    trouble = _trouble(service)
    assert trouble is not None
    assert (trouble.readings, "Maintenance" in trouble.reason) == (1, True)
    server.instead = ""
    _move(service, minutes=2)
    assert _run(service).state == "unchanged"
    assert len(server.requests) == asked + 1
    assert _trouble(service) is None


def test_a_page_that_kills_the_parser(server: Misbehaving, service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is unreachable until it is another one; nothing else of the service stops."""
    before = _files(service)
    server.content = NEWS + b"\n\n\n"
    with monkeypatch.context() as spoilt:
        spoilt.setattr(parsing, "_CHILD", "import os; os._exit(1)")
        report = _report(replace(service, parse=ChildParser(seconds=20)))
    assert exit_code(report, strict=False) == 3
    assert "what was received cannot be parsed: the parser came to its limits" in (report.sources[0].message or "")
    assert _files(service) == before
    assert _run(service).state == "changed"


def test_somebody_is_told(server: Misbehaving, service: Service) -> None:
    """After some bad readings in a row somebody hears what was seen instead."""
    server.instead = "/login"
    for _ in range(3):
        _run(service)
    assert isinstance(service.notifier, FakeNotifier)
    (notice,) = service.notifier.notices
    assert "it looks like a login page: “Sign in – Example Office”" in notice.message


def _configured(folder: Path, url: str) -> Path:
    config = folder / "config.yaml"
    config.write_text(
        'title: News\npublisher: {name: Office}\nids: {authority: "example.org,2020"}\nlanguage: es\n'
        f"sources: [{{id: page, url: '{url}'}}]\n"
        "remote: {contact: desk@example.org, allow_private: [127.0.0.0/8]}\n"
    )
    return config


def test_the_command_line(server: Misbehaving, command: Command, tmp_path: Path) -> None:
    """`run` and `status` of a configured address: exit codes, one line each, and what was seen instead."""
    config = _configured(tmp_path, server.url("/good"))
    assert command("run", "--config", config)[:2] == (0, "page: 6 new\npublished generation 1: 46 files written\n")
    assert server.requests[0].headers["user-agent"].endswith(" (+http://127.0.0.1:8000; desk@example.org)")
    server.instead = "/login"
    status, _, err = command("run", "--config", config)
    assert status == 4
    assert err.splitlines()[-2].startswith(f"feedsvc: {server.url('/good')}: no items were found in it; it looks like")
    assert "it looks like a login page: “Sign in – Example Office”" in command("status", "--config", config)[1]
    server.instead = "/nothing-here"
    status, _, err = command("run", "--config", config)
    assert (status, err.count("\n")) == (3, 1)
    assert ": it answers 404 Not Found: “Page not found | Example Office”; last good" in command(
        "status", "--config", config
    )[1]  # fmt: skip
    server.instead = "/busy"
    assert command("run", "--config", config)[0] == 3
    words = command("status", "--config", config)[1]
    assert ": it answers 503 Service Unavailable: “Maintenance”; last good" in words
    assert re.search(r"It is left alone until 20\d\d-\d\d-\d\d \d\d:\d\d UTC, as it asked\.\n", words)
    asked = len(server.requests)
    status, _, err = command("run", "--config", config)
    assert (status, len(server.requests)) == (3, asked)
    assert "its server asked not to be asked again before" in err


def test_what_is_not_public_is_refused(server: Misbehaving, command: Command, tmp_path: Path) -> None:
    """Without leave in the configuration nothing on this machine is asked at all."""
    config = _configured(tmp_path, server.url("/good"))
    config.write_text(config.read_text().replace("allow_private: [127.0.0.0/8]", "allow_private: []"))
    status, _, err = command("run", "--config", config)
    assert status == 3
    assert "the address 127.0.0.1 of 127.0.0.1 is not public; remote.allow_private" in err
    assert server.requests == []


def test_an_address_is_checked(server: Misbehaving, command: Command, tmp_path: Path) -> None:
    """`check` reads an address as a source would be, stores nothing, and says why one cannot be read."""
    config = _configured(tmp_path, "https://office.example/")
    status, out, _ = command("check", "--config", config, "--language", "es", server.url("/good"))
    assert status == 0
    assert out.splitlines()[-1].startswith(f"{server.url('/good')}: 6 items, ")
    server.instead = "/nothing-here"
    status, out, err = command("check", "--config", config, server.url("/good"), tmp_path / "none.txt")
    assert (status, out) == (2, "")
    assert err.splitlines()[0].startswith(f"feedsvc: {server.url('/good')}: it answers 404 Not Found")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["config.yaml"]
