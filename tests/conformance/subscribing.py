"""People who follow feeds over HTTP with the `reader` library, and what its own database shows them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from html import unescape

import reader

from feedsvc.render.words import WORD_JOINER

STUB = "Withdrawn: "  # stands before the headline of what was withdrawn
_PARAGRAPH = re.compile(r"<p>(.*?)</p>", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Shown:
    """One entry of a feed as the database has it; RSS has no `updated`."""

    title: str
    paragraphs: tuple[str, ...]
    link: str | None
    published: datetime | None
    updated: datetime | None
    is_unread: bool

    @property
    def words(self) -> tuple[object, ...]:
        """What somebody sees of it."""
        return (self.title, self.paragraphs, self.link)


Shelf = Mapping[str, Shown]
"""The entries of one feed by their ids."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What somebody sees of one feed that was not so before, as headlines in the order of the alphabet."""

    new: tuple[str, ...] = ()
    updated: tuple[str, ...] = ()
    reworded: tuple[str, ...] = ()


class Subscriber:
    """Somebody who follows some feeds in one format, and reads at once whatever comes."""

    def __init__(self, urls: Iterable[str]) -> None:
        self.reader = reader.make_reader(":memory:")
        for url in urls:
            self.reader.add_feed(url)

    def look(self) -> dict[str, Shelf]:
        """Ask for every feed, and return all that the database then has of each, by address."""
        self.reader.update_feeds(scheduled=False)
        shelves: dict[str, Shelf] = {}
        for feed in self.reader.get_feeds():
            assert feed.last_exception is None, feed.last_exception
            shelves[feed.url] = {entry.id: _shown(entry) for entry in self.reader.get_entries(feed=feed)}
        for entry in self.reader.get_entries(read=False):
            self.reader.mark_entry_as_read(entry)
        return shelves


def difference(before: Shelf, after: Shelf) -> Seen:
    """Return what came and what changed between two looks at one feed."""
    both = [(before[name], after[name]) for name in before.keys() & after.keys()]
    return Seen(
        headlines(entry.title for name, entry in after.items() if name not in before),
        headlines(new.title for old, new in both if new.updated != old.updated),
        headlines(new.title for old, new in both if new.words != old.words),
    )


def headlines(titles: Collection[str] | Iterable[str]) -> tuple[str, ...]:
    """Return headlines in order, also of what is shown as withdrawn."""
    return tuple(sorted(title.removeprefix(STUB) for title in titles))


def _shown(entry: reader.Entry) -> Shown:
    html = entry.content[0].value if entry.content else entry.summary
    return Shown(
        title=str(entry.title).replace(WORD_JOINER, ""),
        paragraphs=tuple(unescape(text) for text in _PARAGRAPH.findall(html or "")),
        link=entry.link,
        published=entry.published,
        updated=entry.updated,
        is_unread=not entry.read,
    )
