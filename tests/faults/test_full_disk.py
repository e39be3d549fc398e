"""The command line on a real file system that is full, has no inodes left, or is read-only."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path

import pytest

from faults import Say, Times, stage
from faults.serving import GUARD, ask, serving

PAGES, INODES = 3_000, 3_000  # what the disk holds, more than 20 generations: pages of 4 KiB, and files
STEP = {"bytes": 3, "inodes": 5}  # how many more are left free from one try to the next


class Disk:
    """A small file system of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir()
        self._mount("-t", "tmpfs", "-o", f"size={PAGES * 4}k,nr_inodes={INODES}", "tmpfs")

    def fill(self, kind: str, left: int) -> None:
        """Leave so many pages or inodes free; "read-only" leaves nothing to write at all."""
        if kind == "read-only":
            self._mount("-o", "remount,ro")
        elif kind == "bytes":
            found = subprocess.run(["stat", "-f", "-c", "%f", self.folder], capture_output=True, check=True)
            (self.folder / "filler").write_bytes(bytes(4096 * max(0, int(found.stdout) - left)))
        else:
            found = subprocess.run(["stat", "-f", "-c", "%d", self.folder], capture_output=True, check=True)
            (self.folder / "filler").mkdir()
            for number in range(int(found.stdout) - left - 1):
                (self.folder / "filler" / str(number)).touch()

    def free(self) -> None:
        """Make room again."""
        self._mount("-o", "remount,rw")
        subprocess.run(["rm", "-rf", self.folder / "filler"], check=True)

    def remove(self) -> None:
        """Take it away, with all that is on it."""
        subprocess.run(["umount", "-l", self.folder], check=True)

    def _mount(self, *words: str) -> None:
        subprocess.run(["mount", *words, self.folder], check=True, capture_output=True)


@pytest.fixture
def disk(tmp_path: Path, leave_out: Say) -> Iterator[Disk]:
    """A small disk, where the system lets us mount one."""
    try:
        made = Disk(tmp_path / "disk")
    except (OSError, subprocess.CalledProcessError):
        leave_out("no file system can be mounted (run as root): disks full of bytes, full of files, and read-only")
    yield made
    made.remove()


def _configure(folder: Path, **paths: str) -> Path:
    lines = [f"{name}: {path}" for name, path in paths.items()]
    lines += ["title: News", "publisher: {name: Office}", "ids: {authority: 'example.org,2020'}"]
    lines += ["sources:", "  - {id: bulletin, path: bulletin.txt}"]
    (folder / "config.yaml").write_text("\n".join(lines), encoding="utf-8")
    return folder / "config.yaml"


def _run(config: Path) -> tuple[int, str]:
    command = [sys.executable, "-m", "feedsvc", "run", "--config", str(config)]
    ended = subprocess.run(command, capture_output=True, text=True, check=False, timeout=GUARD)
    return ended.returncode, ended.stderr


def _published(feeds: Path) -> dict[str, bytes]:
    return stage.files_under(feeds / "current")


def _fillings(times: Times) -> list[tuple[str, int]]:
    """What is left free of what in each try; with `--long`, from nothing up to more than a run needs."""
    lefts = [(kind, left) for kind, step in STEP.items() for left in range(0, times(1, 150), step)]
    return [*lefts, ("read-only", 0)]


def _change(folder: Path, number: int) -> bytes:
    """Change the bulletin; return the words by which the change is known."""
    (folder / "bulletin.txt").write_bytes(stage.READINGS[1].replace(b"Forty", f"{number}".encode()))
    return f"{number} families".encode()


def _tell(refused: Counter[str], tries: list[tuple[str, int]], where: str, figure: Say) -> None:
    tried = Counter(kind for kind, _ in tries)
    figure(f"{where}: " + ", ".join(f"{refused[kind]} of {tried[kind]} runs refused ({kind})" for kind in tried))


def test_a_disk_for_feeds(disk: Disk, tmp_path: Path, times: Times, figure: Say) -> None:
    """Feeds stay and are served, the run ends with 1 and names the folder, and the next run with room publishes."""
    config, feeds = _configure(tmp_path, feeds="disk/feeds"), disk.folder / "feeds"
    (tmp_path / "bulletin.txt").write_bytes(stage.READINGS[1])
    assert _run(config) == (0, "")
    refused = Counter[str]()
    tries = _fillings(times)
    with serving(feeds) as (_, port), closing(HTTPConnection("127.0.0.1", port, timeout=GUARD)) as connection:
        for number, (kind, left) in enumerate(tries):
            before = _published(feeds)
            changed = _change(tmp_path, number)
            disk.fill(kind, left)
            status, told = _run(config)
            if status:
                refused[kind] += 1
                assert (status, f"feedsvc: {feeds}: " in told) == (1, True), told
                assert _published(feeds) == before or "the new feeds are published" in told
            assert ask(connection, "/hn.atom").body == _published(feeds)["hn/hn.atom"]
            disk.free()
            status, told = _run(config)
            assert status == 0, (number, kind, left, told)
            assert changed in ask(connection, "/hn.atom").body
            assert {path.name for path in feeds.rglob(".*")} == {".lock", ".fence"}
    _tell(refused, tries, "a disk for feeds", figure)
    assert refused.keys() == {*STEP, "read-only"}


def test_a_disk_for_the_store(disk: Disk, tmp_path: Path, times: Times, figure: Say) -> None:
    """Feeds stay whole, the run ends with 1 and names the store, and the next run with room loses nothing."""
    config, store = _configure(tmp_path, store="sqlite:///disk/var/store.sqlite3"), disk.folder / "var/store.sqlite3"
    (tmp_path / "bulletin.txt").write_bytes(stage.READINGS[1])
    assert _run(config) == (0, "")
    refused = Counter[str]()
    tries = _fillings(times)
    for number, (kind, left) in enumerate(tries):
        before = _published(tmp_path / "feeds")
        changed = _change(tmp_path, number)
        disk.fill(kind, left)
        status, told = _run(config)
        struck = _published(tmp_path / "feeds")
        disk.free()
        assert _run(config) == (0, "")
        after = _published(tmp_path / "feeds")
        assert changed in after["hn/hn.atom"]
        assert struck in (before, after)
        if status:
            refused[kind] += 1
            assert (status, f"feedsvc: {store}" in told) == (1, True), told
    _tell(refused, tries, "a disk for the store", figure)
    assert refused.keys() == {*STEP, "read-only"}
