"""Which database a URL means."""

from __future__ import annotations

from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from feedsvc.errors import StoreError
from feedsvc.store.database import Database
from feedsvc.store.sqlite import Sqlite


def database_at(url: str) -> Database:
    """Return the database of an SQLAlchemy URL. Raises StoreError when it is of no kind that is known here."""
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError):
        raise StoreError("the store's address is no database URL") from None  # it may hold a password
    if parsed.drivername == "sqlite" and parsed.database:
        return Sqlite(parsed)
    if parsed.drivername == "postgresql" and parsed.database and parsed.username:
        from feedsvc.store.postgresql import Postgresql  # noqa: PLC0415 (its driver costs time, and SQLite needs none)

        return Postgresql(parsed)
    raise StoreError(
        f"{parsed.render_as_string()}: the store is sqlite:///var/feedsvc.sqlite or postgresql://user@host/database"
    )
