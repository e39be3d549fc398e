"""`feedsvc resume`: go on publishing after a rollback."""

from __future__ import annotations

import os
from dataclasses import asdict
from pathlib import Path

import click

from feedsvc import bootstrap
from feedsvc.cli.output import as_json, config_file, print_json


@click.command("resume")
@config_file
@as_json
def command(config_path: str | None, *, as_json: bool) -> int:
    """Go on publishing after a rollback, beginning with everything that was read meanwhile."""
    config = bootstrap.load_config(Path(config_path) if config_path else None, os.environ)
    from feedsvc.operating import resume

    service = bootstrap.service(config)
    try:
        report = resume(service)
    finally:
        service.store.close()
    for fault in report.faults if report else ():
        click.echo(f"feedsvc: {fault}", err=True)
    if as_json:
        print_json({"published": asdict(report) if report else None})
    elif report:
        click.echo(f"publishing goes on: generation {report.generation}, {len(report.written)} files written")
    return 1 if report and report.faults else 0
