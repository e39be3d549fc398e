"""Judges the countries of every stored item by the present rules, and says what would move. Changes nothing."""

from __future__ import annotations

from dataclasses import dataclass, replace

from feedsvc.core.absence import is_announced
from feedsvc.core.attribute import attribute
from feedsvc.core.override import as_its_source_says, overridden
from feedsvc.model import Attribution, HouseRules, Item, Override
from feedsvc.service import Service


@dataclass(frozen=True, slots=True)
class Move:
    """A stored item, and the countries that it would have by the present rules."""

    item: Item
    found: Attribution

    @property
    def leaves(self) -> tuple[str, ...]:
        """Countries whose feed would lose it."""
        return tuple(code for code in self.item.attribution.about if code not in self.found.about)

    @property
    def enters(self) -> tuple[str, ...]:
        """Countries whose feed would gain it."""
        return tuple(code for code in self.found.about if code not in self.item.attribution.about)


def replay(service: Service) -> tuple[tuple[Move, ...], int]:
    """Return what would move between feeds, newest first, and how many items were judged.

    What is withdrawn or gone is left out. Countries that an override sets stay as they are.
    """
    homes = {source.id: source.home for source in service.sources}
    with service.store.read() as session:
        items = [item for item in session.items() if not is_announced(item)]
        given: dict[str, tuple[Override, ...]] = {}
        for override in session.overrides():
            given[override.item] = (*given.get(override.item, ()), override)
    moves = []
    for item in items:
        plain = as_its_source_says(item)
        rules = HouseRules(homes.get(item.source, ()), service.phrases)
        found = attribute(plain.title, plain.paragraphs, plain.language, service.gazetteer, rules)
        after = overridden(replace(plain, attribution=found), given.get(item.id, ()))
        move = Move(item, after.attribution)
        if move.leaves or move.enters:
            moves.append(move)
    return tuple(moves), len(items)
