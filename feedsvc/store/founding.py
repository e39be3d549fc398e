"""What is settled once for a store: its tables, their version, and the authority of ids."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Connection, insert, inspect, select

from feedsvc.errors import AuthorityChanged, StoreError
from feedsvc.store import schema
from feedsvc.store.rows import legible


def known_of(connection: Connection) -> dict[str, str]:
    """What the store says of itself; nothing when it has no tables yet."""
    with legible():
        if not inspect(connection).has_table(schema.meta.name):
            return {}
        return {row.name: row.value for row in connection.execute(select(schema.meta))}


def make_tables(connection: Connection) -> None:
    """Make the tables of a new store; one that has them stays as it is."""
    schema.metadata.create_all(connection)
    if not known_of(connection):
        connection.execute(insert(schema.meta), [{"name": "schema", "value": str(schema.SCHEMA_VERSION)}])


def remember_authority(connection: Connection, authority: str) -> None:
    """Fix the authority of ids, if it is not fixed: it is, from the first item on."""
    if "authority" not in known_of(connection):
        connection.execute(insert(schema.meta), [{"name": "authority", "value": authority}])


def check_usable(known: Mapping[str, str], authority: str, name: str) -> None:
    """Refuse a store that this version may not use."""
    with legible():
        version = int(known.get("schema", "0"))
    if version > schema.SCHEMA_VERSION:
        raise StoreError(
            f"{name}: made by a newer feedsvc (schema {known['schema']}, this one knows {schema.SCHEMA_VERSION}). "
            "Nothing was changed. Run the newer version."
        )
    if known.get("authority", authority) != authority:
        raise AuthorityChanged(
            f"{name}: every id in it was minted with the authority {known['authority']}, but ids.authority is now "
            f"{authority}. Ids are for ever, so nothing was changed. Put {known['authority']} back. To begin anew "
            "instead, move this file and the feeds folder away: every item then gets a new id, and every subscriber "
            "sees all items once more as new."
        )
