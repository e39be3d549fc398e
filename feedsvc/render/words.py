"""An item's words as feeds carry them: the headline as plain text, the text as HTML that is escaped once, whole."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from html import escape, unescape
from operator import attrgetter

from feedsvc.core.absence import is_announced
from feedsvc.core.body import shown_paragraphs, shown_title
from feedsvc.model import Catalogue, Image, Item

WORD_JOINER = "\u2060"  # invisible, and no part of a tag or a character reference
_TAG = re.compile(r"<(?=[A-Za-z/!?])")
_REFERENCE = re.compile(r"&(?=(#?\w+))")


Said = tuple[object, ...]
"""What an entry says of an item, beside its id."""

said_of: Callable[[Item], Said] = attrgetter(
    "slug", "title", "paragraphs", "link", "published", "updated", "attribution.about", "image"
)
"""Returns all of an item that entries are made from: where it is equal, and the id, so are the entries."""


def day_text(day: date | None, catalogue: Catalogue) -> str:
    """Return a day in words; None is an item without a date."""
    if day is None:
        return catalogue.messages["undated"]
    month = catalogue.months[day.month - 1]
    return catalogue.date_format.format(day=day.day, month=month, year=day.year)


def as_announced(item: Item, catalogue: Catalogue) -> Item:
    """Return what is published of an item: a withdrawn one says so in place of its text, under its own id."""
    if not is_announced(item):
        return item
    say, when = catalogue.messages, item.absent_since or item.updated
    title = say["withdrawn_title"].format(title=shown_title(item))
    text = say["withdrawn_text"].format(date=day_text(when.date(), catalogue))
    return replace(item, title=title, paragraphs=(text,), link=None, image=None)


def body_html(item: Item, more_url: str) -> str:
    """Return the picture, if any, and the paragraphs as HTML.

    Of an item without a text it is the headline, of one too long there is a link to the rest.
    """
    paragraphs, whole = shown_paragraphs(item)
    html = _picture(item.image, shown_title(item)) if item.image else ""
    html += "".join([f"<p>{escape(text, quote=False)}</p>" for text in paragraphs or (shown_title(item),)])
    return html if whole else f'{html}<p><a href="{escape(more_url)}">…</a></p>'


def _picture(image: Image, title: str) -> str:
    """Where nobody said what it shows, the headline does: an empty `alt` would say that it shows nothing."""
    return f'<p><img src="{escape(image.address)}" alt="{escape(image.alternative or title)}"></p>'


def title_text(item: Item) -> str:
    """Return the headline so that it reads the same whether a reader takes it as plain text or as HTML.

    RSS never said which of the two a title is, and readers differ, for Atom too. A "<" or "&" that an HTML parser
    would take for the beginning of a tag or a character reference gets an invisible WORD JOINER behind it.
    """
    title = shown_title(item)
    if "<" not in title and "&" not in title:
        return title
    return _REFERENCE.sub(_kept_apart, _TAG.sub("<" + WORD_JOINER, title))


def _kept_apart(ampersand: re.Match[str]) -> str:
    """An ampersand before a letter of an ordinary word ("AT&T") means nothing but itself."""
    word = ampersand[1]
    means_something = not word.isalpha() or unescape(f"&{word};") != f"&{word};"
    return "&" + WORD_JOINER if means_something else "&"
