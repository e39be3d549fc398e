"""Decides how two forms of an item differ, in words for people. Typography is no difference, nor is a new paragraph."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from textwrap import shorten
from typing import Literal, NamedTuple

from feedsvc.core.folding import fold
from feedsvc.model import Words

Part = Literal["day", "title", "text", "link", "countries"]

MOST_EDITS = 200  # words added and removed; the time that a comparison takes grows with their square, not with the text
MOST_PLACES = 10
LONGEST = 400  # characters of what is quoted from one place
_MERGED = 2  # equal words between two changes: so few do not make two places of them
_STOPS = frozenset(".,;:")
_CLEAR = 8  # words that are understood without those beside them


@dataclass(frozen=True, slots=True)
class Difference:
    """One place in which two forms of an item differ.

    `removed` stood there and `added` stands there now: words; of a day its ISO form, of a country its code. `lead` and
    `tail` are the words before and behind a small change. Where too much differs to be told word by word,
    `is_rewritten` says so and there are no words.
    """

    part: Part
    removed: str = ""
    added: str = ""
    lead: str = ""
    tail: str = ""
    is_rewritten: bool = False


class _Edit(NamedTuple):
    """The words from `start` to `end` became those from `new_start` to `new_end`."""

    start: int
    end: int
    new_start: int
    new_end: int


class _Run(NamedTuple):
    """`size` equal words, at `start` before and at `new_start` after; `last` is the run before it."""

    start: int
    new_start: int
    size: int
    last: _Run | None


def differences(before: Words, after: Words) -> tuple[Difference, ...]:
    """Return where two forms of an item differ: day, headline, text, link, countries, in this order.

    Words that fold alike are equal. There is none exactly where day, folded headline, folded text, link and the set of
    countries are equal.
    """
    return (
        *_of_values("day", _iso(before.day), _iso(after.day)),
        *_of_words("title", before.title, after.title),
        *_of_words("text", " ".join(before.paragraphs), " ".join(after.paragraphs)),
        *_of_values("link", before.link or "", after.link or ""),
        *(Difference("countries", removed=code) for code in before.about if code not in after.about),
        *(Difference("countries", added=code) for code in after.about if code not in before.about),
    )


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def _of_values(part: Part, before: str, after: str) -> tuple[Difference, ...]:
    return () if before == after else (Difference(part, before, after),)


def _of_words(part: Part, before: str, after: str) -> tuple[Difference, ...]:
    if before == after or fold(before) == fold(after):
        return ()
    old, new = before.split(), after.split()
    edits = _edits(old, new)
    if edits is not None and len(edits) <= MOST_PLACES and _is_alike(edits, old, new):
        return tuple(_told(part, edit, old, new) for edit in edits if not _is_final_dot(edit, old, new))
    if max(len(before), len(after)) <= LONGEST:
        return (_without_common_end(Difference(part, " ".join(old), " ".join(new))),)
    return (Difference(part, is_rewritten=True),)


def _is_alike(edits: Sequence[_Edit], old: Sequence[str], new: Sequence[str]) -> bool:
    """Whether half of the shorter form is in the other one."""
    kept = len(old) - sum(edit.end - edit.start for edit in edits)
    return 2 * kept >= min(len(old), len(new))


def _is_final_dot(edit: _Edit, old: Sequence[str], new: Sequence[str]) -> bool:
    """Whether an edit is that of the typography with which a text ends."""
    is_last = edit.end == len(old) and edit.new_end == len(new)
    return is_last and fold(" ".join(old[edit.start :])) == fold(" ".join(new[edit.new_start :]))


def _told(part: Part, edit: _Edit, old: Sequence[str], new: Sequence[str]) -> Difference:
    removed, added = old[edit.start : edit.end], new[edit.new_start : edit.new_end]
    beside = 0
    # A headline is always quoted with words that stayed; in a text, a whole clause is clear without.
    if min(len(removed), len(added)) < 2 and (part == "title" or max(len(removed), len(added)) < _CLEAR):
        beside = 1 if removed and added else 2
    lead = new[max(edit.new_start - beside, 0) : edit.new_start]
    tail = new[edit.new_end : edit.new_end + beside]
    told = Difference(part, _quoted(removed), _quoted(added), _quoted(lead), _quoted(tail))
    return told if tail else _without_common_end(told)


def _without_common_end(told: Difference) -> Difference:
    """What stops or parts both forms alike, or the only one, is not what changed."""
    forms = [form for form in (told.removed, told.added) if form]
    end = forms[0][-1]
    if end not in _STOPS or not all(form.endswith(end) and len(form) > 1 for form in forms):
        return told
    return replace(told, removed=told.removed[:-1], added=told.added[:-1])


def _quoted(words: Sequence[str]) -> str:
    return shorten(" ".join(words)[: 2 * LONGEST], LONGEST, placeholder=" …")


def _edits(old: Sequence[str], new: Sequence[str]) -> list[_Edit] | None:
    """What was done to `old` to make it `new`, in order; None where that is too much to be found out."""
    ahead, left, right = _core(old, new)
    # Folding takes dots away at the end of a text, but not within it, so each word gets something behind it.
    folded = {word: fold(f"{word}|") for word in {*left, *right}}
    further, left, right = _core([folded[word] for word in left], [folded[word] for word in right])
    start = ahead + further
    if not left or not right:  # however long: nothing is to be searched
        return [_Edit(start, start + len(left), start, start + len(right))]
    runs = _runs(left, right)
    return None if runs is None else [_Edit(*(place + start for place in edit)) for edit in _between(runs)]


def _core(old: Sequence[str], new: Sequence[str]) -> tuple[int, Sequence[str], Sequence[str]]:
    """What is left of both without the words with which both begin and end, and how many those at the beginning are."""
    ahead = _equal(old, new)
    behind = _equal(old[ahead:][::-1], new[ahead:][::-1])
    return ahead, old[ahead : len(old) - behind], new[ahead : len(new) - behind]


def _equal(one: Sequence[str], other: Sequence[str]) -> int:
    """How many words both begin with."""
    most = min(len(one), len(other))
    return next((place for place in range(most) if one[place] != other[place]), most)


def _runs(old: Sequence[str], new: Sequence[str]) -> list[_Run] | None:
    """The equal words of both, by the greedy algorithm of Myers (1986), and at the end an empty run.

    For each number of edits it goes as far as it can on each diagonal, which is a place in `old` less one in `new`.
    """
    reached: dict[int, tuple[int, _Run | None]] = {1: (0, None)}
    for edits in range(MOST_EDITS + 1):
        for diagonal in range(-edits, edits + 1, 2):
            is_added = diagonal == -edits or (diagonal != edits and reached[diagonal - 1][0] < reached[diagonal + 1][0])
            start, last = reached[diagonal + 1] if is_added else reached[diagonal - 1]
            start += not is_added
            size = _equal_from(old, new, start, start - diagonal)
            run = _Run(start, start - diagonal, size, last) if size else last
            reached[diagonal] = start + size, run
            if start + size >= len(old) and start + size - diagonal >= len(new):
                return _in_order(_Run(len(old), len(new), 0, run))
    return None


def _equal_from(old: Sequence[str], new: Sequence[str], start: int, new_start: int) -> int:
    size = 0
    most = min(len(old) - start, len(new) - new_start)
    while size < most and old[start + size] == new[new_start + size]:
        size += 1
    return size


def _in_order(last: _Run) -> list[_Run]:
    runs: list[_Run] = []
    run: _Run | None = last
    while run:
        runs.append(run)
        run = run.last
    return runs[::-1]


def _between(runs: Sequence[_Run]) -> Iterator[_Edit]:
    """The edits between runs of equal words; those too short to part two edits are taken for changed."""
    kept = [_Run(0, 0, 0, None), *(run for run in runs[:-1] if run.size > _MERGED), runs[-1]]
    for one, other in pairwise(kept):
        yield _Edit(one.start + one.size, other.start, one.new_start + one.size, other.new_start)
