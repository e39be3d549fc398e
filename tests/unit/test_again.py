"""A pure function is asked once for the same objects."""

from __future__ import annotations

from feedsvc.core.again import answered_once


def test_the_same_objects_are_answered_from_memory() -> None:
    """An equal object is another one: nobody compares."""
    asked: list[tuple[list[int], str]] = []

    @answered_once
    def total(numbers: list[int], name: str) -> int:
        asked.append((numbers, name))
        return sum(numbers)

    one, equal = [1, 2], [1, 2]
    assert (total(one, "a"), total(one, "a")) == (3, 3)
    assert len(asked) == 1
    assert (total(equal, "a"), total(one, "a"), total(one, "b")) == (3, 3, 3)
    assert asked == [(one, "a"), (equal, "a"), (one, "a"), (one, "b")]
