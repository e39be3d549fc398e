"""Tells readers what was corrected, withdrawn and restored: in sentences for pages, and as a feed."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import lru_cache
from types import MappingProxyType
from typing import Literal

from feedsvc.core.body import shown_headline
from feedsvc.core.difference import Difference, differences
from feedsvc.model import Catalogue, ChangeKind, Feed, FeedKey, Item, Revision, Site
from feedsvc.render.words import day_text

CORRECTIONS = "corrections"  # the stem of the feed and of its page

# What readers are told of, and how it is called.
_WORDS: Mapping[ChangeKind, str] = MappingProxyType(
    {"revised": "corrected", "moved": "corrected", "withdrawn": "withdrawn", "restored": "restored"}
)
_PLACE = re.compile(r"\{(\w+)\}")
_SECOND = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Run:
    """Words of a sentence, and the element of HTML that they stand in, if any."""

    words: str
    element: Literal["", "del", "ins", "time"] = ""


Sentence = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Correction:
    """What readers are told of a revision: a `title` with the headline, a `heading` with the day, what differs."""

    item: Item
    revision: Revision
    title: str
    heading: Sentence
    sentences: tuple[Sentence, ...]


def corrections(revisions: Iterable[tuple[Revision, Item]], catalogue: Catalogue) -> list[Correction]:
    """Return what readers are told of revisions, each with its item, newest first.

    Nothing is told of a revision in which they would notice nothing.
    """
    newest_first = sorted(revisions, key=lambda pair: (pair[0].at, pair[0].item), reverse=True)
    made = ((revision, item, _told(revision, catalogue)) for revision, item in newest_first)
    return [Correction(item, revision, *told) for revision, item, told in made if told]


@lru_cache(maxsize=4096)  # a page and a feed tell of many revisions that they told of before
def _told(revision: Revision, catalogue: Catalogue) -> tuple[str, Sentence, tuple[Sentence, ...]] | None:
    """The title, the heading and the sentences of a revision, if there is something to tell."""
    word = _WORDS.get(revision.kind)
    found = differences(revision.before, revision.after)
    if word is None or (word == "corrected" and not found):
        return None
    day = Run(day_text(revision.at.date(), catalogue), "time")
    return (
        catalogue.messages[f"{word}_title"].format(title=shown_headline(revision.after.title)),
        filled(catalogue.messages[f"{word}_on"], date=(day,)),
        tuple(_sentence(one, catalogue) for one in found),
    )


def filled(phrase: str, **places: Sentence) -> Sentence:
    """Return a phrase with what stands at each of its "{places}"."""
    runs: list[Run] = []
    for number, text in enumerate(_PLACE.split(phrase)):
        runs += places[text] if number % 2 else (Run(text),)
    return tuple(run for run in runs if run.words)


def plain(sentence: Sentence) -> str:
    """Return a sentence without elements."""
    return "".join(run.words for run in sentence)


def corrections_feed(
    revisions: Iterable[tuple[Revision, Item]], site: Site, catalogue: Catalogue, earliest: datetime
) -> Feed:
    """Return the feed of what was corrected, withdrawn and restored, newest first, in the site's language.

    An entry leads to the page of the item, and says what it says for ever, whatever becomes of that item. `earliest`
    is the feed's `updated` while there is nothing in it.
    """
    items: list[Item] = []
    for one in corrections(revisions, catalogue):
        # Changes of countries do not move `updated`, so they may share a moment; no two entries of a feed may.
        moment = one.revision.at.replace(microsecond=0)
        if items and moment >= items[-1].updated:
            moment = items[-1].updated - _SECOND
        items.append(_entry(one, moment, site))
    title = f"{catalogue.messages['corrections']}: {site.title}"
    updated = items[0].updated if items else earliest
    return Feed(FeedKey(site.language), CORRECTIONS, title, updated, tuple(items))


def _entry(one: Correction, moment: datetime, site: Site) -> Item:
    item, revision = one.item, one.revision
    is_corrected = _WORDS[revision.kind] == "corrected"
    return Item(
        id=_id(revision.item, revision.at, site.authority),
        slug=item.slug,
        source=item.source,
        language=site.language,
        day=revision.at.date(),
        title=one.title,
        paragraphs=tuple(plain(said) for said in (*(() if is_corrected else (one.heading,)), *one.sentences)),
        link=None,
        attribution=replace(item.attribution, about=revision.after.about),
        published=moment,
        updated=moment,
        rank=0,
        first_seen=revision.at,
    )


@lru_cache(maxsize=4096)
def _id(item: str, at: datetime, authority: str) -> str:
    """A tag: URI also where the item's own id, given by its source, is none."""
    name = hashlib.sha256(f"{item} {at.isoformat()}".encode()).digest()
    return f"tag:{authority}:correction/{base64.b32encode(name).decode()[:16].lower()}"


def _sentence(difference: Difference, catalogue: Catalogue) -> Sentence:
    removed, added = (_words(difference, value, catalogue) for value in (difference.removed, difference.added))
    phrase = catalogue.messages[f"{difference.part}_{_how(difference)}"]
    before, after = _beside(difference, Run(removed, "del")), _beside(difference, Run(added, "ins"))
    return filled(phrase, before=before, after=after)


def _how(difference: Difference) -> Literal["rewritten", "became", "added", "removed"]:
    if difference.is_rewritten:
        return "rewritten"
    if difference.lead or difference.tail or (difference.removed and difference.added):
        return "became"
    return "added" if difference.added else "removed"


def _words(difference: Difference, value: str, catalogue: Catalogue) -> str:
    if difference.part == "countries":
        return value and catalogue.countries[value]
    if difference.part == "day":
        return value and day_text(date.fromisoformat(value), catalogue)
    return value


def _beside(difference: Difference, run: Run) -> Sentence:
    """Words between those before and behind them, a space between each."""
    runs = [one for one in (Run(difference.lead), run, Run(difference.tail)) if one.words]
    return tuple(one for run in runs for one in (Run(" "), run))[1:]
