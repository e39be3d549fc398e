"""Whether a reading gives an account of each line."""

from __future__ import annotations

from datetime import date

from feedsvc.core.blocks import text_blocks
from feedsvc.core.decode import decode
from feedsvc.core.feed.kind import is_feed
from feedsvc.core.page.detect import charset_of, is_page
from feedsvc.core.parse import parse
from feedsvc.model import ParsedBulletin, SourceDocument

TODAY = date(2020, 7, 15)


def read(content: bytes) -> ParsedBulletin:
    """Read a bulletin on a fixed day."""
    return parse(SourceDocument("bulletin", content), "en", TODAY)


def assert_accounted(content: bytes) -> None:
    """Hold that each non-blank line is in one item or in one `skipped_lines`, and that `explained` fits."""
    document, bulletin = SourceDocument("bulletin", content), read(content)
    text = decode(content, charset_of(document)).text
    if is_page(document, text) or is_feed(document):
        return  # the lines of a page are those of its main area, and a feed has entries: see their own tests
    skipped = [one for one in bulletin.diagnostics if one.code == "skipped_lines"]
    for block in text_blocks(text):
        in_items = sum(first <= block.line <= last for first, last in (item.lines for item in bulletin.items))
        in_skipped = sum((one.line or 0) <= block.line <= (one.last_line or one.line or 0) for one in skipped)
        assert in_items <= 1
        assert in_skipped == 1 if in_items == 0 else in_skipped <= 1, block
    assert 0.0 <= bulletin.explained <= 1.0
    assert (bulletin.explained == 1.0) == all(one.severity == "note" for one in skipped)
