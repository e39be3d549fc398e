"""What finding the countries of an item costs: bench/countries.py [ROUNDS], with bench/requirements-countries.txt.

The gazetteer alone and with the judgement, beside geotext and country-named-entity-recognition in the same run, on
items of about 60 words. Each tool is loaded in a process of its own, which says what that costs in time and memory.
"""

from __future__ import annotations

import resource
import subprocess
import sys
from collections.abc import Callable
from statistics import median
from time import process_time
from typing import cast

ITEMS = 300
PLACES = (
    ("Tegucigalpa", "Honduras", "San Pedro Sula", "Mexico"),
    ("Port-au-Prince", "Haiti", "Ouanaminthe", "the Dominican Republic"),
    ("Nairobi", "Kenya", "Dadaab", "Somalia"),
    ("Bogotá", "Colombia", "Cúcuta", "Venezuela"),
    ("Lisboa", "Portugal", "São Paulo", "Brasil"),
)
TEXT = (
    "{0}, 4 May. The Government of {1} and the International Organization for Migration opened a reception centre in "
    "{2} for people returned from {3}, with support from the Government of Canada. More than {4} families took part in "
    "the event on Monday morning, the first of its kind in the country, and the mayor thanked everybody who had made "
    "it possible."
)


def texts() -> list[str]:
    """Return the items, each with its own number, so that nothing is remembered."""
    return [TEXT.format(*PLACES[number % len(PLACES)], number) for number in range(ITEMS)]


def find() -> Callable[[str], object]:
    """Return our search for places."""
    from feedsvc.bootstrap import gazetteer

    places = gazetteer()
    return lambda text: places.find(text, "en")


def judge() -> Callable[[str], object]:
    """Return our search and judgement together."""
    from feedsvc.bootstrap import gazetteer
    from feedsvc.core.attribute import attribute

    places = gazetteer()
    return lambda text: attribute(text[:60], (text,), "en", places)


def geotext() -> Callable[[str], object]:
    """Return geotext's search for cities and countries."""
    from geotext import GeoText

    return lambda text: GeoText(text).country_mentions


def recognition() -> Callable[[str], object]:
    """Return country-named-entity-recognition's search for countries."""
    from country_named_entity_recognition import find_countries

    return cast("Callable[[str], object]", find_countries)


TOOLS = {"ours, find": find, "ours, find and judge": judge, "geotext": geotext, "country-named-entity-r.": recognition}


def measure(name: str, rounds: int) -> str:
    """Return one line of the report: time and memory to load, time for an item, items in a second."""
    before, started = _memory(), process_time()
    tool = TOOLS[name]()
    tool("Honduras")
    loaded, memory = process_time() - started, _memory() - before
    items = texts()
    times = []
    for _ in range(rounds):
        started = process_time()
        for text in items:
            tool(text)
        times.append((process_time() - started) / ITEMS)
    each = median(times)
    return (
        f"{name:24} load {loaded * 1e3:6.0f} ms {memory:5.1f} MB   item {each * 1e3:7.3f} ms   {1 / each:8.0f} a second"
    )


def _memory() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    if len(sys.argv) > 2:
        print(measure(sys.argv[2], int(sys.argv[1])))
    else:
        for name in TOOLS:
            subprocess.run([sys.executable, __file__, sys.argv[1] if sys.argv[1:] else "7", name], check=True)
