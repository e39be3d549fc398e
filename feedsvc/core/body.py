"""Decides how much of an item a document shows, so that no item makes a feed too large to send."""

from __future__ import annotations

from functools import lru_cache
from html import escape

from feedsvc.model import Item

BODY_BYTES = 256 * 1024  # as an Atom document carries it: HTML, escaped again, in UTF-8
TITLE_LENGTH = 400
_PARAGRAPH_BYTES = len(escape("<p></p>"))
_LETTER_BYTES = 10  # the most that one letter takes when sent: a quotation mark, escaped twice
_ENTRY_BYTES = 1600  # a generous allowance for what an entry needs beside its own words
_PICTURE_BYTES = 200  # a generous allowance for what stands around a picture's address and words
_JOINER_BYTES = 3  # what keeps a "<" or "&" of a headline from being taken for HTML


def shown_title(item: Item) -> str:
    """Return the headline, or its first 400 characters and an ellipsis."""
    return shown_headline(item.title)


def shown_headline(title: str) -> str:
    """Return as much of a headline as documents show."""
    return title if len(title) <= TITLE_LENGTH else title[:TITLE_LENGTH].rstrip() + "…"


def shown_paragraphs(item: Item) -> tuple[tuple[str, ...], bool]:
    """Return the paragraphs that fit into 256 KiB, and whether they are all; the last one may be cut at a word."""
    if sum(map(len, item.paragraphs)) * _LETTER_BYTES + len(item.paragraphs) * _PARAGRAPH_BYTES <= BODY_BYTES:
        return item.paragraphs, True  # nearly always: nothing has to be measured
    left = BODY_BYTES
    kept: list[str] = []
    for paragraph in item.paragraphs:
        left -= _PARAGRAPH_BYTES
        fitting = _beginning(paragraph, left)
        if fitting != paragraph:
            return (*kept, *([fitting + " …"] if fitting else [])), False
        kept.append(paragraph)
        left -= _sent_bytes(paragraph)
    return tuple(kept), True


def entry_bytes(item: Item) -> int:
    """Return a safe estimate of what an item adds to the largest form of a feed, in bytes."""
    title = shown_title(item)
    paragraphs = shown_paragraphs(item)[0] or (title,)  # a headline stands in for a missing text
    body = sum(_sent_bytes(paragraph) + _PARAGRAPH_BYTES for paragraph in paragraphs)
    joiners = _JOINER_BYTES * (title.count("<") + title.count("&"))
    return _ENTRY_BYTES + body + _sent_bytes(title) + joiners + len(item.link or "") + _picture_bytes(item)


def _picture_bytes(item: Item) -> int:
    """A picture is named in the text, as the text is sent, and once more by itself."""
    if item.image is None:
        return 0
    return (
        2 * _sent_bytes(item.image.address) + _sent_bytes(item.image.alternative or shown_title(item)) + _PICTURE_BYTES
    )


@lru_cache(maxsize=8192)  # a text is measured for each feed that it stands in, in every run
def _sent_bytes(text: str) -> int:
    """What it takes as HTML in XML, counted without making it."""
    angles, quotes = text.count("<") + text.count(">"), text.count('"') + text.count("'")
    escapes = 8 * text.count("&") + 7 * angles + 9 * quotes  # "&amp;amp;", "&amp;lt;", "&amp;quot;" or "&amp;#x27;"
    return len(text.encode("utf-8", "surrogatepass")) + escapes


def _beginning(text: str, most: int) -> str:
    """The whole of `text` if it takes at most `most` bytes when sent, or else as many whole words of it."""
    if most > 0 and _sent_bytes(text) <= most:
        return text
    low, high = 0, len(text)
    while low < high:  # sent bytes grow with length, so the longest beginning can be searched for
        middle = (low + high + 1) // 2
        low, high = (middle, high) if _sent_bytes(text[:middle]) <= most else (low, middle - 1)
    return text[:low].rpartition(" ")[0] or text[:low]
