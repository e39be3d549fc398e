"""One regeneration as it would be: reads and judges like a run, and keeps nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from feedsvc.core.absence import due
from feedsvc.core.forecast import Forecast, forecast
from feedsvc.errors import SourceUnreachable
from feedsvc.intake import Service, assess, refuse_to_forget
from feedsvc.model import Change, Diagnostic, Hold, Item, Source


@dataclass(frozen=True, slots=True)
class Plan:
    """What a run would do with one source. `reading` is what `run --accept` takes; "" when there is none."""

    source: str
    state: Literal["changed", "unchanged", "unreachable", "held"]
    reading: str = ""
    message: str | None = None
    holds: tuple[Hold, ...] = ()
    feeds: tuple[Forecast, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()


def plan(service: Service, source: Source) -> Plan:
    """Return what subscribers would see of a run with this source alone. Raises StoreError."""
    now = service.clock.now()
    refuse_to_forget(service)
    try:
        document = service.reader.read(source)
    except SourceUnreachable as error:
        return Plan(source.id, "unreachable", message=str(error))
    with service.store.read() as session:
        found = assess(service, source, document, session, now)
        changes = found.changes if found else ()
        confirmed = {source.id} if found is None else set[str]()
        coming = (*changes, *_by_time(session.items(), changes, confirmed, now))
        feeds = forecast(session.items(), coming, session.feeds(), service.layout.site, now)
    if found is None:
        return Plan(source.id, "unchanged", feeds=feeds)
    state: Literal["held", "changed"] = "held" if found.holds else "changed"
    return Plan(source.id, state, found.reading, None, found.holds, feeds, found.bulletin.diagnostics)


def _by_time(
    stored: Sequence[Item], changes: Iterable[Change], confirmed: AbstractSet[str], now: datetime
) -> list[Change]:
    """What the passing of time adds to a reading, as at the end of a run."""
    after = {item.id: item for item in stored} | {change.item.id: change.item for change in changes}
    waiting = [item for item in after.values() if item.presence in ("pending", "withdrawn")]
    return due(waiting, confirmed, tuple(after.values()), now)
