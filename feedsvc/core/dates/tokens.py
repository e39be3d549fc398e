"""Words, numbers and marks of a line, and its shape: one letter for each, on which date forms are matched.

d  a number of one or two digits       m  a month           c  "de", "del", "of"
y  a number of four digits             w  a day of the week t  "the", "el", "le"
#  any other number                    M  "mar", either     o  an ordinal's ending, glued to its number
X  any other word with a capital       x  any other word    - . , / : ; ( ) '  as they are;  ?  any other mark
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from feedsvc.core.folding import bare

# A word is letters, with the accents that stand behind them as characters of their own. A year ends where the number
# that another date begins with is glued to it: "14th Oct, 201914th October, 2019".
_TOKEN = re.compile(
    r"(?:19|20)[0-9]{2}(?=[0-9]{1,2}(?:st|nd|rd|th|er)?\s[^\W\d_])|[0-9]+|[^\W\d_]+(?:[\u0300-\u036f]+[^\W\d_]*)*|\S"
)
_SEAM = re.compile("[a-zà-ÿ][A-ZÀ-Þ]")
_WITH_SEAMS = re.compile(  # "17 maiNova adutora", "HarbourMar 31, 2020Jo Lind", where markup was taken away
    _TOKEN.pattern.replace(r"|[^\W\d_]+(?:", r"|[^\W\d_]+?(?=(?<=[a-zà-ÿ])[A-ZÀ-Þ])|[^\W\d_]+(?:")
)
_DIGIT = re.compile("[0-9]")
_LETTER = re.compile(r"[^\W\d_]")
_NUMBERS = "dy#"
_WORDS = "xXmMwct"

# English; Spanish; French; Portuguese; Haitian Creole; what else German, Dutch, Nordic, Italian and Catalan pages have.
_MONTH_WORDS = (
    "january jan; enero ene; janvier janv; janeiro; janvye; januar januari gennaio gener",
    "february feb; febrero; fevrier fevr fev; fevereiro; fevriye; februar februari febbraio febrer",
    "march mar; marzo; mars; marco; mas; marz maart marc",
    "april apr; abril abr; avril avr; aprile",
    "may; mayo; mai; maio; me; maggio maig mei maj",
    "june jun; junio; juin; junho; jen; juni giugno juny",
    "july jul; julio; juillet juil juill; julho; jiye; juli luglio juliol",
    "august aug; agosto ago; aout; dawou; augustus augusti agost",
    "september sep sept; septiembre setiembre set; septembre; setembro; septanm; settembre",
    "october oct; octubre; octobre; outubro out; oktob; oktober okt ottobre",
    "november nov; noviembre; novembre; novembro; novanm",
    "december dec; diciembre dic; decembre; dezembro dez; desanm; dezember desember dicembre desembre",
)
_WEEKDAY_WORDS = (
    "monday mon tuesday tue tues wednesday wed weds thursday thu thur thurs friday fri saturday sat "
    "sunday sun "
    "lunes lun martes miercoles mie mier jueves jue viernes vie sabado sab domingo dom "
    "lundi mardi mercredi mer jeudi jeu vendredi ven samedi sam dimanche dim "
    "segunda seg terca ter quarta qua quinta qui sexta sex feira "
    "lendi madi mekredi jedi vandredi samdi dimanch"
)
_ORDINAL_ENDINGS = "st rst nd rd th er ero ro re o a e eme ye"

MONTHS = {word: number for number, words in enumerate(_MONTH_WORDS, start=1) for word in words.replace(";", "").split()}
_KINDS = (
    dict.fromkeys(_WEEKDAY_WORDS.split(), "w")
    | dict.fromkeys(MONTHS, "m")
    | {"mar": "M"}  # March, and Tuesday in Spanish and French
    | dict.fromkeys(("de", "del", "of"), "c")
    | dict.fromkeys(("the", "el", "le"), "t")
)
_ENDINGS = frozenset(_ORDINAL_ENDINGS.split())
_MARK_KINDS = {mark: mark for mark in "-.,/:;()'"} | dict.fromkeys("‐‑‒–—―−", "-") | {"’": "'", "‘": "'", "°": "o"}


@dataclass(frozen=True, slots=True)
class Shape:
    """A text as tokens: character n of `kinds` says what `tokens[n]` is, in the letters explained above."""

    kinds: str
    tokens: tuple[re.Match[str], ...]

    def word(self, index: int) -> str:
        """Return the token at `index` in lower case without accents."""
        return bare(self.tokens[index][0])

    def number(self, index: int) -> int:
        """Return the value of the number at `index`."""
        return int(self.tokens[index][0])

    def digits(self, index: int) -> int:
        """Return how many characters the token at `index` has."""
        return len(self.tokens[index][0])


def shape_of(text: str) -> Shape:
    """Return the shape of `text`, in time linear in its length."""
    tokens = tuple((_WITH_SEAMS if _SEAM.search(text) else _TOKEN).finditer(text))
    kinds = []
    number_end = -1
    for token in tokens:
        kind = _kind(token[0])
        if token.start() == number_end and kind not in _NUMBERS:
            if kind == ".":
                number_end = token.end()  # "1.º"
            elif kind in _WORDS and bare(token[0]) in _ENDINGS:
                kind = "o"
        elif kind in _NUMBERS:
            number_end = token.end()
        kinds.append(kind)
    return Shape("".join(kinds), tokens)


@lru_cache(maxsize=4096)  # bulletins say the same words again and again
def _kind(token: str) -> str:
    """The letter of a token that stands by itself."""
    if _DIGIT.match(token):
        return {1: "d", 2: "d", 4: "y"}.get(len(token), "#")
    if _LETTER.match(token):
        return _KINDS.get(bare(token)) or ("X" if token[0].isupper() else "x")
    return _MARK_KINDS.get(token, "?")
