"""What names an item for ever."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from making import NOW, parsed

from feedsvc.core.identity import (
    SLUG_LENGTH,
    UpdatedStamps,
    digest_of,
    given_name,
    item_id,
    kept_id,
    mint_stamps,
    slug_of,
)

ZONE = "America/Costa_Rica"
DAY = date(2020, 7, 13)
NOON = datetime(2020, 7, 13, 18, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)
FREE = frozenset[datetime]().__contains__


def test_digest_ignores_typography() -> None:
    """The same words with other quotes, spaces and case are the same first form."""
    assert digest_of(parsed("IOM´s  Diploma"), 0) == digest_of(parsed("IOM’s diploma"), 0)


@pytest.mark.parametrize(
    "other", [parsed("Another"), parsed(day=date(2020, 7, 14)), parsed(paragraphs=("Else.",)), parsed(language="es")]
)
def test_digest_tells_items_apart(other: object) -> None:
    """Headline, day, text and language each make another item."""
    assert digest_of(parsed(), 0) != digest_of(other, 0)  # type: ignore[arg-type] # parametrize hands objects
    assert digest_of(parsed(), 0) != digest_of(parsed(), 1)


@pytest.mark.parametrize("name", ["21 at https://office.example", "9", "niñez/1%20?#", "a:b c", "tag: x"])
def test_names_of_other_feeds_are_kept(name: str) -> None:
    """What is no IRI is spelt in one, without loss."""
    made = kept_id(name, "example.org,2020")
    assert re.fullmatch(r"tag:example\.org,2020:kept/[\w.~%-]+", made, re.ASCII)
    assert given_name(made, "example.org,2020") == name


@pytest.mark.parametrize("name", ["https://office.example/1", "tag:example.org,2020:item/a", "tag:x.org,2020:kept/a"])
def test_ids_of_other_feeds_are_kept(name: str) -> None:
    """Addresses and URIs are called what they are, those of other services like ours too."""
    assert kept_id(name, "example.org,2020") == given_name(name, "example.org,2020") == name


def test_ids_are_tag_uris() -> None:
    """An id has the form of RFC 4151 and no character that a URI would escape."""
    made = item_id("example.org,2020", digest_of(parsed("Niñez & <b>"), 0))
    assert re.fullmatch(r"tag:example\.org,2020:item/[a-z2-7]{16}", made)


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("IOM´s Diploma in Belize begins third course", "ioms-diploma-in-belize-begins-third-course-abcdef"),
        ("Niñez: ¿qué hacer en 2020?", "ninez-que-hacer-en-2020-abcdef"),
        ("移民新闻", "abcdef"),
        ("../../etc/passwd%00", "etc-passwd-00-abcdef"),
        ("", "abcdef"),
    ],
)
def test_slugs(title: str, slug: str) -> None:
    """A slug holds words of the headline in a-z and 0-9, and never anything else."""
    assert slug_of(title, "abcdefghijklmnop") == slug


def test_long_slugs_end_at_a_word() -> None:
    """A long headline is cut between words."""
    slug = slug_of("word " * 40, "abcdefghijklmnop")
    assert slug == "-".join(["word"] * 12) + "-abcdef"
    assert len(slug) <= SLUG_LENGTH + 7


def test_stamps_count_up_from_the_bottom_of_the_day() -> None:
    """The bottom item of a day gets the first free second after noon."""
    assert mint_stamps([DAY, DAY, DAY], ZONE, NOW + timedelta(days=9), FREE) == [NOON + n * SECOND for n in (3, 2, 1)]


def test_stamps_skip_what_is_taken() -> None:
    """No two items of the store share a second, whatever their sources."""
    taken = {NOON + SECOND, NOON + 3 * SECOND}
    stamps = mint_stamps([DAY, DAY], ZONE, NOW + timedelta(days=9), taken.__contains__)
    assert stamps == [NOON + 4 * SECOND, NOON + 2 * SECOND]


def test_noon_ahead() -> None:
    """Before noon of an item's day seconds are counted back from now, the top item being the newest."""
    now = NOON - timedelta(hours=2, microseconds=-5)
    assert mint_stamps([DAY, DAY], ZONE, now, FREE) == [NOON - timedelta(hours=2), NOON - timedelta(hours=2) - SECOND]


def test_noon_just_past() -> None:
    """No stamp lies ahead of now, also where the day has more items than seconds have passed since noon."""
    now = NOON + SECOND
    assert mint_stamps([DAY, DAY], ZONE, now, {now}.__contains__) == [NOON, NOON - SECOND]


def test_undated_items_take_the_time_when_first_seen() -> None:
    """Items without a day keep the bulletin's order, the top one newest."""
    assert mint_stamps([None, None], ZONE, NOW, FREE) == [NOW, NOW - SECOND]


def test_days_are_those_of_the_source() -> None:
    """Noon is the source's own."""
    (tokyo,) = mint_stamps([DAY], "Asia/Tokyo", NOW, FREE)
    assert tokyo == datetime(2020, 7, 13, 3, 0, 1, tzinfo=UTC)


def test_no_stamps_for_no_items() -> None:
    """Nothing new, nothing minted."""
    assert mint_stamps([], ZONE, NOW, FREE) == []


def test_updated_is_now() -> None:
    """A revision is of the run's moment, in whole seconds."""
    assert UpdatedStamps(NOW + timedelta(microseconds=7), FREE).mint(NOON) == NOW


def test_updated_is_one_of_a_kind() -> None:
    """The revisions of one run get different seconds, none ahead of now and none that another item has."""
    stamps = UpdatedStamps(NOW, {NOW - SECOND}.__contains__)
    assert [stamps.mint(NOON - timedelta(days=1)) for _ in range(3)] == [NOW, NOW - 2 * SECOND, NOW - 3 * SECOND]


def test_updated_never_goes_back() -> None:
    """With the clock gone back, a revision is still later than the one before, and one of a kind."""
    later = NOW + timedelta(days=1)
    assert UpdatedStamps(NOW, {later + SECOND}.__contains__).mint(later) == later + 2 * SECOND
