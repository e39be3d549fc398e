"""Decides whether a reading looks like damage and must be held: cut off, another page, redesigned, a flood, a void.

Each rule compares the reading with the last one that was accepted. A held reading changes nothing; a person may
accept it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from feedsvc.core.blocks import text_blocks
from feedsvc.core.decode import decode
from feedsvc.core.folding import fold
from feedsvc.core.glimpse import glimpse, resembles
from feedsvc.core.joining import Part, joined
from feedsvc.core.override import as_its_source_says
from feedsvc.core.page.detect import charset_of
from feedsvc.model import Change, Hold, Item, ParsedBulletin, ParsedItem, SourceDocument

MOST_NEW = 20  # items that one reading may add without any history that says otherwise
TIMES_LARGEST = 3
FEWEST_GONE = 3  # items; fewer are no sign of damage
UNDERSTOOD_LOSS = 0.3  # of the share of explained lines, from one reading to the next
DATED_LOSS = 0.5  # of the share of items with a date
FEWEST_GARBLED = 3  # items; an editor may put accents and quotes right in fewer

_NOT_PLAIN = re.compile(r"[^!-~]+|\?")  # without spaces: half of a letter may look like one


@dataclass(frozen=True, slots=True)
class Accepted:
    """The last reading of a source that was accepted: its documents, and the sizes of those before it."""

    parts: tuple[Part, ...]
    new_counts: tuple[int, ...]

    @property
    def bulletin(self) -> ParsedBulletin:
        """What its documents say together."""
        return joined(self.parts)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A reading to be judged, with the changes that it would make to the `stored` items of its source.

    These are at least all that it showed, those of other sources that it shows too among them. `bulletin` is what its
    documents say together. `is_listing`: it goes on to further pages, of which only those with news were read.
    """

    parts: tuple[Part, ...]
    bulletin: ParsedBulletin
    changes: Sequence[Change]
    stored: Sequence[Item]
    is_listing: bool = False


def judge(candidate: Candidate, accepted: Accepted | None) -> tuple[Hold, ...]:
    """Return every reason to hold a reading, none for a good one. Without an accepted one only a void is held."""
    if not candidate.bulletin.items:
        return (Hold("nothing_parsed", f"no items were found in it{_instead(candidate.parts)}"),)
    if accepted is None:
        return ()
    return tuple(
        hold
        for rule in (_cut, _another_page, _many_gone, _layout_changed, _garbled, _storm)
        for hold in rule(candidate, accepted)
    )


def _instead(parts: Sequence[Part]) -> str:
    """What stands where the bulletin should, in words that end a sentence."""
    contents = [part.document.content for part in parts]
    if not any(content.strip() for content in contents):
        return "; it is empty"
    for kind, words in ((resembles(content), glimpse(content)) for content in contents):
        if words:
            return f"; it looks like {kind}: “{words}”" if kind else f"; it begins “{words}”"
    return ""


def _cut(candidate: Candidate, accepted: Accepted) -> Iterator[Hold]:
    """A document lost its end: it is the beginning of what it was, or breaks off where it went on before."""
    for now, before in _pairs(candidate.parts, accepted.parts):
        if now.document.content != before.document.content:
            yield from _cut_in_an_item(now, before)
            yield from _unclosed(now, before)
            yield from _broken_end(candidate, now, before)


def _pairs(now: Sequence[Part], before: Sequence[Part]) -> Iterator[tuple[Part, Part]]:
    """Each document beside what it was: a single one was the single one, of several the one of the same name."""
    if len(now) == len(before) == 1:
        yield now[0], before[0]
        return
    names = {part.document.name: part for part in before}
    yield from ((part, names[part.document.name]) for part in now if part.document.name in names)


def _cut_in_an_item(now: Part, before: Part) -> Iterator[Hold]:
    """The bytes are the beginning of the last accepted ones, and end inside an item, its date line included.

    A cut between two items is how a bulletin ages. There the items are the first ones of before, letter by letter,
    and no line is left over that was not left over before.
    """
    if not before.document.content.startswith(now.document.content):
        return
    is_beginning = now.bulletin.items == before.bulletin.items[: len(now.bulletin.items)]
    if not is_beginning or not _left_over(now.bulletin) <= _left_over(before.bulletin):
        share = len(now.document.content) / len(before.document.content)
        yield Hold("cut", f"it is the first {share:.0%} of the last reading, cut off inside an item")


def _left_over(bulletin: ParsedBulletin) -> set[tuple[int | None, str]]:
    """Lines that belong to no item; a cut date line is one, or becomes text of the item above it."""
    return {(d.line, d.severity) for d in bulletin.diagnostics if d.code == "skipped_lines"}


def _unclosed(now: Part, before: Part) -> Iterator[Hold]:
    """A page or feed that was closed with its last tag is not; nearly every one differs in some byte further up."""
    pages = [part.document.content.lower() for part in (before, now)]
    for name in (b"html", b"rss", b"feed", b"rdf:rdf"):
        if all(b"<" + name in page for page in pages) and [b"</" + name in page for page in pages] == [True, False]:
            yield Hold("cut", f"its end, </{name.decode()}>, is missing, and was there before")


def _broken_end(candidate: Candidate, now: Part, before: Part) -> Iterator[Hold]:
    """The end was lost, whatever came on top: inside a line, or after a date line, a headline or a paragraph."""
    if before.document.content.startswith(now.document.content):
        return  # judged as a cut of the whole
    lines, end = set(_lines(before.document)), _lines(now.document)[-1:]
    if end and end[0] not in lines and any(line.startswith(end[0]) for line in lines):
        yield Hold("cut", f"its last line, “{end[0][-60:]}”, breaks off where it went on before")
        return
    for last in now.bulletin.items[-1:]:
        if any(_begins(_words(last), _words(old)) for old in _stored_forms(candidate, last)):
            yield Hold("cut", f"the text of its last item, “{last.title}”, breaks off where it went on before")


@lru_cache(maxsize=4)  # what is read now is what the next reading is compared with
def _lines(document: SourceDocument) -> tuple[str, ...]:
    text = decode(document.content, document.charset or charset_of(document)).text
    return tuple(block.text for block in text_blocks(text, document.address))


def _words(item: Item | ParsedItem) -> str:
    return fold(" ".join((item.title, *item.paragraphs)))


def _begins(part: str, whole: str) -> bool:
    """Whether `part` is the beginning of `whole`, up to the end of a word; folding took its final dots."""
    return whole.startswith(part) and whole[len(part) :].lstrip(".").startswith(" ")


def _stored_forms(candidate: Candidate, item: ParsedItem) -> Iterator[Item]:
    """What is stored of the item that a reading would revise to this form, in the words of the source."""
    for change in candidate.changes:
        after = as_its_source_says(change.item)
        if change.before and (after.title, after.paragraphs) == (item.title, item.paragraphs):
            yield as_its_source_says(change.before)


def _another_page(candidate: Candidate, accepted: Accepted) -> Iterator[Hold]:
    """Nothing of what the source showed is there, and the little that is looks like a page in place of others."""
    del accepted
    shown = sum(item.presence == "shown" for item in candidate.stored)
    is_little = len(candidate.bulletin.items) <= max(1, shown // 2)  # a page of news may ask for a password too
    if not is_little or not sum(_is_gone(change) for change in candidate.changes) >= shown > 0:
        return
    if any(resembles(part.document.content) for part in candidate.parts):
        yield Hold("another_page", f"nothing that it showed is there{_instead(candidate.parts)}")


def _many_gone(candidate: Candidate, accepted: Accepted) -> Iterator[Hold]:
    """More than half of what the source showed is gone, and not because as much came instead."""
    del accepted
    shown = sum(item.presence == "shown" for item in candidate.stored)
    gone = sum(_is_gone(change) for change in candidate.changes)
    if candidate.is_listing:  # what fell off its end is on a page that nobody asked for
        gone -= sum(change.kind == "archived" for change in candidate.changes)
    new = _new(candidate)
    if gone >= FEWEST_GONE and gone * 2 > shown and new * 2 < gone:
        yield Hold("many_gone", f"{gone} of the {shown} items that it showed are gone, and only {new} are new")


def _is_gone(change: Change) -> bool:
    """Whether a source shows an item no longer; another one may go on showing it."""
    if change.before is None:
        return False
    sources, before = ({item.source, *item.also} for item in (change.item, change.before))
    return change.kind in ("archived", "pending") or not before <= sources


def _layout_changed(candidate: Candidate, accepted: Accepted) -> Iterator[Hold]:
    """Much less of the bulletin is understood than before, or its dates are."""
    before, now = accepted.bulletin, candidate.bulletin
    if before.explained - now.explained > UNDERSTOOD_LOSS:
        yield Hold(
            "layout_changed",
            f"only {now.explained:.0%} of its lines are understood, {before.explained:.0%} were before",
        )
    if _dated(before.items) - _dated(now.items) > DATED_LOSS:
        yield Hold("layout_changed", f"only {_dated(now.items):.0%} of its items have a date")


def _dated(items: Sequence[ParsedItem]) -> float:
    return sum(item.day is not None for item in items) / len(items) if items else 0.0


def _garbled(candidate: Candidate, accepted: Accepted) -> Iterator[Hold]:
    """What is the same in ASCII has more of other letters than before, or question marks: it was decoded wrongly."""
    texts, others = ([_text(item) for item in one.items] for one in (candidate.bulletin, accepted.bulletin))
    same = {*texts}.intersection(others)  # nearly all of them, which need no closer look
    before = {_plain(text): text for text in others if text not in same}
    pairs = [(text, text if text in same else before.get(_plain(text), text)) for text in texts]
    accented = [(now, old) for now, old in pairs if not (now.isascii() and old.isascii())]
    worse = [now for now, old in accented if _strange(now) > _strange(old) > 0]
    if len(worse) >= FEWEST_GARBLED and len(worse) * 2 > len(accented):
        sample = next(word for word in worse[0].split() if _strange(word))
        yield Hold("garbled", f"{len(worse)} of its items have other letters than before, as in “{sample[:40]}”")


def _text(item: ParsedItem) -> str:
    return " ".join((item.title, *item.paragraphs))


def _plain(text: str) -> str:
    """The letters that every encoding reads alike; a question mark may stand for any other."""
    return _NOT_PLAIN.sub("", text)


def _strange(text: str) -> int:
    """How many letters are beyond ASCII. A question mark in place of one counts for more: it says less."""
    return sum(not letter.isascii() for letter in text) + 2 * text.count("?")


def _storm(candidate: Candidate, accepted: Accepted) -> Iterator[Hold]:
    """So many new items at once would flood every subscriber."""
    most = max((MOST_NEW, *(TIMES_LARGEST * count for count in accepted.new_counts)))
    new = _new(candidate)
    if new > most:
        yield Hold("storm", f"{new} items are new at once; at most {most} are expected")


def _new(candidate: Candidate) -> int:
    return sum(change.kind == "new" for change in candidate.changes)


def in_words(holds: Iterable[Hold]) -> str:
    """Return the reasons as one sentence for a person."""
    return "; ".join(hold.message for hold in holds)
