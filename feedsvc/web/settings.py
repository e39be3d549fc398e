"""What the public workers are told, and nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class PublicSettings:
    """Where the published tree is, and the longest max-age of a document in seconds."""

    feeds: Path
    max_age: int
