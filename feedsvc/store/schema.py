"""The tables, their types, and the version of their layout."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import (
    JSON,
    Column,
    Date,
    DateTime,
    Dialect,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
)

SCHEMA_VERSION = 3


class UtcDateTime(TypeDecorator[datetime]):
    """Aware datetimes in UTC; SQLite keeps no zone, so it is taken off and put back here."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 (SQLAlchemy's signature)
        """Refuse what is not aware; give UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"not an aware datetime: {value!r}")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 (SQLAlchemy's signature)
        """Give UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


metadata = MetaData()

# name -> value: "schema" (where version 1 looks, and refuses this store),
# "authority" (of ids, fixed with the first item), "token" (of the last publishing), "paused" (why)
meta = Table("meta", metadata, Column("name", String(40), primary_key=True), Column("value", Text, nullable=False))

items = Table(
    "items",
    metadata,
    Column("id", String(300), primary_key=True),
    Column("slug", String(120), nullable=False),
    Column("source", String(80), nullable=False),
    Column("language", String(20), nullable=False),
    Column("day", Date, index=True),
    Column("title", Text, nullable=False),
    Column("paragraphs", JSON, nullable=False),
    Column("link", Text),
    Column("attribution", JSON, nullable=False),
    Column("published", UtcDateTime, nullable=False),
    Column("updated", UtcDateTime, nullable=False, index=True),
    Column("rank", Integer, nullable=False),
    Column("first_seen", UtcDateTime, nullable=False),
    Column("presence", String(20), nullable=False),
    Column("absent_since", UtcDateTime),
    Column("also", JSON, nullable=False),
    Column("as_read", JSON(none_as_null=True)),
    Column("seal", String(32), nullable=False),
    Column("image", JSON(none_as_null=True)),
    UniqueConstraint("slug", name="uq_items_slug"),
    UniqueConstraint("published", name="uq_items_published"),
    Index("ix_items_presence_source", "presence", "source"),
    Index("ix_items_link", "link", postgresql_using="hash"),  # a link may be longer than what a tree can hold
)

# Which other sources show an item: its `also`, to be searched by source.
sightings = Table(
    "sightings",
    metadata,
    Column("source", String(80), primary_key=True),
    Column("item", String(300), primary_key=True),
    Index("ix_sightings_item", "item"),
)

# Which items stand in which feed, and on which page of its archive. Made from the items, but for the page.
entries = Table(
    "entries",
    metadata,
    Column("language", String(20), primary_key=True),
    Column("country", String(2), primary_key=True),  # "" is the feed of everything: a key cannot be NULL
    Column("item", String(300), primary_key=True),
    Column("published", UtcDateTime, nullable=False),
    Column("updated", UtcDateTime, nullable=False),
    Column("page", Integer),
    Index("ix_entries_published", "language", "country", "published"),
    Index("ix_entries_page", "language", "country", "page", "published"),
    Index("ix_entries_item", "item"),
)

IS_CORRECTED = entries.c.updated > entries.c.published
Index(
    "ix_entries_corrected",
    entries.c.language,
    entries.c.country,
    entries.c.updated,
    sqlite_where=IS_CORRECTED,
    postgresql_where=IS_CORRECTED,
)

feeds = Table(
    "feeds",
    metadata,
    Column("language", String(20), primary_key=True),
    Column("country", String(2), primary_key=True),
    Column("updated", UtcDateTime, nullable=False),
    Column("count", Integer, nullable=False),
    Column("pages", Integer, nullable=False),
    Column("seal", String(32), nullable=False),
)

sources = Table(
    "sources",
    metadata,
    Column("source", String(80), primary_key=True),
    Column("digest", String(64), nullable=False),
    Column("content", LargeBinary, nullable=False),  # of all documents, one after another
    Column("documents", JSON, nullable=False),  # what else is known of each, and its size
    Column("accepted", UtcDateTime),
    Column("new_counts", JSON, nullable=False),
    Column("trouble", JSON),
    Column("validators", JSON, nullable=False),
    Column("not_before", UtcDateTime),
    Column("backfilled", Integer, nullable=False),
    Column("seal", String(32), nullable=False),
)

revisions = Table(
    "revisions",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("item", String(300), nullable=False, index=True),
    Column("at", UtcDateTime, nullable=False),
    Column("kind", String(20), nullable=False),
    Column("before", JSON, nullable=False),
    Column("after", JSON, nullable=False),
    Column("seal", String(32), nullable=False),
    Index("ix_revisions_kind_at", "kind", "at"),
)

overrides = Table(
    "overrides",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("item", String(300), nullable=False, index=True),
    Column("action", String(20), nullable=False),
    Column("value", Text, nullable=False),
    Column("who", Text, nullable=False),
    Column("why", Text, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("seal", String(32), nullable=False),
)

marks = Table("marks", metadata, Column("stem", String(200), primary_key=True))

runs = Table(
    "runs",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("started", UtcDateTime, nullable=False),
    Column("finished", UtcDateTime, nullable=False),
    Column("report", JSON, nullable=False),
)
