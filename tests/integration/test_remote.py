"""Sources on the web: good servers, bad ones, and addresses that nobody should be led to."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address

import pytest
from fakes import FakeClock
from misbehaving import Misbehaving, client_tls, server_tls, source_at

from feedsvc.errors import SourceUnreachable
from feedsvc.model import Received, Validators
from feedsvc.sources.addresses import Reach, reach_of
from feedsvc.sources.http import HttpReader, Limits
from feedsvc.sources.line import Budget, CheckedNetwork, Refused

NOW = datetime(2020, 7, 20, 15, 0, tzinfo=UTC)
NONE = Validators()
CONTENT = "15 July 2020\n\nA headline\n\nDes paragraphes – y párrafos.\n".encode() * 40
AGENT = "feedsvc/0.1 (+https://feeds.example.org; desk@example.org)"
QUICK = Limits(attempts=2, pause=0.01)

READER = HttpReader(AGENT, FakeClock(NOW), reach_of(["127.0.0.0/8"]), QUICK, tls=client_tls())


@pytest.fixture
def server() -> Iterator[Misbehaving]:
    """A server of plain HTTP."""
    with Misbehaving(CONTENT) as made:
        yield made


@pytest.fixture
def secure() -> Iterator[Misbehaving]:
    """A server of HTTPS whose certificate is for localhost."""
    with Misbehaving(CONTENT, tls=server_tls()) as made:
        yield made


def read(url: str, reader: HttpReader = READER, known: Validators = NONE) -> Received:
    """Read an address."""
    return reader.read(source_at(url), known)


def failure(url: str, reader: HttpReader = READER) -> SourceUnreachable:
    """Return why an address cannot be read; the error names it, and is said in one line."""
    with pytest.raises(SourceUnreachable) as caught:
        read(url, reader)
    assert caught.value.name == url
    assert "\n" not in str(caught.value)
    return caught.value


def resolving(**names: Sequence[str]) -> Callable[[str, int], Sequence[str]]:
    """A resolver that knows these names, and counts how often it is asked."""

    def resolve(host: str, port: int) -> Sequence[str]:
        del port
        asked.append(host)
        return names[host]

    asked: list[str] = []
    resolve.asked = asked  # type: ignore[attr-defined]
    return resolve


class TestGood:
    """What is read of servers that behave."""

    def test_a_page(self, server: Misbehaving) -> None:
        """The bytes as they are, with what was declared of them and where they came from."""
        url = server.url("/good?a=b")
        received = read(url)
        (document,) = received.documents or ()
        assert (document.name, document.content, document.address) == (url, CONTENT, url)
        assert (document.media_type, document.charset) == ("text/plain", "utf-8")
        assert received.validators.address == url

    def test_nothing_declared(self, server: Misbehaving) -> None:
        """What a server does not say stays unsaid."""
        (document,) = read(server.url("/undeclared")).documents or ()
        assert (document.media_type, document.charset) == ("", "")

    def test_who_asks(self, server: Misbehaving) -> None:
        """The request names the service, the site and a person, asks for the language, and bears no cookie."""
        read(server.url("/good"))
        headers = server.requests[0].headers
        assert headers["user-agent"] == AGENT
        assert headers["host"] == f"127.0.0.1:{server.port}"
        assert headers["accept-language"].startswith("en")
        assert not {"cookie", "authorization", "referer"} & headers.keys()

    @pytest.mark.parametrize("path", ["/gzip", "/members", "/deflate", "/raw-deflate"])
    def test_compressed(self, server: Misbehaving, path: str) -> None:
        """The content is what was compressed, in each form that servers use."""
        (document,) = read(server.url(path)).documents or ()
        assert document.content == CONTENT

    @pytest.mark.parametrize("path", ["/good", "/dated"])
    def test_not_modified(self, server: Misbehaving, path: str) -> None:
        """Asked with what was said before, a server answers that it still holds; no byte of it comes again."""
        known = read(server.url(path)).validators
        again = read(server.url(path), known=known)
        assert (again.documents, again.validators) == (None, known)
        server.content += b"more"
        if path == "/good":
            assert read(server.url(path), known=known).documents

    def test_validators_are_of_one_address(self, server: Misbehaving) -> None:
        """A source that moved is asked for its content."""
        known = replace(read(server.url("/good")).validators, address=server.url("/moved"))
        assert read(server.url("/good"), known=known).documents

    def test_a_validator_that_is_none(self, server: Misbehaving) -> None:
        """What is too long to be kept is not sent back."""
        url = server.url("/long-tag")
        assert read(url).validators == Validators(url)

    def test_a_redirect(self, server: Misbehaving) -> None:
        """Links are relative to where it led, and there the validators belong."""
        received = read(server.url("/moved"))
        (document,) = received.documents or ()
        assert (document.name, document.address) == (server.url("/moved"), server.url("/good"))
        assert read(server.url("/moved"), known=received.validators).documents is None

    def test_a_redirect_with_letters(self, server: Misbehaving) -> None:
        """What a server writes in UTF-8 is asked for as an address has it."""
        (document,) = read(server.url("/letters")).documents or ()
        assert document.address == server.url("/a%C3%B1o?q=%C3%B1")

    def test_secure(self, secure: Misbehaving) -> None:
        """The certificate is checked for the name, though an address was connected to."""
        (document,) = read(secure.url("/good", "localhost")).documents or ()
        assert document.content == CONTENT
        assert secure.requests[0].headers["host"] == f"localhost:{secure.port}"

    def test_busy_and_then_well(self, server: Misbehaving) -> None:
        """What is bad for a moment is tried again."""
        assert read(server.url("/seldom")).documents
        assert len(server.requests) == 2

    def test_proxies_of_the_environment(self, server: Misbehaving, monkeypatch: pytest.MonkeyPatch) -> None:
        """They are ignored: a proxy would connect to whatever it likes."""
        for name in ("http_proxy", "HTTP_PROXY", "ALL_PROXY", "all_proxy"):
            monkeypatch.setenv(name, "http://127.0.0.1:1")
        assert read(server.url("/good")).documents

    def test_the_second_address_of_a_name(self, server: Misbehaving) -> None:
        """A name may have an address that does not answer, as where version 6 leads nowhere."""
        resolve = resolving(**{"page.example": ("127.0.0.2", "127.0.0.1")})
        assert read(server.url("/good", "page.example"), replace(READER, resolve=resolve)).documents
        assert server.requests[0].headers["host"] == f"page.example:{server.port}"


BAD = {
    "/nothing-here": ("it answers 404 Not Found: “Page not found | Example Office”", 1),
    "/forbidden": ("it answers 403 Forbidden: “Attention required”", 1),
    "/error": ("it answers 500 Internal Server Error: “Internal error”", 2),
    "/no-content": ("it answers 204 No Content", 1),
    "/never-asked": ("it answers 304 Not Modified", 1),
    "/nowhere": ("it answers 302 Found", 1),
    "/bomb": ("it is too large", 1),
    "/bomb-of-an-error": ("it answers 404 Not Found", 1),
    "/endless": ("it is too large", 1),
    "/br": ("it is compressed with 'br', which was not asked for", 1),
    "/gzip-half": ("its compressed form ends in the middle", 1),
    "/gzip-damaged": ("its compressed form is damaged", 1),
    "/half": ("the connection ended too soon", 2),
    "/hang-up": ("the connection ended too soon", 2),
    "/garbage": ("speaks no HTTP", 2),
    "/headers": ("speaks no HTTP", 2),
    "/loop": ("it redirects more than 5 times, at last to", 6),
    "/to-file": ("it leads to file:/etc/passwd, which is no http or https address", 1),
    "/to-password": ("it leads to an address with a name or a password in it", 1),
    "/to-port": ("it leads to another port", 1),
    "/to-name": ("the address 127.0.0.1 of localhost is not public", 1),
    "/to-garbage": ("Invalid", 1),
}


class TestBad:
    """What servers do that do not behave; each is one clear line and exit code 3."""

    @pytest.mark.parametrize("path", BAD)
    def test_it_is_said(self, server: Misbehaving, path: str) -> None:
        """The message says what was seen; only what may pass is tried again."""
        words, requests = BAD[path]
        limits = replace(QUICK, wire=2_000_000, decoded=1_000_000)
        resolve = resolving(**{"127.0.0.1": ("127.0.0.1",), "localhost": ("127.0.0.1",)})
        reader = replace(READER, limits=limits, resolve=resolve, reach=Reach(frozenset({"127.0.0.1"})))
        error = failure(server.url(path), reader)
        assert words in error.reason
        assert error.exit_code == 3
        assert len(server.requests) == requests

    @pytest.mark.parametrize("path", ["/silent", "/drip", "/drip-of-headers", "/drip-of-hints"])
    def test_it_never_ends(self, server: Misbehaving, path: str) -> None:
        """However little comes however often, it is over in time."""
        began = time.monotonic()
        error = failure(server.url(path), replace(READER, limits=replace(QUICK, seconds=0.4)))
        assert error.reason == "it takes too long to answer, or never ends"
        assert time.monotonic() - began < 4  # ten times

    def test_a_bomb_is_stopped_early(self, server: Misbehaving) -> None:
        """What would be 64 MB is not made."""
        began = time.process_time()
        failure(server.url("/bomb"), replace(READER, limits=replace(QUICK, decoded=100_000)))
        assert time.process_time() - began < 5

    def test_nobody_listens(self) -> None:
        """A port without a server."""
        assert "it cannot be reached" in failure("http://127.0.0.1:1/").reason

    def test_an_unknown_name(self) -> None:
        """A name that does not resolve; a resolver that hangs."""

        def unknown(host: str, port: int) -> Sequence[str]:
            del host, port
            raise OSError(-2, "Name or service not known")

        def hanging(host: str, port: int) -> Sequence[str]:
            del host, port
            time.sleep(1)
            return ()

        error = failure("http://no.example/", replace(READER, resolve=unknown))
        assert error.reason == "it cannot be reached (its name is not known (Name or service not known))"
        quick = replace(READER, resolve=hanging, limits=replace(QUICK, seconds=0.2))
        assert "in time" in failure("http://no.example/", quick).reason

    def test_wait(self, server: Misbehaving) -> None:
        """A server that asks to be left alone says for how long; a day at most is believed."""
        error = failure(server.url("/busy"))
        assert error.retry_at == NOW + timedelta(hours=1)
        assert error.reason == "it answers 503 Service Unavailable: “Maintenance”"
        assert failure(server.url("/busy-for-ever")).retry_at == NOW + timedelta(days=1)
        assert len(server.requests) == 2
        assert failure(server.url("/busy-a-moment")).retry_at == NOW
        assert len(server.requests) == 4


class TestSecure:
    """What is required of encrypted servers."""

    def test_a_stranger(self, secure: Misbehaving) -> None:
        """A certificate that nobody vouches for."""
        error = failure(secure.url("/good", "localhost"), HttpReader(AGENT, FakeClock(NOW), READER.reach, QUICK))
        assert "no secure connection: its certificate is not valid" in error.reason
        assert secure.requests == []

    def test_of_another_name(self, secure: Misbehaving) -> None:
        """A certificate of another name, also where the address is the right one."""
        reader = replace(READER, resolve=resolving(**{"page.example": ("127.0.0.1",)}))
        error = failure(secure.url("/good", "page.example"), reader)
        assert "its certificate is not valid (Hostname mismatch" in error.reason

    def test_no_tls_at_all(self, server: Misbehaving) -> None:
        """A server of plain HTTP where HTTPS was meant."""
        error = failure(server.url("/good").replace("http:", "https:"))
        assert "no secure connection" in error.reason

    def test_never_down(self, secure: Misbehaving) -> None:
        """From https nothing leads to http."""
        assert "it leads from https down to http://" in failure(secure.url("/to-http", "localhost")).reason
        assert len(secure.requests) == 1


class TestAddresses:
    """What may be connected to."""

    def test_no_inner_address(self, server: Misbehaving) -> None:
        """Without leave nothing on this machine is read, by whatever name."""
        public = replace(READER, reach=reach_of([]))
        for host in ("127.0.0.1", "localhost", "2130706433", "0x7f.1", "[::ffff:127.0.0.1]", "0.0.0.0"):
            assert "is not public" in failure(server.url("/good", host), public).reason
        assert server.requests == []

    def test_all_addresses_of_a_name_count(self, server: Misbehaving) -> None:
        """One inner address among public ones is refused: nobody can say which would be taken."""
        reader = replace(READER, reach=reach_of([]), resolve=resolving(a=("192.0.9.1", "127.0.0.1")))
        assert "the address 127.0.0.1 of a is not public" in failure(server.url("/good", "a"), reader).reason

    def test_never_from_outside_to_inside(self) -> None:
        """What the configuration allows is for sources that are inside: a public page cannot lead there."""
        network = CheckedNetwork(reach_of(["127.0.0.1"]), Budget(time.monotonic() + 9, 9))
        network._check("intranet", [ip_address("127.0.0.1")])
        network._check("page.example", [ip_address("192.0.9.1")])
        with pytest.raises(Refused, match=r"the address 127\.0\.0\.1 of intranet is not public"):
            network._check("intranet", [ip_address("127.0.0.1")])

    def test_a_name_is_resolved_once(self, server: Misbehaving) -> None:
        """What was checked is what is connected to: a second answer of the resolver has no say."""
        answers = iter([("127.0.0.1",), ("127.0.0.9",)])
        reader = replace(READER, resolve=lambda *_: next(answers))
        assert read(server.url("/good", "rebinding.example"), reader).documents
        assert next(answers) == ("127.0.0.9",)

    def test_a_host_by_its_name(self, server: Misbehaving) -> None:
        """A host may be allowed by its name, whatever its address; no other name of that address is."""
        resolve = resolving(**{"intranet.example": ("127.0.0.1",), "other.example": ("127.0.0.1",)})
        reader = replace(READER, reach=reach_of(["Intranet.Example."]), resolve=resolve)
        assert read(server.url("/good", "intranet.example"), reader).documents
        assert "not public" in failure(server.url("/good", "other.example"), reader).reason
