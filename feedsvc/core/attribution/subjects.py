"""Which countries an item is about: what its title, its dateline or its text says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from feedsvc.core.attribution.credible import TOWNS
from feedsvc.core.attribution.parts import LIST_LENGTH

if TYPE_CHECKING:
    from feedsvc.core.attribution.parts import Part

Subjects = list[tuple["Part", str]]  # each with its rule
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
    if free:
        is_host = item.regional or any(one.is_region for one in item.title)
        return (
            []
            if is_host and all(one.settled.seen.after == "H" or _is_located(one) for one in free)
            else _told(free, "title")
        )
    if any(map(_is_overview, item.title)):
        return []
    return _from_people(item) or _from_dateline(item) or _from_text(item) or _from_mentions(item)


def _layers(found: Sequence[Part], *, regional: bool) -> _Layers:
    text = [one for one in found if one.where == "summary" and not one.in_dateline]
    if regional:  # a town in it is where people met
        text = [one for one in text if not (one.kind in TOWNS and _is_located(one))]
    return _Layers(
        title=tuple(one for one in found if one.where == "title"),
        dateline=tuple(one for one in found if one.in_dateline and one.is_free),
        text=tuple(text),
        regional=regional,
    )


def _free_title(title: Sequence[Part]) -> list[Part]:
    """What is free in the title; a consulate in a town is its own country's."""
    free = [one for one in title if one.is_free]
    sending = [one for one in title if one.rule == "consulate" and one.is_yielding]
    return sending if sending and all(one.kind in TOWNS for one in free) else free


def _from_people(item: _Layers) -> Subjects:
    """People in the title are at home, unless the item is somewhere else; those who are taught are where they are."""
    people = [one for one in item.title if one.is_yielding and one.rule == "nationality"]
    schools = [one for one in item.title if one.is_yielding and one.rule == "training"]
    if people and schools:
        return _told(schools, "title")
    first = (one for one in item.text if one.is_free and one.is_first and not one.settled.seen.before.endswith("f"))
    elsewhere = {one.code for one in (*item.dateline, *first)}
    return _told(people, "title") if elsewhere <= {one.code for one in people} else []


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
    yielding = [one for one in item.title if one.is_yielding] or [one for one in item.text if one.is_yielding]
    yielding = [one for one in yielding if one.rule == "consulate"] or yielding
    return [(one, "alone") for one in yielding] if len({one.code for one in yielding}) == 1 else []


def _is_overview(one: Part) -> bool:
    return one.is_region or one.rule == "list"


def _is_located(one: Part) -> bool:
    return one.settled.seen.is_within or one.settled.seen.before.endswith(_LOCATING)


def _told(chosen: Iterable[Part], where: str) -> Subjects:
    return [(one, f"{where}_{one.kind}") for one in chosen]
