"""Runs that are paused, with and without the lock of the published tree, while others go on. Real processes."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from making import NOW

from feedsvc.errors import RunLocked
from feedsvc.model import Folder, Publication
from feedsvc.snapshot import document
from feedsvc.targets.local import LocalTarget

GUARD = 30  # seconds

# Publishes its text when it is told to; with "inside", it pauses by itself right before the switch.
PROGRAM = """
import os, signal, sys
from datetime import datetime
from pathlib import Path
from feedsvc.errors import FeedsvcError
from feedsvc.model import Folder, Publication
from feedsvc.snapshot import document
from feedsvc.targets.local import LocalTarget

folder, token, where, now = sys.argv[1:]
if where == "inside":
    real = os.replace
    def replace(source, place):
        if str(place).endswith("/current"):
            os.kill(os.getpid(), signal.SIGSTOP)
        real(source, place)
    os.replace = replace
text = f"text of {token} ".encode() * 40
folders = Folder("i/one", (document("index.html", text),)), Folder("hn", (document("index.html", text),))
target = LocalTarget(Path(folder))
print("ready", flush=True)
sys.stdin.readline()
try:
    print(target.publish(Publication(folders[:1], folders[1:]), datetime.fromisoformat(now), int(token)).generation)
except FeedsvcError as error:
    print(f"{error.code}: {error}")
    sys.exit(error.exit_code)
"""


class Run:
    """A process that publishes."""

    def __init__(self, folder: Path, token: int, where: str = "") -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-c", PROGRAM, str(folder), str(token), where, NOW.isoformat()],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self._process.stdout is not None
        assert self._process.stdout.readline() == "ready\n"

    def pause(self) -> None:
        """Stop it where it is."""
        self._process.send_signal(signal.SIGSTOP)
        self.wait_until_paused()

    def wait_until_paused(self) -> None:
        """Return when it stands still."""
        found = os.waitid(os.P_PID, self._process.pid, os.WSTOPPED | os.WEXITED | os.WNOWAIT)
        assert found is not None
        assert found.si_code == os.CLD_STOPPED

    def begin(self) -> None:
        """Tell it to publish; a paused one finds this when it goes on."""
        assert self._process.stdin is not None
        self._process.stdin.write("go\n")
        self._process.stdin.flush()

    def go_on(self) -> None:
        """End its pause."""
        self._process.send_signal(signal.SIGCONT)

    def end(self) -> tuple[int, str]:
        """Wait for its end; return its status and what it said."""
        out, _ = self._process.communicate(timeout=GUARD)
        return self._process.returncode, out.strip()

    def kill(self) -> None:
        """Kill it outright, if it is still there."""
        self._process.kill()
        self._process.communicate()


@pytest.fixture
def runs() -> Iterator[ExitStack]:
    """Whatever is started ends with the test."""
    with ExitStack() as stack:
        yield stack


def _start(runs: ExitStack, folder: Path, token: int, where: str = "") -> Run:
    run = Run(folder, token, where)
    runs.callback(run.kill)
    return run


def _text(folder: Path) -> set[bytes]:
    return {(folder / place / "index.html").read_bytes()[:9] for place in ("current/hn", "i/one")}


def test_a_run_that_was_paused_is_overtaken(runs: ExitStack, tmp_path: Path) -> None:
    """Paused before it publishes, while another run publishes: it is refused, and the later feeds stay."""
    late, other = _start(runs, tmp_path, 1), _start(runs, tmp_path, 2)
    late.pause()
    late.begin()
    other.begin()
    assert other.end() == (0, "1")
    late.go_on()
    status, told = late.end()
    assert (status, told.partition(":")[0]) == (1, "overtaken")
    assert told.endswith("another run published meanwhile; nothing was published; run again")
    assert _text(tmp_path) == {b"text of 2"}


def test_a_run_that_was_paused_alone_goes_on(runs: ExitStack, tmp_path: Path) -> None:
    """Where no other run published meanwhile, a pause is only a pause."""
    late = _start(runs, tmp_path, 1)
    late.pause()
    late.begin()
    late.go_on()
    assert late.end() == (0, "1")
    assert _text(tmp_path) == {b"text of 1"}


def test_a_run_that_is_paused_inside_keeps_others_out(runs: ExitStack, tmp_path: Path) -> None:
    """Paused right before its switch it holds the lock: others leave at once, and it completes its work."""
    slow = _start(runs, tmp_path, 1, "inside")
    slow.begin()
    slow.wait_until_paused()
    other = _start(runs, tmp_path, 2)
    other.begin()
    status, told = other.end()
    assert (status, told.partition(":")[0]) == (75, "locked")
    slow.go_on()
    assert slow.end() == (0, "1")
    assert _text(tmp_path) == {b"text of 1"}


def test_a_run_that_is_killed_inside_frees_the_lock(runs: ExitStack, tmp_path: Path) -> None:
    """The next run publishes, and removes what was left."""
    slow = _start(runs, tmp_path, 1, "inside")
    slow.begin()
    slow.wait_until_paused()
    with pytest.raises(RunLocked):
        LocalTarget(tmp_path).publish(_feed("other"), NOW, 2)
    slow.kill()
    assert (tmp_path / ".publishing").exists()
    assert LocalTarget(tmp_path).publish(_feed("other"), NOW, 2).generation == 1
    assert {path.name for path in tmp_path.rglob(".*")} == {".lock", ".fence"}


def _feed(text: str) -> Publication:
    return Publication((), (Folder("hn", (document("index.html", text.encode()),)),))
