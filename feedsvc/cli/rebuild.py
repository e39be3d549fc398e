"""`feedsvc rebuild`: make what is published anew from the store, or a lost store from what is published."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from feedsvc.cli.opening import configured, opened
from feedsvc.cli.output import as_json, config_file, print_json, warn_of

if TYPE_CHECKING:
    from feedsvc.service import Service


@click.command("rebuild")
@config_file
@click.option("--store", "of_store", is_flag=True, help="Make a lost store anew from the published feeds.")
@as_json
def command(config_path: str | None, *, of_store: bool, as_json: bool) -> int:
    """Publish every feed, page and archive anew from the store. Files that are right already stay as they are."""
    with opened(configured(config_path)) as service:
        return _store(service, as_json=as_json) if of_store else _feeds(service, as_json=as_json)


def _feeds(service: Service, *, as_json: bool) -> int:
    from feedsvc.operating import rebuild

    report = rebuild(service)
    if as_json:
        print_json({"published": asdict(report) if report else None})
    elif report is None:
        click.echo("the store holds nothing; `feedsvc run` reads the sources")
    else:
        click.echo(f"generation {report.generation}: {len(report.written)} files written")
    return warn_of(report)


def _store(service: Service, *, as_json: bool) -> int:
    """Nothing recovered is a failure, as when the feeds folder is lost too."""
    from feedsvc.recovery import recover

    made = recover(service)
    if as_json:
        print_json(asdict(made))
    else:
        found = f"{made.items} items and {made.feeds} feeds recovered; `feedsvc run` goes on from there"
        click.echo(found if made.items or made.feeds else "nothing could be recovered: no feed is published")
        for sentence in made.lost:
            click.echo(f"not recovered: {sentence}")
    return 0 if made.items or made.feeds else 1
