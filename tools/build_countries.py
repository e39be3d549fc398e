"""Builds feedsvc/data/countries.json: tools/build_countries.py [FILE], in the test environment.

Every ISO 3166-1 country with its alpha-2, alpha-3 and numeric codes and its names in English, Spanish, French
and Portuguese. All of it is CLDR data, read through Babel, so the pinned Babel gives the same bytes every
time. Spellings that people write and CLDR lacks are kept by hand in tools/tables/addresses.txt.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from babel import Locale
from babel.core import get_cldr_version, get_global
from gazetteer_tables import pairs

TARGET = Path(__file__).resolve().parents[1] / "feedsvc" / "data" / "countries.json"
LANGUAGES = ("en", "es", "fr", "pt")

# Their names are other good spellings of the same languages: "Costa de Marfil", "Irão", "Saint Lucia".
VARIANTS = ("en_001", "en_CA", "es_419", "es_MX", "es_US", "fr_CA", "pt_PT")

# CLDR also knows reserved and user-assigned codes; ISO 3166-1 does not count them as countries. Of these only XK is
# taken, the code that everybody uses for Kosovo.
NOT_ISO = frozenset(("AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ"))

# Withdrawn codes that CLDR still maps to the country of today.
WITHDRAWN = frozenset(("BUR", "DDR", "FXX", "TMP", "YMD", "ZAR", "230", "249", "278", "280", "720", "736", "886"))


def build() -> str:
    """Return the whole file as text; ValueError when CLDR is not as this tool expects it."""
    addresses: dict[str, list[str]] = {}
    for code, name in pairs("addresses"):
        addresses.setdefault(code, []).append(name)
    names = {tag: _territories(tag) for tag in (*LANGUAGES, *VARIANTS)}
    codes = sorted(code for code in names["en"] if len(code) == 2 and code not in NOT_ISO)
    if len(codes) != 250:
        message = f"ISO 3166-1 has 249 countries, and Kosovo is one more; found {len(codes)}: correct NOT_ISO"
        raise ValueError(message)
    aliases = _aliases()
    head = {
        "source": f"Unicode CLDR {get_cldr_version()}, read through Babel by tools/build_countries.py",
        "licence": "Unicode License v3, https://www.unicode.org/license.txt; © 1991 onwards Unicode, Inc.",
    }
    lines = [f"{_json(key)}: {_json(value)}," for key, value in head.items()]
    countries = [
        f"{_json(code)}: {_json(_country(code, aliases[code], names, addresses.get(code, [])))}" for code in codes
    ]
    return "\n".join(("{", *lines, '"countries": {', ",\n".join(countries), "}}", ""))


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _territories(tag: str) -> dict[str, str]:
    return {str(code): str(name) for code, name in Locale.parse(tag).territories.items()}


def _aliases() -> dict[str, list[str]]:
    """For each alpha-2 code, its alpha-3 and numeric codes in force."""
    found: dict[str, list[str]] = {}
    for alias, codes in get_global("territory_aliases").items():
        if len(alias) == 3 and len(codes) == 1 and alias not in WITHDRAWN:
            found.setdefault(codes[0], []).append(alias)
    return found


def _country(
    code: str, aliases: list[str], names: dict[str, dict[str, str]], addresses: list[str]
) -> dict[str, object]:
    alpha3 = [alias for alias in aliases if alias.isalpha()]
    numeric = [alias for alias in aliases if alias.isdigit()]
    if len(alpha3) != 1 or len(numeric) != 1:
        message = f"{code}: one alpha-3 and one numeric code expected, found {aliases}: correct WITHDRAWN"
        raise ValueError(message)
    chosen = {language: names[language][code] for language in LANGUAGES}
    others = {*(names[tag][code] for tag in VARIANTS), *addresses} - set(chosen.values())
    return {"alpha3": alpha3[0], "numeric": numeric[0], "names": chosen, "also": sorted(others)}


if __name__ == "__main__":
    (Path(sys.argv[1]) if len(sys.argv) > 1 else TARGET).write_text(build(), encoding="utf-8", newline="\n")
