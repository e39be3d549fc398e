"""The public workers as they run: real processes on a free loopback port, judged on the wire."""

from __future__ import annotations

import gzip
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from http.client import HTTPConnection, HTTPMessage
from pathlib import Path

import pytest
from published import NOT_FOUND, folders, publish, put_leaf

from feedsvc.errors import ServeError
from feedsvc.snapshot import etag
from feedsvc.web.server import PublicServer
from feedsvc.web.settings import PublicSettings

MODIFIED = 1_730_883_000
GUARD = 30.0  # seconds; far more than anything here takes


def _free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        port: int = trial.getsockname()[1]
        return port


def _until(holds: Callable[[], bool]) -> bool:
    end = time.monotonic() + GUARD
    while time.monotonic() < end:
        if holds():
            return True
        time.sleep(0.05)
    return False


def _listens(port: int) -> bool:
    with socket.socket() as trial:
        trial.settimeout(1)
        return trial.connect_ex(("127.0.0.1", port)) == 0


def _ask(
    port: int, path: str, method: str = "GET", headers: dict[str, str] | None = None
) -> tuple[int, HTTPMessage, bytes]:
    with closing(HTTPConnection("127.0.0.1", port, timeout=GUARD)) as connection:
        connection.request(method, path, headers=headers or {})
        answer = connection.getresponse()
        return answer.status, answer.msg, answer.read()


def _raw(port: int, request: bytes) -> bytes:
    with socket.create_connection(("127.0.0.1", port), timeout=GUARD) as connection:
        connection.sendall(request)
        return b"".join(iter(lambda: connection.recv(65536), b""))


def _children(pid: int) -> list[int]:
    listed = subprocess.run(["ps", "-o", "pid=", "--ppid", str(pid)], capture_output=True, text=True, check=False)
    return [int(word) for word in listed.stdout.split() if Path(f"/proc/{word}").exists()]


@pytest.fixture(scope="module")
def feeds(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a published tree."""
    top = tmp_path_factory.mktemp("feeds")
    publish(top, 1, folders("mark-000001"), MODIFIED)
    put_leaf(top, "some-item-0a1b2c", b"<!DOCTYPE html>" + b"a page " * 60, MODIFIED)
    return top


@pytest.fixture(scope="module")
def port(feeds: Path) -> Iterator[int]:
    """Give the port of running workers on that tree."""
    number = _free_port()
    server = PublicServer(PublicSettings(feeds, 900), "localhost", number, workers=1)
    server.start()
    try:
        server.wait_ready(GUARD)
        yield number
    finally:
        server.stop()
    assert server.poll() == 0
    assert not _listens(number)


@pytest.mark.parametrize(
    ("method", "path", "headers", "status"),
    [
        ("GET", "/hn.atom", {}, 200),
        ("HEAD", "/hn.atom", {}, 200),
        ("GET", "/hn.atom?a=b", {}, 200),
        ("GET", "/", {}, 200),
        ("GET", "/lang/es/hn/", {}, 200),
        ("GET", "/i/some-item-0a1b2c/", {}, 200),
        ("GET", "/hn.atom", {"If-None-Match": "*"}, 304),
        ("HEAD", "/hn.atom", {"If-None-Match": "*"}, 304),
        ("GET", "/hn.atom", {"If-None-Match": '"nope"'}, 200),
        ("GET", "/hn.atom", {"If-None-Match": "\u00e9"}, 200),
        ("GET", "/hn.atom", {"If-Modified-Since": "Wed, 06 Nov 2024 08:50:00 GMT"}, 304),
        ("GET", "/hn.atom", {"If-Modified-Since": "Wed, 06 Nov 2024 08:49:59 GMT"}, 200),
        ("GET", "/hn.atom", {"Range": "bytes=0-9"}, 200),
        ("GET", "/HN.atom", {}, 301),
        ("GET", "/rep%C3%BAblica-dominicana.atom", {}, 301),
        ("GET", "/repu%CC%81blica-dominicana/", {}, 301),
        ("GET", "/nothing", {}, 404),
        ("GET", "/%ff%00..%2f..%2fetc%2fpasswd", {}, 404),
        ("GET", "/..%2f..%2fetc%2fpasswd", {}, 404),
        ("GET", "//evil.example/hn.atom", {}, 404),
        ("GET", "/" + "a" * 10240, {}, 404),
        ("POST", "/hn.atom", {"Content-Length": "0"}, 405),
        ("OPTIONS", "/", {}, 405),
        ("GET", "/healthz", {}, 200),
    ],
)
def test_on_the_wire(port: int, method: str, path: str, headers: dict[str, str], status: int) -> None:
    """Each request gets its status, one Date, no cookie, and a body only where there is one."""
    got, answered, body = _ask(port, path, method, headers)
    assert got == status
    assert len(answered.get_all("Date") or []) == 1
    assert answered["Set-Cookie"] is None
    assert (body == b"") is (method == "HEAD" or status == 304)
    if status == 200:
        assert int(answered["Content-Length"]) > 0
    if status == 304:
        assert answered["Content-Length"] is None
        assert answered["Content-Type"] is None


def test_redirect_names_no_host(port: int) -> None:
    """Location is a path, whatever Host and forwarded headers say."""
    for host in ("evil.example", "evil.example:99999", "[", "a" * 9000):
        status, headers, body = _ask(port, "/honduras", headers={"Host": host, "X-Forwarded-Host": "evil.example"})
        assert (status, headers["Location"]) == (301, "/hn/")
        assert b"evil" not in body


def test_gzip_on_the_wire(port: int) -> None:
    """The gzip form is the same document with its own tag, and HEAD says its length."""
    _, plain, body = _ask(port, "/hn.atom")
    _, packed, compressed = _ask(port, "/hn.atom", headers={"Accept-Encoding": "gzip"})
    assert packed["Content-Encoding"] == "gzip"
    assert gzip.decompress(compressed) == body
    assert plain["ETag"] == etag(body, "")
    assert packed["ETag"] == etag(body, "gzip")
    _, head, _ = _ask(port, "/hn.atom", "HEAD", {"Accept-Encoding": "gzip"})
    assert head["Content-Length"] == str(len(compressed))


def test_one_connection_carries_every_kind_of_answer(port: int) -> None:
    """Answers without a body leave the connection in order for those that follow."""
    with closing(HTTPConnection("127.0.0.1", port, timeout=GUARD)) as connection:
        for _ in range(3):
            for method, path, expected in (("HEAD", "/hn.atom", 200), ("GET", "/HN.atom", 301), ("HEAD", "/x", 404)):
                connection.request(method, path)
                answer = connection.getresponse()
                answer.read()
                assert answer.status == expected
            connection.request("GET", "/hn.atom", headers={"If-None-Match": "*"})
            answer = connection.getresponse()
            assert (answer.status, answer.read()) == (304, b"")


@pytest.mark.parametrize(
    ("request_line", "status"),
    [
        (b"GET /\xff\xfe HTTP/1.1", (400, 404)),
        (b"GET /\x00 HTTP/1.1", (400, 404)),
        (b"GET / HTTP/1.0", (200,)),
        (b"GET http://evil.example/hn.atom HTTP/1.1", (200,)),
        (b"GET http://evil.example HTTP/1.1", (200,)),
        (b"OPTIONS * HTTP/1.1", (404, 405)),
        (b"GET /" + b"a" * 100_000 + b" HTTP/1.1", (414, 431)),
        (b"nonsense", (400,)),
    ],
)
def test_odd_request(port: int, request_line: bytes, status: tuple[int, ...]) -> None:
    """No request line, however odd, gets 5xx or silence."""
    answer = _raw(port, request_line + b"\r\nHost: a\r\nConnection: close\r\n\r\n")
    assert int(answer.split(b" ")[1]) in status
    assert b"evil" not in answer


def test_missing_page_on_the_wire(port: int) -> None:
    """404 is the site's page, without a validator, and for five minutes at most."""
    _, headers, body = _ask(port, "/nothing")
    assert body == NOT_FOUND
    assert headers["ETag"] is None
    assert headers["Cache-Control"] == "public, max-age=300"


def test_switch_under_way(tmp_path: Path) -> None:
    """While generations switch, every answer is one whole document; what is asked after a switch is the new one."""
    publish(tmp_path, 1, folders("mark-000001"), MODIFIED)
    number = _free_port()
    server = PublicServer(PublicSettings(tmp_path, 900), "127.0.0.1", number, workers=2)
    server.start()
    faults: list[str] = []
    stop = threading.Event()

    def read_on() -> None:
        while not stop.is_set():
            status, headers, body = _ask(number, "/hn.atom")
            if status != 200 or headers["ETag"] != etag(body, ""):
                faults.append(f"{status} {headers['ETag']}")

    reader = threading.Thread(target=read_on)
    try:
        server.wait_ready(GUARD)
        reader.start()
        for generation in range(2, 30):
            publish(tmp_path, generation, folders(f"mark-{generation:06}"), MODIFIED + generation)
            for path in ("/hn.atom", "/", "/lang/es/all.rss"):
                assert f"mark-{generation:06}".encode() in _ask(number, path)[2]
    finally:
        stop.set()
        reader.join()
        server.stop()
    assert faults == []


def test_nothing_published_yet_on_the_wire(tmp_path: Path) -> None:
    """Workers start without a tree, say 503 until there is one, and then serve it without a restart."""
    number = _free_port()
    server = PublicServer(PublicSettings(tmp_path / "feeds", 900), "127.0.0.1", number, workers=2)
    server.start()
    try:
        server.wait_ready(GUARD)
        status, headers, _ = _ask(number, "/hn.atom")
        assert status == 503
        assert int(headers["Retry-After"]) > 0
        publish(tmp_path / "feeds", 1, folders(), MODIFIED)
        assert [_ask(number, "/hn.atom")[0] for _ in range(8)] == [200] * 8
    finally:
        server.stop()


def test_port_in_use(port: int, tmp_path: Path) -> None:
    """A port that workers or any other program listen on is refused, naming host, port and the setting."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        for taken in (port, other.getsockname()[1]):
            server = PublicServer(PublicSettings(tmp_path, 900), "127.0.0.1", taken, workers=1)
            with pytest.raises(ServeError, match=rf"127\.0\.0\.1:{taken}.*server\.port"):
                server.start()
            assert server.poll() is None


@pytest.mark.parametrize("host", ["no-such-host.invalid", "192.0.2.1"])
def test_host_that_is_not_ours(host: str, tmp_path: Path) -> None:
    """An address that this machine does not have is refused, naming the setting."""
    with pytest.raises(ServeError, match=r"server\.host"):
        PublicServer(PublicSettings(tmp_path, 900), host, _free_port(), workers=1).check_port()


def test_server_that_was_never_started(tmp_path: Path) -> None:
    """Stopping what was never started does nothing."""
    server = PublicServer(PublicSettings(tmp_path, 900), "127.0.0.1", 1, workers=1)
    server.stop()
    assert server.poll() is None


def test_failed_start_is_told(tmp_path: Path) -> None:
    """Waiting for workers that ended raises ServeError with their status."""
    server = PublicServer(PublicSettings(tmp_path, 900), "127.0.0.1", _free_port(), workers=1)
    server.start()
    server.stop()
    with pytest.raises(ServeError, match="ended with status"):
        server.wait_ready(GUARD)


def test_workers_live_and_end_with_their_parents(feeds: Path) -> None:
    """A killed worker is replaced; when the process that started the workers is killed, none of them stays."""
    number = _free_port()
    program = (
        "import sys, time; from pathlib import Path; from feedsvc.web.server import PublicServer;"
        "from feedsvc.web.settings import PublicSettings;"
        "s = PublicServer(PublicSettings(Path(sys.argv[1]), 900), '127.0.0.1', int(sys.argv[2]), 1);"
        "s.start(); s.wait_ready(30); print('ready', flush=True); time.sleep(600)"
    )
    environment = os.environ | {"FEEDSVC_STORE__URL": "postgresql://user:secret@db/feeds", "PGPASSWORD": "secret"}
    parent = subprocess.Popen(
        [sys.executable, "-c", program, str(feeds), str(number)], stdout=subprocess.PIPE, env=environment
    )
    try:
        assert parent.stdout is not None
        assert parent.stdout.readline() == b"ready\n"
        (server,) = _children(parent.pid)
        (worker,) = _children(server)
        assert b"secret" not in Path(f"/proc/{worker}/environ").read_bytes()
        os.kill(worker, signal.SIGKILL)
        assert _until(lambda: any(child != worker for child in _children(server)))
        assert _until(lambda: _listens(number))
        assert _ask(number, "/healthz")[0] == 200
    finally:
        parent.kill()
        parent.communicate()
    assert _until(lambda: not _listens(number))
    assert _until(lambda: not Path(f"/proc/{server}").exists())


def test_workers_end_with_their_own_server(feeds: Path) -> None:
    """When the process above the workers is killed they end too, and the one who started it learns of it."""
    number = _free_port()
    server = PublicServer(PublicSettings(feeds, 900), "127.0.0.1", number, workers=1)
    others = _children(os.getpid())
    server.start()
    try:
        server.wait_ready(GUARD)
        (pid,) = set(_children(os.getpid())) - set(others)
        os.kill(pid, signal.SIGKILL)
        assert _until(lambda: server.poll() == -signal.SIGKILL)
        assert _until(lambda: not _listens(number))
    finally:
        server.stop()
