"""The type of the `command` fixture: the words of a call in; exit code, standard output and standard error out."""

from __future__ import annotations

from collections.abc import Callable

Command = Callable[..., tuple[int, str, str]]
