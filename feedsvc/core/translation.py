"""Decides which items of other languages tell the same story as an item."""

from __future__ import annotations

import re
from collections.abc import Iterable

from feedsvc.core.absence import is_announced
from feedsvc.core.folding import bare
from feedsvc.model import Item

SHARED = 0.5  # of the names and numbers of the shorter of two texts, that the other one has too
FEWEST = 3  # names and numbers that two texts must share at least
_WORD = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]{2,}")


def translations(item: Item, candidates: Iterable[Item]) -> tuple[Item, ...]:
    """Return the item of each other language that tells the same story, by language.

    It leads to the same article; or it is of the same day and about the same countries, and shares names and numbers,
    which languages write alike. Where two of a language are equally like it, neither is meant.
    """
    found: dict[str, list[tuple[float, Item]]] = {}
    for other in candidates:
        if score := _likeness(item, other):
            found.setdefault(other.language, []).append((score, other))
    best = {language: sorted(scored, key=lambda one: -one[0]) for language, scored in found.items()}
    return tuple(scored[0][1] for _, scored in sorted(best.items()) if len(scored) == 1 or scored[0][0] > scored[1][0])


def alike(item: Item, candidates: Iterable[Item]) -> tuple[Item, ...]:
    """Return the items of other languages that may tell the same story: what changes in one may change their links."""
    return tuple(other for other in candidates if _likeness(item, other))


def _likeness(one: Item, other: Item) -> float:
    if one.language == other.language or is_announced(other):
        return 0.0
    if one.link and one.link == other.link:
        return 2.0
    about = set(one.attribution.about)
    if one.day is None or one.day != other.day or not about or about != set(other.attribution.about):
        return 0.0
    mine, theirs = _names(one), _names(other)
    shared = len(mine & theirs)
    score = shared / min(len(mine), len(theirs)) if shared >= FEWEST else 0.0
    return score if score >= SHARED else 0.0


def _names(item: Item) -> frozenset[str]:
    words = (word for text in (item.title, *item.paragraphs) for word in _WORD.findall(text))
    return frozenset(bare(word) for word in words if word[0].isupper() or word[0].isdigit())
