"""Applies what an operator says of an item, for good, over what its source says."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime

from feedsvc.core.absence import is_announced
from feedsvc.core.change import is_noticed, kind_of, words_of
from feedsvc.core.identity import UpdatedStamps
from feedsvc.model import Attribution, Change, Evidence, Item, Override, OverrideAction, Revision, Words

RULE = "override"  # of the evidence for a country that an operator added or took away
_WITHDRAWING: tuple[OverrideAction, ...] = ("withdraw", "merge")
_PRESENCES: tuple[OverrideAction, ...] = (*_WITHDRAWING, "restore")


def overridden(item: Item, overrides: Sequence[Override]) -> Item:
    """Return the item with the words of the last override of each action, given in their order.

    "countries" takes codes with commas between ("" is none), "date" an ISO day, "title" the headline. `as_read` holds
    what the source says where that differs. Applied again nothing changes; without overrides the source's words are
    back.
    """
    plain = as_its_source_says(item)
    if not overrides:
        return plain
    last = {override.action: override for override in overrides}
    changed = plain
    if "title" in last:
        changed = replace(changed, title=last["title"].value)
    if "date" in last:
        changed = replace(changed, day=date.fromisoformat(last["date"].value))
    if "countries" in last:
        changed = replace(changed, attribution=_attributed(plain.attribution, last["countries"]))
    said = words_of(plain)
    return replace(changed, as_read=said if said != words_of(changed) else None)


def as_its_source_says(item: Item) -> Item:
    """Return the item without any word of an override."""
    if item.as_read is None and all(one.rule != RULE for one in item.attribution.evidence):
        return item
    words = item.as_read or words_of(item)
    return replace(
        item,
        day=words.day,
        title=words.title,
        paragraphs=words.paragraphs,
        link=words.link,
        attribution=_plain(item.attribution, words.about),
        as_read=None,
    )


def with_words_before(item: Item, overrides: Iterable[Override], revisions: Iterable[Revision]) -> Item:
    """Return an item that bears the words of overrides already, with what its source says as its revisions tell it.

    So it is after a recovery: its feeds showed it overruled, and only then its overrides are imported. `revisions` are
    the item's, the last one first. Nothing changes where `as_read` is known.
    """
    if item.as_read is not None:
        return item
    words, history = words_of(item), tuple(revisions)
    for override in overrides:
        found = next((one.before for one in history if _is_made_by(override, one)), None)
        if found and override.action == "date":
            words = replace(words, day=found.day)
        elif found:
            words = replace(words, title=found.title)
    return replace(item, as_read=words) if words != words_of(item) else item


def is_withdrawn_by(overrides: Iterable[Override]) -> bool:
    """Return whether the last word on an item's presence withdraws it, or merges it into another one."""
    return _presence_of(overrides) in _WITHDRAWING


def standing(item: Item, overrides: Sequence[Override], now: datetime) -> Item:
    """Return the item withdrawn where an override says so, and in its feeds again where one restores it.

    What is restored while its source lacks it is archived.
    """
    action = _presence_of(overrides)
    if action in _WITHDRAWING and not is_announced(item):
        return replace(item, presence="withdrawn", absent_since=now)
    if action == "restore" and (item.presence == "pending" or is_announced(item)):
        return replace(item, presence="archived", absent_since=None)
    return item


def override_change(
    item: Item,
    overrides: Sequence[Override],
    is_taken: Callable[[datetime], bool],
    now: datetime,
    *,
    removed: Override | None = None,
) -> Change | None:
    """Return what the overrides of an item, as they are now, change at once; None: nothing.

    `removed` is the one that was just taken away. Without its withdrawal an item is shown again, and the next reading
    that lacks it says otherwise. `updated` moves where a reader would notice.
    """
    after = standing(overridden(item, overrides), overrides, now)
    was_withdrawing = removed is not None and removed.action in _WITHDRAWING
    if was_withdrawing and is_announced(after) and not is_withdrawn_by(overrides):
        after = replace(after, presence="shown", absent_since=None)
    kind = kind_of(item, after)
    if kind is None:
        return None
    if is_noticed(item, after):
        after = replace(after, updated=UpdatedStamps(now, is_taken).mint(item.updated))
    return Change(kind, after, item)


def _presence_of(overrides: Iterable[Override]) -> OverrideAction | None:
    actions = [override.action for override in overrides if override.action in _PRESENCES]
    return actions[-1] if actions else None


def _is_made_by(override: Override, revision: Revision) -> bool:
    """Whether a revision brought the day or headline that an override says."""
    said, before = (_said(override, words) for words in (revision.after, revision.before))
    return said == override.value != before


def _said(override: Override, words: Words) -> str | None:
    if override.action == "title":
        return words.title
    return words.day.isoformat() if override.action == "date" and words.day else None


def _attributed(found: Attribution, override: Override) -> Attribution:
    """Countries as an operator says, each that came or went with the reason given."""
    about = tuple(dict.fromkeys(code for code in override.value.split(",") if code))
    added = [Evidence(code, "about", override.why, "title", RULE) for code in about]
    removed = [Evidence(code, "rejected", override.why, "title", RULE) for code in found.about if code not in about]
    mentioned = tuple(dict.fromkeys((*found.mentioned, *about)))
    return Attribution(about, mentioned, (*found.evidence, *added, *removed))


def _plain(found: Attribution, about: tuple[str, ...]) -> Attribution:
    """Countries as the words of the source gave them."""
    evidence = tuple(one for one in found.evidence if one.rule != RULE)
    if len(evidence) == len(found.evidence):
        return found
    named = {*about, *(one.code for one in evidence if one.role != "rejected")}
    return Attribution(about, tuple(code for code in found.mentioned if code in named), evidence)
