"""Undoes what rendering did to the words of an item: escapes, cuts, and the sentences that stand in for a text."""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from html import unescape

from feedsvc.core.body import TITLE_LENGTH
from feedsvc.model import Catalogue, Image

_PARAGRAPH = re.compile("<p>(.*?)</p>", re.DOTALL)
_MORE = re.compile('<p><a href="[^"]*">…</a></p>$')
_PICTURE = re.compile('<p><img src="([^"]*)" alt="([^"]*)"></p>')
_ESCAPES = (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&"))  # the ampersand last: a text is unescaped once


def paragraphs_of(body: str) -> tuple[tuple[str, ...], bool]:
    """Return the paragraphs of an entry's text, and whether they are all; the inverse of `body_html`.

    The headline that stands in for a missing text is a paragraph here.
    """
    texts = _PARAGRAPH.findall(_MORE.sub("", _PICTURE.sub("", body, count=1)))
    return tuple(_unescaped(text) for text in texts), _MORE.search(body) is None


def picture_of(body: str, title: str) -> Image | None:
    """Return the picture that stands before an entry's text, if there is one; the headline may stand in for words."""
    found = _PICTURE.match(body)
    if found is None:
        return None
    alternative = unescape(found[2])
    return Image(unescape(found[1]), alternative if alternative != title else "")


def is_cut(title: str) -> bool:
    """Return whether a headline was too long to be published whole: one of full length that ends with "…"."""
    return len(title) >= TITLE_LENGTH and title.endswith("…")


def withdrawn_title(title: str, body: str, catalogue: Catalogue) -> str | None:
    """Return the headline of an entry that says that its item was withdrawn, None where it does not say so."""
    title_pattern, text_pattern = _stub_patterns(
        catalogue.messages["withdrawn_title"], catalogue.messages["withdrawn_text"]
    )
    (text, *more), _ = paragraphs_of(body) if _PARAGRAPH.search(body) else (("",), True)
    found = title_pattern.fullmatch(title)
    return found[1] if found and not more and text_pattern.fullmatch(text) else None


def day_of(text: str, catalogue: Catalogue) -> date | None:
    """Return the day that is written in words; None where it is none. The inverse of `day_text`."""
    pattern = re.escape(catalogue.date_format)
    for name, form in (("day", r"(?P<day>\d{1,2})"), ("month", r"(?P<month>\w+)"), ("year", r"(?P<year>\d+)")):
        pattern = pattern.replace(re.escape(f"{{{name}}}"), form)
    found = re.fullmatch(pattern, text)
    if found is None or found["month"] not in catalogue.months:
        return None
    return date(int(found["year"]), catalogue.months.index(found["month"]) + 1, int(found["day"]))


@cache
def _stub_patterns(title: str, text: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    forms = [re.escape(phrase).replace(re.escape("{title}"), "(.*)").replace(re.escape("{date}"), ".+")
             for phrase in (title, text)]  # fmt: skip
    return re.compile(forms[0], re.DOTALL), re.compile(forms[1])


def _unescaped(text: str) -> str:
    for escape, sign in _ESCAPES:
        text = text.replace(escape, sign)
    return text
