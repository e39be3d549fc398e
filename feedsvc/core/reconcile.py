"""Decides what a reading changes in the memory: stored items + a parsed bulletin + now -> changes.

Absence never removes an item here: one that fell off the end is archived, one missing from the middle stays.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from feedsvc.core.folding import fold
from feedsvc.core.identity import digest_of, item_id, mint_stamps, mint_updated, slug_of
from feedsvc.core.match import match
from feedsvc.model import Attribution, Change, ChangeKind, Item, ParsedItem


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read of one source, with the countries of each item, and what minting needs to know of the source."""

    source: str
    zone: str
    authority: str
    items: tuple[ParsedItem, ...]
    attributions: tuple[Attribution, ...]


def reconcile(stored: Sequence[Item], reading: Reading, now: datetime) -> tuple[Change, ...]:
    """Return every change that a reading makes, none for an item that stays as it is.

    `stored` is every item of the store, since stamps and ids are unique over all sources. New items come first, in
    the bulletin's order. `published`, `id` and `slug` of a stored item are never changed; `updated` moves only when
    a reader would notice the difference.
    """
    mine = sorted((item for item in stored if item.source == reading.source), key=page_order, reverse=True)
    known = match(mine, reading.items)
    fresh = iter(_new_items(stored, [n for n in range(len(reading.items)) if n not in known], reading, now))
    shown = [
        _as_read(mine[known[n]], parsed, reading.attributions[n]) if n in known else next(fresh)
        for n, parsed in enumerate(reading.items)
    ]
    absent = [item for n, item in enumerate(mine) if n not in known.values()]
    fallen = _fallen_off(mine, {item.id for item in shown})
    rest = [replace(item, archived=item.archived or item.id in fallen) for item in absent]
    before = {item.id: item for item in mine}
    ranks = _ranks(shown, rest, before)
    after = [replace(item, rank=ranks[item.id]) for item in [*shown, *rest]]
    return _changes(after, before, {item.updated for item in (*stored, *after)}, now)


def page_order(item: Item) -> tuple[date, int, datetime]:
    """Return the key by which pages show items, greatest first: day, rank within it, moment of publication."""
    return (item.day or item.published.date(), item.rank, item.published)


def _new_items(stored: Sequence[Item], places: Sequence[int], reading: Reading, now: datetime) -> list[Item]:
    parsed = [reading.items[place] for place in places]
    taken = {item.published for item in stored} | {item.updated for item in stored}
    stamps = mint_stamps([item.day for item in parsed], reading.zone, now, taken)
    ids = {item.id for item in stored}
    made: list[Item] = []
    for place, item, stamp in zip(places, parsed, stamps, strict=True):
        digest = _free_digest(item, reading.authority, ids)
        identity = item_id(reading.authority, digest)
        ids.add(identity)
        made.append(
            Item(
                id=identity,
                slug=slug_of(item.title, digest),
                source=reading.source,
                language=item.language,
                day=item.day,
                title=item.title,
                paragraphs=item.paragraphs,
                link=item.link,
                attribution=reading.attributions[place],
                published=stamp,
                updated=stamp,
                rank=0,
                first_seen=now,
            )
        )
    return made


def _free_digest(item: ParsedItem, authority: str, ids: set[str]) -> str:
    """Two sources may carry items of one form, and a form may come back after its item was rewritten."""
    occurrence = 0
    while item_id(authority, digest_of(item, occurrence)) in ids:
        occurrence += 1
    return digest_of(item, occurrence)


def _as_read(stored: Item, parsed: ParsedItem, attribution: Attribution) -> Item:
    return replace(
        stored,
        language=parsed.language,
        day=parsed.day,
        title=parsed.title,
        paragraphs=parsed.paragraphs,
        link=parsed.link,
        attribution=attribution,
        archived=False,
    )


def _fallen_off(mine: Iterable[Item], shown: set[str]) -> set[str]:
    """Ids of the items with nothing after them, in stored order, that the source still shows."""
    fallen: set[str] = set()
    for item in sorted(mine, key=page_order):
        if item.id in shown:
            break
        fallen.add(item.id)
    return fallen


def _ranks(shown: Sequence[Item], absent: Sequence[Item], before: Mapping[str, Item]) -> dict[str, int]:
    """Ranks in each day: the bulletin's order, and each absent item above the one that stood below it."""
    ranks: dict[str, int] = {item.id: item.rank for item in absent}
    for day in dict.fromkeys(item.day for item in shown):
        order = [item.id for item in shown if item.day == day]
        gone = {item.id for item in absent if item.day == day}
        below: str | None = None
        for item in sorted((i for i in before.values() if i.day == day), key=page_order):
            if item.id in gone:
                order.insert(order.index(below) if below in order else len(order), item.id)
            below = item.id
        ranks.update((name, len(order) - place) for place, name in enumerate(order))
    return ranks


def _changes(
    after: Iterable[Item], before: Mapping[str, Item], updated: set[datetime], now: datetime
) -> tuple[Change, ...]:
    changes: list[Change] = []
    for item in after:
        old = before.get(item.id)
        kind = _kind(old, item)
        if kind is None:
            continue
        kept = item
        if old and _noticed(old, item):
            kept = replace(item, updated=mint_updated(old.updated, now, updated))
            updated.add(kept.updated)
        changes.append(Change(kind, kept, old))
    return tuple(sorted(changes, key=lambda change: change.kind != "new"))


def _kind(old: Item | None, item: Item) -> ChangeKind | None:
    """The strongest word for a difference, in the order in which people care."""
    if old is None:
        return "new"
    if old == item:
        return None
    if _noticed(old, item):
        return "revised"
    if old.archived != item.archived:
        return "archived" if item.archived else "restored"
    if old.attribution.about != item.attribution.about:
        return "moved"
    return "touched"


def _noticed(old: Item, item: Item) -> bool:
    """Whether a reader would see more than typography change."""
    return _meaning(old) != _meaning(item)


def _meaning(item: Item) -> tuple[object, ...]:
    return (item.day, fold(item.title), fold(" ".join(item.paragraphs)), item.link)
