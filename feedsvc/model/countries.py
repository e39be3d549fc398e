"""Which countries an item is about, and why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Role = Literal["about", "mentioned", "rejected"]
Where = Literal["title", "summary"]


@dataclass(frozen=True, slots=True)
class Evidence:
    """Why a country was decided on, or rejected: the words as they stand, where, and the rule that judged them.

    `start` is how many characters of the title or paragraph stand before the words, None where no words do; of a
    summary, `paragraph` is the number of the paragraph, from 0.
    """

    code: str
    role: Role
    words: str
    where: Where
    rule: str
    paragraph: int = 0
    start: int | None = None


@dataclass(frozen=True, slots=True)
class Attribution:
    """Countries of an item, ISO 3166-1 alpha-2 in upper case, in order of evidence. `mentioned` contains `about`."""

    about: tuple[str, ...]
    mentioned: tuple[str, ...]
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class PhraseRule:
    """An operator's word that a phrase always means a country, or never."""

    words: str
    code: str
    always: bool


@dataclass(frozen=True, slots=True)
class HouseRules:
    """What an operator says of a source's countries: those that it writes from, and what phrases mean."""

    home: tuple[str, ...] = ()
    phrases: tuple[PhraseRule, ...] = ()
