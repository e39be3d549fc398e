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
from feedsvc.errors import AuthorityChanged, FeedsvcError, PublishError, RunLocked, ServeError, StoreError

if TYPE_CHECKING:
    from feedsvc.config import Config
    from feedsvc.model import RunReport, Source
    from feedsvc.service import Service
    from feedsvc.web.server import PublicServer

log = logging.getLogger("feedsvc")

START_SECONDS = 30  # for the first worker to answer
STORE_SECONDS = 30  # between two tries to open a store


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
    """Serve what is published at once; open the store and keep the schedule beside it, as soon as that is possible."""
    from feedsvc.web.server import PublicServer
    from feedsvc.web.settings import PublicSettings

    stop = threading.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, lambda *_: stop.set())
    listen = config.server
    server = PublicServer(PublicSettings(config.feeds, listen.max_age), listen.host, listen.port, listen.workers)
    signal.signal(signal.SIGHUP, lambda *_: server.renew())
    server.check_port()
    try:
        if _is_published(config):
            _start(server, config)
        service = _opened(config, server, stop)
        if service is not None:
            _keep_schedule(service, config, server, stop)
    finally:
        server.stop()
    return 0


def _is_published(config: Config) -> bool:
    try:
        return bootstrap.target(config).origin() is not None
    except PublishError as error:
        log.error("%s", error)  # noqa: TRY400 (the message says it all)
        return False


def _start(server: PublicServer, config: Config) -> None:
    """Start the web workers if they are not running, and say where to look once they answer."""
    if not server.is_started:
        server.start()
        server.wait_ready(START_SECONDS)
        _announce(config)


def _opened(config: Config, server: PublicServer, stop: threading.Event) -> Service | None:
    """Return the service once its store can be opened, or None when asked to stop before.

    A broken store takes nothing away from readers: the published feeds go on being served.
    """
    while True:
        try:
            return bootstrap.service(config)
        except AuthorityChanged:
            raise
        except StoreError as error:
            log.error("%s; the published feeds are served, and it is tried again in %d s", error, STORE_SECONDS)  # noqa: TRY400 (the message says it all)
            _start(server, config)
        if _waited(server, stop, STORE_SECONDS):
            return None


def _keep_schedule(service: Service, config: Config, server: PublicServer, stop: threading.Event) -> None:
    from feedsvc.schedule import Schedule

    is_first = not server.is_started
    if is_first:
        regenerate_and_log(service, service.sources)
    start = service.clock.now()
    schedule = Schedule(service.sources, lambda one: regenerate_and_log(service, [one]), start, at_once=not is_first)
    try:
        _start(server, config)
        schedule.start()
        while not _waited(server, stop, 60):
            pass
    finally:
        schedule.stop()
        service.store.close()


def _waited(server: PublicServer, stop: threading.Event, seconds: float) -> bool:
    """Wait, and return whether to stop. Raises ServeError when the web workers have ended by themselves."""
    for _ in range(int(seconds * 2)):
        if stop.wait(0.5):
            return True
        if server.poll() is not None:
            raise ServeError(f"the web server ended by itself with status {server.poll()}; its reason stands above")
    return False


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
        _log_report(report, {source.id: source.place for source in service.sources})


def _log_report(report: RunReport, places: Mapping[str, str]) -> None:
    for source in report.sources:
        for diagnostic in source.diagnostics:
            level = logging.INFO if diagnostic.severity == "note" else logging.WARNING
            log.log(level, "%s", diagnostic_line(places[source.source], diagnostic))
        if source.message:
            log.error("%s", source.message)
        if source.state == "changed":
            log.info("%s: read, changes: %s", source.source, dict(source.changes) or "none")
    for fault in report.published.faults if report.published else ():
        log.error("%s", fault)
    if report.paused is not None and any(source.state == "changed" for source in report.sources):
        log.warning("publishing is paused: %s; `feedsvc resume` goes on", report.paused)
    if report.published:
        log.info("generation %d: %d files written", report.published.generation, len(report.published.written))


def _announce(config: Config) -> None:
    """Say on standard error where to look."""
    reached = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(config.server.host, config.server.host)  # noqa: S104 (an address to open)
    here = f"http://{f'[{reached}]' if ':' in reached else reached}:{config.server.port}"
    click.echo(f"feedsvc: pages      {here}/", err=True)
    click.echo(f"feedsvc: feed       {here}/all.atom (also .rss and .json; a country's is {here}/hn.atom)", err=True)
    click.echo(f"feedsvc: all feeds  {here}/feeds.opml", err=True)
    if here != config.site.base_url:
        told = f"the feeds call themselves {config.site.base_url} (base_url; FEEDSVC_BASE_URL changes it)"
        click.echo(f"feedsvc: {told}", err=True)
