"""Whether a line that is no date was probably meant to be one: a typing mistake, a label, something behind it."""

from __future__ import annotations

import re

from feedsvc.core.dates.tokens import MONTHS, Shape

_LONGEST = 40  # characters; longer lines are sentences
_MOST_TOKENS = 6
_MONTH_NAMES = tuple(name for name in MONTHS if len(name) > 3)
_MONTH_NAMES_CUT = frozenset(name[:n] + name[n + 1 :] for name in _MONTH_NAMES for n in range(len(name) + 1))
_DAY_AND_MONTH = re.compile(r"d[-./]d[-./]?")


def resembles_date(text: str, shape: Shape) -> bool:
    """Return whether a short line looks like a date line that a slip of the pen made unreadable.

    "3 Jully, 2020", "3 July, 202O", "03.07", but not a sentence that names a day. `shape` is that of `text`.
    """
    if len(text) > _LONGEST or len(shape.tokens) > _MOST_TOKENS or shape.kinds.endswith("(d)"):  # "May (4)" counts
        return False
    words = sum(kind in "xX" for kind in shape.kinds)
    if words > (2 if "y" in shape.kinds else 1):
        return False
    return bool(_DAY_AND_MONTH.fullmatch(shape.kinds)) or (shape.kinds[0] in "dmxX" and _has_day_and_month(shape))


def _has_day_and_month(shape: Shape) -> bool:
    words = [shape.word(n) for n, kind in enumerate(shape.kinds) if kind in "xXmM"]
    return "d" in shape.kinds and any(word in MONTHS or _nearly_a_month(word) for word in words)


def _nearly_a_month(word: str) -> bool:
    """Whether one letter too many, too few, wrong, or out of its place makes the difference to a month's name."""
    # Two words that are so near are equal once one letter, or none, is taken out of each.
    cuts = (word[:n] + word[n + 1 :] for n in range(len(word) + 1))
    is_possible = len(word) > 3 and any(cut in _MONTH_NAMES_CUT for cut in cuts)
    return is_possible and any(_is_one_edit(word, name) for name in _MONTH_NAMES)


def _is_one_edit(word: str, name: str) -> bool:
    if abs(len(word) - len(name)) > 1:
        return False
    start = next((n for n, (one, other) in enumerate(zip(word, name, strict=False)) if one != other), None)
    if start is None:
        return True
    left, right = word[start:], name[start:]
    swapped = left[:2] == right[1::-1] and left[2:] == right[2:]
    return swapped or left[1:] == right[1:] or left[1:] == right or left == right[1:]
