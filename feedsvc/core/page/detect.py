"""Is a document a page? What its server declared decides, else what it looks like."""

from __future__ import annotations

import re

from feedsvc.model import SourceDocument

_HEAD = 4000
_BODY = 100_000
_PAGE_TYPES = frozenset(("text/html", "application/xhtml+xml"))
_OPENING = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--(?:(?!-->).)*-->\s*)*<(?:!doctype\s+html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)
_TAG = re.compile(
    r"</?(?:p|div|li|ul|ol|td|tr|table|br|h[1-6]|article|section|hr)\b[^<>]{0,300}>",  # a text may have <b> in a line
    re.IGNORECASE,
)
_META = re.compile(rb"<meta\s[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]{2,40})", re.IGNORECASE)
_FEWEST_TAGS = 6
_TEXT_PER_TAG = 250


def is_page(document: SourceDocument, text: str) -> bool:
    """Tell whether a document is a web page. `text` is its text, decoded."""
    if document.media_type in _PAGE_TYPES:
        return True
    if document.media_type:
        return False
    if _OPENING.match(text[:_HEAD]):
        return True
    body = text[:_BODY]
    tags = sum(1 for _ in _TAG.finditer(body))
    return tags >= _FEWEST_TAGS and tags * _TEXT_PER_TAG >= len(body)


def charset_of(document: SourceDocument) -> str:
    """Return the charset that a page declares in its own head; empty: none, or one that such a head cannot be in."""
    found = _META.search(document.content[:_HEAD])
    name = found[1].decode("ascii").lower() if found is not None else ""
    return "" if name.startswith("utf-16") or document.media_type == "text/plain" else name
