"""Mints what names an item for ever: its id, its slug, its `published`. Called once an item, at its first sight."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from feedsvc.core.folding import fold
from feedsvc.model import ParsedItem

SLUG_LENGTH = 60
_SECOND = timedelta(seconds=1)


def digest_of(item: ParsedItem, occurrence: int) -> str:
    """Return 16 characters of [a-z2-7] made from an item's first form: language, day, headline and text, folded.

    The same form gives the same digest on every machine, so a fresh start on the same bulletin gives the same ids.
    `occurrence` (from 0) tells items of one form apart.
    """
    form = [
        item.language,
        item.day and item.day.isoformat(),
        fold(item.title),
        [fold(p) for p in item.paragraphs],
    ]
    text = json.dumps([*form, occurrence], ensure_ascii=False, separators=(",", ":"))
    return base64.b32encode(hashlib.sha256(text.encode()).digest()).decode()[:16].lower()


def item_id(authority: str, digest: str) -> str:
    """Return the tag: URI (RFC 4151) of an item; `authority` is "domain,date"."""
    return f"tag:{authority}:item/{digest}"


def slug_of(title: str, digest: str) -> str:
    """Return the permalink's last part: words of the headline in a-z and 0-9, and six characters of the digest."""
    plain = unicodedata.normalize("NFKD", fold(title).replace("'", "")).encode("ascii", "ignore").decode()
    words = re.findall(r"[a-z0-9]+", plain)
    kept: list[str] = []
    for word in words:
        if len("-".join([*kept, word])) > SLUG_LENGTH:
            break
        kept.append(word)
    return "-".join([*kept, digest[:6]])


def mint_stamps(days: Sequence[date | None], zone: str, now: datetime, taken: AbstractSet[datetime]) -> list[datetime]:
    """Return a `published` for each new item, given in the bulletin's order (newest on top), one of a kind.

    An item gets the first free second after noon of its day in `zone`, counted upwards from the bottom of the day.
    Where noon lies ahead of `now`, and for items without a day, seconds are counted back from `now`, from the top.
    """
    used = set(taken)
    places: dict[date | None, list[int]] = defaultdict(list)
    for place, day in enumerate(days):
        places[day].append(place)
    stamps: dict[int, datetime] = {}
    for day, of_day in places.items():
        made = _after_noon(day, of_day, zone, now, used) or _back_from(now, of_day, used)
        used.update(made.values())
        stamps.update(made)
    return [stamps[place] for place in range(len(days))]


def _after_noon(
    day: date | None, places: Sequence[int], zone: str, now: datetime, used: AbstractSet[datetime]
) -> dict[int, datetime] | None:
    """Stamps after noon of `day`, or None where they would lie ahead of `now`."""
    if day is None:
        return None
    stamp = datetime.combine(day, time(12), ZoneInfo(zone)).astimezone(now.tzinfo)
    stamps: dict[int, datetime] = {}
    for place in reversed(places):
        stamp += _SECOND
        while stamp in used:
            stamp += _SECOND
        stamps[place] = stamp
    return stamps if stamp <= now else None


def _back_from(now: datetime, places: Sequence[int], used: AbstractSet[datetime]) -> dict[int, datetime]:
    stamp = now.replace(microsecond=0)
    stamps: dict[int, datetime] = {}
    for place in places:
        while stamp in used:
            stamp -= _SECOND
        stamps[place] = stamp
        stamp -= _SECOND
    return stamps


class UpdatedStamps:
    """Hands out the `updated` of revised items, each second once."""

    def __init__(self, now: datetime, taken: Iterable[datetime]) -> None:
        self._taken = set(taken)
        self._free = now.replace(microsecond=0)

    def mint(self, before: datetime) -> datetime:
        """Return `now` or the last free second before it, but always one later than `before`."""
        while self._free in self._taken:
            self._free -= _SECOND
        stamp = self._free
        if stamp <= before:
            stamp = before + _SECOND
            while stamp in self._taken:
                stamp += _SECOND
        self._taken.add(stamp)
        return stamp
