"""Web pages: the examples and our own cases give just the items that stand beside them as data."""

from __future__ import annotations

import json
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from feedsvc.core.folding import fold
from feedsvc.core.page.detect import charset_of, is_page
from feedsvc.core.page.listing import infer_selectors
from feedsvc.core.parse import parse
from feedsvc.model import ParsedBulletin, ParsedItem, Selectors, SourceDocument

CASES = Path(__file__).parents[1] / "cases"
EXAMPLES = CASES / "examples" / "html"
PAGES = CASES / "pages"
EXAMPLE_NAMES = sorted(path.stem for path in EXAMPLES.glob("*.json"))
PAGE_NAMES = sorted(path.stem for path in PAGES.glob("*.json"))


def loaded(path: Path) -> dict[str, Any]:
    """Return what a page must give."""
    value = json.loads(path.read_text(encoding="utf-8"))
    assert isinstance(value, dict)
    return value


def read(folder: Path, name: str, address: str, language: str, today: str) -> ParsedBulletin:
    """Return what a page does give."""
    document = SourceDocument(name, (folder / f"{name}.html").read_bytes(), address=address)
    return parse(document, language, date.fromisoformat(today))


def plain(item: ParsedItem) -> dict[str, Any]:
    """Return an item as cases state it."""
    return {
        "date": item.day.isoformat() if item.day else None,
        "title": item.title,
        "paragraphs": list(item.paragraphs),
        "link": item.link,
        "image": [item.image.address, item.image.alternative] if item.image else None,
    }


@pytest.mark.parametrize("name", EXAMPLE_NAMES)
def test_example(name: str) -> None:
    """Every item of an example is found, none is invented, and day, title, text and link are as stated."""
    expected = loaded(EXAMPLES / f"{name}.json")
    bulletin = read(EXAMPLES, name, expected["base_url"], expected["language"], expected["reference_date"])
    assert [fold(item.title) for item in bulletin.items] == [fold(item["title"]) for item in expected["items"]]
    for found, wanted in zip(bulletin.items, expected["items"], strict=True):
        assert (found.day and found.day.isoformat()) == wanted["date"]
        assert found.link == wanted["link"]
        assert len(found.paragraphs) in wanted.get("n_paragraphs_any", [wanted["n_paragraphs"]])
        assert " ".join(found.paragraphs).startswith(wanted["summary_starts"] or "")
    text = "\n".join(line for item in bulletin.items for line in (item.title, *item.paragraphs))
    assert [leak for leak in expected["must_not_contain"] if leak in text] == []
    codes = Counter(one.code for one in bulletin.diagnostics)
    assert all(codes[wanted["code"]] >= 1 for wanted in expected["diagnostics"])


@pytest.mark.parametrize("name", PAGE_NAMES)
def test_page(name: str) -> None:
    """A page gives the items and the kinds of diagnostics that its case states."""
    expected = loaded(PAGES / f"{name}.json")
    bulletin = read(PAGES, name, expected["address"], expected["language"], expected["today"])
    assert [plain(item) for item in bulletin.items] == expected["items"]
    assert sorted({one.code for one in bulletin.diagnostics}) == expected["diagnostics"]


def _inferred(name: str) -> Selectors | None:
    expected = loaded(PAGES / f"{name}.json")
    text = (PAGES / f"{name}.html").read_text("utf-8")
    return infer_selectors(text, expected["address"], date.fromisoformat(expected["today"]))


def test_selectors_of_most_pages_are_inferred() -> None:
    """What is the same in all items of a page, most pages have; so the next test has something to try."""
    names = [name for name in PAGE_NAMES if not name.startswith("no_items")]
    assert sum(_inferred(name) is not None for name in names) * 2 > len(names)


@pytest.mark.parametrize("name", [name for name in PAGE_NAMES if not name.startswith("no_items")])
def test_inferred_selectors_choose_the_same(name: str) -> None:
    """Where selectors are inferred, reading by them gives the same items."""
    expected = loaded(PAGES / f"{name}.json")
    content, today = (PAGES / f"{name}.html").read_bytes(), date.fromisoformat(expected["today"])
    selectors = _inferred(name)
    if selectors is not None:
        document = SourceDocument(name, content, address=expected["address"])
        items = parse(document, expected["language"], today, selectors).items
        assert [(item.day, item.title, item.link, item.paragraphs) for item in items] == [
            (
                wanted["date"] and date.fromisoformat(wanted["date"]),
                wanted["title"],
                wanted["link"],
                tuple(wanted["paragraphs"]),
            )
            for wanted in expected["items"]
        ]


def test_lines_are_those_of_the_source() -> None:
    """An item of a page says on which lines it stands, whatever stands between."""
    rows = "\n".join(
        f"<!-- <b>x</b> -->\n<script>1</script>\n<li><time>{day} May 2020</time>\n"
        f"<a href='/{day}'>Caf&eacute; number {day} opened</a>"
        for day in (9, 8, 7)
    )
    bulletin = parse(SourceDocument("p", f"<ul>\n{rows}\n</ul>".encode(), "text/html"), "en", date(2021, 1, 1))
    assert [item.lines for item in bulletin.items] == [(4, 5), (8, 9), (12, 13)]


@pytest.mark.parametrize(
    ("media_type", "text", "wanted"),
    [
        ("text/html", "no tag at all", True),
        ("text/plain", "<!doctype html><p>a page", False),
        ("", "<!DOCTYPE HTML>", True),
        ("", "<?xml version='1.0'?> <!-- x --> <html>", True),
        ("", "<p>a<p>b<p>c<p>d<p>e<p>f", True),
        ("", ("A text with a good many words " * 30 + "and <b>a little</b> markup. ") * 20, False),
        ("", "13 July 2020\n\nA <b>headline</b> with <a href='x'>markup</a> in it\n\nAnd a text.\n" * 9, False),
        ("", "3 < 4 and 5 > 2", False),
    ],
)
def test_what_is_a_page(media_type: str, text: str, *, wanted: bool) -> None:
    """What was declared decides, else the beginning of the text or the share of its tags."""
    assert is_page(SourceDocument("x", b"", media_type), text) is wanted


@pytest.mark.parametrize(
    ("media_type", "head", "wanted"),
    [
        ("text/html", b'<meta charset="ISO-8859-1">', "iso-8859-1"),
        ("", b"<META http-equiv=content-type content='text/html; charset=windows-1252'>", "windows-1252"),
        ("text/html", b'<meta charset="utf-16">', ""),
        ("text/plain", b'<meta charset="latin1">', ""),
        ("text/html", b"<title>charset=x</title>", ""),
    ],
)
def test_charset_of_a_page(media_type: str, head: bytes, wanted: str) -> None:
    """A page's own head says how its bytes are meant."""
    assert charset_of(SourceDocument("x", b"<html>" + head, media_type)) == wanted
