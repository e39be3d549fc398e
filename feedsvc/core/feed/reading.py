"""Entries of a feed to items of a bulletin, and what there is to say of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime

from feedsvc.core.feed.entries import Entry, entries_of
from feedsvc.core.page.fragment import Fragment, fragment_of
from feedsvc.model import Diagnostic, ParsedBulletin, ParsedItem, Severity, SourceDocument

_LONGEST_ID = 300  # characters that a store keeps
_LONGEST_TITLE = 100  # characters of a text that stands in for a missing headline
_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]+")


def read_feed(document: SourceDocument, language: str, today: date) -> ParsedBulletin:
    """Return the items of a feed in its order, each with the id and moment that the feed gives it. Never raises.

    A title, text and link are what readers show: markup is gone, and addresses are absolute. An item is of the day
    that its own time zone had. What has neither title nor text is skipped, and so is what repeats an id.
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
        elif item.id is not None and first.setdefault(item.id, entry.line) != entry.line:
            message = f"The item repeats the id of that in line {first[item.id]}; one was kept."
            diagnostics.append(_said("duplicate_item", "warning", message, entry.line))
        else:
            items.append(item)
            diagnostics.extend(_remarks(entry, item, today))
    if not items:
        diagnostics.append(_said("no_items", "error", "No item was found: no entry of the feed says anything.", 1))
    explained = len(items) / len(entries) if entries else 1.0
    return ParsedBulletin(tuple(items), tuple(diagnostics), explained, "utf-8")


def _item(entry: Entry, language: str) -> ParsedItem | None:
    told, headline = fragment_of(entry.html), " ".join(fragment_of(entry.title).paragraphs)
    title = headline or _beginning(told)
    if not title:
        return None
    moment = _moment(entry.published)
    return ParsedItem(
        day=moment and moment.date(),
        title=title,
        paragraphs=told.paragraphs if told.paragraphs != (title,) else (),
        language=language,
        lines=(entry.line, entry.line),
        link=_article(entry),
        image=entry.image or told.image,
        id=_kept_id(entry),
        published=moment and moment.astimezone(UTC).replace(microsecond=0),
    )


def _beginning(told: Fragment) -> str:
    """What stands in for a missing headline, as in notes of a stream: the first words of the text."""
    text = told.paragraphs[0] if told.paragraphs else ""
    return text if len(text) <= _LONGEST_TITLE else text[:_LONGEST_TITLE].rpartition(" ")[0] + " …"


def _article(entry: Entry) -> str | None:
    return entry.link if entry.link.startswith(("http://", "https://")) else None


def _kept_id(entry: Entry) -> str | None:
    """The id by which readers know an entry: its link where it has none. Only an IRI can be one in Atom too."""
    found = entry.id or _article(entry) or ""
    return found if _IRI.fullmatch(found) and len(found) <= _LONGEST_ID else None


def _remarks(entry: Entry, item: ParsedItem, today: date) -> Iterator[Diagnostic]:
    if item.day is None and entry.published:
        message = f"“{entry.published[:40]}” is no date; the item has none."
        yield _said("invalid_date", "warning", message, entry.line)
    elif item.day is None:
        yield _said("undated_item", "note", "The item has no date.", entry.line)
    elif item.day > today:
        yield _said("future_date", "warning", f"The date {item.day} is after today, {today}.", entry.line)
    if not item.paragraphs:
        yield _said("missing_summary", "note", "The item has a headline and no text.", entry.line)


def _said(code: str, severity: Severity, message: str, line: int) -> Diagnostic:
    return Diagnostic(code, severity, message, line, 1)


def _moment(text: str) -> datetime | None:
    """A date of RFC 3339 or RFC 5322, in its own time zone; without one, in UTC."""
    for read in (datetime.fromisoformat, parsedate_to_datetime):
        with suppress(ValueError, OverflowError):
            moment = read(text.strip())
            return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return None
