"""Reads the history of a listing back, page after page: what it showed before the service was there."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from feedsvc.commit import commit
from feedsvc.errors import SourceUnreachable
from feedsvc.intake import assess
from feedsvc.listing import further_page, record_of
from feedsvc.model import Change, ParsedItem, PublishReport, Source, SourceDocument, SourceRecord, Validators
from feedsvc.pipeline import publish
from feedsvc.ports import StoreSession
from feedsvc.receiving import Arrived
from feedsvc.service import Service, refuse_to_forget

End = Literal["whole", "stopped", "unreachable"]


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a backfill came: the number of its last page, 1 for the one after the first, and what was new so far."""

    page: int
    new: int


@dataclass(frozen=True, slots=True)
class Backfilled:
    """What came of a backfill: up to the last page there is, or as far as was asked, or why not any further.

    Unless it is whole, the next one goes on behind the last page of this one.
    """

    progress: Progress
    end: End
    reason: str
    published: PublishReport | None


def backfill(service: Service, source: Source, most: int, told: Callable[[Progress], None]) -> Backfilled:
    """Read at most so many further pages of a listing, beginning behind the last one that was read, and publish.

    Every item that is not known becomes one that its source shows no longer; nothing else changes. `told` is called
    after each page, which is kept by then: it may wait for a while, or raise. Raises RunLocked while a run is under
    way; StoreError and PublishError as a run does.
    """
    with service.store.read() as session:
        refuse_to_forget(service, session)
    progress = Progress(record_of(service, source).backfilled, 0)
    end: End = "stopped"
    reason = ""
    before: tuple[ParsedItem, ...] = ()
    for number in range(progress.page + 1, progress.page + most + 1):
        try:
            documents, items = further_page(service, source, number, service.clock.now())
        except SourceUnreachable as error:
            end, reason = "unreachable", error.reason
            break
        if not items or items == before:  # behind its last page a listing may show that one again
            end = "whole"
            break
        before, progress = items, Progress(number, progress.new + _kept(service, source, documents, number))
        told(progress)
    return _published(service, source, Backfilled(progress, end, reason, None))


def _kept(service: Service, source: Source, documents: Sequence[SourceDocument], number: int) -> int:
    """Keep what is new on a page, and how far the backfill came; return how much it is."""
    with service.store.run_lock():
        now = service.clock.now()
        found = assess(service, Arrived(source, SourceRecord(source.id), tuple(documents), Validators()), now)
        new = [change.item for change in found.changes if change.kind == "new"] if found else []
        with service.store.write() as session:
            changes = [Change("new", replace(item, presence="archived")) for item in new]
            commit(session, changes, service.layout.site, now)
            _remember(session, source, number)
    return len(new)


def _published(service: Service, source: Source, done: Backfilled) -> Backfilled:
    with service.store.run_lock() as turn:
        if done.end == "whole":
            with service.store.write() as session:
                _remember(session, source, 0)
        return replace(done, published=publish(service, turn, service.clock.now()))


def _remember(session: StoreSession, source: Source, number: int) -> None:
    record = session.source(source.id) or SourceRecord(source.id)
    session.remember_source(replace(record, backfilled=number))
