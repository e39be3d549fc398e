"""Reads tools/tables: lines of "KEY: entry; entry", where "hondureñ/o/a" stands for its stem with each ending."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from feedsvc.core.gazetteer.words import words_of

if TYPE_CHECKING:
    from collections.abc import Iterator

TABLES = Path(__file__).resolve().parent / "tables"
_UNIVERSITY = ("Universidad", "Université", "Universidade")
_NATURAL = {
    "whole": "{}",
    "lake": "Lake {}; {} Lake; Lago {}; Lago de {}; Lac {}; Lac de {}; Laguna {}; Laguna de {}; Lagoa de {}",
    "river": "{} River; River {}; Río {}; Rivière {}; Fleuve {}",
    "valley": "{} Valley; Valle {}; Valle de {}; Valle del {}; Vallée de {}; Vallée du {}; Vale de {}; Vale do {}",
    "volcano": "{} volcano; Volcán {}; Volcán de {}; Mount {}; Mont {}; Monte {}; Vulcão {}; Vulcão de {}",
    "mount": "Mount {}; Mont {}; Monte {}; Cerro {}; Pico {}",
    "island": "{} Island; Isla {}; Isla de {}; Île {}; Île de {}; Ilha {}; Ilha de {}",
}
_CLASS = re.compile(
    r" (?:County|Province|Region|Division|District|Department|oblysy|Krai|Municipality|State|Governorate|Oblast)$"
)


def phrase(name: str) -> str:
    """Return the folded words of a name, with one space between them: what is looked up."""
    return " ".join(words_of(name)[0])


def inflections(entry: str) -> tuple[str, ...]:
    """Return the forms that a compact entry stands for: "hondureñ/o/a" gives "hondureño" and "hondureña"."""
    stem, *endings = entry.split("/")
    return tuple(stem + ending for ending in endings) or (stem,)


def lines(table: str) -> Iterator[str]:
    """Return every form of a table without keys."""
    for line in _content(table):
        for entry in line.split(";"):
            yield from inflections(entry.strip())


def pairs(table: str) -> Iterator[tuple[str, str]]:
    """Return every form of a table with its key."""
    for line in _content(table):
        key, _, entries = line.partition(": ")
        for entry in entries.split(";"):
            for form in inflections(entry.strip()):
                yield key, form


def universities() -> Iterator[tuple[str, str]]:
    """Return every form of the name of every university with its country."""
    for code, name in pairs("universities"):
        if name.startswith("="):
            yield code, name[1:]
            continue
        yield from ((code, form) for form in (f"University of {name}", f"{name} University"))
        of = ("de ", "", "d'") if name[0] in "AEIOUÉÖÅHY" else ("de ", "")
        yield from ((code, f"{word} {link}{name}") for word in _UNIVERSITY for link in of)


def natural() -> Iterator[tuple[str, str]]:
    """Return every form of the name of every lake, river, mountain … with its country."""
    for key, name in pairs("natural"):
        code, kind = key.split()
        yield from ((code, form.format(name)) for form in _NATURAL[kind].split("; "))


def listed(table: str, key: str) -> list[str]:
    """Return the forms of one key, without what stands behind "="."""
    return [form.partition(" = ")[0] for found, form in pairs(table) if found == key]


@cache
def marked(key: str) -> dict[str, str]:
    """Return the folded words of one key of the cautions, each with what stands behind "=": languages."""
    found = (form.partition(" = ") for name, form in pairs("cautions") if name == key)
    return {phrase(word): languages for word, _, languages in found}


@cache
def words() -> dict[str, set[str]]:
    """Return the folded names of places that are ordinary words too, each with the languages where it is one."""
    found: dict[str, set[str]] = {}
    for languages, word in pairs("words"):
        found.setdefault(phrase(word), set()).update(languages.split())
    return found


@cache
def persons() -> frozenset[str]:
    """Return the folded names of places that persons have too."""
    return frozenset(map(phrase, lines("persons")))


@cache
def small_endings() -> frozenset[str]:
    """Return the folded names whose last word is written small: "Pays basque"."""
    names = (name for table in ("exonyms", "towns") for _, name in pairs(table))
    return frozenset(phrase(name) for name in names if name.split(" ")[-1].islower())


def codes_of(table: str) -> dict[str, int]:
    """Return how many forms each key of a table has."""
    count: dict[str, int] = {}
    for key, _ in pairs(table):
        count[key] = count.get(key, 0) + 1
    return count


def forms(name: str) -> tuple[str, ...]:
    """Return a subdivision's name with and without the word for its class: "Yoro Department", "Yoro"."""
    return tuple(dict.fromkeys((name, _CLASS.sub("", name))))


@cache
def _content(table: str) -> tuple[str, ...]:
    content = (TABLES / f"{table}.txt").read_text(encoding="utf-8").splitlines()
    return tuple(line for line in content if line and not line.startswith("#"))
