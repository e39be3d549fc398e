"""Decides by resemblance, where nothing certain is left: which words that differ, or stand elsewhen, are one item."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby

from feedsvc.core.form import Form
from feedsvc.core.likeness import DOUBTFUL, LIKENESS, common_share, is_within, likeness
from feedsvc.core.order import Order


def is_same_again(before: Form, after: Form, order: Order) -> bool:
    """Return whether equal words on two days are one item: it stands where it stood, or where no news stands.

    A headline alone must stand where it stood.
    """
    if order.agrees(before.place, after.place) or not before.wording.text:
        return order.agrees(before.place, after.place)
    return not _may_be_news(before, after, order)


def _may_be_news(before: Form, after: Form, order: Order) -> bool:
    """Whether the one came on top as the other fell off the end."""
    return order.is_news(after.place) and order.is_end(before.place)


def _is_slip(one: date | None, other: date | None) -> bool:
    """Whether two days are easily taken for one another: in another year, or day and month swapped."""
    if one is None or other is None:
        return False
    return (other.month, other.day) in ((one.month, one.day), (one.day, one.month))


def within(old: Sequence[Form], new: Sequence[Form], _: Mapping[int, int]) -> dict[int, int]:
    """Return pairs of one day of which one text stands whole in the other.

    It was cut short, or went on; one item was split in two, or two were made one. Where there are several, the likest
    headline decides, then the upper one.
    """
    scored = sorted(
        (-common_share(before.wording.title_words, after.wording.title_words), after.place, before.place)
        for after, before in _of_one_day(old, new)
        if is_within(before.wording, after.wording)
    )
    found: dict[int, int] = {}
    for _score, place, known in scored:
        if place not in found and known not in found.values():
            found[place] = known
    return found


def _of_one_day(old: Sequence[Form], new: Sequence[Form]) -> Iterator[tuple[Form, Form]]:
    """Each parsed item with each that was shown of its day."""
    shown: dict[date | None, list[Form]] = defaultdict(list)
    for form in old:
        if form.is_shown:
            shown[form.day].append(form)
    return ((after, before) for after in new for before in shown.get(after.day, ()))


def alike(old: Sequence[Form], new: Sequence[Form], order: Order) -> tuple[dict[int, int], dict[int, tuple[int, ...]]]:
    """Return pairs of what is left by likeness, best first; an item that the source had dropped is never meant.

    What is equally like two stored items that differ is doubtful, and so is what is like one of these.
    """
    scored = sorted(
        (-score, not order.agrees(before.place, after.place), after.place, before.place)
        for after in new
        for before in old
        if before.is_shown and _may_be(before, after, order)
        if (score := likeness(before.wording, after.wording, same_day=before.day == after.day)) >= LIKENESS
    )
    words = {form.place: form.words for form in old}
    found: dict[int, int] = {}
    doubts: dict[int, tuple[int, ...]] = {}
    for (_, _, place), group in groupby(scored, key=lambda row: row[:3]):
        rivals = tuple(known for *_, known in group if known not in found.values())
        if not rivals or place in found or place in doubts:
            continue
        is_doubted = not {known for some in doubts.values() for known in some}.isdisjoint(rivals)
        if is_doubted or len({words[known] for known in rivals}) > 1:
            doubts[place] = rivals
        else:
            found[place] = rivals[0]
    return found, doubts


def _may_be(before: Form, after: Form, order: Order) -> bool:
    """Whether similar words can be one item: on one day, or where neighbours or the day itself explain another."""
    if before.day == after.day:
        return True
    if not order:
        return False
    is_dated = (before.day is None or after.day is None) and not _may_be_news(before, after, order)
    return is_dated or order.agrees(before.place, after.place) or _is_slip(before.day, after.day)


def in_grey(old: Sequence[Form], new: Sequence[Form], order: Order) -> dict[int, tuple[int, ...]]:
    """Return what is somewhat like the only item left of its day, in the same place: rewritten, or another story."""
    found: dict[int, list[int]] = defaultdict(list)
    for after, before in _of_one_day(old, new):
        is_like = likeness(before.wording, after.wording, same_day=True) >= DOUBTFUL
        if is_like and order.agrees(before.place, after.place):
            found[after.place].append(before.place)
    return {place: tuple(known) for place, known in found.items() if len(known) == 1}
