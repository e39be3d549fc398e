"""JSON Feed 1.1 documents (jsonfeed.org/version/1.1)."""

from __future__ import annotations

import json
from collections.abc import Mapping

from feedsvc.core.body import shown_title
from feedsvc.core.identity import given_name
from feedsvc.model import Catalogue, Feed, Item, Site
from feedsvc.render.addresses import entry_url, feed_url, item_url, page_url
from feedsvc.render.kept import MOST_KEPT, Kept, KeptEntries, entries
from feedsvc.render.words import body_html

_kept: KeptEntries[bytes] = Kept(MOST_KEPT)


def jsonfeed(feed: Feed, site: Site, catalogue: Catalogue) -> bytes:
    """Return the feed as a JSON Feed document, in UTF-8."""
    head = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "home_page_url": page_url(site, feed.stem),
        "feed_url": feed_url(site, feed.stem, "json"),
        "description": site.description,
        "authors": [{"name": site.author}],
        "language": feed.key.language,
    }
    items = entries(feed.items, site, catalogue, _kept, _item)
    return b"".join((_json(head).removesuffix(b"}"), b',"items":[', b",".join(items), b"]}\n"))


def _item(item: Item, site: Site, catalogue: Catalogue) -> bytes:
    return _json(
        {
            "id": given_name(item.id, site.authority),
            "url": entry_url(site, item),
            "title": shown_title(item),
            "content_html": body_html(item, item_url(site, item)),
            **({"image": item.image.address} if item.image else {}),
            "date_published": item.published.isoformat(),
            "date_modified": item.updated.isoformat(),
            "tags": [catalogue.countries[code] for code in item.attribution.about],
        }
    )


def _json(said: Mapping[str, object]) -> bytes:
    return json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()
