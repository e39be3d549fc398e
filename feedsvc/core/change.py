"""Says what the difference between two states of one item is to a reader."""

from __future__ import annotations

from feedsvc.core.absence import is_announced
from feedsvc.core.folding import fold
from feedsvc.model import ChangeKind, Item, Words


def kind_of(before: Item | None, after: Item) -> ChangeKind | None:
    """Return the strongest word for a difference, in the order in which people care; None where there is none."""
    if before is None or before == after:
        return None if before else "new"
    if is_announced(before) != is_announced(after):
        return "restored" if is_announced(before) else "withdrawn"
    if after.presence != "shown" and after.presence != before.presence:  # noqa: PLR1714 (mypy sees what is left)
        return after.presence
    if is_noticed(before, after):
        return "revised"
    if before.presence != after.presence:
        return "restored"
    return "moved" if before.attribution.about != after.attribution.about else "touched"


def is_noticed(before: Item, after: Item) -> bool:
    """Return whether a reader would see more than typography change; of what is withdrawn only its return."""
    if is_announced(before) or is_announced(after):
        return is_announced(before) != is_announced(after)
    return _meaning(before) != _meaning(after)


def words_of(item: Item) -> Words:
    """Return what is said of an item now."""
    return Words(item.day, item.title, item.paragraphs, item.link, item.attribution.about)


def _meaning(item: Item) -> tuple[object, ...]:
    return (item.day, fold(item.title), fold(" ".join(item.paragraphs)), item.link)
