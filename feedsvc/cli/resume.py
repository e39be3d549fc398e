"""`feedsvc resume`: go on publishing after a rollback."""

from __future__ import annotations

from dataclasses import asdict

import click

from feedsvc.cli.opening import configured, opened
from feedsvc.cli.output import as_json, config_file, print_json, warn_of


@click.command("resume")
@config_file
@as_json
def command(config_path: str | None, *, as_json: bool) -> int:
    """Go on publishing after a rollback, beginning with everything that was read meanwhile."""
    from feedsvc.operating import resume

    with opened(configured(config_path)) as service:
        report = resume(service)
    if as_json:
        print_json({"published": asdict(report) if report else None})
    elif report:
        click.echo(f"publishing goes on: generation {report.generation}, {len(report.written)} files written")
    return warn_of(report)
