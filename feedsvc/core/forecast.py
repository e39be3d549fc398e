"""Says what subscribers would see of a set of changes, feed by feed, before anything is published."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from feedsvc.core.assemble import feed, feed_keys, records_of
from feedsvc.model import Change, Feed, FeedRecord, Item, Site


@dataclass(frozen=True, slots=True)
class Forecast:
    """What changes in one feed: headlines that appear as new, are shown as updated, or are there no longer."""

    stem: str
    new: tuple[str, ...]
    updated: tuple[str, ...]
    vanished: tuple[str, ...]


def forecast(
    items: Sequence[Item], changes: Iterable[Change], known: Sequence[FeedRecord], site: Site, now: datetime
) -> tuple[Forecast, ...]:
    """Return what `changes` to the stored `items` would do to each feed; the others are left out."""
    after = {item.id: item for item in items}
    after.update((change.item.id, change.item) for change in changes)
    before = _feeds(items, known, site, now)
    found: list[Forecast] = []
    for stem, made in _feeds(tuple(after.values()), known, site, now).items():
        one = _difference(stem, before[stem].items if stem in before else (), made.items)
        if one.new or one.updated or one.vanished:
            found.append(one)
    return tuple(found)


def _feeds(items: Sequence[Item], known: Sequence[FeedRecord], site: Site, now: datetime) -> dict[str, Feed]:
    records = records_of(feed_keys(items, known, site), items, known, now)
    codes = {record.key.country: record.key.country for record in records if record.key.country}
    made = [feed(record, items, site, codes) for record in records]
    return {one.stem: one for one in made}


def _difference(stem: str, before: Sequence[Item], after: Sequence[Item]) -> Forecast:
    old, new = ({item.id: item for item in side} for side in (before, after))
    return Forecast(
        stem,
        new=tuple(item.title for item in after if item.id not in old),
        updated=tuple(i.title for i in after if i.id in old and i.updated != old[i.id].updated),
        vanished=tuple(item.title for item in before if item.id not in new),
    )
