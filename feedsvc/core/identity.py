"""Mints what names an item for ever: its id, its slug, its `published`. Called once an item, at its first sight."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import date, datetime, time, timedelta
from urllib.parse import quote, unquote
from zoneinfo import ZoneInfo

from feedsvc.core.decode import FORBIDDEN
from feedsvc.core.folding import fold
from feedsvc.model import ParsedItem

SLUG_LENGTH = 60
IRI = re.compile(rf"[A-Za-z][A-Za-z0-9+.-]*:(?:(?!{FORBIDDEN.pattern})[^\s<>\"{{}}|\\^`])+")
SECOND = timedelta(seconds=1)

IsTaken = Callable[[datetime], bool]


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


def kept_id(name: str, authority: str) -> str:
    """Return the id of an item that another feed calls `name`: the same where that is an IRI.

    Atom allows nothing else (RFC 4287, section 4.2.6). Else it is a tag: URI, of which `given_name` makes `name` again.
    """
    return name if IRI.fullmatch(name) else _kept(authority) + quote(name, safe="")


def given_name(item: str, authority: str) -> str:
    """Return what RSS and JSON Feed call the item of an id: as the feed did that it was first in, whatever that is."""
    return unquote(item.removeprefix(_kept(authority))) if item.startswith(_kept(authority)) else item


def _kept(authority: str) -> str:
    return f"tag:{authority}:kept/"


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


def mint_stamps(days: Sequence[date | None], zone: str, now: datetime, is_taken: IsTaken) -> list[datetime]:
    """Return a `published` for each new item, given in the bulletin's order (newest on top), one of a kind.

    An item gets the first free second after noon of its day in `zone`, counted upwards from the bottom of the day.
    Where noon lies ahead of `now`, and for items without a day, seconds are counted back from `now`, from the top.
    `is_taken` says whether some item of the store has a stamp.
    """
    used: set[datetime] = set()
    places: dict[date | None, list[int]] = defaultdict(list)
    for place, day in enumerate(days):
        places[day].append(place)
    stamps: dict[int, datetime] = {}

    def is_free(stamp: datetime) -> bool:
        return stamp not in used and not is_taken(stamp)

    for day, of_day in places.items():
        made = _after_noon(day, of_day, zone, now, is_free) or _back_from(now, of_day, is_free)
        used.update(made.values())
        stamps.update(made)
    return [stamps[place] for place in range(len(days))]


def _after_noon(
    day: date | None, places: Sequence[int], zone: str, now: datetime, is_free: Callable[[datetime], bool]
) -> dict[int, datetime] | None:
    """Stamps after noon of `day`, or None where they would lie ahead of `now`."""
    if day is None:
        return None
    stamp = datetime.combine(day, time(12), ZoneInfo(zone)).astimezone(now.tzinfo)
    stamps: dict[int, datetime] = {}
    for place in reversed(places):
        stamp += SECOND
        while not is_free(stamp):
            stamp += SECOND
        stamps[place] = stamp
    return stamps if stamp <= now else None


def _back_from(now: datetime, places: Sequence[int], is_free: Callable[[datetime], bool]) -> dict[int, datetime]:
    stamp = now.replace(microsecond=0)
    stamps: dict[int, datetime] = {}
    for place in places:
        while not is_free(stamp):
            stamp -= SECOND
        stamps[place] = stamp
        stamp -= SECOND
    return stamps


class UpdatedStamps:
    """Hands out the `updated` of revised items, each second once, and none that some item of the store has."""

    def __init__(self, now: datetime, is_taken: IsTaken) -> None:
        self._given: set[datetime] = set()
        self._is_stored = is_taken
        self._free = now.replace(microsecond=0)

    def mint(self, before: datetime) -> datetime:
        """Return `now` or the last free second before it, but always one later than `before`."""
        while self._is_taken(self._free):
            self._free -= SECOND
        stamp = self._free
        if stamp <= before:
            stamp = before + SECOND
            while self._is_taken(stamp):
                stamp += SECOND
        self._given.add(stamp)
        return stamp

    def _is_taken(self, stamp: datetime) -> bool:
        return stamp in self._given or self._is_stored(stamp)
