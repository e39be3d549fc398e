"""Whatever a server answers, a source is read or unreachable: nothing else is raised, and nothing takes long."""

from __future__ import annotations

import time
from collections.abc import Iterator
from ipaddress import ip_address

import pytest
from fakes import FakeClock
from hypothesis import given, settings
from hypothesis import strategies as st
from making import NOW
from misbehaving import Misbehaving, source_at

from feedsvc.errors import SourceUnreachable
from feedsvc.model import Validators
from feedsvc.sources.addresses import reach_of
from feedsvc.sources.http import HttpReader, Limits


def _resolved(host: str, port: int) -> tuple[str]:
    """No name is known here."""
    del port
    return (str(ip_address(host)),)


READER = HttpReader(
    "feedsvc", FakeClock(NOW), reach_of(["127.0.0.1"]), Limits(seconds=1, attempts=1), resolve=_resolved
)

STATUS = st.sampled_from([
    b"HTTP/1.1 200 OK", b"HTTP/1.0 200", b"HTTP/1.1 302 Found", b"HTTP/1.1 503 Busy", b"HTTP/1.1 404 \xff",
    b"HTTP/1.1 304 N", b"HTTP/1.1 999 N", b"HTTP/1.1 101 Switching", b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK",
])  # fmt: skip
NAMES = st.sampled_from([
    b"Location", b"Content-Type", b"Content-Encoding", b"Retry-After", b"Content-Length", b"Transfer-Encoding",
    b"ETag", b"Last-Modified",
])  # fmt: skip
VALUES = st.binary(max_size=20) | st.sampled_from([
    b"/raw", b"http://[::1/", b"http://xn--/", b"http://\xff\xfe/", b"//a:b@c/", b"http://a..b/", b"http:///x",
    b"http://127.0.0.1:99999/", b"http://127.0.0.1:-1/", b"?q=\x80", b"\\\\evil", b"javascript:alert(1)",
    b"http://127.0.0.1%00/", b"text/html; charset=\xff", b"text/html; charset*=x'y'%ff", b"text/html; charset=\"a",
    b";;;", b"gzip", b"deflate", b"gzip, gzip", b"-1", b"5", b"1e9", b"9" * 400, b"Wed, 32 Foo 99999 99:99:99 GMT",
    b"Mon, 01 Jan 0001 00:00:00 +2359", b"chunked", b'W/"a"',
])  # fmt: skip
HEADERS = st.lists(st.builds(lambda name, value: name + b": " + value + b"\r\n", NAMES, VALUES), max_size=4)
BODIES = st.binary(max_size=30) | st.sampled_from([
    b"5\r\nhello\r\n0\r\n\r\n", b"ffffffffffffffff\r\nx", b"\x1f\x8b\x08\x00", b"<title>\xff</title>",
])  # fmt: skip
ANSWERS = st.binary(max_size=100) | st.builds(
    lambda status, headers, body: status + b"\r\n" + b"".join(headers) + b"\r\n" + body, STATUS, HEADERS, BODIES
)


@pytest.fixture(scope="module")
def server() -> Iterator[Misbehaving]:
    """One server for all of them."""
    with Misbehaving() as made:
        yield made


@settings(deadline=None)
@given(answer=ANSWERS)
def test_any_answer(server: Misbehaving, answer: bytes) -> None:
    """A document, or one short line; ten times what it may take."""
    server.raw = answer
    began, said = time.monotonic(), ""
    try:
        assert len(READER.read(source_at(server.url("/raw")), Validators()).documents or ()) == 1
    except SourceUnreachable as error:
        said = error.reason
    assert len(said.splitlines()) <= 1
    assert len(said) < 1000
    assert time.monotonic() - began < 10
