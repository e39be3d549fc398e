"""What in a document stands around its items: words for pictures, subjects in capitals, days of its own, sidebars."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Mapping, Sequence

from feedsvc.core.dates import DateReading, Slot
from feedsvc.core.folding import bare
from feedsvc.core.furniture import leads_on
from feedsvc.core.headline import HOUR
from feedsvc.core.layout.units import Unit
from feedsvc.core.phrases import Kind

_LONGEST_KICKER = 30  # characters
_FEWEST_KICKERS = 3
_SHORTEST_ECHO, _LONGEST_PHOTO = 15, 20  # characters
_PICTURE_WORDS = frozenset(["image", "imagen", "imagem", "photo", "foto", "picture"])
_FEWEST_DATES = 3
_ACT = re.compile(
    r"([A-ZÀ-Ý][^\W\d_]+)[^.!?;:]{0,12}?\s?(?:[Nn](?:o|um|ro|[°º]|\.[°ºo])\.?\s?)?[0-9]{1,5}(?:[/-][0-9]{2,4})?\b"
)
_FEWEST_HANGING = 2  # bullets with lines that hang below them
_FEWEST_ECHOED = 4  # words
_SHORTEST_CLAUSE = 20  # characters
_LONG_SENTENCE = re.compile(r".{120,}[.!?…”\"')]")
_FEWEST_LISTED = 3  # days one below the other, as the holidays of a year
_HEAD_LINES, _LAST_LINES, _FEW_WORDS = 5, 2, 2
_LONG_NUMBER, _SHORT_NUMBER = re.compile("[0-9]{4}"), re.compile("[0-9]{1,2}(?![0-9])")
_CALENDAR = re.compile(
    r"(?:diary|key|important|term) dates|dates for (?:the|your) diary|(?:public|bank|national) holidays.{0,30}"
    r"|(?:dias )?(?:feriados|festivos|asuetos)\b.{0,30}|dias (?:inhabiles|no laborables).{0,30}|jours feries.{0,30}"
    r"|(?:days|dias|jours)\b.{0,40}\b(?:closed|cerrad\w+|fechad\w+|fermee?s?)\b.{0,30}"
    r"|dates (?:a retenir|cles)|fechas (?:clave|importantes)|datas importantes"
)
_LETTERS = re.compile(r"[^\W\d_]+")
_ORDINAL = re.compile(r"(?<=[0-9])(?:st|nd|rd|th|er|o|º|°|ª)\b", re.IGNORECASE)


def has_kickers(units: Sequence[Unit]) -> bool:
    """Return whether a subject in capitals stands above several headlines."""
    pairs = itertools.pairwise(unit.block for unit in units)
    kickers = [one.text for one, other in pairs if one.gap and not other.gap and is_kicker(one.text)]
    return len(kickers) >= _FEWEST_KICKERS


def is_kicker(text: str) -> bool:
    """Return whether a line may be a subject in capitals."""
    return len(text) <= _LONGEST_KICKER and text.isupper()


def pictures_of(units: Sequence[Unit], folded: Sequence[str], slots: Mapping[str, Slot | None]) -> frozenset[int]:
    """Return the lines that stand for a picture: words below "Image", or what a line near them says as well.

    Of two neighbours that are alike the second is the headline; of others the first, unless a date stands beside both.
    """
    found: set[int] = set()
    times = Counter(folded)
    for index, (one, other) in enumerate(itertools.pairwise(folded)):
        is_caption = units[index].block.gap or not index or not slots[units[index - 1].block.text]
        if is_caption and other.startswith("©") and not units[index + 1].block.gap and times[other] > 1:
            found.add(index)
        if other in _PICTURE_WORDS or len(other) < _SHORTEST_ECHO:
            continue
        beside = [units[n].block.text for n in (index, index + 2) if n < len(units)]
        if _is_abridged(one, other) or (one.endswith(other) and len(one) - len(other) <= _LONGEST_PHOTO):
            found.add(index)
        elif (one in _PICTURE_WORDS and not units[index + 1].block.gap) or (
            other in folded[max(index - 3, 0) : index] and not any(slots[text] for text in beside)
        ):
            found.add(index + 1)
    return frozenset(found)


def _is_abridged(one: str, other: str) -> bool:
    """Whether a line is the next one with some small words left out, as the words for a picture are."""
    words, headline = one.split(), other.split()
    if not _FEWEST_ECHOED <= len(words) < len(headline) <= len(words) + 2:
        return False
    rest = iter(headline)
    return all(word in rest for word in words)


def hanging(units: Sequence[Unit]) -> frozenset[int]:
    """Return the lines without a bullet that hang below one, as deep as its words: they go on with what it opens."""
    found: set[int] = set()
    opened: set[int] = set()
    bullet = None
    for index, unit in enumerate(units):
        block = unit.block
        if block.bullet:
            bullet = index
        elif bullet is not None and 1 < units[bullet].block.column <= block.column:
            found.add(index)
            opened.add(bullet)
        else:
            bullet = None
    return frozenset(found if len(opened) >= _FEWEST_HANGING else ())


def points_of_text(units: Sequence[Unit], slots: Mapping[str, Slot | None]) -> frozenset[int]:
    """Return the bullets without a day right below a whole clause that announces them: "Please see that:"."""
    found: set[int] = set()
    for index, unit in enumerate(units[1:], 1):
        above = units[index - 1].block
        is_announced = above.text.endswith(":") and len(above.text) >= _SHORTEST_CLAUSE and not above.bullet
        if unit.block.bullet and slots[unit.block.text] is None and (is_announced or index - 1 in found):
            found.add(index)
    return frozenset(found)


def opened_by_hours(units: Sequence[Unit]) -> frozenset[str]:
    """Return the lines that open with an hour, where several do, as the news of one day may: "18:10 Boats reach …"."""
    found = frozenset(unit.block.text for unit in units if HOUR.match(unit.block.text))
    return found if len(found) >= _FEWEST_DATES else frozenset()


def acts(slots: Mapping[str, Slot | None]) -> frozenset[str]:
    """Return the lines that name an act and its day, as several do: "Notice No. 14/2023 of 12 June 2023: Closure …"."""
    named = [
        (text, found) for text, slot in slots.items() if slot and slot.form == "inside" and (found := _ACT.match(text))
    ]
    times = Counter(found[1] for _, found in named)
    return frozenset(text for text, found in named if times[found[1]] >= _FEWEST_DATES)


def odd_dates(
    units: Sequence[Unit],
    slots: Mapping[str, Slot | None],
    kinds: Mapping[str, Kind | None],
    *,
    has_labels: bool,
) -> frozenset[int]:
    """Return the first and the last date line where all others are alike and these are not, and lists of mere days.

    They are the day of issue, or of capture, and that of the last change. So is the date among the headers of a mail.
    """
    beside = _listed(units, slots) | _of_calendar(units) | _yearless_below(units, slots)
    return beside | _first_and_last(units, slots, kinds, has_labels=has_labels)


def _listed(units: Sequence[Unit], slots: Mapping[str, Slot | None]) -> frozenset[int]:
    """Return the days that stand one below the other, of which none can date what is said of it."""
    found: set[int] = set()
    length = 0
    for index, unit in enumerate(units):
        slot = slots[unit.block.text]
        length = length + 1 if slot is not None and slot.form == "alone" and not slot.labelled else 0
        if length >= _FEWEST_LISTED:
            found.update(range(index - _FEWEST_LISTED + 1, index + 1))
    return frozenset(found)


def _yearless_below(units: Sequence[Unit], slots: Mapping[str, Slot | None]) -> frozenset[int]:
    """Return the days without a year below several that have one and run back in time: of what is to come."""
    dated = [(n, slot.reading) for n, unit in enumerate(units) if (slot := slots[unit.block.text]) and _dates(slot)]
    days = [reading.day for _, reading in itertools.takewhile(lambda one: one[1].day, dated) if reading.day]
    if len(days) < _FEWEST_DATES or days != sorted(days, reverse=True):
        return frozenset()
    return frozenset(n for n, _ in itertools.takewhile(lambda one: one[1].month_day, dated[len(days) :]))


def _of_calendar(units: Sequence[Unit]) -> frozenset[int]:
    """Return the lines right below the heading of a list of holidays, or of days to keep in mind."""
    found: set[int] = set()
    is_below = False
    for index, unit in enumerate(units):
        is_below = is_below and not unit.block.gap
        if is_below:
            found.add(index)
        is_below = is_below or _CALENDAR.fullmatch(bare(unit.block.text).strip(" :*#")) is not None
    return frozenset(found)


def _first_and_last(
    units: Sequence[Unit],
    slots: Mapping[str, Slot | None],
    kinds: Mapping[str, Kind | None],
    *,
    has_labels: bool,
) -> frozenset[int]:
    """Return what `odd_dates` does but for lists."""
    dated = [n for n, unit in enumerate(units) if (slot := slots[unit.block.text]) and slot.form != "inside"]
    if not dated:
        return frozenset()
    first = dated[0]
    below = units[first + 1].block.text if first + 1 < len(units) else ""
    if first < _HEAD_LINES and below and kinds[below] == "navigation":
        return frozenset((first,))  # the day of capture, above a menu
    near = units[max(first - 2, 0) : first + 3]
    if first < _HEAD_LINES and sum(kinds[unit.block.text] == "mail header" for unit in near) > 1:
        return frozenset(() if has_labels else (first,))
    forms = [_form(text, slots[text]) for text in (units[n].block.text for n in dated)]
    times = Counter(forms)
    common = max(times.values())
    if len(dated) == 1:  # "Updated on 2 February 2018", below all
        slot = slots[units[first].block.text]
        return frozenset(dated if slot and slot.labelled and first >= len(units) - _LAST_LINES else ())
    if common < max(2, len(forms) // 2):
        return frozenset()
    # What has a whole sentence below it is the day of a story.
    is_free = first + 1 == len(units) or not _LONG_SENTENCE.fullmatch(units[first + 1].block.text)
    ends = ((first, forms[0]),) * is_free + ((dated[-1], forms[-1]),)
    return frozenset(n for n, form in ends if times[form] == 1 and not _is_relative(slots[units[n].block.text]))


def _dates(slot: Slot) -> bool:
    """Whether a line has a place for a date beside or above its words, with a day that could be read."""
    return slot.form != "inside" and (slot.reading.day is not None or slot.reading.month_day is not None)


def _is_relative(slot: Slot | None) -> bool:
    """Whether a line says how long ago something was, as only news do."""
    return slot is not None and slot.reading == DateReading(None)


def end_of_news(units: Sequence[Unit], slots: Mapping[str, Slot | None], kinds: Mapping[str, Kind | None]) -> int:
    """Return where the news end: at a sidebar's heading below most dates, or where a line leads to older ones.

    Below such a line no date is written as most are. Where there is neither it is behind the last unit.
    """
    forms = {
        n: _form(unit.block.text, slot)
        for n, unit in enumerate(units)
        if (slot := slots[unit.block.text]) and slot.form != "inside"
    }
    dated = list(forms)
    first = dated[max(_FEWEST_DATES, -(-len(dated) // 2)) - 1] if len(dated) >= _FEWEST_DATES else len(units)
    common = max(Counter(forms.values()).items(), key=lambda one: one[1])[0] if forms else ""
    last = next((n for n in reversed(dated) if forms[n] == common), len(units))
    return next(
        (
            n
            for n in range(first, len(units))
            if kinds[units[n].block.text] == "sidebar" or (n > last and _leads_on(n, units))
        ),
        len(units),
    )


def _leads_on(index: int, units: Sequence[Unit]) -> bool:
    """Whether a line leads to older news, or to their pages: "Older posts", or 1 and below it 2."""
    text, below = (units[n].block.text if n < len(units) else "" for n in (index, index + 1))
    is_count = text.isdecimal() and below.isdecimal() and len(below) <= _FEW_WORDS and int(below) == int(text) + 1
    return is_count or leads_on(text)


def _form(text: str, slot: Slot | None) -> str:
    """How a date is written: alone with its digits and words made equal, else where it stands in its line."""
    if slot is not None and slot.form != "alone":
        is_headline = slot.apart or len(text[slot.start : slot.end].split()) > _FEW_WORDS
        return f"{slot.form} {slot.reading.month_day is None} {is_headline}"
    plain = _LONG_NUMBER.sub("#", _ORDINAL.sub("", text.replace(",", "").rstrip(".:")))
    before, year, behind = _SHORT_NUMBER.sub("1", _LETTERS.sub("a", plain)).partition("#")
    is_count = before and ":" not in behind  # of comments; a time of day belongs to the form
    return before + year + ("" if is_count else behind)
