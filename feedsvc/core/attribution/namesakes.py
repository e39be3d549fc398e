"""Places that are none where they stand: persons, months, dishes, and parts of longer names that nobody listed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from feedsvc.core.attribution.common_words import MONTHS
from feedsvc.core.attribution.credible import BIG, KNOWN, NAMED, TOWNS
from feedsvc.core.attribution.fixed_names import FIXED_NAMES
from feedsvc.core.attribution.forenames import FORENAMES
from feedsvc.core.folding import bare
from feedsvc.core.gazetteer import primary

if TYPE_CHECKING:
    from feedsvc.core.attribution.scan import Scan
    from feedsvc.core.gazetteer import Place

_HUGE = 1_000_000  # people, from which a city may stand behind another name: "Metropolitan Lima"
_REACH = 30
_NEXT = re.compile(r"[ -]([^\W_]+)")
_LAST = re.compile(r"([^\W_]+)[ -](?:(?:de|d'|d’|of|da|do|du|la|las|los|les|l'|l’)[ -]?){0,2}$")
_SMALL = frozenset(("es", "pt"))  # languages that write adjectives of countries small
_IN_FIXED = frozenset(word for pair in FIXED_NAMES for word in pair)
_OFFICES = frozenset("hJOuec")  # words that keep their meaning before an adjective with a capital: "Agencia Sueca"
_TRADE = re.compile(r"(?:^|[^zZN])a[zZ]$|p$|aa$")
_PAIRING = frozenset("-/:,(")  # behind one of two: "el partido Israel-Italia"


def namesakes(scan: Scan, language: str) -> dict[int, str]:
    """Return which places of a text are no places there, and by which rule."""
    found: dict[int, str] = {}
    for index, place in enumerate(scan.places):
        words = bare(scan.text[place.start : place.end])
        if words in _IN_FIXED and _is_fixed(scan.text, place, words):
            found[index] = "fixed_name"
        elif place.kind in NAMED:
            rule = _rule(scan, index, words, found.get(index - 1))
            if rule:
                found[index] = rule
        elif place.kind == "region" and scan.around(index)[0] in "FM":
            found[index] = "person_name"
        elif place.kind == "demonym" and primary(language) in _SMALL and _is_club(scan, index):
            found[index] = "part_of_name"
    return found


def _rule(scan: Scan, index: int, words: str, last: str | None) -> str | None:
    place = scan.places[index]
    if " " not in words and place.kind in TOWNS and words in MONTHS:
        return "month"
    if " " not in words and _is_person(scan, index, words, last):
        return "person_name"
    is_part = place.kind == "city" and (_is_part(scan, index) or _is_tail(scan, index))
    return "part_of_name" if is_part or _is_head(scan, index) else None


def _is_fixed(text: str, place: Place, words: str) -> bool:
    """Whether a thing is called so wherever it comes from: "Turkish coffee", "coles de Bruselas"."""
    after = _NEXT.match(text, place.end)
    if after and (words, bare(after[1])) in FIXED_NAMES:
        return True
    before = _LAST.search(text, max(0, place.start - _REACH), place.start)
    return before is not None and (bare(before[1]), words) in FIXED_NAMES


def _is_person(scan: Scan, index: int, words: str, last: str | None) -> bool:
    """Whether it stands behind a title, a first name or a first name that is a place, or is one before a surname."""
    before, after = scan.around(index)
    if before in "FM" or (before in "NTSR" and last == "person_name"):
        return True
    is_name = scan.places[index].person
    if is_name and (before == "Z" or _is_trade(scan, index)):
        return True
    return after in "ZFNTS" and (is_name or words in FORENAMES) and not _is_pair(scan, index, after)


def _is_pair(scan: Scan, index: int, after: str) -> bool:
    """Whether another country that persons are not called like follows: "Grecia Turquía"."""
    return after == "N" and scan.places[index].kind == "name" and not scan.places[index + 1].person


def _is_trade(scan: Scan, index: int) -> bool:
    """Whether a noun with an article, or somebody's work, stands right before: "le menuisier Chad", "teacher Chad".

    So does kin in English, because French has "son" for "his": "her son Chad".
    """
    at = scan.at[index]
    return scan.letters[at + 1 : at + 2] not in _PAIRING and _TRADE.search(scan.letters, max(0, at - 3), at) is not None


def _is_part(scan: Scan, index: int) -> bool:
    """Whether a town's name goes on in words that nobody listed: "Paso Canoas", "Reston Virus"."""
    before, after = scan.around(index)
    population = scan.places[index].population
    return (before in "ZF" and population < _HUGE) or ((before == "Y" or after in "ZF") and population < BIG)


def _is_tail(scan: Scan, index: int) -> bool:
    """Whether a small town is the end of another one's name: "Luján de Cuyo"."""
    place, at = scan.places[index], scan.at[index]
    if place.population >= BIG or scan.letters[max(0, at - 2) : at] != "To":
        return False
    return not set(place.codes) & set(scan.places[index - 1].codes)


def _is_head(scan: Scan, index: int) -> bool:
    """Whether a name is borrowed by something in a big city elsewhere: "Liverpool de Montevideo", "América de Cali"."""
    if scan.letters[scan.at[index] + 1 : scan.at[index] + 3] != "oT":
        return False
    name, city = scan.places[index : index + 2]
    return city.population >= KNOWN and city.codes[0] not in name.codes


def _is_club(scan: Scan, index: int) -> bool:
    """Whether a capital letter makes a name of an adjective: "a Portuguesa"; not of an institution's last word."""
    first = scan.text[scan.places[index].start]
    if scan.around(index)[0] in _OFFICES:
        return False
    return first.isupper() and not scan.styled and all(letter.islower() for letter in scan.around(index))
