"""What a source says: its bytes, its lines, its items, and what there is to say of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

Severity = Literal["note", "warning", "error"]

# Of all diagnostics; each is explained in docs/diagnostics.md.
Code = Literal[
    "ambiguous_date",
    "control_chars",
    "country_uncertain",
    "date_from_dateline",
    "date_inherited",
    "date_mismatch",
    "date_range",
    "duplicate_item",
    "encoding_fallback",
    "future_date",
    "id_not_kept",
    "invalid_date",
    "layout_uncertain",
    "missing_summary",
    "needs_review",
    "no_items",
    "not_well_formed",
    "out_of_order",
    "skipped_lines",
    "two_digit_year",
    "undated_item",
    "year_inferred",
]


@dataclass(frozen=True, slots=True)
class SourceDocument:
    """A source as received: `name` is what messages call it (a path as configured, or an address).

    `media_type` and `charset` are what its server declared, in lower case; empty: nothing was. `address` is where the
    bytes came from in the end, which links in them are relative to; empty for a file.
    """

    name: str
    content: bytes
    media_type: str = ""
    charset: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class Validators:
    """What a server said of a document by which it can tell later that the document still holds (RFC 9110, 8.8).

    `address` is where the document came from in the end: another address is asked without them. Empty: none is known.
    """

    address: str = ""
    etag: str = ""
    last_modified: str = ""


@dataclass(frozen=True, slots=True)
class Received:
    """A source as it was read: its documents, the newest first, or None when those of the last reading still hold."""

    documents: tuple[SourceDocument, ...] | None
    validators: Validators = field(default_factory=Validators)


@dataclass(frozen=True, slots=True)
class DecodedText:
    """Text of a source, and the encoding that gave it.

    `guessed_at` is the line and column, from 1, of the first byte whose meaning is a guess; None: there is none.
    `garbled_at` is that of the first letters that some program decoded wrongly before ("Ã©"); they are kept.
    """

    text: str
    encoding: str
    guessed_at: tuple[int, int] | None
    removed_controls: int
    garbled_at: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """One non-blank line of a text, or one block of a page, with outer white space removed.

    `line` and `column` count from 1 and say where `text` begins in the source. `gap` is the number of blank lines
    before it. `heading` is its level, 1 to 6; 0: it is none. `strong`: the whole of it is emphasised. `bullet`: it is
    an item of a list. `link` is the address, absolute where the source allows it, to which all or most of it leads.
    """

    text: str
    line: int
    column: int
    gap: int = 0
    heading: int = 0
    strong: bool = False
    bullet: bool = False
    link: str | None = None


@dataclass(frozen=True, slots=True)
class Image:
    """A picture of an item: its absolute http or https address, and what it shows, in words; empty: nobody said."""

    address: str
    alternative: str = ""


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """What a reading has to say about lines of its source. `code` is stable; docs/diagnostics.md explains each.

    `document` names the one of several documents of its source whose lines these are; empty: there is only one.
    """

    code: Code
    severity: Severity
    message: str
    line: int | None = None
    column: int | None = None
    last_line: int | None = None
    document: str = ""


@dataclass(frozen=True, slots=True)
class ParsedItem:
    """One item as the bulletin states it. `lines` is its first and last source line, from 1.

    `link` is the http or https address of the source's own article. `id` and `published` are those that a feed gave
    it which it is read from; None where they are not to be kept.
    """

    day: date | None
    title: str
    paragraphs: tuple[str, ...]
    language: str
    lines: tuple[int, int]
    link: str | None = None
    image: Image | None = None
    id: str | None = None
    published: datetime | None = None


@dataclass(frozen=True, slots=True)
class ParsedBulletin:
    """A whole bulletin, newest first as it stands. `explained` is the share of non-blank lines understood, 0 to 1."""

    items: tuple[ParsedItem, ...]
    diagnostics: tuple[Diagnostic, ...]
    explained: float
    encoding: str
