"""Reduces items to what matching looks at."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from feedsvc.core.likeness import Wording, wording
from feedsvc.model import Item, ParsedItem

_Told = TypeVar("_Told", Item, ParsedItem)


@dataclass(frozen=True, slots=True)
class Form:
    """An item reduced to what matching looks at; `place` is its index in its own sequence, counted from the top.

    `id` is the one it has, or the one that its source's feed gave it.
    """

    place: int
    id: str | None
    link: str | None
    day: date | None
    wording: Wording
    is_shown: bool

    @property
    def words(self) -> tuple[str, str]:
        """Headline and text, folded."""
        return (self.wording.title, self.wording.text)


def stored_forms(stored: Sequence[Item], taken: Iterable[int]) -> list[Form]:
    """Return the forms of stored items, without those at the places that are taken."""
    left = _left(stored, taken)
    return [_form(n, item, is_shown=item.presence in ("shown", "pending")) for n, item in left]


def parsed_forms(parsed: Sequence[ParsedItem], taken: Iterable[int]) -> list[Form]:
    """Return the forms of parsed items, without those at the places that are taken."""
    return [_form(n, item, is_shown=True) for n, item in _left(parsed, taken)]


def _left(items: Sequence[_Told], taken: Iterable[int]) -> list[tuple[int, _Told]]:
    places = set(taken)
    return [(n, item) for n, item in enumerate(items) if n not in places]


def _form(place: int, item: Item | ParsedItem, *, is_shown: bool) -> Form:
    return Form(place, item.id, item.link, item.day, wording(item.title, " ".join(item.paragraphs)), is_shown)
