"""`feedsvc serve`: public web workers beside one private process that keeps the schedule."""

from __future__ import annotations

import logging
import os
import signal
import threading
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from feedsvc import bootstrap
from feedsvc.cli.output import config_file, diagnostic_line
from feedsvc.errors import FeedsvcError, RunLocked, ServeError

if TYPE_CHECKING:
    from feedsvc.config import Config
    from feedsvc.model import RunReport, Source
    from feedsvc.pipeline import Service

log = logging.getLogger("feedsvc")


@click.command("serve")
@config_file
@click.option("--host", help="Listen on this address instead of server.host.")
@click.option("--port", type=click.IntRange(1, 65535), help="Listen on this port instead of server.port.")
def command(config_path: str | None, host: str | None, port: int | None) -> int:
    """Serve the feeds, and read each source at its interval.

    Feeds that are published already are served at once; otherwise the first reading comes first. Neither --host nor
    --port changes base_url, which is what the feeds say about themselves.
    """
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s")
    logging.getLogger("apscheduler").setLevel(logging.WARNING)
    config = bootstrap.load_config(Path(config_path) if config_path else None, os.environ)
    chosen = replace(config.server, host=host or config.server.host, port=port or config.server.port)
    return _serve(replace(config, server=chosen))


def _serve(config: Config) -> int:
    from feedsvc.schedule import Schedule
    from feedsvc.web.server import PublicServer
    from feedsvc.web.settings import PublicSettings

    stop = threading.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, lambda *_: stop.set())
    listen = config.server
    server = PublicServer(PublicSettings(config.feeds, listen.max_age), listen.host, listen.port, listen.workers)
    server.check_port()
    service = bootstrap.service(config)
    if service.target.origin() is None:
        regenerate_and_log(service, service.sources)
    start = service.clock.now()
    schedule = Schedule(service.sources, lambda source: regenerate_and_log(service, [source]), start)
    server.start()
    try:
        server.wait_ready(30)
        schedule.start()
        _announce(config)
        while not stop.wait(0.5):
            if server.poll() is not None:
                raise ServeError(f"the web server ended by itself with status {server.poll()}; its reason stands above")
    finally:
        server.stop()
        schedule.stop()
        service.store.close()
    return 0


def regenerate_and_log(service: Service, sources: Iterable[Source]) -> None:
    """Do one run; whatever goes wrong is logged, and the next run comes all the same."""
    from feedsvc.pipeline import regenerate

    try:
        report = regenerate(service, sources)
    except RunLocked as error:
        log.info("%s; this reading is left out", error)
    except FeedsvcError as error:
        log.error("%s", error)  # noqa: TRY400 (the message says it all; a traceback would hide it)
    except Exception:
        log.exception("a fault of the program; the feeds stay as they are")
    else:
        _log_report(report, {source.id: source.path for source in service.sources})


def _log_report(report: RunReport, paths: Mapping[str, str]) -> None:
    for source in report.sources:
        for diagnostic in source.diagnostics:
            level = logging.INFO if diagnostic.severity == "note" else logging.WARNING
            log.log(level, "%s", diagnostic_line(paths[source.source], diagnostic))
        if source.message:
            log.error("%s", source.message)
        if source.state == "changed":
            log.info("%s: read, changes: %s", source.source, dict(source.changes) or "none")
    if report.published:
        log.info("generation %d: %d files written", report.published.generation, len(report.published.written))


def _announce(config: Config) -> None:
    """Say on standard error where to look."""
    here = f"http://{config.server.host}:{config.server.port}"
    click.echo(f"feedsvc: pages      {here}/", err=True)
    click.echo(f"feedsvc: feed       {here}/all.atom (also .rss and .json; a country's is {here}/hn.atom)", err=True)
    click.echo(f"feedsvc: all feeds  {here}/feeds.opml", err=True)
    if here != config.site.base_url:
        click.echo(
            f"feedsvc: the feeds call themselves {config.site.base_url} (base_url; FEEDSVC_BASE_URL changes it)",
            err=True,
        )
