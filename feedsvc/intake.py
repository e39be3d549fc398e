"""Takes one source in: receive, parse, attribute, reconcile, judge. `assess` only looks; `take_in` commits.

source bytes -> bulletin -> items with countries -> changes -> held, or committed with marks
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from feedsvc.commit import commit
from feedsvc.core.attribute import attribute
from feedsvc.core.attribution.doubt import uncertain
from feedsvc.core.guard import Accepted, Candidate, in_words, judge
from feedsvc.core.joining import joined
from feedsvc.core.reconcile import Outcome, Reading, reconcile
from feedsvc.errors import SourceUnreachable
from feedsvc.listing import arrive, parts_of, record_of
from feedsvc.model import (
    Change,
    Diagnostic,
    Hold,
    HouseRules,
    ParsedBulletin,
    ParsedItem,
    Source,
    SourceRecord,
    SourceReport,
    Trouble,
)
from feedsvc.recalling import known_of
from feedsvc.receiving import Arrived, digest_of, is_resting, name_of, remembered, to_remember
from feedsvc.service import Service

FARTHEST = timedelta(hours=48)  # ahead of now, that an item may be dated
REMEMBERED_COUNTS = 20


_attribute = lru_cache(maxsize=4096)(attribute)


@dataclass(frozen=True, slots=True)
class Assessment:
    """What a reading says and would change. `reading` names it; `holds` are the reasons not to believe it."""

    arrived: Arrived
    reading: str
    digest: str
    bulletin: ParsedBulletin
    changes: tuple[Change, ...]
    holds: tuple[Hold, ...]


def assess(service: Service, arrived: Arrived, now: datetime) -> Assessment | None:
    """Return what a reading says and would change, or None when it says just what was last accepted.

    Nothing is written: it takes long, and writers need not wait for it. Raises SourceUnreachable when a document of
    it defeats the parser.
    """
    source, record = arrived.source, arrived.record
    digest = digest_of(arrived.documents, source, service.reader_version)
    is_known = record.digest == digest
    if is_known and arrived.accept is None:
        return None
    here = now.astimezone(ZoneInfo(source.zone))
    parts = parts_of(service, arrived.documents, source, here.date())
    bulletin = joined(parts)
    name = name_of(source, arrived.documents, bulletin)
    if is_known and name != arrived.accept:
        return None
    rules = HouseRules(source.home, service.phrases)
    attributions = tuple(
        _attribute(i.title, i.paragraphs, i.language, service.gazetteer, rules) for i in bulletin.items
    )
    reading = Reading(
        source=source.id,
        zone=source.zone,
        authority=service.layout.site.authority,
        latest=_latest(here),
        items=bulletin.items,
        attributions=attributions,
        accepted=name == arrived.accept,
    )
    with service.store.read() as session:
        known = known_of(service, session, source, bulletin.items)
        found = reconcile(known, reading, now) if bulletin.items else Outcome((), ())
    said = (*_unsure(bulletin.items, found.needs_review), *uncertain(bulletin.items, attributions))
    bulletin = replace(bulletin, diagnostics=(*bulletin.diagnostics, *said))
    accepted = _accepted(service, record, source, now) if record.accepted and known.mine else None
    holds = judge(Candidate(parts, bulletin, found.changes, known.mine, bool(source.pages)), accepted)
    return Assessment(arrived, name, digest, bulletin, found.changes, holds)


def take_in(service: Service, source: Source, now: datetime, accept: str | None = None) -> SourceReport:
    """Read one source and commit what it changes, unless it is held; `accept` names a reading that is not.

    A source that cannot be read, or is held, leaves its items as they are.
    """
    record = record_of(service, source)  # the run's lock keeps it as it is until the end
    try:
        arrived = arrive(service, source, record, now, accept)
        found = assess(service, arrived, now)
    except SourceUnreachable as error:
        return _unreachable(service, source, record, error, now)
    well = replace(record, trouble=None, not_before=None)
    if found is None:
        if (well := replace(well, validators=arrived.validators)) != record:
            with service.store.write() as session:
                session.remember_source(well)
        return SourceReport(source.id, "unchanged")
    with service.store.write() as session:
        if found.holds and found.reading != accept:
            session.remember_source(
                replace(well, trouble=_trouble(record, now, reading=found.reading, holds=found.holds))
            )
            return _held(found)
        commit(session, found.changes, service.layout.site, now)
        session.remember_source(_after(record, found, now))
    counts = Counter[str](change.kind for change in found.changes)
    return SourceReport(source.id, "changed", counts, found.bulletin.diagnostics, reading=found.reading)


def _unreachable(
    service: Service, source: Source, record: SourceRecord, error: SourceUnreachable, now: datetime
) -> SourceReport:
    """Remember that a source could not be had; one that was left alone, as it wished, was not asked."""
    if not is_resting(source, record, now):
        trouble = _trouble(record, now, reason=error.reason)
        with service.store.write() as session:
            session.remember_source(replace(record, trouble=trouble, not_before=error.retry_at))
    return SourceReport(source.id, "unreachable", message=f"{error}; the feeds stay as they are")


def _unsure(items: Sequence[ParsedItem], places: Iterable[int]) -> Iterator[Diagnostic]:
    """What is said of items that are held alone, because nobody could tell whether they are new."""
    for place in places:
        message = (
            f"“{items[place].title}” may be an item known already in other words, or a new one: it is left out. "
            "To publish it as new, run --accept with this reading's ID"
        )
        yield Diagnostic("needs_review", "warning", message, items[place].lines[0])


def _held(found: Assessment) -> SourceReport:
    source = found.arrived.source
    message = f"{source.place}: {in_words(found.holds)}; the feeds stay as they are"
    return SourceReport(source.id, "held", {}, found.bulletin.diagnostics, message, found.reading, found.holds)


def _latest(here: datetime) -> date:
    """The last day that an item may bear; at the end of the calendar every day may be borne."""
    return (here + FARTHEST).date() if here.date() < date.max - FARTHEST else date.max


def _accepted(service: Service, record: SourceRecord, source: Source, now: datetime) -> Accepted:
    """What the last accepted documents say, read by the same rules as the new ones."""
    try:
        parts = parts_of(service, remembered(source, record.documents), source, now.date())
    except SourceUnreachable:  # an older version could read them; this reading has nothing to do with it
        parts = ()
    return Accepted(parts, record.new_counts)


def _after(record: SourceRecord, found: Assessment, now: datetime) -> SourceRecord:
    new = sum(change.kind == "new" for change in found.changes)
    counts = (*record.new_counts, new)[-REMEMBERED_COUNTS:] if record.accepted else ()
    arrived = found.arrived
    return replace(
        record,
        digest=found.digest,
        documents=to_remember(arrived.source, arrived.documents),
        accepted=now,
        new_counts=counts,
        trouble=None,
        validators=arrived.validators,
        not_before=None,
    )


def _trouble(
    record: SourceRecord, now: datetime, *, reading: str = "", holds: tuple[Hold, ...] = (), reason: str = ""
) -> Trouble:
    """The trouble that begins or goes on; what it is may change, since when it lasts does not."""
    before = record.trouble
    return Trouble(
        state="held" if holds else "unreachable",
        reading=reading,
        holds=holds,
        since=before.since if before else now,
        readings=before.readings + 1 if before else 1,
        told=before.told if before else False,
        reason=reason,
    )
