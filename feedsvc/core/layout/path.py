"""The best way through a document in one layout: a state for each unit, found by dynamic programming."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from feedsvc.core.layout.habits import Habits, Step, expected, habits_of, steps
from feedsvc.core.layout.judging import Judged
from feedsvc.core.layout.layouts import HEAD, Layout

_IMPOSSIBLE = -1e12


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


def learn(layouts: Sequence[Layout], sample: Sequence[Judged]) -> Iterator[Learnt]:
    """Yield each layout with what a first way through `sample` teaches."""
    before = expected(sample)
    first = steps(sample, before)
    looks = Counter((unit.look, unit.gap) for unit in sample)
    for layout in layouts:
        path = _walk(layout, first)
        habits = habits_of(layout, path.states, sample, before)
        gained = 0.0
        for (look, gap), times in looks.items():
            farther = max(now - then for now, then in zip(habits.of_gap(gap), before.of_gap(gap), strict=True))
            gained += times * max(0.0, max(0.0, *habits.of_look(look)) + farther)
        yield Learnt(layout, habits, path.total + gained)


def best_path(learnt: Learnt, units: Sequence[Judged]) -> Path:
    """Return the way through `units` with the highest sum in a layout, by what was learnt of it."""
    return _walk(learnt.layout, steps(units, learnt.habits))


def _walk(layout: Layout, units: Sequence[Step]) -> Path:
    states = tuple(layout.roles)
    scores = [layout.prior if state == HEAD else _IMPOSSIBLE for state in states]
    nowhere = [-1] * len(states)
    back: list[list[int]] = []
    for skip, gained, gaps in units:
        now = [score + skip for score in scores]
        now[0] = now[1] = _IMPOSSIBLE  # at head and foot a unit is the state's own, never passed over
        came = nowhere.copy()
        for state, role, gap, first, cost, others in layout.moves:
            before, best = first, scores[first] + cost
            for start, price in others:
                score = scores[start] + price
                if score > best:
                    before, best = start, score
            best += gained[role]
            best += gaps[gap]
            if best > now[state]:
                now[state] = best
                came[state] = before
        scores = now
        back.append(came)
    return _traced(layout, states, scores, back)


def _traced(layout: Layout, states: tuple[str, ...], scores: Sequence[float], back: Sequence[list[int]]) -> Path:
    ended = {n: score + layout.ends.get(states[n], -4.0) for n, score in enumerate(scores)}
    at = max(ended, key=lambda n: ended[n])
    total = ended[at]
    found: list[str | None] = []
    for came in reversed(back):
        if came[at] < 0:
            found.append(None)
        else:
            found.append(states[at])
            at = came[at]
    return Path(layout, tuple(reversed(found)), total)
