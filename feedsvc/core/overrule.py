"""Says what is wrong with an override before it is remembered: what is published must be able to bear it for ever."""

from __future__ import annotations

import unicodedata
from collections.abc import Container, Iterable, Mapping
from datetime import date
from typing import get_args

from feedsvc.core.blocks import LINE_END
from feedsvc.core.decode import FORBIDDEN
from feedsvc.model import Override, OverrideAction

LONGEST = 1000  # characters of a headline, a reason or a name
_ACTIONS = get_args(OverrideAction)


def problem_of(override: Override, codes: Container[str]) -> str | None:
    """Return what is wrong with an override by itself, in words that say what is wanted; None: nothing.

    `codes` are the countries that there are. Whether its items exist is not looked at.
    """
    for name in ("item", "value", "who", "why"):
        problem = _text_problem(getattr(override, name))
        if problem:
            return f"its {name} {problem}"
    if override.action not in _ACTIONS:
        return f"{override.action!r} is no action: {', '.join(_ACTIONS)}"
    if override.at.tzinfo is None or override.at.microsecond or override.at.year < 1970:
        return f"{override.at} is no moment in whole seconds with a zone"
    if override.action == "merge" and override.value == override.item:
        return "an item cannot be merged into itself"
    return _value_problem(override.action, override.value, codes)


def circle_of(overrides: Iterable[Override]) -> str | None:
    """Return an item that overrides, in the order in which they were given, merge into itself; None: there is none.

    Its page would lead to another one, and that one back.
    """
    merged: dict[str, str] = {}
    for override in overrides:
        if override.action == "merge":
            merged[override.item] = override.value
        elif override.action in {"withdraw", "restore"}:
            merged.pop(override.item, None)
    return next((item for item in merged if _comes_back(item, merged)), None)


def _comes_back(item: str, merged: Mapping[str, str]) -> bool:
    place, seen = merged[item], {item}
    while place in merged and place not in seen:
        seen.add(place)
        place = merged[place]
    return place == item


def _text_problem(text: object) -> str | None:
    if not isinstance(text, str):
        return "is no text"
    if len(text) > LONGEST:
        return f"is longer than {LONGEST} characters"
    found = FORBIDDEN.search(text) or LINE_END.search(text)
    return f"holds the character U+{ord(found[0]):04X}, which no feed can" if found else None


def _value_problem(action: OverrideAction, value: str, codes: Container[str]) -> str | None:
    if action == "countries":
        unknown = [code for code in value.split(",") if code not in codes] if value else []
        return f"{', '.join(map(repr, unknown))}: no ISO 3166 code; countries are written as HN,BZ" if unknown else None
    if action == "date":
        return None if _is_day(value) else f"{value!r} is no day; write it as 2020-06-09"
    if action == "title":
        seen = any(unicodedata.category(letter)[0] not in "CZ" for letter in value)
        return None if seen else "a headline cannot be empty"
    if action in ("merge", "split"):
        return None if value else f"{action} wants an item"
    return f"{action} takes no value" if value else None


def _is_day(value: str) -> bool:
    try:
        return date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False
