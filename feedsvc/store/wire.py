"""The driver's connection to PostgreSQL, mended: when the server is gone it says so, and hangs up in silence.

pg8000 lets some failures of the network through as they are, cannot close a connection that is broken already, and
leaves what it could not send to Python's collector, which prints a traceback. The one home of pg8000.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import Any

from pg8000.dbapi import Connection, InterfaceError


class Wire(Connection):  # type: ignore[misc] # pg8000 ships no types
    """A connection whose every failure of the network is an InterfaceError "network error", as SQLAlchemy expects."""

    def __init__(self, *args: Any, **options: Any) -> None:
        try:
            with _named():
                super().__init__(*args, **{**options, "password": options.get("password", "")})  # None would be a fault
        except BaseException:
            self._hang_up()
            raise

    def handle_messages(self, context: Any) -> None:
        """Take in what the server answers."""
        with _named():
            super().handle_messages(context)

    def close(self) -> None:
        """Take leave of the server, if it is still there."""
        wire = self._sock
        with suppress(InterfaceError):
            super().close()
        self._hang_up(wire)

    def _hang_up(self, wire: Any = None) -> None:
        """Drop what could not be sent, and close the socket."""
        for end in (wire, getattr(self, "_sock", None), getattr(self, "_usock", None)):
            if end is not None:
                with suppress(OSError):
                    end.close()


def connect(options: Mapping[str, Any], *, may_be_plain: bool) -> Wire:
    """Return a connection; one without encryption, where that may be and the server has none."""
    try:
        return Wire(**options)
    except InterfaceError as error:
        if not may_be_plain or "refuses SSL" not in str(error):
            raise
        return Wire(**{**options, "ssl_context": False})


@contextmanager
def _named() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise InterfaceError("network error") from error
