"""PostgreSQL through pg8000: advisory locks, and one session for the whole of a run."""

from __future__ import annotations

import ssl
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from typing import Any

from sqlalchemy import URL, Connection, Engine, NullPool, create_engine, event
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from feedsvc.errors import RunLocked, StoreError
from feedsvc.store.database import LOST_SESSION
from feedsvc.store.wire import Wire, connect

BUSY_MS = 5000  # how long a writer waits for another one's transaction
SILENT_SECONDS = 300  # after which a server that does not answer counts as gone
PORT = 5432

# Advisory locks have numbers; these are the letters "feedsvc" and one more byte.
RUN_LOCK = 0x66656564_73766301
WRITER_LOCK = 0x66656564_73766302

LOCK_TIMEOUT = "55P03"


def _any_certificate() -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    return context


# As libpq names them. Making a context that knows authorities takes 40 ms, so it is made once, and only to be used.
ENCRYPTION: Mapping[str, Callable[[], ssl.SSLContext | bool]] = {
    "prefer": _any_certificate,
    "disable": lambda: False,
    "require": _any_certificate,
    "verify-full": ssl.create_default_context,
}


class Postgresql:
    """A `Database` on a server."""

    def __init__(self, url: URL) -> None:
        self.name = _name(url)
        self.engine = _engine(url, self.name)
        self.how_to_back_up = f"pg_dump --format=custom --file=feedsvc.dump '{_plain(url)}'"
        self._is_running = False

    def is_there(self) -> bool:
        """Whether there is something to connect to: nobody knows before he tries."""
        return True

    def prepare(self) -> None:
        """Nothing: who may make databases makes this one."""

    def check(self, connection: Connection) -> None:
        """Raise StoreError when the database cannot hold every letter."""
        encoding = connection.exec_driver_sql("SHOW server_encoding").scalar()
        if encoding != "UTF8":
            raise StoreError(f"{self.name}: its encoding is {encoding}; make the database anew with ENCODING 'UTF8'")

    @contextmanager
    def turn(self) -> Iterator[Connection]:
        """Hold an advisory lock, which the server frees when its session ends.

        All that a run does goes through the one session that holds the lock: when that ends, the run can write no
        more, whoever has the lock by then.
        """
        with ExitStack() as stack:
            with self.translated():
                connection = stack.enter_context(self.engine.connect())
            stack.enter_context(self._running())
            with self.translated():
                if not _is_true(connection, f"SELECT pg_try_advisory_lock({RUN_LOCK})"):
                    raise RunLocked(f"another run is under way (it holds the lock in {self.name})")
            stack.callback(_release, connection)
            yield connection

    @contextmanager
    def translated(self) -> Iterator[None]:
        """Give every failure as a StoreError; that of a session that is gone says so."""
        try:
            yield
        except DBAPIError as error:
            raise StoreError(f"{self.name}: {self._words(error)}") from error
        except (SQLAlchemyError, ssl.SSLError) as error:
            raise StoreError(f"{self.name}: {error}. Nothing was changed.") from error

    def backup(self, version: int) -> None:
        """None is made: a server's databases are not files that could be copied."""
        del version

    @contextmanager
    def _running(self) -> Iterator[None]:
        """While a run has its session, a failure of it is told as the run's."""
        self._is_running = True
        try:
            yield
        finally:
            self._is_running = False

    def _words(self, error: DBAPIError) -> str:
        if error.connection_invalidated and self._is_running:
            return LOST_SESSION
        found = _said(error.orig)
        if found.get("C") == LOCK_TIMEOUT:
            return "the store is locked: another writer takes too long. Nothing was changed."
        return f"{found.get('M') or _of_the_network(error)}. Nothing was changed."


def _engine(url: URL, name: str) -> Engine:
    """An engine that keeps no idle session, and whose writers come one after another.

    A reader sees the state of its beginning. A writer waits for its place and then sees the last state there is.
    """
    query = dict(url.query)
    folder, mode = query.pop("host", None), query.pop("sslmode", "prefer")
    if query or mode not in ENCRYPTION:
        raise StoreError(
            f"{name}: after ? only host=FOLDER and sslmode={'|'.join(ENCRYPTION)} can stand in the address"
        )
    arguments: dict[str, Any] = {"timeout": SILENT_SECONDS, "application_name": "feedsvc"}
    if folder:
        arguments |= {"unix_sock": f"{folder}/.s.PGSQL.{url.port or PORT}", "ssl_context": False}
    else:
        arguments["ssl_context"] = ENCRYPTION[str(mode)]()
    driven = url.set(drivername="postgresql+pg8000", query={})
    engine = create_engine(driven, connect_args=arguments, poolclass=NullPool)

    @event.listens_for(engine, "do_connect")
    def open_wire(_dialect: Any, _record: Any, _args: Any, options: dict[str, Any]) -> Wire:
        return connect(options, may_be_plain=mode == "prefer")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        if connection.get_execution_options().get("writes", False):
            connection.exec_driver_sql(f"SET LOCAL lock_timeout = {BUSY_MS}")
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({WRITER_LOCK})")
        else:
            connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")

    return engine


def _is_true(connection: Connection, query: str) -> bool:
    with connection.begin():
        return bool(connection.exec_driver_sql(query).scalar())


def _release(connection: Connection) -> None:
    """Free the lock at once: the server would, but only when it has noticed that the session is closed."""
    if not connection.invalidated:
        with suppress(SQLAlchemyError):
            _is_true(connection, f"SELECT pg_advisory_unlock({RUN_LOCK})")


def _of_the_network(error: DBAPIError) -> str:
    """Why the server cannot be had; the driver itself says just that."""
    cause = error.orig.__cause__ if error.orig else None
    if isinstance(cause, OSError):
        return f"the database cannot be reached ({cause.strerror or cause})"
    return str(error.orig)


def _said(error: BaseException | None) -> Mapping[str, str]:
    """What the server said, by the letters of its protocol; nothing when the driver speaks for itself."""
    said = error.args[0] if error and error.args else None
    return said if isinstance(said, dict) else {}


def _name(url: URL) -> str:
    """Host and database, for messages."""
    place = url.query.get("host") or url.host or "localhost"
    port = f":{url.port}" if url.port and url.port != PORT else ""
    return f"{place}{port}/{url.database}"


def _plain(url: URL) -> str:
    """The address for people to type: pg_dump asks for the password."""
    return url.set(password=None).render_as_string()
