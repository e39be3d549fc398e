"""The parts of reading a page, each by itself: bounds, addresses, dates, pictures, what is stated, selectors."""

from __future__ import annotations

from datetime import date

import pytest

from feedsvc.core.page.address import absolute
from feedsvc.core.page.choice import day_in
from feedsvc.core.page.dating import Calendar, is_relative, machine_date, split_dated
from feedsvc.core.page.listing import infer_selectors, read_page
from feedsvc.core.page.markup import Places, bound
from feedsvc.core.page.tree import is_selector
from feedsvc.core.page.wording import is_about, is_pointer, is_tool
from feedsvc.model import Selectors

TODAY = date(2021, 6, 15)
BASE = "https://office.example/en/news"


def items(source: str, selectors: Selectors | None = None) -> list[tuple[str | None, str, str | None]]:
    """Return day, title and link of each item of a page."""
    drafts = read_page(source, BASE, TODAY, selectors).fit.drafts
    days = [one.reading.day for one in drafts]
    return [(day.isoformat() if day else None, one.title.text, one.link) for day, one in zip(days, drafts, strict=True)]


def pictures(source: str) -> list[str | None]:
    """Return the picture's address of each item of a page."""
    drafts = read_page(source, BASE, TODAY).fit.drafts
    return [draft.image.address if draft.image else None for draft in drafts]


@pytest.mark.parametrize(
    ("source", "kept"),
    [
        ("a < b", "a &lt; b"),
        ("a<!-- x -->b<!-- never", "ab"),
        ("a<!doctype x>b<?php y ?>c", "abc"),
        ("</ x>a<p/>", "a<p/>"),
        ("<script>x</script>a<style>y", "a"),
        ("<svg/>a", "<svg/>a"),
        ("<script>x</script", ""),
        ("<picture><source srcset=a><img src=b>", "<picture><source srcset=a></source><img src=b>"),
        ("<p title='never closed>a</p>b", "<p title='never closed>a</p>b"),
        ("<p>a<p>b<ul><li>c<li>d</ul>", "<p>a<p>b<ul><li>c<li>d</ul>"),
        ("</p>a", "</p>a"),
        ("<i>" * 251 + "a" + "</i>" * 251, "<i>" * 250 + "a" + "</i>" * 250),
        ("<dl><dt>a<dd>b<dd>c</dl>", "<dl><dt>a</dt><dd>b</dd><dd>c</dl>"),
        ("<ul>\n <li> <b>a</b> <i>b</i> </li>\n</ul>\n", "<ul><li><b>a</b> <i>b</i> </li></ul>"),
        ("<p>a<!-- x --> <b>c</b><br> < <pre>\n\n<b>d", "<p>a <b>c</b><br> &lt; <pre>\n\n<b>d"),
        ("<div>" * 99_999 + "a", "<div>" * 250 + "<br>a"),
        ("<div>" * 251 + "a" + "</div>" * 251, "<div>" * 250 + "<br>a" + "</div>" * 250),
    ],
)
def test_bounds(source: str, kept: str) -> None:
    """What shows no text is dropped, and what stands too deep loses its tags, not its text."""
    assert bound(source).text == kept


def test_long_tags_keep_what_is_read() -> None:
    """Of a tag with thousands of attributes those that are read are kept."""
    many = " ".join(f"x{number}=1" for number in range(2000))
    assert bound(f'<a {many} href="/x" {many}>t</a>').text == '<a href="/x">t</a>'


def test_page_that_is_too_long(monkeypatch: pytest.MonkeyPatch) -> None:
    """Reading ends after a bounded number of tags, and says where."""
    monkeypatch.setattr("feedsvc.core.page.markup.MOST_TAGS", 100)
    reading = read_page("<b>x</b>\n" * 100, BASE, TODAY)
    last = reading.blocks[-1]
    assert (last.line, reading.fit.skipped[last].kind) == (51, None)


def test_preformatted_text_that_is_too_long(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each of its lines counts like a tag."""
    monkeypatch.setattr("feedsvc.core.page.markup.MOST_TAGS", 100)
    source = "<pre>" + "x\n" * 99 + "last\nunread\n</pre>"
    assert bound(source).text == source[: source.index("\nunread")]
    assert bound(source).cut == source.index("\nunread")


def test_a_button_that_opens_a_panel() -> None:
    """In a heading it is the heading's text; elsewhere a button says nothing of the news."""
    page = "".join(
        f"<h3><button>{day}/05/2021 – {title}</button></h3><p>Some text stands in its panel.</p><button>Go</button>"
        for day, title in ((14, "First of the news"), (13, "Second of the news"), (12, "Third of the news"))
    )
    assert [item[:2] for item in items(page)] == [
        ("2021-05-14", "First of the news"),
        ("2021-05-13", "Second of the news"),
        ("2021-05-12", "Third of the news"),
    ]


def test_one_date_above_several_items() -> None:
    """A date above some items is not the last line of the item before it; below all titles, it is their own."""
    days = (("9 June 2021", "abc"), ("8 June 2021", "d"), ("7 June 2021", "ef"))
    above = "".join(
        f"<p><b>{day}</b></p>"
        + "".join(f"<p><a href=/{one}>Title of news {one}</a></p><p>What {one} says of it all.</p>" for one in names)
        for day, names in days
    )
    assert [item[0] for item in items(above)] == ["2021-06-09"] * 3 + ["2021-06-08"] + ["2021-06-07"] * 2


def test_places_of_what_is_not_found() -> None:
    """A text that the source does not hold stands where the next one does."""
    places = Places("a\nb", ((0, "a"), (2, "b")))
    assert [places.of("a"), places.of("x"), places.of("b"), places.of("y")] == [(1, 1), (2, 1), (2, 1), (2, 1)]
    assert Places("").of("x") == (1, 1)


@pytest.mark.parametrize(
    ("written", "wanted"),
    [
        ("../a?b=1#c", "https://office.example/a?b=1#c"),
        (" HTTP://x.example/ü ", "HTTP://x.example/%C3%BC"),
        ("//cdn.example/a b", "https://cdn.example/a%20b"),
        ("javascript:alert(1)", None),
        ("java\nscript:alert(1)", None),
        ("mailto:a@b.example", None),
        ("#top", None),
        ("", None),
        ("https://[", None),
        ("http:///x", None),
        ("/" * 3000, None),
    ],
)
def test_addresses(written: str, wanted: str | None) -> None:
    """Only http and https addresses are kept, absolute and escaped."""
    assert absolute(written, BASE) == wanted


@pytest.mark.parametrize(
    ("text", "heading", "wanted"),
    [
        ("14", "July 2020", "2020-07-14"),
        ("Tue 14", "July 2020", "2020-07-14"),
        ("14", "juillet", "2020-07-14"),
        ("13/12", "December 2016", "2016-12-13"),
        ("13/12", "2016", "2016-12-13"),
        ("3 May", "", "2021-05-03"),
        ("3 July", "", "2020-07-03"),
        ("45", "July 2020", None),
        ("14", "", None),
        ("3 chairs", "", None),
        ("July 2020", "July 2020", None),
        ("29 February", "", None),
    ],
)
def test_dates_without_a_year(text: str, heading: str, wanted: str | None) -> None:
    """The year comes from the heading, else it is the nearest in the past."""
    reading = Calendar(TODAY).partial(text, heading)
    assert (reading and reading.day and reading.day.isoformat()) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("2020-07-13T10:00:00+02:00", date(2020, 7, 13)),
        ("20200713", date(2020, 7, 13)),
        ("13 July 2020", date(2020, 7, 13)),
        ("2020-13-01", None),
        ("soon", None),
    ],
)
def test_machine_dates(text: str, wanted: date | None) -> None:
    """Dates of attributes are read, and impossible ones are none."""
    reading = machine_date(text)
    assert (reading.day if reading else None) == wanted


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("13/07/2020 - Title", ("13/07/2020 -", "Title")),
        ("Monday, 13 July 2020: Title", ("Monday, 13 July 2020:", "Title")),
        ("Title (13 July 2020)", ("Title", "(13 July 2020)")),
        ("12 May — Title", ("12 May —", "Title")),
        ("12 chairs — Title", ("12 chairs — Title",)),
        ("On 13 July 2020 the office closed", ("On 13 July 2020 the office closed",)),
        ("Meeting of 13 July 2020", ("Meeting of 13 July 2020",)),
        ("No date at all, 12 of 13", ("No date at all, 12 of 13",)),
        ("word 1 " * 60, ("word 1 " * 60,)),
        ("13 July 2020", ("13 July 2020",)),
    ],
)
def test_dates_beside_words(text: str, parts: tuple[str, ...]) -> None:
    """A date is parted from words only where a mark stands between the two."""
    assert split_dated(text) == parts


@pytest.mark.parametrize(
    "text", ["2 days ago", "hace 3 días", "il y a 2 heures", "há 2 dias", "Yesterday, 10:30", "Hier"]
)
def test_relative_dates(text: str) -> None:
    """Words that count from the day of reading are a date's place."""
    assert is_relative(text)
    assert not is_relative(f"{text} the bridge was closed")


def test_words_around_items() -> None:
    """Pointers, tools and notes about an item are told from what it says."""
    assert all(map(is_pointer, ("Read more »", "[Leer más]", "PDF (120 KB)", "Lire la suite", "Download", "→")))
    assert all(map(is_about, ("By Ana Ruiz", "Tags: water, roads", "12 comments", "© 2020 Office")))
    assert all(map(is_tool, ("edit", "Share", "Imprimir")))
    assert not any(map(is_pointer, ("More water for the valley", "Photos of the flood found")))
    assert not any(map(is_about, ("Por primera vez preside una mujer.", "By the river a new path opens", "x" * 200)))
    assert not is_tool("Edition of the year")


ROW = '<li><img {0}><h3><a href="/{1}">Harbour lamps number {1} lit</a></h3><time datetime="2021-05-0{1}">x</time></li>'


@pytest.mark.parametrize(
    ("attributes", "wanted"),
    [
        ('src="/a.jpg"', "https://office.example/a.jpg"),
        ('src="/a.jpg" width="16"', None),
        ('src="/a.jpg" class="avatar"', None),
        ('src="/icons/rss-icon.png"', None),
        ('src="data:image/gif;base64,x"', None),
        ('src="/s.jpg" srcset="/s.jpg 300w, /l.jpg 900w"', "https://office.example/l.jpg"),
        ('src="/blank.gif" data-src="/a.jpg?w=1"', "https://office.example/a.jpg?w=1"),
        ('style="background:red"', None),
    ],
)
def test_pictures(attributes: str, wanted: str | None) -> None:
    """The largest picture is taken; icons, trackers and what lies in the page itself are none."""
    rows = "".join(ROW.format(attributes, number) for number in (3, 2, 1))
    assert pictures(f"<ul>{rows}</ul>") == [wanted] * 3


@pytest.mark.parametrize(
    "data",
    [
        "no json",
        "[" * 100_000,
        '"text"',
        '{"@type": "Event", "name": "A concert"}',
        '{"@type": "NewsArticle", "headline": "x"}',
        '{"@type": "WebPage", "name": "News", "hasPart": [{"a": 1}, {"b": 2}]}',
        '{"@type": ["x", 1], "headline": 3, "url": [], "image": {"url": 1}}',
        " " * 1_000_001,
    ],
)
def test_what_is_not_stated(data: str) -> None:
    """Data that states no news changes nothing."""
    rows = "".join(
        f'<li>{number} May 2021 <a href="/{number}">Lamps of pier {number} lit</a></li>' for number in (3, 2, 1)
    )
    page = f'<script type="application/ld+json">{data}</script><ul>{rows}</ul>'
    assert items(page) == [
        (f"2021-05-0{n}", f"Lamps of pier {n} lit", f"https://office.example/{n}") for n in (3, 2, 1)
    ]


def test_stated_items_are_found_by_their_address() -> None:
    """What is stated of an item is matched by title or address, and completes it."""
    data = ",".join(
        f'{{"@type":"NewsArticle","headline":"Pier {n}","url":"/{n}","datePublished":"2021-05-0{n}"}}'
        for n in (3, 2, 1)
    )
    rows = "".join(f'<li><h3><a href="/{n}">Lamps of pier {n} lit</a></h3>2 days ago</li>' for n in (3, 2, 1))
    page = f'<script type="application/ld+json">[{data}]</script><ul>{rows}</ul>'
    assert [day for day, _, _ in items(page)] == ["2021-05-03", "2021-05-02", "2021-05-01"]


SELECTED = "".join(
    f'<div class=a><b>Lamps lit on pier {n}</b><i>{n} May 2021</i><u>Text {n}.</u><a href="/{n}">go</a>'
    f'<img src="/{n}.jpg"></div>'
    for n in (2, 1)
)


def test_selectors_choose_all_fields() -> None:
    """Every field can be chosen; what a selector does not find is not there."""
    chosen = Selectors("div.a", title="b", date="i", summary="u", link="a", image="img")
    drafts = read_page(SELECTED, BASE, TODAY, chosen).fit.drafts
    assert [(one.reading.day, one.title.text, one.paragraphs[0].text, one.link) for one in drafts] == [
        (date(2021, 5, n), f"Lamps lit on pier {n}", f"Text {n}.", f"https://office.example/{n}") for n in (2, 1)
    ]
    assert [one.image and one.image.address for one in drafts] == [f"https://office.example/{n}.jpg" for n in (2, 1)]
    nothing = Selectors("div.a", title="b", date="time", summary="time", link="time", image="time")
    assert items(SELECTED, nothing) == [(None, f"Lamps lit on pier {n}", None) for n in (2, 1)]
    assert items(SELECTED, Selectors("section")) == []
    assert items("<div class=a></div>", Selectors("div.a")) == []


def test_selectors_choose_in_chrome() -> None:
    """An element that names call a sidebar is read when a selector chooses it."""
    aside = f"<aside>{SELECTED}</aside><p>Text about the office, its work and its people.</p>"
    assert items(aside) == []
    assert [title for _, title, _ in items(aside, Selectors("div.a", title="b"))] == [
        "Lamps lit on pier 2",
        "Lamps lit on pier 1",
    ]


def test_dates_by_selectors() -> None:
    """A chosen date is read from its attribute, or from its words, whole or not."""
    page = (
        '<p><b>One</b><i datetime="2021-05-02">x</i></p><p><b>Two</b><i>Ana, 1 May 2021, in News</i></p>'
        "<p><b>Three</b><i>30 April</i></p><p><b>Four</b><i>soon</i></p>"
    )
    chosen = Selectors("p", title="b", date="i")
    assert [day for day, _, _ in items(page, chosen)] == ["2021-05-02", "2021-05-01", "2021-04-30", None]


def test_selectors_of_a_page_without_items() -> None:
    """Where nothing was found, or no element holds an item, there are no selectors."""
    assert infer_selectors("<p>Nothing here</p>", BASE, TODAY) is None
    flat = "".join(f"<h3>Lamps lit on pier {n}</h3><p>{n} May 2021</p><p>They shine.</p>" for n in (3, 2, 1))
    assert infer_selectors(flat, BASE, TODAY) is None


def test_what_a_selector_is() -> None:
    """Selectors are checked before they are used."""
    assert all(map(is_selector, ("li.news > a", "div:nth-of-type(2)", "#x [href]")))
    assert not any(map(is_selector, ("li >", "h2:", "..", "a:nonsense")))


@pytest.mark.parametrize(
    ("address", "wanted"),
    [
        ("https://o.example/2021/06/09/bridge-opens/", date(2021, 6, 9)),
        ("https://o.example/news/2021-6-9", date(2021, 6, 9)),
        ("https://o.example/show?day=2021-06-09", date(2021, 6, 9)),
        ("https://o.example/2021-06-09_bridge.pdf", date(2021, 6, 9)),
        ("https://o.example/2021/06/", None),
        ("https://o.example/2021/06-09/", None),
        ("https://o.example/2021/13/09/", None),
        ("https://o.example/2021/06/091/", None),
        ("https://o.example/2021/06/16/", None),
    ],
)
def test_day_in_an_address(address: str, wanted: date | None) -> None:
    """An address may name the day of what it leads to, but none that is to come."""
    found = day_in(address, TODAY)
    assert (found.day if found is not None else None) == wanted


@pytest.mark.parametrize("inline", ["<x-mark>a</x-mark> b", "b <x-mark>a</x-mark>"])
def test_lines_of_custom_elements(inline: str) -> None:
    """An element that HTML does not name has its own lines, unless text stands right beside it."""
    (first,) = read_page(f"<main><p>{inline}</p></main>", BASE, TODAY).blocks
    own = read_page("<main><x-label>a</x-label><x-title>b</x-title></main>", BASE, TODAY).blocks
    assert first.text in ("a b", "b a")
    assert [block.text for block in own] == ["a", "b"]


def test_many_custom_elements_take_no_longer() -> None:
    """Whether an element has its own lines is seen from its neighbours alone."""
    source = "<div>" + "<x-a>word</x-a>" * 9000 + "</div>"
    assert len(read_page(source, BASE, TODAY).blocks) == 9000
