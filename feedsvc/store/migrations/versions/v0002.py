"""Memory of history: places in feeds and archives, revisions, overrides, sightings.

Every row of `items` and `feeds` gets columns, and so a new seal; its old one must be right.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from alembic import op
from sqlalchemy import (
    JSON,
    Column,
    Connection,
    Date,
    Index,
    Integer,
    MetaData,
    RowMapping,
    String,
    Table,
    Text,
    UniqueConstraint,
    column,
    insert,
    select,
    table,
    update,
)

from feedsvc.errors import StoreError
from feedsvc.store.rows import legible
from feedsvc.store.schema import UtcDateTime

revision = "0002"
down_revision = "0001"

AT_ONCE = 500  # rows that are held in memory
GONE = ("withdrawn", "expired")  # what a feed's page does not list

metadata = MetaData()

# Made under these names beside the old ones, whose names they take at the end.
items = Table(
    "items_0002",
    metadata,
    Column("id", String(300), primary_key=True),
    Column("slug", String(120), nullable=False),
    Column("source", String(80), nullable=False),
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
    Column("presence", String(20), nullable=False),
    Column("absent_since", UtcDateTime),
    Column("also", JSON, nullable=False),
    Column("as_read", JSON),
    Column("seal", String(32), nullable=False),
    UniqueConstraint("slug", name="uq_items_slug"),
    UniqueConstraint("published", name="uq_items_published"),
    Index("ix_items_day", "day"),
    Index("ix_items_link", "link", postgresql_using="hash"),  # a link may be longer than what a tree can hold
    Index("ix_items_updated", "updated"),
    Index("ix_items_presence_source", "presence", "source"),
)

feeds = Table(
    "feeds_0002",
    metadata,
    Column("language", String(20), primary_key=True),
    Column("country", String(2), primary_key=True),
    Column("updated", UtcDateTime, nullable=False),
    Column("count", Integer, nullable=False),
    Column("pages", Integer, nullable=False),
    Column("seal", String(32), nullable=False),
)

sightings = Table(
    "sightings",
    metadata,
    Column("source", String(80), primary_key=True),
    Column("item", String(300), primary_key=True),
    Index("ix_sightings_item", "item"),
)

entries = Table(
    "entries",
    metadata,
    Column("language", String(20), primary_key=True),
    Column("country", String(2), primary_key=True),
    Column("item", String(300), primary_key=True),
    Column("published", UtcDateTime, nullable=False),
    Column("updated", UtcDateTime, nullable=False),
    Column("page", Integer),
    Index("ix_entries_published", "language", "country", "published"),
    Index("ix_entries_page", "language", "country", "page", "published"),
    Index("ix_entries_item", "item"),
)
is_corrected = entries.c.updated > entries.c.published
Index(
    "ix_entries_corrected",
    entries.c.language,
    entries.c.country,
    entries.c.updated,
    sqlite_where=is_corrected,
    postgresql_where=is_corrected,
)

revisions = Table(
    "revisions",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("item", String(300), nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("kind", String(20), nullable=False),
    Column("before", JSON, nullable=False),
    Column("after", JSON, nullable=False),
    Column("seal", String(32), nullable=False),
    Index("ix_revisions_item", "item"),
    Index("ix_revisions_kind_at", "kind", "at"),
)

overrides = Table(
    "overrides",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("item", String(300), nullable=False),
    Column("action", String(20), nullable=False),
    Column("value", Text, nullable=False),
    Column("who", Text, nullable=False),
    Column("why", Text, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("seal", String(32), nullable=False),
    Index("ix_overrides_item", "item"),
)


def upgrade() -> None:
    """Make the new tables, and the old ones anew with what they hold."""
    connection = op.get_bind()
    metadata.create_all(connection, checkfirst=False)
    counts: Counter[tuple[str, str]] = Counter()
    for rows in _old_items(connection):
        connection.execute(insert(items), [_sealed({**row, "also": [], "as_read": None}) for row in rows])
        placed = [entry for row in rows for entry in _entries(row)]
        if placed:
            connection.execute(insert(entries), placed)
        counts.update(
            (language, country) for row in rows if row["presence"] not in GONE for language, country in _feeds(row)
        )
    old = [_opened(row) for row in _rows(connection, select(*_before(feeds, "count", "pages")))]
    if old:
        renewed = [{**row, "count": counts[row["language"], row["country"]], "pages": 0} for row in old]
        connection.execute(insert(feeds), [_sealed(row) for row in renewed])
    for name in ("items", "feeds"):
        _replace(connection, name)
    meta = table("meta", column("name"), column("value"))
    op.execute(update(meta).where(meta.c.name == "schema").values(value="2"))  # version 1 must refuse this store


def _replace(connection: Connection, name: str) -> None:
    """Put the new table in the place of the old one."""
    op.drop_table(name)
    op.rename_table(f"{name}_0002", name)
    if connection.dialect.name == "postgresql":  # which names a key after its table, and does not rename it
        op.execute(f"ALTER INDEX {name}_0002_pkey RENAME TO {name}_pkey")


def _old_items(connection: Connection) -> Iterator[Sequence[dict[str, Any]]]:
    """The rows of the old table, not all at once."""
    columns = _before(items, "also", "as_read")
    (key,) = (one for one in columns if one.name == "id")
    last = ""
    while rows := _rows(connection, select(*columns).where(key > last).order_by(key).limit(AT_ONCE)):
        last = rows[-1]["id"]
        yield [_opened(row) for row in rows]


def _before(now: Table, *added: str) -> list[Column[Any]]:
    """The columns of a table as they were."""
    names = [one for one in now.columns if one.name not in added]
    old = Table(now.name.removesuffix("_0002"), MetaData(), *(Column(one.name, one.type) for one in names))
    return list(old.columns)


def _rows(connection: Connection, query: Any) -> Sequence[RowMapping]:  # any query: what its rows hold is not typed
    with legible():
        return connection.execute(query).mappings().all()


def _feeds(row: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Language and country of each feed that an item belongs to; "" is the feed of everything."""
    return [(row["language"], country) for country in ("", *dict.fromkeys(row["attribution"]["about"]))]


def _entries(row: Mapping[str, Any]) -> list[dict[str, Any]]:
    if row["presence"] == "expired":  # it has left its feeds
        return []
    return [
        {
            "language": language,
            "country": country,
            "item": row["id"],
            "published": row["published"],
            "updated": row["updated"],
            "page": None,
        }
        for language, country in _feeds(row)
    ]


def _opened(row: RowMapping) -> dict[str, Any]:
    """The row without its seal, which must be right."""
    plain = dict(row)
    if plain.pop("seal") != _seal(plain):
        raise StoreError(
            f"the store is damaged: the row of {plain.get('id') or plain} is not as it was written. "
            "Nothing was changed. Restore a backup."
        )
    return plain


def _sealed(row: dict[str, Any]) -> dict[str, Any]:
    return {**row, "seal": _seal(row)}


def _seal(row: Mapping[str, Any]) -> str:
    """The digest of a row, as it was taken in versions 1 and 2."""
    text = json.dumps(row, ensure_ascii=False, sort_keys=True, default=_plain)
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def _plain(value: object) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)
