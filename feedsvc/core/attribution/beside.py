"""What a whole item says about each of its places."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from feedsvc.core.attribution.credible import BIG, TOWNS, doubt
from feedsvc.core.attribution.territories import lies_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from feedsvc.core.attribution.sightings import Sighting

_OF_NAMES = ("person_name", "named_after")  # what is a name once is one again


@dataclass(frozen=True, slots=True)
class Beside:
    """The rest of an item, for a place of it.

    `anchors` are the countries named beyond doubt, and how often; `names` the words for each country; `towns` those of
    towns that most likely lie in it, `cities` of its big ones. `placed` is the country of each name that a container
    settles somewhere; `never` the words that are a person's or a thing's name somewhere, with the rule; `doubts` why
    each town's name alone is not enough, None: it is; `home` is the source's.
    """

    anchors: Counter[str]
    names: dict[str, set[str]]
    towns: dict[str, set[str]]
    cities: dict[str, set[str]]
    placed: dict[str, str]
    never: dict[str, str]
    doubts: dict[Sighting, str | None]
    home: tuple[str, ...]


def beside(seen: Sequence[Sighting], home: tuple[str, ...]) -> Beside:
    """Return what the places of an item say about each other."""
    named = [one for one in seen if one.place.codes and one.rejected is None]
    doubts = {one: doubt(one) for one in named if one.place.kind in TOWNS}
    trusted = [one for one, why in doubts.items() if why is None]
    never = {one.words: one.rejected for one in seen if one.rejected in _OF_NAMES}
    return Beside(
        anchors=Counter(one.place.codes[0] for one in named if _is_anchor(one, doubts)),
        names=_words(named) if never else {},
        towns=_words(trusted),
        cities=_words(one for one in trusted if one.place.population >= BIG),
        placed=dict(placed for one in named for placed in _placed(one)),
        never=never,
        doubts=doubts,
        home=home,
    )


def _is_anchor(one: Sighting, doubts: Mapping[Sighting, str | None]) -> bool:
    """Whether a place names its country beyond doubt: a country, a people, an institution, a province of one name."""
    place = one.place
    if place.kind == "city" or not place.sure or one.works_abroad:
        return False
    is_one = len(place.codes) == 1
    if place.kind in TOWNS:
        return is_one and doubts[one] is None
    return is_one or (place.kind in ("name", "nation") and not place.person)


def _words(seen: Iterable[Sighting]) -> dict[str, set[str]]:
    """For each country the words that most likely mean it."""
    found: dict[str, set[str]] = {}
    for one in seen:
        found.setdefault(one.place.codes[0], set()).add(one.words)
    return found


def _placed(one: Sighting) -> tuple[tuple[str, str], ...]:
    """The name of a place with the country that its container settles."""
    if not one.container:
        return ()
    inside = [code for code in one.place.codes if lies_in(code, one.container)]
    return ((one.words, inside[0] if inside else one.container[0]),)
