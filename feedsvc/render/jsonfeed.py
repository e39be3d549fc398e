"""JSON Feed 1.1 documents (jsonfeed.org/version/1.1)."""

from __future__ import annotations

import json
from typing import Any

from feedsvc.core.body import shown_title
from feedsvc.model import Catalogue, Feed, Item, Site
from feedsvc.render.addresses import entry_url, feed_url, item_url, page_url
from feedsvc.render.words import body_html


def jsonfeed(feed: Feed, site: Site, catalogue: Catalogue) -> bytes:
    """Return the feed as a JSON Feed document, in UTF-8."""
    document = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "home_page_url": page_url(site, feed.stem),
        "feed_url": feed_url(site, feed.stem, "json"),
        "description": site.description,
        "authors": [{"name": site.author}],
        "language": feed.key.language,
        "items": [_item(item, site, catalogue) for item in feed.items],
    }
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def _item(item: Item, site: Site, catalogue: Catalogue) -> dict[str, Any]:
    return {
        "id": item.id,
        "url": entry_url(site, item),
        "title": shown_title(item),
        "content_html": body_html(item, item_url(site, item)),
        "date_published": item.published.isoformat(),
        "date_modified": item.updated.isoformat(),
        "tags": [catalogue.countries[code] for code in item.attribution.about],
    }
