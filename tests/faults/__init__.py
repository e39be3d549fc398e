"""Publishing and storing under faults. A package, because its tests share the stage that they strike at."""

from __future__ import annotations

from collections.abc import Callable

Times = Callable[[int, int], int]
"""What the fixture `times` is: the first number, or the second one with `--long`."""
Say = Callable[[str], None]
"""What the fixtures `figure` and `leave_out` are."""
