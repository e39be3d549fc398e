"""Decides which countries an item is about, and which it only mentions. docs/countries.md explains every rule."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from feedsvc.core.attribution.parts import parts
from feedsvc.core.attribution.resolve import settle
from feedsvc.core.attribution.sightings import sightings
from feedsvc.core.attribution.subjects import both_sides, subjects
from feedsvc.core.folding import bare
from feedsvc.model import Attribution, Evidence, HouseRules

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from feedsvc.core.attribution.parts import Part
    from feedsvc.core.gazetteer import Gazetteer
    from feedsvc.model import Role

_CONTINENTS = r"continent(?:e?s|e)?|worldwide"
_REGIONAL = re.compile(
    r"\b(?:(?:sub)?region(?:al|ales|ais|aux|ale)|(?<!union )(?<!uniao )europe(?:an(?! union)|en(?:ne)?|[ao]|ia|u)s?"
    r"|african?[ao]?s?|africaine?s?|of the pacific|du pacifique|countries|paises|nations|naciones|nacoes|arabs?|arabes?"
    r"|latinoamerican[ao]s?|asian|asiatic[ao]s?|asiatiques?"
    rf"|{_CONTINENTS})\b"
)
_MEETING = (
    r"(?:cita|reuni[oó]n|reuni[aã]o|encuentro|encontro|r[eé]union|foro|f[oó]rum|taller|atelier|seminario|s[eé]minaire"
    r"|cumbre)"
)
_WIDE = re.compile(
    rf"\b(?:{_CONTINENTS}|regional (?:gathering|meeting|conference|summit|workshop|forum|seminar|talks|dialogue)s?"
    rf"|{_MEETING} r[eé]gionale?)\b"
)
_BORDER = re.compile(r"border|crossing|fronti?er|fronteir|bi-?na[tc]ional")
_PARTS = ("continent", "worldwide", "regional", "régional")
_NO_RULES = HouseRules()


def attribute(
    title: str, paragraphs: tuple[str, ...], language: str, gazetteer: Gazetteer, rules: HouseRules = _NO_RULES
) -> Attribution:
    """Return the countries of an item, each with the words and the rule that led to it.

    Title before dateline before text; in doubt no country. Any text gets an answer, in time linear in its length.
    """
    found = parts(settle(sightings(title, paragraphs, language, gazetteer, rules), rules.home))
    plain = bare(title)
    regional = _REGIONAL.search(plain) or any(map(_is_wide, paragraphs))
    about = subjects(found, regional=bool(regional))
    if _BORDER.search(plain):
        about += both_sides(found, {one.code for one, _ in about})
    codes = _unique(one.code for one, _ in about)
    mentioned = _unique((*codes, *(one.code for one in found if one.is_country)))
    return Attribution(codes, mentioned, _evidence(found, about, mentioned))


def _is_wide(text: str) -> bool:
    # Most texts hold none of the words, which is found out much faster without the pattern.
    small = text.lower()
    return any(part in small for part in _PARTS) and _WIDE.search(small) is not None


def _evidence(
    found: Sequence[Part], about: Sequence[tuple[Part, str]], mentioned: tuple[str, ...]
) -> tuple[Evidence, ...]:
    """What spoke for and against each country, the first time that it did."""
    codes = {one.code for one, _ in about}
    told = [_told(one, one.code, "about", rule) for one, rule in about]
    told += [
        _told(one, one.code, "mentioned", _passing(one)) for one in found if one.is_country and one.code not in codes
    ]
    doubtful = [one for one in found if one.settled.rejected or one.settled.instead]
    told += [
        _told(one, code, "rejected", rule) for one in doubtful for code, rule in _rejected(one) if code not in mentioned
    ]
    first: dict[tuple[str, ...], Evidence] = {}
    for one in told:
        first.setdefault((one.code, one.words, one.where, one.rule), one)
    return tuple(first.values())


def _told(one: Part, code: str, role: Role, rule: str) -> Evidence:
    seen = one.settled.seen
    said = "always" if seen.verdict == "always" else rule
    return Evidence(code, role, seen.words, seen.where, said, seen.line.paragraph, seen.place.start)


def _passing(one: Part) -> str:
    return one.rule or ("host" if one.settled.seen.in_dateline else "passing")


def _rejected(one: Part) -> Iterator[tuple[str, str]]:
    """Countries that the words might have meant, each with the rule against it."""
    settled = one.settled
    if settled.rejected:
        codes = settled.seen.place.codes if settled.rejected.startswith("ambiguous") else (settled.code,)
        yield from ((code, settled.rejected) for code in codes)
    yield from ((code, "place_of_another") for code in settled.instead)


def _unique(codes: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(codes))
