"""What is PostgreSQL's own: addresses, passwords, sessions that end, rights that are missing."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from calling import Command
from databases import PASSWORD, PostgresServer
from making import item
from services import text_of

from feedsvc.errors import RunLocked, StoreError
from feedsvc.model import Change
from feedsvc.store.sql import SqlStore

AUTHORITY = "example.org,2020"
OURS = "FROM pg_stat_activity WHERE application_name = 'feedsvc' AND datname = '{}'"


@pytest.fixture
def database(postgres: PostgresServer) -> Iterator[str]:
    """The name of an empty database."""
    name = postgres.make()
    yield name
    postgres.drop(name)


@pytest.fixture
def store(postgres: PostgresServer, database: str) -> Iterator[SqlStore]:
    """A store that holds an item."""
    made = SqlStore(postgres.url(database), AUTHORITY)
    with made.write() as session:
        session.apply([Change("new", item())])
    yield made
    made.close()


def _end_sessions(server: PostgresServer, database: str) -> None:
    server.ask("postgres", f"SELECT pg_terminate_backend(pid, 10000) {OURS.format(database)}")


def test_through_the_port_with_a_password(postgres: PostgresServer, database: str) -> None:
    """A server that asks for a password gets it; the store's name has none."""
    store = SqlStore(postgres.url_with_password(database), AUTHORITY)
    with store.run_lock() as turn:
        assert turn.token() == 1
    assert store.name == f"127.0.0.1:{postgres.port}/{database}"
    assert PASSWORD not in store.how_to_back_up
    store.close()


@pytest.mark.parametrize("wrong", ["other-word", "", "with/slash:and@at"])
def test_a_wrong_password(wrong: str, postgres: PostgresServer, database: str) -> None:
    """The message names host, database and user, and neither password."""
    url = postgres.url_with_password(database, wrong.replace("@", "%40"))
    with pytest.raises(StoreError, match=f"/{database}: .*password") as caught:
        SqlStore(url, AUTHORITY)
    if wrong:
        assert wrong not in str(caught.value)
    assert PASSWORD not in str(caught.value)


def test_a_database_that_is_not_there(postgres: PostgresServer) -> None:
    """The server's own words, with the store's name."""
    with pytest.raises(StoreError, match=r'/nowhere: database "nowhere" does not exist\. Nothing was changed'):
        SqlStore(postgres.url("nowhere"), AUTHORITY)


def test_encryption_that_is_asked_for(postgres: PostgresServer, database: str) -> None:
    """A server without encryption is refused where the address wants it, and taken where it does not."""
    url = postgres.url_with_password(database)
    for mode in ("require", "verify-full"):
        with pytest.raises(StoreError, match="Server refuses SSL"):
            SqlStore(f"{url}?sslmode={mode}", AUTHORITY)
    for mode in ("prefer", "disable"):
        SqlStore(f"{url}?sslmode={mode}", AUTHORITY).close()
    with pytest.raises(StoreError, match="only host=FOLDER and sslmode="):
        SqlStore(f"{url}?sslmode=perhaps", AUTHORITY)


def test_a_database_without_all_letters(postgres: PostgresServer) -> None:
    """A database that cannot hold every letter is refused when it is opened."""
    postgres.ask("postgres", "CREATE DATABASE latin TEMPLATE template0 ENCODING 'LATIN1'")
    try:
        with pytest.raises(StoreError, match="its encoding is LATIN1"):
            SqlStore(postgres.url("latin"), AUTHORITY)
    finally:
        postgres.drop("latin")


def test_who_may_make_no_tables(postgres: PostgresServer, database: str) -> None:
    """A user without the right to make tables gets the server's words, and nothing is made."""
    postgres.ask("postgres", "DROP ROLE IF EXISTS guest")
    postgres.ask("postgres", "CREATE ROLE guest LOGIN")
    postgres.ask(database, "REVOKE CREATE ON SCHEMA public FROM public")
    store = SqlStore(postgres.url(database).replace("//feedsvc@", "//guest@"), AUTHORITY)
    with pytest.raises(StoreError, match=r"permission denied for schema public\. Nothing"), store.write():
        pass
    store.close()
    postgres.ask("postgres", "DROP ROLE guest")


def test_no_session_is_kept_between_transactions(store: SqlStore, postgres: PostgresServer, database: str) -> None:
    """A service that waits for its next reading holds no session, so the server may be restarted meanwhile."""
    with store.run_lock(), store.read():
        assert postgres.ask("postgres", f"SELECT count(*) {OURS.format(database)}") == [[1]]
    _end_sessions(postgres, database)
    with store.read() as session:
        assert session.items() == (item(),)


def test_a_run_whose_session_was_ended(store: SqlStore, postgres: PostgresServer, database: str) -> None:
    """It can neither read nor write nor take a token, however often it tries; another run begins at once."""
    other = SqlStore(postgres.url(database), AUTHORITY)
    with store.run_lock() as turn:
        _end_sessions(postgres, database)
        with other.run_lock():
            for _ in range(2):
                for transaction in (store.read, store.write):
                    with pytest.raises(StoreError, match="ended this run's session"), transaction():
                        pass
                with pytest.raises(StoreError, match="ended this run's session"):
                    turn.token()
    with other.read() as session:
        assert session.items() == (item(),)
    with store.run_lock() as turn:
        assert turn.token() == 1
    other.close()


def test_ended_within_a_transaction(store: SqlStore, postgres: PostgresServer, database: str) -> None:
    """Nothing of it is kept, whether it was to write more or only to commit."""

    def write(*later: str) -> None:
        with store.run_lock(), store.write() as session:
            session.mark(["hn"])
            _end_sessions(postgres, database)
            session.mark(later)

    for later in ((), ("sv",)):
        with pytest.raises(StoreError, match="ended this run's session"):
            write(*later)
        with store.read() as session:
            assert session.marks() == frozenset()


def test_a_lock_that_was_lost_is_not_given_back_by_mistake(
    store: SqlStore, postgres: PostgresServer, database: str
) -> None:
    """A run that lost its lock does not free that of the run which has it now."""
    other, third = (SqlStore(postgres.url(database), AUTHORITY) for _ in range(2))
    with store.run_lock():
        _end_sessions(postgres, database)
        held = other.run_lock()
        held.__enter__()
    with pytest.raises(RunLocked), third.run_lock():
        pass
    held.__exit__(None, None, None)
    for one in (other, third):
        one.close()


def test_the_lock_is_freed_though_the_body_fails(store: SqlStore) -> None:
    """After a failure in words or a fault of the program the next run begins at once."""
    for error in (StoreError("x"), RuntimeError(), KeyboardInterrupt()):
        with pytest.raises(type(error)), store.run_lock():
            raise error
    with store.run_lock():
        pass


@pytest.fixture
def config(postgres: PostgresServer, database: str, tmp_path: Path) -> Path:
    """A configuration of a service on PostgreSQL whose address stands in a file of its own."""
    (tmp_path / "bulletin.txt").write_bytes(text_of(("13 July 2020", "Shelter opens in Honduras", "Forty moved in.")))
    (tmp_path / "config.yaml").write_text(
        "title: News\npublisher: {name: Office}\nids: {authority: 'example.org,2020'}\n"
        "sources:\n  - {id: bulletin, path: bulletin.txt}\n",
        encoding="utf-8",
    )
    (tmp_path / "address").write_text(postgres.url_with_password(database) + "\n", encoding="utf-8")
    return tmp_path / "config.yaml"


def test_commands(config: Path, command: Command, monkeypatch: pytest.MonkeyPatch, database: str) -> None:
    """Whatever works with SQLite works here."""
    monkeypatch.setenv("FEEDSVC_STORE_FILE", "address")
    assert command("plan", "--config", config)[0] == 0
    status, out, err = command("run", "--config", config)
    assert (status, out.splitlines()[0]) == (0, "bulletin: 1 new"), err
    assert command("run", "--config", config)[1] == ""
    assert command("status", "--config", config)[1].startswith("bulletin: good")
    (told,) = json.loads((config.parent / "feeds/current/hn/hn.json").read_text(encoding="utf-8"))["items"]
    assert command("explain", told["id"], "--config", config)[0] == 0
    status, out, _ = command("migrate", "--json", "--config", config)
    found = json.loads(out)
    assert (status, found["from"], found["to"], found["migrated"], found["backup"]) == (0, 3, 3, False, None)
    assert found["store"].endswith(f"/{database}")


def test_a_server_that_is_away(config: Path, command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    """A run ends with 1 and names the store without its password; the feeds stay; later it goes on."""
    monkeypatch.setenv("FEEDSVC_STORE_FILE", "address")
    assert command("run", "--config", config)[0] == 0
    feeds = {path: path.stat().st_mtime_ns for path in (config.parent / "feeds").rglob("*")}
    address = (config.parent / "address").read_text(encoding="utf-8")
    (config.parent / "address").write_text("postgresql://feedsvc:hunter2@127.0.0.1:1/news", encoding="utf-8")
    for words in (["run"], ["status"], ["plan"], ["migrate"]):
        status, out, err = command(*words, "--config", config)
        assert (status, out) == (1, "")
        assert err == (
            "feedsvc: 127.0.0.1:1/news: the database cannot be reached (Connection refused). Nothing was changed.\n"
        )
    assert {path: path.stat().st_mtime_ns for path in (config.parent / "feeds").rglob("*")} == feeds
    (config.parent / "address").write_text(address, encoding="utf-8")
    assert command("run", "--config", config)[0] == 0
