"""What all tests share: how often a test repeats itself, what it measured, and what could not be tested here."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from calling import Command
from databases import NoPostgres, PostgresServer
from making import SITE
from remembering import MemoryStore

from feedsvc.cli import main
from feedsvc.ports import ItemStore
from feedsvc.store.sql import SqlStore

_FIGURES = pytest.StashKey[list[str]]()
_LEFT_OUT = pytest.StashKey[list[str]]()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add `--long`."""
    parser.addoption("--long", action="store_true", help="the full counts of repeating tests, not a sample")


def pytest_configure(config: pytest.Config) -> None:
    """Begin with nothing measured and nothing left out."""
    config.stash[_FIGURES] = []
    config.stash[_LEFT_OUT] = []


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Say at the end what was measured, and what was left out and why."""
    for title, lines in (("figures", config.stash[_FIGURES]), ("left out", config.stash[_LEFT_OUT])):
        if lines:
            terminalreporter.section(title)
            for line in lines:
                terminalreporter.write_line(line)


@pytest.fixture(scope="session")
def times(request: pytest.FixtureRequest) -> Callable[[int, int], int]:
    """How often a test repeats: `times(60, 2000)` is 60, or 2000 with `--long`."""
    is_long = bool(request.config.getoption("--long"))
    return lambda short, long: long if is_long else short


@pytest.fixture(scope="session")
def figure(request: pytest.FixtureRequest) -> Callable[[str], None]:
    """Takes a line that is shown at the end of the tests."""
    return request.config.stash[_FIGURES].append


@pytest.fixture(scope="session")
def leave_out(request: pytest.FixtureRequest) -> Callable[[str], None]:
    """Takes the reason why a test cannot run here, and skips it; where CI=true nothing may be left out."""

    def leave(reason: str) -> None:
        if os.environ.get("CI") == "true":
            pytest.fail(f"CI leaves nothing out, but {reason}")
        if reason not in request.config.stash[_LEFT_OUT]:
            request.config.stash[_LEFT_OUT].append(reason)
        pytest.skip(reason)

    return leave


@pytest.fixture
def command(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Command:
    """Runs the command line in this process; returns exit code, standard output and standard error."""
    for name in [name for name in os.environ if name.startswith("FEEDSVC_")]:
        monkeypatch.delenv(name)

    def call(*words: object) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["feedsvc", *map(str, words)])
        with pytest.raises(SystemExit) as ended:
            main()
        out, err = capsys.readouterr()
        return int(ended.value.code or 0), out, err

    return call


@pytest.fixture(scope="session")
def postgres(leave_out: Callable[[str], None]) -> Iterator[PostgresServer]:
    """A PostgreSQL server for all tests; none of them may stop it."""
    try:
        server = PostgresServer("fsync=off")
    except NoPostgres as error:
        leave_out(str(error))
        raise
    yield server
    server.end()


@pytest.fixture
def postgres_url(postgres: PostgresServer) -> Iterator[str]:
    """The address of an empty database, which goes away with the test."""
    name = postgres.make()
    yield postgres.url(name)
    postgres.drop(name)


@pytest.fixture(params=["memory", "sqlite", "postgresql"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[ItemStore]:
    """Each implementation, empty."""
    addresses = {"sqlite": f"sqlite:///{tmp_path}/var/s.sqlite"}
    if request.param == "postgresql":
        addresses["postgresql"] = request.getfixturevalue("postgres_url")
    made = SqlStore(addresses[request.param], SITE.authority) if request.param in addresses else MemoryStore()
    yield made
    made.close()
