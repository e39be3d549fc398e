"""One regeneration, top to bottom. Read first.

    source bytes -> blocks -> items -> items with countries -> changes -> commit -> documents -> feeds/

The commit marks the folders that must change, and publishing clears the marks of what it has published: whatever a
crash leaves behind between the two is published by the next run.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from feedsvc.core.assemble import feed_keys, records_of, touched_stems
from feedsvc.core.attribute import attribute
from feedsvc.core.gazetteer import Gazetteer
from feedsvc.core.parse import parse
from feedsvc.core.reconcile import Reading, reconcile
from feedsvc.edition import Layout, all_stems, edition
from feedsvc.errors import SourceUnreachable
from feedsvc.model import (
    Attribution,
    ParsedBulletin,
    PublishReport,
    RunReport,
    Source,
    SourceDocument,
    SourceRecord,
    SourceReport,
)
from feedsvc.ports import Clock, ItemStore, PublishTarget, SourceReader


@dataclass(frozen=True, slots=True)
class Service:
    """All that a run works with. `reader_version` changes whenever the same bytes might be read differently."""

    sources: tuple[Source, ...]
    layout: Layout
    gazetteer: Gazetteer
    reader_version: str
    clock: Clock
    reader: SourceReader
    store: ItemStore
    target: PublishTarget


def regenerate(service: Service, sources: Iterable[Source]) -> RunReport:
    """Read these sources, remember what changed, publish what must change, and return what happened.

    A source that cannot be read or holds no items leaves its feeds as they are, and does not stop the others.
    Raises RunLocked at once when another run is under way, StoreError and PublishError when the memory or the
    published tree cannot be used.
    """
    with service.store.run_lock():
        now = service.clock.now()
        reports = tuple(_take_in(service, source, now) for source in sources)
        published = _publish(service, now)
        report = RunReport(now, service.clock.now(), reports, published)
        with service.store.write() as session:
            session.record_run(report)
    return report


def _take_in(service: Service, source: Source, now: datetime) -> SourceReport:
    """Read one source and commit what it changes."""
    try:
        document = service.reader.read(source)
    except SourceUnreachable as error:
        return SourceReport(source.id, "unreachable", message=str(error))
    record = SourceRecord(source.id, _digest(document, source, service.reader_version))
    with service.store.write() as session:
        if session.source(source.id) == record:
            return SourceReport(source.id, "unchanged")
        bulletin = parse(document, source.language, now.astimezone(ZoneInfo(source.zone)).date())
        if not bulletin.items:
            reason = f"{source.path}: no items were found in it; the feeds stay as they are"
            return SourceReport(source.id, "unusable", diagnostics=bulletin.diagnostics, message=reason)
        reading = Reading(
            source=source.id,
            zone=source.zone,
            authority=service.layout.site.authority,
            items=bulletin.items,
            attributions=_attributions(bulletin, service.gazetteer),
        )
        changes = reconcile(session.items(), reading, now)
        session.apply(changes)
        session.mark(stem for change in changes for stem in touched_stems(change, service.layout.site))
        session.remember_source(record)
    counts = Counter[str](change.kind for change in changes)
    return SourceReport(source.id, "changed", counts, bulletin.diagnostics)


def _attributions(bulletin: ParsedBulletin, gazetteer: Gazetteer) -> tuple[Attribution, ...]:
    return tuple(attribute(item.title, item.paragraphs, item.language, gazetteer) for item in bulletin.items)


def _digest(document: SourceDocument, source: Source, reader_version: str) -> str:
    """Of all that decides what a reading gives: the same digest, nothing to do."""
    how = f"{reader_version}\n{source.language}\n{source.zone}\n"
    return hashlib.sha256(how.encode() + document.content).hexdigest()


def _publish(service: Service, now: datetime) -> PublishReport | None:
    """Render the marked folders and publish them; every folder, where another layout made what is published.

    Returns None while there is nothing to publish.
    """
    layout, site = service.layout, service.layout.site
    is_current = service.target.origin() == layout.origin
    with service.store.read() as session:
        marks = session.marks()
        if is_current and not marks:
            return None
        items, known = session.items(), session.feeds()
    if not items:
        return None
    records = records_of(feed_keys(items, known, site), items, known, now)
    wanted = marks if is_current else marks | all_stems(records, items, site)
    report = service.target.publish(edition(records, items, wanted, layout), now)
    with service.store.write() as session:
        session.remember_feeds(records)
        session.clear_marks(wanted)
    return report
