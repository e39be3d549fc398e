"""Tells a feed from other documents."""

from __future__ import annotations

import re

from feedsvc.model import SourceDocument

_MEDIA_TYPES = frozenset(
    {"application/atom+xml", "application/rss+xml", "application/rdf+xml", "application/feed+json"}
)
_XML = re.compile(
    rb"\s*(?:<\?[^>]*>\s*|<!--(?:(?!-->).)*-->\s*|<!DOCTYPE[^>\[]*(?:\[[^]]*\]\s*)?>\s*)*"
    rb"<(?:[A-Za-z][\w.-]*:)?(?:rss|feed|RDF)[\s>]",
    re.DOTALL,
)
_JSON = re.compile(rb'"version"\s*:\s*"https?:\\?/\\?/jsonfeed\.org\\?/version\\?/')  # first, or last
_HEAD = 4096  # bytes in which a feed says that it is one


def is_feed(document: SourceDocument) -> bool:
    """Return whether a document is a feed, by what its server calls it, or by how it begins."""
    head = document.content[:_HEAD].removeprefix(b"\xef\xbb\xbf")
    if head.lstrip().startswith(b"{") and _JSON.search(document.content):
        return True
    return document.media_type in _MEDIA_TYPES or bool(_XML.match(head))
