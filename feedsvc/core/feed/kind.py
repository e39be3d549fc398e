"""Tells a feed from other documents."""

from __future__ import annotations

import re

from feedsvc.model import SourceDocument

_MEDIA_TYPES = frozenset(
    {"application/atom+xml", "application/rss+xml", "application/rdf+xml", "application/feed+json"}
)
_XML = re.compile(
    rb"\s*(?:<\?[^>]*>\s*|<!--(?:(?!-->).)*-->\s*|<!DOCTYPE[^>]*>\s*)*<(?:rss|feed|rdf:RDF)[\s>]",
    re.DOTALL,
)
_JSON = re.compile(rb'\s*\{.{0,500}"https?:\\?/\\?/jsonfeed\.org\\?/version\\?/', re.DOTALL)
_HEAD = 4096  # bytes in which a feed says that it is one


def is_feed(document: SourceDocument) -> bool:
    """Return whether a document is a feed, by what its server calls it, or by how it begins."""
    head = document.content[:_HEAD].removeprefix(b"\xef\xbb\xbf")
    return document.media_type in _MEDIA_TYPES or bool(_XML.match(head) or _JSON.match(head))
