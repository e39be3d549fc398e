"""One transaction: what the pipeline asks of its memory, in SQL that every database understands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, bindparam, func, insert, or_, select, tuple_

from feedsvc.model import Change, FeedRecord, Item, Override, Revision, RunReport, SourceRecord
from feedsvc.store import schema
from feedsvc.store.founding import remember_authority
from feedsvc.store.recall import Recalls
from feedsvc.store.rows import (
    feed_of_row,
    item_of_row,
    legible,
    override_of_row,
    revision_of_row,
    row_of_feed,
    row_of_item,
    row_of_override,
    row_of_revision,
    row_of_run,
    row_of_source,
    source_of_row,
)
from feedsvc.store.shelves import NAMED, Shelves, parts

# Made once: to put a statement together costs more than to carry it out.
_ANY = tuple(select(1).select_from(table).limit(1) for table in (schema.items, schema.feeds))
_TAKEN = select(1).where(
    or_(schema.items.c.published == bindparam("stamp"), schema.items.c.updated == bindparam("stamp"))
)
_NAMED = select(1).where(or_(schema.items.c.id == bindparam("name"), schema.items.c.slug == bindparam("name")))
_EARLIEST = select(func.min(schema.items.c.published))
_WAITING = select(schema.items.c.id, schema.items.c.seal).where(
    schema.items.c.presence.in_(("pending", "withdrawn", "deleted"))
)
_IS_MINE = or_(
    schema.items.c.source == bindparam("source"),
    schema.items.c.id.in_(select(schema.sightings.c.item).where(schema.sightings.c.source == bindparam("source"))),
)
_BEARING = {
    "days": schema.items.c.day.in_(bindparam("days", expanding=True)),
    "links": schema.items.c.link.in_(bindparam("links", expanding=True)),
    "undated": schema.items.c.day.is_(None),
}
_OF_SOURCE = {
    **_BEARING,
    "shown": schema.items.c.presence.in_(("shown", "pending")),
    "overruled": schema.items.c.id.in_(select(schema.overrides.c.item)),  # its source may give it another day
}
_MINE = {name: NAMED.where(_IS_MINE, condition) for name, condition in _OF_SOURCE.items()}
_ALL = {name: NAMED.where(schema.items.c.language == bindparam("language"), one) for name, one in _BEARING.items()}
_OTHERS = {name: query.where(schema.items.c.source != bindparam("source")) for name, query in _ALL.items()}
_FEEDS = select(schema.feeds.c.language, schema.feeds.c.country, schema.feeds.c.seal).order_by(
    schema.feeds.c.language, schema.feeds.c.country
)
_SOURCE = select(schema.sources.c.source, schema.sources.c.seal).where(schema.sources.c.source == bindparam("name"))
_REVISIONS = select(schema.revisions.c.number, schema.revisions.c.seal).order_by(schema.revisions.c.number.desc())
_REVISIONS_OF = _REVISIONS.where(schema.revisions.c.item == bindparam("item"))
_TOLD = (
    select(schema.revisions.c.number, schema.revisions.c.seal)
    .where(schema.revisions.c.kind.in_(("revised", "moved", "withdrawn", "restored")))
    .order_by(schema.revisions.c.at.desc(), schema.revisions.c.number.desc())
)
_MARKS = select(schema.marks.c.stem)
_PAUSED = select(schema.meta.c.value).where(schema.meta.c.name == "paused")


class SqlSession(Shelves):
    """A `StoreSession` in one transaction."""

    def __init__(self, connection: Connection, authority: str, known: Recalls) -> None:
        super().__init__(connection, known)
        self._authority = authority

    def is_empty(self) -> bool:
        """Whether there is no item and no feed."""
        return not any(self._connection.execute(query).first() for query in _ANY)

    def items(self) -> tuple[Item, ...]:
        """Return every item, newest `published` first."""
        rows = self._rows(select(schema.items).order_by(schema.items.c.published.desc()))
        return tuple(item_of_row(row) for row in rows)

    def slugs(self) -> frozenset[str]:
        """Return the slug of every item."""
        return frozenset(self._connection.scalars(select(schema.items.c.slug)))

    def items_by_slug(self, slugs: Iterable[str]) -> tuple[Item, ...]:
        """Return the items of these slugs."""
        return self._items_where(*(schema.items.c.slug.in_(part) for part in parts(slugs)))

    def item(self, name: str) -> Item | None:
        """Return the item of an id or slug."""
        found = self._items_where(schema.items.c.id == name, schema.items.c.slug == name)
        return found[0] if found else None

    def mine(self, source: str, days: Iterable[date | None], links: Iterable[str]) -> tuple[Item, ...]:
        """Return what a reading of a source may be about."""
        asked = [("shown", {}), ("overruled", {}), *_bearing(days, links)]
        return self._items_found((_MINE[name], {"source": source, **values}) for name, values in asked)

    def others(
        self, source: str | None, language: str, days: Iterable[date | None], links: Iterable[str]
    ) -> tuple[Item, ...]:
        """Return items of other sources, or of all, that tell of these days or lead to these pages."""
        given = {"language": language} if source is None else {"language": language, "source": source}
        queries = _ALL if source is None else _OTHERS
        return self._items_found((queries[name], {**given, **values}) for name, values in _bearing(days, links))

    def is_taken(self, stamp: datetime) -> bool:
        """Whether an item has this `published` or `updated`."""
        return self._connection.execute(_TAKEN, {"stamp": stamp}).first() is not None

    def is_named(self, name: str) -> bool:
        """Whether an item has this id or slug."""
        return self._connection.execute(_NAMED, {"name": name}).first() is not None

    def earliest(self) -> datetime | None:
        """Return the earliest `published` of all."""
        with legible():
            return self._connection.execute(_EARLIEST).scalar()

    def waiting(self) -> tuple[Item, ...]:
        """Return the items that are pending, withdrawn or deleted."""
        return self._recalled(self._rows(_WAITING))

    def shown(self) -> Mapping[str, int]:
        """Return how many items each source shows."""
        query = (
            select(schema.items.c.source, func.count().label("count"))
            .where(schema.items.c.presence.in_(("shown", "pending")))
            .group_by(schema.items.c.source)
        )
        return {row["source"]: row["count"] for row in self._rows(query)}

    def feeds(self) -> tuple[FeedRecord, ...]:
        """Return every feed."""
        rows = self._connection.execute(_FEEDS).all()
        seals = "".join(seal for *_, seal in rows)
        records = self._known.lists.find("feeds", seals)
        if records is None:
            records = self._feeds([((language, country), seal) for language, country, seal in rows])
            self._known.lists.keep("feeds", seals, records)
        return records

    def source(self, source_id: str) -> SourceRecord | None:
        """Return what is remembered of a source."""
        named = [(row["source"], row["seal"]) for row in self._rows(_SOURCE, name=source_id)]
        found = self._known_or_read(named, self._known.sources, schema.sources, "source", source_of_row)
        return found[0] if found else None

    def revisions(self, item: str) -> tuple[Revision, ...]:
        """Return the revisions of an item, the last one first."""
        return self._revisions(self._rows(_REVISIONS_OF, item=item))

    def corrections(self) -> tuple[tuple[Revision, Item], ...]:
        """Return every revision that readers were told of, each with its item."""
        found = self._revisions(self._rows(_TOLD))
        names = parts(revision.item for revision in found)
        items = {item.id: item for item in self._items_where(*(schema.items.c.id.in_(part) for part in names))}
        return tuple((revision, items[revision.item]) for revision in found)

    def overrides(self, items: Iterable[str] | None = None) -> tuple[Override, ...]:
        """Return the overrides of these items, or all, in the order in which they were given."""
        query = select(schema.overrides).order_by(schema.overrides.c.number)
        if items is not None:
            query = query.where(schema.overrides.c.item.in_(sorted(items)))
        return tuple(override_of_row(row) for row in self._rows(query))

    def marks(self) -> frozenset[str]:
        """Return the folders that must be published again."""
        return frozenset(self._connection.scalars(_MARKS))

    def paused(self) -> str | None:
        """Return why publishing is paused, or None."""
        return self._connection.execute(_PAUSED).scalar()

    def apply(self, changes: Iterable[Change]) -> None:
        """Store the item of each change, and its places. With the first one, the authority of ids is fixed."""
        given = tuple(changes)
        if not given:
            return
        remember_authority(self._connection, self._authority)
        rows = [row_of_item(change.item) for change in given]
        self._replace(schema.items, rows, "id")
        for change, row in zip(given, rows, strict=True):
            self._known.items.keep(change.item.id, row["seal"], change.item)
        self._place(given)
        moved = [c.item for c in given if c.item.also or (c.before and c.before.also)]
        self._delete(schema.sightings, [{"item": item.id} for item in moved])
        self._insert(schema.sightings, [{"source": name, "item": item.id} for item in moved for name in item.also])

    def remember_source(self, record: SourceRecord) -> None:
        """Store what is known of a source."""
        row = row_of_source(record)
        self._replace(schema.sources, [row], "source")
        self._known.sources.keep(record.source, row["seal"], record)

    def remember_feeds(self, records: Iterable[FeedRecord]) -> None:
        """Store what is known of feeds."""
        rows = [(row_of_feed(record), record) for record in records]
        self._replace(schema.feeds, [row for row, _ in rows], "language", "country")
        for row, record in rows:
            self._known.feeds.keep((row["language"], row["country"]), row["seal"], record)

    def remember_revisions(self, revisions: Iterable[Revision]) -> None:
        """Add to the history of items."""
        self._insert(schema.revisions, [row_of_revision(revision) for revision in revisions])

    def add_override(self, override: Override) -> int:
        """Store an override as the last one, and return its number."""
        done = self._connection.execute(insert(schema.overrides), row_of_override(override))
        return int(done.inserted_primary_key[0])  # type: ignore[index]  # of an insert, it is there

    def remove_override(self, number: int) -> None:
        """Forget an override."""
        self._delete(schema.overrides, [{"number": number}])

    def mark(self, stems: Iterable[str]) -> None:
        """Note folders to publish."""
        self._replace(schema.marks, [{"stem": stem} for stem in sorted(set(stems))], "stem")

    def clear_marks(self, stems: Iterable[str]) -> None:
        """Note folders as published."""
        self._delete(schema.marks, [{"stem": stem} for stem in sorted(set(stems))])

    def pause(self, why: str | None) -> None:
        """Note that publishing is paused, or that it goes on."""
        self._delete(schema.meta, [{"name": "paused"}])
        self._insert(schema.meta, [{"name": "paused", "value": why}] if why is not None else [])

    def record_run(self, report: RunReport) -> None:
        """Add a row to the history of runs."""
        self._connection.execute(insert(schema.runs), [row_of_run(report)])

    def _feeds(self, named: Sequence[tuple[tuple[str, str], str]]) -> tuple[FeedRecord, ...]:
        """The feeds of rows, in their order; read are those that are not known."""
        table, known = schema.feeds, self._known.feeds
        found = {key: record for key, seal in named if (record := known.find(key, seal))}
        for part in parts(key for key, _ in named if key not in found):
            for row in self._rows(select(table).where(tuple_(table.c.language, table.c.country).in_(part))):
                key = (row["language"], row["country"])
                found[key] = feed_of_row(row)
                known.keep(key, row["seal"], found[key])
        return tuple(found[key] for key, _ in named)

    def _revisions(self, rows: Sequence[RowMapping]) -> tuple[Revision, ...]:
        named = [(row["number"], row["seal"]) for row in rows]
        return self._known_or_read(named, self._known.revisions, schema.revisions, "number", revision_of_row)


def _bearing(days: Iterable[date | None], links: Iterable[str]) -> list[tuple[str, dict[str, Any]]]:
    """What to ask for items that bear one of these days, none, or one of these links."""
    given = set(days)
    asked: list[tuple[str, dict[str, Any]]] = [("days", {"days": part}) for part in parts(day for day in given if day)]
    asked += [("links", {"links": part}) for part in parts(links)]
    return [*asked, ("undated", {})] if None in given else asked
