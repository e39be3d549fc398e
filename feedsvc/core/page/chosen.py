"""Items by the selectors of the configuration. What no selector names is read as on any other page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from feedsvc.core.page.context import Context, Record
from feedsvc.core.page.dating import machine_date
from feedsvc.core.page.images import picture
from feedsvc.core.page.pieces import Page, Piece, joined
from feedsvc.core.page.prefixed import part_headlines
from feedsvc.core.page.records import read_records
from feedsvc.core.page.scoring import Candidate
from feedsvc.core.page.spans import Division, Span
from feedsvc.core.page.tree import Element
from feedsvc.model import Selectors

Chosen = Mapping[str, Sequence[Element]]


def texts_of(selectors: Selectors) -> tuple[str, ...]:
    """Return all selectors that are given."""
    fields = (selectors.title, selectors.date, selectors.summary, selectors.link, selectors.image)
    return (selectors.item, *(text for text in fields if text is not None))


def read_chosen(context: Context, selectors: Selectors, chosen: Chosen) -> Candidate:
    """Return the items that the selectors choose. An element without a title is none."""
    roots = chosen[selectors.item]
    whole = {piece for root in roots for piece in range(root.first, root.beyond)}
    context = replace(context, unread=context.unread - whole)
    division = Division("selectors", tuple(Span(root.first, root.beyond, root, is_whole=True) for root in roots))
    inferred: dict[Element, Record] = {}
    if roots:
        found, _ = read_records(context, division)
        part_headlines(context.page, found)
        inferred = {record.span.root: record for record in found}
    records = []
    for span in division.spans:
        record = inferred.get(span.root) or Record(span, [], "")
        _override(context, record, selectors, chosen)
        if record.text:
            records.append(record)
    return Candidate(division, tuple(records), 1.0)


def _override(context: Context, record: Record, selectors: Selectors, chosen: Chosen) -> None:
    """Put what the selectors choose in an item in the place of what was inferred."""
    page, root = context.page, record.span.root

    def inside(selector: str | None) -> list[Element] | None:
        if selector is None:
            return None
        return [element for element in chosen[selector] if root in element.ancestors()]

    if titles := inside(selectors.title):
        record.title = list(page.pieces[titles[0].first : titles[0].beyond])
        record.text = joined(record.title)
    if (dates := inside(selectors.date)) is not None:
        _set_date(context, record, dates)
    if (summaries := inside(selectors.summary)) is not None:
        record.paragraphs = [paragraph for element in summaries for paragraph in _paragraphs(page, element)]
    if (links := inside(selectors.link)) is not None:
        found = (page.href(link) for element in links for link in element.elements() if link.tag == "a")
        record.link = next((address for address in found if address is not None), None)
    if (images := inside(selectors.image)) is not None:
        record.image = picture((image for element in images for image in element.elements()), page.base)


def _set_date(context: Context, record: Record, elements: Sequence[Element]) -> None:
    record.spot, record.reading, record.manner = None, None, "own"
    for element in elements:
        stated = element.attributes.get("datetime") or element.attributes.get("content")
        text = joined(context.page.pieces[element.first : element.beyond])
        record.reading = (machine_date(stated) if stated else None) or context.calendar.read(text)
        record.reading = record.reading or context.calendar.within(text) or context.calendar.partial(text, "")
        if record.reading is not None:
            return


def _paragraphs(page: Page, element: Element) -> list[list[Piece]]:
    paragraphs: dict[int, list[Piece]] = {}
    for piece in page.pieces[element.first : element.beyond]:
        paragraphs.setdefault(piece.line, []).append(piece)
    return list(paragraphs.values())
