"""Half of a pair of peoples in one word: "colombo-venezolano", "franco-allemand". The other half is a demonym."""

from __future__ import annotations

import re

from feedsvc.core.folding import bare
from feedsvc.core.gazetteer import Place
from feedsvc.core.gazetteer.words import HYPHENS

_CODES = {
    "algero": "DZ", "anglo": "GB", "austro": "AT", "belgo": "BE", "colombo": "CO", "dominico": "DO", "egypto": "EG",
    "franco": "FR", "germano": "DE", "greco": "GR", "hispano": "ES", "indo": "IN", "irano": "IR", "israelo": "IL",
    "italo": "IT", "libano": "LB", "luso": "PT", "nipo": "JP", "nippo": "JP", "ruso": "RU", "russo": "RU", "sino": "CN",
    "sirio": "SY", "syro": "SY", "tuniso": "TN", "turco": "TR", "turko": "TR",
}  # fmt: skip
_HYPHEN = frozenset(HYPHENS)
_PREFIX = re.compile(rf"\b(?:{'|'.join(_CODES)})(?=[{HYPHENS}])", re.IGNORECASE)


def with_prefixes(text: str, places: tuple[Place, ...]) -> tuple[Place, ...]:
    """Return the places of a text with the halves that stand before a demonym."""
    demonyms = {place.start for place in places if place.kind == "demonym"}
    if not demonyms or _HYPHEN.isdisjoint(text):
        return places
    found = [
        Place((_CODES[bare(match[0])],), "demonym", match.start(), match.end(), sure=True, person=False)
        for match in _PREFIX.finditer(text)
        if match.end() + 1 in demonyms
    ]
    return tuple(sorted((*places, *found), key=lambda one: one.start)) if found else places
