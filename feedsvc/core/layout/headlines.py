"""Bare headlines, without dates and texts: they are news where the heading of a list of news stands above them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile

from feedsvc.core.folding import bare
from feedsvc.core.headings import heads_list
from feedsvc.core.layout.judging import Judged
from feedsvc.core.layout.layouts import ROLES
from feedsvc.core.layout.units import Unit

_TITLE = ROLES.index("title")
_HEADLINE = 1.0  # what a line of four words and no full stop is worth as a title
_FEWEST = 4


def headlines_below(units: Sequence[Judged]) -> tuple[Unit, ...]:
    """Return the headlines right below the headings of lists, in lists of some length."""
    runs = [tuple(takewhile(_is_headline, units[index + 1 :])) for index, unit in enumerate(units) if _heads_list(unit)]
    return tuple(one.unit for run in runs if len(run) >= _FEWEST for one in run)


def _heads_list(unit: Judged) -> bool:
    """Whether a line heads a list of news, if only of some: "Latest news", "Actualités diplomatiques"."""
    text = unit.unit.block.text
    plain = bare(text)
    first, _, rest = plain.partition(" ")
    return heads_list(text, plain) or (rest.count(" ") < _FEWEST - 1 and heads_list(text.partition(" ")[0], first))


def _is_headline(unit: Judged) -> bool:
    is_dated = unit.slot is not None and unit.slot.form == "alone"
    return unit.kind is None and not is_dated and unit.scores[_TITLE] >= _HEADLINE
