"""A web server on the loopback interface that does what is asked of it by the path: mostly something bad."""

from __future__ import annotations

import gzip
import socket
import ssl
import threading
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

from receivers import AUTHORITY, CERTIFICATE

from feedsvc.model import Source

if TYPE_CHECKING:
    from typing import Self

PAGE = "<!doctype html><html><head><title>{title}</title></head><body>{body}</body></html>"
ZEROS = 64 * 1024 * 1024


@dataclass
class Request:
    """A request as it arrived; the names of headers are in lower case."""

    path: str
    headers: dict[str, str]
    lines: list[str] = field(default_factory=list)


Answer = Callable[["Misbehaving", socket.socket, Request], None]


class Misbehaving:
    """Serves `content` at /good, and trouble at any other path, for as long as a `with` lasts."""

    def __init__(self, content: bytes = b"", *, tls: ssl.SSLContext | None = None) -> None:
        self.content = content
        self.media_type = "text/plain; charset=utf-8"
        self.headers: dict[str, str] = {}
        self.requests: list[Request] = []
        self.instead = ""  # the path that is answered, whatever was asked for
        self.raw = b""  # what is sent at /raw
        self.is_over = threading.Event()
        self._tls = tls
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._socket.getsockname()[1]

    def __enter__(self) -> Self:
        threading.Thread(target=self._serve, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.is_over.set()
        self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()

    def url(self, path: str, host: str = "127.0.0.1") -> str:
        """The address of a path."""
        return f"{'https' if self._tls else 'http'}://{host}:{self.port}{path}"

    def _serve(self) -> None:
        while not self.is_over.is_set():
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            threading.Thread(target=self._answer, args=[connection], daemon=True).start()

    def _answer(self, connection: socket.socket) -> None:
        with connection:
            try:
                one = self._tls.wrap_socket(connection, server_side=True) if self._tls else connection
                with one:
                    request = _request(one)
                    self.requests.append(request)
                    ANSWERS.get(self.instead or request.path.partition("?")[0], _missing)(self, one, request)
            except (OSError, ValueError, IndexError):
                pass  # whoever hangs up is what is tested


def _request(connection: socket.socket) -> Request:
    received = b""
    while b"\r\n\r\n" not in received:
        part = connection.recv(65536)
        if not part:
            raise ValueError("no request")
        received += part
        if received.startswith(b"\x16"):  # the greeting of a client that speaks TLS
            _send(connection, "400 Bad Request")
            raise ValueError("no HTTP")
    first, *others = received.decode("latin-1").split("\r\n\r\n")[0].split("\r\n")
    headers = {name.strip().lower(): value.strip() for name, _, value in (line.partition(":") for line in others)}
    return Request(first.split(" ")[1], headers)


def _send(connection: socket.socket, status: str, body: bytes = b"", **headers: str) -> None:
    lines = {"Content-Length": str(len(body)), **{name.replace("_", "-"): value for name, value in headers.items()}}
    head = "".join(f"{name}: {value}\r\n" for name, value in lines.items() if value)
    connection.sendall(f"HTTP/1.1 {status}\r\n{head}\r\n".encode("latin-1") + body)


def _good(server: Misbehaving, connection: socket.socket, request: Request) -> None:
    """The content; "not modified" for whoever has it, by its ETag."""
    tag = f'"{zlib.crc32(server.content)}"'
    if request.headers.get("if-none-match") == tag:
        _send(connection, "304 Not Modified", ETag=tag, Content_Length="")
    else:
        _send(connection, "200 OK", server.content, Content_Type=server.media_type, ETag=tag, **server.headers)


def _undated(server: Misbehaving, connection: socket.socket, request: Request) -> None:
    del request
    _send(connection, "200 OK", server.content, Content_Type="")


def _modified_since(server: Misbehaving, connection: socket.socket, request: Request) -> None:
    day = "Wed, 15 Jul 2020 18:00:00 GMT"
    status = "304 Not Modified" if request.headers.get("if-modified-since") == day else "200 OK"
    body = b"" if status.startswith("304") else server.content
    _send(connection, status, body, Content_Type=server.media_type, Last_Modified=day)


def _packed(coding: str, pack: Callable[[bytes], bytes]) -> Answer:
    def answer(server: Misbehaving, connection: socket.socket, request: Request) -> None:
        del request
        _send(connection, "200 OK", pack(server.content), Content_Type=server.media_type, Content_Encoding=coding)

    return answer


def _raw_deflate(content: bytes) -> bytes:
    engine = zlib.compressobj(wbits=-15)
    return engine.compress(content) + engine.flush()


def _page(status: str, title: str, body: str = "", **headers: str) -> Answer:
    def answer(server: Misbehaving, connection: socket.socket, request: Request) -> None:
        del server, request
        content = PAGE.format(title=title, body=body).encode()
        _send(connection, status, content, Content_Type="text/html; charset=utf-8", **headers)

    return answer


def _to(place: str, status: str = "302 Found") -> Answer:
    def answer(server: Misbehaving, connection: socket.socket, request: Request) -> None:
        del request
        _send(connection, status, Location=place.format(port=server.port))

    return answer


def _bytes(sent: bytes) -> Answer:
    def answer(server: Misbehaving, connection: socket.socket, request: Request) -> None:
        del server, request
        connection.sendall(sent)

    return answer


def _drip(head: bytes, drop: bytes) -> Answer:
    """Something that never ends, though a byte comes now and then."""

    def answer(server: Misbehaving, connection: socket.socket, request: Request) -> None:
        del request
        connection.sendall(head)
        while not server.is_over.wait(0.05):
            connection.sendall(drop)

    return answer


def _endless(server: Misbehaving, connection: socket.socket, request: Request) -> None:
    del request
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n")
    while not server.is_over.is_set():
        connection.sendall(b"15 July 2020\n\nA headline\n\n" * 4096)


def _silent(server: Misbehaving, connection: socket.socket, request: Request) -> None:
    del connection, request
    server.is_over.wait()


def _seldom(server: Misbehaving, connection: socket.socket, request: Request) -> None:
    """Busy at the first time, well at the second."""
    asked = sum(one.path == request.path for one in server.requests)
    if asked == 1:
        _send(connection, "503 Service Unavailable")
    else:
        _good(server, connection, request)


def _half(server: Misbehaving, connection: socket.socket, request: Request) -> None:
    del request
    half = server.content[: len(server.content) // 2]
    _send(connection, "200 OK", half, Content_Type=server.media_type, Content_Length=str(len(server.content)))


def _half_unsaid(server: Misbehaving, connection: socket.socket, request: Request) -> None:
    """Half of it, by a server that names no length."""
    del request
    half = server.content[: len(server.content) // 2]
    _send(connection, "200 OK", half, Content_Type=server.media_type, Content_Length="")


def _missing(server: Misbehaving, connection: socket.socket, request: Request) -> None:
    _page("404 Not Found", "Page not found | Example Office")(server, connection, request)


@cache
def _bomb() -> bytes:
    return gzip.compress(bytes(ZEROS), mtime=0)


LOGIN = '<form action="/login"><input name="user"><input name="pw" type="password"></form>'
COOKIES = "<p>We use cookies. Accept all cookies to go on.</p><button>Accept</button>"

ANSWERS: dict[str, Answer] = {
    "/good": _good,
    "/undeclared": _undated,
    "/dated": _modified_since,
    "/gzip": _packed("gzip", gzip.compress),
    "/members": _packed("gzip", lambda content: gzip.compress(content[:9]) + gzip.compress(content[9:]) + b"\0\0"),
    "/deflate": _packed("deflate", zlib.compress),
    "/raw-deflate": _packed("deflate", _raw_deflate),
    "/gzip-half": _packed("gzip", lambda content: gzip.compress(content)[:-20]),
    "/gzip-damaged": _packed("gzip", lambda content: b"\x1f\x8b\x08" + b"no" * 50 + content[:0]),
    "/br": _packed("br", lambda content: content),
    "/bomb": lambda _, connection, __: _send(connection, "200 OK", _bomb(), Content_Encoding="gzip"),
    "/bomb-of-an-error": lambda _, connection, __: _send(connection, "404 Not Found", _bomb(), Content_Encoding="gzip"),
    "/seldom": _seldom,
    "/half": _half,
    "/half-unsaid": _half_unsaid,
    "/error": _page("500 Internal Server Error", "Internal error"),
    "/error-200": _page("200 OK", "Error 500 – Example Office", "<p>Something went wrong.</p>"),
    "/login": _page("200 OK", "Sign in – Example Office", LOGIN),
    "/cookies": _page("200 OK", "Before you continue", COOKIES),
    "/empty": _page("200 OK", ""),
    "/void": _bytes(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"),
    "/no-content": _bytes(b"HTTP/1.1 204 No Content\r\n\r\n"),
    "/never-asked": _bytes(b"HTTP/1.1 304 Not Modified\r\n\r\n"),
    "/busy": _page("503 Service Unavailable", "Maintenance", Retry_After="3600"),
    "/busy-for-ever": _page("429 Too Many Requests", "Slow down", Retry_After="99999999"),
    "/busy-a-moment": _page("503 Service Unavailable", "Maintenance", Retry_After="0"),
    "/forbidden": _page("403 Forbidden", "Attention required"),
    "/moved": _to("/good", "301 Moved Permanently"),
    "/raw": lambda server, connection, _: connection.sendall(server.raw),
    "/letters": _bytes("HTTP/1.1 302 Found\r\nLocation: /año?q=ñ\r\nContent-Length: 0\r\n\r\n".encode()),
    "/a%C3%B1o": _good,
    "/loop": _to("/loop"),
    "/nowhere": _to(""),
    "/to-file": _to("file:///etc/passwd"),
    "/to-password": _to("http://me:hunter2@127.0.0.1:{port}/good"),
    "/to-port": _to("http://127.0.0.1:1/good"),
    "/to-name": _to("http://localhost:{port}/good"),
    "/to-garbage": _to("http://[::1/good"),
    "/to-http": _to("http://127.0.0.1:{port}/good"),
    "/silent": _silent,
    "/drip": _drip(b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n", b"a"),
    "/drip-of-headers": _drip(b"HTTP/1.1 200 OK\r\nX-A: ", b"a"),
    "/drip-of-hints": _drip(b"", b"HTTP/1.1 103 Early Hints\r\n\r\n"),
    "/endless": _endless,
    "/garbage": _bytes(b"SSH-2.0-OpenSSH_9.6\r\n"),
    "/hang-up": _bytes(b""),
    "/long-tag": _bytes(b'HTTP/1.1 200 OK\r\nContent-Length: 1\r\nETag: "%s"\r\n\r\na' % (b"a" * 2000)),
    "/headers": _bytes(b"HTTP/1.1 200 OK\r\n" + b"X-A: %s\r\n" % (b"a" * 1000) * 500 + b"\r\n"),
}


def server_tls() -> ssl.SSLContext:
    """The server's side of a connection to "localhost" that the tests' own authority vouches for."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    CERTIFICATE.configure_cert(context)
    return context


def client_tls() -> ssl.SSLContext:
    """The client's side, which trusts that authority alone."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    AUTHORITY.configure_trust(context)
    return context


def source_at(url: str) -> Source:
    """A source on the web."""
    return Source(id="page", path="", language="en", zone="UTC", interval=900, url=url)
