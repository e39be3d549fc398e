"""Measures how much two texts have in common, word by word. It decides nothing."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from feedsvc.core.folding import fold

LIKENESS = 0.6  # two texts with this share of words in common, headline and text weighed alike, are one item
NEARLY_EQUAL = 0.85  # and so are two texts with this share, under whatever headline
DOUBTFUL = (
    0.45  # two stories of the published bulletins share 0.30 at most: from here on one may be the other rewritten
)
UNRELATED = 0.4  # texts that share less say different things; those of the published bulletins share 0.39 at most
FEWEST_WORDS = 5  # a shorter text inside another is no evidence
_NOT_PLAIN = re.compile(r"[^a-z0-9]")


@dataclass(frozen=True, slots=True)
class Wording:
    """A headline and its text as likeness sees them: folded; as sets of words; and as rows of words."""

    title: str
    text: str
    title_words: frozenset[str]
    text_words: frozenset[str]
    text_row: str
    row: str


def wording(title: str, text: str) -> Wording:
    """Return a headline and its text made ready to be compared."""
    of_title, of_text = _words(title), _words(text)
    rows = (f" {' '.join(of_text)} ", f" {' '.join([*of_title, *of_text])} ")
    return Wording(fold(title), fold(text), _numbered(of_title), _numbered(of_text), *rows)


def _bare_bones(text: str) -> str:
    """The letters a to z and the digits alone: what is left alike when accents and quotes were mangled.

    Letters with accents are left out whole, since a wrong encoding puts one to three other signs in their place.
    """
    return _NOT_PLAIN.sub("", unicodedata.normalize("NFC", text).lower())


def likeness(one: Wording, other: Wording, *, same_day: bool) -> float:
    """Return the share of common words, headline and text weighed alike. A headline alone proves nothing elsewhen."""
    of_title = common_share(one.title_words, other.title_words)
    if one.text and other.text:
        of_text = common_share(one.text_words, other.text_words)
        if of_text >= NEARLY_EQUAL:
            return of_text
        return (of_title + of_text) / 2 if same_day or of_text >= LIKENESS else 0.0
    return of_title if same_day else 0.0


def common_share(one: frozenset[str], other: frozenset[str]) -> float:
    """Return Dice's coefficient over words with their multiplicity."""
    total = len(one) + len(other)
    return 2 * len(one & other) / total if total else 0.0


def is_within(one: Wording, other: Wording) -> bool:
    """Return whether the text of one stands whole in headline and text of the other, or the other way round."""
    return _stands_in(one, other) or _stands_in(other, one)


def _stands_in(part: Wording, whole: Wording) -> bool:
    return len(part.text_words) >= FEWEST_WORDS and part.text_row in whole.row


def _words(text: str) -> list[str]:
    """Words by what no encoding mangles; one without any such letter stands for itself."""
    return [_bare_bones(word) or fold(word) for word in text.split()]


def _numbered(words: Iterable[str]) -> frozenset[str]:
    """A set that keeps repeated words apart: each with the number of times that it stood there before."""
    seen: Counter[str] = Counter()
    found: list[str] = []
    for word in words:
        found.append(f"{word} {seen[word]}")
        seen[word] += 1
    return frozenset(found)
