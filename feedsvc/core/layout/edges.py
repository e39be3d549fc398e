"""Whether dates stand above or below their items where both would do: the items at the edges tell, by their subjects.

Where a subject or a label stands right above each headline, it does so above the first and the last one, too.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from feedsvc.core.layout.judging import Judged
from feedsvc.core.layout.layouts import HEAD, SECTION
from feedsvc.core.layout.path import Path
from feedsvc.core.layout.scores import UNKNOWN

_FEWEST = 3  # headlines
_ABOVE = frozenset(("date, title, text", "date, titles"))
_BELOW = frozenset(("title, date", "title, date, text", "title, text, date"))
_NEAR = 0.8  # of the best sum
_OUTSIDE = frozenset((None, HEAD, SECTION))


def by_edges(paths: Sequence[Path], units: Sequence[Judged]) -> int:
    """Return which of `paths`, the best first, is the way through `units`: the first, or one whose edges are whole.

    It has the dates on the other side of the headlines, and comes near. It is taken where its headline at the edge
    has a subject right above it, as nearly all have, and that of the first has none.
    """
    sides = (_ABOVE, _BELOW) if paths[0].layout.name in _ABOVE else (_BELOW, _ABOVE)
    if paths[0].layout.name not in sides[0] or _is_whole(paths[0], units):
        return 0
    near = (
        number
        for number, path in enumerate(paths)
        if path.layout.name in sides[1] and path.total >= _NEAR * paths[0].total and _is_whole(path, units)
    )
    return next(near, 0)


def _is_whole(path: Path, units: Sequence[Judged]) -> bool:
    """Whether the headline at the edge has a subject above it, and stands as far below it as most headlines do.

    So has each where headlines in general have none.
    """
    titles = [index for index, state in enumerate(path.states) if state == "T"]
    if len(titles) < _FEWEST:
        return True
    gap = Counter(units[index].gap for index in titles).most_common(1)[0][0]
    below = [units[index].gap == gap and _has_subject(index, path, units) for index in titles]
    is_common = sum(below) * 5 >= len(below) * 4
    return not is_common or below[-1 if path.layout.name in _ABOVE else 0]


def _has_subject(index: int, path: Path, units: Sequence[Judged]) -> bool:
    """Whether the line right above one, which is no part of an item, is short and no date."""
    if not index or units[index].kind is not None:
        return False
    above = units[index - 1]
    return path.states[index - 1] in _OUTSIDE and above.slot is None and above.skip > UNKNOWN
