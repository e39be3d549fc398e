"""One regeneration as it would be: reads and judges like a run, and keeps nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from feedsvc.core.forecast import Forecast, forecast
from feedsvc.errors import SourceUnreachable
from feedsvc.intake import Service, assess
from feedsvc.model import Diagnostic, Hold, Source


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
    try:
        document = service.reader.read(source)
    except SourceUnreachable as error:
        return Plan(source.id, "unreachable", message=str(error))
    with service.store.read() as session:
        found = assess(service, source, document, session, now)
        if found is None:
            return Plan(source.id, "unchanged")
        feeds = forecast(session.items(), found.changes, session.feeds(), service.layout.site, now)
    state: Literal["held", "changed"] = "held" if found.holds else "changed"
    return Plan(source.id, state, found.reading, None, found.holds, feeds, found.bulletin.diagnostics)
