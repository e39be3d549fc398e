"""What an item's span is made of: units of text that are one field each, and which place of the item they stand in."""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from feedsvc.core.dates import find_dateline
from feedsvc.core.page.pieces import HEADINGS, Page, Piece, joined
from feedsvc.core.page.spans import Span, step_of
from feedsvc.core.page.tree import Element, Text
from feedsvc.core.page.wording import MARKS, is_pointer

Slot = tuple[str, ...]

_LONGEST_SLOT = 6
_SENTENCE_BEFORE = (". (", "! (", "? (")
_LONGEST_POINTER = 4  # words
_SPACES = " \u00a0"
_EDGES = f"{_SPACES}|·•–—:-»›"


@dataclass(slots=True, eq=False)
class Unit:
    """Neighbouring pieces of one owner: `slot` says where in the item it stands, alike in all items."""

    slot: Slot
    pieces: list[Piece]
    first: int
    text: str
    heading: int
    is_linked: bool
    is_link: bool
    is_strong: bool
    is_text: bool
    gap: int
    owner: Element


def read_units(page: Page, span: Span, dated: Container[int], unread: Container[int]) -> list[Unit]:
    """Return the units of a span in its order. The pieces in `dated` and `unread` are none: dates and chrome."""
    units: list[Unit] = []
    index = span.first
    while index < span.beyond:
        line = page.pieces[index].line
        end = min(page.lines[line].beyond, span.beyond)
        free = [number for number in range(index, end) if number not in dated and number not in unread]
        said = free[: _end_of_text(page, free)]
        pointing = [(page.pieces[number].link or page.pieces[number].element, [number]) for number in free[len(said) :]]
        for owner, numbers in (*(_parts(page, said, span) if said else ()), *pointing):
            unit = _unit(page, owner, numbers, span)
            if units and unit.heading and units[-1].owner is owner:
                _extend(units[-1], unit)
            elif unit.is_linked or any(map(str.isalnum, unit.text)):  # else a mark between fields
                units.append(unit)
        index = end
    return units


def _end_of_text(page: Page, free: Sequence[int]) -> int:
    """Return how many of the pieces of a line stand before the links at its end that only point on, as "[more]" does.

    Any few words are such a link in square brackets, and in round ones behind a sentence.
    """
    texts = [page.pieces[number].text for number in free]
    end = len(free)
    while end > 1 and any(map(str.isalnum, "".join(texts[: end - 1]))):
        is_mark = page.pieces[free[end - 1]].link is None and not any(map(str.isalnum, texts[end - 1]))
        marks = end - is_mark
        last = marks - 1
        if page.pieces[free[last]].link is None or page.pieces[free[last]].heading is not None:
            break
        opening = texts[last - 1]
        is_bracketed = marks < end and (
            (opening.endswith("[") and texts[marks].startswith("]"))
            or (opening.endswith(_SENTENCE_BEFORE) and texts[marks].startswith(")"))
        )
        if not is_pointer(texts[last]) and not (is_bracketed and len(texts[last].split()) <= _LONGEST_POINTER):
            break
        end = last
    return end


def _parts(page: Page, free: list[int], span: Span) -> Iterator[tuple[Element, list[int]]]:
    """Part the pieces of one line where another field begins."""
    pieces = page.pieces
    block = page.lines[pieces[free[0]].line].block
    if len(free) == 1:
        yield _owner(page, pieces[free[0]], block, span), free
        return
    runs = [
        (owner, list(numbers))
        for owner, numbers in groupby(free, key=lambda number: _owner(page, pieces[number], block, span))
    ]
    runs = _continued(runs)
    texts = (pieces[number].text for owner, numbers in runs if owner is block for number in numbers)
    plain = sum(len(text.strip(MARKS)) for text in texts if not is_pointer(text))
    total = sum(len(pieces[number].text) for number in free)
    if len(runs) == 1 or 5 * plain <= total or _is_before_title(page, free):
        yield from runs
        return
    head, tail = runs[0], runs[1:]
    while tail and _only_points(joined(pieces[number] for number in tail[-1][1])):
        yield tail.pop()
    if head[0] is not block and _opens(page, head[1]) and not _is_dateline(page, head[1], has_more=bool(tail)):
        yield head
    else:
        tail.insert(0, head)
    rest = [number for _, numbers in tail for number in numbers]
    yield from [(block, rest)] if rest else []


def _is_before_title(page: Page, free: Sequence[int]) -> bool:
    """Tell whether a date stood between the words that open a line and the link that is all the rest of it."""
    count = next((count for count, number in enumerate(free) if page.pieces[number].link is not None), 0)
    is_parted = count > 0 and free[count - 1] + 1 < free[count]
    return is_parted and all(page.pieces[number].link is not None for number in free[count:])


def _continued(runs: list[tuple[Element, list[int]]]) -> list[tuple[Element, list[int]]]:
    """Join runs of a paragraph that editors part where only the style changes: one has all classes of the other."""
    joint: list[tuple[Element, list[int]]] = []
    for owner, numbers in runs:
        before = joint[-1][0] if joint else owner
        shared = set(before.classes) & set(owner.classes)
        is_one = before.parent is owner.parent and before.tag == owner.tag == "span" and shared
        if joint and is_one and len(shared) == min(len(before.classes), len(owner.classes)) and _is_in_paragraph(owner):
            joint[-1][1].extend(numbers)
        else:
            joint.append((owner, numbers))
    return joint


def _is_in_paragraph(element: Element) -> bool:
    return element.parent is not None and element.parent.tag in ("p", "li")


def _only_points(text: str) -> bool:
    """Tell whether a text points elsewhere; a mark alone may close a bracket."""
    return is_pointer(text) and any(map(str.isalnum, text))


def _opens(page: Page, numbers: Sequence[int]) -> bool:
    """Tell whether a run that opens its line is a field of its own: a heading, a link, a strong text, a named span."""
    piece = page.pieces[numbers[0]]
    return piece.heading is not None or piece.link is not None or piece.is_strong or bool(piece.element.classes)


def _is_dateline(page: Page, numbers: Sequence[int], *, has_more: bool) -> bool:
    """Tell whether a strong run is the place and day that open its paragraph."""
    return has_more and find_dateline(joined(page.pieces[number] for number in numbers)) is not None


def _owner(page: Page, piece: Piece, block: Element, span: Span) -> Element:
    """Return the element whose field a piece is: its heading, its link, a named span, else the block."""
    if piece.heading is not None and _lies_in(piece.heading, span.root):
        return piece.heading
    line = page.lines[piece.line]
    owner = block
    element = piece.element
    while element not in (block, span.root) and element.first >= line.first and element.beyond <= line.beyond:
        is_field = element is piece.link or element.classes or element.tag in ("b", "strong", "font")
        if is_field and not (owner is not block and _is_wrapper(element)):
            owner = element
        element = element.parent or block
    return owner


def _is_wrapper(element: Element) -> bool:
    """Tell whether an element only holds several fields, and no text of its own."""
    own = any(isinstance(child, Text) and not child.value.isspace() for child in element.children)
    fields = [child for child in element.children if isinstance(child, Element) and child.first < child.beyond]
    return not own and len(fields) > 1


def _lies_in(element: Element, root: Element) -> bool:
    return element is not root and element.first >= root.first and element.beyond <= root.beyond


def _unit(page: Page, owner: Element, numbers: list[int], span: Span) -> Unit:
    pieces = [page.pieces[number] for number in numbers]
    heading = pieces[0].heading
    if heading is not None:
        pieces = [piece for piece in pieces if not is_pointer(piece.text)] or pieces
    text = joined(pieces)
    links = {piece.link for piece in pieces}
    return Unit(
        slot=_slot(page, owner, span.root),
        pieces=pieces,
        first=numbers[0],
        text=_trimmed(text) or text,
        heading=HEADINGS[heading.tag] if heading else 0,
        is_linked=None not in links,
        is_link=all(link is not None and (link is owner or _lies_in(link, owner)) for link in links),
        is_strong=all(piece.is_strong for piece in pieces),
        is_text=_is_text(owner, span.root),
        gap=page.lines[pieces[0].line].gap,
        owner=owner,
    )


def _trimmed(text: str) -> str:
    """Return a text without marks at its edges; a quotation keeps its own. A bracket may hold what only points on."""
    trimmed = text.strip(_EDGES).rstrip(f"([{_EDGES}")
    end = len(text.rstrip(_SPACES))
    return text[text.index(trimmed) : end] if text[end - 1 : end] == "»" and "«" in trimmed else trimmed


def _is_text(owner: Element, root: Element) -> bool:
    """Tell whether a field lies in a paragraph of the item."""
    for element in owner.ancestors():
        if element.first < root.first or element.beyond > root.beyond:
            return False
        if element.tag in ("p", "blockquote") and element is not root:
            return True
    return False


def _extend(unit: Unit, more: Unit) -> None:
    unit.pieces.extend(more.pieces)
    unit.text = f"{unit.text} {more.text}"


def _slot(page: Page, owner: Element, root: Element) -> Slot:
    """Return the path from the item to a field: tags with their classes, or their number where they have none."""
    steps: list[str] = []
    columns = page.grid.columns
    for element in owner.ancestors():
        if element is root or len(steps) == _LONGEST_SLOT:
            break
        steps.append(f"cell {columns[element]}" if element in columns else step_of(element))
    return tuple(steps)


def is_of_heading(slot: Slot) -> bool:
    """Tell whether a slot is that of a heading."""
    return bool(slot) and slot[0].partition(".")[0] in HEADINGS
