"""Many runs started at one moment: one publishes, the others leave at once."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from faults import Say, Times, stage
from feedsvc.store.sql import SqlStore

GUARD = 60  # seconds
LONGEST_WAIT = 1.0  # seconds that a run may wait for another one

# Does what `python -m feedsvc run` does, when all are ready to. How long it waited is the time that passed, less that
# of its own work and less that in the queue for a core: with so many at once on few cores, these are most of it.
PROGRAM = """
import json, os, runpy, sys, time
from pathlib import Path
import feedsvc.cli.run, feedsvc.pipeline, feedsvc.store.sql, feedsvc.config, sqlalchemy.dialects.sqlite
def times():
    return [int(word) / 1e9 for word in Path("/proc/self/schedstat").read_text().split()[:2]]
sys.argv = ["feedsvc", "run", "--json", "--config", sys.argv[1]]
print("ready", file=sys.stderr, flush=True)
sys.stdin.read()
begun, before = time.monotonic(), times()
try:
    runpy.run_module("feedsvc", run_name="__main__")
finally:
    after, passed = times(), time.monotonic() - begun
    print(json.dumps({"waited": passed - sum(after) + sum(before), "passed": passed}), file=sys.stderr)
"""


def _configure(folder: Path) -> Path:
    (folder / "bulletin.txt").write_bytes(stage.LAST)
    (folder / "config.yaml").write_text(
        "title: News\npublisher: {name: Office}\nids: {authority: 'example.org,2020'}\n"
        "sources:\n  - {id: bulletin, path: bulletin.txt}\n",
        encoding="utf-8",
    )
    return folder / "config.yaml"


def _at_once(config: Path, count: int) -> list[tuple[int, dict[str, Any], float]]:
    """Start so many runs, let them go together, and return each one's status, output and seconds of waiting."""
    reading, writing = os.pipe()
    runs = [
        subprocess.Popen(
            [sys.executable, "-c", PROGRAM, str(config)],
            stdin=reading,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(count)
    ]
    os.close(reading)
    try:
        for run in runs:
            assert run.stderr is not None
            assert run.stderr.readline() == "ready\n"
        os.close(writing)
        ended = [(run, *run.communicate(timeout=GUARD)) for run in runs]
    finally:
        for run in runs:
            run.kill()
            run.communicate()
    return [(run.returncode, json.loads(out), json.loads(err.splitlines()[-1])["waited"]) for run, out, err in ended]


@pytest.mark.parametrize("is_first", [True, False], ids=["nothing published yet", "a changed source"])
def test_many_at_once(is_first: bool, tmp_path: Path, times: Times, figure: Say) -> None:
    """Exactly one publishes; each other ends with 75, or with 0 and unchanged; nobody waits for anybody."""
    config = _configure(tmp_path)
    if not is_first:
        (tmp_path / "bulletin.txt").write_bytes(stage.READINGS[1])
        subprocess.run([sys.executable, "-m", "feedsvc", "run", "--config", str(config)], check=True)
        (tmp_path / "bulletin.txt").write_bytes(stage.LAST)
    ended = _at_once(config, times(6 if is_first else 12, 50))
    published = [out for status, out, _ in ended if status == 0 and out["published"]]
    unchanged = [out for status, out, _ in ended if status == 0 and not out["published"]]
    figure(f"{len(ended)} runs at once: {dict(Counter(status for status, _, _ in ended))}, {len(published)} published")
    assert {status for status, _, _ in ended} <= {0, 75}, [out for status, out, _ in ended if status not in (0, 75)]
    assert len(published) == 1
    assert all(out["sources"][0]["state"] == "unchanged" for out in unchanged)
    losers = [waited for status, out, waited in ended if out not in published]
    figure(f"  the longest that one waited: {max(losers) * 1000:.0f} ms")
    assert max(losers) < LONGEST_WAIT


def test_while_another_run_lasts(tmp_path: Path) -> None:
    """However long a run takes, each other ends with 75 and waits for nothing."""
    config = _configure(tmp_path)
    with SqlStore(f"sqlite:///{tmp_path}/var/feedsvc.sqlite3", "example.org,2020").run_lock():
        ended = _at_once(config, 3)
    assert [(status, out["error"]["code"]) for status, out, _ in ended] == [(75, "locked")] * 3
    assert max(waited for _, _, waited in ended) < LONGEST_WAIT
