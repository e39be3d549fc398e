"""From one version of the tables to the next, on either database. The one home of Alembic.

A migration says for itself what the tables are before and after it, and never changes again: `schema.py` moves on.
"""

from __future__ import annotations

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect

PLACE = "feedsvc.store:migrations"


def upgrade(connection: Connection, to: str = "head") -> None:
    """Bring a store to a version, within the connection's transaction; from nothing, it makes the tables.

    Raises StoreError when a row is damaged: it would come out of this as good as new.
    """
    config = _config()
    config.attributes["connection"] = connection
    tables = inspect(connection)
    if tables.has_table("meta") and not tables.has_table("alembic_version"):
        command.stamp(config, "0001")  # version 1 did not know Alembic
    command.upgrade(config, to)


def latest() -> str:
    """Return the version that the last migration leads to."""
    return ScriptDirectory.from_config(_config()).get_current_head() or ""


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", PLACE)
    return config
