"""One transaction: what the pipeline asks of its memory, in SQL that every database understands."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, RowMapping, Select, Table, delete, insert, select

from feedsvc.model import Change, FeedRecord, Item, RunReport, SourceRecord
from feedsvc.store import schema
from feedsvc.store.founding import remember_authority
from feedsvc.store.rows import (
    feed_of_row,
    item_of_row,
    legible,
    row_of_feed,
    row_of_item,
    row_of_run,
    row_of_source,
    source_of_row,
)


class SqlSession:
    """A `StoreSession` in one transaction."""

    def __init__(self, connection: Connection, authority: str) -> None:
        self._connection = connection
        self._authority = authority

    def items(self) -> tuple[Item, ...]:
        """Return every item, newest `published` first."""
        query = select(schema.items).order_by(schema.items.c.published.desc())
        return tuple(item_of_row(row) for row in self._rows(query))

    def waiting(self) -> tuple[Item, ...]:
        """Return the items that are pending or withdrawn."""
        query = select(schema.items).where(schema.items.c.presence.in_(("pending", "withdrawn")))
        return tuple(item_of_row(row) for row in self._rows(query))

    def feeds(self) -> tuple[FeedRecord, ...]:
        """Return every feed ever published."""
        query = select(schema.feeds).order_by(schema.feeds.c.language, schema.feeds.c.country)
        return tuple(feed_of_row(row) for row in self._rows(query))

    def source(self, source_id: str) -> SourceRecord | None:
        """Return what is remembered of a source."""
        query = select(schema.sources).where(schema.sources.c.source == source_id)
        rows = self._rows(query)
        return source_of_row(rows[0]) if rows else None

    def marks(self) -> frozenset[str]:
        """Return the folders that must be published again."""
        return frozenset(row["stem"] for row in self._rows(select(schema.marks)))

    def apply(self, changes: Iterable[Change]) -> None:
        """Store the item of each change. With the first one, the authority of ids is fixed."""
        rows = [row_of_item(change.item) for change in changes]
        if rows:
            remember_authority(self._connection, self._authority)
        self._replace(schema.items, rows, "id")

    def remember_source(self, record: SourceRecord) -> None:
        """Store what is known of a source."""
        self._replace(schema.sources, [row_of_source(record)], "source")

    def remember_feeds(self, records: Iterable[FeedRecord]) -> None:
        """Store what is known of feeds."""
        self._replace(schema.feeds, [row_of_feed(record) for record in records], "language", "country")

    def mark(self, stems: Iterable[str]) -> None:
        """Note folders to publish."""
        self._replace(schema.marks, [{"stem": stem} for stem in sorted(set(stems))], "stem")

    def clear_marks(self, stems: Iterable[str]) -> None:
        """Note folders as published."""
        for stem in stems:
            self._connection.execute(delete(schema.marks).where(schema.marks.c.stem == stem))

    def record_run(self, report: RunReport) -> None:
        """Add a row to the history of runs."""
        self._connection.execute(insert(schema.runs), [row_of_run(report)])

    def _rows(self, query: Select[Any]) -> Sequence[RowMapping]:
        with legible():
            return self._connection.execute(query).mappings().all()

    def _replace(self, table: Table, rows: list[dict[str, Any]], *keys: str) -> None:
        """Delete, then insert: the same words on every database, and one transaction around both."""
        for row in rows:
            same = [table.c[key] == row[key] for key in keys]
            self._connection.execute(delete(table).where(*same))
        if rows:
            self._connection.execute(insert(table), rows)
