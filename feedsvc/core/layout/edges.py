"""Whether dates stand above or below their items where both would do: the items at the edges tell, by their subjects.

Where a subject or a label stands right above each headline, it does so above the first and the last one, too.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from feedsvc.core.layout.judging import Judged
from feedsvc.core.layout.layouts import HEAD, ROLES, SECTION, Layout
from feedsvc.core.layout.path import Path
from feedsvc.core.layout.scores import UNKNOWN

Side = Literal["above", "below"]

_FEWEST = 3  # headlines
_TITLE = "T"  # in each layout the state of the headline of an item that has a date
_NEAR = 0.8  # of the best sum
_DATE, _PLAIN = ROLES.index("date"), 2.5  # what a line is worth that is hardly anything but a date line
_OUTSIDE = frozenset((None, HEAD, SECTION))


def by_edges(paths: Sequence[Path], units: Sequence[Judged]) -> int:
    """Return which of `paths`, the best first, is the way through `units`: the first, or one whose edges are whole.

    It has the dates on the other side of the headlines, and comes near. It is taken where it has an item for one more
    date, as the first one leaves the last or the first date of a list without any; or where its headline at the edge
    has a subject right above it, as nearly all have, and that of the first has none.
    """
    side = _side(paths[0].layout)
    if side is None:
        return 0
    near = [
        (number, path)
        for number, path in enumerate(paths)
        if _side(path.layout) not in (side, None) and path.total >= _NEAR * paths[0].total
    ]
    dated = _dated(paths[0], units)
    fuller = (number for number, path in near if _dated(path, units) > dated)
    if (found := next(fuller, 0)) or _is_whole(paths[0], units):
        return found
    return next((number for number, path in near if _is_whole(path, units)), 0)


def _dated(path: Path, units: Sequence[Judged]) -> int:
    """How many headlines have a plain date line on a way; what stands below the news is none."""
    dates = sum(
        state is not None and path.layout.roles[state] == "date" and unit.scores[_DATE] >= _PLAIN
        for state, unit in zip(path.states, units, strict=True)
    )
    titles = sum(state == _TITLE and not unit.is_odd for state, unit in zip(path.states, units, strict=True))
    return min(dates, titles)


def _side(layout: Layout) -> Side | None:
    """On which side of their headlines a layout has lines with dates; None: it has no such lines."""
    if "date" not in layout.roles.values():
        return None
    return "above" if any(layout.roles[state] == "date" for state in layout.opens) else "below"


def _is_whole(path: Path, units: Sequence[Judged]) -> bool:
    """Whether the headline at the edge has a subject right above it, as most headlines do, or most have none."""
    titles = [index for index, state in enumerate(path.states) if state == _TITLE]
    if len(titles) < _FEWEST:
        return True
    below = [_has_subject(index, path, units) for index in titles]
    is_common = sum(below) * 5 >= len(below) * 4
    return not is_common or below[-1 if _side(path.layout) == "above" else 0]


def _has_subject(index: int, path: Path, units: Sequence[Judged]) -> bool:
    """Whether the line right above one, which is no part of an item, is short and no date."""
    if not index or units[index].kind is not None:
        return False
    above = units[index - 1]
    return path.states[index - 1] in _OUTSIDE and above.slot is None and above.skip > UNKNOWN
