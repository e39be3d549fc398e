"""What a feed's current document holds, and when items are bound into its archive."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest
from making import NOW, item

from feedsvc.core.body import entry_bytes
from feedsvc.core.window import MOST_BYTES, PAGE_ITEMS, WINDOW_BYTES, Shelf, current, pages_due, settled, window
from feedsvc.model import Entry, Item

LONG = ("word & " * 9000,)  # more than a hundred kilobytes as they are sent
HUGE = ("&" * 10**6,)


def _entries(count: int, hours: float = 24 * 30, **values: object) -> list[Entry]:
    """Entries without a page, newest first, some hours apart."""
    return [Entry(item(str(n), published=NOW - n * timedelta(hours=hours), **values)) for n in range(count)]


def _names(items: Sequence[Item]) -> list[str]:
    return [one.slug.removeprefix("headline-") for one in items]


@pytest.mark.parametrize(
    ("count", "hours", "kept"),
    [(60, 24 * 30, 50), (60, 1, 60), (40, 24 * 30, 40), (100, 12, 61), (0, 1, 0)],
)
def test_window(count: int, hours: float, kept: int) -> None:
    """It has at least 50 items and at least the 30 days before the newest one."""
    assert len(window(_entries(count, hours))) == kept


def test_a_window_asks_for_no_more_than_it_needs() -> None:
    """Of a hundred thousand entries it fetches the first ones."""
    fetched: list[Entry] = []

    def fetch() -> object:
        for entry in _entries(1000):
            fetched.append(entry)
            yield entry

    window(fetch())  # type: ignore[arg-type]  # a generator of entries
    assert len(fetched) == 51


def test_window_in_bytes() -> None:
    """It is never too large to send, and never empty because its newest item is large."""
    made = window(_entries(60, 1, paragraphs=("word & " * 2000,)))
    assert 1 < len(made) < 60
    assert sum(entry_bytes(entry.item) for entry in made) <= WINDOW_BYTES
    assert len(window(_entries(3, 1, title="&" * 10**6, paragraphs=HUGE))) == 1


def test_what_has_expired_is_in_no_window() -> None:
    """It takes no place of another one."""
    gone = Entry(item("gone", published=NOW + timedelta(1), presence="expired"), page=3)
    assert window([gone, *_entries(60)]) == tuple(_entries(50))
    assert current([], [gone], [gone]) == ()


def test_tombstones_take_no_place() -> None:
    """Fifty items stand beside them."""
    gone = [Entry(item(f"gone{n}", published=NOW + timedelta(n + 1), presence="deleted")) for n in range(3)]
    assert window([*gone[::-1], *_entries(60)]) == (*gone[::-1], *_entries(50))


def test_an_item_stays_until_its_page_is_full() -> None:
    """What left the window stands in the current document until fifty wait; these get a page, the oldest first."""
    for count in (50, 51, 99):
        entries = _entries(count)
        assert pages_due(window(entries), entries) == ()
        assert len(current(window(entries), entries, ())) == count
    entries = _entries(100)
    ((*page,),) = pages_due(window(entries), entries)
    assert page == [entry.item.id for entry in reversed(entries[50:])]


def test_many_pages_at_once() -> None:
    """Of a long bulletin, the oldest items fill the first pages; what is left waits in the current document."""
    entries = _entries(2 * PAGE_ITEMS + 50 + 7)
    pages = pages_due(window(entries), entries)
    assert [len(page) for page in pages] == [PAGE_ITEMS, PAGE_ITEMS]
    assert pages[0][0] == entries[-1].item.id
    bound = {name for page in pages for name in page}
    left = [entry for entry in entries if entry.item.id not in bound]
    assert len(current(window(entries), left, ())) == 57


def test_old_items_found_late() -> None:
    """Items filled in from long ago wait for a page of their own: nobody's page changes."""
    bound = [replace(entry, page=1) for entry in _entries(100)[50:]]
    late = [Entry(item(f"late{n}", published=NOW - timedelta(days=9000 + n))) for n in range(PAGE_ITEMS)]
    newest = _entries(50)
    assert [len(page) for page in pages_due(newest, [*newest, *late])] == [PAGE_ITEMS]
    assert pages_due(newest, [*newest, *late[1:]]) == ()
    assert len(current(newest, [*newest, *late[1:]], bound)) == 99


def test_large_items_are_bound_early() -> None:
    """A page ends, and is bound before it is full, where too much would have to be sent otherwise."""
    newest = _entries(50, paragraphs=("word " * 1500,))
    older = [Entry(item(f"old{n}", published=NOW - timedelta(days=9000 + n), paragraphs=LONG)) for n in range(6)]
    pages = pages_due(newest, [*newest, *older])
    assert sum(len(page) for page in pages) == 6
    assert all(len(page) * entry_bytes(older[0].item) <= MOST_BYTES for page in pages)
    alone = pages_due(newest, [*newest, Entry(item("x", published=NOW - timedelta(days=9999), paragraphs=HUGE))])
    assert [len(page) for page in alone] == [1]


def test_a_correction_of_an_old_item_is_in_the_current_document() -> None:
    """What was corrected last stands there again, in its place by `published`; what was not corrected does not."""
    newest = _entries(50)
    old = [Entry(item(f"old{n}", published=NOW - timedelta(days=9000 + n)), page=1) for n in range(3)]
    told = replace(old[1], item=replace(old[1].item, updated=NOW))
    assert _names(current(newest, newest, [told, newest[0], old[0], old[2]])) == [*map(str, range(50)), "old1"]


def test_corrections_of_large_items_are_as_many_as_can_be_sent() -> None:
    """The last corrections come first."""
    old = [
        Entry(replace(item(f"old{n}", published=NOW - timedelta(days=9 + n), paragraphs=LONG), updated=NOW), page=1)
        for n in range(9)
    ]
    shown = current((), (), old)
    assert 1 < len(shown) < 9
    assert _names(shown) == _names([entry.item for entry in old[: len(shown)]])


def test_what_is_bound_leaves_the_current_document() -> None:
    """The document then holds the newest items, what waits on, and what was corrected on old pages."""
    entries = _entries(107)
    told = Entry(replace(item("old", published=NOW - timedelta(days=99_000)), updated=NOW), page=1)
    found = settled(Shelf(entries, entries, [told]))
    assert [len(page) for page in found.pages] == [PAGE_ITEMS]
    assert len(found.items) == 58
    assert found.items[-1] == told.item
    assert {one.id for one in found.items}.isdisjoint(found.pages[0])
