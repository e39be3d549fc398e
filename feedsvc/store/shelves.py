"""Which items stand in which feed, and on which page of its archive: the table `entries`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from typing import Any, TypeVar

from sqlalchemy import (
    ColumnElement,
    Connection,
    Delete,
    RowMapping,
    Select,
    Table,
    and_,
    bindparam,
    delete,
    insert,
    select,
    update,
)

from feedsvc.core.assemble import keys_of
from feedsvc.errors import StoreError
from feedsvc.model import Change, Entry, FeedKey, Item
from feedsvc.store import schema
from feedsvc.store.recall import Recall, Recalls
from feedsvc.store.rows import item_of_row, legible, row_of_key

_Value = TypeVar("_Value", str, date, int, tuple[str, str])
_Known = TypeVar("_Known")

_CHUNK = 64  # entries fetched at once: a window, mostly
_AT_ONCE = 500  # values in one IN (...): every database takes as many


class Shelves:
    """The part of a session that knows items, and feeds by their items.

    `known` is what was read before, by this session or by earlier ones.
    """

    def __init__(self, connection: Connection, known: Recalls) -> None:
        self._connection = connection
        self._known = known

    def newest(self, key: FeedKey) -> Iterator[Entry]:
        """Give the entries of a feed, newest `published` first, as they are asked for."""
        found = self._entries(key, _NEWEST)
        while found:
            yield from found
            last = found[-1].item.published
            found = self._entries(key, _OLDER, last=last) if len(found) == _CHUNK else ()

    def unpaged(self, key: FeedKey) -> tuple[Entry, ...]:
        """Return the entries of a feed that have no page of its archive, newest `published` first."""
        return self._entries(key, _UNPAGED)

    def lately_corrected(self, key: FeedKey, count: int) -> tuple[Entry, ...]:
        """Return the entries of a feed that were corrected last, the last one first."""
        return self._entries(key, _CORRECTED, count=count)

    def page(self, key: FeedKey, number: int) -> tuple[Item, ...]:
        """Return the items of a page of a feed's archive, newest `published` first."""
        return tuple(entry.item for entry in self._entries(key, _PAGE, number=number))

    def pages_of(self, item: str) -> Mapping[FeedKey, int]:
        """Return the archive page of an item in each feed in which it has one."""
        found = self._rows(_PAGES_OF, item=item)
        return {FeedKey(row["language"], row["country"] or None): row["page"] for row in found}

    def turn_page(self, key: FeedKey, number: int, items: Iterable[str]) -> None:
        """Give these items of a feed their page in its archive, for ever."""
        table = schema.entries
        words = (
            update(table)
            .where(
                table.c.language == bindparam("l"), table.c.country == bindparam("c"), table.c.item == bindparam("i")
            )
            .values(page=number)
        )
        place = row_of_key(key)
        given = [{"l": place["language"], "c": place["country"], "i": item} for item in items]
        if given:
            self._connection.execute(words, given)

    def _place(self, changes: Sequence[Change]) -> None:
        """Put the items of changes into the feeds they belong to now, and take them out of the others."""
        table = schema.entries
        gone: list[dict[str, Any]] = []
        come: list[dict[str, Any]] = []
        for change in changes:
            item, before = change.item, set(keys_of(change.before)) if change.before else set()
            if change.before and change.before.presence == "expired":  # it had left every feed but its old pages
                before = set(self.pages_of(item.id))
            after = set(keys_of(item))
            gone += [{**row_of_key(key), "item": item.id} for key in before - after]
            come += [
                {**row_of_key(key), "item": item.id, "published": item.published, "updated": item.updated}
                for key in after - before
            ]
        self._delete(table, gone)
        self._insert(table, come)
        moved = [c.item for c in changes if c.before and c.before.updated != c.item.updated]
        if moved:
            words = update(table).where(table.c.item == bindparam("i")).values(updated=bindparam("u"))
            self._connection.execute(words, [{"i": item.id, "u": item.updated} for item in moved])
        expired = [c.item.id for c in changes if c.item.presence == "expired"]
        if expired:  # of what has no page, nothing is left to say
            unbound = delete(table).where(table.c.item == bindparam("i"), table.c.page.is_(None))
            self._connection.execute(unbound, [{"i": name} for name in expired])

    def _entries(self, key: FeedKey, query: Select[Any], **more: object) -> tuple[Entry, ...]:
        """The entries of rows. What the table says of an item twice must be the same: it bears no seal of its own."""
        rows = self._rows(query, **row_of_key(key), **more)
        items = self._recalled(rows)
        for row, item in zip(rows, items, strict=True):
            if not row["agrees"] or key not in keys_of(item):
                raise StoreError(
                    f"the store is damaged: {item.id} does not stand in its feeds as it should. Restore a backup."
                )
        return tuple(Entry(item, row["page"]) for row, item in zip(rows, items, strict=True))

    def _items_where(self, *conditions: ColumnElement[bool]) -> tuple[Item, ...]:
        """The items that meet one of some conditions."""
        return self._items_found((NAMED.where(one), {}) for one in conditions)

    def _items_found(self, queries: Iterable[tuple[Select[Any], Mapping[str, Any]]]) -> tuple[Item, ...]:
        """The items that one of some queries names: not a single one for all, so that each uses its index."""
        found = [row for query, values in queries for row in self._rows(query, **values)]
        return self._recalled(tuple({row["id"]: row for row in found}.values()))

    def _recalled(self, rows: Sequence[RowMapping]) -> tuple[Item, ...]:
        """The items that rows with `id` and `seal` name, in their order."""
        named = [(row["id"], row["seal"]) for row in rows]
        return self._known_or_read(named, self._known.items, schema.items, "id", item_of_row)

    def _known_or_read(
        self,
        named: Sequence[tuple[Any, str]],
        known: Recall[_Known],
        table: Table,
        column: str,
        of_row: Callable[[RowMapping], _Known],
    ) -> tuple[_Known, ...]:
        """What the rows of these keys and seals say, in their order; read are those that are not known."""
        found = {key: value for key, seal in named if (value := known.find(key, seal)) is not None}
        for part in parts(key for key, _ in named if key not in found):
            for row in self._rows(select(table).where(table.c[column].in_(part))):
                found[row[column]] = of_row(row)
                known.keep(row[column], row["seal"], found[row[column]])
        return tuple(found[key] for key, _ in named)

    def _rows(self, query: Select[Any], **values: object) -> Sequence[RowMapping]:
        with legible():
            return self._connection.execute(query, values).mappings().all()

    def _replace(self, table: Table, rows: list[dict[str, Any]], *keys: str) -> None:
        """Delete, then insert: the same words on every database, and one transaction around both."""
        self._delete(table, [{key: row[key] for key in keys} for row in rows])
        self._insert(table, rows)

    def _insert(self, table: Table, rows: list[dict[str, Any]]) -> None:
        if rows:
            self._connection.execute(insert(table), rows)

    def _delete(self, table: Table, keys: list[dict[str, Any]]) -> None:
        if keys:
            given = [{f"the_{name}": value for name, value in key.items()} for key in keys]
            self._connection.execute(_deletion(table, tuple(keys[0])), given)


@cache
def _deletion(table: Table, names: tuple[str, ...]) -> Delete:
    """A statement that deletes rows by these columns; it is made once."""
    return delete(table).where(*(table.c[name] == bindparam(f"the_{name}") for name in names))


def parts(values: Iterable[_Value]) -> Iterator[list[_Value]]:
    """Give distinct values in order, as many at once as every database takes."""
    ordered = sorted(set(values))
    return (ordered[n : n + _AT_ONCE] for n in range(0, len(ordered), _AT_ONCE))


def _shelved() -> Select[Any]:
    table, items = schema.entries, schema.items
    agrees = and_(table.c.published == items.c.published, table.c.updated == items.c.updated)
    return (
        select(items.c.id, items.c.seal, table.c.page, agrees.label("agrees"))
        .join(items, items.c.id == table.c.item)
        .where(table.c.language == bindparam("language"), table.c.country == bindparam("country"))
    )


# Made once: to put a statement together costs more than to carry it out.
NAMED = select(schema.items.c.id, schema.items.c.seal)
_BY_AGE = _shelved().order_by(schema.entries.c.published.desc())
_NEWEST = _BY_AGE.limit(_CHUNK)
_OLDER = _NEWEST.where(schema.entries.c.published < bindparam("last"))
_UNPAGED = _BY_AGE.where(schema.entries.c.page.is_(None))
_PAGE = _BY_AGE.where(schema.entries.c.page == bindparam("number"))
_CORRECTED = _shelved().where(schema.IS_CORRECTED).order_by(schema.entries.c.updated.desc()).limit(bindparam("count"))
_PAGES_OF = select(schema.entries).where(schema.entries.c.item == bindparam("item"), schema.entries.c.page.is_not(None))
