"""Plain values -> checked options, or every problem in plain words with its place."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from pydantic import ValidationError

from feedsvc.config.describe import kind_at, known_keys, leaves
from feedsvc.config.document import plain
from feedsvc.config.options import Options
from feedsvc.config.problems import START, Place, Problem, nearest, quoted

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pydantic_core import ErrorDetails

    from feedsvc.config.document import Document
    from feedsvc.config.problems import Loc


def validated(
    value: Mapping[str, object], document: Document, variables: Mapping[Loc, str], countries: frozenset[str]
) -> tuple[Options | None, tuple[Problem, ...]]:
    """Check the values of a document into which `variables` were merged.

    Return the options, or None and every problem, each where the document or the environment has its cause.
    """
    problems = [
        *_repetitions(value, document),
        *_without_one_place(value, document),
        *_halves(value, document, variables),
    ]
    options = None
    try:
        options = Options.model_validate(value, context={"countries": countries})
    except ValidationError as error:
        problems += [_problem(detail, document, variables) for detail in error.errors(include_url=False)]
    return (None if problems else options), tuple(problems)


def _problem(detail: ErrorDetails, document: Document, variables: Mapping[Loc, str]) -> Problem:
    loc = detail["loc"]
    if detail["type"] == "missing":
        message = f"{_name(loc)} is missing; add it: {kind_at(loc).text}"
        return Problem(_nearest_place(loc[:-1], document), message)
    if detail["type"] == "extra_forbidden":
        return Problem(document.keys.get(loc), _unknown_key(loc))
    where = variables.get(loc) or document.values.get(loc)
    return Problem(where, _wrong_value(loc, detail))


def _wrong_value(loc: Loc, detail: ErrorDetails) -> str:
    kind, value = kind_at(loc), detail["input"]
    each = "each of " if isinstance(loc[-1], int) else ""
    is_hidden = kind.is_secret and isinstance(value, str | int | float) and value != ""
    found = "" if is_hidden else f", not {_shown(value)}"
    advice = ""
    if detail["type"] == "value_error":
        advice = f"; {detail['ctx']['error']}"
    elif detail["type"] == "string_type" and isinstance(value, int | float):
        advice = "; write it in quotes" if is_hidden else f'; write it in quotes: "{value}"'
    elif detail["type"] == "int_type" and isinstance(value, str) and isinstance(plain(value), int):
        advice = "; remove the quotes"
    return f"{each}{_name(loc)} must be {kind.text}{found}{advice}"


def _name(loc: Loc) -> str:
    return quoted(".".join(step for step in loc if isinstance(step, str)))


def _shown(value: object) -> str:
    match value:
        case None | "":
            return "empty"
        case str(text):
            return quoted(text)
        case int() | float():
            return str(value)
        case ():
            return "an empty list"
        case tuple():
            return "a list"
        case _:
            return "a group of keys"


def _unknown_key(loc: Loc) -> str:
    """Name the key that was meant: of this group, else of another, else say what may stand here."""
    key, here = str(loc[-1]), known_keys(loc[:-1])
    name, colon, _ = key.partition(":")
    if colon:  # what follows may be a secret
        return f"unknown key {quoted(name + colon)}…; put a space after the colon"
    deepest_first = sorted(leaves(), key=lambda leaf: -len(leaf.path))
    elsewhere = {leaf.path[-1]: ".".join(leaf.path) for leaf in deepest_first}
    close = nearest(key, here) or elsewhere.get(key)
    meant = f"did you mean {quoted(close)}?" if close else f"known here: {', '.join(here)}"
    return f"unknown key {quoted(key)}; {meant}"


def _nearest_place(loc: Loc, document: Document) -> Place:
    """Return where a group stands: its key, or its beginning in a list, or those of the nearest group around."""
    while loc:
        place = document.keys.get(loc) or document.values.get(loc)
        if place:
            return place
        loc = loc[:-1]
    return document.values.get((), START)


def _repetitions(value: Mapping[str, object], document: Document) -> Iterator[Problem]:
    """Find source ids, places of sources and countries that stand twice, whatever else is wrong."""
    members = [(n, member) for n, member in enumerate(_list(value.get("sources"))) if isinstance(member, dict)]
    for key, what, advice in (
        ("id", "the source id", "give each source its own"),
        ("path", "the path", "read it as one source"),
        ("url", "the address", "read it as one source"),
    ):
        found: dict[Loc, object] = {("sources", n, key): member.get(key) for n, member in members}
        yield from _twice(found, what, advice, document)
    codes: dict[Loc, object] = {
        ("countries", position): member for position, member in enumerate(_list(value.get("countries")))
    }
    yield from _twice(codes, "the country", "keep one of the two", document)


def _without_one_place(value: Mapping[str, object], document: Document) -> Iterator[Problem]:
    """Find sources that have neither a path nor a url, or both; and pages of a file."""
    for n, member in enumerate(_list(value.get("sources"))):
        here: Loc = ("sources", n)
        given = [key for key in ("path", "url") if isinstance(member, dict) and member.get(key) is not None]
        if isinstance(member, dict) and not given:
            message = '"sources.path" is missing, or "sources.url"; add one of them: a path, or a web address'
            yield Problem(_nearest_place(here, document), message)
        elif len(given) == 2:
            message = '"sources.url" stands beside "sources.path"; keep one of the two'
            yield Problem(document.keys.get((*here, "url")), message)
        if given == ["path"] and isinstance(member, dict) and member.get("pages") is not None:
            message = '"sources.pages" is for a source with a "url"; remove it here'
            yield Problem(document.keys.get((*here, "pages")), message)


def _halves(value: Mapping[str, object], document: Document, variables: Mapping[Loc, str]) -> Iterator[Problem]:
    """Find a name without its password, or the other way round: a mail server would get neither."""
    notify = value.get("notify")
    email = notify.get("email") if isinstance(notify, dict) else None
    pair = ("username", "password")
    given = [name for name in pair if isinstance(email, dict) and email.get(name) is not None]
    if len(given) == 1:
        here: Loc = ("notify", "email", given[0])
        (other,) = set(pair) - set(given)
        message = f"{_name(here)} stands without its {other}; give both or neither"
        yield Problem(variables.get(here) or document.keys.get(here), message)


def _list(value: object) -> tuple[object, ...]:
    return value if isinstance(value, tuple) else ()


def _twice(found: Mapping[Loc, object], what: str, advice: str, document: Document) -> Iterator[Problem]:
    first: dict[str, Place] = {}
    for loc, value in found.items():
        if not isinstance(value, str):
            continue
        place, same = document.values[loc], posixpath.normpath(value)
        if same in first:
            message = f"{what} {quoted(value)} is already on line {first[same].line}; {advice}"
            yield Problem(place, message)
        first.setdefault(same, place)
