"""A store that is locked, gone, damaged or not to be written: feeds go on being served, and nothing is overwritten."""

from __future__ import annotations

import json
import random
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from dataclasses import dataclass
from pathlib import Path

import pytest
from calling import Command
from services import text_of

from feedsvc.errors import StoreError
from feedsvc.store.sql import SqlStore

GOOD = text_of(("13 July 2020", "Shelter opens in Honduras", "Forty families moved in."))
NEWER = text_of(("14 July 2020", "School opens in Honduras", "Ninety children came.")) + b"\n\n\n" + GOOD
PATIENCE = 30  # seconds; a guard, ten times what is expected

# Root may read and write whatever the permissions say; without these capabilities it is bound by them.
BOUND = """
import ctypes, os, sys
for capability in (1, 2):  # CAP_DAC_OVERRIDE and CAP_DAC_READ_SEARCH
    ctypes.CDLL(None).prctl(24, capability, 0, 0, 0)  # PR_CAPBSET_DROP
os.execv(sys.executable, sys.argv[1:])
"""


@dataclass(frozen=True)
class Published:
    """A folder in which a service has published, and whose source has changed since."""

    folder: Path

    @property
    def config(self) -> Path:
        """The configuration."""
        return self.folder / "config.yaml"

    @property
    def store(self) -> Path:
        """The file of the database."""
        return self.folder / "var" / "feedsvc.sqlite3"

    def feeds(self) -> dict[str, tuple[int, int, bytes | str]]:
        """All that stands under feeds/: each file's identity, time and bytes, and where each link points."""
        found: dict[str, tuple[int, int, bytes | str]] = {}
        for path in sorted((self.folder / "feeds").rglob("*")):
            at = path.lstat()
            if path.is_symlink():
                found[str(path)] = (at.st_ino, at.st_mtime_ns, str(path.readlink()))
            elif path.is_file():
                found[str(path)] = (at.st_ino, at.st_mtime_ns, path.read_bytes())
        return found


def _missing(store: Path) -> None:
    store.unlink()


def _newer(store: Path) -> None:
    with sqlite3.connect(store) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '0999'")
    connection.close()


def _torn(store: Path) -> None:
    content = bytearray(store.read_bytes())
    content[4096 * 3 : 4096 * 5] = b"\x55" * 4096 * 2
    store.write_bytes(content)


def _cut(store: Path) -> None:
    store.write_bytes(store.read_bytes()[: 4096 * 5])


def _no_database(store: Path) -> None:
    store.write_text("It was a database once, and now it is a long letter to a friend. " * 50)


def _emptied(store: Path) -> None:
    store.write_bytes(b"")


def _flipped_item(store: Path) -> None:
    _flip(store, 0)


def _flipped_source(store: Path) -> None:
    _flip(store, 1)


def _flip(store: Path, nth: int) -> None:
    """Flip one bit of the word that stands in a headline of `items`, and in the bytes that `sources` keeps."""
    content = bytearray(store.read_bytes())
    places = [n for n in range(len(content)) if content.startswith(b"Shelter opens", n)]
    with sqlite3.connect(store) as connection:
        (title,) = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'items'").fetchone()
    connection.close()
    in_items = [place for place in places if place // 4096 == title - 1]
    assert (len(places), len(in_items)) == (2, 1)
    content[in_items[0] if nth == 0 else next(p for p in places if p not in in_items)] ^= 4
    store.write_bytes(content)


def _flipped_schema(store: Path) -> None:
    """The version of the layout is no number any more."""
    _edit(store, "UPDATE alembic_version SET version_num = '000q'")


def _flipped_date(store: Path) -> None:
    """A day that no calendar has."""
    _edit(store, "UPDATE items SET day = '2020-07-q3'")


def _flipped_index(store: Path) -> None:
    """The source cannot be found by its name, as if it had never been read."""
    with sqlite3.connect(store) as connection:
        (page,) = connection.execute(
            "SELECT rootpage FROM sqlite_master WHERE name = 'sqlite_autoindex_sources_1'"
        ).fetchone()
    connection.close()
    content = bytearray(store.read_bytes())
    content[content.index(b"bulletin", 4096 * (page - 1))] ^= 4
    store.write_bytes(content)


def _edit(store: Path, statement: str) -> None:
    with sqlite3.connect(store) as connection:
        connection.execute(statement)
    connection.close()


DAMAGES: dict[str, tuple[Callable[[Path], None], str]] = {
    "missing": (_missing, "the store is empty or missing, but feeds are published"),
    "emptied": (_emptied, "the store is empty or missing, but feeds are published"),
    "newer": (_newer, "made by a newer feedsvc (schema 999"),
    "torn": (_torn, "feedsvc.sqlite3: damaged"),
    "cut": (_cut, "feedsvc.sqlite3: database disk image is malformed"),
    "no database": (_no_database, "feedsvc.sqlite3: file is not a database"),
    "flipped item": (_flipped_item, "the store is damaged: the row of tag:example.org,2020:item/"),
    "flipped source": (_flipped_source, "the store is damaged: the row of bulletin"),
    "flipped schema": (_flipped_schema, "the store is damaged: a value cannot be read"),
    "flipped date": (_flipped_date, "the store is damaged: a value cannot be read"),
    "flipped index": (_flipped_index, "feedsvc.sqlite3: damaged: row 1 missing from index"),
}


@pytest.fixture
def published(tmp_path: Path, command: Command) -> Published:
    """One source that was read and published, and says something new by now."""
    (tmp_path / "config.yaml").write_text(
        "title: News\npublisher: {name: Office}\nids: {authority: 'example.org,2020'}\nserver: {workers: 1}\n"
        "sources:\n  - {id: bulletin, path: bulletin.txt, every: 1d}\n",
        encoding="utf-8",
    )
    (tmp_path / "bulletin.txt").write_bytes(GOOD)
    made = Published(tmp_path)
    assert command("run", "--config", made.config)[0] == 0
    (tmp_path / "bulletin.txt").write_bytes(NEWER)
    return made


def _bytes(path: Path) -> bytes | None:
    return path.read_bytes() if path.exists() else None


@pytest.mark.parametrize("name", DAMAGES)
def test_a_run_leaves_all_as_it_is(name: str, published: Published, command: Command) -> None:
    """It ends with 1 and says what is wrong; feeds and store keep every byte, and a backup makes all good again."""
    damage, words = DAMAGES[name]
    backup, feeds = published.store.read_bytes(), published.feeds()
    damage(published.store)
    damaged = _bytes(published.store)
    status, out, err = command("run", "--config", published.config)
    assert (status, out) == (1, "")
    assert words in err
    assert "Traceback" not in err
    if name != "emptied":  # an empty file may get SQLite's header: there is nothing to overwrite
        assert _bytes(published.store) == damaged
    assert published.feeds() == feeds
    for path in published.store.parent.glob("*.sqlite3*"):
        path.unlink()
    published.store.write_bytes(backup)
    status, out, _ = command("run", "--config", published.config)
    assert (status, out.splitlines()[0]) == (0, "bulletin: 1 new")
    told = (published.folder / "feeds/current/hn/hn.json").read_text(encoding="utf-8")
    assert [entry["title"] for entry in json.loads(told)["items"]] == [
        "School opens in Honduras",
        "Shelter opens in Honduras",
    ]


def test_the_same_as_json(published: Published, command: Command) -> None:
    """A program that calls it finds the code of the error and the message."""
    _torn(published.store)
    status, out, _ = command("run", "--json", "--config", published.config)
    assert status == 1
    assert json.loads(out)["error"]["code"] == "store"
    assert str(published.store) in json.loads(out)["error"]["message"]


@contextmanager
def _stranger(store: Path) -> Iterator[None]:
    """Somebody else has begun to write, and takes long."""
    connection = sqlite3.connect(store, isolation_level=None)
    connection.execute("BEGIN IMMEDIATE")
    yield
    connection.execute("ROLLBACK")
    connection.close()


def test_a_run_while_a_stranger_writes(published: Published, command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    """It ends with 1 and names the store; when the stranger has gone the next one publishes."""
    monkeypatch.setattr("feedsvc.store.sqlite.BUSY_MS", 100)
    feeds = published.feeds()
    with _stranger(published.store):
        before = published.store.read_bytes()
        status, out, err = command("run", "--config", published.config)
        assert (status, out) == (1, "")
        assert f"{published.store}: database is locked. Nothing was changed." in err
        assert (published.store.read_bytes(), published.feeds()) == (before, feeds)
        assert command("status", "--config", published.config)[0] == 0
    assert command("run", "--config", published.config)[1].startswith("bulletin: 1 new")


def _bound(words: Sequence[str]) -> list[str]:
    """The command line of Python that is bound by permissions even as root."""
    return [sys.executable, "-c", BOUND, *words]


@pytest.mark.parametrize(
    ("place", "mode", "words"),
    [
        ("var/feedsvc.sqlite3", 0o444, "feedsvc.sqlite3: attempt to write a readonly database. Nothing was changed."),
        ("var/feedsvc.sqlite3", 0o000, "feedsvc.sqlite3: unable to open database file. Nothing was changed."),
        ("var/feedsvc.sqlite3.lock", 0o444, "feedsvc.sqlite3.lock: Permission denied. Nothing was changed."),
    ],
    ids=["store read-only", "store not readable", "lock read-only"],
)
def test_a_run_that_may_not_write(place: str, mode: int, words: str, published: Published) -> None:
    """A file that may not be written ends it with 1 and is named, and nothing changes."""
    before, feeds = published.store.read_bytes(), published.feeds()
    (published.folder / place).chmod(mode)
    run = [sys.executable, "-m", "feedsvc", "run", "--config", str(published.config)]
    done = subprocess.run(_bound(run), capture_output=True, text=True, check=False, timeout=PATIENCE)
    assert (done.returncode, done.stdout) == (1, "")
    assert words in done.stderr
    assert "Traceback" not in done.stderr
    (published.folder / place).chmod(0o644)
    assert (published.store.read_bytes(), published.feeds()) == (before, feeds)
    assert subprocess.run(run, capture_output=True, check=False, timeout=PATIENCE).returncode == 0


@contextmanager
def _served(published: Published, log: Path) -> Iterator[tuple[subprocess.Popen[bytes], int]]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = int(free.getsockname()[1])
    words = [sys.executable, "-m", "feedsvc", "serve", "--config", str(published.config), "--port", str(port)]
    with log.open("wb") as err, subprocess.Popen(_bound(words), stdout=subprocess.DEVNULL, stderr=err) as process:
        try:
            yield process, port
        finally:
            process.terminate()
            process.wait(PATIENCE)


def _get(port: int, path: str) -> bytes:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=PATIENCE) as answer:
        content: bytes = answer.read()
        return content


def _until(done: Callable[[], bool], process: subprocess.Popen[bytes], log: Path) -> None:
    end = time.monotonic() + PATIENCE
    while not done():
        assert process.poll() is None, log.read_text(encoding="utf-8")
        assert time.monotonic() < end, log.read_text(encoding="utf-8")
        time.sleep(0.05)


def _read_only(store: Path) -> None:
    store.chmod(0o444)


def _untouched(store: Path) -> None:
    assert store.exists()


SERVED: dict[str, tuple[Callable[[Path], None], str]] = {
    **{name: DAMAGES[name] for name in ("missing", "newer", "torn", "flipped item", "flipped schema")},
    "read-only": (_read_only, "attempt to write a readonly database"),
    "locked": (_untouched, "database is locked"),
}


@pytest.mark.parametrize("name", SERVED)
def test_serving_goes_on(name: str, published: Published) -> None:
    """What is published is served, the log says what is wrong with the store, and neither loses a byte."""
    damage, words = SERVED[name]
    damage(published.store)
    around: AbstractContextManager[None] = _stranger(published.store) if name == "locked" else nullcontext()
    feed = (published.folder / "feeds/current/hn/hn.atom").read_bytes()
    log = published.folder / "log"
    with around:
        before, feeds = _bytes(published.store), published.feeds()
        with _served(published, log) as (process, port):
            _until(lambda: words in log.read_text(encoding="utf-8"), process, log)
            assert _get(port, "/hn.atom") == feed
            assert process.poll() is None
        assert process.returncode == 0
        assert (_bytes(published.store), published.feeds()) == (before, feeds)
    assert "Traceback" not in log.read_text(encoding="utf-8")


def test_any_flipped_bit(published: Published, request: pytest.FixtureRequest) -> None:
    """Whichever bit of the file is another, a store that can be used says what it said, or else is refused in words."""
    good = published.store.read_bytes()
    said = _said(published.store)
    places = [place for place, byte in enumerate(good) if byte]
    chance = random.Random(1)
    if not request.config.getoption("--long", default=False):
        places = chance.sample(places, 200)
    for place in places:
        bad = bytearray(good)
        bad[place] ^= 1 << chance.randrange(8)
        for path in published.store.parent.glob("*.sqlite3*"):
            path.unlink()
        published.store.write_bytes(bad)
        with suppress(StoreError):
            assert _said(published.store) == said, place


def _said(path: Path) -> object:
    """All that a run asks of a store."""
    store = SqlStore(f"sqlite:///{path}", "example.org,2020")
    try:
        with store.read() as session:
            return (session.items(), session.feeds(), session.source("bulletin"), session.marks())
    finally:
        store.close()
