"""Environment variables that stand in for options of the file: FEEDSVC_BASE_URL, FEEDSVC_SERVER__PORT."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from feedsvc.config.describe import PREFIX, Leaf, leaves
from feedsvc.config.document import plain
from feedsvc.config.problems import Problem, nearest, quoted

if TYPE_CHECKING:
    from collections.abc import Mapping

    from feedsvc.config.problems import Loc

# Read by run.sh, which starts the service.
FOREIGN = frozenset({"FEEDSVC_VENV"})


@dataclass(frozen=True, slots=True)
class Override:
    """A value that a variable gives to the option at a path."""

    variable: str
    loc: Loc
    value: str | int | None


def overrides(environ: Mapping[str, str]) -> tuple[tuple[Override, ...], tuple[Problem, ...]]:
    """Return what the environment sets, and a problem for each FEEDSVC_ name that sets nothing.

    A number is read as in the file, and anything else is text as it stands.
    """
    known = {leaf.variable: leaf for leaf in leaves()}
    given: list[Override] = []
    problems: list[Problem] = []
    for variable in sorted(environ):
        if not variable.startswith(PREFIX) or variable in FOREIGN:
            continue
        leaf = known.get(variable)
        if leaf and leaf.is_scalar:
            text = environ[variable]
            given.append(Override(variable, leaf.path, plain(text.strip()) if leaf.is_number else text))
        else:
            problems.append(Problem(variable, _refusal(variable, known)))
    return tuple(given), tuple(problems)


def merged(value: Mapping[str, object], given: tuple[Override, ...]) -> dict[str, object]:
    """Return the file's values with the overrides in place. What is no group in the file stays as it is."""
    result = dict(value)
    for override in given:
        result = _with(result, override.loc, override.value)
    return result


def _with(value: dict[str, object], loc: Loc, new: object) -> dict[str, object]:
    head, *rest = loc
    if not rest:
        return {**value, str(head): new}
    inner = value.get(str(head), {})
    if not isinstance(inner, dict):
        return value
    return {**value, str(head): _with(inner, tuple(rest), new)}


def _refusal(variable: str, known: Mapping[str, Leaf]) -> str:
    settable = [name for name, leaf in known.items() if leaf.is_scalar]
    within = [name for name in settable if name.startswith(f"{variable}__")]
    if within:
        return f"it names a group of options; set one of {', '.join(within)}"
    if variable in known or any(name.startswith(f"{variable}__") for name in known):
        dotted = variable.removeprefix(PREFIX).replace("__", ".").lower()
        return f"only the file can set {quoted(dotted)}; write it there"
    close = nearest(variable.removeprefix(PREFIX), [name.removeprefix(PREFIX) for name in settable])
    meant = f"did you mean {PREFIX}{close}?" if close else "docs/configuration.md lists those that have one"
    return f"no option has this name; {meant}"
