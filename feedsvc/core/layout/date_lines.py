"""How well a line would do as the date line of an item: a number, no decision."""

from __future__ import annotations

import re

from feedsvc.core.dates import Slot
from feedsvc.core.furniture import kind_of
from feedsvc.core.phrases import Kind

NEVER = -60.0
_LONGEST, _MOST_NAMES = 80, 7  # characters, and words, of a line that names an office and a place around its date
_MOST_SMALL = 2  # words written small: the month, and one of the office's name
_AMONG_NAMES = 0.8  # what such a line is worth
_WORD = re.compile(r"[^\W\d_]+")
_SMALL_WORDS = "of the and de del des du da do dos das la el le les et y e"
_SMALL = frozenset(_SMALL_WORDS.split())
_PLACE_WORDS = 2  # of a place before the kind of news


def as_date(slot: Slot | None, text: str, kind: Kind | None, *, has_plain: bool) -> float:
    """Return what a line is worth as a date line; a place and a day are less where plain date lines stand."""
    if slot is None or (slot.form == "inside" and (kind is not None or not _is_among_names(text))):
        return NEVER
    if slot.form == "inside":
        return _AMONG_NAMES
    if kind in ("masthead", "mail header", "copyright", "unsubscribe", "contents"):
        return -1.0 if slot.form == "alone" else NEVER
    if slot.form == "alone":
        return _plainness(slot) if kind is None else NEVER  # "1 / 4" counts pages
    return _beside(text[slot.start : slot.end], slot, has_plain=has_plain)


def _beside(rest: str, slot: Slot, *, has_plain: bool) -> float:
    """What a date line is worth that has some other words beside its date."""
    words = rest.count(" ") + 1
    if words <= 6 and _ends_in_label(rest):
        return 2.5
    if slot.form == "opens" and not slot.apart and "," in rest and 2 < words <= _MOST_NAMES and _is_among_names(rest):
        return _AMONG_NAMES  # "17 May 2012 Washington DC, USA"
    if words > 6 or not (slot.apart or words <= 2):
        return NEVER
    return (1.6, 1.4, 1.0, 0.4, -0.4, -1.0)[words - 1] - (1.2 if has_plain else 0.0)


def _is_among_names(text: str) -> bool:
    """Whether a line with a date is short and has only words with a capital: "Congress 3 March 2020 Tbilisi"."""
    if len(text) > _LONGEST or text[-1] in ".!?":
        return False
    words = [word for word in _WORD.findall(text) if word.lower() not in _SMALL]
    return len(words) <= _MOST_NAMES and sum(word[0].islower() for word in words) <= _MOST_SMALL


def _ends_in_label(text: str) -> bool:
    """Whether words beside a date are the kind of news, or a place and the kind: "Geneva Press release"."""
    words = text.split()
    return any(kind_of(" ".join(words[start:])) == "label" for start in range(min(_PLACE_WORDS + 1, len(words))))


def _plainness(slot: Slot) -> float:
    """What a date alone on its line is worth: less without a year, relative, or hardly readable."""
    reading = slot.reading
    if reading.day is not None or reading.of_month is not None or "invalid_date" in reading.problems:
        return 3.0
    if reading.month_day:
        return 1.5
    return 0.4 if reading.problems else 1.0
