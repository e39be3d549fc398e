"""Whether a town's name alone is enough, or may be a common word, a person or one of many such towns."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from feedsvc.core.attribution.common_words import COMMON_WORDS, GENERIC_WORDS
from feedsvc.core.attribution.forenames import FORENAMES
from feedsvc.core.attribution.inhabitants import is_home
from feedsvc.core.folding import bare

if TYPE_CHECKING:
    from feedsvc.core.attribution.sightings import Sighting

TOWNS = ("city", "capital", "subdivision")
NAMED = (*TOWNS, "name", "nation")
BIG = 100_000  # people, from which one of several towns of a name is meant
_GREAT = 300_000  # people, from which a city is no common word in a language that has no such word: "Nice" in French
KNOWN = 500_000  # people, from which a city is better known than those who are called like it
_FEW = 2  # countries that have a town of a name, among which a middling one is meant too
_MIDDLING = 50_000
FLOOR = 15_000  # people, below which a town needs more than its name
PLACING = frozenset("if9")  # words before a place: "in Nice", "from Mobile"
_LEADING = frozenset("otj")  # and words that may stand before one: "de Progreso", "to Reading"
_LEADING_ARTICLE = re.compile(r"^(?:the|el|las?|los|les?) ")


def doubt(one: Sighting) -> str | None:
    """Return why a town's name alone is not enough, as a rule's name; None: it is."""
    last = "" if one.styled else one.before[-1:]
    is_placed = one.in_dateline or last in PLACING
    plain = _LEADING_ARTICLE.sub("", bare(one.words))
    is_generic = plain in GENERIC_WORDS and one.place.population < _GREAT  # not Lagos
    if is_generic or (not is_placed and _is_common(one, plain) and not is_home(one)):
        return "common_word"
    return _city_doubt(one, plain, is_led=last in _LEADING, is_placed=is_placed) if one.place.kind == "city" else None


def _is_common(one: Sighting, plain: str) -> bool:
    """A word of the language; in a headline of capitals any small town of one word may be one.

    A state of which something is said to be is none, where the language has no such word.
    """
    is_hidden = one.styled and one.place.kind == "city" and one.place.population < BIG and " " not in plain
    is_state = one.place.kind == "subdivision" and one.before[-1:] == "o"  # "o governo do Acre"
    is_word = plain in COMMON_WORDS and one.place.population < _GREAT and not is_state
    return is_hidden or not one.place.sure or is_word


def _city_doubt(one: Sighting, plain: str, *, is_led: bool, is_placed: bool) -> str | None:
    place = one.place
    if (place.person or plain in FORENAMES) and place.population < KNOWN and not is_placed:
        return "person_name"
    if place.population < FLOOR and not (is_placed or is_led):
        return "small_place"
    least = BIG if len(place.codes) > _FEW else _MIDDLING
    return "ambiguous_place" if len(place.codes) > 1 and place.population < least else None
