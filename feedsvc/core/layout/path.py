"""The best way through a document in one layout: a state for each unit, found by dynamic programming."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from feedsvc.core.layout.date_lines import NEVER
from feedsvc.core.layout.habits import Habits, Step, expected, habits_of, steps
from feedsvc.core.layout.judging import Outline
from feedsvc.core.layout.layouts import HEAD, ROLES, Layout

_IMPOSSIBLE = -1e12
_FOOT = 1  # head and foot are the first states of every layout


@dataclass(frozen=True, slots=True)
class Path:
    """A way through a document: for each unit its state, or None where it is passed over; and the sum of scores."""

    layout: Layout
    states: tuple[str | None, ...]
    total: float


@dataclass(frozen=True, slots=True)
class Learnt:
    """A layout, and how a document's items look if it has it. `most`: no way through its sample has a higher sum."""

    layout: Layout
    habits: Habits
    most: float


def learn(layouts: Sequence[Layout], sample: Sequence[Outline]) -> Iterator[Learnt]:
    """Yield each layout that the document could have, with what a first way through `sample` teaches."""
    before = expected(sample)
    first = steps(sample, before)
    looks = Counter((unit.look, unit.gap) for unit in sample)
    possible = {role for n, role in enumerate(ROLES) if any(unit.scores[n] > NEVER / 2 for unit in sample)}
    for layout in layouts:
        if layout.needs is not None and layout.needs not in possible:
            continue
        path = _walk(layout, first)
        habits = habits_of(layout, path.states, sample, before)
        gained = 0.0
        for (look, gap), times in looks.items():
            farther = max(now - then for now, then in zip(habits.of_gap(gap), before.of_gap(gap), strict=True))
            gained += times * max(0.0, max(0.0, *habits.of_look(look)) + farther)
        yield Learnt(layout, habits, path.total + gained)


def best_path(learnt: Learnt, units: Sequence[Outline]) -> Path:
    """Return the way through `units` with the highest sum in a layout, by what was learnt of it."""
    return _walk(learnt.layout, steps(units, learnt.habits))


def _walk(layout: Layout, units: Sequence[Step]) -> Path:
    sums = [layout.prior if state == HEAD else _IMPOSSIBLE for state in layout.roles]
    back: list[int] = []  # for each unit and state the state before, or -1 where the unit is passed over
    for skips, scores, gaps in units:
        now: list[float] = []
        for state, role, gap, whole, first, cost, others in layout.moves:
            before, best = first, sums[first] + cost
            for start, price in others:
                other = sums[start] + price
                if other > best:
                    before, best = start, other
            best += scores[role]
            best += gaps[gap]
            # At head and foot a unit is the state's own, never passed over.
            if state > _FOOT and (passed := sums[state] + skips[whole]) >= best:
                now.append(passed)
                back.append(-1)
            else:
                now.append(best)
                back.append(before)
        sums = now
    return _traced(layout, sums, back)


def _traced(layout: Layout, sums: Sequence[float], back: Sequence[int]) -> Path:
    states = tuple(layout.roles)
    ended = [total + layout.ends.get(state, -4.0) for state, total in zip(states, sums, strict=True)]
    total = max(ended)
    at = ended.index(total)
    found: list[str | None] = []
    for start in range(len(back) - len(states), -1, -len(states)):
        before = back[start + at]
        if before < 0:
            found.append(None)
        else:
            found.append(states[at])
            at = before
    return Path(layout, tuple(reversed(found)), total)
