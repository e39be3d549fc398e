"""Makes stored items of what a reading shows for the first time, with all that never changes of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from itertools import count

from feedsvc.core.identity import SECOND, IsTaken, digest_of, item_id, mint_stamps, slug_of
from feedsvc.core.reading import Reading
from feedsvc.model import Item, ParsedItem


def new_items(
    reading: Reading, places: Sequence[int], is_taken: IsTaken, is_named: Callable[[str], bool], now: datetime
) -> list[Item]:
    """Return an item for each of these places of the reading, in their order, with ids, slugs and stamps of its own.

    What a feed has given already is kept: the id, unless another item has it, and the moment, or the last free one
    before it. `is_taken` and `is_named` say whether some item of the store has a stamp, and an id or slug.
    """
    parsed = [reading.items[place] for place in places]
    stamps = _stamps(parsed, reading.zone, now, is_taken)
    given: set[str] = set()
    made: list[Item] = []

    def is_given(name: str) -> bool:
        return name in given or is_named(name)

    for place, item, stamp in zip(places, parsed, stamps, strict=True):
        identity, slug = _free_names(item, reading.authority, is_given)
        given.update((identity, slug))
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
                image=item.image,
            )
        )
    return made


def _stamps(parsed: Sequence[ParsedItem], zone: str, now: datetime, is_taken: IsTaken) -> list[datetime]:
    kept: dict[int, datetime] = {}
    used: set[datetime] = set()
    below: dict[datetime, datetime] = {}  # the last moment given to those who asked for this one: many may ask
    for place, item in enumerate(parsed):
        if item.published is not None:
            wanted = min(item.published, now).replace(microsecond=0)
            stamp = below.get(wanted, wanted)
            while stamp in used or is_taken(stamp):
                stamp -= SECOND
            kept[place] = below[wanted] = stamp
            used.add(stamp)
    days = [item.day for place, item in enumerate(parsed) if place not in kept]
    minted = iter(mint_stamps(days, zone, now, lambda stamp: stamp in used or is_taken(stamp)))
    return [kept[place] if place in kept else next(minted) for place in range(len(parsed))]


def _free_names(item: ParsedItem, authority: str, is_named: Callable[[str], bool]) -> tuple[str, str]:
    """The id and slug of a new item: of its first form, unless another item of that form, or of that slug, has them."""
    own = item.id if item.id and not is_named(item.id) else None
    digests = (digest_of(item, occurrence) for occurrence in count())
    candidates = ((own or item_id(authority, digest), slug_of(item.title, digest)) for digest in digests)
    return next(names for names in candidates if not any(map(is_named, names)))
