"""A real PostgreSQL of the tests' own: in a folder that goes away, run by an ordinary user, stopped by its pid."""

from __future__ import annotations

import itertools
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Sequence
from contextlib import closing
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pg8000.dbapi

PATIENCE = 60  # seconds; a guard, ten times what is expected
PASSWORD = "pass-word/of:tests"
INSTALL = "pip install pgserver (Python before 3.13), or apt install postgresql"


class NoPostgres(Exception):
    """No PostgreSQL can be run here."""


class PostgresServer:
    """One server. Through its socket it asks for no password, through its port it does."""

    def __init__(self, *settings: str) -> None:
        """Make and start it; `settings` are of postgresql.conf, as "fsync=off". Raises NoPostgres."""
        self.folder = Path(tempfile.mkdtemp(prefix="feedsvc-pg-"))
        self._as: dict[str, Any] = {}
        if os.geteuid() == 0:  # the server refuses to be run by root
            nobody = pwd.getpwnam("nobody")
            self._as = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": ()}
            os.chown(self.folder, nobody.pw_uid, nobody.pw_gid)
        self._names = (f"t{number}" for number in itertools.count(1))
        self._process: subprocess.Popen[bytes] | None = None
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = int(free.getsockname()[1])
        self._settings = (f"port={self.port}", "listen_addresses=127.0.0.1", *settings)
        try:
            self._binaries = self._found()
            self._make()
            self.start()
        except BaseException:
            self.end()
            raise

    def url(self, database: str) -> str:
        """Return the address of a database through the socket, as a configuration has it."""
        return f"postgresql://feedsvc@:{self.port}/{database}?host={self.folder}"

    def url_with_password(self, database: str, password: str = PASSWORD) -> str:
        """Return its address through the port."""
        quoted = password.replace("/", "%2F").replace(":", "%3A")
        return f"postgresql://feedsvc:{quoted}@127.0.0.1:{self.port}/{database}"

    def make(self, like: str = "template1") -> str:
        """Make a database, a copy of another that nobody uses just now, and return its name."""
        name = next(self._names)
        self.ask("postgres", f"CREATE DATABASE {name} TEMPLATE {like}")
        return name

    def drop(self, name: str) -> None:
        """Remove a database, whoever is in it."""
        self.ask("postgres", f"DROP DATABASE {name} WITH (FORCE)")

    def ask(self, database: str, statement: str) -> Sequence[Sequence[Any]]:
        """Run one statement outside any transaction; return its rows."""
        place = f"{self.folder}/.s.PGSQL.{self.port}"
        with closing(pg8000.dbapi.connect("feedsvc", database=database, unix_sock=place)) as connection:
            connection.autocommit = True
            cursor = connection.cursor()
            cursor.execute(statement)
            return list(cursor.fetchall()) if cursor.description else []

    def start(self) -> None:
        """Start it, and return when it answers."""
        words = [str(self._binaries / "postgres"), "-D", str(self.folder / "data"), "-k", str(self.folder)]
        words += [word for setting in self._settings for word in ("-c", setting)]
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                words, cwd=self.folder, stdin=subprocess.DEVNULL, stdout=log, stderr=log, **self._as
            )
        end = time.monotonic() + PATIENCE
        while not self._answers():
            if self._process.poll() is not None or time.monotonic() > end:
                raise NoPostgres(f"PostgreSQL does not start: {self._log.read_text(errors='replace')[-2000:]}")
            time.sleep(0.02)

    def stop(self, how: signal.Signals = signal.SIGQUIT) -> None:
        """Stop it, as `pg_ctl stop -m immediate` does: without a word to anybody; SIGINT is `-m fast`."""
        if self._process is not None:
            self._process.send_signal(how)
            self._process.wait(PATIENCE)
            self._process = None

    def end(self) -> None:
        """Stop it for good, and remove all that it made."""
        self.stop()
        shutil.rmtree(self.folder)

    @property
    def _log(self) -> Path:
        return self.folder / "log"

    def _answers(self) -> bool:
        try:
            self.ask("postgres", "SELECT 1")
        except (pg8000.dbapi.Error, OSError):
            return False
        return True

    def _make(self) -> None:
        (self.folder / "password").write_text(PASSWORD, encoding="utf-8")
        self._call(
            "initdb", "-D", "data", "-U", "feedsvc", "--encoding=UTF8", "--locale=C", "--no-sync",
            "--auth-local=trust", "--auth-host=scram-sha-256", "--pwfile=password",
        )  # fmt: skip

    def _found(self) -> Path:
        """The folder of programs that can be run here."""
        package = find_spec("pgserver")
        ours = (
            [Path(place) / "pginstall" / "bin" for place in (package.submodule_search_locations or ())]
            if package
            else []
        )
        path = shutil.which("initdb")
        installed = [Path(path).resolve().parent] if path else []
        installed += sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda found: int(found.parent.name))[::-1]
        for binaries in [*ours, *installed]:
            self._binaries = binaries
            if self._can_run():
                return binaries
            if binaries in ours:  # perhaps below a folder that only root may enter
                self._binaries = self._copied(binaries.parent.parent)
                if self._can_run():
                    return self._binaries
        raise NoPostgres(f"no PostgreSQL can be run here; {INSTALL}")

    def _copied(self, package: Path) -> Path:
        for part in (package, package.with_name("pgserver.libs")):
            if part.is_dir():
                shutil.copytree(part, self.folder / "programs" / part.name)
        return self.folder / "programs" / package.name / "pginstall" / "bin"

    def _can_run(self) -> bool:
        try:
            self._call("postgres", "--version")
        except (OSError, subprocess.CalledProcessError):
            return False
        return (self._binaries / "initdb").exists()

    def _call(self, program: str, *words: str) -> None:
        subprocess.run(
            [str(self._binaries / program), *words],
            cwd=self.folder, stdin=subprocess.DEVNULL, capture_output=True, check=True, timeout=PATIENCE, **self._as,
        )  # fmt: skip
