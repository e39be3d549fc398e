"""Entries of a feed to items of a bulletin, and what there is to say of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import quote, urlsplit

from feedsvc.core.decode import FORBIDDEN
from feedsvc.core.feed.entries import Entry, entries_of
from feedsvc.core.identity import IRI
from feedsvc.core.page.fragment import Fragment, fragment_of
from feedsvc.model import Code, Diagnostic, Image, ParsedBulletin, ParsedItem, Severity, SourceDocument

_LONGEST_ID = 300  # characters that a store keeps
_FIRST_YEAR, _LAST_YEAR = 1900, 9998
_LONGEST_TITLE = 100  # characters of a text that stands in for a missing headline
_UNKEPT = re.compile(rf"{FORBIDDEN.pattern}|[^\S ]")  # what may be another character once it was written and read


def read_feed(document: SourceDocument, language: str, today: date) -> ParsedBulletin:
    """Return the items of a feed in its order, each with the id and moment that the feed gives it. Never raises.

    A title, text and link are what readers show: markup is gone, and addresses are absolute. An item is of the day
    that its own time zone had. What has neither title nor text is skipped, and so is what repeats an id. Characters
    that no document may hold are gone.
    """
    entries, fault = entries_of(document)
    items: list[ParsedItem] = []
    diagnostics: list[Diagnostic] = [] if fault is None else [_said("not_well_formed", "warning", fault, 1)]
    first: dict[str, int] = {}
    for entry in entries:
        item = _item(entry, language)
        if item is None:
            message = "Not part of an item (unrecognised): an entry without a title and text."
            diagnostics.append(_said("skipped_lines", "warning", message, entry.line))
        elif entry.id and entry.id in first:
            message = f"The item repeats the id of that in line {first[entry.id]}; one was kept."
            diagnostics.append(_said("duplicate_item", "warning", message, entry.line))
        else:
            first[entry.id] = entry.line
            items.append(item)
            diagnostics.extend(_remarks(entry, item, today))
    if not items:
        diagnostics.append(_said("no_items", "error", "No item was found: no entry of the feed says anything.", 1))
    explained = len(items) / len(entries) if entries else 1.0
    return ParsedBulletin(tuple(items), tuple(diagnostics), explained, "utf-8")


def _item(entry: Entry, language: str) -> ParsedItem | None:
    told, headline = _fragment(entry.html), " ".join(_fragment(entry.title).paragraphs)
    title = headline or _beginning(told)
    if not title:
        return None
    moment, link = _moment(entry.published), _address(entry.link)
    picture = _address(entry.image)
    return ParsedItem(
        day=moment and moment.date(),
        title=title,
        paragraphs=told.paragraphs if told.paragraphs != (title,) else (),
        language=language,
        lines=(entry.line, entry.line),
        link=link,
        image=Image(picture) if picture else told.image,
        id=_kept_id(entry.id or link or ""),
        published=moment and moment.astimezone(UTC).replace(microsecond=0),
    )


def _fragment(html: str) -> Fragment:
    """What HTML says, without the characters that no document may hold: its references name any (&#8;)."""
    found = fragment_of(html)
    paragraphs = (FORBIDDEN.sub("", paragraph).strip() for paragraph in found.paragraphs)
    picture = _address(found.image.address) if found.image else None
    image = Image(picture, FORBIDDEN.sub("", found.image.alternative)) if found.image and picture else None
    return Fragment(tuple(filter(None, paragraphs)), image)


def _beginning(told: Fragment) -> str:
    """What stands in for a missing headline, as in notes of a stream: the first words of the text."""
    text = told.paragraphs[0] if told.paragraphs else ""
    return text if len(text) <= _LONGEST_TITLE else text[:_LONGEST_TITLE].rpartition(" ")[0] + " …"


def _address(text: str) -> str | None:
    """A whole http or https address, its spaces as they must be written; None: it is none."""
    written = text.strip().replace(" ", "%20")
    with suppress(ValueError):
        parts = urlsplit(written)
        if parts.scheme in {"http", "https"} and parts.hostname and IRI.fullmatch(written):
            return written
    return None


def _kept_id(name: str) -> str | None:
    """The id by which readers know an entry: its link where it has none. Many are no address ("21 at https://…")."""
    return name if name and not _UNKEPT.search(name) and len(quote(name)) <= _LONGEST_ID else None


def _remarks(entry: Entry, item: ParsedItem, today: date) -> Iterator[Diagnostic]:
    if item.day is None and entry.published:
        message = f"“{entry.published[:40]}” is no date; the item has none."
        yield _said("invalid_date", "warning", message, entry.line)
    elif item.day is None:
        yield _said("undated_item", "note", "The item has no date.", entry.line)
    elif item.day > today:
        yield _said("future_date", "warning", f"The date {item.day} is after today, {today}.", entry.line)
    if entry.id and item.id is None:
        message = f"Its id, “{entry.id[:80]}”, is too long, or has characters that a feed may not hold: it is not kept."
        yield _said("id_not_kept", "warning", message, entry.line)
    if not item.paragraphs:
        yield _said("missing_summary", "note", "The item has a headline and no text.", entry.line)


def _said(code: Code, severity: Severity, message: str, line: int) -> Diagnostic:
    return Diagnostic(code, severity, message, line, 1)


def _moment(text: str) -> datetime | None:
    """A date of RFC 3339 or RFC 5322, in its own time zone; without one, in UTC.

    Years of no news, such as the first one, are how programs write that they know none.
    """
    for read in (datetime.fromisoformat, parsedate_to_datetime):
        with suppress(ValueError, OverflowError):
            moment = read(text.strip())
            if _FIRST_YEAR <= moment.year <= _LAST_YEAR:
                return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return None
