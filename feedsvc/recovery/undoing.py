"""Undoes a correction by what a page says of it: from an item's words after it to those before it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache

from feedsvc.model import Catalogue, Words
from feedsvc.recovery.wording import day_of
from feedsvc.render.corrections import Sentence, plain

_PARTS = ("title", "text", "day", "link", "countries")
_PHRASE = re.compile(f"({'|'.join(_PARTS)})_(became|added|removed)")
_BREAK = "\u2029"  # between paragraphs; white space, where words are compared


def undone(after: Words, sentences: Sequence[Sentence], catalogue: Catalogue) -> Iterator[Words]:
    """Give what the words may have been before what these sentences tell; nothing where they do not say enough.

    What they quote may stand in several places, so there may be several answers.
    """
    if not sentences:
        yield after
        return
    for before in _undone(after, sentences[-1], catalogue):
        yield from undone(before, sentences[:-1], catalogue)


def _undone(after: Words, sentence: Sentence, catalogue: Catalogue) -> Iterator[Words]:
    for part, pattern in _patterns(catalogue.language, tuple(catalogue.messages.items())):
        found = pattern.fullmatch(plain(sentence))
        if found is None:
            continue
        said = found.groupdict(default="")
        yield from _before(after, part, said.get("before", ""), said.get("after", ""), catalogue)


def _before(after: Words, part: str, old: str, new: str, catalogue: Catalogue) -> Iterator[Words]:
    if part == "title":
        for title in _restored(after.title, old, new):
            yield replace(after, title=title)
    elif part == "text":
        for text in _restored(_BREAK.join(after.paragraphs), old, new):
            yield replace(after, paragraphs=tuple(p.strip() for p in text.split(_BREAK) if p.strip()))
    elif part == "day" and (not old or day_of(old, catalogue)):
        yield replace(after, day=day_of(old, catalogue) if old else None)
    elif part == "link" and after.link:  # no page says where a link led that was changed: only that there was none
        yield replace(after, link=None)
    elif part == "countries":
        codes = {name: code for code, name in catalogue.countries.items()}
        kept = tuple(code for code in after.about if code != codes.get(new))
        yield replace(after, about=(*kept, *([codes[old]] if old in codes else [])))


def _restored(text: str, old: str, new: str) -> Iterator[str]:
    """A text with `old` in each place where it has `new`; words that were taken away stood at the end, perhaps.

    The stop behind words that came or went alone is not quoted with them.
    """
    if not new:
        yield from (f"{text} {old}{stop}" for stop in (".", ""))
        yield from (f"{old}{stop} {text}" for stop in (".", ""))
        return
    words = r"\s+".join(map(re.escape, new.split()))
    for found in re.finditer(rf"(?<!\S){words}", text):
        ahead, behind = text[: found.start()], text[found.end() :]
        if old:
            yield from (f"{ahead}{old}{rest}" for rest in dict.fromkeys((behind, behind.lstrip(".,;:"))))
        else:
            yield from (_joined(ahead, rest) for rest in dict.fromkeys((behind.lstrip(".,;:"), behind)))


def _joined(ahead: str, behind: str) -> str:
    return f"{ahead.rstrip(' ')} {behind.lstrip(' ')}".strip()


@cache
def _patterns(language: str, messages: tuple[tuple[str, str], ...]) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """The phrases of a language as patterns, each with the part of an item that it tells of."""
    del language
    made: list[tuple[str, re.Pattern[str]]] = []
    for name, phrase in messages:
        if found := _PHRASE.fullmatch(name):
            pattern = re.escape(phrase)
            for place in ("before", "after"):
                pattern = pattern.replace(re.escape(f"{{{place}}}"), f"(?P<{place}>.*)")
            made.append((found[1], re.compile(pattern, re.DOTALL)))
    return tuple(made)
