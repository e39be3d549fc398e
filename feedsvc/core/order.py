"""Says whether an item stands between the same neighbours in a reading as it did in the memory."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence


class Order:
    """The items that stand in the same order before and after; a bulletin turned upside down counts as one too.

    An item that moved on its own is no neighbour: it says nothing of the others.
    """

    def __init__(self, pairs: Mapping[int, int]) -> None:
        """`pairs` leads from places in the reading to places in the memory, both counted from the top."""
        ordered = sorted(pairs.items())
        ahead = _longest_rise(ordered)
        turned = _longest_rise([(place, -known) for place, known in ordered]) if 2 * len(ahead) <= len(pairs) else []
        self._sign = 1 if len(ahead) >= len(turned) else -1
        kept = ahead if self._sign == 1 else turned
        self._places = [place for place, _ in kept]
        self._known = [known for _, known in kept]

    def __bool__(self) -> bool:
        """Whether there is any neighbour to ask."""
        return bool(self._places)

    def agrees(self, known: int, place: int) -> bool:
        """Return whether both places lie between the same neighbours, as far as there are any."""
        n, known = bisect_left(self._places, place), known * self._sign
        return (n == 0 or self._known[n - 1] < known) and (n == len(self._known) or known < self._known[n])

    def is_end(self, known: int) -> bool:
        """Return whether nothing that is still shown stood below this place of the memory."""
        return all(abs(other) < known for other in self._known)

    def is_news(self, place: int) -> bool:
        """Return whether nothing known stands above this place of the reading, or below it in one turned over."""
        n = bisect_left(self._places, place)
        return n == (0 if self._sign == 1 else len(self._places))


def _longest_rise(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest series in which the second numbers rise as the first ones do (patience sorting)."""
    values: list[int] = []  # the lowest last value of a series of each length, and which pair has it
    ends: list[int] = []
    before: list[int | None] = []
    for number, (_, value) in enumerate(pairs):
        length = bisect_left(values, value)
        before.append(ends[length - 1] if length else None)
        values[length : length + 1], ends[length : length + 1] = [value], [number]
    series: list[tuple[int, int]] = []
    last = ends[-1] if ends else None
    while last is not None:
        series.append(pairs[last])
        last = before[last]
    return series[::-1]
