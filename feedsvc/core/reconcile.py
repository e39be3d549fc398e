"""Decides what a reading changes in the memory: what is known + a parsed bulletin + now -> changes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import datetime

from feedsvc.core.absence import page_order, without
from feedsvc.core.change import is_noticed, kind_of
from feedsvc.core.identity import IsTaken, UpdatedStamps
from feedsvc.core.match import match, match_elsewhere
from feedsvc.core.minting import new_items
from feedsvc.core.override import as_its_source_says, is_withdrawn_by, overridden, standing
from feedsvc.core.ranks import ranks_of
from feedsvc.core.reading import Reading, is_held
from feedsvc.model import Change, Item, Override

__all__ = ["Known", "Outcome", "Reading", "reconcile"]


@dataclass(frozen=True, slots=True)
class Known:
    """What the store knows that a reading may touch.

    `mine` are items of its source, or with it in `also`: every one that is shown or pending, or that an override
    withdraws, and every other one whose day (None is one too), or link, some parsed item has. `others` are items of
    other sources in the reading's language whose day, or link, some parsed item has. `overrides` are those of all
    these, by item id, in the order given. `is_taken` says whether some item of the store has this `published` or
    `updated`, `is_named` whether one has this id or slug.
    """

    mine: Sequence[Item]
    others: Sequence[Item]
    overrides: Mapping[str, tuple[Override, ...]]
    is_taken: IsTaken
    is_named: Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a reading changes. `needs_review` are the places of the parsed items that are held alone.

    Of these a person must say whether they are new: the words fit a stored item neither well enough nor badly enough.
    """

    changes: tuple[Change, ...]
    needs_review: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Found:
    """Parsed places: of known items, of new ones, and those in doubt, with the ids of the items that these may be."""

    items: Mapping[int, Item]
    new: tuple[int, ...]
    doubts: AbstractSet[int]
    spared: AbstractSet[str]


def reconcile(known: Known, reading: Reading, now: datetime) -> Outcome:
    """Return every change that a reading makes, none for an item that stays as it is.

    New items come first, in the bulletin's order. `published`, `id` and `slug` of a stored item are never changed;
    `updated` moves only when a reader would notice the difference. An item dated later than `reading.latest` is held
    alone: a new one is left out, a known one stays as it is. Where a match needs review, the parsed item is left out
    and the stored ones that it may be stay exactly as they are.

    What the source says is matched and kept; overrides then have the last word. An item of another source that this
    one shows too keeps the words of its owner, unless the owner shows it no longer: then it moves here.
    """
    mine = sorted(map(as_its_source_says, known.mine), key=page_order, reverse=True)
    found = _identify(mine, known, reading)
    fresh = dict(zip(found.new, new_items(reading, found.new, known.is_taken, known.is_named, now), strict=True))
    shown = [
        fresh[n] if n in fresh else _as_read(found.items[n], n, reading, known.overrides)
        for n in sorted((*fresh, *found.items))
    ]
    after = [*shown, *_not_shown(mine, {item.id for item in shown} | found.spared, reading.source, now)]
    after = _ranked(after, len(shown), mine, reading.source)
    given = {item.published for item in fresh.values()}
    stamps = UpdatedStamps(now, lambda stamp: stamp in given or known.is_taken(stamp))
    final = [_with_overrides(item, known.overrides.get(item.id, ()), now) for item in after]
    before = {item.id: item for item in (*known.mine, *known.others)}
    return Outcome(_changes(final, before, stamps), tuple(sorted(found.doubts)))


def _identify(mine: Sequence[Item], known: Known, reading: Reading) -> _Found:
    """Look among the source's own items first, then among those of others."""
    here = match([_as_in_source(item, known.overrides) for item in mine], reading.items)
    left = {n: item for n, item in enumerate(reading.items) if n not in here.pairs}
    others = [as_its_source_says(item) for item in known.others]
    taken = set(here.pairs.values())
    there = match_elsewhere(others, left, [item for place, item in enumerate(mine) if place not in taken])
    items = {n: mine[place] for n, place in here.pairs.items()} | {n: others[place] for n, place in there.pairs.items()}
    asked = {} if reading.accepted else {n: some for n, some in here.doubts.items() if n not in there.pairs}
    doubts = asked.keys() | (set() if reading.accepted else there.doubts.keys())
    new = tuple(n for n, item in left.items() if n not in items.keys() | doubts and not is_held(item, reading))
    return _Found(items, new, doubts, {mine[place].id for some in asked.values() for place in some})


def _as_in_source(item: Item, overrides: Mapping[str, tuple[Override, ...]]) -> Item:
    """What an operator withdrew stands in its source still, as far as we know."""
    return replace(item, presence="shown") if is_withdrawn_by(overrides.get(item.id, ())) else item


def _as_read(stored: Item, place: int, reading: Reading, overrides: Mapping[str, tuple[Override, ...]]) -> Item:
    """A stored item as a reading shows it."""
    is_down = is_withdrawn_by(overrides.get(stored.id, ()))
    shown = stored
    if stored.source != reading.source:
        others = tuple(source for source in stored.also if source != reading.source)
        if is_down or stored.presence == "shown":
            return replace(stored, also=(*others, reading.source)) if others == stored.also else stored
        shown = replace(stored, source=reading.source, also=others)
    if not is_down and stored.presence != "shown":
        shown = replace(shown, presence="shown", absent_since=None)
    return shown if is_held(reading.items[place], reading) else _reworded(shown, place, reading)


def _reworded(item: Item, place: int, reading: Reading) -> Item:
    parsed, found = reading.items[place], reading.attributions[place]
    said = (parsed.language, parsed.day, parsed.title, parsed.paragraphs, parsed.link, parsed.image, found)
    if said == (item.language, item.day, item.title, item.paragraphs, item.link, item.image, item.attribution):
        return item  # as nearly always; making items anew is what takes time here
    return replace(
        item,
        language=parsed.language,
        day=parsed.day,
        title=parsed.title,
        paragraphs=parsed.paragraphs,
        link=parsed.link,
        image=parsed.image,
        attribution=found,
    )


def _not_shown(mine: Iterable[Item], shown: AbstractSet[str], source: str, now: datetime) -> list[Item]:
    """What a reading lacks, as it is after it: another source goes on showing an item that several showed."""
    alone = [item for item in mine if item.id in shown or not item.also]
    shared = [item for item in mine if item.id not in shown and item.also]
    left = [(item, [name for name in (item.source, *item.also) if name != source]) for item in shared]
    return [
        *(replace(item, source=names[0], also=tuple(names[1:])) for item, names in left),
        *without(alone, shown, now),
    ]


def _ranked(after: Sequence[Item], count: int, mine: Iterable[Item], source: str) -> list[Item]:
    """The first `count` items of `after` are shown. Items of other sources keep the rank that their owner gave."""
    shown = [item for item in after[:count] if item.source == source]
    apart = {item.id for item in after if item.source != source}
    before = [item for item in mine if item.source == source and item.id not in apart]
    names = {item.id for item in shown}
    ranks = ranks_of(shown, [item for item in before if item.id not in names], before)
    moved = {item.id for item in after if ranks.get(item.id, item.rank) != item.rank}
    return [replace(item, rank=ranks[item.id]) if item.id in moved else item for item in after]


def _with_overrides(item: Item, overrides: Sequence[Override], now: datetime) -> Item:
    return standing(overridden(item, overrides), overrides, now)


def _changes(after: Iterable[Item], before: Mapping[str, Item], stamps: UpdatedStamps) -> tuple[Change, ...]:
    changes: list[Change] = []
    for item in after:
        old = before.get(item.id)
        kind = kind_of(old, item)
        if kind is None:
            continue
        kept = item
        if old and is_noticed(old, item):
            kept = replace(item, updated=stamps.mint(old.updated))
        changes.append(Change(kind, kept, old))
    return tuple(sorted(changes, key=lambda change: change.kind != "new"))
