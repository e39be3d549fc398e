"""A document to its items and what there is to say of it: the one entry for every kind of document."""

from __future__ import annotations

from datetime import date

from feedsvc.core.blocks import split_lines, text_blocks
from feedsvc.core.bulletin import bulletin_of
from feedsvc.core.decode import decode
from feedsvc.core.feed.kind import is_feed
from feedsvc.core.layout import fit
from feedsvc.model import ParsedBulletin, SourceDocument


def parse(document: SourceDocument, language: str, today: date) -> ParsedBulletin:
    """Return the items of a bulletin in its order, and what there is to say of its lines. Never raises.

    Every non-blank line lies within the lines of an item or has one `skipped_lines`. `language` is given to
    each item; dates after `today` are kept and reported. Diagnostics stand in the order of their lines.
    """
    if is_feed(document):
        from feedsvc.core.feed.reading import read_feed  # noqa: PLC0415 (feedparser takes long to import; few need it)

        return read_feed(document, language, today)
    decoded = decode(document.content, document.charset)
    blocks = text_blocks(decoded.text, document.address)
    return bulletin_of(blocks, fit(blocks, today, split_lines(decoded.text)), decoded, language, today)
