"""The layouts that offices use, as tables: which role may follow which in an item, and what a move costs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, NamedTuple, cast, get_args

Role = Literal["head", "section", "foot", "end", "date", "title", "text", "titled", "dateline"]
ROLES: tuple[Role, ...] = get_args(Role)

# States that every layout has: before the items, at a section's heading, at the first line behind the items, behind it.
HEAD, SECTION, END, FOOT = "head", "section", "end", "foot"
OUTSIDE = frozenset((HEAD, SECTION, END, FOOT))
_COMMON: Mapping[str, Role] = {HEAD: "head", FOOT: "foot", SECTION: "section", END: "end"}

DATED: frozenset[Role] = frozenset(("date", "titled", "dateline"))
_UNDATED = frozenset("U")  # opens an item that has no date of its own; Q is its text

_FEATURED = -6.0  # what it costs that a story without a date stands above all others

# What the gap above a unit says, by the state that it comes to.
_BESIDE, _OPENS, _INNER, _ENDS, _SHARES = range(5)


class Moves(NamedTuple):
    """The moves into one state, all by number: its role, what its gap says, and what each state costs to come from.

    `is_whole`: what comes behind it may be another item's.
    """

    state: int
    role: int
    gap: int
    is_whole: bool
    start: int
    cost: float
    others: tuple[tuple[int, float], ...]


@dataclass(frozen=True, slots=True)
class Layout:
    """A layout: the role of each state, the moves into each, which states open an item.

    `ends` are the states in which an item is whole; `shares` those that open an item under an earlier item's date.
    `prior` is what is held against the layout before anything was read. `needs` is the role of a line without which the
    layout has no item; None: there is no such role.
    """

    name: str
    roles: Mapping[str, Role]
    moves: tuple[Moves, ...]
    opens: frozenset[str]
    ends: Mapping[str, float]
    shares: frozenset[str] = frozenset()
    prior: float = 0.0
    needs: Role | None = None

    @property
    def is_undated(self) -> bool:
        """Whether no item of this layout has a date."""
        return DATED.isdisjoint(self.roles.values())


def _layout(name: str, words: Mapping[str, str], prior: float = 0.0) -> Layout:
    """Build a layout from words: "D:date" is a state, "D>T" a move, "P>U-1" a move that costs 1, and so on."""
    roles: dict[str, Role] = {**_COMMON}
    for word in words["states"].split():
        state, _, role = word.partition(":")
        roles[state] = cast("Role", role)
    costs = {(HEAD, HEAD): 0.0, (END, FOOT): 0.0, (FOOT, FOOT): 0.0, (SECTION, SECTION): -0.3}
    for state in set(words["opens"]) - _UNDATED:
        costs[HEAD, state] = costs[SECTION, state] = 0.0
    if "U" in roles and "shares" not in words:
        costs[HEAD, "U"] = costs[SECTION, "U"] = _FEATURED
    ends = {HEAD: 0.0, SECTION: -1.5, END: 0.0, FOOT: 0.0}
    for word in words["ends"].split():
        state, _, cost = word.partition("-")
        ends[state] = -float(cost or 0)
        costs[state, SECTION] = ends[state] - 0.2
        costs[state, END] = ends[state] - 0.3
    for word in words["moves"].split():
        move, _, cost = word.partition("-")
        start, _, end = move.partition(">")
        costs[start, end] = -float(cost or 0)
    opens = frozenset(words["opens"])
    shares = frozenset(words.get("shares", ""))
    # An item without a date may stand right below a section's heading, or only below an item that has one.
    needs = None if shares else next((role for role in roles.values() if role in DATED), None)
    moves = tuple(_moves(roles, costs, state, opens, is_whole=ends.get(state, -9.0) > -1.0) for state in roles)
    return Layout(name, roles, moves, opens, ends, shares, prior, needs)


def _moves(
    roles: Mapping[str, Role],
    costs: Mapping[tuple[str, str], float],
    state: str,
    opens: frozenset[str],
    *,
    is_whole: bool,
) -> Moves:
    number = {name: n for n, name in enumerate(roles)}
    (first, cost), *others = ((number[start], cost) for (start, end), cost in costs.items() if end == state)
    gap = _INNER
    if state in opens:
        gap = _SHARES if state in _UNDATED else _OPENS
    if state in OUTSIDE:
        gap = _ENDS if state == END else _BESIDE
    return Moves(number[state], ROLES.index(roles[state]), gap, is_whole, first, cost, tuple(others))


LAYOUTS: tuple[Layout, ...] = (
    _layout(
        "date, title, text",
        {
            "states": "D:date T:title P:text U:title Q:text",
            "moves": "head>U-5.5 D>T T>P P>P-1.0 P>D T>D-0.8 P>U-1.2 U>Q Q>Q-1.0 Q>U-1.0 Q>D section>U-1.5 "
            "T>U-3.5 U>U-3.5 U>D-1.8",
            "ends": "P Q T-0.8 U-1.8",
            "opens": "DU",
            "shares": "U",
        },
    ),
    _layout(
        "date, titles",
        {
            "states": "D:date T:title U:title",
            "moves": "D>T T>D T>U-0.5 U>U-0.2 U>D section>U-1.5",
            "ends": "T U",
            "opens": "DU",
            "shares": "U",
        },
        prior=-1.0,
    ),
    _layout(
        "title, date",
        {"states": "T:title D:date", "moves": "T>D D>T-0.1", "ends": "D", "opens": "T"},
        prior=-1.0,
    ),
    _layout(
        "title, date, text",
        {
            "states": "T:title D:date P:text U:title Q:text",
            "moves": "T>D D>P P>P-1.0 P>T D>T-0.8 P>U-3.5 D>U-4.5 U>Q Q>Q-1.0 Q>T Q>U-3",
            "ends": "P Q D-0.8",
            "opens": "TU",
        },
        prior=-0.5,
    ),
    _layout(
        "title with date, text",
        {
            "states": "X:titled P:text U:title Q:text",
            "moves": "X>P P>P-1.0 P>X X>X-0.4 P>U-3.5 U>Q Q>Q-1.0 Q>X Q>U-3",
            "ends": "P Q X-0.4",
            "opens": "XU",
        },
        prior=-0.3,
    ),
    _layout(
        "title, dateline and text",
        {
            "states": "T:title L:dateline P:text U:title Q:text X:titled",
            "moves": "head>U-2 T>L L>P P>P-1.0 P>T L>T P>U-2 L>U-2 U>Q Q>Q-1.0 Q>T Q>U-2 L>X-2.0 P>X-2.0 X>X-0.4",
            "ends": "L P Q X-0.4",
            "opens": "TUX",
        },
        prior=-0.5,
    ),
    _layout(
        "title, text, date",
        {
            "states": "T:title P:text D:date",
            "moves": "T>P-0.2 P>P-1.0 P>D D>T T>D-1.5",
            "ends": "D-0.2",
            "opens": "T",
        },
        prior=-1.5,
    ),
    _layout(
        "title, text",
        {
            "states": "T:title P:text",
            "moves": "head>T-1.0 section>T-0.5 T>P P>P-1.0 P>T-0.5 T>T-2.5",
            "ends": "P T-2.5",
            "opens": "T",
        },
        prior=-0.5,
    ),
)
