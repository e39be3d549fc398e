"""Towns told by the people who live there: "Cork families", "familias de Progreso"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from feedsvc.core.attribution.speakers import speaks
from feedsvc.core.folding import bare

if TYPE_CHECKING:
    from feedsvc.core.attribution.sightings import Sighting

_LEAST = 100_000  # people, from which a word right before others is a town rather than a noun: "mission families"
_REACH = 24
_BEHIND = re.compile(
    r" (?:families|households|residents|pensioners|retirees|neighbou?rs|shopkeepers|homeowners|schoolchildren"
    r"|allotment holders|councillors|commuters)\b"
)
_BEFORE = re.compile(
    r"\b(?:familias?|familles|vecin[oa]s|vizinh[oa]s|habitant(?:e?s)|pobladores|moradores|residentes|riverains"
    r"|jubilad[oa]s|retraites|aposentad[oa]s) (?:de|do|da|du) $"
)
# Words that say as often how people are, or of what.
_QUALITIES = frozenset(
    ("centennial", "corona", "delta", "enterprise", "hub", "male", "metro", "mobile", "nice", "oral", "sale", "van")
)


def is_home(one: Sighting) -> bool:
    """Return whether a word stands beside people as only a town's name does. In a headline of capitals none does."""
    if one.styled or one.place.kind not in ("city", "capital"):
        return False
    text, place = one.line.scan.text, one.place
    if _BEFORE.search(bare(text[max(0, place.start - _REACH) : place.start])):
        return speaks(place.codes[0], one.line.language)
    is_town = place.population >= _LEAST and bare(one.words) not in _QUALITIES
    return is_town and _BEHIND.match(bare(text[place.end : place.end + _REACH])) is not None
