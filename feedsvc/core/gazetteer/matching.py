"""Finds the spellings of places in a text, the longest at each place, in linear time."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, cast

from feedsvc.core.gazetteer.words import APOSTROPHES, HYPHENS, words_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from collections.abc import Set as AbstractSet

Kind = Literal["name", "nation", "capital", "subdivision", "city", "demonym", "institution", "region", "other"]
# Which letters must be capitals: none, one of them, that of the first and the last word, all of them; "article": the
# first word may be a small article; "dotted": a capital, and a full stop behind each word.
Case = Literal["any", "some", "title", "article", "all", "dotted"]

# One meaning of a spelling as the file has it: codes, kind, case, languages where it is sure (None: all), whether
# persons are called so, population.
Sense = tuple[str, Kind, Case, str | None, int, int]

_JOINT = re.compile(rf"\s{{0,4}}|\s?[{HYPHENS}]\s?|[{APOSTROPHES}]|\.[-\s]{{0,2}}")
_HYPHEN = re.compile(rf"[{HYPHENS}]")
_LONGEST = 8  # words of a name that may begin inside another one
_ALONE = (1,)
_SMALL = ("city", "subdivision")
_ACRONYM_BELOW = 500_000
ARTICLES = frozenset(("the", "el", "la", "los", "las", "le", "les", "o", "a", "os", "as", "l"))


class Place(NamedTuple):
    """A spelling found at `start` to `end` of a text.

    `codes` are the countries it can mean, the likeliest first; none: a region. `sure`: in the text's language it
    means nothing else. `person`: persons are called so too. `population` is that of the likeliest city or capital,
    0 if unknown. `case` says which of its letters had to be capitals. A tuple, as many are made of every text.
    """

    codes: tuple[str, ...]
    kind: Kind
    start: int
    end: int
    sure: bool
    person: bool
    population: int = 0
    case: Case = "any"


@dataclass(frozen=True, slots=True, eq=False)
class Matcher:
    """Spellings ready to be found.

    What each can mean, the first words of longer ones, and how many words those that begin with two words have.
    """

    meanings: Mapping[str, Sequence[Sense]]
    openers: AbstractSet[str]
    lengths: Mapping[str, Sequence[int]]

    def find(self, text: str, language: str) -> tuple[Place, ...]:
        """Return what is named in `text`, in its order. Positions are those of `text` itself."""
        words, bounds = words_of(text)
        shouted, spoken = text.isupper(), primary(language)
        places = []
        free = 0  # the first word that no place has taken
        for index, lengths in self._beginnings(words):
            if index < free:
                continue
            for length in lengths:
                at = bounds[2 * index : 2 * (index + length)]
                sense = self._sense(text, words[index : index + length], at, shouted=shouted)
                if sense is not None and not self._is_cut(text, words[index + length - 1 :][:_LONGEST], at[-1]):
                    free = index + length
                    if sense[1] != "other":
                        places.append(_place(sense, text, at, spoken))
                    break
        return tuple(places)

    def _beginnings(self, words: list[str]) -> list[tuple[int, Sequence[int]]]:
        """Where spellings may begin, and of how many words they may be there, the most first."""
        openers, meanings = self.openers, self.meanings
        found = []
        for index in [index for index, word in enumerate(words) if word in openers or word in meanings]:
            word = words[index]
            longer = self.lengths.get(" ".join(words[index : index + 2])) if word in openers else None
            if longer is not None or word in meanings:
                found.append((index, longer or _ALONE))
        return found

    def _is_cut(self, text: str, following: list[str], end: int) -> bool:
        """Whether a name goes on behind a hyphen, with the last word of what ends there: "Au Cap-Haïtien"."""
        if not _HYPHEN.match(text, end):
            return False
        lengths = self.lengths.get(" ".join(following[:2]), ())
        return any(length > 1 and " ".join(following[:length]) in self.meanings for length in lengths)

    def _sense(self, text: str, words: list[str], at: list[int], *, shouted: bool) -> Sense | None:
        """What these words mean, whose beginnings and ends in the text are `at`."""
        senses = self.meanings.get(" ".join(words))
        if senses is None or (len(words) > 1 and not _joined(text, words, at)):
            return None
        for sense in senses:
            if _case_fits(sense[2], text, words, at, shouted=shouted):
                return None if not shouted and _is_acronym(sense, text[at[0] : at[-1]]) else sense
        return None


def matcher_from(table: Mapping[str, Any]) -> Matcher:
    """Build the matcher from the contents of data/gazetteer.json."""
    # Tuples that hold no lists are nothing to look through for Python's garbage collector.
    senses = cast("list[Sense]", list(map(tuple, table["senses"])))
    groups = [tuple(senses[number] for number in group) for group in table["groups"]]
    names = table["names"].split("\n")
    meanings = dict(zip(names, map(groups.__getitem__, table["meanings"]), strict=True))
    sizes: dict[str, int] = {}
    for name in names:
        if " " in name:
            first, second, *rest = name.split(" ")
            beginning = f"{first} {second}" if rest else name
            sizes[beginning] = sizes.get(beginning, 0) | 1 << len(rest)
    lengths = {size: _lengths(size) for size in set(sizes.values())}
    openers = frozenset(beginning.partition(" ")[0] for beginning in sizes)
    return Matcher(meanings, openers, {beginning: lengths[size] for beginning, size in sizes.items()})


def primary(language: str) -> str:
    """Return the language of a BCP 47 tag, without script and region: "es" of "es-HN"."""
    return language.replace("_", "-").partition("-")[0].lower()


def _lengths(size: int) -> tuple[int, ...]:
    """The numbers of words that a mask stands for, longest first, and the first word alone."""
    return (*(length + 2 for length in range(size.bit_length() - 1, -1, -1) if size >> length & 1), 1)


def _joined(text: str, words: list[str], at: list[int]) -> bool:
    """Whether only joints stand between the words; a full stop is one after an abbreviation ("St. Lucia")."""
    for word, end, start in zip(words, at[1::2], at[2::2], strict=False):
        gap = text[end:start]
        if gap != " " and (not _JOINT.fullmatch(gap) or (gap.startswith(".") and len(word) > 3)):
            return False
    return True


def _case_fits(case: Case, text: str, words: list[str], at: list[int], *, shouted: bool) -> bool:
    """In a headline that is all capitals, "US" may be the pronoun; "U.S." is not."""
    if case == "any":
        return True
    written = text[at[0] : at[-1]]
    if case == "all":
        return written.isupper() and not (shouted and written.isalpha() and len(written) == 2)
    if case == "some":
        return written != written.lower()
    if case == "dotted":
        return written[0].isupper() and text.startswith(".", at[-1]) and (len(words) == 1 or "." in written)
    return _titled(text, at, small_article=case == "article" and words[0] in ARTICLES)


def _is_acronym(sense: Sense, written: str) -> bool:
    """Whether the name of a small place is written as bodies are: "APT" is no town in Provence."""
    return (
        sense[1] in _SMALL
        and sense[5] < _ACRONYM_BELOW
        and len(written) <= 4
        and written.isupper()
        and written.isalpha()
    )


def _titled(text: str, at: list[int], *, small_article: bool) -> bool:
    """Whether the first and the last word have capitals: "La Ceiba", "la Ceiba", but not "La ceiba"."""
    first, last = at[0], at[-2]
    if not text[last].isupper() and text[last - 1] not in APOSTROPHES:
        return False
    return text[first].isupper() or small_article


def _place(sense: Sense, text: str, at: list[int], language: str) -> Place:
    codes, kind, case, sure_in, person, population = sense
    start, end = at[0], at[-1]
    if (case == "dotted" or (case == "all" and "." in text[start:end])) and text.startswith(".", end):
        end += 1  # the last full stop of "U.S."
    sure = sure_in is None or language in _listed(sure_in)
    return Place(_listed(codes), kind, start, end, sure, bool(person), population, case)


@lru_cache(maxsize=4096)
def _listed(codes: str) -> tuple[str, ...]:
    return tuple(codes.split())
