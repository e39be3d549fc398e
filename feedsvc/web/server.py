"""Starts, watches and stops the public workers as a process of their own, apart from store and schedule."""

from __future__ import annotations

import errno
import json
import os
import signal
import socket
import subprocess
import sys
import time
from http.client import HTTPConnection, HTTPException

from feedsvc.errors import ServeError
from feedsvc.web.replay import HEALTH
from feedsvc.web.settings import PublicSettings

_INHERITED = ("PATH", "HOME", "LANG", "TZ", "TMPDIR", "LD_LIBRARY_PATH", "VIRTUAL_ENV")
_INHERITED_FAMILIES = ("LC_", "PYTHON", "COVERAGE_")
_PORT_SECONDS = 3.0  # for the workers of a service that was killed to give its port back
_BETWEEN_POLLS = 0.05  # seconds
_EVERY_ADDRESS = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 (how to reach a server that listens on all)


class PublicServer:
    """The public web workers. They end by themselves when the process that started them is gone."""

    def __init__(self, settings: PublicSettings, host: str, port: int, workers: int) -> None:
        self._settings = settings
        self._host = host
        self._port = port
        self._workers = workers
        self._process: subprocess.Popen[bytes] | None = None
        self._address = host

    def check_port(self) -> None:
        """Raise ServeError, naming the setting to change, when the workers could not listen."""
        end = time.monotonic() + _PORT_SECONDS
        while True:
            try:
                self._address = _free_address(self._host, self._port)
            except ServeError as error:
                is_taken = isinstance(error.__cause__, OSError) and error.__cause__.errno == errno.EADDRINUSE
                if not is_taken or time.monotonic() > end:
                    raise
                time.sleep(_BETWEEN_POLLS)
            else:
                return

    def start(self) -> None:
        """Start the workers and return at once. Raises ServeError as `check_port` does."""
        self.check_port()
        options = {
            "feeds": str(self._settings.feeds.resolve()),
            "max_age": self._settings.max_age,
            "host": self._address,
            "port": self._port,
            "workers": self._workers,
            "parent": os.getpid(),
        }
        # What is in the environment reaches every request there: no secret of ours goes along.
        environment = {
            name: value
            for name, value in os.environ.items()
            if name in _INHERITED or name.startswith(_INHERITED_FAMILIES)
        }
        self._process = subprocess.Popen(  # noqa: S603 (our own interpreter and module)
            [sys.executable, "-P", "-m", "feedsvc.web", json.dumps(options)],
            stdin=subprocess.DEVNULL,
            env=environment,
            start_new_session=True,  # Ctrl-C reaches the parent alone, which then stops this in order
        )

    def wait_ready(self, timeout: float) -> None:
        """Return when a worker answers; raises ServeError when none does within `timeout` seconds."""
        end = time.monotonic() + timeout
        while not self._answers():
            if self.poll() is not None:
                raise ServeError(f"the web workers on {self._place()} ended with status {self.poll()}")
            if time.monotonic() > end:
                raise ServeError(f"no web worker answered on {self._place()} within {timeout:g} seconds")
            time.sleep(_BETWEEN_POLLS)

    @property
    def is_started(self) -> bool:
        """Whether `start` was called."""
        return self._process is not None

    def poll(self) -> int | None:
        """Return the exit status of the workers' process, or None while it runs or was never started."""
        return self._process.poll() if self._process else None

    def renew(self) -> None:
        """Replace every worker by a new one, one after the other, while the others answer."""
        if self._process is not None and self.poll() is None:
            self._process.send_signal(signal.SIGHUP)

    def stop(self, timeout: float = 8.0) -> None:
        """Let requests under way end, then stop; whatever is left after `timeout` seconds is killed."""
        if self._process is None or self.poll() is not None:
            return
        self._process.terminate()
        try:
            self._process.wait(timeout)
        except subprocess.TimeoutExpired:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()

    def _answers(self) -> bool:
        connection = HTTPConnection(_EVERY_ADDRESS.get(self._address, self._address), self._port, timeout=1)
        try:
            connection.request("GET", HEALTH)
            return connection.getresponse().status == 200
        except (OSError, HTTPException):
            return False
        finally:
            connection.close()

    def _place(self) -> str:
        return f"{self._host}:{self._port}"


def _free_address(host: str, port: int) -> str:
    """The numeric address of `host`, after it was seen that one can listen there.

    The server itself would not complain of a port in use: it shares ports, so that several workers can listen.
    """
    place = f"{host}:{port}"
    try:
        family, kind, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind) as trial:
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            trial.bind(address)
    except socket.gaierror as error:
        raise ServeError(f"{place}: there is no such host; set server.host to an address of this machine") from error
    except OSError as error:
        raise ServeError(f"cannot listen on {place}: {_advice(error)}") from error
    return str(address[0])


def _advice(error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return "another program uses this port; stop it, or set server.port to a free one"
    if error.errno == errno.EACCES:
        return "ports below 1024 need privileges; set server.port to 1024 or more"
    if error.errno == errno.EADDRNOTAVAIL:
        return "this machine has no such address; set server.host to one that it has"
    return f"{error.strerror}; see server.host and server.port"
