"""What a run publishes, from items to documents."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta
from html.parser import HTMLParser
from xml.etree import ElementTree as ET

import pytest
from making import NOW, SITE, attribution, item
from shelving import contents_of

from feedsvc import bootstrap
from feedsvc.core.assemble import archive_of
from feedsvc.drafting import Layout
from feedsvc.edition import Contents, ItemContents, edition, feed_documents
from feedsvc.model import FeedKey, FeedRecord, Item, Publication, Site
from feedsvc.render.html import GoneReason, Pages
from feedsvc.render.words import WORD_JOINER, title_text

ATOM = "{http://www.w3.org/2005/Atom}"
HOSTILE = "<script>alert('&amp;')</script> ]]> \"'&lt;b&gt; {{ 7*7 }} {% raw %}"


def _layout(site: Site) -> Layout:
    usual = bootstrap.layout_of(site)
    return replace(usual, origin="origin")


def _published(items: list[Item], site: Site = SITE, marks: frozenset[str] | None = None) -> dict[str, bytes]:
    """The identity form of every document by its path in the tree."""
    made = edition(contents_of(items, site, marks), _layout(site))
    assert made.faults == ()
    return _files(made)


def _files(made: Publication) -> dict[str, bytes]:
    return {
        f"{folder.stem}/{document.name}": document.variants[""]
        for folder in (*made.leaves, *made.feeds)
        for document in folder.documents
    }


ITEMS = [
    item("one", title="Uno", published=NOW, updated=NOW + timedelta(days=1), paragraphs=("First.", "Second.")),
    item("two", title=HOSTILE, paragraphs=(HOSTILE,), published=NOW - timedelta(days=1)),
    item("three", title="Tres", attribution=attribution("SV", "GT"), paragraphs=(), published=NOW - timedelta(days=2)),
]


def test_folders() -> None:
    """There is a folder for each feed, each item and the site, with every format in it."""
    assert sorted(_published(ITEMS)) == sorted(
        [
            f"{stem}/{stem}.{kind}"
            for stem in ("all", "corrections", "gt", "hn", "sv")
            for kind in ("atom", "rss", "json")
        ]
        + [f"{stem}/index.html" for stem in ("all", "corrections", "gt", "hn", "sv")]
        + [f"i/headline-{name}/index.html" for name in ("one", "two", "three")]
        + [
            f"site/{name}"
            for name in ("_404.html", "_origin", "_redirects.json", "feeds.opml", "icon.svg", "robots.txt", "style.css")
        ]
    )


def test_only_what_is_marked() -> None:
    """A run renders the marked folders and no other."""
    files = _published(ITEMS, marks=frozenset({"hn", "i/headline-one"}))
    assert sorted(files) == ["hn/hn.atom", "hn/hn.json", "hn/hn.rss", "hn/index.html", "i/headline-one/index.html"]


def test_same_input_same_bytes() -> None:
    """Rendering again, whenever, gives the same bytes."""
    assert _published(ITEMS) == _published(ITEMS)


def test_atom() -> None:
    """An entry carries id, dates, link, text and countries; the feed its own id, self link and page."""
    root = ET.fromstring(_published(ITEMS)["hn/hn.atom"])
    assert root.findtext(f"{ATOM}id") == "tag:example.org,2020:feed/hn"
    assert root.findtext(f"{ATOM}title") == "Honduras: Regional migration news"
    assert root.findtext(f"{ATOM}updated") == "2020-07-16T18:00:00+00:00"
    links = {(link.get("rel"), link.get("type")): link.get("href") for link in root.findall(f"{ATOM}link")}
    assert links == {
        ("self", "application/atom+xml"): "https://feeds.example.org/hn.atom",
        ("alternate", "text/html"): "https://feeds.example.org/hn/",
    }
    first, second = root.findall(f"{ATOM}entry")
    assert first.findtext(f"{ATOM}id") == "tag:example.org,2020:item/one"
    assert first.findtext(f"{ATOM}published") == "2020-07-15T18:00:00+00:00"
    assert first.findtext(f"{ATOM}updated") == "2020-07-16T18:00:00+00:00"
    assert first.findtext(f"{ATOM}content") == "<p>First.</p><p>Second.</p>"
    (link,) = first.findall(f"{ATOM}link")
    assert link.get("href") == "https://feeds.example.org/i/headline-one/"
    (category,) = first.findall(f"{ATOM}category")
    assert category.attrib == {"term": "HN", "scheme": "urn:iso:std:iso:3166", "label": "Honduras"}
    assert str(second.findtext(f"{ATOM}title")).replace(WORD_JOINER, "") == HOSTILE


def test_rss() -> None:
    """An item carries guid, date, link, creator and text; the channel its own page, self link and language."""
    channel = ET.fromstring(_published(ITEMS)["hn/hn.rss"]).find("channel")
    assert channel is not None
    assert channel.findtext("link") == "https://feeds.example.org/hn/"
    assert channel.findtext("language") == "en"
    assert channel.findtext("lastBuildDate") == "Thu, 16 Jul 2020 18:00:00 +0000"
    own = channel.find(f"{ATOM}link")
    assert own is not None
    assert own.attrib == {"rel": "self", "type": "application/rss+xml", "href": "https://feeds.example.org/hn.rss"}
    first = channel.findall("item")[0]
    guid = first.find("guid")
    assert guid is not None
    assert (guid.text, guid.get("isPermaLink")) == ("tag:example.org,2020:item/one", "false")
    assert first.findtext("pubDate") == "Wed, 15 Jul 2020 18:00:00 +0000"
    assert first.findtext("{http://purl.org/dc/elements/1.1/}creator") == "Example Office"
    assert first.findtext("description") == "<p>First.</p><p>Second.</p>"
    category = first.find("category")
    assert category is not None
    assert (category.text, category.get("domain")) == ("Honduras", "urn:iso:std:iso:3166")


def test_json() -> None:
    """JSON Feed says the same as Atom."""
    made = json.loads(_published(ITEMS)["hn/hn.json"])
    assert made["feed_url"] == "https://feeds.example.org/hn.json"
    assert made["items"][0] == {
        "id": "tag:example.org,2020:item/one",
        "url": "https://feeds.example.org/i/headline-one/",
        "title": "Uno",
        "content_html": "<p>First.</p><p>Second.</p>",
        "date_published": "2020-07-15T18:00:00+00:00",
        "date_modified": "2020-07-16T18:00:00+00:00",
        "tags": ["Honduras"],
    }


def test_the_source_s_own_article_is_where_an_entry_leads() -> None:
    """An item with a link leads there in every format, and its page shows the link."""
    files = _published([item("one", link="https://example.org/article?a=1&b=2")])
    assert b'<link href="https://example.org/article?a=1&amp;b=2"' in files["all/all.atom"]
    assert b"<link>https://example.org/article?a=1&amp;b=2</link>" in files["all/all.rss"]
    assert json.loads(files["all/all.json"])["items"][0]["url"] == "https://example.org/article?a=1&b=2"
    assert b'<a href="https://example.org/article?a=1&amp;b=2">' in files["i/headline-one/index.html"]


class _Text(HTMLParser):
    """Collects what a browser would show, and fails on a tag that no template has."""

    def __init__(self) -> None:
        super().__init__()
        self.text = ""
        self.tags: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        self.tags.add(tag)

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.mark.parametrize("path", ["all/index.html", "hn/index.html", "i/headline-two/index.html"])
def test_hostile_text_is_shown_not_run(path: str) -> None:
    """Text of a bulletin reaches a page as text, whatever characters it has."""
    reader = _Text()
    reader.feed(_published(ITEMS)[path].decode())
    assert HOSTILE in reader.text
    assert not reader.tags & {"script", "b"}


@pytest.mark.parametrize("path", ["hn/hn.atom", "hn/hn.rss", "hn/hn.json"])
def test_hostile_text_is_escaped_once(path: str) -> None:
    """In every format a text is HTML that says just what the bulletin says."""
    content = _published(ITEMS)[path].decode()
    if path.endswith("json"):
        html = json.loads(content)["items"][1]["content_html"]
    else:
        tag = f".//{ATOM}content" if path.endswith("atom") else ".//item/description"
        html = ET.fromstring(content).findall(tag)[1].text
    reader = _Text()
    reader.feed(html)
    assert reader.text == HOSTILE
    assert reader.tags == {"p"}


def test_a_very_long_item_links_to_its_page() -> None:
    """A text over the limit ends with a link in feeds, and with a word of explanation on its page."""
    files = _published([item("one", paragraphs=("word " * 100_000,))])
    more = '<p><a href="https://feeds.example.org/i/headline-one/">…</a></p>'
    assert json.loads(files["all/all.json"])["items"][0]["content_html"].endswith(more)
    assert b"This text is very long" in files["i/headline-one/index.html"]
    assert all(len(content) < 512 * 1024 for content in files.values())


def test_pages_speak_their_language() -> None:
    """A page of another language has its words, its dates, its countries, and links to the same feed elsewhere."""
    site = replace(SITE, languages=("en", "es"))
    items = [*ITEMS, item("cuatro", language="es", day=date(2020, 7, 1), attribution=attribution("DO"))]
    files = _published(items, site)
    page = files["lang/es/all/index.html"].decode()
    assert '<html lang="es">' in page
    assert "1 de julio de 2020" in page
    assert "República Dominicana" in page
    assert '<a href="/" lang="en" hreflang="en">' in page
    assert '<a href="/lang/es/" lang="es" hreflang="es" aria-current="true">' in page
    assert "lang/es/do/index.html" in files
    assert "Headline cuatro" not in files["all/all.atom"].decode()
    assert b'xml:lang="es"' in files["lang/es/all/all.atom"]
    assert 'hreflang="en"' not in files["lang/es/do/index.html"].decode(), "there is no English feed of that country"


def test_revised_and_undated_items_say_so() -> None:
    """A page shows when an item was last revised, and that it has no date."""
    files = _published([item("one", day=None, updated=NOW + timedelta(days=1))])
    assert b"Undated" in files["i/headline-one/index.html"]
    assert b"Updated: <time" in files["i/headline-one/index.html"]
    assert b"16 July 2020" in files["i/headline-one/index.html"]
    assert b"Undated" in files["all/index.html"]


def test_empty_feeds_are_whole_documents() -> None:
    """A country without items has feeds and a page that says so."""
    files = _published([item("one", attribution=attribution())])
    root = ET.fromstring(files["sv/sv.atom"])
    assert root.findtext(f"{ATOM}updated") == "2020-07-13T18:00:01+00:00"
    assert json.loads(files["sv/sv.json"])["items"] == []
    assert b"There is no news here yet." in files["sv/index.html"]


def test_opml_lists_every_feed() -> None:
    """The list of feeds can be imported by a reader."""
    outlines = ET.fromstring(_published(ITEMS)["site/feeds.opml"]).findall(".//outline")
    assert [o.get("xmlUrl") for o in outlines] == [
        f"https://feeds.example.org/{s}.atom" for s in ("all", "gt", "hn", "sv")
    ]
    assert outlines[2].get("text") == "Honduras: Regional migration news"


def test_redirects_lead_to_feeds_that_exist() -> None:
    """Only countries that have a feed have other spellings."""
    stems = json.loads(_published(ITEMS)["site/_redirects.json"])["stems"]
    assert set(stems.values()) == {"gt", "hn", "sv"}
    assert {name: stems[name] for name in ("hnd", "340", "honduras", "el-salvador")} == {
        "hnd": "hn",
        "340": "hn",
        "honduras": "hn",
        "el-salvador": "sv",
    }


def test_no_address_depends_on_where_it_is_served() -> None:
    """Pages link to one another by path, so that they work under any host and port; feeds carry whole addresses."""
    page = _published(ITEMS)["all/index.html"].decode()
    assert 'href="/i/headline-one/"' in page
    assert 'href="/style.css"' in page
    assert 'value="https://feeds.example.org/all.atom"' in page


def test_a_template_that_asks_for_what_is_not_there_fails() -> None:
    """A misspelt name in a template is an error, not an empty place."""
    pages = Pages({"missing.html": "{{ nothing }}"})
    with pytest.raises(Exception, match="nothing"):
        pages.missing_page(SITE, bootstrap.catalogues()["en"])


@pytest.mark.parametrize(
    "title",
    [
        "Tom & Jerry, AT&T, Q&A, 3 < 4 > 2, a && b",
        '&<>"]]>',
        "Niñez — «migración» 🇭🇳",
    ],
)
def test_a_headline_that_cannot_be_mistaken_stays_as_it_is(title: str) -> None:
    """Nothing is added to a headline that means the same as text and as HTML."""
    assert title_text(item(title=title)) == title


@pytest.mark.parametrize(
    "title",
    [
        "<b>bold</b> and <script>x</script>",
        "&lt;escaped&gt; and &amp;amp; and &copy of &alpha and &copying",
        "&#60;b&#x3e; &1st",
        "<!-- comment --> <?pi?> </p>",
        HOSTILE,
    ],
)
def test_a_headline_reads_the_same_as_text_and_as_html(title: str) -> None:
    """A reader that takes the headline for HTML shows the very characters that one sees who takes it for text."""
    carried = title_text(item(title=title))
    assert carried.replace(WORD_JOINER, "") == title
    as_html = _Text()
    as_html.feed(carried)
    as_html.close()
    assert as_html.text.replace(WORD_JOINER, "") == title
    assert as_html.tags == set()


def test_an_item_without_text_has_a_body() -> None:
    """Its headline stands in for its text in every format: a reader shows something, and validators are content."""
    files = _published([item("one", title="Only < a headline", paragraphs=())])
    assert ET.fromstring(files["all/all.atom"]).findtext(f".//{ATOM}content") == "<p>Only &lt; a headline</p>"
    assert ET.fromstring(files["all/all.rss"]).findtext(".//item/description") == "<p>Only &lt; a headline</p>"
    assert json.loads(files["all/all.json"])["items"][0]["content_html"] == "<p>Only &lt; a headline</p>"


def test_what_is_withdrawn_has_a_page_that_says_so() -> None:
    """It stands where the server looks for the reason, and leads to the item that took its place, if one did."""
    gone, other = item("gone", presence="withdrawn", absent_since=NOW), item("other")
    cases: tuple[tuple[GoneReason, str], ...] = (
        ("source", "its source no longer shows it"),
        (other, f"/i/{other.slug}/"),
    )
    for reason, words in cases:
        contents = Contents((), items=(ItemContents(gone, (), reason, ()),))
        (folder,) = edition(contents, bootstrap.layout_of(SITE)).leaves
        assert folder.stem == f"i/{gone.slug}"
        (document,) = folder.documents
        assert document.name == "_gone.html"
        assert words in document.variants[""].decode()


def test_a_page_of_an_archive() -> None:
    """In Atom alone, under its number, with just the items that were bound into it."""
    record = FeedRecord(FeedKey("en", "HN"), NOW, 120, 2)
    contents = Contents((record,), archive={(record.key, 1): (item("one", published=NOW), item("two"))})
    (folder,) = edition(contents, bootstrap.layout_of(SITE)).leaves
    assert archive_of(folder.stem) == ("hn", 1)
    (document,) = folder.documents
    assert document.name == "1.atom"
    entries = ET.fromstring(document.variants[""]).iter(f"{ATOM}entry")
    assert [entry.findtext(f"{ATOM}title") for entry in entries] == ["Headline one", "Headline two"]


def test_the_documents_that_should_be_there() -> None:
    """Every feed's formats and page, those of the corrections, and what is for the whole site."""
    wanted = feed_documents((FeedRecord(FeedKey("en"), NOW), FeedRecord(FeedKey("en", "HN"), NOW)), SITE)
    assert wanted["hn"] == ("hn.atom", "hn.rss", "hn.json", "index.html")
    assert set(wanted) == {"all", "hn", "corrections", "site"}
