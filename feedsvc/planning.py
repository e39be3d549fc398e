"""One regeneration as it would be: reads and judges like a run, and keeps nothing."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from feedsvc.core.absence import due
from feedsvc.core.forecast import Forecast, changed_keys, forecast
from feedsvc.errors import SourceUnreachable
from feedsvc.gathering import shelf_of
from feedsvc.intake import assess
from feedsvc.listing import arrive, record_of
from feedsvc.model import Change, Diagnostic, Hold, Source
from feedsvc.ports import StoreSession
from feedsvc.service import Service, refuse_to_forget


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
    with service.store.read() as session:
        refuse_to_forget(service, session)
    try:
        arrived = arrive(service, source, record_of(service, source), now)
        found = assess(service, arrived, now)
    except SourceUnreachable as error:
        return Plan(source.id, "unreachable", message=str(error))
    with service.store.read() as session:
        changes = found.changes if found else ()
        confirmed = {source.id} if found is None else set[str]()
        coming = (*changes, *_by_time(session, changes, confirmed, now))
        shelves = {key: shelf_of(session, key) for key in changed_keys(coming)}
        feeds = forecast(shelves, coming, service.layout.site)
    if found is None:
        return Plan(source.id, "unchanged", feeds=feeds)
    state: Literal["held", "changed"] = "held" if found.holds else "changed"
    return Plan(source.id, state, found.reading, None, found.holds, feeds, found.bulletin.diagnostics)


def _by_time(
    session: StoreSession, changes: Iterable[Change], confirmed: AbstractSet[str], now: datetime
) -> list[Change]:
    """What the passing of time adds to a reading, as at the end of a run."""
    made = {change.item.id: change.item for change in changes}
    waiting = [made.get(item.id, item) for item in session.waiting()]
    stamps = {item.updated for item in made.values()}
    return due(
        [item for item in waiting if item.presence in ("pending", "withdrawn", "deleted")],
        confirmed,
        lambda stamp: stamp in stamps or session.is_taken(stamp),
        now,
    )
