"""Which of the dates in an item is its own. The others that stand in a text are words of that text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from itertools import takewhile

from feedsvc.core.dates import DateReading
from feedsvc.core.folding import bare
from feedsvc.core.page.pieces import Page
from feedsvc.core.page.spans import Span
from feedsvc.core.page.spots import Form, Spot
from feedsvc.core.page.vocabulary import words
from feedsvc.core.page.within import beside, is_amid_text, is_within
from feedsvc.core.page.wording import is_about

_RANKS: Mapping[Form, int] = {
    "machine": 0,
    "written": 1,
    "badge": 1,
    "meta": 2,
    "changed": 3,
    "hidden": 3,
    "relative": 4,
}
_FIRST_CHOICE = words(
    "published posted filed created release released publication decided publicado publicada publicacion publicacao "
    "postado creado criado publie publiee"
)
_LAST_CHOICE = words(
    "updated modified argued submitted effective deadline event expires until closing hearing update actualizado "
    "actualizada actualizacion modificado modificacion atualizado atualizada atualizacao modificacao jour modifie "
    "modifiee prazo plazo hasta ate vence limite"
)
_SENTENCE = 8  # words beside a date, from which on a line tells more than a date
_SHORT = 2  # words beside a date, from which on a line that is a sentence does
_MOST_ITEMS = 0.7  # have a date where dates amid texts are those of items
_MOST = 12  # dates of one item; where there are more, none is looked at closely
_LONGEST_LABEL = 40
_IN_ADDRESS = re.compile(
    r"[/=](?P<year>(?:19|20)\d\d)(?P<mark>[/-])(?P<month>\d\d?)(?P=mark)(?P<day>\d\d?)(?=[/_-]|$)"
    r"|[/=_-]t?(?P<compact>(?:19|20)\d{6})(?=[/_.-]|$)"
)


def choose(page: Page, spans: Sequence[Span], found: Sequence[Sequence[Spot]]) -> list[Spot | None]:
    """Return the date of each item among those that were `found` in its span."""
    usual: Counter[str] = Counter()
    if any(len(spots) > 1 for spots in found):
        for spots, span in zip(found, spans, strict=True):
            usual.update({_slot(page, one, span) for one in spots})
    chosen = [
        min(spots, key=lambda spot: _preference(page, spot, span, spots, usual))
        if len(spots) > 1
        else next(iter(spots), None)
        for spots, span in zip(found, spans, strict=True)
    ]
    is_usual = sum(own is not None for own in chosen) >= _MOST_ITEMS * len(spans)
    return chosen if is_usual else [None if own is None or is_amid_text(page, own) else own for own in chosen]


def dated_pieces(page: Page, spots: Sequence[Spot], own: Spot | None) -> set[int]:
    """Return the pieces that are dates and nothing else. A date beside the item's `own` may be part of a text."""
    return {
        piece
        for spot in spots
        if len(spots) > _MOST or not (is_amid_text(page, spot) if own is None else _is_said(page, spot, own))
        for piece in range(spot.first, spot.beyond)
    }


def day_in(address: str, today: date) -> DateReading | None:
    """Return the day that an address names, as /2020/07/13/ or /20200713-news does, if it is not after `today`."""
    found = _IN_ADDRESS.search(address)
    if found is None:
        return None
    compact = found["compact"]
    year, month, day_of = (compact[:4], compact[4:6], compact[6:]) if compact else found.group("year", "month", "day")
    try:
        day = date(int(year), int(month), int(day_of))
    except ValueError:
        return None
    return DateReading(day) if day <= today else None


def _preference(
    page: Page, spot: Spot, span: Span, spots: Sequence[Spot], usual: Mapping[str, int]
) -> tuple[bool, bool, int, int, int, int]:
    names = _names(page, spot)
    label = bool(names & _LAST_CHOICE) - bool(names & _FIRST_CHOICE)
    is_said = len(spots) <= _MOST and any(_is_said(page, spot, other) for other in spots) and is_within(page, spot)
    is_impossible = spot.reading.day is None and spot.form != "relative"
    return is_impossible, is_said, _RANKS[spot.form], label, -usual[_slot(page, spot, span)], spot.first


def _names(page: Page, spot: Spot) -> frozenset[str]:
    """Return how a date is called: by its element, and in words beside it or before it in its line."""
    if spot.first == spot.beyond:
        return frozenset()
    opening = page.pieces[spot.first]
    label = page.pieces[spot.first - 1] if spot.first > page.lines[opening.line].first else opening
    text = f"{label.text if len(label.text) <= _LONGEST_LABEL else ''} {opening.text}"
    return opening.element.words | frozenset(bare(text).replace(":", " ").split())


def _slot(page: Page, spot: Spot, span: Span) -> str:
    if spot.first == spot.beyond:
        return "stated"
    around = takewhile(lambda outer: outer is not span.root, page.pieces[spot.first].element.ancestors())
    return " ".join(f"{outer.tag}.{outer.attributes.get('class', '')}" for outer in around)


def _is_said(page: Page, spot: Spot, own: Spot) -> bool:
    """Tell whether a date that is not the item's own belongs to the sentence or the title that it stands in."""
    if (
        spot is own
        or spot.is_alone
        or spot.first == spot.beyond
        or spot.form in ("machine", "badge", "changed", "hidden")
    ):
        return False
    line = page.pieces[spot.first].line
    if own.first < own.beyond and page.pieces[own.first].line == line:
        return False
    said = sum(len(page.pieces[number].text.split()) for number in beside(page, spot))
    if said >= _SENTENCE or not is_within(page, spot):
        return said >= _SENTENCE
    return page.pieces[spot.first].heading is not None or (said >= _SHORT and _is_sentence(page.lines[line].text))


def _is_sentence(text: str) -> bool:
    """Tell a sentence from a line that says when something came out, or who wrote it."""
    opening = bare(text).split(maxsplit=1)[0]
    return (
        text.endswith((".", "!", "?"))
        and ":" not in text
        and opening not in _FIRST_CHOICE | _LAST_CHOICE
        and not is_about(text)
    )
