"""What stands above the first item or below the last and was taken for others: names, links, what a sidebar lists."""

from __future__ import annotations

from collections.abc import Sequence

from feedsvc.core.draft import Draft
from feedsvc.core.headline import ends_sentence

_FEWEST = 3  # items with a date of their own that show how items look
_LONG = 100  # characters
_MANY = 4  # dates, each with one headline alone, below which no list of headlines is one of items


def end_of(drafts: Sequence[Draft]) -> int:
    """Return how many of the items at the beginning are items: all, unless the last ones differ from all others.

    They have no date of their own, as every other one has, and besides no text, or no date at all; of bare headlines
    there are several, where each other date has one. Or the last has a text that alone is no sentence.
    """
    if _is_no_story(drafts[-1:], drafts[:-1]):
        return len(drafts) - 1
    if (bulleted := _bulleted(drafts)) >= _FEWEST:
        return bulleted
    if all(draft.manner == "dateline" or draft.dated is None for draft in drafts):
        return len(drafts)  # of stories with datelines some have none
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


def _bulleted(drafts: Sequence[Draft]) -> int:
    """Return how many of the items, up to all but the last ones, have a bullet and none has any date; else 0."""
    bullets = [draft.title.bullet for draft in drafts]
    count = sum(bullets)
    return count if all(bullets[:count]) and all(draft.dated is None for draft in drafts) else 0


def start_of(drafts: Sequence[Draft], first_line: int) -> int:
    """Return how many of the items at the beginning are none: the first, where it alone has a text that says nothing.

    It is the bulletin's name, and what sort of bulletin it is; in the text's first line also with a welcome, where
    each of the others has a date.
    """
    others = drafts[1:]
    is_top = len(others) > 1 and drafts[0].title.line == first_line and drafts[0].dated is None
    is_name = is_top and (
        all(draft.dated is not None for draft in others)
        or (not drafts[0].paragraphs and len(others) >= _FEWEST and all(map(_says, others)))
    )
    return int(is_name or _is_no_story(drafts[:1], others))


def _is_no_story(drafts: Sequence[Draft], others: Sequence[Draft]) -> bool:
    """Whether an item has no date of its own and a text that is no sentence, as each of the others has."""
    if len(others) < _FEWEST or not all(map(_says, others)):
        return False
    is_dated = any(draft.dated is not None and draft.manner != "inherited" for draft in drafts)
    return not is_dated and any(draft.paragraphs and not _says(draft) for draft in drafts)


def _says(draft: Draft) -> bool:
    """Whether an item's text ends as a sentence does, or is long enough to have been cut off."""
    if not draft.paragraphs:
        return False
    text = draft.paragraphs[0].text
    return ends_sentence(text) or len(text) > _LONG
