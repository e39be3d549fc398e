"""Reads one document with its compressed forms from the published tree."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from feedsvc.snapshot import ENCODINGS, is_form_of

Mark = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Stored:
    """A document as found: the bytes of each coding, when it changed, and what tells its file from others.

    `is_whole` is False when a compressed form beside it was of other bytes, and so was left out.
    """

    bodies: Mapping[str, bytes]
    modified: datetime
    mark: Mark
    is_whole: bool


def read_stored(file: Path) -> Stored:
    """Read the identity form at `file` and what stands beside it; raises OSError when there is none."""
    with file.open("rb") as opened:
        status = os.fstat(opened.fileno())
        identity = opened.read()
    bodies = {"": identity}
    is_whole = True
    for coding, suffix in ENCODINGS.items():
        if not suffix:
            continue
        try:
            body = file.with_name(file.name + suffix).read_bytes()
        except FileNotFoundError:
            continue
        # Between the renames of a page and of its compressed form the two differ; only the page counts then.
        if is_form_of(identity, coding, body):
            bodies[coding] = body
        else:
            is_whole = False
    return Stored(bodies, datetime.fromtimestamp(int(status.st_mtime), UTC), mark_of(status), is_whole)


def mark_of(status: os.stat_result) -> Mark:
    """Return what differs between any two files that stood at one place, one after the other."""
    return status.st_mtime_ns, status.st_size, status.st_ino
