"""`feedsvc run`: one regeneration, safe under cron and twice at once."""

from __future__ import annotations

import os
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from feedsvc import bootstrap
from feedsvc.cli.output import as_json, config_file, diagnostic_json, diagnostic_line, print_json

if TYPE_CHECKING:
    from feedsvc.model import RunReport, SourceReport

UNUSABLE, UNREACHABLE, WARNINGS = 4, 3, 5


@click.command("run")
@config_file
@click.option("--strict", is_flag=True, help="End with 5 when something was published with warnings.")
@as_json
def command(config_path: str | None, *, strict: bool, as_json: bool) -> int:
    """Read every source once and publish what changed.

    Says nothing when nothing changed; feeds of a source that cannot be read stay as they are.
    """
    config = bootstrap.load_config(Path(config_path) if config_path else None, os.environ)
    service = bootstrap.service(config)
    from feedsvc.pipeline import regenerate

    report = regenerate(service, service.sources)
    service.store.close()
    if as_json:
        print_json(report_json(report))
    else:
        tell(report, {source.id: source.path for source in config.sources})
    return exit_code(report, strict=strict)


def exit_code(report: RunReport, *, strict: bool) -> int:
    """Return the worst of the sources: 4 nothing usable, 3 unreachable, 5 warnings under --strict, 0."""
    states = {source.state for source in report.sources}
    warned = any(d.severity == "warning" for source in report.sources for d in source.diagnostics)
    if "unusable" in states:
        return UNUSABLE
    if "unreachable" in states:
        return UNREACHABLE
    return WARNINGS if strict and warned else 0


def tell(report: RunReport, paths: dict[str, str]) -> None:
    """Print for a person what a run did: diagnostics and faults on standard error, the outcome on standard output."""
    for source in report.sources:
        for diagnostic in source.diagnostics:
            click.echo(diagnostic_line(paths[source.source], diagnostic), err=True)
        if source.message:
            click.echo(f"feedsvc: {source.message}", err=True)
        if source.state == "changed":
            click.echo(f"{source.source}: {_counts(source)}")
    if report.published and report.published.written:
        click.echo(f"published generation {report.published.generation}: {len(report.published.written)} files written")


def _counts(source: SourceReport) -> str:
    return ", ".join(f"{count} {kind}" for kind, count in source.changes.items()) or "read, no item changed"


def report_json(report: RunReport) -> dict[str, Any]:
    """Return the stable JSON form of a run."""
    return {
        "started": report.started.isoformat(),
        "finished": report.finished.isoformat(),
        "sources": [
            {
                "source": source.source,
                "state": source.state,
                "changes": dict(source.changes),
                "message": source.message,
                "diagnostics": [diagnostic_json(d) for d in source.diagnostics],
            }
            for source in report.sources
        ],
        "published": asdict(report.published) if report.published else None,
    }
