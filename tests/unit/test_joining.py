"""Several documents of one source as one bulletin."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from services import text_of

from feedsvc.core.joining import Part, joined, with_ids, without_ids
from feedsvc.core.parse import parse
from feedsvc.model import SourceDocument

TODAY = date(2020, 7, 20)
ONE = ("14 July 2020", "A school opens in Honduras", "It is large.")
TWO = ("13 July 2020", "A bridge opens in Belize", "It is long.")
OLD = ("12 July 2020", "A road opens in Panama", "It is wide.")


def part(name: str, content: bytes) -> Part:
    """A document and what it says."""
    document = SourceDocument(name, content)
    return Part(document, parse(document, "en", TODAY))


def test_a_single_document_is_itself() -> None:
    """Nothing of it changes: its diagnostics name no document."""
    alone = part("a", text_of(ONE, TWO) + b"\n\n----\n")
    assert joined([alone]) is alone.bulletin


def test_items_come_one_after_another() -> None:
    """In the order of the documents; each diagnostic names its own."""
    parts = [part("b", b"Edition 2\n\n\n" + text_of(ONE)), part("a", b"Edition 1\n\n\n" + text_of(TWO, OLD))]
    bulletin = joined(parts)
    assert [item.title for item in bulletin.items] == [ONE[1], TWO[1], OLD[1]]
    assert [(one.code, one.document) for one in bulletin.diagnostics] == [
        ("skipped_lines", "b"),
        ("skipped_lines", "a"),
    ]
    assert bulletin.encoding == "utf-8"


def test_what_a_newer_document_says_is_not_said_again() -> None:
    """The item of the newer document is kept, and the repetition is said; another text on that day is another item."""
    again = (ONE[0], ONE[1].upper() + ".", ONE[2])
    other = (ONE[0], ONE[1], "It is small.")
    bulletin = joined([part("b", text_of(ONE)), part("a", text_of(TWO, again, other))])
    assert [item.title for item in bulletin.items] == [ONE[1], TWO[1], other[1]]
    (repeat,) = (one for one in bulletin.diagnostics if one.code == "duplicate_item")
    assert (repeat.document, repeat.line, repeat.last_line) == ("a", 8, 12)
    assert "repeats one of b" in repeat.message


def test_what_is_explained_is_the_mean_by_size() -> None:
    """A large document weighs more than a small one, and nothing at all is all explained."""
    good, bad = part("b", text_of(ONE)), part("a", b"no date line\n" * 3)
    share = len(good.document.content) / (len(good.document.content) + len(bad.document.content))
    assert joined([good, bad]).explained == pytest.approx(share)
    assert joined([part("b", b""), part("a", b"")]).explained == 1
    assert joined([]).items == ()


def test_ids_of_a_feed_are_left_out() -> None:
    """Where they are not to be kept the items lose them; a bulletin that gave none is given as it is."""
    bulletin = part("a", text_of(ONE, TWO)).bulletin
    assert without_ids(bulletin) is bulletin
    named = replace(bulletin, items=tuple(replace(item, id="urn:x:1") for item in bulletin.items))
    assert without_ids(named) == bulletin


def test_ids_as_atom_allows_them() -> None:
    """Only those that a feed gave are spelt; a bulletin without any is given as it is."""
    said = part("a", text_of(ONE, TWO)).bulletin
    assert with_ids(said, "example.org,2020") is said
    named = replace(said, items=(replace(said.items[0], id="1 at x"), said.items[1]))
    assert [item.id for item in with_ids(named, "example.org,2020").items] == [
        "tag:example.org,2020:kept/1%20at%20x",
        None,
    ]
