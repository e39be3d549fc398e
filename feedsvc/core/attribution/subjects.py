"""Which countries an item is about: what its title, its dateline or its text says."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from feedsvc.core.attribution.credible import NAMED, TOWNS
from feedsvc.core.attribution.parts import LIST_LENGTH
from feedsvc.core.folding import bare

if TYPE_CHECKING:
    from feedsvc.core.attribution.parts import Part

Subjects = list[tuple["Part", str]]  # each with its rule
_OUTSIDE = ("seat", "donor", "comparison", "name_of_thing")  # rules of what is the subject last of all
_SENT = re.compile(
    r"\b(?:doctor|surgeon|nurse|teacher|engineer|technician|journalist|firefighter|pilot|cadet|midwi"
    r"|medic[oa]s|enfermeir|enfermer[ao]"
    r"|docente|maestr[ao]s|profess?or|ingenier|engenheir|tecnic[ao]s|periodista|jornalista|bomber[ao]|bombeir|cirujan|parter"
    r"|medecin|infirmi|enseignant|ingenieur|technicien|pompier|journaliste|sages-femmes|chirurgien)"
)
_LOCATING = ("j", "9")  # letters of "at", before a place where something is held


@dataclass(frozen=True, slots=True)
class _Layers:
    """The parts of an item by where they stand. `regional`: its words say that it is about more than countries."""

    title: tuple[Part, ...]
    dateline: tuple[Part, ...]
    text: tuple[Part, ...]
    regional: bool


def subjects(found: Sequence[Part], *, regional: bool) -> Subjects:
    """Return the parts that say what the item is about. Title before dateline before text; in doubt none."""
    item = _layers(found, regional=regional)
    free = _free_title(item.title)
    if free and all(one.in_dateline for one in free) and _is_host(item, free):
        return []
    if free:
        is_host = item.regional or any(one.is_region for one in item.title)
        return (
            [] if is_host and all(one.settled.seen.hosts or _is_located(one) for one in free) else _told(free, "title")
        )
    if any(map(_is_overview, item.title)):
        return []
    return _from_people(item) or _from_dateline(item) or _from_text(item) or _from_mentions(item)


def both_sides(found: Sequence[Part], about: set[str]) -> Subjects:
    """Return the other country of an item of a border, where the first sentence of its text names the two as a pair."""
    first = [one for one in found if one.where == "summary" and one.is_free and one.is_first and one.kind == "name"]
    pairs = {one.settled.seen.group for one in first if one.code in about and one.settled.seen.group}
    return _told((one for one in first if one.settled.seen.group in pairs and one.code not in about), "text")


def _layers(found: Sequence[Part], *, regional: bool) -> _Layers:
    text = [one for one in found if one.where == "summary" and not one.in_dateline]
    if regional:  # a town in it is where people met
        text = [one for one in text if not (one.kind in TOWNS and _is_located(one))]
    return _Layers(
        title=tuple(one for one in found if one.where == "title"),
        dateline=tuple(one for one in found if one.in_dateline and one.is_free and one.where == "summary"),
        text=tuple(text),
        regional=regional,
    )


def _free_title(title: Sequence[Part]) -> list[Part]:
    """What is free in the title; a consulate in a town is its own country's."""
    free = [one for one in title if one.is_free]
    sending = [one for one in title if one.rule == "consulate" and one.is_yielding]
    if sending and all(one.kind in TOWNS for one in free):
        return sending
    elsewhere = [one for one in free if not one.in_dateline]
    is_host = any(one.kind in NAMED for one in elsewhere) and not any(one.settled.seen.before_colon for one in free)
    return elsewhere if is_host else free


def _is_host(item: _Layers, posted: Sequence[Part]) -> bool:
    """Whether the towns in a title's dateline are only where an item of a region was written."""
    named = {one.code for one in item.text if one.is_free}
    is_wide = item.regional or any(map(_is_overview, (*item.title, *item.text)))
    return is_wide and named.isdisjoint(one.code for one in posted)


def _from_people(item: _Layers) -> Subjects:
    """People in the title are at home, unless the item is somewhere else; those who are taught are where they are."""
    people = [one for one in item.title if one.is_yielding and one.rule == "nationality"]
    schools = [one for one in item.title if one.is_yielding and one.rule == "training"]
    if people and schools:
        return _told(people if _are_sent(people[0]) else schools, "title")
    first = (one for one in item.text if one.is_free and one.is_first and not one.settled.seen.before.endswith("f"))
    elsewhere = {one.code for one in (*item.dateline, *first)}
    return _told(people, "title") if elsewhere <= {one.code for one in people} else []


def _are_sent(people: Part) -> bool:
    """Whether the people of a title have a profession for which states send them to learn elsewhere."""
    return _SENT.search(bare(people.settled.seen.line.scan.text)) is not None


def _from_dateline(item: _Layers) -> Subjects:
    """The place of a regional meeting, or of an office that writes of another country, is only the host."""
    named = {one.code for one in item.text if one.is_free}
    confirmed = [one for one in item.dateline if one.code in named]
    if item.regional or any(map(_is_overview, item.text)):
        return [(one, "dateline") for one in confirmed]
    elsewhere = [one for one in item.text if one.is_free and one.is_first and one.kind == "name"]
    if elsewhere and not confirmed:
        return _told(elsewhere, "text") if item.dateline else []
    return [(one, "dateline") for one in confirmed or item.dateline]


def _from_text(item: _Layers) -> Subjects:
    """The country named most often, adjectives counting half; of two or three alike those of the first sentence.

    None after a region, beside a list, or where the dateline was only a host.
    """
    opening = next((one for one in item.text if one.is_free or one.is_region), None)
    if item.dateline or opening is None or opening.is_region or any(one.rule == "list" for one in item.text):
        return []
    free = [one for one in item.text if one.is_free]
    counts: Counter[str] = Counter()
    for one in (*free, *(one for one in item.title if one.is_yielding)):
        counts[one.code] += 1 if one.kind == "demonym" else 2
    most = max(counts[one.code] for one in free)
    top = {one.code for one in free if counts[one.code] == most}
    first = {one.code for one in free if one.is_first} & top
    return _told((one for one in free if one.code in (first or top)), "text") if len(top) < LIST_LENGTH else []


def _from_mentions(item: _Layers) -> Subjects:
    """With nothing else to be about, what would give way, if that is one country."""
    if item.dateline or any(map(_is_overview, item.text)) or any(one.is_free for one in item.text):
        return []
    is_wide = item.regional or any(one.kind == "region" for one in item.title)
    if is_wide and any(one.rule in ("abroad", "host") for one in (*item.title, *item.text)):
        return []  # consuls or people of several countries, where they met
    sent = {one.code for one in item.title if one.rule == "mission"}
    served = [one for one in (*item.title, *item.text) if one.rule == "nationality" and one.code in sent]
    if served:  # an embassy that serves its own people
        return [(one, "alone") for one in item.title if one.code == served[0].code]
    yielding = [one for one in item.title if one.is_yielding] or [one for one in item.text if one.is_yielding]
    for rule in ("consulate", "common_word"):
        yielding = [one for one in yielding if one.rule == rule] or yielding
    yielding = [one for one in yielding if one.rule not in _OUTSIDE] or yielding
    return [(one, "alone") for one in yielding] if len({one.code for one in yielding}) == 1 else []


def _is_overview(one: Part) -> bool:
    return one.is_region or one.rule == "list"


def _is_located(one: Part) -> bool:
    return one.settled.seen.is_within or one.settled.seen.before.endswith(_LOCATING)


def _told(chosen: Iterable[Part], where: str) -> Subjects:
    return [(one, f"{where}_{one.kind}") for one in chosen]
