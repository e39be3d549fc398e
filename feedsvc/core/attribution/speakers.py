"""Which of two towns of a name a text means by its language: in French, Brest in France before Brest in Belarus.

English is left out: it is written about towns everywhere.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from feedsvc.core.gazetteer import primary

if TYPE_CHECKING:
    from feedsvc.core.gazetteer import Place

_KNOWN = 500_000  # people, from which a city is meant in every language
# Countries where a language is spoken by many at home or in office, the one where it comes from first.
_SPOKEN = {
    "es": "ES AR BO CL CO CR CU DO EC GQ GT HN MX NI PA PE PR PY SV US UY VE",
    "fr": "FR BE BF BI BJ CA CD CF CG CH CI CM DJ DZ GA GF GN GP HT KM LU MA MC MG ML MQ MR MU NC NE PF RE RW SC SN TD "
    "TG TN VU",
    "pt": "PT AO BR CV GW MO MZ ST TL",
}


def speaks(code: str, language: str) -> bool:
    """Return whether a text of this language may be at home in a country; of English it is not known."""
    return code in _SPOKEN.get(primary(language), code)


def likeliest(place: Place, language: str) -> str:
    """Return the country that a place's name means by itself.

    A town of middling size gives way to its next largest namesake where the language comes from, if nobody speaks it in
    its own country.
    """
    first, *others = place.codes[:2]
    spoken = _SPOKEN.get(primary(language), "").split()
    is_open = place.kind == "city" and place.population < _KNOWN and first not in spoken
    return others[0] if is_open and spoken and others == spoken[:1] else first
