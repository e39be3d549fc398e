"""What one reading of a source gave, as reconciling needs it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from feedsvc.model import Attribution, ParsedItem


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read of one source, with the countries of each item, and what minting needs to know of the source.

    `latest` is the last day that an item may bear. `accepted`: a person has accepted the reading, and so what needs
    review in it is new.
    """

    source: str
    zone: str
    authority: str
    latest: date
    items: tuple[ParsedItem, ...]
    attributions: tuple[Attribution, ...]
    accepted: bool = False


def is_held(item: ParsedItem, reading: Reading) -> bool:
    """Return whether an item is dated so far ahead that it is a mistake."""
    return item.day is not None and item.day > reading.latest
