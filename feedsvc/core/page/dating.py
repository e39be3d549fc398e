"""Dates as pages write them: beside titles, with labels and times, in attributes, in badges, or as "2 days ago"."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache

from feedsvc.core.dates import DateReading, Order, order_of, read_date
from feedsvc.core.dates.reading import find_dates
from feedsvc.core.dates.tokens import MONTHS, shape_of
from feedsvc.core.folding import bare

_LONGEST_LABEL = 40
_HEAD = 70
_LONGEST_META = 110
_DIGIT = re.compile("[0-9]")
_MACHINE = re.compile(r"\s*(\d{4})-(\d\d)-(\d\d)(?:[T\s].*)?$|\s*(\d{4})(\d\d)(\d\d)(?:T.*)?$", re.DOTALL)
_WORDS_OF_LABELS = (
    "posted|published|publish|publication|date|dated|on|of|updated|update|last|modified|release|released|issued|filed|"
    "created|added|decided|decision|opinion|publicado|publicada|publicacion|fecha|de|el|en|actualizado|actualizacion|"
    "ultima|creado|enviado|publie|publiee|le|la|du|mis|mise|ligne|jour|derniere|poste|a|data|em|atualizado|atualizacao|"
    "modificacao|postado|criado|publicacao|at|by|written|submitted|time|on:|category|"
    "segunda|terca|quarta|quinta|sexta|feira"
)
_ACCENTS = str.maketrans({"a": "[aáàâã]", "c": "[cç]", "e": "[eéèê]", "i": "[ií]", "o": "[oóõô]", "u": "[uú]"})
_LABEL = re.compile(rf"[\s(\[|•·:,–—-]*(?:(?:{_WORDS_OF_LABELS.translate(_ACCENTS)})\b[\s.:,|–-]*)*", re.IGNORECASE)
_TIME = (
    r"(?:[,T]?\s*(?:at|a las|à|às|@|-|–|\|)?\s*\(?\d{1,2}\s?(?::|h|\.)\s?\d{0,2}(?::\d\d)?\s*(?:[ap]\.?\s?m\.?)?"
    r"(?:\s*(?:hr?s?|horas|uhr|GMT|UTC|[ECMP][SD]?T))?(?:[+-]\d{2}:?\d{2})?\)?)"
)
_TAIL = re.compile(rf"{_TIME}?[\s)\].,;:|•·–—-]*", re.IGNORECASE)
_AFTER = re.compile(rf"(?:{_TIME})?(?:\s*(?:[–—|•·:)\]»]|-\s|\.\s|,\s)+\s*|\s{{2,}}|$)", re.IGNORECASE)
_SPACE_AFTER = re.compile(rf"{_TIME}?\s+(?=[^\W\d_]|[\"“«'‘(])", re.IGNORECASE)
_BEFORE = re.compile(r"(?:[(\[|•·–—]|\s-|\s{2}|:|\bon\b)\s*$")
_RELATIVE = re.compile(
    r"(?:posted |published |publicado |publie |ha )?(?:"
    r"(?:about |over |almost )?(?:an?|one|[0-9]+) ?"
    r"(?:min(?:ute)?s?|hours?|hrs?|h|d|days?|weeks?|w|months?|mo|years?|y) ago"
    r"|hace (?:una?|[0-9]+) (?:minutos?|horas?|dias?|semanas?|mes(?:es)?|anos?)"
    r"|il y a (?:une?|[0-9]+) (?:minutes?|heures?|jours?|semaines?|mois|ans?)"
    r"|(?:ha )?(?:uma?|[0-9]+) (?:minutos?|horas?|dias?|semanas?|mes(?:es)?|anos?)(?: atras)?"
    r"|yesterday|today|ayer|hoy|anteayer|hier|aujourd'hui|avant-hier|ontem|hoje|anteontem|just now)"
    r"(?:,? (?:at |a las |a )?[0-9]{1,2}[:h][0-9]{0,2})?[ .|-]*"
)
_MONTH_YEAR = re.compile(r"[^\W\d_]{3,12}\.?(?: de| del|,)? (?:19|20)\d\d")
_YEARLESS_HEAD = re.compile(
    r"(?:\d{1,2}(?:st|nd|rd|th|er|º|°)?\s(?:de\s)?(?P<month>[^\W\d_]{3,10})|(?P<first>[^\W\d_]{3,9})\.?\s\d{1,2})\.?\s*(?:[—–|:]|-\s)\s*"
)
_WEEKDAY_BEFORE = re.compile(r"[wM][,.-]?$")
_DAY_NUMBER = re.compile(r"(?:[^\W\d_]{2,10}\.?,? )?(\d{1,2})(?:st|nd|rd|th|er|º|°)?(?:,? [^\W\d_]{3,10}\.?)?")
_NO_YEAR = re.compile(r"[^\W_]{1,12}\.?,?(?: (?:de )?[^\W_]{1,12}\.?,?){1,3}|\d{1,2}\s?[/.-]\s?[^\W_]{1,9}")
_NUMERIC = re.compile(r"(\d{1,2})\s?([/.-])\s?(\d{1,2})")
_YEAR = re.compile(r"\b(19|20)\d\d\b")


@dataclass(slots=True)
class Calendar:
    """Reads the dates of one page, each wording once. `order` is that of its numeric dates, once it is known."""

    today: date
    order: Order | None = None
    known: dict[str, DateReading | None] = field(default_factory=dict)

    def settle(self, texts: Iterable[str]) -> None:
        """Learn the order of day and month from those dates among `texts` that prove it."""
        readings = (found[0] for text in texts if _DIGIT.search(text) and (found := _first(text, None)))
        self.order = order_of(readings)
        self.known.clear()

    def read(self, text: str) -> DateReading | None:
        """Return the date that the whole of `text` is, labels and time of day aside."""
        if len(text) > _HEAD + _LONGEST_LABEL or not _DIGIT.search(text):
            return None
        if text not in self.known:
            self.known[text] = self._whole(text)
        return self.known[text]

    def _whole(self, text: str) -> DateReading | None:
        found = read_date(text, self.order)
        if found is not None:
            return found
        label = _LABEL.match(text)
        begin = label.end() if label else 0
        dated = _first(text, self.order)
        if dated is None:
            return None
        reading, start, end = dated
        is_whole = not _words(text[begin:start]) and _TAIL.fullmatch(text, end) is not None
        return reading if is_whole else None

    def within(self, text: str) -> DateReading | None:
        """Return the date that stands anywhere in a short text."""
        if len(text) > _LONGEST_META or not _DIGIT.search(text):
            return None
        dated = _first(text, self.order)
        return dated[0] if dated else None

    def partial(self, text: str, heading: str) -> DateReading | None:
        """Return the date that a text without a year means: with month or year of `heading`, else the nearest past."""
        if not _DIGIT.search(text) or len(text) > 24 or _YEAR.search(text):
            return None
        named = text.rstrip(": ")
        text = text if named.isdigit() else named  # "3:" may count
        number = _DAY_NUMBER.fullmatch(text)
        if number is not None and heading and not heading.isdigit() and not _names_month(text):
            text = f"{number[1]} {heading}"
            if _YEAR.search(heading):
                return _inferred(read_date(text, self.order))
        return self._yearless(text, heading) if _NO_YEAR.fullmatch(text) else None

    def _yearless(self, text: str, heading: str) -> DateReading | None:
        year = _YEAR.search(heading)
        text = text.rstrip(",. ")
        numeric = _NUMERIC.fullmatch(text)
        has_month = bool(heading) and not heading.isdigit()
        # Without a month above, "20-8" may be a number of a case, "4.5" a mark.
        mark = numeric[2] if numeric is not None and (has_month or len(numeric[3]) > 1) else " "
        order = self.order if numeric is None else _order_under(heading, int(numeric[1]), int(numeric[3])) or self.order
        text = text[label.end() :] if (label := _LABEL.match(text)) else text
        found = read_date(f"{text}{mark}{year[0] if year else self.today.year}", order)
        if found is not None and found.day is not None and found.day > self.today and year is None:
            found = read_date(f"{text}{mark}{self.today.year - 1}", order)
        if found is None or found.day is None:
            return None
        month_day = None if year else (found.day.month, found.day.day)
        return _inferred(replace(found, month_day=month_day))


def _names_month(text: str) -> bool:
    """Tell whether a day without a year has a month of its own, and no weekday ("mar." may be either)."""
    return any(word in MONTHS and word != "mar" for word in re.split(r"[\W\d]+", bare(text)))


def _order_under(heading: str, first: int, second: int) -> Order | None:
    """Return the order of two numbers of which one is the month that the heading names."""
    months = {MONTHS[word] for word in bare(heading).split() if word in MONTHS}
    if first in months and second not in months:
        return "mdy"
    return "dmy" if second in months else None


def _inferred(reading: DateReading | None) -> DateReading | None:
    return None if reading is None else replace(reading, problems=(*reading.problems, "year_inferred"))


def machine_date(text: str) -> DateReading | None:
    """Return the date of a machine's form, as 2020-07-13T10:00:00Z, or any that reads as one."""
    found = _MACHINE.match(text)
    if found is None:
        return read_date(text.strip())
    year, month, day = (int(part) for part in found.groups() if part is not None)
    try:
        return DateReading(date(year, month, day))
    except ValueError:
        return None


@lru_cache(maxsize=8192)  # as a line and as a piece of it
def is_relative(text: str) -> bool:
    """Tell whether a text is a date that counts from the day of reading: "2 days ago", "hier"."""
    return len(text) <= _HEAD and _RELATIVE.fullmatch(bare(text)) is not None


def month_and_year(text: str, year: str) -> str | None:
    """Return what a heading announces for the dates below it: "July 2020", "2020", or a month of `year`."""
    is_whole = (
        len(text) <= 24
        and _MONTH_YEAR.fullmatch(text) is not None
        and bare(text.split(maxsplit=1)[0]).rstrip(".") in MONTHS
    )
    if is_whole or (len(text) == 4 and _YEAR.fullmatch(text) is not None):
        return text
    return f"{text} {year}".strip() if bare(text) in MONTHS else None


def year_of(text: str) -> str:
    """Return the year that a heading names, if any."""
    found = _YEAR.search(text)
    return found[0] if found is not None else ""


def split_dated(text: str) -> tuple[str, ...]:
    """Part a date that opens or ends `text` from the rest, where a mark stands between them."""
    if not _DIGIT.search(text):
        return (text,)
    return _split_head(text) or _split_yearless(text) or _split_tail(text) or (text,)


def words_behind_date(text: str) -> int | None:
    """Return where the words begin that follow a date which opens `text`, if only white space parts the two."""
    dated = _first(text[:_HEAD], None) if _DIGIT.search(text, 0, _LONGEST_LABEL) else None
    if dated is None or dated[1] or dated[0].day is None:
        return None
    after = _SPACE_AFTER.match(text, dated[2])
    return None if after is None else after.end()


def _split_yearless(text: str) -> tuple[str, ...] | None:
    found = _YEARLESS_HEAD.match(text)
    if found is None or found.end() >= len(text) or bare(found["month"] or found["first"]) not in MONTHS:
        return None
    return text[: found.end()].strip(), text[found.end() :].strip()


def _split_head(text: str) -> tuple[str, ...] | None:
    dated = _first(text[:_HEAD], None)
    if dated is None:
        return None
    _, start, end = dated
    label = _LABEL.match(text)
    if _words(text[label.end() if label else 0 : start]):
        return None
    after = _AFTER.match(text, end)
    if after is None:
        return None
    if after.end() >= len(text):
        return (text,)  # all of it is a date and its label
    return text[: after.end()].strip(), text[after.end() :].strip()


def _split_tail(text: str) -> tuple[str, ...] | None:
    if len(text) > 300:
        return None
    begin = max(len(text) - _HEAD, 0)
    dated = _first(text[begin:], None)
    if dated is None:
        return None
    start, end = begin + dated[1], begin + dated[2]
    before = _BEFORE.search(text[:start])
    if before is None or before.start() == 0 or _TAIL.fullmatch(text, end) is None:
        return None
    return text[: before.start()].strip(), text[before.start() :].strip()


@lru_cache(maxsize=4096)
def _first(text: str, order: Order | None) -> tuple[DateReading, int, int] | None:
    """Return the leftmost date in `text`, and the characters at which it begins and before which it ends."""
    shape = shape_of(text)
    found = find_dates(shape, order)
    if not found:
        return None
    first, beyond = found[0].first, found[0].beyond
    weekday = _WEEKDAY_BEFORE.search(shape.kinds, 0, first)
    first = weekday.start() if weekday else first
    return found[0].reading, shape.tokens[first].start(), shape.tokens[beyond - 1].end()


def _words(text: str) -> bool:
    return any(character.isalnum() for character in text)
