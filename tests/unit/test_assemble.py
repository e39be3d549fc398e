"""Which item stands in which feed, and which folders a change touches."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from html import escape
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from making import NOW, SITE, attribution, item

from feedsvc.core.assemble import (
    by_day,
    configured_keys,
    in_order,
    item_stem,
    keys_of,
    records_after,
    stem_of,
    stems_of_new,
    touched_stems,
)
from feedsvc.core.body import BODY_BYTES, TITLE_LENGTH, entry_bytes, shown_paragraphs, shown_title
from feedsvc.model import Change, ChangeKind, FeedKey, FeedRecord, Presence

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


def test_feeds_that_are_configured() -> None:
    """There is a feed of everything and of each configured country, in each language of the site."""
    assert [stem_of(key, BOTH) for key in configured_keys(BOTH)] == [
        *("all", "hn", "sv"),
        *("lang/es/all", "lang/es/hn", "lang/es/sv"),
    ]


def test_the_order_of_feeds() -> None:
    """Lists show the site's languages in its order, then any other; in each everything, then countries by code."""
    keys = [("fr", "HT"), ("es", None), ("en", "SV"), ("en", None), ("en", "BZ"), ("de", "HN"), ("es", "CU")]
    shuffled = [FeedRecord(FeedKey(language, country), NOW) for language, country in keys]
    assert [stem_of(record.key, BOTH) for record in in_order(shuffled, BOTH)] == [
        *("all", "bz", "sv", "lang/es/all", "lang/es/cu"),
        *("lang/de/hn", "lang/fr/ht"),
    ]


def test_an_item_belongs_to_its_language_and_countries() -> None:
    """The feed of everything carries every item of its language, a country's those about it, not what mentions it."""
    one = item(attribution=replace(attribution("HN", "SV"), mentioned=("HN", "SV", "HT")))
    assert keys_of(one) == (EVERYTHING, HONDURAS, FeedKey("en", "SV"))
    assert keys_of(item(language="es", attribution=attribution())) == (FeedKey("es"),)


def test_touched_stems() -> None:
    """An item that moves touches the feeds that it leaves and those that it enters."""
    before, after = item(attribution=attribution("HN")), item(attribution=attribution("SV"))
    assert touched_stems(Change("moved", after, before), SITE, {}) == {
        *("all", "hn", "sv", item_stem(after)),
        "corrections",
    }
    assert touched_stems(Change("new", after), SITE, {}) == {"all", "sv", item_stem(after)}


def test_a_revision_touches_archives_and_corrections() -> None:
    """What readers are told of an old item is told in the archive too, and in the feed of corrections."""
    after = replace(item(), title="Better", updated=NOW)
    touched = touched_stems(Change("revised", after, item()), SITE, {EVERYTHING: 7, HONDURAS: 2})
    assert touched == {"all", "hn", "i/headline-a", "archive/all/7", "archive/hn/2", "corrections"}


@pytest.mark.parametrize("presence", ["archived", "pending"])
def test_falling_off_touches_nothing(presence: Presence) -> None:
    """Whether and where a source still shows an item is seen in no document."""
    gone = item(presence=presence)
    assert touched_stems(Change("archived", gone, item()), SITE, {}) == set()
    assert touched_stems(Change("restored", item(), gone), SITE, {}) == set()
    assert touched_stems(Change("touched", item(also=("other",), source="new"), item()), SITE, {}) == set()


def test_a_withdrawal_is_seen() -> None:
    """A withdrawn item's page and feeds change, and again when its stub becomes a tombstone, and when that ends."""
    states: list[Presence] = ["pending", "withdrawn", "deleted", "expired"]
    told = [item(presence=state) for state in states]
    kinds: list[ChangeKind] = ["withdrawn", "deleted", "expired"]
    for kind, (before, after) in zip(kinds, pairwise(told), strict=True):
        touched = touched_stems(Change(kind, after, before), SITE, {})
        assert touched - {"corrections"} == {"all", "hn", "i/headline-a"}
        assert ("corrections" in touched) == (kind == "withdrawn")


def test_feeds_after_changes() -> None:
    """New items found feeds; these count what their pages list, and their `updated` covers every entry."""
    changes = [Change("new", item("a", published=NOW)), Change("new", item("b", updated=NOW + timedelta(days=1)))]
    records, fresh = records_after([], changes)
    assert records == {key: FeedRecord(key, NOW + timedelta(days=1), count=2) for key in (EVERYTHING, HONDURAS)}
    assert fresh == {EVERYTHING, HONDURAS}


def test_feeds_after_a_move() -> None:
    """The feed that an item leaves lists one less and keeps its `updated`; the one that it enters lists one more."""
    known = [FeedRecord(HONDURAS, NOW, 3, 2), FeedRecord(EVERYTHING, NOW, 5)]
    after = item(attribution=attribution("SV"), updated=NOW + timedelta(hours=1))
    records, fresh = records_after(known, [Change("revised", after, item())])
    salvador = FeedKey("en", "SV")
    assert records == {
        HONDURAS: FeedRecord(HONDURAS, NOW, 2, 2),
        EVERYTHING: FeedRecord(EVERYTHING, NOW + timedelta(hours=1), 5),
        salvador: FeedRecord(salvador, NOW + timedelta(hours=1), 1),
    }
    assert fresh == {salvador}


def test_feeds_after_a_withdrawal() -> None:
    """A withdrawn item is not counted, nor is its tombstone's end; a restored one is; `updated` never goes back."""
    known = [FeedRecord(HONDURAS, NOW, 3), FeedRecord(EVERYTHING, NOW, 3)]
    gone = item(presence="withdrawn")
    assert {r.count for r in records_after(known, [Change("withdrawn", gone, item())])[0].values()} == {2}
    assert records_after(known, [Change("deleted", replace(gone, presence="deleted"), gone)]) == ({}, frozenset())
    back, _ = records_after(known, [Change("restored", item(), gone)])
    assert {(record.count, record.updated) for record in back.values()} == {(4, NOW)}


def test_folders_that_name_a_new_feed() -> None:
    """Lists of feeds name it, and the page of the same country in each language."""
    assert stems_of_new([HONDURAS], BOTH) == {"site", "all", "hn", "lang/es/hn"}


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


def test_a_long_text_that_fits_is_shown_whole() -> None:
    """Only what it takes when it is sent counts."""
    text = "word " * (BODY_BYTES // 8)
    assert shown_paragraphs(item(paragraphs=(text, text[:99]))) == ((text, text[:99]), True)


@given(st.text(st.sampled_from("&<>\"'aé€𝄞\ud800")))
def test_what_a_text_takes_when_it_is_sent(text: str) -> None:
    """It is counted as it would be made: HTML, escaped again for XML, in UTF-8."""
    made = escape(escape(text)).encode("utf-8", "surrogatepass")
    one, without = item(paragraphs=("", text)), item(paragraphs=("", ""))
    assert entry_bytes(one) - entry_bytes(without) == len(made)


@pytest.mark.parametrize("letter", "&<>\"'aé€𝄞")
def test_no_text_is_shown_whole_that_does_not_fit(letter: str) -> None:
    """The longest text of one letter is shown whole, and one letter more is not."""
    most = (BODY_BYTES - len(escape("<p></p>"))) // len(escape(escape(letter)).encode())
    assert shown_paragraphs(item(paragraphs=(letter * most,)))[1]
    assert not shown_paragraphs(item(paragraphs=(letter * (most + 1),)))[1]


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
