"""The list of all feeds as OPML 2.0, which feed readers import (opml.org/spec2.opml)."""

from __future__ import annotations

from collections.abc import Iterable

from lxml import etree

from feedsvc.model import Feed, Site
from feedsvc.render.addresses import feed_url, page_url


def opml(feeds: Iterable[Feed], site: Site) -> bytes:
    """Return one outline for each feed, pointing to its Atom document."""
    root = etree.Element("opml", version="2.0")
    head = etree.SubElement(root, "head")
    etree.SubElement(head, "title").text = site.title
    etree.SubElement(head, "ownerName").text = site.author
    body = etree.SubElement(root, "body")
    for feed in feeds:
        etree.SubElement(
            body,
            "outline",
            type="rss",
            text=feed.title,
            title=feed.title,
            xmlUrl=feed_url(site, feed.stem, "atom"),
            htmlUrl=page_url(site, feed.stem),
            language=feed.key.language,
            version="ATOM",
        )
    return bytes(etree.tostring(root, encoding="UTF-8", xml_declaration=True, pretty_print=True))
