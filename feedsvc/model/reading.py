"""What a source says: its bytes, its lines, its items, and what there is to say of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

Severity = Literal["note", "warning", "error"]


@dataclass(frozen=True, slots=True)
class SourceDocument:
    """A source as received: `name` is what messages call it (a path as configured, or an address)."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class DecodedText:
    """Text of a source, and the encoding that gave it.

    `guessed_at` is the line and column, from 1, of the first byte whose meaning is a guess; None: there is none.
    """

    text: str
    encoding: str
    guessed_at: tuple[int, int] | None
    removed_controls: int


@dataclass(frozen=True, slots=True)
class Block:
    """One non-blank line of a bulletin, with outer white space removed.

    `line` and `column` count from 1 and say where `text` begins in the source.
    """

    text: str
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """What a reading has to say about lines of its source. `code` is stable; docs/diagnostics.md explains each."""

    code: str
    severity: Severity
    message: str
    line: int | None = None
    column: int | None = None
    last_line: int | None = None


@dataclass(frozen=True, slots=True)
class ParsedItem:
    """One item as the bulletin states it. `lines` is its first and last source line, from 1."""

    day: date | None
    title: str
    paragraphs: tuple[str, ...]
    language: str
    lines: tuple[int, int]
    link: str | None = None


@dataclass(frozen=True, slots=True)
class ParsedBulletin:
    """A whole bulletin, newest first as it stands. `explained` is the share of non-blank lines understood, 0 to 1."""

    items: tuple[ParsedItem, ...]
    diagnostics: tuple[Diagnostic, ...]
    explained: float
    encoding: str
