"""A line with a date in it: whether it is a date line, a title with its date, or says only how long ago something was.

Which of these a document uses is not decided here: a line may be each of them.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise
from typing import Literal, NamedTuple

from feedsvc.core.dates.beside import MARKS, PARTING, SPACE, TOPIC, is_aside, is_field, is_label
from feedsvc.core.dates.reading import TIME, DateReading, FoundDate, Order, find_dates
from feedsvc.core.dates.resemblance import resembles_date
from feedsvc.core.dates.tokens import MONTHS, Shape, shape_of
from feedsvc.core.folding import bare
from feedsvc.core.replies import COUNTED

# alone: a date and what belongs to it; opens, closes: a date before, behind other words; inside: among them.
Form = Literal["alone", "opens", "closes", "inside"]

LONGEST_SLOT = 220
_LONGEST_OPENING = 60  # characters in which a weekday, a date and a time end
_DIGIT = re.compile("[0-9]")
_NUMBER = re.compile("[0-9]+")
_ONE_DATE = 4  # numbers in a line; with more of them there may be another one
_PARTS = frozenset(",|·•∙●–—―−‒‐-()[]:\t/»")
_SEPARATORS = frozenset("|·•∙●–—―−‒‐-()[]:\t/»")

_RANGE_OPENER = re.compile(r"(?<=[(\[|–—])\s?(?:del?|du|from|entre|between|les?|los)\s+\Z", re.IGNORECASE)
_DANGLING_WORDS = """
    on of until since by from before after in the at to for and through as this next last dated than between el la
    del de desde hasta para en y e al a por entre este antes despues le du au depuis jusqu avant apres et des les
    pour em ate do da no na o as
"""
_DANGLING = frozenset(_DANGLING_WORDS.split())
_AGO = re.compile(
    r"(?:(?:posted|published|updated|publicado|publie|publicada|atualizado)\s)?"
    r"(?:(?:about|over|almost)\s)?"
    r"(?:(?:[0-9]{1,3}|an?|one|two|three)\s(?:sec(?:ond)?|min(?:ute)?|hour|hr|day|week|month|year)s?\sago"
    r"|(?:hace|il y a|ha)\s(?:[0-9]{1,3}|une?|una|uno|dos|deux|um|uma|dois)\s[a-z]{3,8}"
    r"|(?:[0-9]{1,3}|um|uma|dois)\s(?:minuto|hora|dia|semana|mes|ano)(?:s|es)?\satras"
    r"|last (?:week|month|year)|la semana pasada|el (?:mes|ano) pasado|(?:na )?semana passada"
    r"|(?:no )?(?:mes|ano) passado|la semaine derniere|le mois dernier|l.an(?:nee)? derniere?"
    r"|yesterday|today|just now|ayer|hoy|hier|aujourd.hui|ontem|hoje)"
    r"(?:,? (?:at |a las? |a |as )?[0-9]{1,2}[:h][0-9]{2})?"
)
_OPENS_AGO, _LONGEST_AGO = re.compile("[0-9]{1,3} |hace |il y a |h[aá] ", re.IGNORECASE), 30  # characters
_COUNT = re.compile(rf"[ |,·•–-]+[0-9]{{1,4}} {COUNTED}\W*\Z", re.IGNORECASE)
_LONGEST_COUNT = 24  # characters
_DAY_AND_YEAR = re.compile(r" [0-9]{1,2},? (?:19|20)[0-9]{2}")
_LONG_MONTHS = sorted((name for name in MONTHS if len(name) > len("jan") or name == "may"), key=len, reverse=True)
_GLUED_MONTH = re.compile(rf"(?<=[a-z])(?:{'|'.join(_LONG_MONTHS)}) [0-9]{{1,2}},? (?:19|20)[0-9]{{2}}")


class Slot(NamedTuple):
    """A line with a place for a date.

    `text[start:end]` is what the line says beside its date, without marks around it; empty for a line that is a date
    alone, with label, weekday, time and author at most. `apart`: a mark stands between the two. `labelled`: a word
    as "Posted" says that it is a date. A reading without day and problems is a relative one ("2 days ago").
    """

    reading: DateReading
    form: Form
    start: int = 0
    end: int = 0
    apart: bool = False
    labelled: bool = False


@lru_cache(maxsize=1024)  # a line of a small document is asked as a row's cell, as a line that may go on, and as a unit
def slot_of(text: str, order: Order | None = None) -> Slot | None:
    """Return what place for a date the line `text` has, or None: prose and numbers that are no dates have none."""
    if len(text) > LONGEST_SLOT:
        return _opening(text, order)
    if not _DIGIT.search(text):
        return _relative(text)
    if (counted := _before_count(text, order)) is not None:
        return counted
    shape = shape_of(text)
    dates = find_dates(shape, order, yearless=True)
    if not dates:
        slip = Slot(DateReading(None, ("layout_uncertain",)), "alone") if resembles_date(text, shape) else None
        return _glued(text, order) or _relative(text) or slip
    if len(dates) > 1 and all(one.beyond == other.first for one, other in pairwise(dates)):
        dates = (dates[0]._replace(beyond=dates[-1].beyond),)  # of publication and of change, side by side
    first, last = dates[0], dates[-1]
    is_last = first is not last and not shape.kinds[last.beyond :].strip(").")
    if is_last and not is_label(text[: shape.tokens[first.first].start()]):
        return _around(text, shape, last)
    return _around(text, shape, first)


def _opening(text: str, order: Order | None) -> Slot | None:
    """The day that opens a paragraph longer than any title, apart from its words: "18 July 2023 – The office …"."""
    head = text[:_LONGEST_OPENING]
    if not _DIGIT.search(head):
        return None
    shape = shape_of(head)
    dates = find_dates(shape, order, yearless=True)
    if not dates:
        return None
    start, _ = _weekday_start(shape, dates[0].first)
    end = shape.tokens[dates[0].beyond - 1].end()
    time = TIME.match(text, end)
    slot = _opens(text, dates[0].reading, time.end() if time else end, "") if is_label(text[:start]) else None
    return slot if slot is not None and slot.apart else None


def settled(text: str, slot: Slot, order: Order) -> Slot | None:
    """Return the slot of `text`, which was read as `slot`, where the document shows the order of day and month."""
    if "ambiguous_date" not in slot.reading.problems:
        return slot
    if len(_NUMBER.findall(text)) > _ONE_DATE:
        return slot_of(text, order)  # two dates are one range in one order only
    return slot._replace(reading=slot.reading.settled(order))


def around_days(text: str) -> tuple[str, DateReading, str] | None:
    """Return what a line says before its dates, the first of them, and what it says behind them; None: it has none."""
    shape = shape_of(text)
    dates = find_dates(shape, None)
    if not dates:
        return None
    first, last = shape.tokens[dates[0].first], shape.tokens[dates[-1].beyond - 1]
    return text[: first.start()], dates[0].reading, text[last.end() :]


def _relative(text: str) -> Slot | None:
    if _OPENS_AGO.match(text) and (found := _AGO.match(bare(text[:_LONGEST_AGO]))) is not None:
        start, _ = trimmed = _trimmed(text, found.end(), len(text))
        if text[start : start + 1].isupper():
            return Slot(DateReading(None), "opens", *trimmed)  # "2 days ago Night market opens …"
    if len(text) > 60:
        return None
    # "News | 2 days ago | 3 min read"
    parts = PARTING.split(bare(text).strip("().| "))
    others = [part for part in parts if not _AGO.fullmatch(part)]
    if len(others) != len(parts) - 1 or any(part.count(" ") > 3 for part in others):
        return None
    return Slot(DateReading(None), "alone")


def _around(text: str, shape: Shape, found: FoundDate) -> Slot | None:
    """Judge what stands before and behind a date."""
    start, is_weekday = _weekday_start(shape, found.first)
    end = shape.tokens[found.beyond - 1].end()
    if (time := TIME.match(text, end)) is not None:
        end = time.end()
    if "date_range" in found.reading.problems and (opener := _RANGE_OPENER.search(text[:start])) is not None:
        start = opener.start()
    before, behind = text[:start], text[end:]
    labelled = is_label(before)
    if labelled and not behind.strip(MARKS):
        return Slot(found.reading, "alone", labelled=bool(before.strip(MARKS)) and not is_weekday)
    has_before = not (labelled or is_aside(before))
    has_behind = not (is_aside(behind) or TOPIC.fullmatch(behind))
    if not has_before and not has_behind:
        return Slot(found.reading, "alone", labelled=True)
    if has_before and is_field(before, behind):
        return Slot(found.reading, "alone", labelled=True)
    if has_before and has_behind:
        if _is_kicker(before) and text[end:].lstrip()[:1] in _SEPARATORS:
            return _opens(text, found.reading, end, "")
        return Slot(found.reading, "inside", *_trimmed(text, 0, len(text)))
    return (
        _opens(text, found.reading, end, before) if has_behind else _closes(text, found.reading, _label_start(before))
    )


def _glued(text: str, order: Order | None) -> Slot | None:
    """The place for a date whose month is glued to the word before it: "Newsroomaugust 8, 2026"."""
    plain = bare(text) if _DAY_AND_YEAR.search(text) else ""
    found = _GLUED_MONTH.search(plain)
    if found is None or len(plain) != len(text):
        return None
    tail = slot_of(text[found.start() :], order)
    if tail is None or tail.form != "alone":
        return None
    return Slot(tail.reading, "closes", 0, found.start())


def _before_count(text: str, order: Order | None) -> Slot | None:
    """The place for a date without a year, behind which a line counts what was said of the item: "1 Apr 0 Comments"."""
    found = _COUNT.search(text, max(len(text) - _LONGEST_COUNT, 0)) if len(text) <= _LONGEST_OPENING else None
    slot = slot_of(text[: found.start()], order) if found is not None and found.start() else None
    return slot._replace(labelled=True) if slot is not None and slot.form == "alone" else None


def _label_start(before: str) -> int:
    """Where the words before a date end, without the label that a bracket opens: "Title (posted 3 May 2020)"."""
    opening = before.rfind("(")
    label = before[opening + 1 :]
    return opening + 1 if opening > 0 and label and is_label(label) else len(before)


def _weekday_start(shape: Shape, first: int) -> tuple[int, bool]:
    """Where a date begins with its weekday and article, and whether there is a weekday."""
    index, kinds = first, shape.kinds
    if index and kinds[index - 1] == "t":
        index -= 1
    back = index
    while back and kinds[back - 1] in ",.":
        back -= 1
    if back and kinds[back - 1] in "wM":
        back -= 3 if kinds[max(back - 3, 0) : back] == "w-w" else 1
        return shape.tokens[back].start(), True
    return (shape.tokens[index].start() if index < first else shape.tokens[first].start()), False


def _is_kicker(before: str) -> bool:
    """Whether a word or two before a date are cut off from it by a mark: "Honduras - 13 July 2020 - Title"."""
    return before.rstrip()[-1:] in _PARTS and len(before.split()) <= 4


def _opens(text: str, reading: DateReading, end: int, before: str) -> Slot | None:
    start, stop = _trimmed(text, end, len(text))
    if start == stop:
        return None  # nothing but marks
    apart = any(mark in _SEPARATORS for mark in text[end:start])
    first = text[start]
    if not apart and (first.islower() or before.strip(MARKS)):
        return None  # prose that opens with a date
    return Slot(reading, "opens", start, stop, apart=apart)


def _closes(text: str, reading: DateReading, date_start: int) -> Slot | None:
    start, stop = _trimmed(text, 0, date_start)
    between = text[stop:date_start]
    apart = any(mark in _SEPARATORS for mark in between) or "..." in between
    if text[stop - 1 : stop] == "." and text[start:stop].count(".") == 1:
        return Slot(reading, "closes", start, stop - 1, apart=True)  # "Title. 13 July 2020"
    if text.count("(", start, stop) > text.count(")", start, stop):  # "… (Lorne, 25 July 2016)"
        return Slot(reading, "inside", *_trimmed(text, 0, len(text)))
    words = bare(text[start:stop]).rsplit(maxsplit=1)
    if not apart and words and words[-1] in _DANGLING:
        return Slot(reading, "inside", *_trimmed(text, 0, len(text)))
    return Slot(reading, "closes", start, stop, apart=apart or "," in between)


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start] in MARKS:
        start += 1
    end = len(text[start:end].rstrip(SPACE + ".")) + start if text[:end].rstrip().endswith("...") else end
    while end > start and text[end - 1] in MARKS and not _closes_words(text, start, end):
        end -= 1
    return start, end


def _closes_words(text: str, start: int, end: int) -> bool:
    """Whether the mark before `end` is the words' own: a full stop, or a bracket that was opened in them."""
    mark = text[end - 1]
    if mark == ".":
        return True
    opening = {")": "(", "]": "["}.get(mark)
    return opening is not None and opening in text[start : end - 1]
