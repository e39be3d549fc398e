"""The best way through a document in one layout: a state for each unit, found by dynamic programming."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from feedsvc.core.layout.document import RULED
from feedsvc.core.layout.judging import Judged
from feedsvc.core.layout.layouts import HEAD, Layout, Role
from feedsvc.core.layout.scores import NEVER

Key = TypeVar("Key")

_IMPOSSIBLE = -1e12
_MOST_LEARNT = 2.0  # how much a habit of the document weighs for one unit, at most
_WIDE = 0.4  # what the wider gaps of a document say of where items begin, before anything is known of them
_STRICT = 2.0  # what it costs a line to stand farther off than any line within the other items does
_ABRUPT = 0.4  # what it costs that the items end where nothing says so


@dataclass(frozen=True, slots=True)
class Path:
    """A way through a document: for each unit its state, or None where it is passed over; and the sum of scores."""

    layout: Layout
    states: tuple[str | None, ...]
    total: float


@dataclass(frozen=True, slots=True)
class _Habits:
    """What the document's own titles and texts look like, as additions to the scores of each role."""

    style: dict[tuple[str, object], float]
    gap: dict[tuple[bool, int], float]


def best_path(layout: Layout, units: Sequence[Judged], sample: Sequence[Judged]) -> Path:
    """Return the way through `units` with the highest sum, after learning from `sample` how their items look."""
    expected = _expected(sample)
    habits = _learn(_walk(layout, sample, expected), sample, expected)
    return _walk(layout, units, habits)


def _expected(units: Sequence[Judged]) -> _Habits:
    """What is to be expected before any of the document's items is known: they begin below blank lines and rules."""
    gaps = Counter(unit.gap for unit in units[1:] if unit.gap != RULED)
    found = {(True, RULED): 0.3, (False, RULED): -0.7}
    above = 0
    for gap in sorted(gaps, reverse=True):
        above += gaps[gap]
        if len(gaps) > 1:
            is_wide = above * 2 <= gaps.total()
            found[True, gap], found[False, gap] = (_WIDE, -_WIDE) if is_wide else (-_WIDE, 0.0)
    return _Habits({}, found)


def _walk(layout: Layout, units: Sequence[Judged], habits: _Habits) -> Path:
    states = tuple(layout.roles)
    number = {state: n for n, state in enumerate(states)}
    into = [
        (
            number[state],
            role,
            state in layout.opens,
            tuple((number[start], cost) for (start, end), cost in layout.moves.items() if end == state),
        )
        for state, role in layout.roles.items()
    ]
    scores = [layout.prior if state == HEAD else _IMPOSSIBLE for state in states]
    back: list[list[int]] = []
    for unit in units:
        gained = _emissions(unit, habits)
        gap = unit.gap
        start_gap, inner_gap = habits.gap.get((True, gap), 0.0), habits.gap.get((False, gap), 0.0)
        now = [score + unit.skip for score in scores]
        now[0] = now[1] = _IMPOSSIBLE  # at head and foot a unit is the state's own, never passed over
        came = [-1] * len(states)
        for state, role, opens, moves in into:
            before, best = -1, _IMPOSSIBLE
            for start, cost in moves:
                score = scores[start] + cost
                if score > best:
                    before, best = start, score
            best += gained[role]
            if role in _OWN:
                best += start_gap if opens else inner_gap
            elif role == "end" and gap != RULED:
                best += start_gap  # as the next item would stand off
            if best > now[state]:
                now[state], came[state] = best, before
        scores = now
        back.append(came)
    return _traced(layout, states, scores, back)


_OWN = frozenset(("date", "title", "text", "titled", "dateline"))


def _emissions(unit: Judged, habits: _Habits) -> dict[Role, float]:
    style, shape = unit.style, unit.shape
    title = habits.style.get(("title", style), 0.0) + habits.style.get(("title", shape), 0.0)
    text = habits.style.get(("text", style), 0.0) + habits.style.get(("text", shape), 0.0)
    return {
        "head": unit.head,
        "section": unit.section,
        "foot": unit.foot,
        "end": NEVER
        if unit.skip >= 2 and unit.unit.block.link
        else unit.foot - (0.0 if unit.kind or unit.gap == RULED else _ABRUPT),
        "date": unit.date,
        "title": unit.title + title,
        "text": unit.text + text,
        "titled": unit.titled,
        "dateline": unit.dateline + text,
    }


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


def _learn(path: Path, units: Sequence[Judged], expected: _Habits) -> _Habits:
    """Count how this way's titles and texts look, and the gaps before and within its items."""
    styles: dict[str, Counter[object]] = {"title": Counter(), "text": Counter(), "": Counter()}
    gaps: dict[bool | None, Counter[int]] = {True: Counter(), False: Counter(), None: Counter()}
    roles = path.layout.roles
    last = _last_item(path)
    for index, (unit, state) in enumerate(zip(units, path.states, strict=True)):
        role = roles[state] if state is not None else None
        if state is None or role not in _OWN:
            continue
        name = {"title": "title", "text": "text", "dateline": "text"}.get(role)
        if name:
            for key in (unit.style, unit.shape):
                styles[name][key] += 1
                styles[""][key] += 1
        if index > last:
            continue  # what stands below the last item may have been taken for its text
        gap = unit.gap
        gaps[state in path.layout.opens][gap] += 1
        gaps[None][gap] += 1
    widest = max(gaps[False], default=0) if last < len(units) else RULED
    return _Habits(
        {(name, key): _weight(styles[name], styles[""], key, 2) for name in ("title", "text") for key in styles[""]},
        {
            (opens, gap): _weight(gaps[opens], gaps[None], gap, 1)
            + expected.gap.get((opens, gap), 0.0) / 2
            - (_STRICT if not opens and widest < gap < RULED else 0.0)
            for opens in (True, False)
            for gap in gaps[None]
        },
    )


def _last_item(path: Path) -> int:
    """Where the last of several items opens; of a few, all teach."""
    opened = [n for n, state in enumerate(path.states) if state in path.layout.opens]
    return opened[-1] if len(opened) > 2 else len(path.states)


def _weight(own: Counter[Key], every: Counter[Key], key: Key, keys: int) -> float:
    """How much likelier `key` is here than anywhere, as a logarithm; nearly nothing while little was seen."""
    here = (own[key] + 1) / (own.total() / keys + 2)
    anywhere = (every[key] + 1) / (every.total() / keys + 2)
    return max(-_MOST_LEARNT, min(_MOST_LEARNT, 0.6 * math.log(here / anywhere)))
