"""A list of contents: neighbouring lines, each of which names again what a later line says."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from feedsvc.core.dates import Slot
from feedsvc.core.headline import ends_sentence
from feedsvc.core.layout.units import Unit
from feedsvc.core.phrases import Kind

_ENTRY_MARK = re.compile(r"[0-9]{1,2}[.)]\s+|[0-9]{1,2}(?:(?:\.[0-9]{1,2})+\s|\s(?=[0-9]))|[-*•–]\s*")
_ENTRY_PAGE = re.compile(r"(?:(?:\s?[.…·_ ]{2,}\s?|\s)(?:p(?:age|\.)?\s?)?[0-9]{1,3}|\s\([0-9]{1,3}\))\Z")
_DIGITS = "0123456789"
_LONGEST_ENTRY = 260  # characters
_BEFORE_PAGE = frozenset(" .…·_pe")


def contents_of(
    units: Sequence[Unit], folded: Sequence[str], slots: Mapping[str, Slot | None], kinds: Mapping[str, Kind | None]
) -> frozenset[int]:
    """Return the units of a list of contents: neighbours, each of which says again what a later line says."""
    names = [entry_of(text) for text in folded]
    end = next((n for n in range(len(units) // 2, len(units)) if kinds[units[n].block.text] == "sidebar"), len(units))
    last = {name: index for index, name in enumerate(names[:end])}  # a list of what is most read repeats the news
    found: set[int] = set()
    run: list[int] = []
    for index, name in enumerate(names):
        text = units[index].block.text
        is_entry = kinds[text] != "navigation" and len(name) >= 8 and last.get(name, 0) > index + 1
        is_entry = is_entry and not ends_sentence(text) and ((slot := slots[text]) is None or slot.form != "alone")
        # In the list they are neighbours, below they are not: else it is an item that is repeated.
        if not is_entry or (run and last[name] < last[names[run[-1]]] + 2):
            run = []
        if is_entry:
            run.append(index)
        if len(run) > 1 and last[names[run[0]]] > run[-1]:
            found.update(run)
    return frozenset(found)


def entry_of(text: str) -> str:
    """Return a line of a list of contents without number, dots and page."""
    return _without_marks(_without_marks(text)).strip()


def _without_marks(text: str) -> str:
    if (mark := _ENTRY_MARK.match(text)) is not None:
        text = text[mark.end() :]
    return text[: page.start()] if _may_end_in_page(text) and (page := _ENTRY_PAGE.search(text)) is not None else text


def _may_end_in_page(text: str) -> bool:
    if len(text) > _LONGEST_ENTRY:
        return False
    before = text.rstrip(_DIGITS)
    return text[-1:] == ")" or (0 < len(text) - len(before) <= 3 and before[-1:] in _BEFORE_PAGE)
