"""The tables, their types, and the version of their layout."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import (
    JSON,
    Column,
    Date,
    DateTime,
    Dialect,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
)

SCHEMA_VERSION = 1


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

# name -> value: "schema" (the version above), "authority" (of ids, fixed at the first run)
meta = Table("meta", metadata, Column("name", String(40), primary_key=True), Column("value", Text, nullable=False))

items = Table(
    "items",
    metadata,
    Column("id", String(300), primary_key=True),
    Column("slug", String(120), nullable=False),
    Column("source", String(80), nullable=False, index=True),
    Column("language", String(20), nullable=False),
    Column("day", Date),
    Column("title", Text, nullable=False),
    Column("paragraphs", JSON, nullable=False),
    Column("link", Text),
    Column("attribution", JSON, nullable=False),
    Column("published", UtcDateTime, nullable=False),
    Column("updated", UtcDateTime, nullable=False),
    Column("rank", Integer, nullable=False),
    Column("first_seen", UtcDateTime, nullable=False),
    Column("presence", String(20), nullable=False, index=True),
    Column("absent_since", UtcDateTime),
    Column("seal", String(32), nullable=False),
    UniqueConstraint("slug"),
    UniqueConstraint("published"),
)

feeds = Table(
    "feeds",
    metadata,
    Column("language", String(20), primary_key=True),
    Column("country", String(2), primary_key=True),  # "" is the feed of everything: a key cannot be NULL
    Column("updated", UtcDateTime, nullable=False),
    Column("seal", String(32), nullable=False),
)

sources = Table(
    "sources",
    metadata,
    Column("source", String(80), primary_key=True),
    Column("digest", String(64), nullable=False),
    Column("content", LargeBinary, nullable=False),
    Column("accepted", UtcDateTime),
    Column("new_counts", JSON, nullable=False),
    Column("trouble", JSON),
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
