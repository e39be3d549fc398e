"""Cuts text into words that compare equal however they are typed: case, accents, ligatures, apostrophes."""

from __future__ import annotations

import re
from itertools import accumulate

from feedsvc.core.folding import bare

APOSTROPHES = "'’‘ʼʻ´`′ʹ"
HYPHENS = "-‐‑‒–−"

# Scripts without spaces between words: a Latin name beside them is whole.
_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\U00020000-\U0003ffff"
# Marks, and characters that only shape a line, stand inside words.
_WORD = re.compile(rf"((?:[^\W_{_UNSPACED}]+|[\u0300-\u036f\u00ad\u200c\u200d\u2060\ufeff]+)+|&)")
# The same of plain text, without "&" and with it: several times as fast.
_ASCII_WORD, _ASCII_SIGN = re.compile(r"([a-z0-9]+)"), re.compile(r"([a-z0-9]+|&)")
_SPECIAL = re.compile(r"[^\x00-\x7f]+")
_OPENED = str.maketrans({"æ": "ae", "œ": "oe", "þ": "th", "ß": "ss"})
_STROKED = {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "ħ": "h", "ŧ": "t", "ı": "i", "ə": "e"}


def _letters() -> dict[int, str]:
    """Letters with one plain letter each, and typography with a plain sign, so that a folded text keeps its length."""
    table = dict.fromkeys(map(ord, APOSTROPHES + "“”„«»…"), "'") | dict.fromkeys(map(ord, HYPHENS + "—"), "-")
    for code in (*range(0xC0, 0x250), *range(0x1E00, 0x1F00)):
        plain = bare(chr(code))
        if len(plain) == 1:
            table[code] = _STROKED.get(plain, plain)
    return table | {0xA0: " "}


_PLAIN = _letters()


def words_of(text: str) -> tuple[list[str], list[int]]:
    """Return the words of a text, folded, and where in `text` itself each begins and ends, by turns."""
    plain = (text if text.isascii() else _SPECIAL.sub(_plain, text)).lower()
    if plain.isascii():
        pieces = (_ASCII_SIGN if "&" in plain else _ASCII_WORD).split(plain)
        words = pieces[1::2]
    else:
        pieces = _WORD.split(plain)
        words = list(map(_folded, pieces[1::2]))
    return words, list(accumulate(map(len, pieces[:-1])))


def _plain(special: re.Match[str]) -> str:
    return special[0].translate(_PLAIN)


def _folded(word: str) -> str:
    return word if word.isascii() else bare(word.translate(_OPENED)).translate(_OPENED)
