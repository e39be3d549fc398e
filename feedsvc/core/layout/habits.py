"""What a document's items look like: what is expected of any document, and what a first way through it taught."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeVar

from feedsvc.core.layout.document import FOOTED, LISTED, RULED
from feedsvc.core.layout.judging import Look, Outline
from feedsvc.core.layout.layouts import Layout

Key = TypeVar("Key")

_MOST_LEARNT = 2.0  # how much a habit of the document weighs for one unit, at most
_WIDE = 0.4  # what the wider gaps of a document say of where items begin, before anything is known of them
_STRICT = 2.0  # what it costs a line to stand farther off than any line within the other items does
_CLOSE = 1.5  # what it costs an item to open nearer to the one above than its own lines stand to each other
_FOOTED = 3.0  # what it costs an item to go on below a line that ends all items
_LISTED = 2.0  # what it costs an item to open below the heading of what is no list of news
_OWN = frozenset(("date", "title", "text", "titled", "dateline"))  # the roles of an item's lines
_NAMES = {"title": "title", "text": "text", "dateline": "text"}


@dataclass(frozen=True, slots=True)
class Habits:
    """What the document's own titles and texts look like, as additions to the scores of each role.

    `styles` are by "title" or "text" and a half of a unit's look, `gaps` by whether an item opens and a unit's gap.
    """

    styles: dict[tuple[str, object], float]
    gaps: dict[tuple[bool, int], float]

    def of_look(self, look: Look) -> tuple[float, float]:
        """Return what is added to the scores of title and text of a unit that looks so."""
        style, shape = look
        return (
            self.styles.get(("title", style), 0.0) + self.styles.get(("title", shape), 0.0),
            self.styles.get(("text", style), 0.0) + self.styles.get(("text", shape), 0.0),
        )

    def of_gap(self, gap: int) -> tuple[float, float]:
        """Return what is added to the scores of a unit that stands so far off: if an item opens there, if none does."""
        return self.gaps.get((True, gap), 0.0), self.gaps.get((False, gap), 0.0)


class Step(NamedTuple):
    """One unit on a way: what it costs to pass it over, its score in each of `ROLES`, and what its gap adds.

    The first is by whether the item is whole above it. The last is nothing beside all items, else by whether the unit
    opens an item, goes on with it, ends the items, or opens an item without a date.
    """

    skips: tuple[float, float]
    scores: tuple[float, ...]
    gaps: tuple[float, ...]


def steps(units: Iterable[Outline], habits: Habits) -> list[Step]:
    """Return the units with the scores that they have under `habits`."""
    looks: dict[Look, tuple[float, float]] = {}
    gaps: dict[int, tuple[float, ...]] = {}
    found = []
    for unit in units:
        look, gap = unit.look, unit.gap
        if look not in looks:
            looks[look] = habits.of_look(look)
        if gap not in gaps:
            opens, inner = habits.of_gap(gap)
            ends = 0.0 if gap >= RULED else opens  # as the next item would stand off
            gaps[gap] = 0.0, opens, inner, ends, opens - (_FOOTED if gap >= FOOTED else 0.0)
        head, section, foot, end, date, title, text, titled, dateline = unit.scores
        as_title, as_text = looks[look]
        scores = head, section, foot, end, date, title + as_title, text + as_text, titled, dateline + as_text
        found.append(Step(unit.skips, scores, gaps[gap]))
    return found


def expected(units: Sequence[Outline]) -> Habits:
    """Return what holds before any of the document's items is known: they begin below blank lines and rules."""
    gaps = Counter(unit.gap for unit in units[1:] if unit.gap < RULED)
    found = {(True, RULED): 0.3, (False, RULED): -0.7, (False, FOOTED): -_FOOTED}
    found |= {(True, LISTED): -_LISTED, (False, LISTED): -_FOOTED}
    above, wide = 0, False
    for gap in sorted(gaps, reverse=True):
        above += gaps[gap]
        is_wide = len(gaps) > 1 and above * 2 <= gaps.total()
        wide = wide or is_wide
        if wide:  # where none is, blank lines stand between all lines, and say nothing
            found[True, gap], found[False, gap] = (_WIDE, -_WIDE) if is_wide else (-_WIDE, 0.0)
    return Habits({}, found)


def habits_of(layout: Layout, states: Sequence[str | None], units: Sequence[Outline], before: Habits) -> Habits:
    """Count how a way's titles and texts look, and the gaps before and within its items.

    `states` are those of `units` on the way, which was found under the habits `before`.
    """
    looks: Counter[tuple[str, Look]] = Counter()
    gaps: Counter[tuple[bool, int]] = Counter()
    shared: Counter[int] = Counter()
    last = _last_item(layout, states)
    for index, (unit, state) in enumerate(zip(units, states, strict=True)):
        role = layout.roles[state] if state is not None else None
        if state is None or role not in _OWN:
            continue
        if role in _NAMES:
            looks[_NAMES[role], unit.look] += 1
        if 0 < index <= last:  # above the first there is nothing; what stands below the last item may be no text of its
            gaps[state in layout.opens, unit.gap] += 1
            shared[unit.gap] += state in layout.shares
    return Habits(_styles(looks), _gaps(gaps, shared, before, is_whole=last == len(units)))


def _styles(looks: Counter[tuple[str, Look]]) -> dict[tuple[str, object], float]:
    own: dict[str, Counter[object]] = {"title": Counter(), "text": Counter()}
    every: Counter[object] = Counter()
    for (name, look), times in looks.items():
        for key in look:
            own[name][key] += times
            every[key] += times
    return {(name, key): _weight(own[name], every, key, 2) for name in own for key in every}


def _gaps(
    found: Counter[tuple[bool, int]], shared: Counter[int], before: Habits, *, is_whole: bool
) -> dict[tuple[bool, int], float]:
    own: dict[bool, Counter[int]] = {True: Counter(), False: Counter()}
    every: Counter[int] = Counter()
    for (opens, gap), times in found.items():
        own[opens][gap] += times
        every[gap] += times
    widest = RULED if is_whole else max(own[False], default=0)
    # Gaps that only stand below the last item are as they were expected.
    return before.gaps | {
        (opens, gap): _weight(own[opens], every, gap, 1)
        + before.gaps.get((opens, gap), 0.0) / 2
        - (_STRICT if not opens and widest < gap < RULED else 0.0)
        - (_CLOSE * _nearness(own, shared, gap) if opens else 0.0)
        for opens in (True, False)
        for gap in every
    }


def _nearness(own: Mapping[bool, Counter[int]], shared: Counter[int], gap: int) -> float:
    """How many of the lines within items, from none to all, stand farther off than items that open at a gap.

    Items that share a date may stand nearer to each other than to that: they do not count.
    """
    within = [(other, times) for other, times in own[False].items() if other < RULED]
    farther = sum(times for other, times in within if other > gap) / max(sum(times for _, times in within), 1)
    return farther * (1 - shared[gap] / max(own[True][gap], 1))


def _last_item(layout: Layout, states: Sequence[str | None]) -> int:
    """Where the last of several items opens; of a few, all teach."""
    opened = [n for n, state in enumerate(states) if state in layout.opens]
    return opened[-1] if len(opened) > 2 else len(states)


def _weight(own: Counter[Key], every: Counter[Key], key: Key, keys: int) -> float:
    """How much likelier `key` is here than anywhere, as a logarithm; nearly nothing while little was seen."""
    here = (own[key] + 1) / (own.total() / keys + 2)
    anywhere = (every[key] + 1) / (every.total() / keys + 2)
    return max(-_MOST_LEARNT, min(_MOST_LEARNT, 0.6 * math.log(here / anywhere)))
