"""Has a source as it is now, page by page where it has several, and what its documents say."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from feedsvc.core.glimpse import glimpse, is_of_nothing, resembles
from feedsvc.core.joining import Part, with_ids, without_ids
from feedsvc.core.match import match
from feedsvc.core.paging import page_address
from feedsvc.errors import SourceUnreachable
from feedsvc.model import ParsedBulletin, ParsedItem, Selectors, Source, SourceDocument, SourceRecord, Validators
from feedsvc.ports import Parser
from feedsvc.receiving import Arrived, receive, remembered
from feedsvc.service import Service

MOST_PAGES = 20  # of a listing in one run; the rest is for `feedsvc backfill`


# What was said before is mostly said again: a bulletin is read once more when it becomes the accepted one, and nearly
# all of its items stay as they are.
@lru_cache(maxsize=4)
def _parse(
    parse: Parser, document: SourceDocument, language: str, today: date, selectors: Selectors | None
) -> ParsedBulletin:
    return parse(document, language, today, selectors)


def arrive(service: Service, source: Source, record: SourceRecord, now: datetime, accept: str | None = None) -> Arrived:
    """Return a source as it is now, with as many further pages of a listing as show nothing that is known.

    Of a listing that was never read only the first page is: `feedsvc backfill` reads what was before. Raises
    SourceUnreachable when it, or one of these pages, cannot be had. No transaction should be open.
    """
    arrived = receive(service.reader, source, record, now, accept)
    if not source.pages or record.accepted is None or arrived.documents == remembered(source, record.documents):
        return arrived
    return replace(arrived, documents=(*arrived.documents, *_further(service, source, arrived.documents, now)))


def further_page(
    service: Service, source: Source, number: int, now: datetime
) -> tuple[tuple[SourceDocument, ...], tuple[ParsedItem, ...]]:
    """Return a further page of a listing, 1 for the one after the first, and its items: none behind the last page.

    Raises SourceUnreachable when it cannot be had, also where something else stands in its place, such as a login page.
    """
    address = page_address(source.url, source.pages, number)
    try:
        documents = service.reader.read(replace(source, url=address), Validators()).documents or ()
    except SourceUnreachable as error:
        if error.is_missing:
            return (), ()
        raise
    items = items_on(service, documents, source, now)
    if not items:
        usual = {resembles(one.content) for one in record_of(service, source).documents}
        for content in (one.content for one in documents):
            if (kind := resembles(content)) not in {"", *usual} and not is_of_nothing(content):
                raise SourceUnreachable(address, f"it shows no items; it looks like {kind}: “{glimpse(content)}”")
    return documents, items


def items_on(
    service: Service, documents: Iterable[SourceDocument], source: Source, now: datetime
) -> tuple[ParsedItem, ...]:
    """Return the items of documents, in their order. Raises SourceUnreachable when one defeats the parser."""
    parts = parts_of(service, documents, source, now.astimezone(ZoneInfo(source.zone)).date())
    return tuple(item for part in parts for item in part.bulletin.items)


def _further(
    service: Service, source: Source, first: tuple[SourceDocument, ...], now: datetime
) -> Iterator[SourceDocument]:
    """The pages that follow the first one, up to the first that reaches what is known, or shows nothing new."""
    items = items_on(service, first, source, now)
    for number in range(1, MOST_PAGES):
        if not items or _reaches_known(service, source, items):
            return
        before = items
        page, items = further_page(service, source, number, now)
        if not items or items == before:  # behind its last page a listing may show that one again
            return
        yield from page


def _reaches_known(service: Service, source: Source, items: Sequence[ParsedItem]) -> bool:
    """Whether items go down to one that is known; what is older than the last of them is only pinned above it."""
    days, links = {item.day for item in items}, {item.link for item in items if item.link}
    with service.store.read() as session:
        known = [items[place].day for place in match(session.mine(source.id, days, links), items).pairs]
    last = items[-1].day
    return any(day is None or last is None or day >= last for day in known)


def record_of(service: Service, source: Source) -> SourceRecord:
    """Return what is remembered of a source, though it be nothing."""
    with service.store.read() as session:
        return session.source(source.id) or SourceRecord(source.id)


def parts_of(service: Service, documents: Iterable[SourceDocument], source: Source, today: date) -> tuple[Part, ...]:
    """Return documents with what they say. Raises SourceUnreachable when one defeats the parser."""
    bulletins = [(one, _parse(service.parse, one, source.language, today, source.selectors)) for one in documents]
    if not source.keep_ids:
        return tuple(Part(one, without_ids(said)) for one, said in bulletins)
    return tuple(Part(one, with_ids(said, service.layout.site.authority)) for one, said in bulletins)
