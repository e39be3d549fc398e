"""What is known of countries, and how it is found in a text."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from feedsvc.core.folding import bare
from feedsvc.core.gazetteer import Gazetteer, gazetteer_from

ROOT = Path(__file__).parents[2]
DATA = ROOT / "feedsvc" / "data"
LANGUAGES = {"en", "es", "fr", "pt"}
# Nobody lives there, or no word of its own for those who do.
WITHOUT_DEMONYM = {
    "AQ", "AX", "BL", "BQ", "BV", "CC", "CX", "GG", "GS", "HM", "IO", "JE", "MF", "MP", "NF", "NU", "PN", "SH", "SJ",
    "SX", "TF", "TK", "UM", "WF",
}  # fmt: skip


def _read(name: str) -> dict[str, Any]:
    content: dict[str, Any] = json.loads((DATA / name).read_text("utf-8"))
    return content


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    """The gazetteer as shipped."""
    return gazetteer_from(_read("countries.json"), lambda: _read("gazetteer.json"))


def _found(gazetteer: Gazetteer, text: str, language: str = "en") -> list[tuple[str, str]]:
    places = gazetteer.find(text, language)
    return [("/".join(place.codes), text[place.start : place.end]) for place in places]


def _table(name: str) -> list[tuple[str, str]]:
    """The forms of one of the tables that the gazetteer is built from, each with its key."""
    rows = []
    for line in (ROOT / "tools" / "tables" / f"{name}.txt").read_text("utf-8").splitlines():
        key, _, entries = line.partition(": ")
        if not line.startswith("#"):
            for entry in entries.split(";"):
                stem, *endings = entry.strip().split("/")
                rows += [(key, stem + ending) for ending in endings or [""]]
    return rows


# --- data --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["countries", "gazetteer"])
def test_data_are_built(name: str, tmp_path: Path) -> None:
    """The shipped files are, byte for byte, what the tools build from the pinned packages and the tables."""
    built = tmp_path / "built.json"
    # In a process of its own: measuring coverage would make it ten times as long.
    tool = ROOT / "tools" / f"build_{name}.py"
    subprocess.run([sys.executable, tool, built], check=True, env={**os.environ, "PYTHONPATH": str(ROOT)})
    assert built.read_bytes() == (DATA / f"{name}.json").read_bytes()


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
    """All 249 countries of ISO 3166-1 and Kosovo are there, each with its own codes and a name in each language."""
    rows = _read("countries.json")["countries"]
    assert len(gazetteer.codes) == 250
    assert "XK" in gazetteer.codes
    assert len({row["alpha3"] for row in rows.values()}) == len({row["numeric"] for row in rows.values()}) == 250
    assert all(set(row["names"]) == LANGUAGES and all(row["names"].values()) for row in rows.values())


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
                ((codes, words),) = _found(gazetteer, f"En {name}: x")
                assert (codes.partition("/")[0], words.removesuffix(".")) == (code, name.removesuffix("."))


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
         [("SD", "Sudan"), ("SS", "South Sudan"), ("NE/NG", "Niger"), ("NG", "Nigeria")]),
        ("Hondurasland Omanisations Maliansk", []),
        ("Guinea. Bissau", [("GN", "Guinea"), ("GW/IN", "Bissau")]),
        ("Costa, Rica", []),
        ("Panama City is in Panama", [("PA/US", "Panama City"), ("PA", "Panama")]),
        ("the U.S., the USA and us", [("US", "U.S."), ("US", "USA")]),
        ("WE NEED US AND THE U.S.", [("US", "U.S.")]),
        ("a turkey in a jersey", []),
        ("Turkey and Jersey", [("TR", "Turkey"), ("JE", "Jersey")]),
        ("una cuba de agua en cuba", []),
        ("Latin American and American", [("", "Latin American"), ("US", "American")]),
        ("in New Mexico", [("US", "New Mexico")]),
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


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Danlí y Olancho", [("city", "HN"), ("subdivision", "HN")]),
        ("in Wales, Escocia, l'Angleterre", [("nation", "GB")] * 3),
        ("a Welsh choir, una gaita escocesa", [("demonym", "GB")] * 2),
        ("Downing Street and the Knesset", [("institution", "GB"), ("institution", "IL")]),
        ("Pristina, Kosovo", [("capital", "XK"), ("name", "XK")]),
        ("Puerto Rico, Hong Kong, Curaçao, Martinica", [("name", code) for code in ("PR", "HK", "CW", "MQ")]),
        ("the Virgin Islands; the British Virgin Islands; American Samoa; Samoa",
         [("name", "VI"), ("name", "VG"), ("name", "AS"), ("name", "WS")]),
        ("Swaziland, Birmania, Hollande, Alto Volta, Ceylon, Zaire, Persia, Rodesia",
         [("name", code) for code in ("SZ", "MM", "NL", "BF", "LK", "CD", "IR", "ZW")]),
        ("PNG, EE. UU., E.U.A., RDC, UAE, É.-U.", [("name", code) for code in ("PG", "US", "US", "CD", "AE", "US")]),
        ("Etazini ak Repiblik Dominikèn", [("name", "US"), ("name", "DO")]),
        ("Nueva Orleans, Londres, Genève, Munique",
         [("city", "US"), ("capital", "GB"), ("city", "CH"), ("city", "DE")]),
        ("Congo-Kinshasa, Congo-Brazzaville, North Korea, South Korea",
         [("name", code) for code in ("CD", "CG", "KP", "KR")]),
        ("une Nigérienne, une Nigériane", [("demonym", "NE"), ("demonym", "NG")]),
        ("the Guatemala-Honduras border", [("name", "GT"), ("name", "HN")]),
        ("Haïti/République dominicaine, Canada–Mexico", [("name", code) for code in ("HT", "DO", "CA", "MX")]),
        ("Clay County, Ky., and W. Va.", [("subdivision", "US")] * 3),
        ("Honduras的Panamáと、Peru는", [("name", "HN"), ("name", "PA"), ("name", "PE")]),
        ("Łódź, Tromsø, Tromsoe, Cœur d’Alene", [("city", "PL"), ("city", "NO"), ("city", "US")]),
        ("Nuku'alofa and Xi’an", [("capital", "TO"), ("city", "CN")]),
    ],
)  # fmt: skip
def test_kinds(gazetteer: Gazetteer, text: str, expected: list[tuple[str, str]]) -> None:
    """Each kind of place is found as such, its likeliest country first."""
    assert [(place.kind, place.codes[0]) for place in gazetteer.find(text, "en")] == expected


@pytest.mark.parametrize(
    "text",
    [
        "el Golfo de México y el río Congo", "the Paris Agreement, la Convention de Genève", "o Estatuto de Roma",
        "Soviet Union, Yougoslavie, Checoslovaquia", "guinea pigs and brazil nuts",
        "an Asian American in the Indian Ocean",
        "our Spanish-speaking staff, langue française", "Lago Victoria, Lake Chad", "the Washington Post",
        "polish the swedes", "la unión hace la fuerza", "una mesa de metal", "APT and HIV", "Ky and Calif",
        "𝄞 \U0001f1ed\U0001f1f3 Гондурас هندوراس",
    ],
)  # fmt: skip
def test_no_place(gazetteer: Gazetteer, text: str) -> None:
    """Longer names that mean something else, states that are no more, and words in small letters are no places."""
    assert gazetteer.find(text, "en") == ()


@pytest.mark.parametrize(
    "name",
    [
        "Central America", "Centroamérica", "Amérique centrale", "América Central", "Northern Triangle",
        "Triángulo Norte", "Triângulo Norte", "the Sahel", "África", "Caraïbes", "CARICOM", "European Union", "UE",
        "Medio Oriente", "Southeast Asia", "caribeñas", "Latin Americans", "MERCOSUR", "pays membres",
    ],
)  # fmt: skip
def test_regions(gazetteer: Gazetteer, name: str) -> None:
    """A region or a body of several states is found, without a country."""
    assert [(place.kind, place.codes) for place in gazetteer.find(f"in {name}, today", "en")] == [("region", ())]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("la Ceiba", "la Ceiba"), ("La Ceiba", "La Ceiba"), ("La Unión", "La Unión"), ("la ceiba", None),
        ("SAN PEDRO SULA", "SAN PEDRO SULA"), ("LIMA, Peru", "LIMA"), ("VANNES EN FOULE", "VANNES"),
        ("OHIO", "OHIO"), ("the U.S. of", "U.S."), ("N.J. police", "N.J."), ("Tex. of", "Tex."),
        ("WE MEET IN APT", "APT"),
    ],
)  # fmt: skip
def test_capitals(gazetteer: Gazetteer, text: str, found: str | None) -> None:
    """Cities and subdivisions need capitals; articles before them may be small; a headline may be all capitals."""
    assert next((text[place.start : place.end] for place in gazetteer.find(text, "es")), None) == found


@pytest.mark.parametrize(
    ("word", "unsure"),
    [
        ("Nice", {"en"}), ("Reading", {"en"}), ("Mobile", {"en"}), ("Progreso", {"es", "pt"}),
        ("Victoria", {"en", "es", "pt"}), ("Plaisance", {"fr"}), ("Choluteca", set()), ("San Salvador", set()),
        ("Spanish", LANGUAGES), ("Spaniards", set()), ("Congo", {"en"}), ("America", {"es", "fr", "pt"}),
    ],
)  # fmt: skip
def test_words(gazetteer: Gazetteer, word: str, unsure: set[str]) -> None:
    """A place whose name is an ordinary word of a language is unsure in texts of that language."""
    assert {language for language in LANGUAGES if not gazetteer.find(word, language)[0].sure} == unsure


@pytest.mark.parametrize(
    ("name", "person"),
    [("Jordan", True), ("Paris", True), ("Lincoln", True), ("Rosario", True), ("Honduras", False), ("Danlí", False)],
)
def test_persons(gazetteer: Gazetteer, name: str, person: bool) -> None:
    """Forenames and surnames are marked, among countries, capitals and towns."""
    assert [place.person for place in gazetteer.find(name, "en")] == [person]


def test_likeliest_first(gazetteer: Gazetteer) -> None:
    """All countries of a name are there: the capital, unless far smaller than another, then by population."""
    codes = {name: gazetteer.find(name, "en")[0].codes for name in ("San José", "Hamilton", "Georgia", "Córdoba")}
    assert codes["San José"][:2] == ("CR", "US")
    assert codes["Hamilton"][0] == "CA"
    assert "BM" in codes["Hamilton"]
    assert codes["Georgia"] == ("GE", "US")
    assert {"AR", "CO", "ES", "MX"} == set(codes["Córdoba"])


def test_population(gazetteer: Gazetteer) -> None:
    """A city has its population, rounded; whatever is no city has none."""
    danli, honduras = gazetteer.find("Danlí, Honduras", "es")
    assert 10_000 < danli.population < 1_000_000
    assert danli.population % 1000 == 0
    assert honduras.population == 0


def test_every_country_has_people(gazetteer: Gazetteer) -> None:
    """Every country where people live has a demonym that finds it, in each of its inflections."""
    found: set[str] = set()
    for code, form in _table("demonyms"):
        (place,) = gazetteer.find(f"{form}, x", "es")
        assert place.kind in ("demonym", "name")
        assert code in place.codes
        found.add(code)
    assert set(gazetteer.codes) - found == WITHOUT_DEMONYM


def test_every_table_is_found(gazetteer: Gazetteer) -> None:
    """What the tables of names say is found as they say."""
    for table in ("aliases", "haitian", "capitals", "institutions", "exonyms", "towns"):
        for code, name in _table(table):
            if "," not in name:
                places = gazetteer.find(f"x {name} x", "es")
                assert len(places) == 1, (table, name)
                assert code in places[0].codes, (table, name)


def test_large_data_is_read_when_needed() -> None:
    """Names and codes cost nothing of the large file; it is read once, at the first look-up."""
    asked = []

    def load() -> dict[str, Any]:
        asked.append(1)
        return _read("gazetteer.json")

    lazy = gazetteer_from(_read("countries.json"), load)
    assert lazy.label("HN", "es") == "Honduras"
    assert not asked
    assert lazy.find("Peru", "en") == lazy.find("Peru", "en") != ()
    assert len(asked) == 1


def test_data_names_its_sources(gazetteer: Gazetteer) -> None:
    """The file is small, credits its sources, and knows no code but ours."""
    content = _read("gazetteer.json")
    assert (DATA / "gazetteer.json").stat().st_size < 4_000_000
    assert "CC BY 4.0" in content["sources"]["GeoNames"]
    assert "Unicode License" in content["sources"]["Unicode CLDR"]
    assert {code for sense in content["senses"] for code in sense[0].split()} <= set(gazetteer.codes)
