"""The public application without a network: every answer that it gives, on a tree made by hand."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask
from published import NOT_FOUND, folders, publish, put_leaf, site
from werkzeug.datastructures import Headers
from werkzeug.test import create_environ, run_wsgi_app

from feedsvc.web.app import create_app
from feedsvc.web.settings import PublicSettings

CASES = Path(__file__).parent.parent / "cases" / "conditional" / "spellings.json"
MODIFIED = 1_730_883_000  # Wed, 06 Nov 2024 08:50:00 GMT
CSP = (
    "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
DOCUMENTS = {
    "/": "text/html",
    "/hn/": "text/html",
    "/all.atom": "application/atom+xml",
    "/hn.atom": "application/atom+xml",
    "/hn.rss": "application/rss+xml",
    "/hn.json": "application/feed+json",
    "/lang/es/": "text/html",
    "/lang/es/hn.atom": "application/atom+xml",
    "/feeds.opml": "text/x-opml",
    "/robots.txt": "text/plain",
    "/style.css": "text/css",
    "/i/some-item-0a1b2c/": "text/html",
}


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: Headers
    body: bytes


Ask = Callable[..., Answer]


def asker(app: Flask) -> Ask:
    """Return a function that asks `app` for a path, as text or as the bytes on the wire after %-decoding."""

    def ask(path: str | bytes, method: str = "GET", query: str = "", **headers: str) -> Answer:
        environ = create_environ(method=method, query_string=query)
        environ["PATH_INFO"] = (path.encode() if isinstance(path, str) else path).decode("latin-1")
        environ.update({f"HTTP_{name.upper()}": value for name, value in headers.items()})
        body, status, got = run_wsgi_app(app, environ)
        return Answer(int(status.split()[0]), got, b"".join(body))

    return ask


@pytest.fixture
def feeds(tmp_path: Path) -> Path:
    """Give a published tree."""
    publish(tmp_path, 1, folders(), MODIFIED)
    put_leaf(tmp_path, "some-item-0a1b2c", b"<!DOCTYPE html>" + b"a page " * 60, MODIFIED)
    return tmp_path


@pytest.fixture
def ask(feeds: Path) -> Ask:
    """Give a way to ask the application on that tree."""
    return asker(create_app(PublicSettings(feeds, 900)))


@pytest.mark.parametrize(("path", "media_type"), DOCUMENTS.items())
def test_document(ask: Ask, path: str, media_type: str) -> None:
    """Every document is sent with all its headers, and no header besides."""
    answer = ask(path)
    headers = dict(answer.headers)
    assert answer.status == 200
    assert headers.pop("Content-Type") == f"{media_type}; charset=utf-8"
    assert headers.pop("Content-Length") == str(len(answer.body))
    assert len(headers.pop("ETag")) >= 24
    assert headers.pop("Last-Modified") == "Wed, 06 Nov 2024 08:50:00 GMT"
    visibility, age, *stale = headers.pop("Cache-Control").split(", ")
    assert (visibility, stale) == ("public", ["stale-while-revalidate=86400", "stale-if-error=604800"])
    assert 810 <= int(age.removeprefix("max-age=")) <= 900
    if media_type == "text/html":
        assert headers.pop("Content-Security-Policy") == CSP
        assert headers.pop("Referrer-Policy") == "no-referrer"
    assert headers == {
        "Vary": "Accept-Encoding",
        "X-Content-Type-Options": "nosniff",
        "Access-Control-Allow-Origin": "*",
        "Access-Control-Expose-Headers": "ETag",
    }


@pytest.mark.parametrize("path", DOCUMENTS)
def test_gzip(ask: Ask, path: str) -> None:
    """The gzip form has the same content, its own tag, and otherwise the same headers; a small document has none."""
    plain, packed = ask(path), ask(path, accept_encoding="gzip, br")
    if path == "/robots.txt":
        assert packed == plain
        return
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.body) == plain.body
    assert packed.headers["ETag"] == plain.headers["ETag"][:-1] + '-gzip"'
    own = {"ETag", "Content-Length", "Content-Encoding"}
    assert {k: v for k, v in packed.headers if k not in own} == {k: v for k, v in plain.headers if k not in own}


@pytest.mark.parametrize("accept", ["", "gzip", "gzip;q=0"])
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_not_modified(ask: Ask, accept: str, method: str) -> None:
    """304 has no body, and of the headers just those that RFC 9110 section 15.4.5 asks for."""
    full = ask("/hn.atom", accept_encoding=accept)
    for condition in ({"if_none_match": full.headers["ETag"]}, {"if_modified_since": full.headers["Last-Modified"]}):
        answer = ask("/hn.atom", method, accept_encoding=accept, **condition)
        assert (answer.status, answer.body) == (304, b"")
        repeated = ("ETag", "Last-Modified", "Cache-Control", "Vary")
        assert dict(answer.headers) == {name: full.headers[name] for name in repeated}


@pytest.mark.parametrize("path", [*DOCUMENTS, "/HN.atom", "/hn", "/i/some-item-0a1b2c", "/nothing", "/healthz"])
def test_head(ask: Ask, path: str) -> None:
    """HEAD has the status and headers of GET, Content-Length included, and no body."""
    got, head = ask(path), ask(path, "HEAD")
    assert (head.status, dict(head.headers), head.body) == (got.status, dict(got.headers), b"")
    assert "Content-Length" in head.headers


@pytest.mark.parametrize("path", ["/hn.atom", "/HN.atom", "/nothing", "/healthz", "/i/some-item-0a1b2c/"])
def test_query_changes_nothing(ask: Ask, path: str) -> None:
    """Query parameters never change an answer."""
    assert ask(path, query="utm_source=x&page=2") == ask(path)


def test_range_is_ignored(ask: Ask) -> None:
    """A range gets the whole document (RFC 9110 section 14.2)."""
    assert ask("/hn.atom", range="bytes=0-9") == ask("/hn.atom")


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "BREW"])
@pytest.mark.parametrize("path", ["/", "/hn.atom", "/HN.atom", "/nothing", "/healthz", "/i/some-item-0a1b2c/"])
def test_other_methods(ask: Ask, path: str, method: str) -> None:
    """What only reads answers other methods with 405 and the list of those that it knows."""
    answer = ask(path, method)
    assert answer.status == 405
    assert answer.headers["Allow"] == "GET, HEAD"
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("case", [pytest.param(c, id=c["why"]) for c in json.loads(CASES.read_text(encoding="utf-8"))])
def test_other_spelling(ask: Ask, case: dict[str, str | None]) -> None:
    """Another spelling of an existing feed's address gets 301 to it, as a path; all else 404."""
    path, address = case["path"], case["address"]
    assert path is not None
    answer = ask(path, host="evil.example", x_forwarded_host="evil.example")
    if address is None:
        assert answer.status == 404
    else:
        assert (answer.status, answer.headers["Location"]) == (301, address)
        assert answer.headers["Cache-Control"] == "public, max-age=900"
        assert answer.headers["Access-Control-Allow-Origin"] == "*"  # else no script could follow it
        assert ask(address).status == 200


@pytest.mark.parametrize(
    "path",
    [
        b"/%", b"/\xff\xfe", b"/\x00", b"/..", b"/../../etc/passwd", b"/i/../hn.atom", b"/i/..", b"/i/../",
        b"/i/.hidden/", b"/i/", b"/i//", b"/i/UPPER/", b"/i/\x00/", b"/i/\xff/", b"/i/" + b"a" * 300 + b"/",
        b"/" + b"a" * 10240, b"/" + b"/" * 10240, b"/i/some-item-0a1b2c/index.html", b"/_404.html", b"/_redirects.json",
        b"/site/", b"/site", b"/current", b"/hn.atom.gz", b"/hn/index.html", b"/versions/", b"/\r\nSet-Cookie: a=b",
        b"/lang//hn.atom", b"/lang/", b"/lang", b"*", b"http://evil.example/hn.atom", b"//evil.example", b"/healthz/",
        "/\ud800.atom".encode("utf-8", "surrogatepass"),
    ],
)  # fmt: skip
def test_odd_path(ask: Ask, path: bytes) -> None:
    """No path, however odd, leads anywhere but to 404: not outside the tree, to no other host, to no fault."""
    answer = ask(path)
    assert answer.status == 404
    assert answer.body == NOT_FOUND
    assert "Location" not in answer.headers


def test_empty_path(ask: Ask) -> None:
    """An empty path is the front page's (RFC 9110 section 4.2.3)."""
    assert ask(b"") == ask("/")
    assert ask(b"", "POST").status == 405


@pytest.mark.parametrize("host", ["", "a b", "évil", "x" * 9000, "[", "evil.example:99999", "a\tb"])
def test_odd_host(ask: Ask, host: str) -> None:
    """A Host header of any kind changes no answer."""
    for path in ("/hn.atom", "/HN.atom", "/nothing", "/healthz"):
        assert ask(path, host=host) == ask(path)


def test_missing_page(ask: Ask) -> None:
    """404 is the site's small page, kept by caches for no longer than five minutes, without a validator."""
    headers = dict(ask("/nothing").headers)
    assert headers == {
        "Content-Type": "text/html; charset=utf-8",
        "Content-Length": str(len(NOT_FOUND)),
        "Cache-Control": "public, max-age=300",
        "Content-Security-Policy": CSP,
        "Referrer-Policy": "no-referrer",
        "X-Content-Type-Options": "nosniff",
        "Access-Control-Allow-Origin": "*",
        "Access-Control-Expose-Headers": "ETag",
    }


def test_missing_page_without_site(tmp_path: Path) -> None:
    """A tree without a page for 404, with a damaged table of names, has a plain page and serves its feeds."""
    without = folders() | {"site": {"feeds.opml": b"<opml/>", "_redirects.json": b"{damaged"}}
    publish(tmp_path, 1, without, MODIFIED)
    ask = asker(create_app(PublicSettings(tmp_path, 60)))
    answer = ask("/honduras.atom")
    assert answer.status == 404
    assert b"Not found" in answer.body
    assert answer.headers["Cache-Control"] == "public, max-age=60"
    assert ask("/HN.atom").status == 301
    assert ask("/hn.atom").status == 200


@pytest.mark.parametrize("table", [b"[]", b'{"stems": []}', b"{}", b"null", b"\xff", b"[" * 100_000])
def test_damaged_table_of_names(tmp_path: Path, table: bytes) -> None:
    """Whatever the table of other names holds, the feeds are served."""
    publish(tmp_path, 1, folders() | {"site": site(**{"_redirects.json": table})}, MODIFIED)
    ask = asker(create_app(PublicSettings(tmp_path, 60)))
    assert ask("/hn.atom").status == 200
    assert ask("/honduras.atom").status == 404


def test_nothing_published_yet(tmp_path: Path) -> None:
    """While nothing is published every address answers 503 with Retry-After, and the worker says it is alive."""
    ask = asker(create_app(PublicSettings(tmp_path / "feeds", 900)))
    for path in ("/", "/hn.atom", "/nothing", "//x", "/i/some-item-0a1b2c/"):
        answer = ask(path)
        assert answer.status == 503
        assert int(answer.headers["Retry-After"]) > 0
        assert answer.headers["Cache-Control"] == "no-store"
        assert "ETag" not in answer.headers
        head = ask(path, "HEAD")
        assert (head.status, head.headers, head.body) == (503, answer.headers, b"")
    assert ask("/healthz").status == 200
    publish(tmp_path / "feeds", 1, folders(), MODIFIED)
    assert ask("/hn.atom").status == 200


def test_health(ask: Ask) -> None:
    """/healthz says that the worker is alive, and is never stored."""
    answer = ask("/healthz")
    assert (answer.status, answer.body) == (200, b"ok\n")
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"


def test_page_that_cannot_be_read(feeds: Path, ask: Ask) -> None:
    """A fault of the disk is told as 503 with Retry-After, not as a missing page, which caches would keep."""
    (feeds / "i/broken/index.html").mkdir(parents=True)
    for path in ("/i/broken/", "/i/broken"):
        answer = ask(path)
        assert answer.status == 503
        assert int(answer.headers["Retry-After"]) > 0
        assert answer.headers["Cache-Control"] == "no-store"
    assert ask("/hn.atom").status == 200


def test_no_secret_and_no_cookie(feeds: Path) -> None:
    """The application has no secret key, and sets no cookie even where it is sent one."""
    app = create_app(PublicSettings(feeds, 900))
    assert app.secret_key is None
    for path in ("/hn.atom", "/HN.atom", "/nothing", "/healthz"):
        assert "Set-Cookie" not in asker(app)(path, cookie="session=x").headers
