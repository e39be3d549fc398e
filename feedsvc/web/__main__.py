"""The process of the public workers: `python -m feedsvc.web SETTINGS`, started by `server.PublicServer` alone."""

from __future__ import annotations

import json
import os
import signal
import sys
import threading
import time
from functools import partial
from pathlib import Path
from typing import Any

from flask import Flask
from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels

from feedsvc.web.app import create_app
from feedsvc.web.settings import PublicSettings
from feedsvc.web.workers import Workers

_STOPPING = 5  # seconds that requests under way have to end
_LARGEST_HEAD = 2**16  # bytes of a request's line and headers that are read at once


def main(arguments: str) -> None:
    """Serve until SIGTERM or SIGINT, or until the parent process is gone. `arguments` is a JSON object."""
    options = json.loads(arguments)
    settings = PublicSettings(feeds=Path(options["feeds"]), max_age=options["max_age"])
    _end_with(options["parent"])
    server = Workers(
        "feedsvc.web.app:create_app",
        address=options["host"],
        port=options["port"],
        interface=Interfaces.WSGI,
        http=HTTPModes.http1,
        http1_settings=HTTP1Settings(header_read_timeout=10_000, max_buffer_size=_LARGEST_HEAD),
        workers=options["workers"],
        blocking_threads=1,  # the fastest: answers are ready, so a second thread would only wait for the first
        respawn_failed_workers=True,
        workers_kill_timeout=_STOPPING,
        log_level=LogLevels.warning,
        log_dictconfig=_log_to_stderr(),
    )
    server.serve(target_loader=partial(_load, settings, os.getpid()), wrap_loader=False)


def _load(settings: PublicSettings, parent: int) -> Flask:
    """Make the application of one worker."""
    _end_with(parent)
    return create_app(settings)


def _log_to_stderr() -> dict[str, Any]:
    """Granian's own logging, but on standard error: standard output belongs to the command."""
    handler = {"class": "logging.StreamHandler", "formatter": "generic", "stream": "ext://sys.stderr"}
    return {"handlers": {"console": handler, "access": handler}}


def _end_with(parent: int) -> None:
    """End this process soon after `parent` did, however that came about: nobody else would stop it."""
    threading.Thread(target=_watch, args=(parent,), name="end-with-parent", daemon=True).start()


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(0.5)
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(2 * _STOPPING)
    os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    main(sys.argv[1])
