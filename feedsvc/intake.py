"""Takes one source in: read, parse, attribute, reconcile, judge. `assess` only looks; `take_in` commits.

source bytes -> bulletin -> items with countries -> changes -> held, or committed with marks
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from feedsvc.commit import commit
from feedsvc.core.attribute import attribute
from feedsvc.core.gazetteer import Gazetteer
from feedsvc.core.guard import Accepted, Candidate, in_words, judge
from feedsvc.core.parse import parse
from feedsvc.core.reconcile import Known, Outcome, Reading, reconcile
from feedsvc.drafting import Layout
from feedsvc.errors import SourceUnreachable, StoreError
from feedsvc.model import (
    Change,
    Diagnostic,
    Hold,
    Item,
    Override,
    ParsedBulletin,
    ParsedItem,
    Source,
    SourceDocument,
    SourceRecord,
    SourceReport,
    Trouble,
)
from feedsvc.ports import Clock, ItemStore, Notifier, PublishTarget, SourceReader, StoreSession

FARTHEST = timedelta(hours=48)  # ahead of now, that an item may be dated
REMEMBERED_COUNTS = 20

# What was said before is mostly said again: a bulletin is read once more when it becomes the accepted one, and nearly
# all of its items stay as they are.
_parse = lru_cache(maxsize=4)(parse)
_attribute = lru_cache(maxsize=4096)(attribute)


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
class Received:
    """A source as it was read; `accept` names a reading that is to be believed, whatever it looks like."""

    source: Source
    document: SourceDocument
    accept: str | None = None


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
        if session.is_empty():
            raise StoreError(
                "the store is empty or missing, but feeds are published, so nothing was read or changed. Restore a "
                "backup of the store, or make it anew from the feeds: feedsvc rebuild --store. To begin anew instead, "
                "move the feeds folder away."
            )


def assess(service: Service, received: Received, session: StoreSession, now: datetime) -> Assessment | None:
    """Return what a reading says and would change, or None when it says just what was last accepted."""
    source, document = received.source, received.document
    name = hashlib.sha256(f"{source.id}\n".encode() + document.content).hexdigest()[:12]
    digest = _digest(document, source, service.reader_version)
    record = session.source(source.id)
    if record is not None and record.digest == digest and name != received.accept:
        return None
    here = now.astimezone(ZoneInfo(source.zone))
    bulletin = _parse(document, source.language, here.date())
    reading = Reading(
        source=source.id,
        zone=source.zone,
        authority=service.layout.site.authority,
        latest=_latest(here),
        items=bulletin.items,
        attributions=tuple(_attribute(i.title, i.paragraphs, i.language, service.gazetteer) for i in bulletin.items),
        accepted=name == received.accept,
    )
    known = _known(service, session, source, bulletin.items)
    found = reconcile(known, reading, now) if bulletin.items else Outcome((), ())
    bulletin = replace(bulletin, diagnostics=(*bulletin.diagnostics, *_unsure(bulletin.items, found.needs_review)))
    accepted = _accepted(record, source, now) if record and record.accepted and known.mine else None
    holds = judge(Candidate(document.content, bulletin, found.changes, known.mine), accepted)
    return Assessment(source, name, digest, document.content, bulletin, found.changes, holds)


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
        found = assess(service, Received(source, document, accept), session, now)
    if found is None and record.trouble is None:
        return SourceReport(source.id, "unchanged")
    with service.store.write() as session:
        if found is None:
            session.remember_source(replace(record, trouble=None))
            return SourceReport(source.id, "unchanged")
        if found.holds and found.reading != accept:
            session.remember_source(replace(record, trouble=_trouble(record, found.reading, found.holds, now)))
            return _held(found)
        commit(session, found.changes, service.layout.site, now)
        session.remember_source(_after(record, found, now))
    counts = Counter[str](change.kind for change in found.changes)
    return SourceReport(source.id, "changed", counts, found.bulletin.diagnostics, reading=found.reading)


def _known(service: Service, session: StoreSession, source: Source, items: Sequence[ParsedItem]) -> Known:
    """What the memory knows that a reading may be about."""
    days = {item.day for item in items}
    links = {item.link for item in items if item.link}
    living = {one.id for one in service.sources}
    mine = (_orphaned(item, living, source.id) for item in session.mine(source.id, days, links))
    others = (_orphaned(item, living) for item in session.others(source.id, source.language, days, links))
    given: dict[str, tuple[Override, ...]] = {}
    for override in session.overrides():
        given[override.item] = (*given.get(override.item, ()), override)
    return Known(tuple(mine), tuple(others), given, session.is_taken, session.is_named)


def _orphaned(item: Item, living: AbstractSet[str], heir: str | None = None) -> Item:
    """An item of a source that is configured no more: its `heir`'s, who shows it too, or of whoever shows it next."""
    if item.source in living:
        return item
    if heir:
        return replace(item, source=heir, also=tuple(name for name in item.also if name != heir))
    return replace(item, presence="archived") if item.presence in ("shown", "pending") else item


def _unsure(items: Sequence[ParsedItem], places: Iterable[int]) -> Iterator[Diagnostic]:
    """What is said of items that are held alone, because nobody could tell whether they are new."""
    for place in places:
        message = (
            f"“{items[place].title}” may be an item known already in other words, or a new one: it is left out. "
            "To publish it as new, run --accept with this reading's ID"
        )
        yield Diagnostic("needs_review", "warning", message, items[place].lines[0])


def _held(found: Assessment) -> SourceReport:
    message = f"{found.source.path}: {in_words(found.holds)}; the feeds stay as they are"
    return SourceReport(found.source.id, "held", {}, found.bulletin.diagnostics, message, found.reading, found.holds)


def _latest(here: datetime) -> date:
    """The last day that an item may bear; at the end of the calendar every day may be borne."""
    return (here + FARTHEST).date() if here.date() < date.max - FARTHEST else date.max


def _accepted(record: SourceRecord, source: Source, now: datetime) -> Accepted:
    """What the last accepted bytes say, read by the same rules as the new ones."""
    before = _parse(SourceDocument(source.path, record.content), source.language, now.date())
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
