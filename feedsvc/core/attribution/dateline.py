"""Where the dateline at the start of a text ends."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from feedsvc.core.folding import bare

if TYPE_CHECKING:
    from feedsvc.core.attribution.scan import Scan

_REACH = 100
_END = re.compile(r"\s[-–—]|—|\.\s*-|\.\s|:\s|\n")
# A town, its country, a day; not "Lima – Cusco by rail".
_POSTED = re.compile(r"T(?:[,(][NS]\)?)?(?:,[0zoZ]{1,4}(?:,0)?:|:(?=[^T]))")
_CLOSE = re.compile(r"\s*[-–—:]")
_ABBREVIATION = re.compile(r"\b(?:St|Ste|Sta|Sto|[A-Z])$")
_LETTERS = re.compile(r"[^\W\d_]+")
_SMALL_WORD = re.compile(
    r"del?|l[ao]s?|el|of|the|du|des|d[aeo]s?|y|e|et|and|les?|aux?|er|st|nd|rd|th|o|s|d|l"
    r"|(?:ene|jan|feb|fev|mar|abr|apr|avr|mai|may|jui|jun|jul|ago|aou|aug|sep|set|oct|out|nov|dec|dez|dic)[a-z]*"
)


def title_dateline_end(read: Scan) -> int:
    """Return where the dateline at the start of a title ends: "Lima – Rain", "Lima: rain"; it names a town."""
    head = _POSTED.match(read.letters)
    end = dateline_end(read.text) if head else 0
    return end if end and _CLOSE.match(read.text, end) else 0


def dateline_end(text: str) -> int:
    """Return where the dateline at the start of a text ends; 0: it has none."""
    for end in _END.finditer(text, 0, _REACH):
        head = text[: end.start()]
        if end[0].startswith(".") and _ABBREVIATION.search(head):
            continue
        words = _LETTERS.findall(head)
        if all(word[0].isupper() or _SMALL_WORD.fullmatch(bare(word)) for word in words):
            is_sentence = end[0] == ". " and not re.search(r"[,(]", head)
            return 0 if is_sentence else end.start()
        return 0
    return 0
