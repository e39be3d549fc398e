"""One regeneration, top to bottom. Read first.

    source bytes -> blocks -> items -> items with countries -> changes -> commit -> documents -> feeds/

`intake` takes each source in, as far as the commit. The commit marks the folders that must change, and publishing
clears the marks of what it has published: whatever a crash leaves behind between the two is published by the next run.
"""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from datetime import datetime

from feedsvc.core.absence import due
from feedsvc.core.assemble import feed_keys, records_of, stems_of_new, touched_stems
from feedsvc.edition import all_stems, edition, feed_documents, unfinished
from feedsvc.intake import Service, refuse_to_forget, take_in
from feedsvc.model import PublishReport, RunReport, Source
from feedsvc.telling import tell, troubles


def regenerate(service: Service, sources: Iterable[Source], accept: str | None = None) -> RunReport:
    """Read these sources, remember what changed, publish what must change, and return what happened.

    A source that cannot be read, or whose reading looks like damage, leaves its feeds as they are and does not stop
    the others; `accept` names a held reading that is to be believed. Raises RunLocked at once when another run is
    under way, StoreError and PublishError when the memory or the published tree cannot be used.
    """
    with service.store.run_lock():
        now = service.clock.now()
        refuse_to_forget(service)
        before = troubles(service)
        reports = tuple(take_in(service, source, now, accept) for source in sources)
        _let_time_pass(service, {report.source for report in reports if report.state == "unchanged"}, now)
        published = _publish(service, now)
        report = RunReport(now, service.clock.now(), reports, published)
        with service.store.write() as session:
            session.record_run(report)
        tell(service, reports, before)
    return report


def _let_time_pass(service: Service, confirmed: AbstractSet[str], now: datetime) -> None:
    """Withdraw what the same reading again confirms to be gone, and end what was announced long enough."""
    with service.store.read() as session:
        waiting = session.waiting()
        changes = due(waiting, confirmed, session.items(), now) if waiting else []
    if not changes:
        return
    with service.store.write() as session:
        session.apply(changes)
        session.mark(stem for change in changes for stem in touched_stems(change, service.layout.site))


def _publish(service: Service, now: datetime) -> PublishReport | None:
    """Render the marked folders and publish them; every folder, where another layout made what is published.

    Returns None when there is nothing to publish.
    """
    layout, site = service.layout, service.layout.site
    is_current = service.target.origin() == layout.origin
    with service.store.read() as session:
        marks = session.marks()
        if is_current:
            marks |= service.target.lacks(feed_documents(session.feeds(), site))
        if is_current and not marks:
            return None
        items, known = session.items(), session.feeds()
    if not items:
        return None
    records = records_of(feed_keys(items, known, site), items, known, now)
    fresh = {record.key for record in records} - {record.key for record in known}
    wanted = marks | (stems_of_new(fresh, site) if is_current else all_stems(records, items, site))
    publication = edition(records, items, wanted, layout)
    report = service.target.publish(publication, now)
    left = unfinished(publication)
    with service.store.write() as session:
        session.remember_feeds(records)
        session.mark(left)
        session.clear_marks(wanted - left)
    return report
