"""What comes out wrong never goes live, and never keeps the rest from going live: breakages as data, one runner."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from functools import cache, partial
from pathlib import Path
from typing import Any

import pytest
from fakes import MemoryTarget
from hypothesis import given, settings
from hypothesis import strategies as st
from making import NOW, SITE, attribution, item
from shelving import contents_of

from feedsvc import bootstrap
from feedsvc.drafting import RENDERERS, Layout
from feedsvc.edition import edition, feed_of, unfinished
from feedsvc.model import Catalogue, Document, Feed, Image, Item, Publication, Site
from feedsvc.proof.feeds import feed_fault, opml_fault
from feedsvc.proof.pages import feed_page_fault, item_page_fault
from feedsvc.proof.text import forms_fault, json_fault, text_fault, xml_fault
from feedsvc.render.html import Pages
from feedsvc.render.opml import opml
from feedsvc.snapshot import document

CASES = Path(__file__).parent.parent / "cases" / "proof" / "broken.json"
LAYOUT = bootstrap.layout_of(SITE)
HISTORY = CASES.with_name("history.json")
STAYS = "; what was published of it before stays"
ITEMS = [
    item("one", title="Uno", published=NOW, updated=NOW + timedelta(days=1), paragraphs=("First.", "Second.")),
    item("two", title="Dos <b>&amp;", published=NOW - timedelta(days=1), rank=0),
    item("three", title="Año tres", published=NOW - timedelta(days=2), rank=-1),
    item("four", attribution=attribution("SV"), published=NOW - timedelta(days=3), rank=-2),
]


def _edition(items: list[Item], layout: Layout = LAYOUT) -> Publication:
    """Everything that there is to publish."""
    return edition(contents_of(items), layout)


def _files(made: Publication) -> dict[str, bytes]:
    """The identity form of every document by its path."""
    folders = (*made.leaves, *made.feeds)
    return {f"{folder.stem}/{one.name}": one.variants[""] for folder in folders for one in folder.documents}


@cache
def _usual() -> Publication:
    return _edition(ITEMS)


@cache
def _earlier() -> Publication:
    """Everything as it was published before, each document with other bytes."""
    return _edition([replace(one, paragraphs=("Before.",)) for one in ITEMS], replace(LAYOUT, origin="before"))


def _feed(items: list[Item], country: str | None = "HN") -> Feed:
    contents = contents_of(items)
    (record,) = [record for record in contents.records if record.key.country == country]
    return feed_of(record, [one for one in items if country in (None, *one.attribution.about)], LAYOUT)


def _cases(path: Path) -> list[Any]:
    return [pytest.param(case, id=case["why"]) for case in json.loads(path.read_text(encoding="utf-8"))]


def _broken(content: bytes, case: Mapping[str, Any]) -> bytes:
    """A document after what the case does to it, which is never nothing."""
    if "keep" in case:
        return content[: int(len(content) * case["keep"])]
    new = bytes.fromhex(case["hex"]) if "hex" in case else case["with"].encode() * case.get("repeat", 1)
    count = 0 if case.get("all") else 1
    broken, done = re.subn(case["replace"].encode(), new, content, count=count, flags=re.DOTALL)
    assert done, "there is nothing in the document to break"
    return broken


class _BrokenPages(Pages):
    """Pages of which one, at the path of the case, comes out broken."""

    def __init__(self, case: Mapping[str, Any]) -> None:
        templates = Path(bootstrap.__file__).parent / "render" / "templates"
        super().__init__({path.name: path.read_text(encoding="utf-8") for path in templates.iterdir()})
        self._case = case

    def feed_page(self, feed: Feed, *rest: Any) -> bytes:
        """The page of a feed."""
        return self._at(f"{feed.stem}/index.html", super().feed_page(feed, *rest))

    def item_page(self, item: Item, *rest: Any) -> bytes:
        """The page of an item."""
        return self._at(f"i/{item.slug}/index.html", super().item_page(item, *rest))

    def missing_page(self, *rest: Any) -> bytes:
        """The page for what is not there."""
        return self._at("site/_404.html", super().missing_page(*rest))

    def _at(self, path: str, content: bytes) -> bytes:
        return _broken(content, self._case) if path == self._case["document"] else content


def _breaking(case: Mapping[str, Any]) -> Layout:
    """The usual layout, but for one document."""

    def render(feed: Feed, site: Site, catalogue: Catalogue, *, kind: str) -> bytes:
        content = RENDERERS[kind](feed, site, catalogue)
        return _broken(content, case) if f"{feed.stem}/{feed.stem}.{kind}" == case["document"] else content

    return replace(LAYOUT, renderers={kind: partial(render, kind=kind) for kind in RENDERERS}, pages=_BrokenPages(case))


@pytest.mark.parametrize("case", _cases(CASES))
def test_a_broken_document_is_kept_and_the_others_go_live(case: dict[str, Any]) -> None:
    """Each breakage is seen and told; readers get the form of before of that document, and all others as they are."""
    path = case["document"]
    target = MemoryTarget()
    target.publish(_earlier(), NOW, 1)
    made = _edition(ITEMS, _breaking(case))
    report = target.publish(made, NOW, 1)
    (fault,) = report.faults
    assert fault.startswith(f"{path}: {case['fault']}")
    assert fault.endswith(STAYS)
    assert unfinished(made) == {path.rpartition("/")[0]}
    good = _files(_usual())
    assert path in good
    served = {path: content for path, content in target.files.items() if not path.endswith(".gz")}
    assert served == good | {path: _files(_earlier())[path]}


def test_there_are_many_ways_to_break_each_format() -> None:
    """Fifteen for each format of feeds."""
    cases = json.loads(CASES.read_text(encoding="utf-8"))
    for kind in RENDERERS:
        assert sum(case["document"].endswith(f".{kind}") for case in cases) >= 15


@pytest.mark.parametrize("case", _cases(HISTORY))
def test_broken_history_is_seen(case: dict[str, Any]) -> None:
    """A chain of archives that would lead astray, a mark or a tombstone that would lie: none goes live."""
    deleted = tuple(item(f"dead-{n}", absent_since=NOW + timedelta(seconds=n)) for n in range(case.get("deleted", 0)))
    one = replace(_feed(ITEMS), pages=case["pages"], page=case.get("page"), deleted=deleted)
    content = RENDERERS[case["kind"]](one, SITE, LAYOUT.catalogues["en"])
    assert feed_fault(content, case["kind"], one, SITE) is None
    assert feed_fault(_broken(content, case), case["kind"], one, SITE) == case["fault"]


def test_no_item_is_an_entry_and_deleted() -> None:
    """A reader would not know which to believe."""
    one = replace(_feed(ITEMS), deleted=(ITEMS[1],))
    content = RENDERERS["atom"](one, SITE, LAYOUT.catalogues["en"])
    assert feed_fault(content, "atom", one, SITE) == f"tombstone 1 is of an entry, item {ITEMS[1].id}"


def test_a_page_of_an_archive_may_be_large() -> None:
    """It has the items that it was given once; only current documents promise to stay small."""
    large = [replace(one, paragraphs=("word " * 40_000,)) for one in ITEMS]
    current = replace(_feed(ITEMS), items=tuple(large))
    for one, fault in ((current, "it takes"), (replace(current, pages=1, page=1), "None")):
        content = RENDERERS["atom"](one, SITE, LAYOUT.catalogues["en"])
        assert str(feed_fault(content, "atom", one, SITE)).startswith(fault)


@pytest.mark.parametrize("kind", RENDERERS)
def test_a_feed_cut_anywhere_is_seen(kind: str) -> None:
    """Whole, a feed has no fault; cut after any byte, it has one."""
    one = _feed(ITEMS)
    content = RENDERERS[kind](one, SITE, LAYOUT.catalogues["en"]).rstrip()
    assert feed_fault(content, kind, one, SITE) is None
    assert all(feed_fault(content[:length], kind, one, SITE) for length in range(len(content)))


@pytest.mark.parametrize("stem", ["hn", "i/headline-one"])
def test_a_page_cut_anywhere_is_seen(stem: str) -> None:
    """Whole, a page has no fault; cut after any byte, it has one."""
    content = _files(_usual())[f"{stem}/index.html"].rstrip()
    fault = partial(feed_page_fault, feed=_feed(ITEMS)) if stem == "hn" else partial(item_page_fault, item=ITEMS[0])
    assert fault(content) is None
    assert all(fault(content[:length]) for length in range(len(content)))


ALLOWED = st.text(
    st.one_of(
        st.sampled_from("<>&;\"'/#!-]\u2060\u200d\x85\xa0\u2028\r\n\t\x7f\ufeff{}%"),
        st.characters(codec="utf-8", exclude_characters="\ufffe\uffff", min_codepoint=32),
    ),
    min_size=1,
    max_size=60,
)


@settings(deadline=None, max_examples=60)
@given(ALLOWED, st.lists(ALLOWED, max_size=3))
def test_no_text_that_xml_allows_is_taken_for_a_fault(title: str, paragraphs: list[str]) -> None:
    """Whatever an item says, what is rendered well goes live: a false alarm would hold a feed back for ever."""
    odd = replace(ITEMS[0], title=title, paragraphs=tuple(paragraphs))
    assert _edition([odd, *ITEMS[1:]]).faults == ()


@pytest.mark.parametrize("text", ["bad\x01text", "bad\x1ftext", "bad\ufffetext", "bad\ud800text"])
@pytest.mark.parametrize("place", ["title", "paragraphs"])
def test_a_character_that_a_format_cannot_hold(text: str, place: str) -> None:
    """An item with such a character keeps its page, and each document of its feeds, as they were; others go live."""
    bad = replace(ITEMS[0], title=text) if place == "title" else replace(ITEMS[0], paragraphs=(text,))
    made = _edition([bad, *ITEMS[1:]])
    wanted = {f"{stem}/{stem}.{kind}" for stem in ("all", "hn") for kind in RENDERERS}
    wanted |= {"all/index.html", "hn/index.html", "i/headline-one/index.html"}
    assert {fault.partition(":")[0] for fault in made.faults} == wanted
    assert {*_files(_usual())} - {*_files(made)} == wanted
    assert unfinished(made) == {"all", "hn", "i/headline-one"}


@pytest.mark.parametrize("kind", RENDERERS)
def test_a_renderer_that_raises_stops_no_other(kind: str) -> None:
    """Whatever it raises, the fault names it, and the other formats and feeds go live."""

    def render(feed: Feed, site: Site, catalogue: Catalogue) -> bytes:
        if feed.stem == "hn":
            raise RuntimeError("out of ink")
        return RENDERERS[kind](feed, site, catalogue)

    made = _edition(ITEMS, replace(LAYOUT, renderers={**RENDERERS, kind: render}))
    assert made.faults == (f"hn/hn.{kind}: it cannot be made: RuntimeError: out of ink{STAYS}",)
    assert {*_files(_usual())} - {*_files(made)} == {f"hn/hn.{kind}"}


def test_a_country_without_spellings_stops_the_redirects_alone() -> None:
    """A table that cannot be made is kept, and the list of feeds beside it goes live."""
    made = _edition(ITEMS, replace(LAYOUT, spellings={}))
    assert made.faults == (f"site/_redirects.json: it cannot be made: KeyError: 'HN'{STAYS}",)
    assert "site/feeds.opml" in _files(made)


def test_a_country_without_a_name_stops_only_what_would_name_it() -> None:
    """The feeds of other countries go live, and the pages of other items."""
    english = LAYOUT.catalogues["en"]
    names = {code: name for code, name in english.countries.items() if code != "HN"}
    made = _edition(ITEMS, replace(LAYOUT, catalogues={"en": replace(english, countries=names)}))
    assert {"sv/sv.atom", "sv/sv.rss", "sv/sv.json", "i/headline-four/index.html", "site/_origin"} <= {*_files(made)}
    assert not any(path.startswith("hn/") for path in _files(made))
    assert f"hn/hn.atom: it cannot be made: KeyError: 'HN'{STAYS}" in made.faults


def test_assets_that_are_no_text_are_kept() -> None:
    """A picture must be XML, and a style sheet text."""
    made = _edition(ITEMS, replace(LAYOUT, assets={"icon.svg": b"<svg>", "style.css": b"\xff", "more.css": b"p {}"}))
    assert [fault.partition(": ")[0] for fault in made.faults] == ["site/icon.svg", "site/style.css"]
    assert _files(made)["site/more.css"] == b"p {}"


@pytest.mark.parametrize("values", [{"id": ITEMS[1].id}, {"updated": ITEMS[1].updated}])
def test_what_is_doubled_in_the_store_does_not_go_live(values: dict[str, Any]) -> None:
    """A feed that agrees with its items is wrong all the same when two of them have one id or one `updated`."""
    one = _feed([replace(ITEMS[0], **values), *ITEMS[1:]])
    (name,) = values
    for kind in ("atom", "json"):
        content = RENDERERS[kind](one, SITE, LAYOUT.catalogues["en"])
        fault = feed_fault(content, kind, one, SITE)
        assert fault is not None
        assert fault.startswith(f"entry 2 has the {name} of another")


def test_an_article_s_own_link_is_compared() -> None:
    """Where an item has a link, its entry must lead there."""
    one = _feed([replace(ITEMS[0], link="https://example.org/a?b=1&c=2")])
    for kind, render in RENDERERS.items():
        content = render(one, SITE, LAYOUT.catalogues["en"])
        assert feed_fault(content, kind, one, SITE) is None
        assert feed_fault(content.replace(b"b=1", b"b=2"), kind, one, SITE) == (
            f"entry 1 has another link than item {ITEMS[0].id}"
        )


def test_a_picture_is_compared() -> None:
    """Where an item has one, its entry names it, beside the text and in it."""
    one = _feed([replace(ITEMS[0], image=Image("https://example.org/a.png", "A girl")), ITEMS[1]])
    for kind, render in RENDERERS.items():
        content = render(one, SITE, LAYOUT.catalogues["en"])
        assert feed_fault(content, kind, one, SITE) is None
        first, last = (place(b"a.png") for place in (content.index, content.rindex))
        parts = {first: "body", last: "image"}
        for place, part in parts.items():
            wrong = content[:place] + b"b" + content[place + 1 :]
            assert feed_fault(wrong, kind, one, SITE) == f"entry 1 has another {part} than item {ITEMS[0].id}"


def test_a_namespace_that_is_gone() -> None:
    """A document is read whole again when what stands around its entries is another than when they were proved."""
    two = _feed([ITEMS[1], replace(ITEMS[0], image=Image("https://example.org/a.png"))])
    for kind in ("atom", "rss"):
        content = RENDERERS[kind](two, SITE, LAYOUT.catalogues["en"])
        assert feed_fault(content, kind, two, SITE) is None
        gone = content.replace(b' xmlns:media="http://search.yahoo.com/mrss/"', b"")
        assert gone != content
        assert "unbound prefix" in (feed_fault(gone, kind, two, SITE) or "")


BIG = b"some text " * 100


@pytest.mark.parametrize(
    ("forms", "fault"),
    [
        ({"": BIG}, None),
        ({"": BIG, "gzip": gzip.compress(BIG)}, None),
        ({"": BIG, "gzip": gzip.compress(BIG + b"!")}, "its form in gzip is not the document"),
        ({"": BIG, "gzip": gzip.compress(BIG)[:-1]}, "its form in gzip is not the document"),
        ({"": BIG, "gzip": gzip.compress(BIG)[:-8]}, "its form in gzip is not the document"),
        ({"": BIG, "gzip": gzip.compress(BIG) + b"\0"}, "its form in gzip is not the document"),
        (
            {"": BIG, "gzip": gzip.compress(BIG[:500]) + gzip.compress(BIG[500:])},
            "its form in gzip is not the document",
        ),
        ({"": BIG, "gzip": BIG}, "its form in gzip is not the document"),
        ({"": BIG, "gzip": b""}, "its form in gzip is not the document"),
        ({"": BIG, "br": BIG}, "its form in br cannot be checked"),
    ],
)
def test_compressed_forms(forms: dict[str, bytes], fault: str | None) -> None:
    """Every form is unpacked and must be the document: not an older one, not a cut one, nothing behind it."""
    assert forms_fault(Document("a.atom", forms)) == fault


def test_a_stale_form_is_kept_back_with_its_document() -> None:
    """A document whose compressed form is that of the one before does not go live, and the others do."""

    def forms(name: str, identity: bytes) -> Document:
        made = document(name, identity)
        return Document(name, {**made.variants, "gzip": gzip.compress(BIG)}) if name == "hn.rss" else made

    made = _edition(ITEMS, replace(LAYOUT, forms=forms))
    assert made.faults == (f"hn/hn.rss: its form in gzip is not the document{STAYS}",)
    assert {*_files(_usual())} - {*_files(made)} == {"hn/hn.rss"}


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        (b"", b"", None),
        (b"hn.atom", b"sv.atom", "feed 2 is not https://feeds.example.org/hn.atom"),
        (b"https://feeds.example.org/hn/", b"", "feed 2 is not https://feeds.example.org/hn.atom"),
        (b'language="en"', b"", "feed 1 is not https://feeds.example.org/all.atom"),
        (b"Honduras: ", b"", "feed 2 is not https://feeds.example.org/hn.atom"),
        (b'<outline type="rss"', b'<item type="rss"', "it cannot be read: mismatched|it lists 1 feeds, not 2"),
        (b"</opml>", b"", "it cannot be read: no element found"),
        (b"Example Office", b"\xff", "it cannot be read: 'utf-8' codec"),
    ],
)
def test_the_list_of_feeds(old: bytes, new: bytes, fault: str | None) -> None:
    """It must name each feed in order, with its addresses, title and language."""
    feeds = [_feed(ITEMS, None), _feed(ITEMS, "HN")]
    found = opml_fault(opml(feeds, SITE).replace(old, new, 1), feeds, SITE)
    assert found == fault if fault is None else re.match(fault, str(found))


def test_plain_documents() -> None:
    """Text must be UTF-8 without control characters, XML well-formed, JSON what it was made from."""
    assert text_fault("plain ñ\r\n\t".encode()) is None
    assert text_fault(b"\x00") == "it holds the character U+0000"
    assert xml_fault(b"<a/>") is None
    assert str(xml_fault(b"<a>")).startswith("it cannot be read: no element found")
    assert json_fault(b'{"a": 1}', {"a": 1}) is None
    assert json_fault(b'{"a": 1}', {"a": 2}) == "it does not hold what it should"
    assert str(json_fault(b'{"a": 1', {"a": 1})).startswith("it cannot be read: ")
