"""Atom (RFC 4287) and RSS 2.0 documents. The one home of feedgen."""

from feedsvc.render.xml.documents import atom, rss

__all__ = ["atom", "rss"]
