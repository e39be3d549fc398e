"""What is settled once for a store: its tables, their version, the authority of ids; and the tokens that only rise."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import (
    Column,
    Connection,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    delete,
    insert,
    inspect,
    select,
)

from feedsvc.errors import AuthorityChanged, StoreError
from feedsvc.store import schema
from feedsvc.store.rows import legible

# Alembic's own table: the version of the layout as four digits. Made here too, so that a new store needs no Alembic.
versions = Table(
    "alembic_version",
    MetaData(),
    Column("version_num", String(32), nullable=False),
    PrimaryKeyConstraint("version_num", name="alembic_version_pkc"),
)

_SAID = select(schema.meta)
_VERSION = select(versions.c.version_num)

# Where version 1 looked for the version. It must find a later one there, or it would write into these tables.
FOR_VERSION_1 = {"name": "schema", "value": "2"}


@dataclass(frozen=True, slots=True)
class Known:
    """What a store says of itself: the version of its tables, 0 where it has none, and the authority, once fixed."""

    version: int
    authority: str | None


def known_of(connection: Connection, *, has_tables: bool = False) -> Known:
    """Return what a store says of itself; `has_tables`: it had them before. Raises StoreError where it is illegible."""
    with legible():
        has_version, has_meta = (has_tables or inspect(connection).has_table(t.name) for t in (versions, schema.meta))
        if not has_version and not has_meta:
            return Known(0, None)
        said = {row.name: row.value for row in connection.execute(_SAID)}
        version = connection.scalar(_VERSION) if has_version else said.get("schema")
        number = int(version or "")
        if number < 1:
            raise ValueError(f"version {version}")
        return Known(number, said.get("authority"))


def make_tables(connection: Connection) -> None:
    """Make the tables of a new store."""
    schema.metadata.create_all(connection)
    versions.create(connection)
    connection.execute(insert(versions), [{"version_num": f"{schema.SCHEMA_VERSION:04}"}])
    connection.execute(insert(schema.meta), [FOR_VERSION_1])


def remember_authority(connection: Connection, authority: str) -> None:
    """Fix the authority of ids, if it is not fixed: it is, from the first item on."""
    if _said(connection, "authority") is None:
        connection.execute(insert(schema.meta), [{"name": "authority", "value": authority}])


def next_token(connection: Connection, above: int) -> int:
    """Return a number greater than any before, and than `above`, and keep it."""
    with legible():
        token = max(int(_said(connection, "token") or 0), above) + 1
    connection.execute(delete(schema.meta).where(schema.meta.c.name == "token"))
    connection.execute(insert(schema.meta), [{"name": "token", "value": str(token)}])
    return token


def check_usable(known: Known, authority: str, name: str) -> None:
    """Refuse a store that this version may not use."""
    if known.version > schema.SCHEMA_VERSION:
        raise StoreError(
            f"{name}: made by a newer feedsvc (schema {known.version}, this one knows {schema.SCHEMA_VERSION}). "
            "Nothing was changed. Run the newer version."
        )
    if known.authority not in (None, authority):
        raise AuthorityChanged(
            f"{name}: every id in it was minted with the authority {known.authority}, but ids.authority is now "
            f"{authority}. Ids are for ever, so nothing was changed. Put {known.authority} back. To begin anew "
            "instead, move this store and the feeds folder away: every item then gets a new id, and every subscriber "
            "sees all items once more as new."
        )


def _said(connection: Connection, name: str) -> str | None:
    return connection.scalar(select(schema.meta.c.value).where(schema.meta.c.name == name))
