"""How well one division explains a page: number of items, regular dates, distinct titles, main area, share of text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from feedsvc.core.folding import fold
from feedsvc.core.furniture import kind_of
from feedsvc.core.page.context import Context, Record
from feedsvc.core.page.roles import Roles
from feedsvc.core.page.spans import Division
from feedsvc.core.page.tree import Element
from feedsvc.core.page.vocabulary import words

_NEAR_MISS = 0.7
_MOST = 2.2
_PAIR = 3  # fewer items, of which one has no date, are no list
_FEWEST_UNDATED = 3  # items
_FEW = 0.3  # of the items are dated: too few to tell news from a menu
_ENTRIES = words("post article entry hentry item story news noticia nota actu actualite artigo articulo")
_GROUPS = words("day date group list items posts articles entries stories noticias notas actus actualites")


@dataclass(frozen=True, slots=True)
class Candidate:
    """One hypothesis with the items that it gives, and its score from 0 to 1."""

    division: Division
    records: tuple[Record, ...]
    score: float


def judge(
    context: Context, division: Division, records: Sequence[Record], roles: Roles, share: float = 1.0
) -> Candidate:
    """Score what one division of a page gives, or what a part of it does that holds this `share` of its text."""
    if not records:
        return Candidate(division, (), 0.0)
    page = context.page
    count = len(records)
    shown = page.weight(0, len(page.pieces)) - sum(len(page.pieces[number].text) for number in context.unread)
    total = max(shown * share, 1.0)
    said = sum(_said(context, record) for record in records)
    held = max(sum(page.weight(record.span.first, record.span.beyond) for record in records), 1)
    distinct = len({fold(record.text) for record in records}) / count
    dated = sum(_weight_of_date(record) for record in records) / count
    crowded = (
        sum(record.dates > 2 for record in records) / count + 0.4 * sum(record.dates == 2 for record in records) / count
    )
    titled = count / len(division.spans)
    score = min(roles.quality, _MOST) / _MOST
    score *= distinct**2 * titled * (count / (count + 1.2))
    score *= 0.35 + 0.65 * dated * _regular(records)
    score *= 0.2 + 0.65 * min(said / total, 1.0) + 0.15 * min(said / held, 1.0)
    score *= 1.0 - 0.75 * min(crowded, 1.0)
    score *= 0.5 + 0.5 * _share_of_dates(context, records, share)
    score *= _NEAR_MISS if _misses_dates(records) else 1.0
    score *= 1.0 - _split(records)
    score *= 1.0 + 0.1 * sum(record.link is not None for record in records) / count
    is_pair = count < _PAIR and any(record.reading is None for record in records)
    if (dated < _FEW or is_pair) and not _stands_undated(records, said / total):
        score = 0.0
    return Candidate(division, tuple(records), min(score, 1.0))


def _weight_of_date(record: Record) -> float:
    """Return 1 for a date that stands by itself, less for one that was found in the title."""
    if record.reading is None or (not record.dates and not record.is_stated and not _is_marked(record)):
        return 0.0
    return 1.0 if record.spot is not None or record.is_stated or record.manner == "dateline" else 0.4


def _said(context: Context, record: Record) -> int:
    """Return how much text of an item was understood."""
    spot = record.spot
    dated = context.page.weight(spot.first, spot.beyond) if spot is not None else 0
    return len(record.text) + dated + sum(len(piece.text) for paragraph in record.paragraphs for piece in paragraph)


def _regular(records: Sequence[Record]) -> float:
    """Return 1 where the dates run in one direction, less where they jump."""
    days = [record.reading.day for record in records if record.reading is not None and record.reading.day is not None]
    if len(days) < 3:
        return 1.0
    falls = sum(later <= earlier for earlier, later in pairwise(days))
    rises = sum(later >= earlier for earlier, later in pairwise(days))
    return 0.7 + 0.3 * max(falls, rises) / (len(days) - 1)


def _share_of_dates(context: Context, records: Sequence[Record], share: float) -> float:
    """Return which share of the dates outside the chrome lie in the items or above them."""
    spots = [spot for spot in context.spots if spot.first not in context.unread]
    if not spots:
        return 1.0
    inside = sum(len(context.spots_of(record.span)) for record in records)
    above = {record.spot for record in records if record.spot is not None and not record.dates}
    return min((inside + len(above)) / (len(spots) * share), 1.0)


def _misses_dates(records: Sequence[Record]) -> bool:
    """Tell whether each item has a date of its own that stands just outside: a larger container holds both.

    It is no other's where it stands below the item, and then not all items need have one.
    """
    outside = [record for record in records if record.spot is not None and not record.dates]
    below = sum(record.spot is not None and record.spot.first >= record.span.beyond for record in outside)
    if 2 * below > len(records):
        return True
    return len(outside) == len({record.spot for record in outside}) == len(records) > 1


def _split(records: Sequence[Record]) -> float:
    """Return the share of items that are parts of an article: a box named as one item holds them and one before."""
    boxes = [set(filter(_is_entry, record.title[0].element.ancestors())) for record in records]
    around_all = set.intersection(*boxes)
    known: set[Element] = set()
    parts = 0
    for record, around in zip(records, boxes, strict=True):
        parts += not record.dates and around != around_all and around <= known
        known |= around
    return parts / len(records)


def _is_entry(element: Element) -> bool:
    names = element.words
    return (element.tag == "article" or not names.isdisjoint(_ENTRIES)) and names.isdisjoint(_GROUPS)


def _stands_undated(records: Sequence[Record], share: float) -> bool:
    """Tell a list of news without dates from a menu or a text: enough items, titles of some words, most of the page."""
    words = sum(len(record.text.split()) for record in records) / len(records)
    summed = sum(bool(record.paragraphs) for record in records) / len(records)
    marked = sum(_is_marked(record) for record in records) / len(records)
    is_news = words >= 4 or (words >= 2.5 and summed > 0.6)
    news = sum(kind_of(record.text) is None for record in records)
    return news >= _FEWEST_UNDATED and share > 0.2 and marked > 0.5 and is_news


def _is_marked(record: Record) -> bool:
    """Tell whether a title looks like one: a heading, a link, strong, or at least no sentence."""
    first = record.title[0]
    return first.heading is not None or first.link is not None or first.is_strong or record.text[-1] not in ".…:;"
