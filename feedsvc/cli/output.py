"""How commands speak: data on standard output, what went wrong on standard error, and both as JSON on request."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

import click

from feedsvc.errors import FeedsvcError
from feedsvc.model import Diagnostic, Override, PublishReport

as_json = click.option("--json", "as_json", is_flag=True, help="Print JSON, also for errors.")
config_file = click.option(
    "--config",
    "config_path",
    type=click.Path(dir_okay=False),
    help="The configuration. Default: config.yaml beside the program.",
)


def print_json(value: Any) -> None:  # anything JSON can hold
    """Print one JSON value on one line; half a surrogate pair, which no encoding can hold, as a question mark."""
    click.echo(json.dumps(value, ensure_ascii=False, default=str).encode("utf-8", "replace").decode())


def fail(error: FeedsvcError, *, as_json: bool, hint: str = "") -> int:
    """Say what went wrong, and return the exit code."""
    if as_json:
        print_json({"error": {"code": error.code, "message": str(error)}})
    else:
        if hint:
            click.echo(hint, err=True)
        for line in str(error).splitlines():
            click.echo(f"feedsvc: {line}", err=True)
    return error.exit_code


def warn_of(published: PublishReport | None, paused: str | None = None) -> int:
    """Say what readers do not see of a change yet, and why; return the exit code."""
    faults = published.faults if published else ()
    for fault in faults:
        click.echo(f"feedsvc: {fault}", err=True)
    if paused is not None:
        click.echo(f"feedsvc: publishing is paused: {paused}; `feedsvc resume` goes on", err=True)
    return 1 if faults else 0


def diagnostic_json(diagnostic: Diagnostic) -> dict[str, Any]:
    """Return the stable JSON form of a diagnostic; what is not known is null, and `document` is of several only."""
    shown = ("code", "severity", "message", "line", "column", *(["document"] if diagnostic.document else []))
    return {name: value for name, value in asdict(diagnostic).items() if name in shown}


def diagnostic_line(name: str, diagnostic: Diagnostic) -> str:
    """Return a diagnostic as compilers print it: file:line:column: level[code] message. `name` is its source's."""
    place = ":".join(
        str(part) for part in (diagnostic.document or name, diagnostic.line, diagnostic.column) if part is not None
    )
    return f"{place}: {diagnostic.severity}[{diagnostic.code}] {diagnostic.message}"


def override_json(override: Override) -> dict[str, Any]:
    """Return the stable JSON form of an override, its number first."""
    plain = asdict(override)
    return {"number": plain.pop("number"), **plain, "at": override.at.isoformat()}


def override_line(override: Override) -> str:
    """Return an override as people read it: its number, what it says, who gave it, when and why."""
    value = f" {override.value}" if override.value else ""
    return f"{override.number}: {override.action}{value} ({override.who}, {override.at:%Y-%m-%d}: {override.why})"
