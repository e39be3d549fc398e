"""Sources of several documents, with what their servers said of them, and pictures of items.

Every row of `sources` gets columns, and so a new seal; its old one must be right. An item without a picture keeps
its seal.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from alembic import op
from sqlalchemy import (
    JSON,
    Column,
    Connection,
    Integer,
    LargeBinary,
    MetaData,
    RowMapping,
    String,
    Table,
    insert,
    select,
)

from feedsvc.errors import StoreError
from feedsvc.store.rows import legible
from feedsvc.store.schema import UtcDateTime

revision = "0003"
down_revision = "0002"

ADDED = ("documents", "validators", "not_before", "backfilled")
NO_VALIDATORS = {"address": "", "etag": "", "last_modified": ""}

# Made under this name beside the old one, whose name it takes at the end.
sources = Table(
    "sources_0003",
    MetaData(),
    Column("source", String(80), primary_key=True),
    Column("digest", String(64), nullable=False),
    Column("content", LargeBinary, nullable=False),
    Column("documents", JSON, nullable=False),
    Column("accepted", UtcDateTime),
    Column("new_counts", JSON, nullable=False),
    Column("trouble", JSON),
    Column("validators", JSON, nullable=False),
    Column("not_before", UtcDateTime),
    Column("backfilled", Integer, nullable=False),
    Column("seal", String(32), nullable=False),
)


def upgrade() -> None:
    """Make the sources' table anew with what it holds, and add a column to that of the items."""
    op.add_column("items", Column("image", JSON))
    connection = op.get_bind()
    sources.create(connection)
    rows = [_renewed(_opened(row)) for row in _old_rows(connection)]
    if rows:
        connection.execute(insert(sources), [{**row, "seal": _seal(row)} for row in rows])
    op.drop_table("sources")
    op.rename_table("sources_0003", "sources")
    if connection.dialect.name == "postgresql":  # which names a key after its table, and does not rename it
        op.execute("ALTER INDEX sources_0003_pkey RENAME TO sources_pkey")


def _old_rows(connection: Connection) -> list[RowMapping]:
    names = [one for one in sources.columns if one.name not in ADDED]
    old = Table("sources", MetaData(), *(Column(one.name, one.type) for one in names))
    with legible():
        return list(connection.execute(select(old)).mappings())


def _renewed(row: dict[str, Any]) -> dict[str, Any]:
    """The row as version 3 has it: what was read was one document, of a file."""
    document = {"name": "", "media_type": "", "charset": "", "address": "", "size": len(row["content"])}
    trouble = {**row["trouble"], "reason": ""} if row["trouble"] else None
    documents = [document] if row["accepted"] else []
    added = {"documents": documents, "validators": NO_VALIDATORS, "not_before": None, "backfilled": 0}
    return {**row, "trouble": trouble, **added}


def _opened(row: RowMapping) -> dict[str, Any]:
    """The row without its seal, which must be right."""
    plain = dict(row)
    if plain.pop("seal") != _seal(plain):
        raise StoreError(
            f"the store is damaged: the row of {plain.get('source')} is not as it was written. "
            "Nothing was changed. Restore a backup."
        )
    return plain


def _seal(row: Mapping[str, Any]) -> str:
    """The digest of a row, as it was taken in versions 1 to 3."""
    text = json.dumps(row, ensure_ascii=False, sort_keys=True, default=_plain)
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def _plain(value: object) -> str:
    if isinstance(value, bytes):
        return hashlib.sha256(value).hexdigest()
    return value.isoformat() if isinstance(value, date) else str(value)
