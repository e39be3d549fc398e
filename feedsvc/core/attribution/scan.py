"""Reads a text as a line of letters, one for each word, mark and place: what stands around a place is then a pattern.

Places are capital letters (KINDS), words those of `vocabulary`. Nothing is decided here.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from feedsvc.core.attribution.forenames import FORENAMES
from feedsvc.core.attribution.vocabulary import LETTERS
from feedsvc.core.folding import bare

if TYPE_CHECKING:
    from feedsvc.core.gazetteer import Place

KINDS = {
    "name": "N", "capital": "T", "city": "T", "subdivision": "S", "nation": "S", "institution": "I", "demonym": "D",
    "region": "R",
}  # fmt: skip
PEOPLE = "E"  # a demonym that is a noun: "Haitians", "los hondureños"
# Spaces before words and plain letters go first: that makes it twice as fast.
_TOKEN = re.compile(
    r"(?: (?![-–—]))?([A-Za-z0-9]+[^\W_]*|[^\W_]+|[.!?…]+(?=\s|$)|\s[-–—]|[-–—]\s|[,;:()\[\]/\"“”«»—–$\n-])"
)
_MARKS = {";": ",", "—": ":", "–": ":", "[": "(", "]": ")", "\n": ".", "“": '"', "”": '"', "«": '"', "»": '"'}
_FIRST = re.compile(r"(?:^|(?<=[.:\"(]))Z")  # a capital letter that begins a sentence
_NO_CAPITALS = str.maketrans("ZB", "zz")
_CAPITALISED = 0.8  # the share of capitalised words from which a headline has them by its style
_FEWEST = 3  # words of four letters, by which that is judged
_REACH = 400
_LONG = 60  # characters of a piece, by which it is too long to be met again: scripts without spaces
_MANY_SMALL = re.compile(r"(?:(?>.*?\b[a-z]{4})){9}", re.DOTALL)  # in so much text nothing has to be counted


@dataclass(frozen=True, slots=True)
class Scan:
    """A text, its places, and its letters. `at` says where in the letters each place stands.

    `styled`: capital letters say nothing here, because nearly all words have them.
    """

    text: str
    places: tuple[Place, ...]
    letters: str
    at: tuple[int, ...]
    styled: bool

    def around(self, index: int) -> tuple[str, str]:
        """Return the letters before and after a place; where the text ends, a full stop."""
        at = self.at[index]
        return (self.letters[at - 1] if at else "."), self.letters[at + 1 : at + 2] or "."

    def place_at(self, index: int) -> int:
        """Return which place the letter at `index` stands for."""
        return bisect_right(self.at, index) - 1


def scan(text: str, places: tuple[Place, ...]) -> Scan:
    """Return the letters of a text with these places, in time linear in its length."""
    places = tuple(place for place in places if not _is_cue(text, place))
    if not places:
        return Scan(text, (), "", (), styled=False)
    styled = _is_styled(text, places)
    read: list[str] = []
    at = []
    end = 0
    for place in places:
        # Countries of one plural ("the two Koreas") stand at one place, and play one part.
        read.extend(_letters(text[end : place.start]) if place.start >= end else "/")
        at.append(len(read))
        read.append(KINDS[place.kind])
        end = place.end
    read.extend(_letters(text[end:]))
    line = "".join(read)
    letters = list(line.translate(_NO_CAPITALS) if styled else _FIRST.sub("Y", line))
    for index, place in zip(at, places, strict=True):
        if place.kind == "demonym" and _is_noun(text[place.start : place.end], letters, index):
            letters[index] = PEOPLE
    return Scan(text, places, "".join(letters), tuple(at), styled=styled)


def _is_cue(text: str, place: Place) -> bool:
    """Whether a name is a word that says what part others play: "University", "Support", "la reunión"; not "Pará"."""
    written = text[place.start : place.end]
    if place.kind == "name" and written.islower():
        return bare(written).rpartition(" ")[2] in LETTERS
    is_word = place.kind == "city" or (place.kind == "subdivision" and written.isascii())
    return is_word and bare(written) in LETTERS


def _letters(text: str) -> str:
    """The letters of a stretch without places. Its pieces are read one by one, because most were read before."""
    pieces = text.split(" ")
    if len(text) > _LONG * len(pieces):
        return _unremembered(text)
    if len(pieces) == 1:
        return _read(text)
    first, last = pieces[0], pieces[-1]
    inner = "".join(map(_read_between, pieces[1:-1]))
    return (_read(f"{first} ") if first else "") + inner + (_read(f" {last}") if last else "")


@lru_cache(maxsize=16384)
def _read_between(piece: str) -> str:
    return _letter(piece) if piece.isalnum() else _unremembered(f" {piece} ")


@lru_cache(maxsize=16384)
def _read(text: str) -> str:
    return _unremembered(text)


def _unremembered(text: str) -> str:
    return "".join(map(_letter, _TOKEN.findall(text)))


def _letter(word: str) -> str:
    """The letter of a word or mark: of a number "0", of a first name "F", of another word "z", with a capital "Z"."""
    if not word[0].isalnum():
        is_dash = len(word) > 1 and word[0] not in ".!?…"  # with a space
        return ":" if is_dash else _MARKS.get(word, word if word in ',:()/"-$' else ".")
    if word in "àÀ":
        return "i"  # French for "in"; without its accent it is another language's "to" or "a"
    if word == "As":
        return "5"  # where a sentence begins it compares nothing: it is Portuguese for "the", or English for "while"
    plain = bare(word)
    letter = "F" if plain in FORENAMES else LETTERS.get(plain) or ("0" if plain[0].isdigit() else "Z")
    return letter if letter not in "FBZ" or word[0].isupper() else "z"


def _is_styled(text: str, places: tuple[Place, ...]) -> bool:
    """Whether the words beside the places are written with capitals too."""
    if _MANY_SMALL.match(text, 0, _REACH):
        return False
    ends = (0, *(place.end for place in places))
    starts = (*(place.start for place in places), len(text))
    beside = " ".join(text[end:start] for end, start in zip(ends, starts, strict=True) if start < _REACH or not end)
    words = [word for word in beside[:_REACH].split() if len(word) > 3 and word[0].isalpha()]
    return len(words) >= _FEWEST and sum(word[0].isupper() for word in words) >= _CAPITALISED * len(words)


def _is_noun(word: str, letters: list[str], index: int) -> bool:
    """Whether a demonym names people: an English plural, or a plural that no noun precedes."""
    plain = bare(word)
    if index and letters[index - 1] == "Z":
        return False  # part of a name: "Flying Fijians"
    if plain.endswith("ans"):
        return True
    before = letters[index - 1] if index else "."
    after = letters[index + 1] if index + 1 < len(letters) else "."
    return plain.endswith("s") and before in "ajotb0fkw,.:" and after not in "zZpmq"
