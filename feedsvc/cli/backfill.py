"""`feedsvc backfill`: read the history of a paged listing."""

from __future__ import annotations

import sys
import time
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from feedsvc.cli.opening import configured, opened
from feedsvc.cli.output import as_json, config_file, print_json, warn_of
from feedsvc.cli.run import UNREACHABLE
from feedsvc.errors import UsageError

if TYPE_CHECKING:
    from feedsvc.backfilling import Backfilled, Progress
    from feedsvc.model import Source
    from feedsvc.service import Service

EVERY_PAGE = 10_000


@click.command("backfill")
@click.argument("source", required=False)
@click.option(
    "--pages",
    type=click.IntRange(1, EVERY_PAGE),
    default=EVERY_PAGE,
    metavar="NUMBER",
    help="Read at most so many. Default: all.",
)
@click.option(
    "--pause",
    type=click.FloatRange(0, 3600),
    default=2,
    show_default=True,
    metavar="SECONDS",
    help="Wait so long between two pages, so as not to burden their server.",
)
@config_file
@as_json
def command(source: str | None, pages: int, pause: float, config_path: str | None, *, as_json: bool) -> int:
    """Read the further pages of the listing SOURCE (its id), or of every listing, and publish the items on them.

    What it finds is older news: it goes into archives and feeds in its place by date. Cut off, or ended by --pages,
    it goes on where it was when it is called again. Ends with 3 when a page cannot be had.
    """
    from feedsvc.backfilling import backfill

    status = 0
    with opened(configured(config_path)) as service:
        for one in _chosen(service, source):

            def told(progress: Progress, name: str = one.id) -> None:
                _show(name, progress)
                time.sleep(pause)

            done = backfill(service, one, pages, told)
            status = max(status, _tell(one, done, as_json=as_json))
    return status


def _chosen(service: Service, name: str | None) -> list[Source]:
    listings = [source for source in service.sources if source.pages]
    chosen = [source for source in listings if name in {None, source.id}]
    if not chosen:
        known = ", ".join(source.id for source in listings) or "none; a source has further pages by its option `pages`"
        raise UsageError(f"{name or 'no source'} is no listing of several pages. Those are: {known}")
    return chosen


def _show(name: str, progress: Progress) -> None:
    """A line that grows where somebody watches, and nothing under cron."""
    if sys.stderr.isatty():
        click.echo(f"\r{name}: page {progress.page}, {progress.new} new items", nl=False, err=True)


def _tell(source: Source, done: Backfilled, *, as_json: bool) -> int:
    if sys.stderr.isatty():
        click.echo(err=True)
    if as_json:
        print_json({"source": source.id, **asdict(done.progress), "end": done.end, "reason": done.reason or None})
    else:
        ends = {"whole": "that is the end", "stopped": "the next call goes on", "unreachable": "then it failed"}
        page, new = done.progress.page, done.progress.new
        click.echo(f"{source.id}: read up to page {page}, {new} new items; {ends[done.end]}")
    if done.end == "unreachable":
        click.echo(f"feedsvc: {source.place}: page {done.progress.page + 1}: {done.reason}", err=True)
    failed = warn_of(done.published)
    return failed or (UNREACHABLE if done.end == "unreachable" else 0)
