"""Whether dates stand above or below their items where both would do: the items at the edges tell, by their subjects.

Where a subject or a label stands right above each headline, it does so above the first and the last one, too.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from feedsvc.core.layout.judging import Judged
from feedsvc.core.layout.layouts import HEAD, SECTION, Layout
from feedsvc.core.layout.path import Path
from feedsvc.core.layout.scores import UNKNOWN

Side = Literal["above", "below"]

_FEWEST = 3  # headlines
_TITLE = "T"  # in each layout the state of the headline of an item that has a date
_NEAR = 0.8  # of the best sum
_OUTSIDE = frozenset((None, HEAD, SECTION))


def by_edges(paths: Sequence[Path], units: Sequence[Judged]) -> int:
    """Return which of `paths`, the best first, is the way through `units`: the first, or one whose edges are whole.

    It has the dates on the other side of the headlines, and comes near. It is taken where its headline at the edge
    has a subject right above it, as nearly all have, and that of the first has none.
    """
    side = _side(paths[0].layout)
    if side is None or _is_whole(paths[0], units):
        return 0
    near = (
        number
        for number, path in enumerate(paths)
        if _side(path.layout) not in (side, None) and path.total >= _NEAR * paths[0].total and _is_whole(path, units)
    )
    return next(near, 0)


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
