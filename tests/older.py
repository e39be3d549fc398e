"""Stores as version 1 left them, with rows that it wrote."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from sqlalchemy import insert, update

from feedsvc.model import FeedRecord, Item
from feedsvc.store.engines import database_at
from feedsvc.store.migrations.versions import v0001

AUTHORITY = "example.org,2020"


def make_version_1(url: str, items: Iterable[Item], feeds: Iterable[FeedRecord] = ()) -> None:
    """Make a store with the tables and rows of version 1, which did not know Alembic."""
    database = database_at(url)
    database.prepare()
    with database.engine.connect() as connection, connection.execution_options(writes=True).begin():
        v0001.metadata.create_all(connection)
        said = [{"name": "schema", "value": "1"}, {"name": "authority", "value": AUTHORITY}]
        connection.execute(insert(v0001.meta), said)
        rows = [_sealed(_item(item)) for item in items]
        if rows:
            connection.execute(insert(v0001.items), rows)
        records = [_sealed(_feed(record)) for record in feeds]
        if records:
            connection.execute(insert(v0001.feeds), records)
        connection.execute(insert(v0001.marks), [{"stem": "hn"}])
    database.engine.dispose()


def add_source(url: str, content: bytes, accepted: datetime | None, since: datetime | None) -> None:
    """Add a source to a store of version 1: with a reading, with a trouble, or both."""
    trouble: dict[str, Any] = {"state": "held", "reading": "abc", "holds": [], "readings": 2, "told": False}
    row = {
        "source": "bulletin",
        "digest": "one",
        "content": content,
        "accepted": accepted,
        "new_counts": [3],
        "trouble": {**trouble, "since": since.isoformat()} if since else None,
    }
    database = database_at(url)
    with database.engine.connect() as connection, connection.execution_options(writes=True).begin():
        connection.execute(insert(v0001.sources), [_sealed(row)])
    database.engine.dispose()


def damage(url: str) -> None:
    """Change a headline behind the store's back."""
    database = database_at(url)
    with database.engine.connect() as connection, connection.execution_options(writes=True).begin():
        connection.execute(update(v0001.items).values(title="Something else"))
    database.engine.dispose()


def _item(item: Item) -> dict[str, Any]:
    row = asdict(item)
    return {name: value for name, value in row.items() if name not in ("also", "as_read", "image")}


def _feed(record: FeedRecord) -> dict[str, Any]:
    return {"language": record.key.language, "country": record.key.country or "", "updated": record.updated}


def _sealed(row: dict[str, Any]) -> dict[str, Any]:
    text = json.dumps(row, ensure_ascii=False, sort_keys=True, default=_plain)
    return {**row, "seal": hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()}


def _plain(value: object) -> str:
    if isinstance(value, bytes):
        return hashlib.sha256(value).hexdigest()
    return value.isoformat() if isinstance(value, date) else str(value)
