"""What a document's units say of one another: repeated lines, a list of contents, labels, an odd date, gaps."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from feedsvc.core.dates import DateReading, Order, Slot, days_in_numbers, order_of, settled, slot_of
from feedsvc.core.folding import bare, fold
from feedsvc.core.furniture import is_separator, kind_of, without_read_more
from feedsvc.core.headline import ends_sentence
from feedsvc.core.layout.contents import contents_of, entry_of
from feedsvc.core.layout.frames import bylines, framed_days, names_beside_days
from feedsvc.core.layout.months import days_below_months
from feedsvc.core.layout.surroundings import (
    acts,
    end_of_news,
    hanging,
    has_kickers,
    is_kicker,
    odd_dates,
    opened_by_hours,
    pictures_of,
    points_of_text,
)
from feedsvc.core.layout.units import Unit
from feedsvc.core.phrases import Kind

RULED = 3  # the gap below a line of marks, or one that ends an item
FOOTED = 4  # the gap below a line that ends an item for good, such as an address
LISTED = 5  # the gap below the heading of what is no list of news, such as "Most read"


# Words that name a field, as in "Title: …", without accents.
_FIELD_WORDS = {
    "title": "title headline heading titulo titular titre tit asunto subject objet assunto sujet tema",
    "text": (
        "summary description abstract text body content detail details lead intro resumen descripcion texto contenido "
        "detalle entradilla sumilla resume chapeau chapo texte contenu resumo descricao conteudo rezime"
    ),
    "link": "link url enlace lien web more permalink ligacao source fuente fonte",
}
FIELDS = {word: field for field, words in _FIELD_WORDS.items() for word in words.split()}
# The moment of a chat message, as programs write it, and who sent it.
_STAMP = re.compile(r"\[?[0-9][0-9/., -]{5,12}[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?(?:\s?[apAP]\.?[mM]\.?)?\]?[\s–-]{1,3}")
_SENDER = re.compile(r"([^:]{1,40}): (?=\S)")
_FEET = frozenset(("contact", "footer", "unsubscribe", "copyright", "cookies"))
LABEL = re.compile(r"\s*([^\W\d_][\w ]{1,14}?)\s?(?!(?<=[0-9]):[0-9]):\s*(?=\S)")  # not "Last boat 19:10"
_FIELD = re.compile(r"([^\W\d_][^:.!?]{1,24}):\s")
_FEWEST_BLOCKS = 3
_NAMED = re.compile(r":\s")
_MOST_LABELS = 3  # from which on a line is a text that has fields of its own: "Title: … Area: … Place: …"
_NAME_LENGTHS = range(6, 60)


@dataclass(frozen=True, slots=True)
class Document:
    """What one unit needs to know of all the others.

    `folded` are the units' texts as they are compared, `own_name` what the first one calls the bulletin, `count`
    how often each is said, `pictures` the units whose words stand for a picture, `points` those of lists within a
    text, `announced` the titles that a list of contents names, `contents` the units of that list, `odd` the first and
    the last date line where they are written as no other one is, `end` where the news end, below most dates, `months`
    the headings of months below which lines have the day alone, `acts` the lines that name an act and its day, `hours`
    those that open with the hour as others do, `has_desks` whether those that open with the day go on with the name of
    an office and not with a headline.
    """

    folded: Sequence[str]
    own_name: str
    count: Counter[str]
    contents: frozenset[int]
    pictures: frozenset[int]
    hanging: frozenset[int]
    points: frozenset[int]
    announced: frozenset[str]
    has_labels: bool
    has_kickers: bool
    odd: frozenset[int]
    end: int
    months: frozenset[str]
    acts: frozenset[str]
    hours: frozenset[str]
    has_desks: bool
    has_plain_dates: bool
    has_dates: bool
    size: int
    slots: Mapping[str, Slot | None]
    kinds: Mapping[str, Kind | None]
    order: Order | None


def document_of(units: Sequence[Unit]) -> Document:
    """Return what `units` say of one another."""
    folded = [fold(unit.block.text) for unit in units]
    slots = {text: slot_of(text) for text in dict.fromkeys(unit.block.text for unit in units)}
    order = order_of(slot.reading for slot in slots.values() if slot is not None)
    if order is not None:
        for text, slot in slots.items():
            if slot is not None:
                slots[text] = settled(text, slot, order)
    plain = sum(slot is not None and slot.form == "alone" and _says_day(slot.reading) for slot in slots.values())
    slots |= dict.fromkeys(_words_below_days(units, slots))
    slots |= _without_senders(slots)
    days, months = days_below_months(units, slots)
    slots |= days or days_in_numbers(_without_date(slots), order)
    slots |= framed_days(slots, order)
    kinds = {text: kind_of(text) for text in slots}
    kinds |= dict.fromkeys(_labelled(units, slots), "label")
    slots |= bylines(units, slots, kinds)
    kinds |= dict.fromkeys(names_beside_days(units, slots, kinds), "label")
    kinds |= {text: "read more" for text in slots if (name := without_read_more(text)) != text and name in slots}
    contents, has_labels = contents_of(units, folded, slots, kinds), _has_labels(units)
    return Document(
        folded=folded,
        own_name=_own_name(units, folded, slots, kinds),
        count=_counted(units, folded),
        contents=contents,
        pictures=pictures_of(units, folded, slots),
        hanging=hanging(units),
        points=points_of_text(units, slots),
        announced=frozenset(entry_of(folded[index]) for index in contents),
        has_labels=has_labels,
        has_kickers=has_kickers(units),
        odd=odd_dates(units, slots, kinds, has_labels=has_labels),
        end=end_of_news(units, slots, kinds),
        months=months,
        acts=acts(slots),
        hours=opened_by_hours(units),
        has_desks=_has_desks(units, slots),
        has_plain_dates=plain > 1,
        has_dates=any(_dates_item(slot, kinds[text]) for text, slot in slots.items()),
        size=len(units),
        slots=slots,
        kinds=kinds,
        order=order,
    )


def _dates_item(slot: Slot | None, kind: Kind | None) -> bool:
    """Whether a line may date an item, and not the bulletin."""
    return slot is not None and slot.form != "inside" and kind not in ("masthead", "mail header")


def _without_date(slots: Mapping[str, Slot | None]) -> Iterator[str]:
    """Yield the lines that have no place for a date, and those that hardly look like one where none is plain."""
    is_plain = any(slot is not None and (slot.reading.day or slot.reading.month_day) for slot in slots.values())
    for text, slot in slots.items():
        if slot is None or (not is_plain and slot.reading.problems == ("layout_uncertain",)):
            yield text


def _words_below_days(units: Sequence[Unit], slots: Mapping[str, Slot | None]) -> Iterator[str]:
    """Yield what says without a number when something was, as "Today", where it stands below a day: a headline."""
    said = [(text, slot) for text, slot in slots.items() if slot is not None and not _says_day(slot.reading)]
    words = {text for text, _ in said if not any(map(str.isdigit, text))}
    for above, below in itertools.pairwise(unit.block.text for unit in units) if words else ():
        if below in words and (slot := slots[above]) is not None and _says_day(slot.reading):
            yield below


def _own_name(
    units: Sequence[Unit], folded: Sequence[str], slots: Mapping[str, Slot | None], kinds: Mapping[str, Kind | None]
) -> str:
    """Return what the first line calls the bulletin; "" where it may be anything else."""
    text = units[0].block.text
    is_name = slots[text] is None and kinds[text] is None and not ends_sentence(text)
    return folded[0] if is_name and _NAME_LENGTHS.start <= len(folded[0]) < _NAME_LENGTHS.stop else ""


def _without_senders(slots: Mapping[str, Slot | None]) -> dict[str, Slot]:
    """Return the slots of chat messages whose sender is named again and again, with his name left out."""
    found: dict[str, tuple[Slot, re.Match[str]]] = {}
    for text, slot in slots.items():
        if slot is not None and slot.form == "opens" and _STAMP.fullmatch(text, 0, slot.start):
            sender = _SENDER.match(text, slot.start)
            if sender is not None:
                found[text] = slot, sender
    names = Counter(sender[1] for _, sender in found.values())
    return {text: slot._replace(start=sender.end()) for text, (slot, sender) in found.items() if names[sender[1]] > 1}


def _says_day(reading: DateReading) -> bool:
    """Whether a reading is of a day, if only a wrong one, and not of how long ago something was."""
    return reading.day is not None or reading.of_month is not None or bool(reading.problems)


def gap_of(units: Sequence[Unit], index: int, document: Document) -> int:
    """How far a unit stands from the one above: blank lines, or `RULED`, `FOOTED` or `LISTED`.

    What stands right below a label, such as the kind of news, stands as far off as the label does.
    """
    if not index:
        return min(units[0].block.gap, RULED - 1)
    above, gap = units[index - 1].block.text, min(units[index].block.gap, RULED - 1)
    gap = 0 if index in document.hanging else gap
    if is_separator(above):
        return RULED
    if document.kinds[above] in _FEET:
        return FOOTED
    if document.kinds[above] == "sidebar":
        return LISTED
    if not gap and units[index - 1].block.gap and _is_label(above, document):
        return gap_of(units, index - 1, document)
    return gap


def _is_label(text: str, document: Document) -> bool:
    """Whether a line is a label by its words, or a subject in capitals where these stand above headlines."""
    if document.slots[text] is not None:
        return False
    return document.kinds[text] in ("label", "caption") or (document.has_kickers and is_kicker(text))


def _has_labels(units: Sequence[Unit]) -> bool:
    """Whether lines are labelled as fields are: "Title: …", at least twice."""
    texts = (unit.block.text for unit in units)
    found = (LABEL.match(text) for text in texts if len(_NAMED.findall(text)) < _MOST_LABELS)
    return sum(label is not None and FIELDS.get(bare(label[1])) == "title" for label in found) >= 2


def _has_desks(units: Sequence[Unit], slots: Mapping[str, Slot | None]) -> bool:
    """Whether what stands apart behind the days is said again and again: "7 May 2020 | Office of the Mayor"."""
    texts = [unit.block.text for unit in units]
    found = [
        (text, slot) for text in texts if (slot := slots[text]) is not None and slot.form == "opens" and slot.apart
    ]
    names = Counter(text[slot.start : slot.end] for text, slot in found)
    return 0 < len(found) <= 2 * sum(times for times in names.values() if times > 1) and len(names) < len(found)


def _labelled(units: Sequence[Unit], slots: Mapping[str, Slot | None]) -> list[str]:
    """Return the lines without a day that stand right below or above another label, in blocks that recur."""
    labels = [label[1] if (label := _FIELD.match(unit.block.text)) else "" for unit in units]
    often = {name for name, times in Counter(labels).items() if name and times >= _FEWEST_BLOCKS}
    found: list[int] = []
    for index, (name, below) in enumerate(itertools.pairwise(labels), 1):
        if name != below and {name, below} <= often and not units[index].block.gap:
            found += (index - 1, index)
    texts = (units[index].block.text for index in found if bare(labels[index]) not in FIELDS)
    return [text for text in texts if slots[text] is None]


def _counted(units: Sequence[Unit], folded: Sequence[str]) -> Counter[str]:
    """Count how often each line is said; once, where it is said with its neighbour, for then an item is repeated."""
    count = Counter(folded)
    pairs = Counter(itertools.pairwise(folded))
    if len(pairs) == len(units) - 1:
        return count
    sentences = {name for name, unit in zip(folded, units, strict=True) if ends_sentence(unit.block.text)}
    for (first, second), times in pairs.items():
        if times > 1 and second in sentences:
            count[first] = count[second] = 1
    return count
