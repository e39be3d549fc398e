"""What the places of a title make of each other: whose bakers, which club, from where people act for their country."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from feedsvc.core.attribution.credible import TOWNS

if TYPE_CHECKING:
    from feedsvc.core.attribution.parts import Part

_LIVING = re.compile(r"[pz]?[ij9o]a?")  # between people and the town where they live: "Haitians in", "haitiana de"
_STATE = frozenset("OhJM")  # those who act for a state
_LEADING = frozenset("if9jotw")  # words before a town that no club's name follows


def in_titles(found: list[Part]) -> list[Part]:
    """Return the parts of an item, the title's first, with those that are mentions because of others in its title."""
    size = next((index for index, one in enumerate(found) if one.where != "title"), len(found))
    if not size:
        return found
    title = _expatriates(_adjectives(found[:size]))
    leagues = {one.code for one in found if _has_league(one)}
    return [*(_clubs(title, leagues) if len(leagues) == 1 else title), *found[size:]]


def _adjectives(title: list[Part]) -> list[Part]:
    """In a title that says where, an adjective says whose: "Turkish bakers open a shop in Trujillo", "Lima: …"."""
    there = {one.code for one in title if one.is_free and _says_where(one)}
    if not there:
        return title
    return [one._replace(rule="nationality") if _is_adjective(one, there) else one for one in title]


def _says_where(one: Part) -> bool:
    return one.settled.seen.is_within or one.settled.seen.before_colon


def _is_adjective(one: Part, there: set[str]) -> bool:
    if one.kind != "demonym" or not one.is_free or one.code in there:
        return False
    seen = one.settled.seen
    acts_for_state = bool({seen.before[-1:], seen.after} & _STATE)
    return not acts_for_state and not seen.group


def _expatriates(title: list[Part]) -> list[Part]:
    """People of a country act for it from where they live: "Salvadorans in Houston build a clinic in Apopa"."""
    if not any(one.rule == "nationality" for one in title):
        return title
    home = {one.code for one in title if one.is_country and one.rule != "nationality"}
    told = list(title)
    for index, (people, town) in enumerate(pairwise(title), 1):
        is_people = people.rule == "nationality" and people.code in home
        if is_people and town.is_free and town.code != people.code and _live_there(people, town):
            told[index] = town._replace(rule="abroad")
    return told


def _live_there(people: Part, town: Part) -> bool:
    scan, index = people.settled.seen.line.scan, people.settled.seen.index
    return _LIVING.fullmatch(scan.letters, scan.at[index] + 1, scan.at[town.settled.seen.index]) is not None


def _has_league(one: Part) -> bool:
    cue = one.settled.seen.cue
    return cue is not None and cue.rule == "league" and one.is_country


def _clubs(title: list[Part], leagues: set[str]) -> list[Part]:
    """A town beside another country's league is a club's name: "Barcelona lead the Ecuadorian league"."""
    return [one._replace(rule="club") if _is_club(one, leagues) else one for one in title]


def _is_club(one: Part, leagues: set[str]) -> bool:
    seen = one.settled.seen
    return one.is_free and one.kind in TOWNS and one.code not in leagues and seen.before[-1:] not in _LEADING
