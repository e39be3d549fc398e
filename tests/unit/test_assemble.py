"""Which item stands in which feed, and which folders a change touches."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from making import NOW, SITE, attribution, item

from feedsvc.core.assemble import by_day, carries, feed, feed_keys, item_stem, records_of, stem_of, touched_stems
from feedsvc.core.body import BODY_BYTES, TITLE_LENGTH, entry_bytes, shown_paragraphs, shown_title
from feedsvc.model import Change, FeedKey, FeedRecord, Presence

BOTH = replace(SITE, languages=("en", "es"))
EVERYTHING, HONDURAS = FeedKey("en"), FeedKey("en", "HN")


@pytest.mark.parametrize(
    ("key", "stem"),
    [
        (EVERYTHING, "all"),
        (HONDURAS, "hn"),
        (FeedKey("es"), "lang/es/all"),
        (FeedKey("es", "HN"), "lang/es/hn"),
    ],
)
def test_stems(key: FeedKey, stem: str) -> None:
    """The default language stands at the top, another one under lang/."""
    assert stem_of(key, BOTH) == stem


def test_feeds_that_exist() -> None:
    """Every configured country, every country that has or ever had an item, in each language of the site."""
    items = [item(attribution=attribution("GT")), item("b", language="es", attribution=attribution("CU"))]
    known = [FeedRecord(FeedKey("en", "MX"), NOW), FeedRecord(FeedKey("fr", "HT"), NOW), FeedRecord(EVERYTHING, NOW)]
    found = [stem_of(key, BOTH) for key in feed_keys(items, known, BOTH)]
    spanish = ["lang/es/all", "lang/es/cu", "lang/es/hn", "lang/es/sv"]
    french = ["lang/fr/all", "lang/fr/hn", "lang/fr/ht", "lang/fr/sv"]  # published once, though no source has it now
    assert found == ["all", "gt", "hn", "mx", "sv", *spanish, *french]


def test_a_feed_carries_its_language_and_country() -> None:
    """The feed of everything carries every item of its language, a country's those about it."""
    one = item(attribution=attribution("HN", "SV"))
    assert [carries(key, one) for key in (EVERYTHING, HONDURAS, FeedKey("en", "GT"), FeedKey("es", "HN"))] == [
        True,
        True,
        False,
        False,
    ]


def test_mentioned_countries_do_not_carry() -> None:
    """Being mentioned is not being the subject."""
    one = item(attribution=replace(attribution("DO"), mentioned=("DO", "HT")))
    assert not carries(FeedKey("en", "HT"), one)


def test_touched_stems() -> None:
    """An item that moves touches the feeds that it leaves and those that it enters."""
    before, after = item(attribution=attribution("HN")), item(attribution=attribution("SV"))
    assert touched_stems(Change("moved", after, before), SITE) == {"all", "hn", "sv", "site", item_stem(after)}
    assert touched_stems(Change("new", after), SITE) == {"all", "sv", "site", item_stem(after)}


@pytest.mark.parametrize("presence", ["archived", "pending"])
def test_falling_off_touches_nothing(presence: Presence) -> None:
    """Whether the source still shows an item is seen in no document."""
    gone = item(presence=presence)
    assert touched_stems(Change("archived", gone, item()), SITE) == set()
    assert touched_stems(Change("restored", item(), gone), SITE) == set()


def test_a_withdrawal_is_seen() -> None:
    """A withdrawn item's page and feeds change, and again when the announcement ends; then no feed carries it."""
    withdrawn, expired = item(presence="withdrawn"), item(presence="expired")
    touched = {"all", "hn", "site", "i/headline-a"}
    assert touched_stems(Change("withdrawn", withdrawn, item(presence="pending")), SITE) == touched
    assert touched_stems(Change("expired", expired, withdrawn), SITE) == touched
    assert carries(HONDURAS, withdrawn)
    assert not carries(HONDURAS, expired)


def test_updated_of_feeds() -> None:
    """A feed's `updated` covers its entries; an empty feed's is the store's earliest `published`."""
    items = [item("a", published=NOW), item("b", published=NOW - timedelta(days=3), updated=NOW + timedelta(days=1))]
    records = records_of([HONDURAS, FeedKey("en", "SV")], items, [], NOW)
    assert [record.updated for record in records] == [NOW + timedelta(days=1), NOW - timedelta(days=3)]


def test_updated_of_a_feed_never_goes_back() -> None:
    """It stays where it was when the newest item leaves, and when older items are found later."""
    known = [FeedRecord(HONDURAS, NOW + timedelta(days=5)), FeedRecord(FeedKey("en", "SV"), NOW)]
    items = [item("a", published=NOW - timedelta(days=30))]
    records = records_of([HONDURAS, FeedKey("en", "SV")], items, known, NOW)
    assert [record.updated for record in records] == [NOW + timedelta(days=5), NOW]


def test_order_and_title() -> None:
    """A feed shows its items by `published`, newest first, under the country's name."""
    items = [item(name, published=NOW + timedelta(seconds=n)) for n, name in enumerate("abc")]
    made = feed(
        FeedRecord(HONDURAS, NOW), [*items[::-1], item("x", attribution=attribution("SV"))], SITE, {"HN": "Honduras"}
    )
    assert [one.slug for one in made.items] == ["headline-c", "headline-b", "headline-a"]
    assert (made.title, made.stem) == ("Honduras: Regional migration news", "hn")
    assert feed(FeedRecord(EVERYTHING, NOW), items, SITE, {}).title == "Regional migration news"


def _many(count: int, hours: float, **values: object) -> list[object]:
    return [item(str(n), published=NOW - n * timedelta(hours=hours), **values) for n in range(count)]


@pytest.mark.parametrize(
    ("count", "hours", "kept"),
    [(60, 24 * 30, 50), (60, 1, 60), (40, 24 * 30, 40), (100, 12, 61)],
)
def test_window(count: int, hours: float, kept: int) -> None:
    """A feed holds at least 50 items and at least the 30 days before its newest one."""
    made = feed(FeedRecord(EVERYTHING, NOW), _many(count, hours), SITE, {})  # type: ignore[arg-type] # made as objects
    assert len(made.items) == kept


def test_window_in_bytes() -> None:
    """A feed is never too large to send, and never empty because its newest item is large."""
    long = ("word & " * 9000,)
    made = feed(FeedRecord(EVERYTHING, NOW), _many(60, 1, paragraphs=long), SITE, {})  # type: ignore[arg-type] # as above
    assert sum(entry_bytes(one) for one in made.items) < 512 * 1024
    assert len(made.items) > 1
    huge = feed(FeedRecord(EVERYTHING, NOW), [item(title="&" * 10**6, paragraphs=("&" * 10**6,))], SITE, {})
    assert [entry_bytes(one) < 512 * 1024 for one in huge.items] == [True]


def test_by_day() -> None:
    """Pages show the newest day first, and in a day the highest rank; an undated item stands at its first day."""
    items = [
        item("low", rank=1),
        item("high", rank=2),
        item("newer", day=date(2020, 7, 14)),
        item("undated", day=None, published=NOW + timedelta(days=9)),
    ]
    assert [one.slug for one in by_day(items)] == [
        "headline-undated",
        "headline-newer",
        "headline-high",
        "headline-low",
    ]


def test_short_items_are_shown_whole() -> None:
    """What fits is not cut."""
    assert shown_paragraphs(item(paragraphs=("a", "b"))) == (("a", "b"), True)
    assert shown_title(item(title="x" * TITLE_LENGTH)) == "x" * TITLE_LENGTH


def test_long_items_give_their_beginning() -> None:
    """A long text is cut at a word; a long headline ends with an ellipsis."""
    paragraphs, whole = shown_paragraphs(item(paragraphs=("first", "word " * BODY_BYTES, "last")))
    assert not whole
    assert paragraphs[0] == "first"
    assert paragraphs[1].endswith("word …")
    assert BODY_BYTES - 200 < sum(len(p) for p in paragraphs) <= BODY_BYTES
    assert shown_title(item(title="x" * 500)) == "x" * TITLE_LENGTH + "…"


def test_a_text_without_spaces_is_cut_too() -> None:
    """One endless word is cut inside."""
    ((only,), whole) = shown_paragraphs(item(paragraphs=("<" * BODY_BYTES,)))
    assert not whole
    assert only == "<" * ((BODY_BYTES - 24) // len("&amp;lt;")) + " …"


def test_nothing_is_left_for_the_last_paragraph() -> None:
    """Very many paragraphs end where the space ends, without an empty one."""
    paragraphs, whole = shown_paragraphs(item(paragraphs=("x",) * BODY_BYTES))
    assert not whole
    assert set(paragraphs) == {"x"}
