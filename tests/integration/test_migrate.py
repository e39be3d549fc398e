"""`feedsvc migrate`, and the other commands on a store of an older version."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from urllib.parse import unquote

import pytest
from calling import Command
from making import NOW, item
from older import make_version_1
from services import text_of

from feedsvc.model import FeedKey, FeedRecord


@pytest.fixture
def config(tmp_path: Path) -> Path:
    """A configuration beside its bulletin."""
    (tmp_path / "bulletin.txt").write_bytes(text_of(("13 July 2020", "Headline a", "Some text.")))
    (tmp_path / "config.yaml").write_text(
        "title: News\npublisher: {name: Office}\nids: {authority: 'example.org,2020'}\nstore: sqlite:///s.sqlite\n"
        "sources:\n  - {id: bulletin, path: bulletin.txt}\n",
        encoding="utf-8",
    )
    return tmp_path / "config.yaml"


@pytest.fixture
def old(config: Path) -> Path:
    """A configuration whose store is of version 1."""
    make_version_1(f"sqlite:///{config.parent}/s.sqlite", [item("a")], [FeedRecord(FeedKey("en"), NOW)])
    return config


def _backups(config: Path) -> list[str]:
    return sorted(path.name for path in config.parent.glob("s.sqlite.before-*"))


def test_from_what_to_what(old: Path, command: Command) -> None:
    """It says from which version to which, and where the store is kept as it was; a second time there is nothing."""
    status, out, err = command("migrate", "--config", old)
    (backup,) = _backups(old)
    store = old.parent / "s.sqlite"
    assert (status, err) == (0, "")
    assert out.splitlines() == [
        f"{store}: migrated from 0001 to 0003",
        f"{store}: as it was, it is kept in {old.parent / backup}",
    ]
    assert command("migrate", "--config", old) == (0, f"{store}: at 0003, nothing to do\n", "")
    assert _backups(old) == [backup]


def test_the_same_as_json(old: Path, command: Command) -> None:
    """A program that calls it finds the versions as numbers, and the backup's path."""
    status, out, _ = command("migrate", "--json", "--config", old)
    (backup,) = _backups(old)
    assert (status, json.loads(out)) == (
        0,
        {
            "store": str(old.parent / "s.sqlite"),
            "from": 1,
            "to": 3,
            "migrated": True,
            "backup": str(old.parent / backup),
            "how_to_back_up": None,
        },
    )


def test_where_there_is_no_store(config: Path, command: Command) -> None:
    """It makes none."""
    status, out, _ = command("migrate", "--config", config)
    assert (status, out) == (0, f"{config.parent}/s.sqlite: there is no store yet; the first run makes it\n")
    assert not (config.parent / "s.sqlite").exists()


def test_on_postgresql(config: Path, command: Command, monkeypatch: pytest.MonkeyPatch, postgres_url: str) -> None:
    """It says that no backup was made, and how to make one."""
    make_version_1(postgres_url, [item("a")])
    monkeypatch.setenv("FEEDSVC_STORE", postgres_url)
    status, out, _ = command("migrate", "--config", config)
    assert status == 0
    assert "migrated from 0001 to 0003" in out
    assert f"no backup was made; to make one: pg_dump --format=custom --file=feedsvc.dump '{postgres_url}'" in unquote(
        out
    )


def test_while_a_run_lasts(old: Path, command: Command) -> None:
    """It ends with 75, and changes nothing."""
    code = "import fcntl,sys,time; f=open(sys.argv[1],'w'); fcntl.flock(f,2); print(flush=True); time.sleep(60)"
    lock = [sys.executable, "-c", code, str(old.parent / "s.sqlite.lock")]
    with subprocess.Popen(lock, stdout=subprocess.PIPE) as holder:
        assert holder.stdout is not None
        holder.stdout.readline()
        status, out, err = command("migrate", "--config", old)
        holder.kill()
    assert (status, out) == (75, "")
    assert "another run is under way" in err
    assert _backups(old) == []


@pytest.mark.parametrize("words", [["status"], ["plan"], ["explain", "headline-a"]], ids=lambda words: words[0])
def test_looking_at_an_old_store(words: list[str], old: Path, command: Command) -> None:
    """A command that only looks ends with 1, says what to do, and changes nothing."""
    before = (old.parent / "s.sqlite").read_bytes()
    status, out, err = command(*words, "--config", old)
    assert (status, out) == (1, "")
    assert "made by an older feedsvc (schema 1, this one needs 3). Nothing was changed." in err
    assert "run `feedsvc migrate`" in err
    assert (old.parent / "s.sqlite").read_bytes() == before


def test_a_run_migrates_by_itself(old: Path) -> None:
    """It keeps the store as it was, says so on standard error, and finds the items that it held."""
    words = [sys.executable, "-m", "feedsvc", "run", "--config", str(old)]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    (backup,) = _backups(old)
    assert done.returncode == 0
    assert f"s.sqlite: migrated from 0001 to 0003; as it was, it is kept in {old.parent / backup}" in done.stderr
    assert "new" not in done.stdout
    again = subprocess.run(words, capture_output=True, text=True, check=False)
    assert (again.returncode, again.stdout, again.stderr) == (0, "", "")


def test_a_run_imports_no_alembic(config: Path) -> None:
    """What migrations alone need is loaded for them alone, on the first run too."""
    code = (
        "import sys; from feedsvc.cli import main; sys.argv[1:] = ['run', '--config', sys.argv[1]]\n"
        "try: main()\nexcept SystemExit: print({'alembic', 'pg8000'} & sys.modules.keys())"
    )
    done = subprocess.run([sys.executable, "-c", code, str(config)], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "set()"
