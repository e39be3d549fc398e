"""What the memory knows that a reading may be about."""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace

from feedsvc.core.reconcile import Known
from feedsvc.model import Item, Override, ParsedItem, Source
from feedsvc.ports import StoreSession
from feedsvc.service import Service


def known_of(service: Service, session: StoreSession, source: Source, items: Sequence[ParsedItem]) -> Known:
    """Return what the memory knows that these items of a source may be about."""
    days = {item.day for item in items}
    links = {item.link for item in items if item.link}
    living = {one.id for one in service.sources}
    mine = (_orphaned(item, living, source.id) for item in session.mine(source.id, days, links))
    others = (_orphaned(item, living) for item in session.others(source.id, source.language, days, links))
    given: dict[str, tuple[Override, ...]] = {}
    for override in session.overrides():
        given[override.item] = (*given.get(override.item, ()), override)
    return Known(tuple(mine), tuple(others), given, session.is_taken, session.is_named)


def _orphaned(item: Item, living: AbstractSet[str], heir: str | None = None) -> Item:
    """An item of a source that is configured no more: its `heir`'s, who shows it too, or of whoever shows it next."""
    if item.source in living:
        return item
    if heir:
        return replace(item, source=heir, also=tuple(name for name in item.also if name != heir))
    return replace(item, presence="archived") if item.presence in ("shown", "pending") else item
