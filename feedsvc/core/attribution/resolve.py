"""Which country each place of an item is: by its container, by the rest of the item, by the source's home, by size."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from feedsvc.core.attribution.beside import Beside, beside
from feedsvc.core.attribution.credible import PLACING, TOWNS
from feedsvc.core.attribution.speakers import likeliest
from feedsvc.core.attribution.territories import STATED, lies_in

if TYPE_CHECKING:
    from collections.abc import Sequence

    from feedsvc.core.attribution.sightings import Sighting
    from feedsvc.core.gazetteer import Place

_BESIDE_ADJECTIVES = frozenset("zhJOpmdgVu3ecyqKW")  # nouns beside an adjective that is also a language's name
_MOST = 4  # countries whose towns may be meant by a capital's name
_HIDDEN = ("common_word", "person_name")  # doubts that only a big city of the same country lifts


class Settled(NamedTuple):
    """A sighting with the country that it was found to be, or the rule that rejects it.

    `instead` are countries that the words alone would rather have meant. `is_weak`: it may be a common word all the
    same.
    """

    seen: Sighting
    code: str
    rejected: str | None = None
    instead: tuple[str, ...] = ()
    is_weak: bool = False


def settle(seen: Sequence[Sighting], home: tuple[str, ...]) -> list[Settled]:
    """Return each sighting with its country."""
    rest = beside(seen, home)
    return [_settled(one, rest) for one in seen]


def _settled(one: Sighting, rest: Beside) -> Settled:
    if not one.place.codes:
        return Settled(one, "")
    found = _found(one, rest)
    is_open = found.rejected is None and one.words not in rest.placed
    return found._replace(is_weak=True) if is_open and rest.doubts.get(one) == "common_word" else found


def _found(one: Sighting, rest: Beside) -> Settled:
    for step in STEPS:
        found = step(one, rest)
        if found is not None:
            return found
    return _alone(one)


def _rejected(one: Sighting, _: Beside) -> Settled | None:
    return Settled(one, one.place.codes[0], one.rejected) if one.rejected else None


def _name_elsewhere(one: Sighting, rest: Beside) -> Settled | None:
    """A person's or ship's name that stands again without what showed it."""
    rule, code = rest.never.get(one.words), one.place.codes[0]
    if rule is None or one.container or one.before[-1:] in PLACING or rest.names[code] - rest.never.keys():
        return None
    return Settled(one, code, rule)


def _placed(one: Sighting, rest: Beside) -> Settled | None:
    """A place whose container stands beside it, here or where the item names it again."""
    code, usual = rest.placed.get(one.words), one.place.codes[0]
    if code is None:
        return None
    return Settled(one, code, instead=() if lies_in(usual, (code,)) else (usual,))


def _anchored(one: Sighting, rest: Beside) -> Settled | None:
    """The likeliest country where the item names it, else the one that it names most often."""
    found = [code for code in _possible(one.place) if code in rest.anchors]
    if not found:
        return None
    return Settled(one, found[0] if found[0] == one.place.codes[0] else max(found, key=rest.anchors.__getitem__))


def _among_towns(one: Sighting, rest: Beside) -> Settled | None:
    """A country's name that is also a state's, among towns of one of the two only: "Georgia"."""
    placed = rest.placed.values()
    there = [code for code in one.place.codes if code in placed] or [
        code for code in one.place.codes if code in rest.towns
    ]
    return Settled(one, there[0]) if one.place.kind == "name" and one.place.person and there else None


def _at_home(one: Sighting, rest: Beside) -> Settled | None:
    """What the item leaves open, where the source writes from one of the countries."""
    if one.place.sure and one.place.kind not in TOWNS:
        return None
    return next((Settled(one, code) for code in rest.home if code in one.place.codes), None)


def _town(one: Sighting, rest: Beside) -> Settled | None:
    """A town beside others of one country, else by its size."""
    place = one.place
    if place.kind not in TOWNS:
        return None
    why = rest.doubts[one]
    towns = rest.cities if why in _HIDDEN else rest.towns
    there = [towns.get(code, set()) for code in place.codes]
    others = {code: len(names) - (one.words in names) for code, names in zip(place.codes, there, strict=True)}
    most = max(others.values())
    if most > others[place.codes[0]]:
        return Settled(one, next(code for code in place.codes if others[code] == most))
    return Settled(one, likeliest(place, one.line.language), None if most else why)


def _alone(one: Sighting) -> Settled:
    place = one.place
    is_sure = place.sure or (place.kind == "demonym" and bool({one.before[-1:], one.after} & _BESIDE_ADJECTIVES))
    return Settled(one, place.codes[0], None if is_sure else "ambiguous_name")


def _possible(place: Place) -> tuple[str, ...]:
    """The countries that a name may mean without a container.

    Where towns are written with their state, one that is called like another country's capital is too.
    """
    if place.kind != "capital":
        return place.codes
    return tuple(code for code in place.codes[:_MOST] if code == place.codes[0] or code not in STATED)


# In order: the first that knows decides; else a place stands for itself.
STEPS: tuple[Callable[[Sighting, Beside], Settled | None], ...] = (
    _rejected, _name_elsewhere, _placed, _anchored, _among_towns, _at_home, _town,
)  # fmt: skip
