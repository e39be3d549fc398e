"""Remembers what was rendered, within a bound."""

from __future__ import annotations

from typing import Generic, TypeVar

Basis = TypeVar("Basis")
_OVERHEAD = 1024  # bytes that a place and what it is made from take beside the words


class Kept(Generic[Basis]):
    """The last form of each thing by its name, with all that it was made from.

    It takes never more than about `most` bytes of memory: what was not asked for goes first. There are two shelves.
    When the first has taken half of what is allowed, it takes the place of the second, which is forgotten; what is
    asked for on the second moves to the first. So nothing is ever sorted or searched for, and two threads can spoil
    no more than each other's count.
    """

    def __init__(self, most: int) -> None:
        self._half = most // 2
        self._size = 0
        self._recent: dict[str, tuple[Basis, bytes]] = {}
        self._before: dict[str, tuple[Basis, bytes]] = {}

    def find(self, name: str, basis: Basis) -> bytes | None:
        """Return the form of `name` that was made from an equal `basis`, if it is still kept."""
        found = self._recent.get(name)
        if found is not None:
            return found[1] if found[0] == basis else None
        found = self._before.get(name)
        if found is None or found[0] != basis:
            return None
        self.keep(name, *found)
        return found[1]

    def keep(self, name: str, basis: Basis, content: bytes) -> None:
        """Remember a form in place of the one before."""
        weight = _weight(content)
        if weight > self._half:
            return
        replaced = self._recent.get(name)
        self._size += weight - (_weight(replaced[1]) if replaced else 0)
        if self._size > self._half:
            self._before, self._recent, self._size = self._recent, {}, weight
        self._recent[name] = basis, content


def _weight(content: bytes) -> int:
    """What it is made from has about the same words once more, and some of them in two bytes a letter."""
    return 3 * len(content) + _OVERHEAD
