"""What is published: feeds, their documents, and what a target did with them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from feedsvc.model.memory import FeedKey, Item


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed ready to be rendered: `items` newest first, `stem` its place in the tree ("hn", "lang/es/all").

    `deleted` are the items of which only a tombstone is left (RFC 6721). `pages` is the number of pages of its
    archive (RFC 5005), from 1, the oldest; None: it has none, though the feed is not complete. `page` says that this
    is one of them, and None the current document.
    """

    key: FeedKey
    stem: str
    title: str
    updated: datetime
    items: tuple[Item, ...]
    deleted: tuple[Item, ...] = ()
    pages: int | None = 0
    page: int | None = None


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

    leaves: tuple[Folder, ...] = ()
    feeds: tuple[Folder, ...] = ()
    faults: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PublishReport:
    """What a target did: the generation now served, and the paths written under it (none: nothing differed).

    `faults` are those of the publication.
    """

    generation: int
    written: tuple[str, ...]
    faults: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Generation:
    """One state of all feeds that a target keeps: its number, and when it was switched to."""

    number: int
    switched: datetime
    is_current: bool
