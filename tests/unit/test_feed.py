"""Whole feeds: tests/cases/feeds/NAME must give what NAME.expected.json says."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from feedsvc.core.feed.kind import is_feed
from feedsvc.core.feed.reading import read_feed
from feedsvc.core.joining import without_ids
from feedsvc.core.page.fragment import fragment_of
from feedsvc.core.parse import parse
from feedsvc.model import Diagnostic, Image, ParsedItem, SourceDocument

CASES = Path(__file__).parent.parent / "cases" / "feeds"
FEEDS = sorted(path for path in CASES.iterdir() if not path.name.endswith(".expected.json"))
TODAY = date(2020, 7, 15)


def _document(path: Path) -> SourceDocument:
    return SourceDocument(path.name, path.read_bytes(), address="https://office.example/feed/")


def plain(item: ParsedItem) -> dict[str, Any]:
    """An item as the case files write it."""
    return {
        "id": item.id,
        "day": item.day and item.day.isoformat(),
        "published": item.published and item.published.isoformat(),
        "title": item.title,
        "paragraphs": list(item.paragraphs),
        "link": item.link,
        "image": item.image and [item.image.address, item.image.alternative],
        "line": item.lines[0],
    }


def said(diagnostic: Diagnostic) -> list[Any]:
    """A diagnostic as the case files write it."""
    return [diagnostic.code, diagnostic.severity, diagnostic.line]


@pytest.mark.parametrize("path", FEEDS, ids=lambda path: path.name)
def test_case(path: Path) -> None:
    """The feed gives exactly the items and diagnostics that its file states."""
    expected = json.loads(path.with_name(f"{path.name}.expected.json").read_text(encoding="utf-8"))
    found = read_feed(_document(path), "en", TODAY)
    assert [plain(item) for item in found.items] == expected["items"]
    assert [said(one) for one in found.diagnostics] == expected["diagnostics"]
    assert found.explained == pytest.approx(expected["explained"])


def test_what_is_said_of_feeds_alone_is_documented() -> None:
    """The codes of feeds alone are given by some case, and docs/sources.md tells of them."""
    text = (CASES.parents[2] / "docs" / "sources.md").read_text(encoding="utf-8")
    cases = (json.loads(path.with_name(f"{path.name}.expected.json").read_text(encoding="utf-8")) for path in FEEDS)
    told = {one[0] for case in cases for one in case["diagnostics"]}
    assert {"not_well_formed", "id_not_kept"} <= told
    assert all(f"`{code}`" in text for code in ("not_well_formed", "id_not_kept"))


@pytest.mark.parametrize("path", FEEDS, ids=lambda path: path.name)
def test_a_feed_is_known_as_one(path: Path) -> None:
    """By how it begins, whatever its server calls it."""
    assert is_feed(_document(path))
    assert parse(_document(path), "en", TODAY) == read_feed(_document(path), "en", TODAY)


@pytest.mark.parametrize(
    ("content", "media_type", "is_one"),
    [
        (b"<html><body><feed>", "text/html", False),
        (b"13 July 2020\n\nA feed opens\n", "", False),
        (b"{}", "", False),
        (b"", "application/rss+xml", True),
        (b"\xef\xbb\xbf<!-- x --><!-- y -->\n<rss>", "", True),
        (b"<!--" + b"--><!--" * 600 + b"<rss>", "", False),
    ],
)
def test_other_documents(content: bytes, media_type: str, is_one: bool) -> None:
    """Pages and texts are none; what its server calls a feed is read as one."""
    assert is_feed(SourceDocument("x", content, media_type)) is is_one


def test_what_a_server_declares() -> None:
    """Its encoding is believed, and an address that is relative begins where the feed came from."""
    content = "<rss><channel><item><title>Niñez</title><link>a</link></item></channel></rss>".encode("latin-1")
    document = SourceDocument("x", content, "application/rss+xml", "iso-8859-1", "https://office.example/f/")
    (item,) = read_feed(document, "es", TODAY).items
    assert (item.title, item.link, item.language) == ("Niñez", "https://office.example/f/a", "es")


@pytest.mark.parametrize(
    ("html", "paragraphs"),
    [
        ("Plain words", ("Plain words",)),
        ("a &amp; b", ("a & b",)),
        ("", ()),
        (
            "<p>One <b>and</b> <a href='x'>all</a></p>Two<br/>three<ul><li>x</li></ul>",
            ("One and all", "Two", "three", "x"),
        ),
        ("<!-- no --><style>p{}</style><p>yes</p>", ("yes",)),
    ],
)
def test_fragments(html: str, paragraphs: tuple[str, ...]) -> None:
    """Blocks and line breaks end a paragraph; what nobody sees is gone."""
    assert fragment_of(html).paragraphs == paragraphs


def test_pictures_of_fragments() -> None:
    """The first that can be fetched and is no tracker."""
    html = "<img alt=x><img src='data:x'><img src='https://a/t' height=1><img src='https://a/b'><img src='https://a/c'>"
    assert fragment_of(html).image == Image("https://a/b")


@pytest.mark.parametrize(
    "content",
    [b"<?xml version='1.0' encoding='utf\xb3'?><rss><item><title>A</title></item></rss>", b"<rss", b""],
)
def test_xml_that_is_no_feed(content: bytes) -> None:
    """Whatever it does to the parser, nothing is raised."""
    found = read_feed(SourceDocument("x", content, "application/rss+xml"), "en", TODAY)
    assert found.diagnostics[-1].code == "no_items"


@pytest.mark.parametrize("content", [b'{"items": {"a": 1}}', b'{"items": [', b'{"items": ' + b"[" * 100_000])
def test_json_that_is_no_feed(content: bytes) -> None:
    """It is said to be none, and nothing is raised."""
    found = read_feed(SourceDocument("x", content, "application/feed+json"), "en", TODAY)
    assert [one.code for one in found.diagnostics] == ["not_well_formed", "no_items"]


def test_an_id_that_cannot_be_kept() -> None:
    """It is said where ids are to be kept, and nowhere else."""
    entry = b"<item><title>A</title><description>B</description><guid>" + b"7" * 301 + b"</guid></item>"
    found = read_feed(SourceDocument("x", b"<rss><channel>%s</channel></rss>" % entry), "en", TODAY)
    assert [one.code for one in found.diagnostics] == ["undated_item", "id_not_kept"]
    assert [one.code for one in without_ids(found).diagnostics] == ["undated_item"]


def test_a_fragment_of_any_depth() -> None:
    """Its nesting is bounded before it is parsed, and what stands innermost is read."""
    assert fragment_of("<div>" * 200_000 + "end").paragraphs == ("end",)


def test_a_form_is_no_text() -> None:
    """What a fragment asks of its reader is left out."""
    assert fragment_of("<p>News</p><form><p>Your name</p></form>").paragraphs == ("News",)
