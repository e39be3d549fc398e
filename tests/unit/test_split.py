"""Two items made of one that had been taken for another story."""

from __future__ import annotations

from datetime import date, timedelta

from making import NOW, attribution, item

from feedsvc.core.minting import new_items
from feedsvc.core.split import as_read_anew, split
from feedsvc.model import Revision, Words

BEFORE = Words(date(2020, 7, 1), "Old story", ("Of long ago.",), None, ("SV",))
NOWADAYS = item(title="New story", updated=NOW - timedelta(hours=1), attribution=attribution("HN"), rank=4)
REVISION = Revision(NOWADAYS.id, NOWADAYS.updated, "revised", BEFORE, BEFORE)


def test_each_story_has_its_own_item() -> None:
    """The old one has its words, id and address again; the new one an id, address and moment of its own."""
    taken = {NOWADAYS.published, NOWADAYS.updated}
    names = {NOWADAYS.id, NOWADAYS.slug}
    reading = as_read_anew(NOWADAYS, "UTC", "example.org,2020", NOW)
    (fresh,) = new_items(reading, [0], taken.__contains__, names.__contains__, NOW)
    told, made = split(NOWADAYS, REVISION, fresh, taken.__contains__, NOW)
    old, new = told.item, made.item
    assert (old.id, old.slug, old.published) == (NOWADAYS.id, NOWADAYS.slug, NOWADAYS.published)
    assert Words(old.day, old.title, old.paragraphs, old.link, old.attribution.about) == BEFORE
    assert (old.presence, told.kind, told.before) == ("archived", "revised", NOWADAYS)
    assert old.updated > NOWADAYS.updated
    assert (new.title, new.paragraphs, new.day, new.rank) == (*("New story", ("Some text.",)), NOWADAYS.day, 4)
    assert (new.presence, made.kind, made.before) == ("shown", "new", None)
    assert new.attribution == NOWADAYS.attribution
    assert len({new.id, old.id}) == len({new.slug, old.slug}) == 2
    assert len({new.published, old.published, old.updated, NOWADAYS.updated}) == 4
