"""Which place of the items holds their titles, which their text: judged over all items, not one by one."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import dropwhile
from typing import Literal

from feedsvc.core.folding import bare
from feedsvc.core.page.grid import cells_of
from feedsvc.core.page.pieces import Page, joined
from feedsvc.core.page.spans import Division, Span
from feedsvc.core.page.tree import Element
from feedsvc.core.page.units import Slot, Unit
from feedsvc.core.page.vocabulary import words
from feedsvc.core.page.wording import is_about, is_pointer

Column = Literal["date", "title", "summary", "label"]

_TITLE_WORDS = words("title titulo titre headline heading header name subject asunto objet head")
_LABEL_WORDS = words(
    "date time meta metadata postmetadata author byline category categories tag tags share button btn country location "
    "badge kicker eyebrow credit caption source comments section topic rubrique categoria seccion sector tema "
    "pais pays lang language duration"
)
_TEXT_WORDS = words(
    "summary excerpt teaser desc description body intro lead text content resumen resume chapo abstract introtext "
    "introduction extract snippet dek deck standfirst copy"
)
_DATES = "date|dated|fecha|data|posted|published|filed|released|issued|decided|jour|dia|when"
_TITLES = (
    "titles?|headlines?|titulos?|titres?|subject|asunto|objet|assunto|case names?|name of case|case|caption|style",
    "partes|caso|causa|affaire",
    "parties|name|news|noticias?|story|release|press releases?|comunicados?|communiques?|document|opinion|intitule",
)
_SUMMARIES = "summary|description|resumen|resume|resumo|descripcion|descricao|abstract|details?"
_COLUMNS: tuple[tuple[Column, re.Pattern[str]], ...] = (
    ("date", re.compile(rf"(?:.* )?(?:{_DATES})(?: .*)?")),
    ("title", re.compile(rf"(?:.* )?(?:{'|'.join(_TITLES)})(?: .*)?")),
    ("summary", re.compile(rf"(?:.* )?(?:{_SUMMARIES})(?: .*)?")),
)
_CASE = re.compile(
    r"\b(?:v|vs|c)\. |\bin (?:re|the matter of)\b|\bmatter of\b|\bex parte\b|\bestate of\b|^state v\b", re.IGNORECASE
)
_TELLING_TAGS = words("caption figcaption time button")
_FEWEST_LABELS = 2  # of one slot
_MOST_ACROSS = 4  # one row in so many
SENTENCE_END = re.compile(r"[.!?…][\"'”’»)\]]*$")


@dataclass(frozen=True, slots=True)
class Roles:
    """The slots of titles, best first, and those of text. `labels` are what a slot of text says again and again."""

    titles: tuple[Slot, ...]
    texts: frozenset[Slot]
    quality: float
    labels: frozenset[str] = frozenset()


def find_roles(page: Page, spans: Sequence[Span], items: Sequence[Sequence[Unit]]) -> Roles:
    """Return which slots of these items hold titles and which hold text."""
    slots: dict[Slot, list[Unit]] = defaultdict(list)
    for units in items:
        seen = set()
        for unit in units:
            if unit.slot not in seen:
                seen.add(unit.slot)
                slots[unit.slot].append(unit)
    every: dict[Slot, list[Unit]] = defaultdict(list)
    for units in items:
        for unit in units:
            every[unit.slot].append(unit)
    _, columns = head_of(page, spans)
    if "title" not in columns.values():  # one of those that are not known must be
        columns = {name: column for name, column in columns.items() if column != "label"}
    first = {units[0].slot for units in items if units}
    is_only = sum(2 * len(units) >= len(items) for units in slots.values()) == 1
    scores = {
        slot: _title_score(
            units, len(items), columns.get(slot[-1]) if slot else None, is_first=slot in first, is_only=is_only
        )
        for slot, units in slots.items()
    }
    titles = tuple(slot for slot in sorted(scores, key=lambda slot: -scores[slot]) if scores[slot] > 0.12)
    labels = {slot: _labels(units) for slot, units in every.items()}
    texts = frozenset(
        slot
        for slot, units in every.items()
        if (said := [unit for unit in units if bare(unit.text) not in labels[slot]])
        and _is_text(said, columns.get(slot[-1]) if slot else None, slot)
    )
    # Titles may stand in several places: a slot that not all items have counts for more than its share.
    quality = scores[titles[0]] * (len(items) / len(slots[titles[0]])) ** 0.5 if titles else 0.0
    return Roles(titles, texts, quality, frozenset().union(*(labels[slot] for slot in texts)))


def words_of(slot: Slot) -> frozenset[str]:
    """Return the words of the names along a slot: those of classes, and of tags that say what they hold."""
    tags = ((step, *step.partition(".")) for step in slot[:3])
    named = (step if "-" in tag or tag in _TELLING_TAGS else classes for step, tag, _, classes in tags)
    return frozenset(re.findall(r"[a-z]+", " ".join(named).lower()))


def _title_score(units: Sequence[Unit], total: int, column: Column | None, *, is_first: bool, is_only: bool) -> float:
    """Return how well the texts of a slot would do as titles, from 0. `is_only`: most items have no other text."""
    good = [
        unit for unit in units if not is_pointer(unit.text) and not is_about(unit.text) and _letters(unit.text) >= 0.4
    ]
    if not good or column in ("date", "label"):
        return 0.0
    texts = {bare(unit.text) for unit in good}
    coverage = min(len(good) / total, 1.0)
    distinct = len(texts) / len(good)
    lengths = sorted(len(unit.text.split()) for unit in good)
    score = coverage * distinct**2 * _fit_of_length(lengths[len(lengths) // 2])
    some = good[len(good) // 2]
    names = words_of(some.slot)
    bonus = 1.0 + (0.6 if some.heading else 0.0) + (0.35 if some.is_linked else 0.0) + (0.25 if some.is_strong else 0.0)
    bonus += 0.5 * bool(names & _TITLE_WORDS or column == "title") + 0.1 * is_first
    bonus += 0.5 * (sum(_CASE.search(unit.text) is not None for unit in good) > 0.4 * len(good))
    bonus -= (
        0.5 * bool(names & _LABEL_WORDS)
        + 0.45 * bool((names & _TEXT_WORDS) and not some.heading)
        + 0.3 * (column == "summary")
    )
    if (
        not is_only
        and not some.heading
        and sum(SENTENCE_END.search(unit.text) is not None for unit in good) > 0.6 * len(good)
    ):
        bonus -= 0.5
    return score * max(bonus, 0.1)


def _fit_of_length(words: int) -> float:
    if words <= 2:
        return 0.35 * words
    if words <= 28:
        return 1.0
    return 0.6 if words <= 45 else 0.25


def _letters(text: str) -> float:
    return sum(map(str.isalpha, text)) / max(len(text.replace(" ", "")), 1)


def _labels(units: Sequence[Unit]) -> frozenset[str]:
    """Return the texts that repeat, where most of a slot's do."""
    counts = Counter(bare(unit.text) for unit in units)
    if len(units) <= _FEWEST_LABELS or 2 * len(counts) >= len(units):
        return frozenset()
    return frozenset(text for text, count in counts.items() if count > 1)


def _is_text(units: Sequence[Unit], column: Column | None, slot: Slot) -> bool:
    """Tell whether the texts of a slot are paragraphs of the items, not labels."""
    if column == "summary":
        return True
    own, names = words_of(slot[:1]), words_of(slot)
    if column in ("date", "label") or own & _LABEL_WORDS or (names & _LABEL_WORDS and not own & _TEXT_WORDS):
        return False
    lengths = [len(unit.text.split()) for unit in units]
    mean = sum(lengths) / len(lengths)
    sentences = sum(SENTENCE_END.search(unit.text) is not None for unit in units) / len(units)
    if units[0].heading or (column == "title" and sentences < 0.5):  # else it is the text below the titles of a cell
        return False
    if all(unit.is_link for unit in units) and mean < 8:
        return False
    is_cell = bool(slot) and slot[-1].startswith("cell")
    needed = 9.0 if is_cell else 6.0
    if units[0].is_text or names & _TEXT_WORDS:
        needed = 4.0
    return mean >= needed or sentences >= 0.5


def without_head(page: Page, division: Division) -> Division:
    """Return the division of a table without the row of its heads, and those that reach across where others do not."""
    head, _ = head_of(page, division.spans)
    across = _across(division.spans)
    spans = tuple(span for span in division.spans if span.root is not head and span.root not in across)
    return Division(division.form, spans) if spans else division


def _across(spans: Sequence[Span]) -> frozenset[Element]:
    """Return the rows of one cell below others where nearly all of a table have several: notes, or heads of groups."""
    if spans[0].root.tag != "tr" or len({span.root.parent for span in spans}) > 1:
        return frozenset()
    rows = dropwhile(lambda row: len(cells_of(row)) == 1, (span.root for span in spans))
    alone = frozenset(row for row in rows if len(cells_of(row)) == 1)
    return alone if _MOST_ACROSS * len(alone) <= len(spans) else frozenset()


def head_of(page: Page, spans: Sequence[Span]) -> tuple[Element | None, Mapping[str, Column]]:
    """Return the row of heads of a table, and what it says of the columns, by the name of the step."""
    if spans[0].root.tag != "tr":
        return None, {}
    table = next((outer for outer in spans[0].root.ancestors() if outer.tag == "table"), None)
    for row in table.elements() if table is not None else ():
        if row.first > spans[0].first:
            break
        if row.tag == "tr":
            found = _meanings(page, row)
            if len(found) >= 2 and len(set(found.values())) >= 2:
                return row, found
    return None, {}


def _meanings(page: Page, row: Element) -> dict[str, Column]:
    found: dict[str, Column] = {}
    for cell in cells_of(row):
        text = bare(joined(page.pieces[cell.first : cell.beyond])).strip(" :*#")
        if len(text) > 40 or (cell.tag == "td" and any(character.isdigit() for character in text)):
            return {}
        meaning = next((column for column, pattern in _COLUMNS if pattern.fullmatch(text)), None)
        if meaning is not None or text:
            found[f"cell {page.grid.columns[cell]}"] = meaning or "label"
    return found if set(found.values()) - {"label"} else {}
