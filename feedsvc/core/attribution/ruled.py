"""What an operator's phrases make of the places of a text."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from feedsvc.core.folding import bare
from feedsvc.core.gazetteer import Place

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from feedsvc.model import PhraseRule

_WORD = re.compile(r"[^\W_]+")

Verdict = Literal["always", "never"]


@dataclass(frozen=True, slots=True)
class Ruled:
    """The places of a text, and by where they begin those of which an operator said what they are, or are not."""

    places: tuple[Place, ...]
    verdicts: dict[int, Verdict] = field(default_factory=dict)


def ruled(text: str, places: tuple[Place, ...], phrases: Sequence[PhraseRule]) -> Ruled:
    """Return the places with those that the phrases bring, and without what they forbid; a later phrase wins."""
    found = Ruled(places)
    if phrases:
        words = [(bare(match[0]), match.start(), match.end()) for match in _WORD.finditer(text)]
        for rule in phrases:
            for start, end in _spans(words, tuple(bare(word) for word in _WORD.findall(rule.words))):
                found = _always(found, rule.code, start, end) if rule.always else _never(found, rule.code, start, end)
    return found


def _spans(words: list[tuple[str, int, int]], phrase: tuple[str, ...]) -> Iterator[tuple[int, int]]:
    size = len(phrase)
    for index, (word, start, _) in enumerate(words):
        if word == phrase[0] and tuple(one for one, _, _ in words[index : index + size]) == phrase:
            yield start, words[index + size - 1][2]


def _always(found: Ruled, code: str, start: int, end: int) -> Ruled:
    kept = [place for place in found.places if place.end <= start or place.start >= end]
    place = Place((code,), "name", start, end, sure=True, person=False)
    return Ruled(tuple(sorted((*kept, place), key=lambda one: one.start)), {**found.verdicts, start: "always"})


def _never(found: Ruled, code: str, start: int, end: int) -> Ruled:
    places, verdicts = [], dict(found.verdicts)
    for place in found.places:
        if start <= place.start and place.end <= end and code in place.codes:
            rest = tuple(one for one in place.codes if one != code)
            if not rest:
                verdicts[place.start] = "never"
            places.append(place._replace(codes=rest or (code,)))
        else:
            places.append(place)
    return Ruled(tuple(places), verdicts)
