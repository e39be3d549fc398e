"""What readers are told of corrections and withdrawals: on an item's page, on the page of corrections, in its feed."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date, datetime, timedelta
from html.parser import HTMLParser
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from making import NOW, SITE, attribution, item, words

from feedsvc import bootstrap
from feedsvc.drafting import RENDERERS
from feedsvc.model import ChangeKind, Item, Revision, Words
from feedsvc.proof.feeds import feed_fault
from feedsvc.proof.pages import corrections_page_fault, gone_page_fault, item_page_fault
from feedsvc.render.addresses import address_of, feed_id, feed_name, page_path
from feedsvc.render.corrections import CORRECTIONS, corrections, corrections_feed, plain
from feedsvc.render.html import ItemLinks

LAYOUT = bootstrap.layout_of(SITE)
PAGES = LAYOUT.pages
ENGLISH = LAYOUT.catalogues["en"]
ATOM = "{http://www.w3.org/2005/Atom}"
HOSTILE = "<script>alert('&amp;')</script> ]]> {{ 7*7 }} {before} {% raw %}"
BEFORE = words(paragraphs=("Tegucigalpa, 09 June 2020 - The office gave kits.",))
AFTER = words(paragraphs=("Tegucigalpa, 9 July 2020 - The office gave kits.",))
ITEM = item("one", title="A headline", paragraphs=AFTER.paragraphs)
OTHER = item("two", title="Another headline")


def _revision(
    kind: ChangeKind = "revised",
    before: Words = BEFORE,
    after: Words = AFTER,
    at: datetime = NOW,
    of: Item = ITEM,
) -> Revision:
    return Revision(of.id, at, kind, before, after)


def _said(revision: Revision, language: str = "en") -> list[str]:
    """Every sentence about a revision, as text."""
    told = corrections([(revision, ITEM)], LAYOUT.catalogues[language])
    return [plain(sentence) for one in told for sentence in (one.heading, *one.sentences)]


class _Page(HTMLParser):
    """The words of a page's main part, and those in each element that tells of changes."""

    def __init__(self, content: bytes) -> None:
        super().__init__()
        self.text = ""
        self.tags: set[str] = set()
        self.marked: list[tuple[str, str]] = []
        self.times: list[str] = []
        self._open: list[str] = []
        self.feed(re.sub("(?s)^.*<main|</main>.*$", "", content.decode()))
        self.close()
        self.text = " ".join(self.text.split())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self._open.append(tag)
        if tag == "time":
            self.times.append(str(dict(attrs)["datetime"]))

    def handle_endtag(self, tag: str) -> None:
        self._open.remove(tag)

    def handle_data(self, data: str) -> None:
        self.text += data
        if self._open and self._open[-1] in ("del", "ins", "time"):
            self.marked.append((self._open[-1], data))


@pytest.mark.parametrize(
    ("language", "sentences"),
    [
        ("en", ["Corrected on 15 July 2020:", "“09 June” became “9 July”."]),
        ("es", ["Corregido el 15 de julio de 2020:", "Donde decía «09 June» ahora dice «9 July»."]),
        ("fr", ["Corrigé le 15 juillet 2020\xa0:", "«\xa009 June\xa0» est devenu «\xa09 July\xa0»."]),
        ("pt", ["Corrigido em 15 de julho de 2020:", "Onde se lia “09 June” agora se lê “9 July”."]),
    ],
)
def test_a_correction_in_each_language(language: str, sentences: list[str]) -> None:
    """What became what, and when."""
    assert _said(_revision(), language) == sentences


@pytest.mark.parametrize(
    ("before", "after", "sentence"),
    [
        ({"title": "A headlin"}, {}, "In the headline, “A headlin” became “A headline”."),
        ({"title": ""}, {}, "Headline added: “A headline”."),
        ({}, {"title": ""}, "Headline removed: “A headline”."),
        ({"title": "x y " * 200}, {"title": "z " * 300}, "The headline was rewritten."),
        ({"paragraphs": ()}, {}, "Added: “Some text”."),
        ({}, {"paragraphs": ()}, "Removed: “Some text”."),
        ({"paragraphs": ("x y " * 200,)}, {}, "The text was rewritten."),
        ({"paragraphs": ("He gave kits to all of them",)}, {"paragraphs": ("He gave big kits to all of them",)},
         "“He gave kits to” became “He gave big kits to”."),
        ({"day": date(2020, 6, 9)}, {}, "The date 9 June 2020 became 13 July 2020."),
        ({"day": None}, {}, "Date added: 13 July 2020."),
        ({}, {"day": None}, "Date removed: 13 July 2020."),
        ({"link": "x:a"}, {"link": "x:b"}, "The link to the original article was changed."),
        ({}, {"link": "x:b"}, "A link to the original article was added."),
        ({"link": "x:a"}, {}, "The link to the original article was removed."),
        ({"about": ()}, {}, "Country added: Honduras."),
        ({}, {"about": ()}, "Country removed: Honduras."),
    ],
)  # fmt: skip
def test_each_difference_in_words(before: dict[str, Any], after: dict[str, Any], sentence: str) -> None:
    """Every part of an item that readers see has its sentence, in every language."""
    revision = _revision(before=words(**before), after=words(**after))
    assert _said(revision) == ["Corrected on 15 July 2020:", sentence]
    for language in ("es", "fr", "pt"):
        _, said = _said(revision, language)
        assert said != sentence
        assert "{" not in said


def test_every_language_has_every_phrase() -> None:
    """A phrase that one language lacks would keep its pages from being made; and each has the same places to fill."""
    places = {
        language: {name: sorted(re.findall(r"\{\w+\}", phrase)) for name, phrase in one.messages.items()}
        for language, one in LAYOUT.catalogues.items()
    }
    assert places["es"] == places["fr"] == places["pt"] == places["en"]


@pytest.mark.parametrize("kind", ["touched", "archived", "pending", "deleted", "expired", "new"])
def test_what_readers_would_not_notice_is_not_told(kind: ChangeKind) -> None:
    """Typography, and what becomes of an item without a word to readers, is no correction."""
    assert corrections([(_revision(kind), ITEM)], ENGLISH) == []


def test_a_revision_without_a_difference_is_not_told() -> None:
    """Paragraphs that were split, and countries in another order, are no correction."""
    before, after = words(paragraphs=("One. Two.",)), words(paragraphs=("One.", "Two"))
    assert (
        corrections([(_revision("revised", before, after), ITEM), (_revision("moved", AFTER, AFTER), ITEM)], ENGLISH)
        == []
    )


@pytest.mark.parametrize(
    ("kind", "title", "sentences"),
    [
        ("moved", "Corrected: A headline", ["Corrected on 15 July 2020:", "“09 June” became “9 July”."]),
        ("withdrawn", "Withdrawn: A headline", ["Withdrawn on 15 July 2020.", "“09 June” became “9 July”."]),
        ("restored", "Restored: A headline", ["Restored on 15 July 2020.", "“09 June” became “9 July”."]),
    ],
)
def test_each_kind_in_words(kind: ChangeKind, title: str, sentences: list[str]) -> None:
    """Withdrawn and restored items say so, and what changed by the way."""
    (told,) = corrections([(_revision(kind), ITEM)], ENGLISH)
    assert told.title == title
    assert _said(_revision(kind)) == sentences
    assert _said(_revision(kind, AFTER, AFTER)) == ([] if kind == "moved" else sentences[:1])


def test_the_page_of_an_item() -> None:
    """It tells its corrections, the newest first, with what went and what came marked, and when."""
    later = _revision(before=AFTER, after=replace(AFTER, day=None, title="A headlines"), at=NOW + timedelta(days=1))
    content = PAGES.item_page(ITEM, SITE, ENGLISH, ItemLinks({}), [_revision(), later])
    page = _Page(content)
    assert item_page_fault(content, ITEM) is None
    told = (
        "Corrected on 16 July 2020: Date removed: 13 July 2020. In the headline, “A headline” became “A headlines”. "
        "Corrected on 15 July 2020: “09 June” became “9 July”."
    )
    assert told in page.text
    assert page.marked[1:] == [
        ("time", "16 July 2020"),
        ("del", "13 July 2020"),
        ("del", "headline"),
        ("ins", "headlines"),
        ("time", "15 July 2020"),
        ("del", "09 June"),
        ("ins", "9 July"),
    ]
    assert page.times[1:] == ["2020-07-16T18:00:00+00:00", "2020-07-15T18:00:00+00:00"]


def test_an_item_without_corrections_says_nothing_of_them() -> None:
    """There is no empty section."""
    page = _Page(PAGES.item_page(ITEM, SITE, ENGLISH, ItemLinks({}), [_revision("touched")]))
    assert "section" not in page.tags
    assert "Corrections" not in page.text


def test_hostile_words_are_shown_not_run() -> None:
    """Text of a bulletin is text, also where it changed."""
    revision = _revision(before=words(title=f"A {HOSTILE} here"), after=words(title="A headline here"))
    for content in (
        PAGES.item_page(ITEM, SITE, ENGLISH, ItemLinks({}), [revision]),
        PAGES.corrections_page([(revision, ITEM)], SITE, ENGLISH),
    ):
        page = _Page(content)
        assert HOSTILE in page.text
        assert "script" not in page.tags


@pytest.mark.parametrize(
    ("reason", "sentence"),
    [
        ("source", "This item was withdrawn on 14 July 2020, because its source no longer shows it."),
        ("publisher", "This item was withdrawn by its publisher on 14 July 2020."),
        (OTHER, "On 14 July 2020 this item was merged into another one, which says the same: Another headline"),
    ],
)
def test_the_page_of_a_withdrawn_item(reason: Any, sentence: str) -> None:
    """It says since when and why, and leads to the item that it was merged into."""
    gone = replace(ITEM, presence="withdrawn", absent_since=NOW - timedelta(days=1))
    content = PAGES.gone_page(gone, SITE, ENGLISH, reason)
    page = _Page(content)
    assert page.text.startswith(f'id="main" class="wrap"> Withdrawn: A headline {sentence} All countries')
    assert page.times == ["2020-07-14T18:00:00+00:00"]
    assert (b'href="/i/headline-two/"' in content) == (reason is OTHER)
    assert gone_page_fault(content, gone, ENGLISH, OTHER if reason is OTHER else None) is None
    assert b"Tegucigalpa" not in content


def test_a_withdrawn_item_whose_moment_is_not_known() -> None:
    """Its last change stands for it."""
    gone = replace(ITEM, presence="withdrawn", updated=NOW)
    assert b"15 July 2020" in PAGES.gone_page(gone, SITE, ENGLISH, "source")


PAIRS = [
    (_revision(), ITEM),
    (_revision("withdrawn", AFTER, AFTER, NOW + timedelta(hours=1), OTHER), OTHER),
    (_revision("moved", AFTER, replace(AFTER, about=("SV",)), NOW + timedelta(days=1)), ITEM),
    (_revision("touched", at=NOW + timedelta(days=1)), ITEM),
]


def test_the_page_of_corrections() -> None:
    """It lists them by day, newest first, each with a link to its item, and the addresses of the feed."""
    content = PAGES.corrections_page(PAIRS, SITE, ENGLISH)
    assert corrections_page_fault(content, PAIRS, ENGLISH) is None
    page = _Page(content)
    days = re.sub("^.*JSON Feed ", "", page.text)
    assert days == (
        "16 July 2020 Corrected: A headline Country removed: Honduras. Country added: El Salvador. "
        "15 July 2020 Withdrawn: A headline Corrected: A headline “09 June” became “9 July”."
    )
    assert page.times == ["2020-07-16", "2020-07-15"]
    for kind in RENDERERS:
        assert f'<a type="application/{"feed+json" if kind == "json" else f"{kind}+xml"}"' in content.decode()
        assert f'href="https://feeds.example.org/corrections.{kind}"' in content.decode()


def test_a_page_without_corrections() -> None:
    """It says that there are none."""
    content = PAGES.corrections_page([], SITE, ENGLISH)
    assert corrections_page_fault(content, [], ENGLISH) is None
    assert b"Nothing has been corrected or withdrawn yet." in content


def test_every_page_leads_to_the_corrections() -> None:
    """The footer has the link, in the words of the page's language."""
    spanish = LAYOUT.catalogues["es"]
    for content in (PAGES.missing_page(SITE, spanish), PAGES.item_page(ITEM, SITE, spanish, ItemLinks({}))):
        assert '<a href="/corrections/">Correcciones</a>' in content.decode()


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        (b"<h1>Corrections", b"<h1>Errors", "its heading is not what it should be"),
        (b'href="/i/headline-two/"', b'href="/i/headline-one/"', f"no link with its title leads to item {OTHER.id}"),
        (b">Withdrawn: A headline<", b">Corrected: A headline<", f"no link with its title leads to item {OTHER.id}"),
        (b"</html>", b"", "it does not end as a page does"),
        (b'<html lang="en"', b'<html lang="es"', "its language is es, not en"),
        (b"Corrections", b"\xff", "it cannot be read: 'utf-8' codec"),
    ],
)
def test_a_broken_page_of_corrections(old: bytes, new: bytes, fault: str) -> None:
    """Heading, language and every link are compared."""
    content = PAGES.corrections_page(PAIRS, SITE, ENGLISH)
    assert old in content
    assert str(corrections_page_fault(content.replace(old, new, 1), PAIRS, ENGLISH)).startswith(fault)


def test_corrections_out_of_order_or_lost() -> None:
    """The same item corrected twice needs two links, and the order counts."""
    content = PAGES.corrections_page(PAIRS, SITE, ENGLISH)
    articles = re.findall(rb"(?s)<article>.*?</article>", content)
    swapped = content.replace(articles[1], b"@@").replace(articles[2], articles[1]).replace(b"@@", articles[2])
    assert corrections_page_fault(swapped, PAIRS, ENGLISH) == f"item {ITEM.id} is out of order"
    assert (
        corrections_page_fault(content.replace(articles[2], b""), PAIRS, ENGLISH) == f"item {ITEM.id} is out of order"
    )


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        (b"<h1>Withdrawn: ", b"<h1>", "its heading is not what it should be"),
        (b'href="/i/headline-two/"', b"", f"no link with its title leads to item {OTHER.id}"),
        (b"</html>", b"", "it does not end as a page does"),
    ],
)
def test_a_broken_page_of_a_withdrawn_item(old: bytes, new: bytes, fault: str) -> None:
    """Its heading must say so, and its link lead on."""
    gone = replace(ITEM, presence="withdrawn", absent_since=NOW)
    content = PAGES.gone_page(gone, SITE, ENGLISH, OTHER).replace(old, new, 1)
    assert gone_page_fault(content, gone, ENGLISH, OTHER) == fault


def test_a_page_cut_anywhere_is_seen() -> None:
    """Whole, these pages have no fault; cut after any byte, they have one."""
    gone = replace(ITEM, presence="withdrawn", absent_since=NOW)
    page = PAGES.gone_page(gone, SITE, ENGLISH, OTHER).rstrip()
    assert all(gone_page_fault(page[:length], gone, ENGLISH, OTHER) for length in range(len(page)))
    page = PAGES.corrections_page(PAIRS, SITE, ENGLISH).rstrip()
    assert all(corrections_page_fault(page[:length], PAIRS, ENGLISH) for length in range(len(page)))


def test_the_feed_of_corrections() -> None:
    """Its entries lead to the items' pages, and carry what differs in words, countries, and their own ids."""
    feed = corrections_feed(PAIRS, SITE, ENGLISH, NOW)
    for kind, render in RENDERERS.items():
        assert feed_fault(render(feed, SITE, ENGLISH), kind, feed, SITE) is None
    root = ET.fromstring(RENDERERS["atom"](feed, SITE, ENGLISH))
    assert root.findtext(f"{ATOM}id") == "tag:example.org,2020:feed/corrections"
    assert root.findtext(f"{ATOM}title") == "Corrections: Regional migration news"
    assert root.findtext(f"{ATOM}updated") == "2020-07-16T18:00:00+00:00"
    made = json.loads(RENDERERS["json"](feed, SITE, ENGLISH))["items"]
    assert [(one["title"], one["content_html"], one["date_modified"], one["tags"], one["url"]) for one in made] == [
        (
            "Corrected: A headline",
            "<p>Country removed: Honduras.</p><p>Country added: El Salvador.</p>",
            "2020-07-16T18:00:00+00:00",
            ["El Salvador"],
            "https://feeds.example.org/i/headline-one/",
        ),
        (
            "Withdrawn: A headline",
            "<p>Withdrawn on 15 July 2020.</p>",
            "2020-07-15T19:00:00+00:00",
            ["Honduras"],
            "https://feeds.example.org/i/headline-two/",
        ),
        (
            "Corrected: A headline",
            "<p>“09 June” became “9 July”.</p>",
            "2020-07-15T18:00:00+00:00",
            ["Honduras"],
            "https://feeds.example.org/i/headline-one/",
        ),
    ]
    assert all(one["date_published"] == one["date_modified"] for one in made)
    assert all(re.fullmatch("tag:example.org,2020:correction/[a-z2-7]{16}", one["id"]) for one in made)


def test_an_entry_never_changes() -> None:
    """Whatever becomes of its item later, and whatever is corrected beside it."""
    before = corrections_feed(PAIRS[:1], SITE, ENGLISH, NOW).items
    later = replace(
        ITEM, title="Elsewise", attribution=attribution("BZ"), presence="withdrawn", updated=NOW, link="x:y"
    )
    after = corrections_feed([(revision, later) for revision, _ in PAIRS], SITE, ENGLISH, NOW).items
    atom = RENDERERS["atom"]
    feed = corrections_feed((), SITE, ENGLISH, NOW)
    assert atom(replace(feed, items=before), SITE, ENGLISH) == atom(replace(feed, items=after[-1:]), SITE, ENGLISH)


def test_revisions_of_one_moment_have_each_a_second() -> None:
    """No two entries share a moment, none has a fraction of a second, and those of before keep theirs."""
    now = NOW.replace(microsecond=5)
    pairs = [
        (_revision("moved", AFTER, replace(AFTER, about=()), now, one), one)
        for one in (item("a"), item("b"), item("c"))
    ]
    feed = corrections_feed([*pairs, (_revision(at=NOW - timedelta(days=1)), ITEM)], SITE, ENGLISH, NOW)
    assert [one.updated for one in feed.items] == [
        NOW,
        NOW - timedelta(seconds=1),
        NOW - timedelta(seconds=2),
        NOW - timedelta(days=1),
    ]
    assert len({one.id for one in feed.items}) == 4
    assert feed == corrections_feed([(_revision(at=NOW - timedelta(days=1)), ITEM), *pairs[::-1]], SITE, ENGLISH, NOW)


def test_an_empty_feed_of_corrections() -> None:
    """It is a whole document, as old as it is told."""
    feed = corrections_feed((), SITE, ENGLISH, NOW)
    assert (feed.items, feed.updated) == ((), NOW)
    for kind, render in RENDERERS.items():
        assert feed_fault(render(feed, SITE, ENGLISH), kind, feed, SITE) is None


def test_addresses() -> None:
    """The feed and its page stand at the top, whatever the language."""
    assert page_path(CORRECTIONS) == "/corrections/"
    assert [address_of(CORRECTIONS, feed_name(CORRECTIONS, kind)) for kind in RENDERERS] == [
        "/corrections.atom",
        "/corrections.rss",
        "/corrections.json",
    ]
    assert feed_id(SITE, CORRECTIONS) == "tag:example.org,2020:feed/corrections"
