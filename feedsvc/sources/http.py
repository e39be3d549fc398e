"""A bulletin at an http or https address, read politely and with every answer doubted.

What a server may send is bounded in time, bytes, redirects and addresses; docs/sources.md lists the bounds.
"""

from __future__ import annotations

import ssl
import time
from dataclasses import dataclass, field
from email.message import Message
from http import HTTPStatus
from typing import TYPE_CHECKING

import httpcore2
import httpx2
import stamina

from feedsvc.core.glimpse import glimpse
from feedsvc.errors import SourceUnreachable
from feedsvc.model import Received, Source, SourceDocument, Validators
from feedsvc.sources.addresses import Reach
from feedsvc.sources.decoding import CODINGS, beginning, decoded, whole
from feedsvc.sources.line import LATE, Budget, CheckedNetwork, Refused, Resolve, resolved
from feedsvc.sources.waiting import wanted_wait

if TYPE_CHECKING:
    from datetime import timedelta

    from feedsvc.ports import Clock

# Each attempt would be logged, on standard output where structlog is installed; what is said is why the last failed.
stamina.instrumentation.set_on_retry_hooks([])

ACCEPTED = "text/html, application/xhtml+xml, text/plain;q=0.9, text/*;q=0.8, */*;q=0.5"
GOOD = (200, 203)
REDIRECTS = (301, 302, 303, 307, 308)
MISSING = (404, 410)
PASSING = (408, 425, 429, 500, 502, 503, 504)
STANDARD_PORTS = {"http": 80, "https": 443}
MOST_OF_AN_ERROR = 1 << 16  # bytes of an error page that are looked at
LONGEST_VALIDATOR = 1024
LONGEST_WORDS = 200  # of an address in a message, or of a library, which may quote the server


@dataclass(frozen=True, slots=True)
class Limits:
    """What one reading may take in all: seconds, bytes as sent and as decompressed, redirects, and attempts.

    `pause` is about how many seconds lie between the first attempt and the second; each further pause is twice as long.
    """

    seconds: float = 30
    wire: int = 10 * 1024 * 1024
    decoded: int = 20 * 1024 * 1024
    redirects: int = 5
    attempts: int = 3
    pause: float = 1


class _Passing(Exception):
    """An answer that may be another one soon; `wait`: how long its server wants to be left alone."""

    def __init__(self, reason: str, wait: timedelta | None) -> None:
        super().__init__(reason)
        self.wait = wait


@dataclass(frozen=True, slots=True)
class HttpReader:
    """A `SourceReader` of web addresses. `agent` is how it calls itself; `reach` what it may connect to.

    No proxy, cookie or password of the environment is used.
    """

    agent: str
    clock: Clock
    reach: Reach = field(default_factory=Reach)
    limits: Limits = field(default_factory=Limits)
    resolve: Resolve = resolved
    tls: ssl.SSLContext = field(default_factory=httpx2.create_ssl_context)

    def read(self, source: Source, known: Validators) -> Received:
        """Return the document at the source's address, or that it still is as it was when `known` came with it."""
        try:
            return self._tried(source, known, time.monotonic() + self.limits.seconds)
        except _Passing as error:
            retry_at = self.clock.now() + error.wait if error.wait is not None else None
            raise SourceUnreachable(source.url, str(error), retry_at) from None
        except Refused as error:
            raise SourceUnreachable(source.url, str(error), is_missing=error.is_missing) from None
        except httpx2.InvalidURL as error:
            raise SourceUnreachable(source.url, str(error)) from None
        except (httpcore2.NetworkError, httpcore2.TimeoutException, httpcore2.ProtocolError) as error:
            raise SourceUnreachable(source.url, _in_words(error)) from None

    def _tried(self, source: Source, known: Validators, deadline: float) -> Received:
        """Ask until it is answered, or no more attempt is worth it; raise why the last one failed."""

        def is_worth_it(error: Exception) -> bool | float:
            left = deadline - time.monotonic()
            if isinstance(error, _Passing) and error.wait is not None:
                wait = error.wait.total_seconds()
                return wait if wait < left else False
            passing = (_Passing, httpcore2.NetworkError, httpcore2.TimeoutException, httpcore2.RemoteProtocolError)
            return isinstance(error, passing) and left > 2 * self.limits.pause * self.limits.attempts

        for attempt in stamina.retry_context(
            on=is_worth_it,
            attempts=self.limits.attempts,
            timeout=None,
            wait_initial=self.limits.pause,
            wait_max=self.limits.pause * 4,
            wait_jitter=self.limits.pause,
        ):
            with attempt:
                return self._attempt(source, known, Budget(deadline, self.limits.wire))
        raise AssertionError("the last attempt returns or raises")

    def _attempt(self, source: Source, known: Validators, budget: Budget) -> Received:
        """Ask once, and follow where it leads."""
        network = CheckedNetwork(self.reach, budget, self.resolve)
        url = first = _checked(httpx2.URL(source.url), None)
        for _ in range(self.limits.redirects + 1):
            with httpcore2.ConnectionPool(self.tls, network_backend=network, max_connections=1) as pool:
                response = pool.handle_request(self._request(url, source, known))
                try:
                    to = _header(response, b"location") if response.status in REDIRECTS else ""
                    if not to:
                        return self._answer(response, source, url, known)
                finally:
                    response.close()
            url = _checked(url.join(to), first, before=url)
        raise Refused(f"it redirects more than {self.limits.redirects} times, at last to {_shown(url)}")

    def _request(self, url: httpx2.URL, source: Source, known: Validators) -> httpcore2.Request:
        headers = {
            "Host": url.netloc.decode("ascii"),
            "User-Agent": self.agent,
            "Accept": ACCEPTED,
            "Accept-Encoding": CODINGS,
            "Accept-Language": f"{source.language}, *;q=0.5",
            "Connection": "close",
        }
        if known.address == str(url):
            headers |= {"If-None-Match": known.etag} if known.etag else {}
            headers |= {"If-Modified-Since": known.last_modified} if known.last_modified else {}
        target = httpcore2.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path)
        sent = [(name.encode(), value.encode("ascii", "ignore")) for name, value in headers.items()]
        return httpcore2.Request("GET", target, headers=sent)

    def _answer(self, response: httpcore2.Response, source: Source, url: httpx2.URL, known: Validators) -> Received:
        if response.status == 304 and known.address == str(url):
            return Received(None, known)
        if response.status not in GOOD:
            raise self._failure(response)
        coding = _header(response, b"content-encoding").strip().lower()
        content = whole(decoded(response.iter_stream(), coding), self.limits.decoded)
        media_type, charset = _declared(_header(response, b"content-type"))
        return Received(
            (SourceDocument(source.url, content, media_type, charset, str(url)),),
            Validators(str(url), *(_validator(response, name) for name in (b"etag", b"last-modified"))),
        )

    def _failure(self, response: httpcore2.Response) -> Exception:
        """What an answer that is none says of itself."""
        names = {status.value: status.phrase for status in HTTPStatus}
        reason = f"it answers {response.status} {names.get(response.status, '')}".rstrip()
        if seen := self._glimpse(response):
            reason += f": “{seen}”"
        if response.status not in PASSING:
            return Refused(reason, is_missing=response.status in MISSING)
        return _Passing(reason, wanted_wait(_header(response, b"retry-after"), self.clock.now()))

    def _glimpse(self, response: httpcore2.Response) -> str:
        coding = _header(response, b"content-encoding").strip().lower()
        try:
            return glimpse(beginning(decoded(response.iter_stream(), coding), MOST_OF_AN_ERROR))
        except (Refused, httpcore2.NetworkError, httpcore2.TimeoutException, httpcore2.ProtocolError):
            return ""  # the status says enough


def _checked(url: httpx2.URL, first: httpx2.URL | None, before: httpx2.URL | None = None) -> httpx2.URL:
    """Return an address that may be asked, without its fragment; `first` and `before` led to it. Raises Refused."""
    if url.scheme not in STANDARD_PORTS or not url.host:
        raise Refused(f"it leads to {_shown(url)}, which is no http or https address")
    if url.userinfo:
        raise Refused("it leads to an address with a name or a password in it")
    if before is not None and before.scheme == "https" and url.scheme == "http":
        raise Refused(f"it leads from https down to {_shown(url)}")
    if first is not None and url.port not in (None, first.port):
        raise Refused(f"it leads to another port, {_shown(url)}")
    return url.copy_with(fragment=None)


def _shown(url: httpx2.URL) -> str:
    return str(url)[:LONGEST_WORDS]


def _header(response: httpcore2.Response, name: bytes) -> str:
    """The value of a header, "" when there is none; of several the first. Addresses come in UTF-8, or in anything."""
    value: bytes = next((value for key, value in response.headers if key.lower() == name), b"").strip()
    try:
        return value.decode()
    except UnicodeDecodeError:
        return value.decode("latin-1")


def _validator(response: httpcore2.Response, name: bytes) -> str:
    """What can be kept and sent back of a header; no honest server says more."""
    value = _header(response, name)
    return value if value.isascii() and len(value) <= LONGEST_VALIDATOR else ""


def _declared(content_type: str) -> tuple[str, str]:
    """The media type and the charset that a server declares; each "" when it does not."""
    if not content_type:
        return "", ""
    message = Message()
    message["Content-Type"] = content_type
    return message.get_content_type(), message.get_content_charset("")


def _in_words(error: Exception) -> str:
    match error:
        case httpcore2.TimeoutException():
            return LATE
        case httpcore2.RemoteProtocolError():
            return f"the connection ended too soon, or speaks no HTTP ({str(error)[:LONGEST_WORDS]})"
        case _:
            return f"it cannot be reached ({str(error)[:LONGEST_WORDS]})"
