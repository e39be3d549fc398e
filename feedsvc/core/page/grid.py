"""The tables of a page: which column each cell stands in, and which cells of rows above reach down into a row."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from feedsvc.core.page.tree import Element

_WIDEST = 20


@dataclass(frozen=True, slots=True)
class Grid:
    """`columns` is the column of each cell, from 0. `reaching` are the cells from above that span a row, by row."""

    columns: Mapping[Element, int]
    reaching: Mapping[Element, Sequence[Element]]


def read_grid(elements: Iterable[Element]) -> Grid:
    """Return the grid of all tables among `elements`. Rows of one parent form a grid; tables within stand alone."""
    columns: dict[Element, int] = {}
    reaching: dict[Element, Sequence[Element]] = {}
    for element in elements:
        rows = [child for child in element.children if isinstance(child, Element) and child.tag == "tr"]
        held: list[tuple[int, int, Element]] = []  # for how many rows more, column, cell
        for row in rows:
            held = [(rows_left - 1, column, cell) for rows_left, column, cell in held if rows_left > 0]
            if held:
                reaching[row] = [cell for _, _, cell in held]
            held.extend(_place(row, {column for _, column, _ in held}, columns)[: _WIDEST - len(held)])
    return Grid(columns, reaching)


def cells_of(row: Element) -> list[Element]:
    """Return the cells of a table's row."""
    return [child for child in row.children if isinstance(child, Element) and child.tag in ("td", "th")]


def _place(row: Element, taken: set[int], columns: dict[Element, int]) -> list[tuple[int, int, Element]]:
    """Number the cells of a row; return those that reach down."""
    reaching: list[tuple[int, int, Element]] = []
    column = 0
    for cell in cells_of(row):
        while column in taken:
            column += 1
        columns[cell] = column
        below = _span(cell, "rowspan") - 1
        if below > 0:
            reaching.append((below, column, cell))
        column += _span(cell, "colspan")
    return reaching


def _span(cell: Element, name: str) -> int:
    written = cell.attributes.get(name, "1")
    return int(written) if written.isdecimal() and len(written) < 4 else 1
