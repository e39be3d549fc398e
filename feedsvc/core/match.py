"""Decides which parsed item is which stored one: one to one, over the whole bulletin. What matches nothing is new.

To take a new story for an old one hides it and overwrites the old one, which is worse than a story twice. So an item
may change its day only where it cannot be news: what comes on top is never what fell off the end, however alike their
words. Where a person could not tell either, the item is doubtful.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from feedsvc.core.form import Form, parsed_forms, stored_forms
from feedsvc.core.likeness import UNRELATED, common_share, wording
from feedsvc.core.order import Order
from feedsvc.core.resemble import alike, in_grey, is_same_again, within
from feedsvc.model import Item, ParsedItem


@dataclass(frozen=True, slots=True)
class Matching:
    """Which parsed item is which stored one, by their places; and those that may be one of several, or none."""

    pairs: Mapping[int, int]
    doubts: Mapping[int, tuple[int, ...]]


Pairs = Mapping[int, int]  # from the place of a parsed item to that of the stored one
Stage = Callable[[Sequence[Form], Sequence[Form], Pairs], dict[int, int]]


def match(stored: Sequence[Item], parsed: Sequence[ParsedItem]) -> Matching:
    """Return the index in `stored` for each index in `parsed` that is an item known already.

    Both are in the order of the bulletin, from the top. Certain evidence is used up first: everything equal; then the
    id that a feed gave; the link; day and headline; day and text; the same words on another day; a text that stands
    whole in another. What is left is paired by likeness of words, best first.
    """
    pairs = _identical(stored, parsed)
    old, new = stored_forms(stored, pairs.values()), parsed_forms(parsed, pairs)
    stages: tuple[Stage, ...] = (
        _same_id, _equal, _same_link, _same_day_and_title, _same_day_and_text, _same_words, within,
    )  # fmt: skip
    for stage in stages:
        found = stage(old, new, pairs) if old and new else {}
        pairs.update(found)
        old, new = _free(old, found.values()), _free(new, found)
    if not (old and new):
        return Matching(pairs, {})
    order = Order(pairs)
    found, doubts = alike(old, new, order)
    pairs.update(found)
    old = _free(old, (*pairs.values(), *(place for some in doubts.values() for place in some)))
    new = _free(new, (*pairs, *doubts))
    return Matching(pairs, doubts | in_grey(old, new, order))


def match_elsewhere(others: Sequence[Item], parsed: Mapping[int, ParsedItem], left: Sequence[Item]) -> Matching:
    """Return which items of other sources these parsed ones are, in the same language: the same story told twice.

    Only equality counts: of the link, or of the day and the headline or the text; and what is equal to one of those
    that are `left` of the source itself too tells nothing. One headline over two texts that share little is doubtful:
    offices may head different stories alike.
    """
    places, spoken = list(parsed), {item.language for item in parsed.values()}
    stored = (*others, *left)
    old = stored_forms(stored, [n for n, item in enumerate(others) if item.language not in spoken])
    new = parsed_forms([parsed[place] for place in places], ())
    pairs: dict[int, int] = {}
    doubts: dict[int, tuple[int, ...]] = {}
    for stage in (_equal, _same_link, _same_day_and_text, _same_day_and_title):
        found = stage(old, new, pairs)
        if stage is _same_day_and_title:
            doubts = {n: (known,) for n, known in found.items() if _differ(stored[known], parsed[places[n]])}
        pairs.update((n, known) for n, known in found.items() if n not in doubts)
        old, new = _free(old, found.values()), _free(new, found)
    return Matching(
        {places[n]: known for n, known in pairs.items() if known < len(others)},
        {places[n]: some for n, some in doubts.items() if some[0] < len(others)},
    )


def _identical(stored: Sequence[Item], parsed: Sequence[ParsedItem]) -> dict[int, int]:
    """What is the same letter by letter, which is nearly everything: it needs no closer look."""
    waiting: dict[Hashable, list[int]] = defaultdict(list)
    for place in range(len(stored) - 1, -1, -1):
        item = stored[place]
        waiting[item.link, item.day, item.title, item.paragraphs].append(place)
    keys = ((place, (item.link, item.day, item.title, item.paragraphs)) for place, item in enumerate(parsed))
    return {place: waiting[key].pop() for place, key in keys if waiting.get(key)}


def _differ(item: Item, parsed: ParsedItem) -> bool:
    one, other = (wording("", " ".join(told.paragraphs)).text_words for told in (item, parsed))
    return bool(one and other) and common_share(one, other) < UNRELATED


def _free(forms: Iterable[Form], taken: Iterable[int]) -> list[Form]:
    places = set(taken)
    return [form for form in forms if form.place not in places]


def _equal(old: Sequence[Form], new: Sequence[Form], _: Pairs) -> dict[int, int]:
    """Pair repeated equal forms too, in their order: nothing tells them apart."""
    waiting: dict[Hashable, list[int]] = defaultdict(list)
    for form in reversed(old):
        waiting[form.link, form.day, form.words].append(form.place)
    keys = ((form.place, (form.link, form.day, form.words)) for form in new)
    return {place: waiting[key].pop() for place, key in keys if waiting[key]}


def _same_id(old: Sequence[Form], new: Sequence[Form], _: Pairs) -> dict[int, int]:
    return _unique(old, new, lambda form: form.id)


def _same_link(old: Sequence[Form], new: Sequence[Form], _: Pairs) -> dict[int, int]:
    return _unique(old, new, lambda form: form.link if form.link and _names_a_page(form.link) else None)


def _names_a_page(link: str) -> bool:
    """The address of a whole site may stand under any item."""
    parts = urlsplit(link)
    return bool(parts.path.strip("/") or parts.query)


def _same_day_and_title(old: Sequence[Form], new: Sequence[Form], _: Pairs) -> dict[int, int]:
    return _unique(old, new, lambda form: (form.day, form.wording.title))


def _same_day_and_text(old: Sequence[Form], new: Sequence[Form], _: Pairs) -> dict[int, int]:
    return _unique(old, new, lambda form: (form.day, form.wording.text) if form.wording.text else None)


def _same_words(old: Sequence[Form], new: Sequence[Form], pairs: Pairs) -> dict[int, int]:
    """Every word the same, and only the day corrected, or given for the first time; but a notice may come again.

    Without neighbours it counts only where at least half of the bulletin says so.
    """
    order = Order(pairs)
    shown = [form for form in old if form.is_shown]
    found = _unique(shown, new, lambda form: form.words if form.wording.text or order else None)
    before, after = ({form.place: form for form in forms} for forms in (old, new))
    if not order:
        return found if 2 * len(found) >= len(new) else {}
    return {place: known for place, known in found.items() if is_same_again(before[known], after[place], order)}


def _unique(old: Sequence[Form], new: Sequence[Form], key: Callable[[Form], Hashable | None]) -> dict[int, int]:
    """Pair forms whose key stands exactly once on either side; None is no key."""
    before, after = _by_key(old, key), _by_key(new, key)
    return {
        places[0]: before[name][0]
        for name, places in after.items()
        if len(places) == 1 and len(before.get(name, ())) == 1
    }


def _by_key(forms: Sequence[Form], key: Callable[[Form], Hashable | None]) -> dict[Hashable, list[int]]:
    found: dict[Hashable, list[int]] = defaultdict(list)
    for form in forms:
        name = key(form)
        if name is not None:
            found[name].append(form.place)
    return found
