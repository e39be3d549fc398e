"""The tables as they were first."""

from __future__ import annotations

from alembic import op
from sqlalchemy import (
    JSON,
    Column,
    Date,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    insert,
)

from feedsvc.store.schema import UtcDateTime

revision = "0001"
down_revision = None

metadata = MetaData()

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
    Column("country", String(2), primary_key=True),
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


def upgrade() -> None:
    """Make them."""
    metadata.create_all(op.get_bind(), checkfirst=False)
    op.execute(insert(meta).values(name="schema", value="1"))
