"""What stands below the last item and was taken for further ones: links, addresses, what a sidebar lists."""

from __future__ import annotations

from collections.abc import Sequence

from feedsvc.core.draft import Draft

_FEWEST = 3  # items with a date of their own that show how items look
_MANY = 4  # dates, each with one headline alone, below which no list of headlines is one of items


def end_of(drafts: Sequence[Draft]) -> int:
    """Return how many of the items at the beginning are items: all, unless the last ones differ from all others.

    They have no date of their own, as every other one has, and besides no text, or no date at all; of bare headlines
    there are several, where each other date has one.
    """
    own = [draft.manner != "inherited" and draft.dated is not None for draft in drafts]
    count = sum(own)
    tail = drafts[count:]
    if count < _FEWEST or not all(own[:count]) or not tail:
        return len(drafts)
    with_text = sum(bool(draft.paragraphs) for draft in drafts[:count])
    if not with_text:
        return count if count >= _MANY and len(tail) > 1 else len(drafts)
    is_like_others = with_text * 5 < count * 4 or any(draft.paragraphs and draft.dated for draft in tail)
    return len(drafts) if is_like_others else count
