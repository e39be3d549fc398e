"""Makes nouns of the model for tests, with everything that a test does not speak of filled in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from feedsvc.core.override import is_withdrawn_by
from feedsvc.core.reconcile import Known, Reading
from feedsvc.model import Attribution, Evidence, Image, Item, Override, OverrideAction, ParsedItem, Site, Source, Words

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


def words(**values: Any) -> Words:
    """What can be said of an item anew."""
    usual = Words(date(2020, 7, 13), "A headline", ("Some text.",), None, ("HN",))
    return replace(usual, **values)


def override(action: OverrideAction, value: str = "", name: str = "a") -> Override:
    """What an operator says of the item called `name`."""
    return Override(f"tag:example.org,2020:item/{name}", action, value, "editor", "a letter came", NOW)


def known_of(items: Iterable[Item], reading: Reading, *overrides: Override) -> Known:
    """All that a store must say of its items for a reading, and nothing more."""
    stored = tuple(items)
    days = {told.day for told in reading.items}
    links = {told.link for told in reading.items if told.link}
    given = {i.id: tuple(o for o in overrides if o.item == i.id) for i in stored}
    near = {i.id for i in stored if i.day in days or (i.as_read and i.as_read.day in days) or i.link in links}
    kept = {i.id for i in stored if i.presence in ("shown", "pending") or is_withdrawn_by(given[i.id])}
    languages = {told.language for told in reading.items}
    is_mine = {i.id: reading.source in (i.source, *i.also) for i in stored}
    return Known(
        mine=tuple(i for i in stored if is_mine[i.id] and i.id in near | kept),
        others=tuple(i for i in stored if not is_mine[i.id] and i.id in near and i.language in languages),
        overrides={name: some for name, some in given.items() if some},
        is_taken={stamp for i in stored for stamp in (i.published, i.updated)}.__contains__,
        is_named={name for i in stored for name in (i.id, i.slug)}.__contains__,
    )


# For each field of an item whose value is no text: another value than the usual one.
OTHER_VALUES: dict[str, Any] = {
    "day": date(1999, 1, 1),
    "paragraphs": ("Others.",),
    "link": "https://example.org/other",
    "attribution": attribution("CU"),
    "published": NOW - timedelta(days=9),
    "updated": NOW + timedelta(days=9),
    "first_seen": NOW + timedelta(days=9),
    "rank": 99,
    "presence": "archived",
    "absent_since": NOW,
    "also": ("another",),
    "as_read": Words(None, "a", (), None, ()),
    "image": Image("https://example.org/other.png", "Others"),
}
