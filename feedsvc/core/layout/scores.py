"""How well a line would do as a title, a text, a section's heading, or beside all items: numbers, no decision."""

from __future__ import annotations

import re
from typing import NamedTuple

from feedsvc.core.dates import LONGEST_SLOT, Order, Slot, find_dateline, month_named
from feedsvc.core.furniture import kind_of
from feedsvc.core.headline import ends_sentence, first_stop
from feedsvc.core.layout.date_lines import NEVER
from feedsvc.core.phrases import Kind
from feedsvc.model import Block

UNKNOWN = -3.0  # what it costs to leave a line unexplained

SHORT = -1.2  # and a word or two
LONGER = -1.9  # and some more words right below a date
_LONGER, _FEW_WORDS = 45, 6
_EDGE = 6  # lines
_DAY_ABOVE = -0.5  # lines far above all items hardly open with days
_FAR_ABOVE = 0.4  # more than an item gains by one more paragraph: else the first would swallow all that stands above
_SHORTEST_TEXT = 60  # characters behind a day that may be cut off
_SHORT = 30  # characters of a word or two
_YEAR = re.compile("(?:19|20)[0-9]{2}")
_LONGEST_DATELINE = 80
_LETTER = re.compile(r"[^\W\d_]")

# What it is worth to know a line as furniture: the surer the words, the more.
_CERTAIN: dict[Kind, float] = {
    "separator": 2.0, "contents": 2.0, "read more": 2.0, "unsubscribe": 1.5, "copyright": 1.5, "cookies": 1.5,
    "page number": 1.5, "mail header": 0.8, "navigation": 1.0, "share": 1.0, "caption": 1.0, "label": 1.0,
    "section": 1.0,
    "contact": 0.8, "footer": 0.8, "sidebar": 0.8, "greeting": 0.5, "masthead": 0.8,
}  # fmt: skip


class Line(NamedTuple):
    """What is asked of a unit in each of its roles: its text, without the name of a field, and what was found in it.

    `times` is how often the document says it, `words` how many words it has at least, `ends` whether it ends as a
    sentence does, `breaks` whether one ends within it. `goes_on`: it is a point of a list that begins in small letters.
    """

    text: str
    slot: Slot | None
    kind: Kind | None
    heading: int
    strong: bool
    times: int
    words: int
    ends: bool
    breaks: bool
    goes_on: bool


def line_of(text: str, slot: Slot | None, kind: Kind | None, block: Block, times: int) -> Line:
    """Return `text`, that of a block or a part of it, as it is scored."""
    words = text.count(" ") + 1
    ends, breaks = ends_sentence(text), first_stop(text) is not None
    goes_on = block.bullet and text[:1].islower()
    return Line(text, slot, kind, block.heading, block.strong, times, words, ends, breaks, goes_on)


def as_title(line: Line) -> float:
    """Return what a line is worth as a headline."""
    text, words = line.text, line.words
    score = 1.0 if words >= 4 else (-1.0, -0.4, 0.2)[words - 1]
    if len(text) > 130:
        score -= min((len(text) - 130) / 60, 3.5)
    end = text.rstrip("\"'”’»)]")[-1:]
    if end == "." and not text.endswith("..."):
        score -= 2.0
    elif end in ",;:":
        score -= 1.8
    if line.breaks:
        score -= 1.2
    if text[0].islower():
        score -= 1.0
    if not _LETTER.search(text, 0, 60):
        score -= 1.5
    if line.times > 2:
        score -= 1.2 if words <= 6 else 0.5
    return score + (2.5 if line.heading else 1.2 if line.strong else 0.0)


def as_text(line: Line) -> float:
    """Return what a line is worth as a paragraph."""
    text = line.text
    score = 0.9 if line.ends else -0.9
    if line.slot is not None and line.slot.form == "closes" and _is_dateline(text):
        return 0.6
    if line.goes_on:
        return 1.2
    if len(text) >= 120:
        score += 0.9
    elif len(text) >= 60:
        score += 0.2
    elif len(text) < 25:
        score -= 0.6
    if text.endswith((":", ",", ";")):
        score += 0.6
    if line.breaks:
        score += 0.6
    if line.times > 2:
        score -= 1.5  # what stands at the head or foot of each page
    return score - (3.0 if line.heading else 1.3 if line.strong else 0.0)


def _is_dateline(text: str) -> bool:
    """Whether a line is a place and a day and no more: it opens the text below it."""
    return len(text) <= _LONGEST_DATELINE and "," in text and find_dateline(text) is not None


def as_skipped(line: Line, *, is_link: bool) -> float:
    """Return what a line is worth passed over, within an item or between two."""
    if is_link:
        return 2.0
    if line.kind is not None:
        return _CERTAIN[line.kind]
    if line.slot is not None or line.ends:
        return UNKNOWN
    if line.times > 1 and line.words <= 6:
        return 0.3 if line.times > 2 else 0.0
    return _as_label(line)


def _as_label(line: Line) -> float:
    """What it costs to leave a line unexplained that may name a subject, a faculty or a place."""
    if len(line.text) <= _SHORT and line.words <= 3 and any(character.isalpha() for character in line.text):
        return SHORT
    is_longer = len(line.text) <= _LONGER and line.words <= _FEW_WORDS and line.text[0].isupper()
    return LONGER if is_longer else UNKNOWN


def as_titled(slot: Slot | None, block: Block, kind: Kind | None) -> float:
    """Return what a line is worth as a headline with its date."""
    text = block.text
    if slot is None or slot.form == "alone" or kind in ("masthead", "mail header", "copyright", "contents"):
        return NEVER
    rest = text[slot.start : slot.end]
    words = rest.count(" ") + 1
    if not rest or (words < 6 and kind_of(rest) is not None):
        return NEVER
    score = as_title(line_of(rest, slot, kind, block, times=1)) - (1.5 if words < 3 else 0.0)
    if slot.form == "inside":
        return score - 1.2
    if slot.form == "opens" and slot.apart:
        score = max(score, 0.2)  # a whole paragraph may stand behind its day
    if slot.form == "closes" and text[slot.end :].lstrip()[:1] == ":":
        return NEVER  # a label and its value
    return score + (2.0 if slot.apart else 1.2) - (0.5 if slot.reading.month_day else 0.0)


def as_dateline(line: Line, order: Order | None, body: float) -> float:
    """Return what a line is worth as a paragraph that opens with its day."""
    text, slot = line.text, line.slot
    # In a short line the place for a date is known, and a dateline has words on both sides of it.
    is_possible = len(text) > LONGEST_SLOT or (slot is not None and slot.form != "alone")
    found = find_dateline(text, order, yearless=True) if is_possible else None
    if found is not None and len(text) - found.end > 15:
        return max(body, -0.5) + 2.0
    if found is not None and slot is not None and slot.form == "closes":
        return body + 0.4  # a place and a day in a line of their own
    if slot is not None and slot.form == "opens" and slot.apart and (line.ends or len(text) >= _SHORTEST_TEXT):
        return max(body, -0.5) + 1.5
    return NEVER


def as_head(line: Line, index: int, *, is_odd: bool, has_dates: bool) -> float:
    """Return what a line is worth above all items; far above, where the first has a date that shows where it opens."""
    if is_odd:
        return 0.5
    if line.slot is not None and line.slot.form == "alone":
        return -1.2 if index < 6 else -3.0
    if index <= _EDGE:
        return _beside(line, index)
    if line.slot is not None:
        return _DAY_ABOVE if line.slot.form == "opens" else _beside(line, index)
    return _FAR_ABOVE if has_dates else _beside(line, index)


def as_foot(line: Line, left: int, *, is_odd: bool) -> float:
    """Return what a line is worth below all items."""
    if is_odd:
        return 0.0
    if line.slot is not None and line.slot.form == "alone":
        return -3.0
    return _beside(line, left)


def _beside(line: Line, distance: int) -> float:
    """What a line costs above or below all items, `distance` lines from the document's edge.

    However much of it there is, it costs no more than some lines would: else any item would be made to swallow it.
    """
    if distance > _EDGE:
        return -0.05
    if line.slot is not None and not (line.slot.form == "inside" and line.ends):
        return -1.5
    return -0.9 if line.ends else -0.4


def as_section(line: Line) -> float:
    """Return what a line is worth as the heading of several items."""
    text = line.text
    if (
        line.slot is None
        and _YEAR.search(text)
        and (month_named(text) is not None or _YEAR.fullmatch(text.strip(" :.-–—*")))
    ):
        return 2.0
    if line.slot is not None or line.ends or len(text) > 60:
        return NEVER
    score = -1.4 if line.words <= 5 else -2.4
    if text.isupper() and len(text) > 3:
        score += 1.6
    if text.endswith(":"):
        score += 0.8
    if line.heading:
        score += 1.0
    if line.kind in ("label", "section"):
        score += 1.0
    return score - (1.0 if line.times > 2 else 0.0)
