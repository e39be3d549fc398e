"""`feedsvc serve` as an operator starts it: the schedule beside real web workers."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from services import text_of

GOOD = text_of(("13 July 2020", "Shelter opens in Honduras", "Forty families moved in."))
PATIENCE = 30  # seconds; a guard, ten times what is expected


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])


def _configure(folder: Path, every: str = "1d") -> Path:
    (folder / "config.yaml").write_text(
        "title: News\npublisher: {name: Office}\nids: {authority: 'example.org,2020'}\nserver: {workers: 1}\n"
        f"sources:\n  - {{id: bulletin, path: bulletin.txt, every: {every}}}\n",
        encoding="utf-8",
    )
    return folder / "config.yaml"


@contextmanager
def _served(config: Path, port: int) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        [sys.executable, "-m", "feedsvc", "serve", "--config", str(config), "--port", str(port)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={name: value for name, value in os.environ.items() if not name.startswith("FEEDSVC_")},
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def _get(port: int, path: str) -> tuple[int, bytes]:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=PATIENCE) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read()


def _until(port: int, path: str, wanted: int, content: bytes = b"") -> bytes:
    """Ask until the answer has this status and holds this content."""
    end = time.monotonic() + PATIENCE
    while True:
        try:
            status, body = _get(port, path)
        except OSError:
            status, body = 0, b""
        if status == wanted and content in body:
            return body
        assert time.monotonic() < end, (status, body[:200])
        time.sleep(0.05)


def test_a_fresh_start_and_an_orderly_end(tmp_path: Path) -> None:
    """The first reading is published, the addresses to open are told on standard error, and SIGTERM ends it with 0."""
    (tmp_path / "bulletin.txt").write_bytes(GOOD)
    port = _free_port()
    with _served(_configure(tmp_path), port) as process:
        body = _until(port, "/hn.atom", 200)
        assert b"Shelter opens in Honduras" in body
        assert _get(port, "/")[0] == 200
        process.send_signal(signal.SIGTERM)
        out, err = process.communicate(timeout=PATIENCE)
    assert process.returncode == 0
    assert out == ""
    assert f"http://127.0.0.1:{port}/all.atom" in err
    with pytest.raises(OSError, match="refused"):
        _get(port, "/")


def test_published_feeds_are_served_and_the_source_is_read_at_once(tmp_path: Path) -> None:
    """Started again over existing feeds, with a bulletin changed meanwhile, it serves them and soon the new ones."""
    (tmp_path / "bulletin.txt").write_bytes(GOOD)
    config = _configure(tmp_path)
    subprocess.run([sys.executable, "-m", "feedsvc", "run", "--config", str(config)], check=True, capture_output=True)
    (tmp_path / "bulletin.txt").write_bytes(GOOD.replace(b"Shelter", b"Second shelter"))
    port = _free_port()
    with _served(config, port):
        _until(port, "/hn.json", 200, b"Second shelter")


def test_without_any_feed_it_waits(tmp_path: Path) -> None:
    """While nothing was ever read it answers 503; `feedsvc run` beside it brings the feeds."""
    config = _configure(tmp_path)
    port = _free_port()
    with _served(config, port) as process:
        _until(port, "/all.atom", 503)
        assert _get(port, "/healthz")[0] == 200
        (tmp_path / "bulletin.txt").write_bytes(GOOD)
        subprocess.run(
            [sys.executable, "-m", "feedsvc", "run", "--config", str(config)], check=True, capture_output=True
        )
        _until(port, "/all.atom", 200)
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=PATIENCE)
    assert "bulletin.txt: no such file" in err


def test_a_broken_source_does_not_stop_it(tmp_path: Path) -> None:
    """Feeds are served while their source is unusable."""
    (tmp_path / "bulletin.txt").write_bytes(GOOD)
    config = _configure(tmp_path)
    subprocess.run([sys.executable, "-m", "feedsvc", "run", "--config", str(config)], check=True, capture_output=True)
    (tmp_path / "bulletin.txt").write_bytes(b"\xff\xfe\x00garbage")
    port = _free_port()
    with _served(config, port):
        assert b"Shelter" in _until(port, "/hn.atom", 200)


def test_a_port_in_use(tmp_path: Path) -> None:
    """It ends with 1 before it reads anything, and names the port and the setting."""
    (tmp_path / "bulletin.txt").write_bytes(GOOD)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with _served(_configure(tmp_path), port) as process:
            _, err = process.communicate(timeout=PATIENCE)
    assert process.returncode == 1
    assert str(port) in err
    assert "server.port" in err
    assert not (tmp_path / "feeds").exists()


def test_the_web_workers_end_with_the_service(tmp_path: Path) -> None:
    """When the service is killed outright, its port is free again soon."""
    (tmp_path / "bulletin.txt").write_bytes(GOOD)
    port = _free_port()
    with _served(_configure(tmp_path), port) as process:
        _until(port, "/hn.atom", 200)
        process.kill()
        process.communicate()
        end = time.monotonic() + PATIENCE
        while True:
            try:
                _get(port, "/healthz")
            except OSError:
                break
            assert time.monotonic() < end
            time.sleep(0.1)


def _grandchildren(process: subprocess.Popen[str]) -> set[str]:
    def under(parent: str) -> list[str]:
        listed = subprocess.run(["ps", "-o", "pid=", "--ppid", parent], capture_output=True, text=True, check=False)
        return listed.stdout.split()

    return {worker for server in under(str(process.pid)) for worker in under(server)}


def test_a_hangup_renews_the_workers(tmp_path: Path) -> None:
    """SIGHUP to the service puts a new worker in the place of each, and ends nothing else."""
    (tmp_path / "bulletin.txt").write_bytes(GOOD)
    port = _free_port()
    with _served(_configure(tmp_path), port) as process:
        _until(port, "/hn.atom", 200)
        before = _grandchildren(process)
        process.send_signal(signal.SIGHUP)
        end = time.monotonic() + PATIENCE
        while before & _grandchildren(process):
            assert time.monotonic() < end
            assert _get(port, "/hn.atom")[0] == 200
            time.sleep(0.1)
        assert len(_grandchildren(process)) == len(before) == 1
        assert process.poll() is None
