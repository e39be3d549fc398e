"""Makes nouns of the model for tests, with everything that a test does not speak of filled in."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from feedsvc.model import Attribution, Evidence, Item, ParsedItem, Site, Source

NOW = datetime(2020, 7, 15, 18, 0, tzinfo=UTC)

SITE = Site(
    base_url="https://feeds.example.org",
    title="Regional migration news",
    description="Short news from the regional bulletin.",
    author="Example Office",
    rights="© Example Office",
    language="en",
    languages=("en",),
    authority="example.org,2020",
    countries=("HN", "SV"),
)

SOURCE = Source(id="bulletin", path="bulletin.txt", language="en", zone="America/Costa_Rica", interval=900)


def attribution(*about: str) -> Attribution:
    """Countries that a headline names."""
    return Attribution(about, about, tuple(Evidence(code, "about", code, "title", "test") for code in about))


def parsed(title: str = "A headline", **values: Any) -> ParsedItem:
    """An item as a bulletin states it."""
    usual: dict[str, Any] = {"day": date(2020, 7, 13), "paragraphs": ("Some text.",), "language": "en", "lines": (1, 3)}
    return ParsedItem(**{**usual, "title": title, **values})


def item(name: str = "a", **values: Any) -> Item:
    """A stored item whose id and slug are made from `name`."""
    moment = datetime(2020, 7, 13, 18, 0, 1, tzinfo=UTC)
    made = Item(
        id=f"tag:example.org,2020:item/{name}",
        slug=f"headline-{name}",
        source="bulletin",
        language="en",
        day=date(2020, 7, 13),
        title=f"Headline {name}",
        paragraphs=("Some text.",),
        link=None,
        attribution=attribution("HN"),
        published=moment,
        updated=moment,
        rank=1,
        first_seen=NOW,
    )
    changed = replace(made, **values)
    return changed if "updated" in values else replace(changed, updated=changed.published)
