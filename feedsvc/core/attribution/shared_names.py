"""Countries that share a name and are named in one breath: "North and South Korea", "Corea del Norte y del Sur"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from feedsvc.core.folding import bare

if TYPE_CHECKING:
    from collections.abc import Iterator

    from feedsvc.core.gazetteer import Place

_HALVES = {code: pair for pair in (("KP", "KR"), ("SD", "SS")) for code in pair}  # the northern one first
_PLURALS = frozenset(["koreas", "coreas", "corees", "coreias", "sudans", "soudans", "sudoes", "congos"])
_CODES = frozenset((*_HALVES, "CD"))  # of which one is the likeliest meaning of each of these names
_SOUTH = frozenset(("south", "sur", "sud", "sul"))
_REACH = 24
_SIDE = "(?:north|south|norte|sur|nord|sud|sul)"
_TIE = "(?: (?:and|or|y|e|et|ou|&) |[-‐‑–/])"
_LED = re.compile(rf"\b(?P<side>{_SIDE}){_TIE}(?:{_SIDE} )?$", re.IGNORECASE)
_GOES_ON = re.compile(rf"{_TIE}(?:l?a |celle )?(?:d[eo]l? |du )?(?P<side>{_SIDE})\b", re.IGNORECASE)
_SIDED = re.compile(rf" {_SIDE}$", re.IGNORECASE)
_BOTH = re.compile(r"\b(?:two|both|dos|las|ambos|ambas|deux|dois|duas) $", re.IGNORECASE)


def with_both(text: str, places: tuple[Place, ...]) -> tuple[Place, ...]:
    """Return the places of a text with the other country of each that is named together with its namesake."""
    if _CODES.isdisjoint(code for place in places for code in place.codes[:1]):
        return places
    return tuple(sorted((one for place in places for one in _named(text, place)), key=lambda one: one.start))


def _named(text: str, place: Place) -> Iterator[Place]:
    """The countries of a plural, all at its place; else a place, and its namesake at the word that stands for it."""
    words = text[place.start : place.end]
    if bare(words) in _PLURALS and (place.sure or _before(_BOTH, text, place)):
        yield from (place._replace(codes=(code,), sure=True) for code in place.codes)
        return
    yield place
    pair = _HALVES.get("".join(place.codes[:1]))
    side = _side(text, place, words) if pair else None
    if pair and side:
        code = pair[bare(side["side"]) in _SOUTH]
        if code not in place.codes:
            yield place._replace(codes=(code,), start=side.start("side"), end=side.end("side"))


def _side(text: str, place: Place, words: str) -> re.Match[str] | None:
    """The side of a country that is named beside a place: before it, or behind one that ends in its own side."""
    led = _before(_LED, text, place)
    if led:  # "the north and South Sudan" says nothing of North Sudan
        return led if led["side"][0].isupper() or words[0].islower() else None
    return _GOES_ON.match(text, place.end) if _SIDED.search(words) else None


def _before(pattern: re.Pattern[str], text: str, place: Place) -> re.Match[str] | None:
    return pattern.search(text, max(0, place.start - _REACH), place.start)
