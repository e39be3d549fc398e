"""Takes one source in: read, parse, attribute, reconcile, judge. `assess` only looks; `take_in` commits.

source bytes -> bulletin -> items with countries -> changes -> held, or committed with marks
"""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from feedsvc.core.assemble import touched_stems
from feedsvc.core.attribute import attribute
from feedsvc.core.gazetteer import Gazetteer
from feedsvc.core.guard import Accepted, Candidate, in_words, judge
from feedsvc.core.parse import parse
from feedsvc.core.reconcile import Reading, reconcile
from feedsvc.edition import Layout
from feedsvc.errors import SourceUnreachable, StoreError
from feedsvc.model import (
    Change,
    Hold,
    ParsedBulletin,
    Source,
    SourceDocument,
    SourceRecord,
    SourceReport,
    Trouble,
)
from feedsvc.ports import Clock, ItemStore, Notifier, PublishTarget, SourceReader, StoreSession

FARTHEST = timedelta(hours=48)  # ahead of now, that an item may be dated
REMEMBERED_COUNTS = 20


@dataclass(frozen=True, slots=True)
class Service:
    """All that a run works with.

    `reader_version` changes whenever the same bytes might be read differently; `patience` is the number of readings
    in a row that must fail before somebody is told.
    """

    sources: tuple[Source, ...]
    layout: Layout
    gazetteer: Gazetteer
    reader_version: str
    clock: Clock
    reader: SourceReader
    store: ItemStore
    target: PublishTarget
    notifier: Notifier
    patience: int


@dataclass(frozen=True, slots=True)
class Assessment:
    """What a reading says and would change. `reading` names it; `holds` are the reasons not to believe it."""

    source: Source
    reading: str
    digest: str
    content: bytes
    bulletin: ParsedBulletin
    changes: tuple[Change, ...]
    holds: tuple[Hold, ...]


def refuse_to_forget(service: Service) -> None:
    """An empty store under published feeds is a lost one: a run would publish less, and mint items anew."""
    if service.target.origin() is None:
        return
    with service.store.read() as session:
        if not session.feeds() and not session.items():
            raise StoreError(
                "the store is empty or missing, but feeds are published, so nothing was read or changed. Restore a "
                "backup of the store. To begin anew instead, move the feeds folder away."
            )


def assess(
    service: Service, source: Source, document: SourceDocument, session: StoreSession, now: datetime
) -> Assessment | None:
    """Return what a reading says and would change, or None when it says just what was last accepted."""
    digest = _digest(document, source, service.reader_version)
    record = session.source(source.id)
    if record is not None and record.digest == digest:
        return None
    here = now.astimezone(ZoneInfo(source.zone))
    bulletin = parse(document, source.language, here.date())
    reading = Reading(
        source=source.id,
        zone=source.zone,
        authority=service.layout.site.authority,
        latest=_latest(here),
        items=bulletin.items,
        attributions=tuple(attribute(i.title, i.paragraphs, i.language, service.gazetteer) for i in bulletin.items),
    )
    stored = session.items()
    changes = reconcile(stored, reading, now) if bulletin.items else ()
    mine = tuple(item for item in stored if item.source == source.id)
    accepted = _accepted(record, source, now) if record and record.accepted and mine else None
    holds = judge(Candidate(document.content, bulletin, changes, mine), accepted)
    name = hashlib.sha256(f"{source.id}\n".encode() + document.content).hexdigest()[:12]
    return Assessment(source, name, digest, document.content, bulletin, changes, holds)


def take_in(service: Service, source: Source, now: datetime, accept: str | None = None) -> SourceReport:
    """Read one source and commit what it changes, unless it is held; `accept` names a reading that is not.

    A source that cannot be read, or is held, leaves its items as they are.
    """
    try:
        document = service.reader.read(source)
    except SourceUnreachable as error:
        with service.store.write() as session:
            record = session.source(source.id) or SourceRecord(source.id)
            session.remember_source(replace(record, trouble=_trouble(record, "", (), now)))
        return SourceReport(source.id, "unreachable", message=f"{error}; the feeds stay as they are")
    with service.store.read() as session:  # judging takes long, and writers need not wait for it
        record = session.source(source.id) or SourceRecord(source.id)
        found = assess(service, source, document, session, now)
    with service.store.write() as session:
        if found is None:
            if record.trouble:
                session.remember_source(replace(record, trouble=None))
            return SourceReport(source.id, "unchanged")
        if found.holds and found.reading != accept:
            session.remember_source(replace(record, trouble=_trouble(record, found.reading, found.holds, now)))
            return _held(found)
        session.apply(found.changes)
        session.mark(stem for change in found.changes for stem in touched_stems(change, service.layout.site))
        session.remember_source(_after(record, found, now))
    counts = Counter[str](change.kind for change in found.changes)
    return SourceReport(source.id, "changed", counts, found.bulletin.diagnostics, reading=found.reading)


def _held(found: Assessment) -> SourceReport:
    message = f"{found.source.path}: {in_words(found.holds)}; the feeds stay as they are"
    return SourceReport(found.source.id, "held", {}, found.bulletin.diagnostics, message, found.reading, found.holds)


def _latest(here: datetime) -> date:
    """The last day that an item may bear; at the end of the calendar every day may be borne."""
    return (here + FARTHEST).date() if here.date() < date.max - FARTHEST else date.max


def _accepted(record: SourceRecord, source: Source, now: datetime) -> Accepted:
    """What the last accepted bytes say, read by the same rules as the new ones."""
    before = parse(SourceDocument(source.path, record.content), source.language, now.date())
    return Accepted(record.content, before, record.new_counts)


def _after(record: SourceRecord, found: Assessment, now: datetime) -> SourceRecord:
    new = sum(change.kind == "new" for change in found.changes)
    counts = (*record.new_counts, new)[-REMEMBERED_COUNTS:] if record.accepted else ()
    return SourceRecord(record.source, found.digest, found.content, accepted=now, new_counts=counts)


def _trouble(record: SourceRecord, reading: str, holds: tuple[Hold, ...], now: datetime) -> Trouble:
    """The trouble that begins or goes on; what it is may change, since when it lasts does not."""
    before = record.trouble
    return Trouble(
        state="held" if holds else "unreachable",
        reading=reading,
        holds=holds,
        since=before.since if before else now,
        readings=before.readings + 1 if before else 1,
        told=before.told if before else False,
    )


def _digest(document: SourceDocument, source: Source, reader_version: str) -> str:
    """Of all that decides what a reading gives: the same digest, nothing to do."""
    how = f"{reader_version}\n{source.language}\n{source.zone}\n"
    return hashlib.sha256(how.encode() + document.content).hexdigest()
