"""One regeneration, top to bottom. Read first.

    source bytes -> blocks -> items -> items with countries -> changes -> commit -> documents -> feeds/

`intake` takes each source in, as far as the commit. The commit marks the folders that must change, and publishing
clears the marks of what it has published: whatever a crash leaves behind between the two is published by the next run.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import datetime

from feedsvc.commit import commit
from feedsvc.core.absence import due
from feedsvc.core.again import answered_once
from feedsvc.core.assemble import (
    ARCHIVES,
    archive_of,
    archive_stem,
    configured_keys,
    in_order,
    stem_of,
    stems_of_new,
)
from feedsvc.core.window import settled
from feedsvc.edition import edition, feed_documents, unfinished
from feedsvc.gathering import all_stems, gather_leaves, gather_rest, shelf_of
from feedsvc.intake import take_in
from feedsvc.model import FeedKey, FeedRecord, Item, Publication, PublishReport, RunReport, Site, Source
from feedsvc.ports import StoreSession, Turn
from feedsvc.service import Service, refuse_to_forget
from feedsvc.telling import tell, troubles


def regenerate(service: Service, sources: Iterable[Source], accept: str | None = None) -> RunReport:
    """Read these sources, remember what changed, publish what must change, and return what happened.

    A source that cannot be read, or whose reading looks like damage, leaves its feeds as they are and does not stop
    the others; `accept` names a held reading that is to be believed. Raises RunLocked at once when another run is
    under way, StoreError and PublishError when the memory or the published tree cannot be used.
    """
    with service.store.run_lock() as turn:
        now = service.clock.now()
        with service.store.read() as session:
            refuse_to_forget(service, session)
            before = troubles(service, session)
        reports = tuple(take_in(service, source, now, accept) for source in sources)
        _let_time_pass(service, {report.source for report in reports if report.state == "unchanged"}, now)
        published = publish(service, turn, now)
        with service.store.write(lasts=False) as session:
            report = RunReport(now, service.clock.now(), reports, published, session.paused())
            session.record_run(report)
        tell(service, reports, before)
    return report


def publish(service: Service, turn: Turn, now: datetime) -> PublishReport | None:
    """Render the marked folders and publish them; every folder, where another layout made what is published.

    Leaves go first, some at a time; then all feeds switch at once. Returns None when there is nothing to publish, or
    while publishing is paused.
    """
    site = service.layout.site
    with service.store.read() as session:
        records, wanted = session.feeds(), session.marks()
        if session.paused() is not None or (not records and session.is_empty()):
            return None
        if service.target.origin() != service.layout.origin:
            wanted |= all_stems(session, site)
        else:
            wanted |= service.target.lacks(feed_documents(records, site))
    founded = _founded(records, service)
    if not wanted and not founded:
        return None
    with service.store.write() as session:
        prepared = _prepared(session, service.layout.site, records, founded, wanted)
    return _published(service, prepared, turn.token(service.target.token()), now)


def _let_time_pass(service: Service, confirmed: AbstractSet[str], now: datetime) -> None:
    """Withdraw what the same reading again confirms to be gone, and end what was announced long enough."""
    with service.store.read() as session:
        changes = due(session.waiting(), confirmed, session.is_taken, now)
    if changes:
        with service.store.write() as session:
            commit(session, changes, service.layout.site, now)


def _founded(records: tuple[FeedRecord, ...], service: Service) -> tuple[FeedRecord, ...]:
    """The feeds that the configuration names and nobody has yet; empty ones are as old as the oldest of all."""
    missing = _missing(records, service.layout.site)
    if not missing:
        return ()
    with service.store.read() as session:
        earliest = session.earliest()
    return tuple(FeedRecord(key, earliest) for key in missing) if earliest else ()


@answered_once
def _missing(records: tuple[FeedRecord, ...], site: Site) -> tuple[FeedKey, ...]:
    there = {record.key for record in records}
    return tuple(key for key in configured_keys(site) if key not in there)


@dataclass(frozen=True, slots=True)
class _Prepared:
    """All feeds, the folders to publish, each marked, and the items of the current documents among them."""

    records: tuple[FeedRecord, ...]
    stems: frozenset[str]
    feeds: Mapping[FeedKey, tuple[Item, ...]]


def _prepared(
    session: StoreSession,
    site: Site,
    records: Sequence[FeedRecord],
    founded: Sequence[FeedRecord],
    wanted: AbstractSet[str],
) -> _Prepared:
    """Found feeds, bind what is due into the archives of marked ones, and mark all that must then be published."""
    session.remember_feeds(founded)
    stems = wanted | stems_of_new((record.key for record in founded), site)
    known = {record.key: record for record in (*records, *founded)}
    feeds: dict[FeedKey, tuple[Item, ...]] = {}
    turned: set[str] = set()
    for record in tuple(known.values()):
        stem = stem_of(record.key, site)
        if stem not in stems:
            continue
        found = settled(shelf_of(session, record.key))
        feeds[record.key] = found.items
        for number, items in enumerate(found.pages, record.pages + 1):
            session.turn_page(record.key, number, items)
        if found.pages:
            last = record.pages + len(found.pages)
            known[record.key] = replace(record, pages=last)
            session.remember_feeds([known[record.key]])
            turned |= {archive_stem(stem, page) for page in range(max(record.pages, 1), last + 1)}
    session.mark((stems | turned) - session.marks())
    return _Prepared(in_order(known.values(), site), frozenset(stems | turned), feeds)


def _published(service: Service, prepared: _Prepared, token: int, now: datetime) -> PublishReport:
    reports: list[PublishReport] = []
    left: set[str] = set()
    held = Publication()  # each publishing has its price: the last leaves go with the feeds
    site = service.layout.site
    with service.store.read() as session:
        for leaves in gather_leaves(session, prepared.records, prepared.stems, site):
            if held.leaves:
                reports.append(service.target.publish(held, now, token))
            held = edition(leaves, service.layout)
            left |= unfinished(held)
        left |= _waiting_for_archives(service, left)
        feeds = {key: items for key, items in prepared.feeds.items() if stem_of(key, site) not in left}
        rest = edition(gather_rest(session, prepared.records, feeds, prepared.stems), service.layout)
        left |= unfinished(rest)
        last = Publication(held.leaves, rest.feeds, held.faults + rest.faults)
        reports.append(service.target.publish(last, now, token))
    with service.store.write(lasts=False) as session:  # what is marked still is found to be as it should
        session.clear_marks(prepared.stems - left)
    return PublishReport(
        reports[-1].generation,
        tuple(path for report in reports for path in report.written),
        tuple(fault for report in reports for fault in report.faults),
    )


def _waiting_for_archives(service: Service, failed: AbstractSet[str]) -> frozenset[str]:
    """Published feeds with a page of the archive that could not be made: what stands there still has its items."""
    stems = {archive_of(stem)[0] for stem in failed if stem.startswith(ARCHIVES)}
    return frozenset(stems) - service.target.lacks(dict.fromkeys(stems, ("index.html",)))
