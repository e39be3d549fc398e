"""Where an item leads: of all links in it, the one to itself."""

from __future__ import annotations

from collections.abc import Sequence

from feedsvc.core.page.context import Context, Record
from feedsvc.core.page.units import Unit
from feedsvc.core.page.wording import is_about, is_pointer, is_tool

_SHARERS = (
    "facebook.com/shar",
    "twitter.com/",
    "//x.com/",
    "linkedin.com/shar",
    "wa.me/",
    "api.whatsapp",
    "pinterest.",
    "t.me/",
)


def link_of(context: Context, record: Record, units: Sequence[Unit], title: Unit) -> str | None:
    """Return where the item leads: its title's link, one around it, one that points on, or its only one."""
    page = context.page
    heading = title.pieces[0].heading
    beside = page.pieces[heading.first : heading.beyond] if heading is not None else ()
    for piece in (*title.pieces, *(piece for piece in beside if not is_tool(piece.text))):
        if (address := page.href(piece.link)) is not None:
            return address
    fields = [unit for unit in units if unit is not title and not is_about(unit.text)]
    others = [piece for unit in fields for piece in unit.pieces if piece.link is not None]
    others.sort(key=lambda piece: not is_pointer(piece.text))
    for piece in others:
        address = page.href(piece.link)
        is_inside = any(piece in paragraph for paragraph in record.paragraphs)
        if (
            address is not None
            and not is_inside
            and not is_about(piece.text)
            and not is_tool(piece.text)
            and not _is_sharer(address)
        ):
            return address
    return _only_link(context, record) or _link_of_date(context, record)


def _link_of_date(context: Context, record: Record) -> str | None:
    """Return the link of the date, which leads to notes that have no title."""
    spot = record.spot
    pieces = context.page.pieces[spot.first : spot.beyond] if spot is not None else ()
    return next((address for piece in pieces if (address := context.page.href(piece.link)) is not None), None)


def _only_link(context: Context, record: Record) -> str | None:
    """Return the link of a picture or an empty overlay, where all such links of the item agree."""
    if not record.span.is_whole:
        return None
    links = (one for one in record.span.box.elements() if one.tag == "a" and one.first == one.beyond)
    found = {address for one in links if (address := context.page.href(one)) is not None and not _is_sharer(address)}
    return found.pop() if len(found) == 1 else None


def _is_sharer(address: str) -> bool:
    return any(part in address for part in _SHARERS)
