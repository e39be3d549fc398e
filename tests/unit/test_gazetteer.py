"""What is known of countries, and how it is found in a text."""

from __future__ import annotations

import importlib.util
import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from feedsvc.core.folding import bare
from feedsvc.core.gazetteer import Gazetteer, gazetteer_from, inflections

ROOT = Path(__file__).parents[2]
DATA = ROOT / "feedsvc" / "data"
REGION_CODES = {
    "AG", "BS", "BB", "BZ", "CA", "CR", "CU", "DM", "DO", "SV", "GD", "GT", "GY",
    "HT", "HN", "JM", "MX", "NI", "PA", "KN", "LC", "VC", "SR", "TT", "US",
}  # fmt: skip
LANGUAGES = {"en", "es", "fr", "pt"}


def _read(name: str) -> dict[str, Any]:
    content: dict[str, Any] = json.loads((DATA / name).read_text("utf-8"))
    return content


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    """The gazetteer as shipped."""
    return gazetteer_from(_read("countries.json"), _read("region.json"))


def _found(gazetteer: Gazetteer, text: str, language: str = "en") -> list[tuple[str, str]]:
    places = gazetteer.find(text, language)
    return [("/".join(place.codes), text[place.start : place.end]) for place in places]


# --- data --------------------------------------------------------------------------------------------------------


def test_countries_are_built_from_cldr() -> None:
    """The shipped file is, byte for byte, what the tool builds from the pinned Babel."""
    spec = importlib.util.spec_from_file_location("build_countries", ROOT / "tools" / "build_countries.py")
    assert spec
    assert spec.loader
    tool = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(tool)
    assert tool.build().encode() == (DATA / "countries.json").read_bytes()


@pytest.mark.parametrize(
    ("code", "alpha3", "numeric"),
    [
        ("HN", "HND", "340"), ("DO", "DOM", "214"), ("CD", "COD", "180"), ("DE", "DEU", "276"), ("ET", "ETH", "231"),
        ("FR", "FRA", "250"), ("MM", "MMR", "104"), ("SD", "SDN", "729"), ("TL", "TLS", "626"), ("YE", "YEM", "887"),
        ("RO", "ROU", "642"), ("AF", "AFG", "004"), ("SS", "SSD", "728"), ("GB", "GBR", "826"),
    ],
)  # fmt: skip
def test_codes_in_force(code: str, alpha3: str, numeric: str) -> None:
    """Each country has the codes that ISO 3166-1 gives it today, not withdrawn ones."""
    row = _read("countries.json")["countries"][code]
    assert (row["alpha3"], row["numeric"]) == (alpha3, numeric)


def test_every_country(gazetteer: Gazetteer) -> None:
    """All 249 countries of ISO 3166-1 are there, each with its own codes and a name in each language."""
    rows = _read("countries.json")["countries"]
    assert len(gazetteer.codes) == 249
    assert len({row["alpha3"] for row in rows.values()}) == len({row["numeric"] for row in rows.values()}) == 249
    assert all(set(row["names"]) == LANGUAGES and all(row["names"].values()) for row in rows.values())


def test_region_is_complete() -> None:
    """Each country of the region has a capital and demonyms in four languages; other tables name real countries."""
    region, rows = _read("region.json"), _read("countries.json")["countries"]
    assert set(region["countries"]) == REGION_CODES
    for row in region["countries"].values():
        for table in (row["capitals"], row["demonyms"]):
            assert set(table) == LANGUAGES
            assert all(table.values())
    assert set(region["spellings"]) | set(region["neighbours"]) <= set(rows)


def test_licence_is_in_the_file() -> None:
    """The file says where its data comes from and under which licence."""
    content = _read("countries.json")
    assert "CLDR" in content["source"]
    assert "Unicode License" in content["licence"]


def test_every_name_finds_its_country(gazetteer: Gazetteer) -> None:
    """Every name of every country is found as that country, except those written with a comma or in parentheses."""
    for code, row in _read("countries.json")["countries"].items():
        for name in {*row["names"].values(), *row["also"]}:
            if "(" not in name and "," not in name:
                assert _found(gazetteer, f"En {name}: x") == [(code, name.removesuffix("."))]


# --- labels and addresses ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "language", "label"),
    [
        ("DO", "es", "República Dominicana"), ("DO", "fr-HT", "République dominicaine"),
        ("US", "pt_BR", "Estados Unidos"),
        ("HT", "ht", "Haiti"), ("HT", "", "Haiti"), ("ZZ", "en", "ZZ"),
    ],
)  # fmt: skip
def test_label(gazetteer: Gazetteer, code: str, language: str, label: str) -> None:
    """A label is in the reader's language, else in English, else the code."""
    assert gazetteer.label(code, language) == label


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("HN", {"hnd", "340", "honduras"}),
        ("DO", {"república-dominicana", "republica-dominicana", "dominican-republic", "république-dominicaine"}),
        ("CI", {"cote-divoire", "côte-divoire", "ivory-coast"}),
        ("TT", {"trinidad-and-tobago", "trinidad-y-tobago", "trinidad-e-tobago"}),
        ("MM", {"burma", "myanmar"}),
        ("LC", {"st-lucia", "saint-lucia", "santa-lucía"}),
    ],
)
def test_spellings(gazetteer: Gazetteer, code: str, expected: set[str]) -> None:
    """Addresses of a country are its other codes and its names, with and without accents."""
    assert expected <= set(gazetteer.spellings(code))


def test_spellings_are_unambiguous(gazetteer: Gazetteer) -> None:
    """No address leads to two countries, none is a country's own code, and each is one lower-case path segment."""
    counts = Counter(spelling for code in gazetteer.codes for spelling in gazetteer.spellings(code))
    assert set(counts.values()) == {1}
    assert not set(counts) & {code.lower() for code in gazetteer.codes}
    assert all(spelling == spelling.lower() and not set(spelling) & set(" /.'’&") for spelling in counts)
    assert gazetteer.spellings("ZZ") == ()


# --- finding -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("apostrophe", "’´`'ʼ‘")
def test_apostrophes(gazetteer: Gazetteer, apostrophe: str) -> None:
    """Every shape of apostrophe stands in a name, elides an article and makes a possessive."""
    text = f"Côte d{apostrophe}Ivoire, l{apostrophe}Haïti, Guyana{apostrophe}s"
    assert _found(gazetteer, text) == [("CI", f"Côte d{apostrophe}Ivoire"), ("HT", "Haïti"), ("GY", "Guyana")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ÉTATS-UNIS", [("US", "ÉTATS-UNIS")]),
        ("Hai\u0308ti, Pana\u00admá", [("HT", "Hai\u0308ti"), ("PA", "Pana\u00admá")]),
        ("Costa\u00a0Rica and\u2003El \u00a0Salvador", [("CR", "Costa\u00a0Rica"), ("SV", "El \u00a0Salvador")]),
        ("Trinidad & Tobago, St Lucia, St. Lucia",
         [("TT", "Trinidad & Tobago"), ("LC", "St Lucia"), ("LC", "St. Lucia")]),
        ("Guinea, Guinea-Bissau, Equatorial Guinea, Papua New Guinea",
         [("GN", "Guinea"), ("GW", "Guinea-Bissau"), ("GQ", "Equatorial Guinea"), ("PG", "Papua New Guinea")]),
        ("Dominica; the Dominican Republic", [("DM", "Dominica"), ("DO", "Dominican Republic")]),
        ("Sudan, South Sudan, Niger, Nigeria",
         [("SD", "Sudan"), ("SS", "South Sudan"), ("NE", "Niger"), ("NG", "Nigeria")]),
        ("Nigerians Omanis Malians", []),
        ("Guinea. Bissau", [("GN", "Guinea")]),
        ("Costa, Rica", []),
        ("Panama City is in Panama", [("PA", "Panama City"), ("PA", "Panama")]),
        ("the U.S., the USA and us", [("US", "U.S."), ("US", "USA")]),
        ("WE NEED US AND THE U.S.", [("US", "U.S.")]),
        ("a turkey in a jersey", []),
        ("Turkey and Jersey", [("TR", "Turkey"), ("JE", "Jersey")]),
        ("una cuba de agua en cuba", []),
        ("Latin American and American", [("", "Latin American"), ("US", "American")]),
        ("in New Mexico", []),
        ("a Dominican farmer", [("DO/DM", "Dominican")]),
        ("ホンジュラス 🇭🇳 Гондурас", []),
        ("", []),
    ],
)  # fmt: skip
def test_find(gazetteer: Gazetteer, text: str, expected: list[tuple[str, str]]) -> None:
    """Places are found whatever the case, accents and spaces; the longest name wins; words are never cut."""
    assert _found(gazetteer, text) == expected


@pytest.mark.parametrize(("language", "sure"), [("pt", True), ("pt-BR", True), ("es", False), ("", False)])
def test_sure_in_its_language(gazetteer: Gazetteer, language: str, sure: bool) -> None:
    """A word that is a verb in Spanish is a sure name in Portuguese only."""
    assert [place.sure for place in gazetteer.find("Gana", language)] == [sure]


def test_bare() -> None:
    """Folding takes away case, accents and invisible characters, of any Latin letter."""
    assert [bare(text) for text in ("HAITI", "Nicarágua", "Straße", "Ｐeru")] == [
        "haiti",
        "nicaragua",
        "strasse",
        "peru",
    ]


def test_inflections() -> None:
    """A compact entry stands for its stem with each ending, a plain one for itself."""
    assert inflections("haïtien//ne/s") == ("haïtien", "haïtienne", "haïtiens")
    assert inflections("Guyanese") == ("Guyanese",)
