"""Decides which parsed item is which stored one: one to one, over the whole bulletin. What matches nothing is new."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass

from feedsvc.core.folding import fold
from feedsvc.model import Item, ParsedItem

LIKENESS = 0.6  # two texts with this share of words in common, headline and text weighed alike, are one item
SAME_DAY = 0.1  # what the same day adds to it


@dataclass(frozen=True, slots=True)
class _Form:
    """An item reduced to what matching looks at; `place` is its index in its own sequence."""

    place: int
    link: str | None
    day: Hashable
    title: str
    text: str


def match(stored: Sequence[Item], parsed: Sequence[ParsedItem]) -> dict[int, int]:
    """Return the index in `stored` for each index in `parsed` that is an item known already.

    Certain evidence is used up first: everything equal; then the link; date and headline; headline over a similar
    text; date and text. What is left is paired by likeness of words, best first.
    """
    old = [_Form(n, i.link, i.day, fold(i.title), fold(" ".join(i.paragraphs))) for n, i in enumerate(stored)]
    new = [_Form(n, i.link, i.day, fold(i.title), fold(" ".join(i.paragraphs))) for n, i in enumerate(parsed)]
    pairs: dict[int, int] = {}
    for stage in (_equal, _same_link, _same_day_and_title, _same_title, _same_day_and_text, _alike):
        pairs.update(stage(old, new))
        old = [form for form in old if form.place not in pairs.values()]
        new = [form for form in new if form.place not in pairs]
    return pairs


def _common_share(one: str, other: str) -> float:
    """Dice's coefficient over words with their multiplicity."""
    left, right = Counter(one.split()), Counter(other.split())
    total = left.total() + right.total()
    return 2 * (left & right).total() / total if total else 0.0


def _equal(old: Sequence[_Form], new: Sequence[_Form]) -> dict[int, int]:
    """Pair repeated equal forms too, in their order: nothing tells them apart."""
    waiting: dict[Hashable, list[int]] = defaultdict(list)
    for form in reversed(old):
        waiting[form.link, form.day, form.title, form.text].append(form.place)
    keys = ((form.place, (form.link, form.day, form.title, form.text)) for form in new)
    return {place: waiting[key].pop() for place, key in keys if waiting[key]}


def _same_link(old: Sequence[_Form], new: Sequence[_Form]) -> dict[int, int]:
    return _unique(old, new, lambda form: form.link)


def _same_day_and_title(old: Sequence[_Form], new: Sequence[_Form]) -> dict[int, int]:
    return _unique(old, new, lambda form: (form.day, form.title))


def _same_title(old: Sequence[_Form], new: Sequence[_Form]) -> dict[int, int]:
    """A headline that comes back over another text ("Weekly update") is another item."""
    texts = {form.place: form.text for form in old}
    found = _unique(old, new, lambda form: form.title)
    return {
        form.place: found[form.place]
        for form in new
        if form.place in found and _common_share(form.text, texts[found[form.place]]) >= LIKENESS
    }


def _same_day_and_text(old: Sequence[_Form], new: Sequence[_Form]) -> dict[int, int]:
    return _unique(old, new, lambda form: (form.day, form.text) if form.text else None)


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


def _alike(old: Sequence[_Form], new: Sequence[_Form]) -> dict[int, int]:
    scored = sorted(
        (-score, after.place, before.place)
        for after in new
        for before in old
        if (score := _score(before, after)) >= LIKENESS
    )
    pairs: dict[int, int] = {}
    for _, place, known in scored:
        if place not in pairs and known not in pairs.values():
            pairs[place] = known
    return pairs


def _score(before: _Form, after: _Form) -> float:
    """The share of common words, headline and text weighed alike; a lasting headline does not bridge two days."""
    of_title = _common_share(before.title, after.title)
    if not before.text or not after.text:
        return of_title
    of_text = _common_share(before.text, after.text)
    if before.day == after.day:
        return (of_title + of_text) / 2 + SAME_DAY
    return (of_title + of_text) / 2 if of_text >= LIKENESS else 0.0
