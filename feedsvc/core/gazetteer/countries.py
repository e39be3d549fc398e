"""The countries by code: their names, their addresses, and how they are found in a text."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from feedsvc.core.folding import bare
from feedsvc.core.gazetteer.matching import matcher_from, primary
from feedsvc.core.gazetteer.words import APOSTROPHES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from feedsvc.core.gazetteer.matching import Matcher, Place

_WORD = re.compile(r"[\w\u0300-\u036f\u00ad\u200c\u200d\u2060\ufeff]+")


@dataclass(frozen=True, slots=True, eq=False)
class Gazetteer:
    """What is known of countries. `codes` are all ISO 3166-1 alpha-2 codes and Kosovo's XK, sorted."""

    codes: tuple[str, ...]
    names: Mapping[str, Mapping[str, str]]
    slugs: Mapping[str, tuple[str, ...]]
    matcher: Callable[[], Matcher]

    def label(self, code: str, language: str) -> str:
        """Return the name in `language` (a BCP 47 tag), else in English, else the code itself."""
        names = self.names.get(code, {})
        return names.get(primary(language)) or names.get("en") or code

    def spellings(self, code: str) -> tuple[str, ...]:
        """Return a country's other addresses, sorted: alpha-3, numeric, names with and without accents."""
        return self.slugs.get(code, ())

    def find(self, text: str, language: str) -> tuple[Place, ...]:
        """Return what is named in `text`, in its order, the longest spelling at each place.

        Positions are those of `text` itself. The time is linear in its length.
        """
        return self.matcher().find(text, language)


def gazetteer_from(countries: Mapping[str, Any], spellings: Callable[[], Mapping[str, Any]]) -> Gazetteer:
    """Build the gazetteer from the contents of data/countries.json and of data/gazetteer.json.

    The second is large, so it is asked for only when something is to be found, and once.
    """
    table = countries["countries"]
    return Gazetteer(
        codes=tuple(sorted(table)),
        names={code: dict(row["names"]) for code, row in table.items()},
        slugs={code: _slugs(code, row) for code, row in table.items()},
        matcher=cache(lambda: matcher_from(spellings())),
    )


def _slugs(code: str, row: Mapping[str, Any]) -> tuple[str, ...]:
    names: Iterable[str] = (row["alpha3"], row["numeric"], *row["names"].values(), *row["also"])
    found: set[str] = set()
    for name in names:
        for form in (unicodedata.normalize("NFC", name).lower(), bare(name)):
            found.add("-".join(_WORD.findall(re.sub(f"[{APOSTROPHES}]", "", form).replace("&", "and"))))
    return tuple(sorted(found - {code.lower()}))
