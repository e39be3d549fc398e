"""What the store remembers, and what a reading changes in it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from feedsvc.model.countries import Attribution
from feedsvc.model.reading import Image, SourceDocument, Validators

ChangeKind = Literal[
    "new", "revised", "touched", "moved", "archived", "pending", "withdrawn", "restored", "deleted", "expired"
]
Presence = Literal["shown", "archived", "pending", "withdrawn", "deleted", "expired"]


@dataclass(frozen=True, slots=True)
class Words:
    """What can be said of an item anew: by its source in a later reading, or by an override."""

    day: date | None
    title: str
    paragraphs: tuple[str, ...]
    link: str | None
    about: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Item:
    """One item as the store remembers it.

    `id` (a tag: URI), `slug`, `published` and `first_seen` never change. `rank` orders the items of one day, the
    highest on top. `presence` says whether the source shows it: "archived" fell off the end and stays in its feeds;
    "pending" is missing from the middle and stays too, until another reading confirms it; "withdrawn" is announced
    in its feeds by a stub, "deleted" by a tombstone; "expired" has left them. `absent_since` is when it last became
    pending or was withdrawn. `also` names other sources that show it; `as_read` is what its source says where
    overrides say otherwise.
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
    also: tuple[str, ...] = ()
    as_read: Words | None = None
    image: Image | None = None


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
    """What the store remembers of a feed.

    `updated` never goes back, also when its newest item leaves it. `count` is the number of items that its page
    lists, in its archive too; `pages` the number of its archive's pages.
    """

    key: FeedKey
    updated: datetime
    count: int = 0
    pages: int = 0


@dataclass(frozen=True, slots=True)
class Entry:
    """An item's place in one feed: the archive page that it was given, for ever, or None before it had one."""

    item: Item
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Revision:
    """One change of an item that was published already: from what to what, and when.

    `at` is the item's `updated` where readers were told of it, else the moment of the run.
    """

    item: str
    at: datetime
    kind: ChangeKind
    before: Words
    after: Words


OverrideAction = Literal["countries", "date", "title", "withdraw", "restore", "merge", "split"]


@dataclass(frozen=True, slots=True)
class Override:
    """What an operator says of an item, for good: `value` is codes, a day, words or an id, as `action` wants it.

    `number` counts upwards; of one action the last one holds. Each says who gave it, why, and when.
    """

    item: str
    action: OverrideAction
    value: str
    who: str
    why: str
    at: datetime
    number: int = 0


@dataclass(frozen=True, slots=True)
class Hold:
    """One reason why a reading looks like damage: a stable `rule`, and words for a person."""

    rule: str
    message: str


@dataclass(frozen=True, slots=True)
class Trouble:
    """A source whose readings fail: held, or not to be had.

    `reading` names what was held ("" when unreachable), `reason` says why it could not be had ("" when held); `since`
    is the first of `readings` failures in a row; `told`: somebody was notified of it.
    """

    state: Literal["held", "unreachable"]
    reading: str
    holds: tuple[Hold, ...]
    since: datetime
    readings: int = 1
    told: bool = False
    reason: str = ""


@dataclass(frozen=True, slots=True)
class SourceRecord:
    """What the store remembers of a source: its last accepted reading, and the trouble since.

    `digest` is of all that decided that reading, `documents` are what it read, under names that leave out the source's
    place, and `validators` what their server said of them; `new_counts` are the numbers of new items in its last
    accepted readings, without the first. Before any was accepted, `accepted` is None. `not_before`: the source asked
    to be left alone until then. `backfilled` is the number of the last further page that a backfill has read, which is
    not at its end yet.
    """

    source: str
    digest: str = ""
    documents: tuple[SourceDocument, ...] = ()
    accepted: datetime | None = None
    new_counts: tuple[int, ...] = ()
    trouble: Trouble | None = None
    validators: Validators = field(default_factory=Validators)
    not_before: datetime | None = None
    backfilled: int = 0
