"""Web workers on a port of their own, and a client that believes no answer unread."""

from __future__ import annotations

import gzip
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path

from feedsvc.snapshot import etag
from feedsvc.web.server import PublicServer
from feedsvc.web.settings import PublicSettings

GUARD = 30.0  # seconds; far more than anything here takes


@dataclass(frozen=True, slots=True)
class Answer:
    """What was answered: the identity bytes, and the reason not to believe them."""

    status: int
    body: bytes
    fault: str | None


@contextmanager
def serving(feeds: Path, workers: int = 2) -> Iterator[tuple[PublicServer, int]]:
    """Serve a published tree; give the server and its port."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = int(free.getsockname()[1])
    server = PublicServer(PublicSettings(feeds, 900), "127.0.0.1", port, workers)
    server.start()
    try:
        server.wait_ready(GUARD)
        yield server, port
    finally:
        server.stop()


def ask(connection: HTTPConnection, address: str, coding: str = "") -> Answer:
    """Get a document in a coding. Raises OSError or HTTPException when there is no whole answer."""
    connection.request("GET", address, headers={"Accept-Encoding": coding} if coding else {})
    answer = connection.getresponse()
    body = answer.read()
    if answer.status != 200:
        return Answer(answer.status, body, f"{address}: {answer.status}")
    sent = answer.headers["Content-Encoding"] or ""
    identity = gzip.decompress(body) if sent == "gzip" else body
    fault = None if answer.headers["ETag"] == etag(identity, sent) else f"{address} ({sent}): its tag is of other bytes"
    return Answer(200, identity, fault)
