"""`feedsvc config`: whether the configuration can be used."""

from __future__ import annotations

import click

from feedsvc.cli.opening import configured
from feedsvc.cli.output import as_json, config_file, print_json


@click.group("config")
def command() -> None:
    """Look at the configuration."""


@command.command("check")
@config_file
@as_json
def check(config_path: str | None, *, as_json: bool) -> int:
    """Say whether the configuration can be used; list every problem with its line and column if not."""
    config = configured(config_path)
    if as_json:
        print_json({"file": str(config.file), "valid": True, "sources": [source.id for source in config.sources]})
    else:
        click.echo(f"{config.file}: fine, {len(config.sources)} source(s), {len(config.site.countries)} countries")
    return 0
