"""What is remembered of a source's documents."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from making import NOW, SOURCE

from feedsvc.model import SourceDocument, SourceRecord
from feedsvc.receiving import is_resting, remembered, to_remember

NAMES = {
    "/srv/bulletin.txt": [("/srv/bulletin.txt", ".")],
    "/srv/news": [("/srv/news/2.txt", "./2.txt"), ("/srv/news/1.txt", "./1.txt")],
    "/srv/*.txt": [("/srv/1.txt", "/srv/1.txt")],
    "https://example.org/news": [("https://example.org/news", "."), ("https://example.org/news?page=2", ".?page=2")],
}


@pytest.mark.parametrize("place", NAMES)
def test_names(place: str) -> None:
    """They are kept without the place of the source, and found again under it; a pattern has none to leave out."""
    source = replace(SOURCE, url=place) if "://" in place else replace(SOURCE, path=place)
    documents = tuple(SourceDocument(name, b"text", "text/plain") for name, _ in NAMES[place])
    kept = to_remember(source, documents)
    assert [one.name for one in kept] == [name for _, name in NAMES[place]]
    assert remembered(source, kept) == documents


def test_of_an_older_store() -> None:
    """What version 2 kept was the one document of its source."""
    assert remembered(SOURCE, (SourceDocument("", b"text"),)) == (SourceDocument(SOURCE.path, b"text"),)


def test_a_source_that_left_the_web() -> None:
    """What its server asked for holds for that server: a file in its place is read at once."""
    record = SourceRecord(SOURCE.id, not_before=NOW + timedelta(hours=1))
    at_web = replace(SOURCE, path="", url="https://example.org/news")
    assert is_resting(at_web, record, NOW)
    assert not is_resting(at_web, record, NOW + timedelta(hours=1))
    assert not is_resting(SOURCE, record, NOW)
