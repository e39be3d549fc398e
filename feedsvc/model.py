"""The nouns: frozen data that the stages hand to one another, without behaviour.

Every datetime is aware and in UTC; every sequence is a tuple. A type's name says its moment: a `ParsedItem` is what
a bulletin says, an `Item` is what the store remembers.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

Severity = Literal["note", "warning", "error"]
Role = Literal["about", "mentioned", "rejected"]
Where = Literal["title", "summary"]
ChangeKind = Literal["new", "revised", "touched", "moved", "archived", "pending", "withdrawn", "restored", "expired"]
Presence = Literal["shown", "archived", "pending", "withdrawn", "expired"]


# --- reading -----------------------------------------------------------------------------------------------------


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


# --- countries ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Evidence:
    """Why a country was decided on, or rejected: the words as they stand, where, and the rule that judged them."""

    code: str
    role: Role
    words: str
    where: Where
    rule: str


@dataclass(frozen=True, slots=True)
class Attribution:
    """Countries of an item, ISO 3166-1 alpha-2 in upper case, in order of evidence. `mentioned` contains `about`."""

    about: tuple[str, ...]
    mentioned: tuple[str, ...]
    evidence: tuple[Evidence, ...]


# --- memory ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Item:
    """One item as the store remembers it.

    `id` (a tag: URI), `slug`, `published` and `first_seen` never change. `rank` orders the items of one day, the
    highest on top. `presence` says whether the source shows it: "archived" fell off the end and stays in its feeds;
    "pending" is missing from the middle and stays too, until another reading confirms it; "withdrawn" is announced
    in its feeds; "expired" has left them. `absent_since` is when it last became pending or was withdrawn.
    """

    id: str
    slug: str
    source: str
    language: str
    day: date | None
    title: str
    paragraphs: tuple[str, ...]
    link: str | None
    attribution: Attribution
    published: datetime
    updated: datetime
    rank: int
    first_seen: datetime
    presence: Presence = "shown"
    absent_since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """One difference between the store and a reading: `before` is None for a new item."""

    kind: ChangeKind
    item: Item
    before: Item | None = None


@dataclass(frozen=True, slots=True)
class FeedKey:
    """Names a feed: a language, and a country (None: everything in that language)."""

    language: str
    country: str | None = None


@dataclass(frozen=True, slots=True)
class FeedRecord:
    """What the store remembers of a feed: `updated` never goes back, also when its newest item leaves it."""

    key: FeedKey
    updated: datetime


@dataclass(frozen=True, slots=True)
class Hold:
    """One reason why a reading looks like damage: a stable `rule`, and words for a person."""

    rule: str
    message: str


@dataclass(frozen=True, slots=True)
class Trouble:
    """A source whose readings fail: held, or not to be had.

    `reading` names what was held ("" when unreachable); `since` is the first of `readings` failures in a row; `told`:
    somebody was notified of it.
    """

    state: Literal["held", "unreachable"]
    reading: str
    holds: tuple[Hold, ...]
    since: datetime
    readings: int = 1
    told: bool = False


@dataclass(frozen=True, slots=True)
class SourceRecord:
    """What the store remembers of a source: its last accepted reading, and the trouble since.

    `digest` is of all that decided that reading, `content` its bytes; `new_counts` are the numbers of new items in
    its last accepted readings, without the first. Before any was accepted, `accepted` is None.
    """

    source: str
    digest: str = ""
    content: bytes = b""
    accepted: datetime | None = None
    new_counts: tuple[int, ...] = ()
    trouble: Trouble | None = None


# --- settings ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Source:
    """One configured bulletin. `zone` is an IANA time zone name; `interval` is in seconds."""

    id: str
    path: str
    language: str
    zone: str
    interval: int


@dataclass(frozen=True, slots=True)
class Site:
    """What the published documents say about their publisher, and which feeds exist without any item.

    `base_url` has no trailing slash. `authority` is "domain,date" of RFC 4151. `languages` holds the default
    `language` first. `countries` are ISO 3166-1 alpha-2 in upper case.
    """

    base_url: str
    title: str
    description: str
    author: str
    rights: str
    language: str
    languages: tuple[str, ...]
    authority: str
    countries: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Words of one language for the published documents.

    `date_format` is a str.format pattern over day, month (its name) and year.
    """

    language: str
    countries: Mapping[str, str]
    months: tuple[str, ...]
    date_format: str
    messages: Mapping[str, str]


# --- publishing --------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed ready to be rendered: `items` newest first, `stem` its place in the tree ("hn", "lang/es/all")."""

    key: FeedKey
    stem: str
    title: str
    updated: datetime
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """One published file: its name in its folder, and the bytes of each encoding ("" is the identity form)."""

    name: str
    variants: Mapping[str, bytes]


@dataclass(frozen=True, slots=True)
class Folder:
    """Documents that are replaced together: everything of one feed, or one item's page, at `stem` of the tree.

    `kept` names documents that came out wrong: what was published of them before stays, and where nothing was they
    are left out.
    """

    stem: str
    documents: tuple[Document, ...]
    kept: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Publication:
    """What one run wants published.

    `leaves` are replaced one by one, before `feeds`, which all switch in one step. `faults` has a sentence for each
    document that is kept as it was, and says why.
    """

    leaves: tuple[Folder, ...]
    feeds: tuple[Folder, ...]
    faults: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PublishReport:
    """What a target did: the generation now served, and the paths written under it (none: nothing differed).

    `faults` are those of the publication.
    """

    generation: int
    written: tuple[str, ...]
    faults: tuple[str, ...] = ()


# --- reporting ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Notice:
    """What somebody is told of a source, once when its readings keep failing and once when it is over.

    `since` is the first failure; `message` says in a sentence what was seen and what readers see.
    """

    source: str
    state: Literal["held", "unreachable", "recovered"]
    since: datetime
    readings: int
    message: str


SourceState = Literal["changed", "unchanged", "unreachable", "held"]


@dataclass(frozen=True, slots=True)
class SourceReport:
    """What happened to one source in a run.

    `changes` counts by kind. A reading that was held or could not be had says why in `holds` and `message`; `reading`
    names it for `run --accept`.
    """

    source: str
    state: SourceState
    changes: Mapping[str, int] = field(default_factory=dict)
    diagnostics: tuple[Diagnostic, ...] = ()
    message: str | None = None
    reading: str = ""
    holds: tuple[Hold, ...] = ()


@dataclass(frozen=True, slots=True)
class RunReport:
    """One regeneration, for people and for the store's row of it."""

    started: datetime
    finished: datetime
    sources: tuple[SourceReport, ...]
    published: PublishReport | None
