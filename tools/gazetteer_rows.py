"""Puts the sources of the gazetteer together: which spelling means what, and what comes first."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from gazetteer_sources import (
    PARENTS,
    REGION,
    cities,
    counties,
    country_names,
    country_populations,
    default_capitals,
)
from gazetteer_tables import (
    codes_of,
    forms,
    lines,
    listed,
    marked,
    natural,
    pairs,
    persons,
    phrase,
    small_endings,
    universities,
    words,
)

from feedsvc.core.attribution.bodies import DONORS, SCHOOLS
from feedsvc.core.gazetteer.matching import ARTICLES, Case, Kind

# A capital goes before a namesake up to ten times as large, a country before anything smaller than itself.
CAPITAL_SHARE = 0.1
COUNTRY_SHARE = 0.05
# A name that a city has beside its usual one stands behind every usual name.
ALTERNATE_SHARE = 1000
MOST_CODES = 8
# A city of a million people is meant, whatever else its name says.
UNMISTAKABLE = 1_000_000
KINDS = ("capital", "city", "subdivision")
# From so small a share of a state's people, a town of its name is not meant.
TOWN_SHARE = 40
# How many people a town or county is thought to have of which nothing is said.
TOWN = 100_000
_ROMAN = re.compile(r"c{0,3}(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})e?")
LANGUAGES = ("en", "es", "fr", "pt", "ht")


class Row(NamedTuple):
    """One meaning of a spelling, as it stands in the file: see feedsvc.core.gazetteer.matching.Sense."""

    codes: str
    kind: Kind
    case: Case
    sure_in: str | None
    person: int
    population: int


class Candidate(NamedTuple):
    """A city, capital or subdivision that a spelling can mean."""

    code: str
    kind: Kind
    weight: int
    population: int


def rows() -> Iterator[tuple[str, Row]]:
    """Every spelling as folded words, with one of its meanings; of several meanings the first that fits counts."""
    known: dict[tuple[str, Case], tuple[Kind, dict[str, None]]] = {}
    for name, code, kind, case in _settled():
        _, codes = known.setdefault((name, case), (kind, {}))
        if code and known[name, case][0] == kind:
            codes[code] = None
    candidates = _candidates()
    populations = country_populations()
    for (name, case), (kind, codes) in known.items():
        also: tuple[str, ...] = ()
        if kind == "name":
            least = max(populations.get(code, 0) for code in codes) * COUNTRY_SHARE
            parents = {PARENTS.get(code) for code in codes}
            likely = (one for one in _ranked(candidates.get(name, ())) if one.weight >= least)
            also = tuple(one.code for one in likely if one.code not in parents)
        joined = " ".join(dict.fromkeys((*codes, *also)))
        sure_in = "en" if case == "dotted" else marked("else").get(name)
        yield from _written(name, Row(joined, kind, case, sure_in, _person(name), 0))
    settled = {name for name, case in known if case != "dotted"}
    for name, group in candidates.items():
        if name not in settled:
            ranked = _ranked(group)
            codes = dict.fromkeys(one.code for one in ranked)
            capitals = {one.code for one in ranked if one.kind == "capital"}
            joined = " ".join(code for rank, code in enumerate(codes) if rank < MOST_CODES or code in capitals)
            first = ranked[0]
            row = Row(
                joined, first.kind, _case(name), _sure_in(name, first.population), _person(name), first.population
            )
            yield from _written(name, row)


def _settled() -> Iterator[tuple[str, str, Kind, Case]]:
    """Spellings of which our own tables and the names of countries say what they are, the stronger first."""
    capital, capitals = (
        set(map(phrase, listed("cautions", "capital"))),
        set(map(phrase, listed("cautions", "capitals"))),
    )

    def case(name: str, usual: Case) -> Case:
        folded = phrase(name)
        return "all" if folded in capitals else "some" if folded in capital else usual

    for name in lines("others"):
        yield phrase(name), "", "other", "any"
    for what, name in pairs("nations"):
        code, kind = what.split()
        usual: Case = case(name, "any") if name[0].isupper() else "any"
        yield phrase(name), code, "nation" if kind == "names" else "demonym", usual
    for code, name in country_names():
        single = code not in REGION and " " not in phrase(name)
        yield phrase(name), code, "name", case(name, "some" if single else "any")
    for code, name in (*pairs("demonyms"), *pairs("townspeople")):
        yield phrase(name), code, "demonym", case(name, "any") if name[0].isupper() else "any"
    for name in lines("regions"):
        yield phrase(name), "", "region", "all" if name.isupper() else "any"
    for code, name in pairs("abbreviations"):
        yield phrase(name), code, "subdivision", "dotted"
    for code, name in natural():
        yield phrase(name), code, "subdivision", "some"
    for code, name in (*pairs("institutions"), *bodies(), *universities()):
        yield phrase(name), code, "institution", "all" if name.isupper() else "some" if " " in name else "title"


def bodies() -> Iterator[tuple[str, str]]:
    """Return the names of those who pay, and of schools, with their country."""
    for table in (DONORS, SCHOOLS):
        for code, names in table.items():
            yield from ((code, name.strip()) for name in names.split(";"))


def _candidates() -> dict[str, list[Candidate]]:
    """Everything below countries that a spelling can mean."""
    found: dict[str, list[Candidate]] = {}
    _add_cities(found)
    for code, name in pairs("towns"):
        _add_new(found, name, Candidate(code, "city", TOWN, 0))
    for code, name, weight in _subdivisions():
        _add(found, name, Candidate(code, "subdivision", weight, 0))
    for code, name in pairs("exonyms"):
        _add_new(found, name, Candidate(code, "subdivision", _average(code), 0))
    for name in counties():
        _add(found, name, Candidate("US", "subdivision", TOWN, 0))
    return found


def _add_cities(found: dict[str, list[Candidate]]) -> None:
    """Add the cities by all their names, and capitals also by the names of our own table."""
    names = set(pairs("capitals")) | {(code, name) for code, of in default_capitals().items() for name in of}
    capitals = {(code, phrase(name)) for code, name in names}
    population: dict[str, int] = {}
    for city in cities():
        for name in city.names:
            if (city.code, phrase(name)) in capitals:
                population[city.code] = max(population.get(city.code, 0), city.population)
                _add(found, name, Candidate(city.code, "capital", city.population, city.population))
            elif name in city.usual:
                _add(found, name, Candidate(city.code, "city", city.population, city.population))
            elif phrase(name) not in words():
                _add(found, name, Candidate(city.code, "city", city.population // ALTERNATE_SHARE, city.population))
    for code, name in sorted(names):
        _add(found, name, Candidate(code, "capital", population.get(code, 0), population.get(code, 0)))


def _subdivisions() -> Iterator[tuple[str, str, int]]:
    """Subdivisions with and without the word for their class, each as large as the average one of its country."""
    generic = set(map(phrase, lines("generic")))
    for code, name in pairs("subdivisions"):
        for form in forms(name):
            if phrase(form) not in generic and "†" not in form:
                yield code, form, _average(code)


def _average(code: str) -> int:
    """How many people a subdivision of a country has; no source says it of each."""
    return country_populations().get(code, 0) // codes_of("subdivisions").get(code, 1)


def _add(found: dict[str, list[Candidate]], name: str, candidate: Candidate) -> None:
    folded = phrase(name)
    if len(folded) > 2 and not folded.isdigit() and not _ROMAN.fullmatch(folded):
        found.setdefault(folded, []).append(candidate)


def _add_new(found: dict[str, list[Candidate]], name: str, candidate: Candidate) -> None:
    """Add another name of a place, where the place is not known by it already."""
    if all(one.code != candidate.code for one in found.get(phrase(name), ())):
        _add(found, name, candidate)


def _ranked(group: Iterable[Candidate]) -> list[Candidate]:
    """One candidate of each country, the likelier first: capitals before cities not far larger, then by size."""
    countries: dict[str, list[Candidate]] = {}
    for one in group:
        countries.setdefault(one.code, []).append(one)
    by_size = sorted(map(_merged, countries.values()), key=lambda one: (-one.weight, one.code))
    largest = by_size[0].weight if by_size else 0
    return sorted(by_size, key=lambda one: one.kind != "capital" or one.weight < largest * CAPITAL_SHARE)


def _merged(group: list[Candidate]) -> Candidate:
    """Places of one name in one country: as large as the largest, and a city rather than the land around it.

    A town that is nothing beside a state of its name is not meant: California, Chiapas.
    """
    largest = max(one.weight for one in group)
    first = min(group, key=lambda one: (one.weight * TOWN_SHARE < largest, KINDS.index(one.kind), -one.population))
    return first._replace(weight=largest)


def _case(name: str) -> Case:
    """Articles may be small, "la Ceiba", unless an ordinary word follows: "la Unión" is the European one."""
    if name in small_endings():
        return "some"
    first, _, rest = name.partition(" ")
    return "article" if first in ARTICLES and rest and rest not in words() else "title"


def _sure_in(name: str, population: int) -> str | None:
    """The languages in which a city's name means nothing else; None: all of them."""
    if name in marked("else"):
        return marked("else")[name]
    if name not in words() or population >= UNMISTAKABLE:
        return None
    return " ".join(language for language in LANGUAGES if language not in words()[name])


def _person(name: str) -> int:
    return int(name in marked("person") or name in persons())


def _written(name: str, row: Row) -> Iterator[tuple[str, Row]]:
    """The spelling, and with "&" for "and"."""
    yield name, row
    if " and " in name:
        yield name.replace(" and ", " & "), row
