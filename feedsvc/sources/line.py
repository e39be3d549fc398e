"""The connection to a source's server: the address that was checked is the one connected to, in bounded time and size.

The one home of the network below HTTP. Names are resolved here and nowhere else, once for each connection.
"""

from __future__ import annotations

import socket
import ssl
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Any

import httpcore2

from feedsvc.deadline import within
from feedsvc.sources.addresses import Address, Reach, is_public

CONNECTING = 10.0  # seconds for one of several addresses
LATE = "it takes too long to answer, or never ends"

Resolve = Callable[[str, int], Sequence[str]]


class Refused(Exception):
    """A source that is not read any further, and why; to ask again would be no use.

    `is_missing`: its server says that there is no such page.
    """

    def __init__(self, reason: str, *, is_missing: bool = False) -> None:
        super().__init__(reason)
        self.is_missing = is_missing


@dataclass(slots=True)
class Budget:
    """What is left of a reading's time, a moment of the monotonic clock, and of its bytes on the wire."""

    deadline: float
    wire: int

    def seconds(self) -> float:
        """Return how many seconds are left. Raises Refused when none are."""
        left = self.deadline - time.monotonic()
        if left <= 0:
            raise Refused(LATE)
        return left

    def take(self, count: int) -> None:
        """Count bytes. Raises Refused when they are too many."""
        self.wire -= count
        if self.wire < 0:
            raise Refused("it is too large")


def resolved(host: str, port: int) -> Sequence[str]:
    """Return every address of a host, as the machine's resolver orders them. Raises OSError."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return tuple(dict.fromkeys(str(entry[4][0]) for entry in found))


class CheckedNetwork(httpcore2.NetworkBackend):
    """Connects to hosts whose addresses are all public, or allowed.

    Once a public address was connected to, no other one is: a public page may not send us into an inner network.
    """

    def __init__(self, reach: Reach, budget: Budget, resolve: Resolve = resolved) -> None:
        self._reach = reach
        self._budget = budget
        self._resolve = resolve

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ARG002 (the budget bounds it)
        local_address: str | None = None,
        socket_options: Iterable[httpcore2.SOCKET_OPTION] | None = None,
    ) -> httpcore2.NetworkStream:
        """Connect to the first address of a host that answers. Raises Refused when one of them may not be."""
        addresses = self._addresses(host, port)
        self._check(host, addresses)
        failure: Exception = httpcore2.ConnectError("no address")
        for address in addresses:
            try:
                seconds = min(CONNECTING, self._budget.seconds())
                stream = httpcore2.SyncBackend().connect_tcp(str(address), port, seconds, local_address, socket_options)
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout) as error:
                failure = error
            else:
                return Line(stream, self._budget)
        raise failure

    def _addresses(self, host: str, port: int) -> list[Address]:
        try:
            found = within(self._budget.seconds(), lambda: self._resolve(host, port))
            return [ip_address(one) for one in found]
        except TimeoutError:
            raise Refused("its name is not resolved in time") from None
        except (OSError, UnicodeError) as error:
            reason = error.strerror if isinstance(error, OSError) else None
            raise httpcore2.ConnectError(f"its name is not known ({reason or error})") from None

    def _check(self, host: str, addresses: Sequence[Address]) -> None:
        inner = [address for address in addresses if not is_public(address)]
        for address in inner:
            if not self._reach.permits(host, address):
                raise Refused(
                    f"the address {address} of {host} is not public; remote.allow_private in the configuration "
                    "allows it"
                )
        if not inner:
            self._reach = Reach()


class Line(httpcore2.NetworkStream):
    """A connection of which each step takes no more than what is left of the budget."""

    def __init__(self, stream: httpcore2.NetworkStream, budget: Budget) -> None:
        self._stream = stream
        self._budget = budget

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ARG002 (the budget bounds it)
        """Return what comes next."""
        found = self._stream.read(max_bytes, self._budget.seconds())
        self._budget.take(len(found))
        return found

    def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ARG002 (the budget bounds it)
        """Send bytes."""
        self._stream.write(buffer, self._budget.seconds())

    def close(self) -> None:
        """Hang up."""
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,  # noqa: ARG002 (the budget bounds it)
    ) -> httpcore2.NetworkStream:
        """Encrypt the connection. Raises Refused when the server is not proved to be that of the name."""
        try:
            return Line(self._stream.start_tls(ssl_context, server_hostname, self._budget.seconds()), self._budget)
        except httpcore2.ConnectError as error:
            if isinstance(error.__cause__, ssl.SSLError):
                raise Refused(f"no secure connection: {_reason(error.__cause__)}") from None
            raise

    def get_extra_info(self, info: str) -> Any:
        """Return what the connection knows of itself."""
        return self._stream.get_extra_info(info)


def _reason(error: ssl.SSLError) -> str:
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"its certificate is not valid ({error.verify_message})"
    return (error.reason or str(error)).replace("_", " ").lower()
