"""Decides what a reading changes in the memory: stored items + a parsed bulletin + now -> changes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import count

from feedsvc.core.absence import is_announced, page_order, without
from feedsvc.core.folding import fold
from feedsvc.core.identity import UpdatedStamps, digest_of, item_id, mint_stamps, slug_of
from feedsvc.core.match import match
from feedsvc.model import Attribution, Change, ChangeKind, Item, ParsedItem


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read of one source, with the countries of each item, and what minting needs to know of the source.

    `latest` is the last day that an item may bear.
    """

    source: str
    zone: str
    authority: str
    latest: date
    items: tuple[ParsedItem, ...]
    attributions: tuple[Attribution, ...]


def reconcile(stored: Sequence[Item], reading: Reading, now: datetime) -> tuple[Change, ...]:
    """Return every change that a reading makes, none for an item that stays as it is.

    `stored` is every item of the store, since stamps and ids are unique over all sources. New items come first, in
    the bulletin's order. `published`, `id` and `slug` of a stored item are never changed; `updated` moves only when
    a reader would notice the difference. An item dated later than `reading.latest` is held alone: a new one is left
    out, a known one stays as it is.
    """
    mine = sorted((item for item in stored if item.source == reading.source), key=page_order, reverse=True)
    known = match(mine, reading.items)
    places = [n for n, item in enumerate(reading.items) if n in known or not is_held(item, reading)]
    fresh = iter(_new_items(stored, [n for n in places if n not in known], reading, now))
    shown = [_as_read(mine[known[n]], n, reading) if n in known else next(fresh) for n in places]
    rest = without(mine, {item.id for item in shown}, now)
    before = {item.id: item for item in mine}
    ranks = _ranks(shown, rest, before)
    after = [replace(item, rank=ranks[item.id]) for item in [*shown, *rest]]
    return _changes(after, before, UpdatedStamps(now, (item.updated for item in (*stored, *after))))


def is_held(item: ParsedItem, reading: Reading) -> bool:
    """Return whether an item is dated so far ahead that it is a mistake."""
    return item.day is not None and item.day > reading.latest


def _new_items(stored: Sequence[Item], places: Sequence[int], reading: Reading, now: datetime) -> list[Item]:
    parsed = [reading.items[place] for place in places]
    taken = {item.published for item in stored} | {item.updated for item in stored}
    stamps = mint_stamps([item.day for item in parsed], reading.zone, now, taken)
    names = {name for item in stored for name in (item.id, item.slug)}
    made: list[Item] = []
    for place, item, stamp in zip(places, parsed, stamps, strict=True):
        identity, slug = _free_names(item, reading.authority, names)
        names |= {identity, slug}
        made.append(
            Item(
                id=identity,
                slug=slug,
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


def _free_names(item: ParsedItem, authority: str, taken: AbstractSet[str]) -> tuple[str, str]:
    """The id and slug of a new item: of its first form, unless another item of that form, or of that slug, has them."""
    digests = (digest_of(item, occurrence) for occurrence in count())
    candidates = ((item_id(authority, digest), slug_of(item.title, digest)) for digest in digests)
    return next(names for names in candidates if taken.isdisjoint(names))


def _as_read(stored: Item, place: int, reading: Reading) -> Item:
    parsed = reading.items[place]
    shown = replace(stored, presence="shown", absent_since=None)
    if is_held(parsed, reading):
        return shown
    return replace(
        shown,
        language=parsed.language,
        day=parsed.day,
        title=parsed.title,
        paragraphs=parsed.paragraphs,
        link=parsed.link,
        attribution=reading.attributions[place],
    )


def _ranks(shown: Sequence[Item], absent: Sequence[Item], before: Mapping[str, Item]) -> dict[str, int]:
    """Ranks in each day: the bulletin's order, and each absent item above the one that stood below it."""
    ranks = {item.id: item.rank for item in absent}
    gone, stood = _by_day(absent), _by_day(before.values())
    for day, items in _by_day(shown).items():
        order = [item.id for item in items]
        left = {item.id for item in gone.get(day, ())}
        below: str | None = None
        for item in sorted(stood.get(day, ()), key=page_order) if left else ():
            if item.id in left:
                order.insert(order.index(below) if below in order else len(order), item.id)
            below = item.id
        ranks.update((name, len(order) - place) for place, name in enumerate(order))
    return ranks


def _by_day(items: Iterable[Item]) -> dict[date | None, list[Item]]:
    days: dict[date | None, list[Item]] = defaultdict(list)
    for item in items:
        days[item.day].append(item)
    return days


def _changes(after: Iterable[Item], before: Mapping[str, Item], stamps: UpdatedStamps) -> tuple[Change, ...]:
    changes: list[Change] = []
    for item in after:
        old = before.get(item.id)
        kind = _kind(old, item)
        if kind is None:
            continue
        kept = item
        if old and _noticed(old, item):
            kept = replace(item, updated=stamps.mint(old.updated))
        changes.append(Change(kind, kept, old))
    return tuple(sorted(changes, key=lambda change: change.kind != "new"))


def _kind(old: Item | None, item: Item) -> ChangeKind | None:
    """The strongest word for a difference, in the order in which people care."""
    if old is None:
        return "new"
    if item.presence != "shown" and item.presence != old.presence:  # noqa: PLR1714 (mypy sees what is left)
        return item.presence
    is_back = old.presence != item.presence
    if is_back and is_announced(old):
        return "restored"
    if _noticed(old, item):
        return "revised"
    if is_back:
        return "restored"
    moved = old.attribution.about != item.attribution.about
    return "moved" if moved else ("touched" if old != item else None)


def _noticed(old: Item, item: Item) -> bool:
    """Whether a reader would see more than typography change."""
    return _meaning(old) != _meaning(item)


def _meaning(item: Item) -> tuple[object, ...]:
    return (item.day, fold(item.title), fold(" ".join(item.paragraphs)), item.link, is_announced(item))
