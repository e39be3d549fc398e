"""Remembers what was rendered, within a bound."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Generic, TypeVar

from feedsvc.model import Catalogue, Item, Site
from feedsvc.render.words import Said, said_of

Basis = TypeVar("Basis")
Form = TypeVar("Form", bytes, str)
MOST_KEPT = 128 * 2**20  # bytes of each kind of entry: those of 201 feeds of 50 items take a third of it
_OVERHEAD = 1024  # bytes that a place and what it is made from take beside the words


class Kept(Generic[Basis, Form]):
    """The last form of each thing by its name, with all that it was made from.

    It takes never more than about `most` bytes of memory: what was not asked for goes first. There are two shelves.
    When the first has taken half of what is allowed, it takes the place of the second, which is forgotten; what is
    asked for on the second moves to the first. So nothing is ever sorted or searched for, and two threads can spoil
    no more than each other's count.
    """

    def __init__(self, most: int) -> None:
        self._half = most // 2
        self._size = 0
        self._recent: dict[str, tuple[Basis, Form]] = {}
        self._before: dict[str, tuple[Basis, Form]] = {}

    def find(self, name: str, basis: Basis) -> Form | None:
        """Return the form of `name` that was made from an equal `basis`, if it is still kept."""
        found = self._recent.get(name)
        if found is not None:
            return found[1] if found[0] == basis else None
        found = self._before.get(name)
        if found is None or found[0] != basis:
            return None
        self.keep(name, *found)
        return found[1]

    def keep(self, name: str, basis: Basis, content: Form) -> None:
        """Remember a form in place of the one before."""
        weight = _weight(content)
        if weight > self._half:
            return
        replaced = self._recent.get(name)
        self._size += weight - (_weight(replaced[1]) if replaced else 0)
        if self._size > self._half:
            self._before, self._recent, self._size = self._recent, {}, weight
        self._recent[name] = basis, content


KeptEntries = Kept[tuple[Said, Site, Catalogue], Form]
"""Entries in one form, with all that they are made from."""


def entries(
    items: Iterable[Item],
    site: Site,
    catalogue: Catalogue,
    kept: KeptEntries[Form],
    render: Callable[[Item, Site, Catalogue], Form],
) -> list[Form]:
    """Return the entry of each item; rendered are those that are not kept."""
    found: list[Form] = []
    for item in items:
        basis = (said_of(item), site, catalogue)
        entry = kept.find(item.id, basis)
        if entry is None:
            entry = render(item, site, catalogue)
            kept.keep(item.id, basis, entry)
        found.append(entry)
    return found


def _weight(content: bytes | str) -> int:
    """What it is made from has about the same words once more, and some of them in two bytes a letter."""
    return 3 * len(content) + _OVERHEAD
