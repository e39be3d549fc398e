"""`feedsvc rollback`: return the feeds to an earlier generation."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from feedsvc import bootstrap
from feedsvc.cli.opening import configured, opened
from feedsvc.cli.output import as_json, config_file, print_json

if TYPE_CHECKING:
    from feedsvc.config import Config


@click.command("rollback")
@click.argument("generation", type=click.IntRange(min=1), required=False)
@click.option("--why", help="What was wrong, for those who find publishing paused.")
@config_file
@as_json
def command(config_path: str | None, generation: int | None, why: str | None, *, as_json: bool) -> int:
    """Return the feeds to an earlier GENERATION and pause publishing until `feedsvc resume`.

    Without a number, list the generations that are kept. Pages of items, and archives, stay as they are.
    """
    config = configured(config_path)
    if generation is None:
        _list(config, as_json=as_json)
        return 0
    from feedsvc.operating import rollback

    with opened(config) as service:
        made = rollback(service, generation, why or "no reason was given")
    if as_json:
        print_json({"generation": made, "of": generation, "paused": True})
    else:
        click.echo(f"generation {made} has the feeds of {generation}; publishing is paused until `feedsvc resume`")
    return 0


def _list(config: Config, *, as_json: bool) -> None:
    for one in bootstrap.target(config).generations():
        if as_json:
            print_json({"generation": one.number, "published": one.switched.isoformat(), "current": one.is_current})
        else:
            now = "  <- readers see this one" if one.is_current else ""
            click.echo(f"{one.number:6}  {one.switched:%Y-%m-%d %H:%M:%S} UTC{now}")
