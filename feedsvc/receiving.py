"""Has a source as it is now: its documents, and what they say. Of a listing, as many pages as show something new."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from feedsvc.core.joining import Part, without_ids
from feedsvc.core.match import match
from feedsvc.core.paging import page_address
from feedsvc.errors import SourceUnreachable
from feedsvc.model import ParsedBulletin, ParsedItem, Source, SourceDocument, SourceRecord, Validators
from feedsvc.ports import Parser
from feedsvc.service import Service

MOST_PAGES = 20  # of a listing in one run; the rest is for `feedsvc backfill`


# What was said before is mostly said again: a bulletin is read once more when it becomes the accepted one, and nearly
# all of its items stay as they are.
@lru_cache(maxsize=4)
def _parse(parse: Parser, document: SourceDocument, language: str, today: date) -> ParsedBulletin:
    return parse(document, language, today)


@dataclass(frozen=True, slots=True)
class Arrived:
    """A source as it is now; `accept` names a reading that is to be believed, whatever it looks like."""

    source: Source
    documents: tuple[SourceDocument, ...]
    validators: Validators
    accept: str | None = None


def receive(service: Service, source: Source, now: datetime, accept: str | None = None) -> Arrived:
    """Return a source as it is now: as it was, where it says so itself.

    Of a listing that was never read only the first page is: `feedsvc backfill` reads what was before.

    Raises SourceUnreachable when it cannot be had, and while it wants to be left alone.
    """
    record = record_of(service, source)  # no transaction is open while others take their time
    if record.not_before is not None and now < record.not_before:
        raise SourceUnreachable(source.place, _resting(record.not_before), record.not_before)
    received = service.reader.read(source, record.validators)
    documents = record.documents
    if received.documents is not None:
        is_listing = bool(source.pages) and record.accepted is not None
        documents = (*received.documents, *(_further(service, source, received.documents, now) if is_listing else ()))
    return Arrived(source, documents, received.validators, accept)


def read_page(service: Service, source: Source, number: int) -> tuple[SourceDocument, ...]:
    """Return a further page of a listing, 1 for the one after the first. Raises SourceUnreachable."""
    address = page_address(source.url, source.pages, number)
    return service.reader.read(replace(source, url=address), Validators()).documents or ()


def items_on(
    service: Service, documents: Iterable[SourceDocument], source: Source, now: datetime
) -> tuple[ParsedItem, ...]:
    """Return the items of documents, in their order. Raises SourceUnreachable when one defeats the parser."""
    parts = parts_of(service, documents, source, now.astimezone(ZoneInfo(source.zone)).date())
    return tuple(item for part in parts for item in part.bulletin.items)


def _further(
    service: Service, source: Source, first: tuple[SourceDocument, ...], now: datetime
) -> Iterator[SourceDocument]:
    """The pages that follow the first one, up to the first that shows an item which is known, or nothing new."""
    items = items_on(service, first, source, now)
    for number in range(1, MOST_PAGES):
        if not items or _knows_any(service, source, items):
            return
        page = read_page(service, source, number)
        before, items = items, items_on(service, page, source, now)
        if not items or items == before:  # behind its last page a listing may show that one again
            return
        yield from page


def _knows_any(service: Service, source: Source, items: tuple[ParsedItem, ...]) -> bool:
    days, links = {item.day for item in items}, {item.link for item in items if item.link}
    with service.store.read() as session:
        return bool(match(session.mine(source.id, days, links), items).pairs)


def record_of(service: Service, source: Source) -> SourceRecord:
    """Return what is remembered of a source, though it be nothing."""
    with service.store.read() as session:
        return session.source(source.id) or SourceRecord(source.id)


def _resting(until: datetime) -> str:
    return f"its server asked not to be asked again before {until:%Y-%m-%d %H:%M} UTC"


def parts_of(service: Service, documents: Iterable[SourceDocument], source: Source, today: date) -> tuple[Part, ...]:
    """Return documents with what they say. Raises SourceUnreachable when one defeats the parser."""
    bulletins = [(one, _parse(service.parse, one, source.language, today)) for one in documents]
    return tuple(Part(one, said if source.keep_ids else without_ids(said)) for one, said in bulletins)
