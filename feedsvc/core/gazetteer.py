"""Finds country names, demonyms and capitals in a text. What they mean there is not decided here."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from itertools import chain, pairwise
from typing import TYPE_CHECKING, Any, Literal

from feedsvc.core.folding import bare

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

Kind = Literal["name", "capital", "demonym", "region", "other"]

APOSTROPHES = "'’‘ʼ´`"
# Marks, and characters that only shape a line, stand inside words.
_WORD = re.compile(r"[\w\u0300-\u036f\u00ad\u200c\u200d\u2060\ufeff]+|&")
_JOINT = re.compile(rf"\s{{1,4}}|\s?[-‐‑–{APOSTROPHES}]\s?|\.\s{{0,2}}")


@dataclass(frozen=True, slots=True)
class Spelling:
    """One way to write a place, as folded words.

    `codes` are the countries it can mean, the usual one first, and none for a region or a longer name that is
    no country. `case` says which letters must be capitals; `sure_in` are the languages where it means nothing
    else (None: all).
    """

    words: tuple[str, ...]
    codes: tuple[str, ...]
    kind: Kind
    case: Literal["any", "some", "all"] = "any"
    sure_in: frozenset[str] | None = None
    person: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """A spelling found at `start` to `end` of a text. `sure`: in that language it means nothing else."""

    codes: tuple[str, ...]
    kind: Kind
    start: int
    end: int
    sure: bool
    person: bool


@dataclass(frozen=True, slots=True, eq=False)
class Gazetteer:
    """What is known of countries. `codes` are all ISO 3166-1 alpha-2 codes, sorted."""

    codes: tuple[str, ...]
    names: Mapping[str, Mapping[str, str]]
    slugs: Mapping[str, tuple[str, ...]]
    index: Mapping[str, tuple[Spelling, ...]]

    def label(self, code: str, language: str) -> str:
        """Return the name in `language` (a BCP 47 tag), else in English, else the code itself."""
        names = self.names.get(code, {})
        return names.get(primary(language)) or names.get("en") or code

    def spellings(self, code: str) -> tuple[str, ...]:
        """Return a country's other addresses, sorted: alpha-3, numeric, names with and without accents."""
        return self.slugs.get(code, ())

    def find(self, text: str, language: str) -> tuple[Place, ...]:
        """Return what is named in `text`, in its order, the longest spelling at each place.

        Positions are those of `text` itself. The time is linear in its length.
        """
        # Unicode counts this apostrophe as a letter.
        matches = _WORD.finditer(text.replace("ʼ", "'"))
        words = [(_folded(match[0]), match.start(), match.end()) for match in matches]
        shouted = text.isupper()
        places = []
        position = 0
        while position < len(words):
            spelling = self._at(text, words, position, shouted=shouted)
            if spelling is None:
                position += 1
                continue
            last = position + len(spelling.words)
            if spelling.kind != "other":
                places.append(_place(spelling, text, words[position][1], words[last - 1][2], primary(language)))
            position = last
        return tuple(places)

    def _at(self, text: str, words: list[tuple[str, int, int]], position: int, *, shouted: bool) -> Spelling | None:
        for spelling in self.index.get(words[position][0], ()):
            stretch = words[position : position + len(spelling.words)]
            if tuple(word for word, _, _ in stretch) != spelling.words or not _joined(text, stretch):
                continue
            if _case_fits(spelling, text[stretch[0][1] : stretch[-1][2]], shouted=shouted):
                return spelling
        return None


def gazetteer_from(countries: Mapping[str, Any], region: Mapping[str, Any]) -> Gazetteer:
    """Build the gazetteer from the contents of data/countries.json and data/region.json."""
    table = countries["countries"]
    written = {
        code: tuple(dict.fromkeys((*row["names"].values(), *row["also"], *region["spellings"].get(code, ()))))
        for code, row in table.items()
    }
    spellings = chain(_names(written, region), _capitals(region), _demonyms(region), _countryless(region))
    return Gazetteer(
        codes=tuple(sorted(table)),
        names={code: dict(row["names"]) for code, row in table.items()},
        slugs={code: _slugs(code, (row["alpha3"], row["numeric"], *written[code])) for code, row in table.items()},
        index=_index(spellings, region),
    )


def primary(language: str) -> str:
    """Return the language of a BCP 47 tag, without script and region: "es" of "es-HN"."""
    return language.replace("_", "-").partition("-")[0].lower()


def inflections(word: str) -> tuple[str, ...]:
    """Return the forms that a compact entry stands for: "hondureñ/o/a" gives "hondureño" and "hondureña"."""
    stem, *endings = word.split("/")
    return tuple(stem + ending for ending in endings) or (stem,)


# --- building ------------------------------------------------------------------------------------------


def _names(written: Mapping[str, tuple[str, ...]], region: Mapping[str, Any]) -> Iterator[Spelling]:
    """Names of far countries need a capital letter (turkey, jersey); the region's, only where listed."""
    capital_letter = set(map(_words, region["capital_letter"]))
    capitals_only = set(map(_words, region["capital_letters_only"]))
    for code, names in written.items():
        for words in map(_words, names):
            far = code not in region["countries"] and len(words) == 1
            case: Literal["any", "some", "all"] = "some" if far or words in capital_letter else "any"
            yield Spelling(words, (code,), "name", "all" if words in capitals_only else case)


def _capitals(region: Mapping[str, Any]) -> Iterator[Spelling]:
    for code, row in region["countries"].items():
        for name in chain.from_iterable(row["capitals"].values()):
            yield Spelling(_words(name), (code,), "capital", "some")


def _demonyms(region: Mapping[str, Any]) -> Iterator[Spelling]:
    meant: dict[tuple[str, ...], dict[str, None]] = {}
    near = ((code, chain.from_iterable(row["demonyms"].values())) for code, row in region["countries"].items())
    for code, entries in chain(near, region["neighbours"].items()):
        for form in chain.from_iterable(map(inflections, entries)):
            meant.setdefault(_words(form), {})[code] = None
    for words, codes in meant.items():
        yield Spelling(words, tuple(codes), "demonym")


def _countryless(region: Mapping[str, Any]) -> Iterator[Spelling]:
    kinds: tuple[tuple[Kind, str], ...] = (("region", "regions"), ("other", "not_countries"))
    for kind, key in kinds:
        for form in chain.from_iterable(map(inflections, region[key])):
            yield Spelling(_words(form), (), kind)


def _index(spellings: Iterable[Spelling], region: Mapping[str, Any]) -> dict[str, tuple[Spelling, ...]]:
    """Spellings by their first word, longest first; of two equal ones the earlier stays.

    Equal words of another case are another spelling: "Argentina" is the country, "argentina" the adjective.
    """
    doubtful = {_words(name): frozenset(sure_in) for name, sure_in in region["also_else"].items()}
    persons = set(map(_words, region["also_persons"]))
    unique: dict[tuple[tuple[str, ...], str], Spelling] = {}
    for one in spellings:
        sure_in = doubtful.get(one.words)
        full = Spelling(one.words, one.codes, one.kind, one.case, sure_in, one.words in persons)
        unique.setdefault((one.words, one.case), full)
    index: dict[str, list[Spelling]] = {}
    for one in sorted(unique.values(), key=lambda spelling: -len(spelling.words)):
        index.setdefault(one.words[0], []).append(one)
    return {first: tuple(group) for first, group in index.items()}


def _words(name: str) -> tuple[str, ...]:
    return tuple(map(_folded, _WORD.findall(name)))


def _folded(word: str) -> str:
    return "and" if word == "&" else bare(word)


def _slugs(code: str, names: Iterable[str]) -> tuple[str, ...]:
    found: set[str] = set()
    for name in names:
        for form in (unicodedata.normalize("NFC", name).lower(), bare(name)):
            found.add("-".join(_WORD.findall(re.sub(f"[{APOSTROPHES}]", "", form).replace("&", "and"))))
    return tuple(sorted(found - {code.lower()}))


# --- finding -------------------------------------------------------------------------------------------


def _joined(text: str, stretch: list[tuple[str, int, int]]) -> bool:
    """Whether only joints stand between the words; a full stop is one after an abbreviation ("St. Lucia")."""
    for (word, _, end), (_, start, _) in pairwise(stretch):
        gap = text[end:start]
        if not _JOINT.fullmatch(gap) or (gap[0] == "." and len(word) > 3):
            return False
    return True


def _case_fits(spelling: Spelling, words: str, *, shouted: bool) -> bool:
    """In a headline that is all capitals, "US" may be the pronoun; "U.S." is not."""
    if spelling.case == "all":
        return words.isupper() and not (shouted and words.isalpha() and len(words) == 2)
    return spelling.case == "any" or words != words.lower()


def _place(spelling: Spelling, text: str, start: int, end: int, language: str) -> Place:
    if spelling.case == "all" and "." in text[start:end] and text.startswith(".", end):
        end += 1  # the last full stop of "U.S."
    sure = spelling.sure_in is None or language in spelling.sure_in
    return Place(spelling.codes, spelling.kind, start, end, sure, spelling.person)
