"""Lines of a bulletin that carry no news: which kind each is. Where it stands is for the grammar to judge."""

from __future__ import annotations

import re
from functools import lru_cache

from feedsvc.core.folding import bare
from feedsvc.core.headings import heads_list
from feedsvc.core.menu import is_menu
from feedsvc.core.phrases import OLDER, WHOLE, Kind
from feedsvc.core.pointers import GOES_ON, MORE, POINTERS
from feedsvc.core.traces import ADDRESS, HINT, LABELLED_NUMBER, SYMBOLS, WITHIN

_SEPARATOR = re.compile(r"[-‐‑‒–—―−_=*~#+.·•…$&](?:\s?[-‐‑‒–—―−_=*~#+.·•…$&])+")

_LONGEST_HEADING = 100
_SENTENCE_END = re.compile(r"[.!?…:;,][\"'”’»)\]]*$")

_LONGEST = 260
_READ_MORE_LENGTHS = range(4, 161)
_READ_MORE = re.compile(
    rf"[\W_]*(?:{GOES_ON}|(?:{MORE}|more)(?:\s(?:about|on|sobre|acerca\sde|sur)|\s?:)\s.{{3,200}}"
    rf"|(?:{POINTERS}|more)(?:(?:\sd[eao])?\s?[«“\"].{{3,200}})?)[\W_]*",
    re.VERBOSE,
)
_GLUED = re.compile(rf"[\W_]*(?P<more>{POINTERS}|more)\s*(?:>{{1,3}}|»|→|\.\.\.|…)\s*(?=\w|[\"“«¿¡(])", re.VERBOSE)
_MARKED_END = re.compile(r"(?:\.{3}|[…»→>]|(?:more|plus|mas|mais|suite)\s?[)\]])[\W_]{0,9}\Z")
_SEAM, _LONGEST_POINTER = re.compile("[a-zà-ÿ][A-ZÀ-Þ]"), 80
_STUCK = re.compile(rf"{POINTERS}(?=[^\W\d_])", re.VERBOSE)
_POINTER = re.compile(r"[>»→….]")
# Behind a sentence; a pointer that is a sentence itself, with a full stop, only in words that nobody else uses.
_TRAILING = re.compile(
    r"(?:(?<=[.!?…”\"»)\]])|…|\.{3}|\[|\()\s*"
    rf"(?:{MORE}(?:\s(?:of|de|da|do|about|sobre)\s[«“\"].{{3,200}}[»”\"])?[\W_]*|{POINTERS}(?!\s?\.)[\W_]*)\Z",
    re.VERBOSE,
)
_TRAILING_MARKED = re.compile(
    rf"(?:[\s(\[]{POINTERS}\s?(?:\.{{3}}|[…»→]|>{{1,3}})|\s(?:more|plus|mas|mais)\s?(?:[»→]|>{{1,3}})"
    r"|[(\[](?:more|plus|mas|mais|suite)\s?(?:…|\.{3}|[)\]]))[\W_]*\Z",
    re.VERBOSE,
)

_WHOLE = re.compile("|".join(f"(?P<k{n}>{pattern})" for n, pattern in enumerate(WHOLE.values())))
_WITHIN = tuple((kind, re.compile(pattern)) for kind, pattern in WITHIN.items())
_HINT, _SYMBOL = re.compile(HINT), re.compile(SYMBOLS)
_ADDRESS, _COMMA = re.compile(ADDRESS), re.compile(", ")
_LABELLED_NUMBER = re.compile(LABELLED_NUMBER)
_KINDS = tuple(WHOLE)
_NUMBER = re.compile(r"[0-9]{1,3}[.)] (?=\S)")
_NUMBERED = frozenset(("label", "caption", "copyright"))  # what may open an entry of a numbered list
_OUTER = " \t\u00a0*_~>»›→<«‹←[]|·•:-–—."
_DIGIT = re.compile("[0-9]")
_CLOCK_HINT = re.compile(r"[0-9]\s?[:.hap]")
_CLOCK = re.compile(r"\b[0-9]{1,2}\s?(?:[:.][0-9]{2}|h(?:\s?[0-9]{2})?\b|[ap]\.?m\b)")
_OPEN = re.compile(
    r"\b(?:open|closed|ouvert\w*|ferme\w*|abiert[oa]s?|cerrad[oa]s?|abert[oa]s?|fechad[oa]s?|hours?|horari?os?|"
    r"mass times|weekdays|weekends?|daily|diari(?:o|amente)|todos los dias|tous les jours|todos os dias|"
    r"mon\w*|tue\w*|wed\w*|thu\w*|fri\w*|sat\w*|sun\w*|lun\w*|mar(?:tes|di)|miercoles|mercredi|jue\w*|jeudi|vie\w*|vendredi|sab\w*|samedi|"
    r"domingo|dimanche|segunda|terca|quarta|quinta|sexta)\b"
)
# An address, and then when somebody is there: "… 12 Quay Street. Open weekdays 9 to 4."
_STREET_HOURS = re.compile(
    r"\b(?:(?:street|road|avenue|lane|square|quay|wharf|floor|piso|etage|andar)(?:,? [0-9]{1,5})?"
    r"|(?:calle|avenida|plaza|paseo|rue|boulevard|place|quai|rua|praca|largo|travessa) [^.;|·–-]{2,30})[.;|·–-]{1,2} ?"
    r"(?:open|hours|ouvert|horari|horaires|abiert|abert|de lun|du lun|de seg|mon|lun|seg)[^.]{0,50}"
    r"[0-9](?: ?h\b| ?[ap]\.?m\b| ?(?:to|a|-|–|:) ?[0-9])"
)
_OLDER = re.compile(OLDER)
_FOOTS = frozenset(("unsubscribe", "copyright", "contact", "cookies", "share", "footer"))


@lru_cache(maxsize=1024)  # asked again for each role that a line could have
def kind_of(text: str) -> Kind | None:
    """Return which furniture a line looks like by its words alone, in one of four languages; None: like none."""
    if is_separator(text) or (len(text) < 4 and not text.strip(_OUTER + "…‹›<|")):
        return "separator"
    if len(text) > _LONGEST:
        return None
    plain = bare(text)
    if _points_on(text, plain):
        return "read more"
    return _by_words(plain) or _by_parts(text, plain)


def _by_parts(text: str, plain: str) -> Kind | None:
    """Which furniture a line is behind its number in a list, or in each part that bars cut off."""
    if heads_list(text, plain):
        return "label"
    if plain[:1].isdigit() and (number := _NUMBER.match(plain)) is not None:
        kind = _by_words(plain[number.end() :])
        return kind if kind in _NUMBERED else None
    kinds = [kind_of(part) for part in text.split("|")] if "|" in text else [None]
    return kinds[0] if all(kind not in (None, "page number") for kind in kinds) else None  # that may be a day


def _by_words(plain: str) -> Kind | None:
    ends_in_mark = plain[-1:] in (*":.])",) and len(plain) <= _LONGEST_HEADING
    found = _WHOLE.fullmatch(plain.strip(_OUTER)) or (_WHOLE.fullmatch(plain) if ends_in_mark else None)
    if found is not None:
        return _KINDS[int(str(found.lastgroup)[1:])]
    if _HINT.search(plain) or (not plain.isascii() and _SYMBOL.search(plain)):
        within = next((kind for kind, pattern in _WITHIN if pattern.search(plain)), None)
    else:
        within = "contact" if ":" in plain and _LABELLED_NUMBER.fullmatch(plain) else None
    return within or (
        "contact" if _says_hours(plain) or _says_where(plain) else "navigation" if is_menu(plain) else None
    )


def _says_where(plain: str) -> bool:
    """Whether a short line ends in the address of a house."""
    if len(plain) > 140 or not (_DIGIT.search(plain) or "s/n" in plain):
        return False
    starts = (0, *(comma.end() for comma in _COMMA.finditer(plain)))
    return any(_ADDRESS.match(plain, start) for start in starts)


def _says_hours(plain: str) -> bool:
    """Whether a short line says on which days from when to when something is open; a sentence, behind an address."""
    if len(plain) > 110 or not _DIGIT.search(plain):
        return False
    if _STREET_HOURS.search(plain):
        return True
    if (plain[-1:] in (".", "!", "?", ":") and plain[-2:] != "m.") or not _CLOCK_HINT.search(plain):
        return False
    return len(_CLOCK.findall(plain)) > 1 and _OPEN.search(plain) is not None


def ends_bulletin(kind: Kind | None) -> bool:
    """Tell whether lines of this kind stand at the foot of a bulletin, with more of their sort behind them."""
    return kind in _FOOTS


def glued_at(text: str) -> int:
    """Return where the next headline begins in a line that "Read more >>", or that without a space, opens; else 0."""
    if len(text) > 2 * _LONGEST or not (_SEAM.search(text, 0, _LONGEST_POINTER) or _POINTER.search(text)):
        return 0
    lower = text.translate(_PLAIN_LETTERS).lower()
    if len(lower) != len(text):
        return 0
    stuck = _STUCK.match(lower)
    if stuck is not None and text[stuck.end()].isupper():
        return stuck.end()
    found = _GLUED.match(lower) if _POINTER.search(text) else None
    return found.end() if found else 0


@lru_cache(maxsize=1024)  # a line is asked as a line, as a text and as a paragraph
def without_read_more(text: str) -> str:
    """Return a paragraph without a "Read more" that is glued to its end."""
    tail = text[-_LONGEST:]
    lower = tail.translate(_PLAIN_LETTERS).lower()
    if len(lower) != len(tail):
        return text
    found = _TRAILING.search(lower) or (_TRAILING_MARKED.search(lower) if _MARKED_END.search(lower) else None)
    return text[: len(text) - len(tail) + found.start()].rstrip(" [(") if found else text


_PLAIN_LETTERS = str.maketrans("áàâãéêèíóôõúüçñÁÀÂÃÉÊÈÍÓÔÕÚÜÇÑ", "aaaaeeeiooouucnaaaaeeeiooouucn")


def is_separator(text: str) -> bool:
    """Tell whether a line is a rule drawn with marks ("---", "* * *")."""
    return _SEPARATOR.fullmatch(text) is not None


def is_read_more(text: str) -> bool:
    """Tell whether the line only points to the rest of a story, in one of the four languages."""
    return len(text) in _READ_MORE_LENGTHS and _points_on(text, bare(text))


def _points_on(text: str, plain: str) -> bool:
    found = _READ_MORE.fullmatch(plain) if len(text) in _READ_MORE_LENGTHS else None
    if found is None or found["story"] is None:
        return found is not None
    return not text[found.start("story") :][:1].islower()  # it names a story, and is no sentence


def leads_on(text: str) -> bool:
    """Tell whether a line leads from a list of news to older ones: "Older posts", "Next page"."""
    return len(text) <= _LONGEST_HEADING and _OLDER.fullmatch(bare(text).strip(_OUTER)) is not None


def is_heading(text: str) -> bool:
    """Tell whether a line could be part of a masthead: short, and no sentence."""
    return len(text) <= _LONGEST_HEADING and _SENTENCE_END.search(text) is None
