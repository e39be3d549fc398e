"""Makes the revisions anew that pages tell of. Each is believed only where it would be told in the same words again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import islice

from feedsvc.core.change import words_of
from feedsvc.model import Catalogue, ChangeKind, Item, Revision, Site, Words
from feedsvc.proof.feeds import FeedRead
from feedsvc.recovery.pages import ItemPage, ToldCorrection
from feedsvc.recovery.undoing import undone
from feedsvc.render.corrections import Run, Sentence, corrections, corrections_feed, filled, plain
from feedsvc.render.words import day_text

MOST_TRIED = 100  # ways to undo one correction
_STAMPS_TRIED = 60  # seconds before a withdrawal: items that were withdrawn together have one each
_KINDS: tuple[tuple[str, ChangeKind], ...] = (
    ("corrected", "revised"), ("withdrawn", "withdrawn"), ("restored", "restored"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class History:
    """What could be made anew, the oldest first; and of how many corrections each item's page told in vain."""

    revisions: tuple[Revision, ...]
    lost: Mapping[str, int]


def history_of(item: Item, page: ItemPage, catalogue: Catalogue) -> History:
    """Return the revisions that the page of an item tells of, from the last one back as far as its words lead."""
    made: list[Revision] = []
    words = words_of(item)
    for told in page.corrections:
        revision = _undo(item, words, told, catalogue)
        if revision is None:
            break
        made.append(revision)
        words = revision.before
    left = len(page.corrections) - len(made)
    return History(tuple(reversed(made)), {item.id: left} if left else {})


def withdrawal_of(item: Item, published: FeedRead | None, site: Site, catalogue: Catalogue) -> tuple[Item, Revision]:
    """Return a withdrawn item, and its withdrawal, at the moment at which the feed of corrections has it.

    Only that of a deleted item is searched for, since of the others the feeds say it. `catalogue` is the site's.
    """
    known = frozenset(entry.id for entry in published.entries) if published else frozenset()
    first = _withdrawal(item, item.updated)
    if item.presence == "withdrawn" or _id(item, first, site, catalogue) in known:
        return item, first
    gone = (item.absent_since or item.updated).replace(microsecond=0)
    for back in range(_STAMPS_TRIED):
        stamp = gone - timedelta(seconds=back)
        found = _withdrawal(item, stamp)
        if _id(item, found, site, catalogue) in known:
            return replace(item, updated=stamp), found
    return item, first


def believed(
    revisions: Sequence[tuple[Revision, Item]], published: FeedRead | None, site: Site, catalogue: Catalogue
) -> tuple[list[Revision], int]:
    """Return the revisions that make no new entry in the feed of corrections, and how many of its entries are lost."""
    if published is None:
        return [revision for revision, _ in revisions], 0
    there = {entry.id for entry in published.entries}
    stamps = [entry.updated for entry in published.entries if entry.updated]
    oldest = None if "complete" in str(published.head["marks"]) else min(stamps, default=None)
    kept: list[Revision] = []
    for revision, item in revisions:
        name = _id(item, revision, site, catalogue)
        if name is None or name in there or (oldest is not None and revision.at < oldest):
            kept.append(revision)
            there.discard(name)
    return kept, len(there)


def _withdrawal(item: Item, at: datetime) -> Revision:
    return Revision(item.id, at, "withdrawn", words_of(item), words_of(item))


def _id(item: Item, revision: Revision, site: Site, catalogue: Catalogue) -> str | None:
    """The id of the entry that tells of a revision; None where nothing is told."""
    entries = corrections_feed([(revision, item)], site, catalogue, revision.at).items
    return entries[0].id if entries else None


def _undo(item: Item, after: Words, told: ToldCorrection, catalogue: Catalogue) -> Revision | None:
    """The revision that is told in just these words; None where none is found."""
    day = (Run(day_text(told.at.date(), catalogue)),)
    wanted = [_marked(line) for line in told.lines]
    for word, kind in _KINDS:
        heading = plain(filled(catalogue.messages[f"{word}_on"], date=day))
        sentences = _sentences(told.lines, heading)
        for before in islice(undone(after, sentences, catalogue), MOST_TRIED) if sentences is not None else ():
            is_moved = word == "corrected" and replace(before, about=after.about) == after
            found = Revision(item.id, told.at, "moved" if is_moved else kind, before, after)
            if _lines(found, item, catalogue) == wanted:
                return found
    return None


def _sentences(lines: Sequence[Sentence], heading: str) -> list[Sentence] | None:
    """The sentences behind a heading; None where the first line has another one."""
    if not lines or not plain(lines[0]).startswith(heading):
        return None
    if len(lines) > 1:
        return list(lines[1:])
    rest = plain(lines[0]).removeprefix(heading).strip()
    return [(Run(rest),)] if rest else []


def _lines(revision: Revision, item: Item, catalogue: Catalogue) -> list[str]:
    """What the item's page says of a revision, line by line."""
    told = corrections([(revision, item)], catalogue)
    if not told:
        return []
    heading, sentences = told[0].heading, told[0].sentences
    if len(sentences) == 1:
        return [_marked((*heading, Run(" "), *sentences[0]))]
    return [_marked(line) for line in (heading, *sentences)]


def _marked(sentence: Iterable[Run]) -> str:
    """Words with signs around what was removed and added."""
    signs = {"del": "\x01{}\x02", "ins": "\x03{}\x04"}
    return " ".join("".join(signs.get(run.element, "{}").replace("{}", run.words, 1) for run in sentence).split())
