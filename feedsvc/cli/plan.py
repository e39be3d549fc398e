"""`feedsvc plan`: what subscribers would see, before anything is published."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from feedsvc.cli.opening import configured, opened
from feedsvc.cli.output import as_json, config_file, diagnostic_json, print_json
from feedsvc.cli.run import HELD, UNREACHABLE

if TYPE_CHECKING:
    from feedsvc.planning import Plan


@click.command("plan")
@config_file
@as_json
def command(config_path: str | None, *, as_json: bool) -> int:
    """Show what subscribers would see of a run: what appears, is updated, vanishes, in each feed. Changes nothing.

    Ends with 4 when a reading would be held, and says why and how to accept it; with 3 when one cannot be had.
    """
    from feedsvc.planning import plan

    with opened(configured(config_path)) as service:
        plans = [plan(service, source) for source in service.sources]
    for one in plans:
        if as_json:
            print_json(_plan_json(one))
        else:
            _tell(one)
    states = {one.state for one in plans}
    return HELD if "held" in states else UNREACHABLE if "unreachable" in states else 0


def _plan_json(one: Plan) -> dict[str, Any]:
    return {
        "source": one.source,
        "state": one.state,
        "reading": one.reading or None,
        "message": one.message,
        "holds": [asdict(hold) for hold in one.holds],
        "feeds": [asdict(feed) for feed in one.feeds],
        "diagnostics": [diagnostic_json(diagnostic) for diagnostic in one.diagnostics],
    }


def _tell(one: Plan) -> None:
    if one.state == "unreachable":
        click.echo(f"{one.source}: cannot be read: {one.message}")
    elif one.state == "unchanged":
        seen = (
            "what was missing is confirmed, so subscribers would see:" if one.feeds else "subscribers see nothing new"
        )
        click.echo(f"{one.source}: unchanged; {seen}")
    elif not one.feeds:
        click.echo(f"{one.source}: reading {one.reading}; subscribers see no difference")
    else:
        click.echo(f"{one.source}: reading {one.reading}; subscribers would see:")
    for feed in one.feeds:
        click.echo(f"  {feed.stem}")
        for word, titles in (("new", feed.new), ("updated", feed.updated), ("gone", feed.vanished)):
            for title in titles:
                click.echo(f"    {word:7} {title}")
    for hold in one.holds:
        click.echo(f"{one.source}: would be held ({hold.rule}): {hold.message}")
    if one.holds:
        click.echo(f"{one.source}: to publish it all the same: feedsvc run --accept {one.reading}")
