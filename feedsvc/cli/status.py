"""`feedsvc status`: how each source is, and since when."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from feedsvc.cli.opening import configured, opened
from feedsvc.cli.output import as_json, config_file, print_json
from feedsvc.core.guard import in_words

if TYPE_CHECKING:
    from datetime import datetime

    from feedsvc.model import SourceRecord


@click.command("status")
@config_file
@as_json
def command(config_path: str | None, *, as_json: bool) -> int:
    """Say for each source when it was last read well, and what is wrong with it, since when and why.

    Ends with 0 whatever it says: looking is no failure.
    """
    with opened(configured(config_path)) as service, service.store.read() as session:
        records = [(source, session.source(source.id)) for source in service.sources]
        shown = session.shown()
        paused = session.paused()
    counts = {source.id: shown.get(source.id, 0) for source in service.sources}
    for source, record in records:
        if as_json:
            place = {"path": source.path or None, "url": source.url or None}
            print_json({"source": source.id, **place, "items": counts[source.id], **_state_json(record)})
        else:
            click.echo(f"{source.id}: {_in_words(record, counts[source.id], service.clock.now())}")
    if paused is not None and as_json:
        print_json({"paused": paused})
    elif paused is not None:
        click.echo(f"publishing is paused: {paused}. `feedsvc resume` goes on.")
    return 0


def _state_json(record: SourceRecord | None) -> dict[str, Any]:
    trouble = record.trouble if record else None
    accepted = record.accepted if record else None
    return {
        "state": trouble.state if trouble else "good" if accepted else "never read",
        "last_good": accepted.isoformat() if accepted else None,
        "since": trouble.since.isoformat() if trouble else None,
        "readings": trouble.readings if trouble else 0,
        "reading": trouble.reading or None if trouble else None,
        "holds": [asdict(hold) for hold in trouble.holds] if trouble else [],
        "reason": trouble.reason or None if trouble else None,
        "not_before": record.not_before.isoformat() if record and record.not_before else None,
        "told": trouble.told if trouble else False,
    }


def _in_words(record: SourceRecord | None, count: int, now: datetime) -> str:
    if record is None or (record.accepted is None and record.trouble is None):
        return "never read; `feedsvc run` reads it"
    last = (
        f"last good reading {record.accepted:%Y-%m-%d %H:%M} UTC, {count} items"
        if record.accepted
        else "never read well"
    )
    trouble = record.trouble
    if trouble is None:
        return f"good; {last}"
    since = f"since {trouble.since:%Y-%m-%d %H:%M} UTC, {trouble.readings} reading(s)"
    if trouble.state == "unreachable":
        reason = f": {trouble.reason}" if trouble.reason else ""
        is_resting = record.not_before is not None and now < record.not_before
        wait = f" It is left alone until {record.not_before:%Y-%m-%d %H:%M} UTC, as it asked." if is_resting else ""
        return f"unreachable {since}{reason}; {last}. The feeds stay as they are.{wait}"
    accept = f"feedsvc run --accept {trouble.reading}"
    return f"held {since}: {in_words(trouble.holds)}; {last}. The feeds stay as they are. To publish it: {accept}"
