"""Environment variables that stand in for options of the file: FEEDSVC_BASE_URL, FEEDSVC_SERVER__PORT.

A secret may stand in a file of its own, which a variable of its name and _FILE names.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from feedsvc.config.describe import FILE_SUFFIX, PREFIX, Leaf, leaves
from feedsvc.config.document import plain
from feedsvc.config.problems import Problem, nearest, quoted

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from feedsvc.config.problems import Loc

# Read by run.sh, which starts the service.
FOREIGN = frozenset({"FEEDSVC_VENV"})

LARGEST_SECRET = 4096


@dataclass(frozen=True, slots=True)
class Override:
    """A value that a variable gives to the option at a path."""

    variable: str
    loc: Loc
    value: str | int | None


def overrides(environ: Mapping[str, str], folder: Path) -> tuple[tuple[Override, ...], tuple[Problem, ...]]:
    """Return what the environment sets, and a problem for each FEEDSVC_ name that sets nothing.

    A number is read as in the file, and anything else is text as it stands. The path of a secret's file counts from
    `folder`.
    """
    known = {leaf.variable: leaf for leaf in leaves()}
    of_files = {leaf.file_variable: leaf for leaf in leaves() if leaf.file_variable}
    given: list[Override] = []
    problems: list[Problem] = []
    for variable in sorted(environ):
        if not variable.startswith(PREFIX) or variable in FOREIGN:
            continue
        leaf = known.get(variable)
        if leaf and leaf.is_scalar:
            text = environ[variable]
            given.append(Override(variable, leaf.path, plain(text.strip()) if leaf.is_number else text))
        elif variable in of_files:
            found = _secret(variable, of_files[variable], environ, folder)
            if isinstance(found, Problem):
                problems.append(found)
            else:
                given.append(found)
        else:
            problems.append(Problem(variable, _refusal(variable, known)))
    return tuple(given), tuple(problems)


def _secret(variable: str, leaf: Leaf, environ: Mapping[str, str], folder: Path) -> Override | Problem:
    """Read a secret from its file. No problem repeats the variable: who errs may have put the secret itself there."""
    if leaf.variable in environ:
        return Problem(variable, f"{leaf.variable} is set too; keep one of the two")
    try:
        with (folder / environ[variable]).open("rb") as stream:
            content = stream.read(LARGEST_SECRET + 1)
        text = content.decode("utf-8-sig").rstrip("\r\n")  # editors end the last line too
    except UnicodeDecodeError:
        return Problem(variable, "the file that it names is not UTF-8; save it as UTF-8")
    except (OSError, ValueError) as error:  # ValueError: a name that no file system takes
        reason = error.strerror if isinstance(error, OSError) else None
        message = f"the file that it names cannot be read ({reason or 'no such name'}); name one that holds the secret"
        return Problem(variable, message)
    if len(content) > LARGEST_SECRET:
        return Problem(variable, f"the file that it names is larger than {LARGEST_SECRET} bytes; is it the secret?")
    return Override(variable, leaf.path, text)


def merged(value: Mapping[str, object], given: tuple[Override, ...]) -> dict[str, object]:
    """Return the file's values with the overrides in place. A value that stands in place of a group stays as it is."""
    result = dict(value)
    for override in given:
        result = _with(result, override.loc, override.value)
    return result


def _with(value: dict[str, object], loc: Loc, new: object) -> dict[str, object]:
    head, *rest = loc
    if not rest:
        return {**value, str(head): new}
    inner = value.get(str(head))
    inner = {} if inner is None else inner
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
    if (without := variable.removesuffix(FILE_SUFFIX)) in settable:
        return f"only a secret can stand in a file of its own; set {without}"
    close = nearest(variable.removeprefix(PREFIX), [name.removeprefix(PREFIX) for name in settable])
    meant = f"did you mean {PREFIX}{close}?" if close else "docs/configuration.md lists those that have one"
    return f"no option has this name; {meant}"
