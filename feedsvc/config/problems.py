"""What is wrong with a configuration, where it stands, and how it is said."""

from __future__ import annotations

import difflib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from feedsvc.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

LONGEST_QUOTE = 60

# Where a value stands in the file's structure, as ("sources", 0, "id").
Loc = tuple[int | str, ...]


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A place in the file: line and column, both from 1."""

    line: int
    column: int


START = Place(1, 1)


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong, at `where`: a place, the name of a variable, or the whole file (None)."""

    where: Place | str | None
    message: str

    def line(self, file: Path) -> str:
        """Return "file:line:column: message", "environment: NAME: message" or "file: message"."""
        if isinstance(self.where, str):
            return f"environment: {self.where}: {self.message}"
        if self.where is None:
            return f"{file}: {self.message}"
        return f"{file}:{self.where.line}:{self.where.column}: {self.message}"


def config_error(file: Path, problems: Iterable[Problem]) -> ConfigError:
    """Return the one error of these problems: in the file's order, then variables by name, each said once."""
    ordered = sorted(problems, key=_order)
    return ConfigError(tuple(dict.fromkeys(problem.line(file) for problem in ordered)))


def quoted(text: str) -> str:
    """Return the text in double quotes, on one line, shortened, and printable in any terminal."""
    short = text if len(text) <= LONGEST_QUOTE else text[: LONGEST_QUOTE - 1] + "…"
    return json.dumps(short, ensure_ascii=False).encode("utf-8", "backslashreplace").decode()


def nearest(word: str, known: Iterable[str]) -> str | None:
    """Return the known word that was most likely meant, whatever its case, or None."""
    folded = {name.casefold(): name for name in known}
    close = difflib.get_close_matches(word.casefold(), folded, n=1, cutoff=0.7)
    return folded[close[0]] if close else None


def _order(problem: Problem) -> tuple[int, Place, str]:
    match problem.where:
        case None:
            return 0, START, ""
        case str(name):
            return 2, START, name
        case place:
            return 1, place, ""
