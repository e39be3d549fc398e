"""Hypotheses of where items begin and end: repeated containers, and lines of one kind that open an item each."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice, pairwise

from feedsvc.core.page.pieces import HEADINGS, Line, Page
from feedsvc.core.page.spots import Spot
from feedsvc.core.page.tree import Element
from feedsvc.core.page.vocabulary import words
from feedsvc.core.page.within import is_amid_text

_PASSING = re.compile(
    r".*\d.*|odd|even|first|last|alt|active|current|sticky|clearfix|row|col|left|right|item-?(?:odd|even)"
)
# Never an item: parts of a line, and the head of what is folded away.
_PARTS = words("b strong em i small font u time img br sup sub abbr cite q label o:p summary")
_ENTRY_TYPES = ("article", "posting", "webpage", "event", "report", "creativework", "legislation")

MOST_SPANS = 3000
_STEPS_OF_KIND = 3
_ROWS = words("tr li article")
_ANY_GAP = 1_000_000


@dataclass(frozen=True, slots=True)
class Span:
    """Where one item stands: pieces from `first` to before `beyond`, below `root`.

    `is_whole`: they are all that `root` holds.
    """

    first: int
    beyond: int
    root: Element
    is_whole: bool

    @property
    def box(self) -> Element:
        """Return the outermost element that holds this item and no text beside it: pictures may stand around `root`."""
        box = self.root
        while self.is_whole and (outer := box.parent) and (outer.first, outer.beyond) == (self.first, self.beyond):
            box = outer
        return box


@dataclass(frozen=True, slots=True)
class Division:
    """One hypothesis: the spans of all items, in the order of the page. `form` names it."""

    form: str
    spans: tuple[Span, ...]


def stable_classes(element: Element) -> tuple[str, ...]:
    """Return the classes that say what an element is, not which of its kind: neither "odd" nor "post-123"."""
    return _stable(element.attributes.get("class", ""))


def step_of(element: Element) -> str:
    """Return an element as one step of a path: its tag with its stable classes, if any."""
    return _step(element.tag, element.attributes.get("class", ""))


@lru_cache(maxsize=4096)
def _step(tag: str, names: str) -> str:
    return f"{tag}.{' '.join(classes)}" if (classes := _stable(names)) else tag


@lru_cache(maxsize=4096)
def _stable(names: str) -> tuple[str, ...]:
    return tuple(name for name in names.split() if not _PASSING.fullmatch(name.lower()))


def containers(page: Page, chrome: frozenset[Element]) -> Iterator[Division]:
    """Yield each set of like elements that could be the items, one element each."""
    groups: dict[Hashable, list[Element]] = defaultdict(list)
    entries: list[Element] = []
    paths: dict[Element, int] = {}
    numbers: dict[Hashable, int] = {}
    for element in _shown(page.root, chrome):
        above = paths.get(element.parent, 0) if element.parent else 0
        paths[element] = numbers.setdefault((above, element.tag), len(numbers) + 1)
        if element.first == element.beyond or element.tag in _PARTS:
            continue
        classes = stable_classes(element)
        groups["path", paths[element]].append(element)
        groups["parent", element.parent, element.tag].append(element)
        if classes:
            groups["class", paths[element], classes].append(element)
            groups["anywhere", element.tag, classes].append(element)
        kind = element.attributes.get("itemtype", "").lower()
        if kind.endswith(_ENTRY_TYPES) or not {"h-entry", "hentry"}.isdisjoint(element.classes):
            entries.append(element)
    likes = dict.fromkeys(tuple(group) for group in groups.values() if len(group) > 1)
    for elements in (*likes, entries):
        if elements and not _nest(elements):
            spans = tuple(Span(one.first, one.beyond, one, is_whole=True) for one in elements[:MOST_SPANS])
            yield Division("entry" if elements is entries else elements[0].tag, spans)


def _shown(root: Element, chrome: frozenset[Element]) -> Iterator[Element]:
    waiting = [root]
    while waiting:
        element = waiting.pop()
        if element in chrome:
            continue
        yield element
        waiting.extend(child for child in reversed(element.children) if isinstance(child, Element))


def _nest(elements: Sequence[Element]) -> bool:
    return any(later.first < earlier.beyond for earlier, later in pairwise(elements))


def slices(page: Page, spots: Sequence[Spot], lines: Sequence[int]) -> Iterator[Division]:
    """Yield each way to cut the lines at those of one kind. `lines` are the numbers of those outside the chrome."""
    dated = {page.pieces[spot.first].line for spot in spots if spot.is_alone}
    holding = {page.pieces[one.first].line for one in spots if one.first < one.beyond and not is_amid_text(page, one)}
    shown = [page.lines[number] for number in lines]
    kinds = [_kind(page, line, is_date=number in dated) for number, line in zip(lines, shown, strict=True)]
    groups: dict[Hashable, list[int]] = defaultdict(list)
    for place, (number, kind) in enumerate(zip(lines, kinds, strict=True)):
        groups[kind].append(place)
        if number in dated:
            groups["dates"].append(place)
        elif number in holding:
            groups["holding a date", kind[0]].append(place)
        if kind[1]:
            groups["looks", kind[1], kind[2]].append(place)
    for like in groups.values():
        starts = _from_rows(shown, like) if 2 <= len(like) <= MOST_SPANS else ()
        if starts:
            yield Division("slices", _cut(shown, starts, kinds))


def _from_rows(lines: Sequence[Line], starts: Sequence[int]) -> Sequence[int]:
    """Return the places where items begin, put to the beginning of their rows if most begin amid one of their own.

    None are left where each item is one row: rows are a hypothesis by themselves.
    """
    above = [-1, *(lines[place].first for place in starts[:-1])]
    rows = [_row_of(lines[place], first) for place, first in zip(starts, above, strict=True)]
    if 2 * sum(row is not None for row in rows[1:]) <= len(starts):
        return starts
    alone = sum(row.beyond == below.first for row, below in pairwise(rows) if row is not None and below is not None)
    if 2 * alone >= len(starts):
        return ()
    firsts = [line.first for line in lines]
    return [place if row is None else bisect_left(firsts, row.first) for place, row in zip(starts, rows, strict=True)]


def _row_of(line: Line, above: int) -> Element | None:
    """Return the innermost row around a line that begins before it, and behind the piece `above`."""
    around = (outer for outer in line.block.ancestors() if outer.tag in _ROWS)
    return next((row for row in around if above < row.first < line.first), None)


Kind = tuple[tuple[str, ...], str, bool]


def _kind(page: Page, line: Line, *, is_date: bool) -> Kind:
    """Say what kind of line this is: where it stands, how it looks, whether it is a date."""
    first, pieces = page.pieces[line.first], page.pieces[line.first : line.beyond]
    path = tuple(step_of(outer) for outer in islice(line.block.ancestors(), _STEPS_OF_KIND))
    path = (*path, "across") if "colspan" in line.block.attributes else path
    if is_date:
        look = "date"
    elif first.heading is not None:
        look = first.heading.tag
    elif first.link is not None:
        look = "link"
    else:
        look = "strong" if first.is_strong else ""
    return path, look, all(piece.link is first.link for piece in pieces)


def _cut(lines: Sequence[Line], starts: Sequence[int], kinds: Sequence[Kind]) -> tuple[Span, ...]:
    """Return the spans from each start to the next; the last ends with its block, or at a line of a new kind."""
    region = common([lines[place].block for place in starts])
    usual = set(kinds[starts[0] : starts[-1]])
    last = starts[-1]
    widest = _widest_gap(lines, starts)
    for place in range(last + 1, len(lines)):
        if lines[place].first >= region.beyond or kinds[place] not in usual or lines[place].gap > widest:
            break
        last = place
    firsts = [lines[place].first for place in starts]
    ends = [*firsts[1:], lines[last].beyond]
    sections = _sections_between(starts, kinds) | _terms_between(lines, starts, kinds)
    for index, place in (_headings_between(starts, kinds) | sections).items():
        ends[index] = lines[place].first
    inside = _within_boxes(region, [lines[place] for place in starts], ends)
    return tuple(Span(first, beyond, region, is_whole=False) for first, beyond in zip(firsts, inside, strict=True))


def _within_boxes(region: Element, opening: Sequence[Line], ends: Sequence[int]) -> Sequence[int]:
    """Return where items end: with their boxes in the region, if most do; what stands between the boxes is none's.

    A box is named as the others are: a paragraph or a heading is none, as what stands behind it may belong to it.
    """
    boxes = [next(box for box in line.block.ancestors() if box.parent in (region, None)) for line in opening]
    inside = [min(end, box.beyond) for end, box in zip(ends, boxes, strict=True)]
    like = sum(end == within for end, within in zip(ends, inside, strict=True))
    is_named = "-" in boxes[0].tag or set.intersection(*(set(box.classes) for box in boxes))
    is_boxed = len(set(boxes)) == len(boxes) and len({box.tag for box in boxes}) == 1 and is_named
    return inside if is_boxed and 2 * like > len(boxes) else ends


def _headings_between(starts: Sequence[int], kinds: Sequence[Kind]) -> dict[int, int]:
    """Return which items end before the last of their lines, as it is the date of the items below: item to line.

    So it is where a date stands right above the first item, not all items have one, and none has text below one.
    """
    first = starts[0]
    if not first or kinds[first][1] == "date" or kinds[first - 1][1] != "date":
        return {}
    ending = {index: place - 1 for index, place in enumerate(starts[1:]) if kinds[place - 1][1] == "date"}
    dated = sum(kind[1] == "date" for kind in kinds[first : starts[-1]])
    return {} if len(ending) == len(starts) - 1 or dated != len(ending) else ending


def _sections_between(starts: Sequence[int], kinds: Sequence[Kind]) -> dict[int, int]:
    """Return which items end before a heading that few items have: it opens another part of the page."""
    ending = {}
    for index, (start, beyond) in enumerate(pairwise(starts)):
        place = next((place for place in range(start + 1, beyond) if kinds[place][1] in HEADINGS), None)
        if place is not None:
            ending[index] = place
    return ending if kinds[starts[0]][1] not in HEADINGS and 2 * len(ending) < len(starts) - 1 else {}


def _terms_between(lines: Sequence[Line], starts: Sequence[int], kinds: Sequence[Kind]) -> dict[int, int]:
    """Return which items end before a day that is a term (`dt`) of a list: it is the date of what stands below it."""
    if kinds[starts[0]][1] == "date":
        return {}
    days = [place for place, line in enumerate(lines) if line.block.tag == "dt" and kinds[place][1] == "date"]
    ending = {}
    for index, (start, beyond) in enumerate(pairwise(starts)):
        found = bisect_left(days, start)
        if found < len(days) and days[found] < beyond:
            ending[index] = days[found]
    return ending


def _widest_gap(lines: Sequence[Line], starts: Sequence[int]) -> int:
    """Return the widest gap that stands within an item, if one as wide as those before items ends the last one."""
    first = set(starts)
    within = max((lines[place].gap for place in range(starts[0], starts[-1]) if place not in first), default=-1)
    before = min(lines[place].gap for place in starts[1:])
    return within if within < before else _ANY_GAP


def common(elements: Sequence[Element]) -> Element:
    """Return the innermost element around all of these."""
    chain = list(elements[0].ancestors())
    for element in dict.fromkeys(elements[1:]):
        around = set(element.ancestors())
        while chain[0] not in around:
            del chain[0]
    return chain[0]
