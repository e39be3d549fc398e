"""What a run tells people."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from feedsvc.model.memory import Hold
from feedsvc.model.publishing import PublishReport
from feedsvc.model.reading import Diagnostic


@dataclass(frozen=True, slots=True)
class Notice:
    """What somebody is told of a source, once when its readings keep failing and once when it is over.

    `since` is the first failure; `message` says in a sentence what was seen and what readers see.
    """

    source: str
    state: Literal["held", "unreachable", "recovered"]
    since: datetime
    readings: int
    message: str


SourceState = Literal["changed", "unchanged", "unreachable", "held"]


@dataclass(frozen=True, slots=True)
class SourceReport:
    """What happened to one source in a run.

    `changes` counts by kind. A reading that was held or could not be had says why in `holds` and `message`; `reading`
    names it for `run --accept`.
    """

    source: str
    state: SourceState
    changes: Mapping[str, int] = field(default_factory=dict)
    diagnostics: tuple[Diagnostic, ...] = ()
    message: str | None = None
    reading: str = ""
    holds: tuple[Hold, ...] = ()


@dataclass(frozen=True, slots=True)
class RunReport:
    """One regeneration, for people and for the store's row of it. `paused` says why nothing is published, if so."""

    started: datetime
    finished: datetime
    sources: tuple[SourceReport, ...]
    published: PublishReport | None
    paused: str | None = None
