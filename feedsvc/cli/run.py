"""`feedsvc run`: one regeneration, safe under cron and twice at once."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from feedsvc.cli.opening import configured, opened
from feedsvc.cli.output import as_json, config_file, diagnostic_json, diagnostic_line, print_json, warn_of
from feedsvc.errors import UsageError

if TYPE_CHECKING:
    from feedsvc.model import RunReport, SourceReport

FAILED, HELD, UNREACHABLE, WARNINGS = 1, 4, 3, 5


@click.command("run")
@config_file
@click.option("--strict", is_flag=True, help="End with 5 when something was published with warnings.")
@click.option("--accept", metavar="ID", help="Publish the held reading of this ID, which `plan` and `status` show.")
@as_json
def command(config_path: str | None, accept: str | None, *, strict: bool, as_json: bool) -> int:
    """Read every source once and publish what changed.

    Says nothing when nothing changed; feeds of a source that cannot be read stay as they are.
    """
    from feedsvc.pipeline import regenerate

    config = configured(config_path)
    with opened(config) as service:
        report = regenerate(service, service.sources, accept)
    if accept is not None and all(source.reading != accept for source in report.sources):
        raise UsageError(
            f"no source has a held reading {accept} now: it was published already, or the source says something else "
            "by now; `feedsvc plan` shows what"
        )
    if as_json:
        print_json(report_json(report))
    else:
        tell(report, {source.id: source.place for source in config.sources})
    return exit_code(report, strict=strict)


def exit_code(report: RunReport, *, strict: bool) -> int:
    """Return the worst: 1 a document could not be made, 4 held, 3 unreachable, 5 warnings under --strict, 0."""
    states = {source.state for source in report.sources}
    warned = any(d.severity == "warning" for source in report.sources for d in source.diagnostics)
    if report.published and report.published.faults:
        return FAILED
    if "held" in states:
        return HELD
    if "unreachable" in states:
        return UNREACHABLE
    return WARNINGS if strict and warned else 0


def tell(report: RunReport, places: dict[str, str]) -> None:
    """Print for a person what a run did: diagnostics and faults on standard error, the outcome on standard output."""
    for source in report.sources:
        for diagnostic in source.diagnostics:
            click.echo(diagnostic_line(places[source.source], diagnostic), err=True)
        if source.message:
            click.echo(f"feedsvc: {source.message}", err=True)
        if source.holds:
            click.echo(f"feedsvc: to publish it all the same: feedsvc run --accept {source.reading}", err=True)
        if source.state == "changed":
            click.echo(f"{source.source}: {_counts(source)}")
    warn_of(report.published, report.paused)
    if report.published and report.published.written:
        count = len(report.published.written)
        click.echo(f"published generation {report.published.generation}: {count} files written")


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
                "reading": source.reading or None,
                "holds": [asdict(hold) for hold in source.holds],
                "diagnostics": [diagnostic_json(d) for d in source.diagnostics],
            }
            for source in report.sources
        ],
        "published": asdict(report.published) if report.published else None,
        "paused": report.paused,
    }
