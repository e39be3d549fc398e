"""Where sentences end: the first within a line, which may be the headline of what follows, and the line itself."""

from __future__ import annotations

import re

LONG_HEADLINE = 90  # characters: what is longer, and says more than one sentence, is no headline as a whole
_SENTENCE_END = re.compile(r"[.!?…][\"'”’»)\]]*\s*(?:\[[0-9]+\]|\([^()]{1,40}\))?$")
_LAST_MARKS = frozenset(".!?…\"'”’»)]")
_STOP = re.compile(r"(?<=[a-zà-ÿ0-9)”\"»%])[.!?][\"”»]?\s+(?=[\"“«¿¡(]?[A-ZÀ-Þ0-9])")
_ABBREVIATED = re.compile(
    r"\b(?:v|vs|dr|dra|mr|mrs|ms|sr|sra|srta|st|ste|no|nos|núm|av|art|inc|ltd|co|jr|prof|gov|sen|rep|gen|gral|ing|lic|"
    r"mons|hon|etc|p|pp|vol)$",
    re.IGNORECASE,
)
HOUR = re.compile(r"[0-9]{1,2}[:h][0-9]{2}(?:\s?[-–|:]\s?|\s)(?=[\"“«¿¡]?[^\W\d_a-zà-ÿ])")  # "17:40 Boats reach …"


def first_stop(text: str) -> re.Match[str] | None:
    """Return what stands between the first sentence of `text` and the next: its stop and white space; None: no next."""
    for stop in _STOP.finditer(text):
        if _ABBREVIATED.search(text, 0, stop.start()) is None:
            return stop
    return None


def ends_sentence(text: str) -> bool:
    """Return whether a text ends as a sentence does, if only before a note's number or a remark in parentheses."""
    return text[-1] in _LAST_MARKS and _SENTENCE_END.search(text) is not None
