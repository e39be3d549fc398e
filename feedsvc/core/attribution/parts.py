"""The part that each place plays in its item: free to be what it is about, or a mention, by which rule."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from feedsvc.core.attribution.titles import in_titles

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from feedsvc.core.attribution.resolve import Settled
    from feedsvc.core.gazetteer import Kind
    from feedsvc.model import Where

# So many countries in one enumeration are a list of members or guests, not subjects.
LIST_LENGTH = 4


class Part(NamedTuple):
    """A settled sighting, and the rule under which it is a mention; None: it is free to be what the item is about.

    `is_certain`: it is a mention whatever else the item says.
    """

    settled: Settled
    rule: str | None
    is_certain: bool

    @property
    def code(self) -> str:
        """Its country; empty for a region."""
        return self.settled.code

    @property
    def kind(self) -> Kind:
        """What it is by its name."""
        return self.settled.seen.place.kind

    @property
    def where(self) -> Where:
        """Whether it stands in the title or in the summary."""
        return self.settled.seen.where

    @property
    def in_dateline(self) -> bool:
        """Whether it stands in the dateline."""
        return self.settled.seen.in_dateline

    @property
    def is_first(self) -> bool:
        """Whether it stands in the first sentence of the text."""
        return self.settled.seen.first

    @property
    def is_country(self) -> bool:
        """Whether it is a country, at least as a mention."""
        return bool(self.settled.code) and self.settled.rejected is None

    @property
    def is_free(self) -> bool:
        """Whether it may say what the item is about."""
        return self.is_country and self.rule is None

    @property
    def is_yielding(self) -> bool:
        """Whether it is a mention that gives way to what is free, and else may be the subject."""
        return self.is_country and self.rule is not None and not self.is_certain

    @property
    def is_region(self) -> bool:
        """Whether it is a region of several countries, not one that people come from or that pays."""
        return self.kind == "region" and self.rule not in ("nationality", "origin", "donor", "partner")


def parts(settled: Sequence[Settled]) -> list[Part]:
    """Return the part that each sighting plays."""
    lists = _lists(settled)
    return in_titles([_part(one, is_listed=one.seen.group in lists) for one in settled])


def _part(one: Settled, *, is_listed: bool) -> Part:
    cue = one.seen.cue
    if one.seen.in_dateline:
        return Part(one, None, is_certain=False)
    if one.is_weak and cue is None:
        return Part(one, "common_word", is_certain=False)
    if cue is None or cue.weight == "home":
        return Part(one, "list" if is_listed else None, is_certain=is_listed)
    return Part(one, cue.rule, is_certain=cue.weight == "certain")


def _lists(settled: Iterable[Settled]) -> set[int]:
    """The groups that are lists, or that tie a country to a region."""
    groups: dict[int, set[str]] = {}
    for one in settled:
        if one.seen.group and one.rejected is None:
            groups.setdefault(one.seen.group, set()).add(one.code)
    return {number for number, codes in groups.items() if len(codes) >= LIST_LENGTH or ("" in codes and len(codes) > 1)}
