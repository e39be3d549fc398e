"""Decides which parsed item is which stored one: one to one, over the whole bulletin. What matches nothing is new.

To take a new story for an old one hides it and overwrites the old one, which is worse than a story twice. So an item
may change its day only where it stands between the same neighbours as before: what comes on top is never what fell
off the end, however alike their words.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass

from feedsvc.core.folding import fold
from feedsvc.model import Item, ParsedItem

LIKENESS = 0.6  # two texts with this share of words in common, headline and text weighed alike, are one item
NEARLY_EQUAL = 0.85  # and so are two texts with this share, under whatever headline


@dataclass(frozen=True, slots=True)
class _Form:
    """An item reduced to what matching looks at; `place` is its index in its own sequence, counted from the top."""

    place: int
    link: str | None
    day: Hashable
    title: str
    text: str
    is_shown: bool


Pairs = Mapping[int, int]  # from the place of a parsed item to that of the stored one
Stage = Callable[[Sequence[_Form], Sequence[_Form], Pairs], dict[int, int]]


def match(stored: Sequence[Item], parsed: Sequence[ParsedItem]) -> dict[int, int]:
    """Return the index in `stored` for each index in `parsed` that is an item known already.

    Both are in the order of the bulletin, from the top. Certain evidence is used up first: everything equal; then the
    link; day and headline; day and text; headline and text on another day; a headline over a similar text. What is
    left is paired by likeness of words, best first.
    """
    old = [
        _Form(n, i.link, i.day, fold(i.title), fold(" ".join(i.paragraphs)), i.presence in ("shown", "pending"))
        for n, i in enumerate(stored)
    ]
    new = [
        _Form(n, i.link, i.day, fold(i.title), fold(" ".join(i.paragraphs)), is_shown=True)
        for n, i in enumerate(parsed)
    ]
    pairs: dict[int, int] = {}
    stages: tuple[Stage, ...] = (_equal, _same_link, _same_day_and_title, _same_day_and_text, _same_words, _alike)
    for stage in stages:
        pairs.update(stage(old, new, pairs))
        taken = set(pairs.values())
        old = [form for form in old if form.place not in taken]
        new = [form for form in new if form.place not in pairs]
    return pairs


def _equal(old: Sequence[_Form], new: Sequence[_Form], _: Pairs) -> dict[int, int]:
    """Pair repeated equal forms too, in their order: nothing tells them apart."""
    waiting: dict[Hashable, list[int]] = defaultdict(list)
    for form in reversed(old):
        waiting[form.link, form.day, form.title, form.text].append(form.place)
    keys = ((form.place, (form.link, form.day, form.title, form.text)) for form in new)
    return {place: waiting[key].pop() for place, key in keys if waiting[key]}


def _same_link(old: Sequence[_Form], new: Sequence[_Form], _: Pairs) -> dict[int, int]:
    return _unique(old, new, lambda form: form.link)


def _same_day_and_title(old: Sequence[_Form], new: Sequence[_Form], _: Pairs) -> dict[int, int]:
    return _unique(old, new, lambda form: (form.day, form.title))


def _same_day_and_text(old: Sequence[_Form], new: Sequence[_Form], _: Pairs) -> dict[int, int]:
    return _unique(old, new, lambda form: (form.day, form.text) if form.text else None)


def _same_words(old: Sequence[_Form], new: Sequence[_Form], pairs: Pairs) -> dict[int, int]:
    """Every word the same, and only the day corrected, or given for the first time; but a notice may come again."""
    shown = [form for form in old if form.is_shown]
    found = _unique(shown, new, lambda form: (form.title, form.text) if form.text else None)
    return {place: known for place, known in found.items() if _stands_alike(known, place, pairs)}


def _unique(old: Sequence[_Form], new: Sequence[_Form], key: Callable[[_Form], Hashable | None]) -> dict[int, int]:
    """Pair forms whose key stands exactly once on either side; None is no key."""
    before, after = _by_key(old, key), _by_key(new, key)
    return {
        places[0]: before[name][0]
        for name, places in after.items()
        if len(places) == 1 and len(before.get(name, ())) == 1
    }


def _by_key(forms: Sequence[_Form], key: Callable[[_Form], Hashable | None]) -> dict[Hashable, list[int]]:
    found: dict[Hashable, list[int]] = defaultdict(list)
    for form in forms:
        name = key(form)
        if name is not None:
            found[name].append(form.place)
    return found


def _alike(old: Sequence[_Form], new: Sequence[_Form], pairs: Pairs) -> dict[int, int]:
    """Pair what is left by likeness, best first; an item that the source had dropped is never meant."""
    words = {id(form): (_counted(form.title), _counted(form.text)) for form in (*old, *new)}
    scored = sorted(
        (-score, after.place, before.place)
        for after in new
        for before in old
        if before.is_shown and (before.day == after.day or (pairs and _stands_alike(before.place, after.place, pairs)))
        if (score := _likeness(words[id(before)], words[id(after)], same_day=before.day == after.day)) >= LIKENESS
    )
    found: dict[int, int] = {}
    taken: set[int] = set()
    for _, place, known in scored:
        if place not in found and known not in taken:
            found[place] = known
            taken.add(known)
    return found


def _stands_alike(known: int, place: int, pairs: Pairs) -> bool:
    """Whether a stored and a parsed place lie between the same neighbours, as far as these are paired."""
    return all((after < place) == (before < known) for after, before in pairs.items())


def _counted(text: str) -> Counter[str]:
    return Counter(text.split())


def _likeness(
    before: tuple[Counter[str], Counter[str]], after: tuple[Counter[str], Counter[str]], *, same_day: bool
) -> float:
    """Return the share of common words, headline and text weighed alike. A headline alone proves nothing elsewhen."""
    of_title, of_text = (_common_share(one, other) for one, other in zip(before, after, strict=True))
    if before[1] and after[1]:
        if of_text >= NEARLY_EQUAL:
            return of_text
        return (of_title + of_text) / 2 if same_day or of_text >= LIKENESS else 0.0
    return of_title if same_day else 0.0


def _common_share(one: Counter[str], other: Counter[str]) -> float:
    """Dice's coefficient over words with their multiplicity."""
    total = one.total() + other.total()
    return 2 * (one & other).total() / total if total else 0.0
