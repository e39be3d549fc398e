"""Which countries an item is about, and why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Role = Literal["about", "mentioned", "rejected"]
Where = Literal["title", "summary"]


@dataclass(frozen=True, slots=True)
class Evidence:
    """Why a country was decided on, or rejected: the words as they stand, where, and the rule that judged them."""

    code: str
    role: Role
    words: str
    where: Where
    rule: str


@dataclass(frozen=True, slots=True)
class Attribution:
    """Countries of an item, ISO 3166-1 alpha-2 in upper case, in order of evidence. `mentioned` contains `about`."""

    about: tuple[str, ...]
    mentioned: tuple[str, ...]
    evidence: tuple[Evidence, ...]
