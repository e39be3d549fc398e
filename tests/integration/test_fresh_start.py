"""The same bulletin gives the same files, on every machine; and nothing changed, nothing written."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest
from services import SEED

ROOT = SEED.parent.parent


def _start(folder: Path, **environment: str) -> dict[str, bytes]:
    """Run the shipped configuration in a folder of its own; return every uncompressed published file."""
    folder.mkdir()
    (folder / "seeds").mkdir()
    (folder / "seeds" / SEED.name).write_bytes(SEED.read_bytes())
    (folder / "config.yaml").write_bytes((ROOT / "config.yaml").read_bytes())
    _run(folder, **environment)
    return _files(folder / "feeds")


def _run(folder: Path, **environment: str) -> str:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("FEEDSVC_")}
    done = subprocess.run(
        [sys.executable, "-m", "feedsvc", "run", "--config", "config.yaml"],
        cwd=folder,
        env={**clean, **environment},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout


def _files(feeds: Path) -> dict[str, bytes]:
    files = [path for path in feeds.rglob("*") if path.is_file() and path.suffix != ".gz"]
    return {path.relative_to(feeds).as_posix(): path.read_bytes() for path in files}


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, bytes]]:
    """A fresh start in this environment."""
    folder = tmp_path_factory.mktemp("first") / "service"
    return folder, _start(folder)


def test_fresh_starts_are_identical(first: tuple[Path, dict[str, bytes]], tmp_path: Path) -> None:
    """Another folder, time, hash seed, zone and locale change no byte of any uncompressed file."""
    elsewhere = _start(
        tmp_path / "other", PYTHONHASHSEED="7", TZ="Asia/Kathmandu", LC_ALL="C.UTF-8", LANG="es_ES.UTF-8"
    )
    assert elsewhere == first[1]


def test_an_unchanged_source_writes_nothing(first: tuple[Path, dict[str, bytes]]) -> None:
    """A second run touches no file and no folder under feeds/, and says nothing."""
    folder, _ = first
    before = {path: (path.lstat().st_mtime_ns, path.lstat().st_ino) for path in (folder / "feeds").rglob("*")}
    assert _run(folder) == ""
    assert {path: (path.lstat().st_mtime_ns, path.lstat().st_ino) for path in (folder / "feeds").rglob("*")} == before


def test_the_nine_items(first: tuple[Path, dict[str, bytes]]) -> None:
    """All nine stand in the feed of everything in the bulletin's order, three in Honduras'."""
    folder, _ = first
    lines = [line.strip() for line in SEED.read_text(encoding="utf-8").splitlines() if line.strip()]
    date_line = re.compile(r"\d{1,2} \w+, 2020")
    headlines = [line for before, line in pairwise(lines) if date_line.fullmatch(before)]
    current = folder / "feeds" / "current"
    everything = json.loads((current / "all" / "all.json").read_text(encoding="utf-8"))
    assert len(headlines) == 9
    assert [item["title"] for item in everything["items"]] == headlines
    honduras = json.loads((current / "hn" / "hn.json").read_text(encoding="utf-8"))
    assert [item["title"] for item in honduras["items"]] == [headlines[n] for n in (0, 5, 7)]


def test_every_configured_country_has_feeds(first: tuple[Path, dict[str, bytes]]) -> None:
    """Each country of the configuration has its three feeds and its page, also without any item."""
    current = first[0] / "feeds" / "current"
    configured = re.search(r"^countries: \[(.*)\]", (ROOT / "config.yaml").read_text(encoding="utf-8"), re.MULTILINE)
    assert configured is not None
    for code in configured[1].lower().split(", "):
        assert {path.suffix for path in (current / code).iterdir()} == {".atom", ".rss", ".json", ".html", ".gz"}
