"""What is told of items whose country could not be made out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from feedsvc.model import Diagnostic

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from feedsvc.model import Attribution, ParsedItem

RULES = ("ambiguous_name", "ambiguous_place")  # of the evidence for a country that it might have been


def candidates(found: Attribution) -> dict[str, str]:
    """Return the countries between which an item about none was left open, each with the words that may mean it."""
    if found.about:
        return {}
    return {one.code: one.words for one in reversed(found.evidence) if one.rule in RULES}


def uncertain(items: Sequence[ParsedItem], attributions: Sequence[Attribution]) -> Iterator[Diagnostic]:
    """Yield a diagnostic for each item that is about no country because there were several, or none was sure."""
    for item, found in zip(items, attributions, strict=True):
        open_ones = candidates(found)
        if open_ones:
            named = ", ".join(f"{code} (“{words}”)" for code, words in sorted(open_ones.items()))
            message = (
                f"“{item.title}” may be about {named}: it is in the feed of everything only. To decide it, run "
                "feedsvc override add ITEM countries CODE"
            )
            yield Diagnostic("country_uncertain", "warning", message, item.lines[0])
