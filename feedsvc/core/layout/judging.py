"""Each unit of a document with its score in each role, by itself and beside the others: numbers, no decision."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from typing import NamedTuple

from feedsvc.core.dates import Slot
from feedsvc.core.folding import bare
from feedsvc.core.furniture import is_read_more, without_read_more
from feedsvc.core.headings import heads_list
from feedsvc.core.headline import ends_sentence
from feedsvc.core.layout import scores
from feedsvc.core.layout.date_lines import NEVER, as_date
from feedsvc.core.layout.document import FIELDS, LABEL, RULED, Document, gap_of
from feedsvc.core.layout.layouts import ROLES, Role
from feedsvc.core.layout.units import Unit
from feedsvc.core.phrases import Kind
from feedsvc.model import Block

# How a unit is set, and how long it is and whether it ends as a sentence does.
Look = tuple[tuple[int, bool, bool, bool, bool], tuple[int, bool]]

# Lines that are no item's whatever stands around them; and, `_MILD`, those that may open a paragraph, too.
_SURE = frozenset(("copyright", "unsubscribe", "cookies", "page number", "read more", "separator", "contents"))
# What headlines may look like by their words.
_LIKE_HEADLINES = frozenset(("label", "sidebar", "navigation", "contact", "footer", "read more", "unsubscribe"))
_LAST_LINES = 4
_IS_MADE = re.compile(
    r"(?:is|es|est|e|se) (?:an? |una? |une? |uma? )?(?:print|publi|edit|produc|issue|impr|boleti|lettre|newsl)"
)
_SHORTEST_POINTER = 50  # characters of a text that may end in "Read more"
_LONGEST_NAME = 20  # characters of a field's name
_NO_STORY = -1.0
_DESK = 2.5  # what a date line is worth that goes on with the name of an office
_POINT = 2.0  # what it is worth as text that a line is a point of a list that a text announces
_BELOW_ALL = 1.5  # what it costs a line that would be an item's that the news end above it
_HOUR = 3.5  # what it is worth as a headline that a line opens with the hour as several others do
_ACT = 1.5  # what it is worth that a line names an act and its day as several others do
_FIRST = 1.5  # what it costs that a headline right below the heading of a list, above a day, is none of the list
_ABOVE_POINTER = 1.5  # what it is worth as text that the rest of the story is below a line
_ABRUPT = 0.4  # what it costs that the items end where nothing says so
_EARLY = 2.0  # what it costs that a line points to the rest of a story, or greets, amid an item
_BETWEEN_ITEMS = frozenset(("read more", "greeting", "unsubscribe", "navigation", "section"))
_WITHIN = 0.2  # what it costs that what is not understood stands within an item, not between two
_MILD = frozenset(("contact", "greeting", "masthead", "mail header"))


class Outline(NamedTuple):
    """All of a unit that the layout of a document depends on: its score in each of `ROLES`, and how it is set.

    `skips` are its scores passed over: amid an item, and where the one above may be whole.
    """

    skips: tuple[float, float]
    scores: tuple[float, ...]
    look: Look
    gap: int


class Judged(NamedTuple):
    """One unit, what was read in it, and what it is worth. `label_end` is where a field's value begins.

    `is_odd`: the document's other date lines are written in another way.
    """

    unit: Unit
    slot: Slot | None
    kind: Kind | None
    outline: Outline
    label_end: int
    is_odd: bool

    @property
    def skip(self) -> float:
        """Its score passed over, where the item above may be whole."""
        return self.outline.skips[1]

    @property
    def scores(self) -> tuple[float, ...]:
        """Its score in each of `ROLES`."""
        return self.outline.scores

    @property
    def gap(self) -> int:
        """How far it stands off."""
        return self.outline.gap


def judge(units: Sequence[Unit], index: int, document: Document, roles: Collection[Role] = ROLES) -> Judged:
    """Return a unit of a document with its scores; in roles beside `roles` it may have none."""
    unit, block = units[index], units[index].block
    label_end, field = _label(block.text) if document.has_labels else (0, None)
    text, slot = block.text[label_end:], document.slots[block.text]
    if len(text) >= _SHORTEST_POINTER and text[-1] not in ".!?":
        text = _whole(text)
    is_odd = index in document.odd or index > document.end
    folded = document.folded[index]
    kind = None if _is_headline(units, index, document) else _kind(index, unit, document, has_field=field is not None)
    kind = "section" if kind == "label" and _heads_once(index, text, document) else kind
    gap = gap_of(units, index, document)
    line = scores.line_of(text, slot, kind, block, document.count[folded])
    skip = scores.as_skipped(line, is_link=_is_link(unit))
    skip = 2.0 if field == "link" else _beside_others(skip, units, index, document)
    title, body = _corrected(scores.as_title(line), scores.as_text(line), kind if skip < 2 else "separator", slot)
    as_title, as_text = _by_place(index, block.text, document)
    title, body = title + as_title, body + as_text
    title, body = _as_field(title, body, field, is_announced=folded in document.announced)
    body += _above_pointer(units, index, document) if kind is None else 0.0
    foot = skip if kind else scores.as_foot(line, document.size - index, is_odd=is_odd)
    is_never_end = skip >= 2 and (block.link or kind == "read more")
    odd = 3.0 if is_odd else 0.0
    date, titled = _dated(slot, block, kind, document, roles)
    head = scores.as_head(line, index, is_odd=is_odd, has_dates=document.has_dates)
    head -= _FIRST if _is_first(units, index, document, title) else 0.0
    outline = Outline(
        skips=(skip - _too_early(unit, kind, skip), skip),
        scores=(
            _above(kind, skip) if kind else head,
            2.0 if block.text in document.months else scores.as_section(line),
            foot,
            NEVER if is_never_end else foot - (0.0 if kind or gap >= RULED else _ABRUPT),
            date - odd,
            title,
            body - (2.0 if slot is not None and slot.form == "opens" and slot.apart else 0.0),
            titled - odd,
            scores.as_dateline(line, document.order, body),
        ),
        look=_look(block, text, ends=line.ends),
        gap=gap,
    )
    return Judged(unit, slot, kind, outline, label_end, is_odd)


def _by_place(index: int, text: str, document: Document) -> tuple[float, float]:
    """What is added to the scores of title and text by where a line stands, and by the hour that opens it."""
    point = _POINT if index in document.points else 0.0
    below = _BELOW_ALL if index > document.end else 0.0
    hour = _HOUR if text in document.hours else 0.0
    return hour - point - below, point - below - hour


def _too_early(unit: Unit, kind: Kind | None, skip: float) -> float:
    """What it costs to pass a unit over amid an item; a lone number may count comments within one."""
    if kind in _BETWEEN_ITEMS or (kind == "page number" and not unit.block.text.isdigit()):
        return _EARLY
    return _WITHIN if skip < 0 else 0.0


def _dated(
    slot: Slot | None, block: Block, kind: Kind | None, document: Document, roles: Collection[Role]
) -> tuple[float, float]:
    """What a line is worth as a date line, and as a headline with its date."""
    date = as_date(slot, block.text, kind, has_plain=document.has_plain_dates) if "date" in roles else NEVER
    titled = scores.as_titled(slot, block, kind) if "titled" in roles else NEVER
    if document.has_desks and slot is not None and slot.form == "opens" and slot.apart:
        return max(date, _DESK), NEVER
    return date, titled + (_ACT if block.text in document.acts else 0.0)


def _above_pointer(units: Sequence[Unit], index: int, document: Document) -> float:
    """What it is worth as text that a line right below a unit points to the rest; twice that below headline and day."""
    if index + 1 == len(units) or document.kinds[units[index + 1].block.text] != "read more":
        return 0.0
    above = [units[n].block.text for n in (index - 1, index - 2) if n >= 0]
    is_below_both = len(above) > 1 and _is_date(document.slots[above[0]]) and document.kinds[above[1]] is None
    return _ABOVE_POINTER * (2 if is_below_both else 1)


def _whole(text: str) -> str:
    """Return a text that ends in a pointer to its rest as a sentence, which it is the beginning of."""
    cut = without_read_more(text)
    return text if cut in ("", text) else f"{cut.rstrip('.')}."


def _is_first(units: Sequence[Unit], index: int, document: Document, title: float) -> bool:
    """Whether a line that may be a headline stands between the heading of a list of news and a date line."""
    if title < 1 or not 0 < index < len(units) - 1 or not _is_date(document.slots[units[index + 1].block.text]):
        return False
    above = units[index - 1].block.text
    return document.kinds[above] == "label" and heads_list(above, bare(above))


def _above(kind: Kind, skip: float) -> float:
    """What furniture is worth above all items: a line that points to the rest of a story has a story above it."""
    return _NO_STORY if kind == "read more" else skip


def _beside_others(skip: float, units: Sequence[Unit], index: int, document: Document) -> float:
    """Correct the score of a unit that is passed over by what stands beside it."""
    block = units[index].block
    slot = document.slots[block.text]
    if index and _is_date(slot) and _is_date(document.slots[units[index - 1].block.text]) and not block.gap:
        return 0.5  # a second date line: "Updated: …"
    is_below_date = index > 0 and not block.gap and _is_date(document.slots[units[index - 1].block.text])
    if skip == scores.LONGER and not is_below_date:
        return scores.UNKNOWN  # else it may well be text
    if skip == scores.SHORT and block.gap and index + 1 < len(units) and not units[index + 1].block.gap:
        return skip / 3  # a word right above a headline: a country, a subject
    return skip


def _is_date(slot: Slot | None) -> bool:
    return slot is not None and slot.form == "alone"


def _is_headline(units: Sequence[Unit], index: int, document: Document) -> bool:
    """Whether a line is all that stands between a date line and a sentence: whatever its words, it is the headline."""
    if not 0 < index < len(units) - 1 or document.kinds[units[index].block.text] not in _LIKE_HEADLINES:
        return False
    above, below = units[index - 1].block.text, units[index + 1].block.text
    return _is_date(document.slots[above]) and document.kinds[below] is None and ends_sentence(below)


def _kind(index: int, unit: Unit, document: Document, *, has_field: bool) -> Kind | None:
    """Which furniture a unit is by its words, or by its place in a list of contents or among labelled fields."""
    text = unit.block.text
    if index in document.contents:
        return "contents"
    kind, slot = document.kinds[text], document.slots[text]
    if kind is None and _is_colophon(index, document):
        return "footer"
    if index in document.pictures and slot is None and kind not in _SURE:
        return "caption"
    if slot is not None and slot.form == "alone" and kind not in ("masthead", "mail header"):
        is_of_pages = kind == "page number" and "/" in text and slot.reading.problems == ("layout_uncertain",)
        return kind if is_of_pages else None
    if kind is None and document.has_labels and not has_field and LABEL.match(text) and not _is_dated(slot):
        return "label"
    return kind


def _heads_once(index: int, text: str, document: Document) -> bool:
    """Whether a line heads a list of news and is said once, where a label of each story is said again and again."""
    return document.count[document.folded[index]] == 1 and heads_list(text, bare(text))


def _is_colophon(index: int, document: Document) -> bool:
    """Whether one of the last lines says of the bulletin, by its name, how it is made, and not what its office did."""
    name = f"{document.own_name} "
    is_last = index >= max(document.size - _LAST_LINES, _LAST_LINES)
    if not is_last or not document.own_name or not document.folded[index].startswith(name):
        return False
    return _IS_MADE.match(bare(document.folded[index]), len(bare(name))) is not None


def _is_dated(slot: Slot | None) -> bool:
    """Whether a labelled line may date an item: what has other words before its day says until when, or how long."""
    return slot is not None and slot.form not in ("inside", "closes")


def _corrected(title: float, body: float, kind: Kind | None, slot: Slot | None) -> tuple[float, float]:
    """Take from the scores of title and text what speaks against both: furniture, or a date that stands alone."""
    if kind in _SURE:
        title, body = title - 6, body - 4
    elif kind is not None:
        title, body = title - 3, body - (1.0 if kind in _MILD else 2.0)
    if slot is not None and slot.form == "opens":
        title -= 2.5
    if slot is not None and slot.form == "alone" and slot.reading.problems != ("layout_uncertain",):
        title, body = NEVER, body - 3
    return title, body


def _as_field(title: float, body: float, field: str | None, *, is_announced: bool) -> tuple[float, float]:
    """Correct the scores of title and text by the field that a label names, or by a list of contents."""
    if field == "title":
        return title + 5, NEVER
    if field == "text":
        return NEVER, body + 3
    return (title + 2, body - 2) if is_announced else (title, body)


def _look(block: Block, text: str, *, ends: bool) -> Look:
    return (
        (block.heading, block.strong, block.bullet, block.link is not None, text.isupper()),
        (min(len(text) // 45, 5), ends),
    )


def _label(text: str) -> tuple[int, str | None]:
    label = LABEL.match(text)
    field = FIELDS.get(bare(label[1])) if label else None
    return (label.end(), field) if label and field else (0, None)


def _is_link(unit: Unit) -> bool:
    text = unit.block.text
    if unit.block.link is None:
        return False
    is_named = len(text) <= _LONGEST_NAME and FIELDS.get(bare(text).strip(" :")) == "link"
    return is_named or is_read_more(text) or text.lstrip("<([ ").startswith(("http", "www."))
