"""Which layout a document has: each is tried on the whole of it, and the best sum of scores wins."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from itertools import accumulate

from feedsvc.core.dates import DateReading
from feedsvc.core.draft import MARGIN, Draft, Fit, Reason
from feedsvc.core.layout.document import Document, document_of
from feedsvc.core.layout.drafting import WORDS, drafts_of
from feedsvc.core.layout.edges import by_edges
from feedsvc.core.layout.headlines import headlines_below
from feedsvc.core.layout.judging import Judged, Outline, judge
from feedsvc.core.layout.layouts import DATED, HEAD, LAYOUTS
from feedsvc.core.layout.path import Learnt, Path, best_path, learn
from feedsvc.core.layout.rows import fit_rows
from feedsvc.core.layout.units import Unit, units_of
from feedsvc.model import Block

_SAMPLE = 800  # units by which the layout of a longer document is chosen
_FAR = 2 * MARGIN  # what comes no nearer leaves no doubt, even where each block is two units
_FEWEST_UNDATED = 2  # items without any date; one may be a letter or a note
_FEWEST_INSIDE = 3  # items that only speak of days in their titles
_NO_ITEM = Reason(None, "the text has no items that could be told apart")


def fit(blocks: Sequence[Block], today: date, lines: Sequence[str] = ()) -> Fit:
    """Return the layout that explains `blocks` best, with its items. Every block is an item's or skipped.

    Missing years are taken from headings, else so that no day is after `today`. `lines` are those of a text, in which
    a table's columns can be seen; empty: the blocks are a page's.
    """
    if lines and (table := fit_rows(blocks, lines, today)) is not None:
        return table
    units = units_of(blocks)
    if not units:
        return _nothing(())
    document = document_of(units)
    sample = [judge(units, index, document) for index in _sample(units, document)]
    found = list(_best_first(tuple(unit.outline for unit in sample)))
    found.insert(0, found.pop(by_edges([path for _, path in found], sample)))
    learnt, paths = found[0][0], [path for _, path in found]
    judged, best = (sample, paths[0]) if len(sample) == len(units) else _continued(learnt, units, document)
    drafts, skipped = drafts_of(best, judged, document.order, today)
    if len(drafts) < _fewest(best, judged) or (best.layout.is_undated and not any(map(_says, drafts))):
        return _headlines(judged)
    names = _names(paths[0])
    rival = next((path.total for path in paths[1:] if _names(path) != names), -len(sample))
    size = len(sample)
    return Fit(best.layout.name, paths[0].total / size, rival / size, drafts, skipped, document.order)


def _continued(learnt: Learnt, units: Sequence[Unit], document: Document) -> tuple[Sequence[Judged], Path]:
    """Return the units of a long document, judged in one layout, and the best way through them all."""
    roles = frozenset(learnt.layout.roles.values())
    judged = [judge(units, index, document, roles) for index in range(len(units))]
    path = best_path(learnt, [unit.outline for unit in judged])
    for index, state in enumerate(path.states):
        if state == HEAD and judged[index].slot is not None:  # the reason to pass it over may be another role
            judged[index] = judge(units, index, document)
    return judged, path


def fit_nothing(blocks: Sequence[Block]) -> Fit:
    """Return `blocks` as those of a document that has no items, whatever they look like."""
    units = units_of(blocks)
    document = document_of(units)
    return _nothing([judge(units, index, document) for index in range(len(units))])


@lru_cache(maxsize=16)  # a corrected word leaves a bulletin's outlines as they were
def _best_first(sample: tuple[Outline, ...]) -> tuple[tuple[Learnt, Path], ...]:
    """Return the best way through `sample` in each layout that could come near the best of all, the best first."""
    found: list[tuple[Learnt, Path]] = []
    best = -math.inf
    for one in sorted(learn(LAYOUTS, sample), key=lambda one: -one.most):
        if one.most < best - _FAR:
            break
        path = best_path(one, sample)
        best = max(best, path.total)
        found.append((one, path))
    return tuple(sorted(found, key=lambda one: (-one[1].total, LAYOUTS.index(one[0].layout))))


def _sample(units: Sequence[Unit], document: Document) -> range:
    """Return the stretch of a long document that has most dates; a short one whole."""
    if len(units) <= _SAMPLE:
        return range(len(units))
    sums = [0, *accumulate(document.slots[unit.block.text] is not None for unit in units)]
    start = max(range(0, len(units) - _SAMPLE + 1, _SAMPLE // 8), key=lambda n: sums[n + _SAMPLE] - sums[n])
    tail = len(units) - _SAMPLE
    start = tail if sums[-1] - sums[tail] > sums[start + _SAMPLE] - sums[start] else start
    return range(start, start + _SAMPLE)


def _nothing(units: Sequence[Judged]) -> Fit:
    """A document without items: furniture is told by its words, all else is not understood."""
    skipped = {
        part: Reason(unit.kind, WORDS[unit.kind]) if unit.kind else _NO_ITEM
        for unit in units
        for part in unit.unit.parts
    }
    return Fit("none", 0.0, 0.0, (), skipped)


def _headlines(units: Sequence[Judged]) -> Fit:
    """A document that may list bare headlines, if only below the heading of a list; else it has no items."""
    nothing = _nothing(units)
    listed = headlines_below(units)
    drafts = tuple(Draft(None, DateReading(None), unit.block, (), parts=unit.parts) for unit in listed)
    owned = {part for unit in listed for part in unit.parts}
    return Fit("headlines", 1.0, 0.0, drafts, {one: why for one, why in nothing.skipped.items() if one not in owned})


def _says(draft: Draft) -> bool:
    """Whether a title has more than two words, as none has on a page that only says where, when and how."""
    return draft.title.text.count(" ") > 1


def _fewest(path: Path, units: Sequence[Judged]) -> int:
    """How many items make a bulletin: one that has a date line or dateline, more where dates are less plain."""
    if path.layout.is_undated:
        return _FEWEST_UNDATED
    roles = path.layout.roles
    found = ((unit, roles[state]) for unit, state in zip(units, path.states, strict=True) if state)
    is_plain = (
        role in DATED and (role != "titled" or unit.slot is None or unit.slot.form != "inside") for unit, role in found
    )
    return 1 if any(is_plain) else _FEWEST_INSIDE


def _names(path: Path) -> tuple[tuple[int, str], ...]:
    """What a way makes of the document: its titles and dates, by place."""
    roles = path.layout.roles
    kinds = {"title": "title", "titled": "title", "date": "date"}
    return tuple((n, kinds[roles[state]]) for n, state in enumerate(path.states) if state and roles[state] in kinds)
