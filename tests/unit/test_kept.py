"""What was rendered before is shown again only where it would be rendered alike: in JSON and in pages too."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, replace
from datetime import date, timedelta
from typing import Any

import pytest
from making import NOW, OTHER_VALUES, SITE, attribution, item

from feedsvc import bootstrap
from feedsvc.model import Catalogue, Feed, FeedKey, Item, Revision, Words
from feedsvc.render import jsonfeed
from feedsvc.render.html import FeedLink, ItemLinks, Pages
from feedsvc.render.kept import Kept

WORDS = Words(date(2020, 7, 13), "A headline", ("Some text.",), None, ("HN",))
REVISION = Revision(item("one").id, NOW, "revised", WORDS, replace(WORDS, title="Another headline"))
ITEMS = (item("one", paragraphs=("First.", "“Second” & <last>.")), item("two", attribution=attribution("SV", "HN")))
FEED = Feed(FeedKey("en"), "all", "News", NOW, ITEMS)
LINKS = [FeedLink("Honduras", "hn", "en", 3), FeedLink("El Salvador", "sv", "en", 1)]
OTHER_REVISIONS: dict[str, Any] = {
    "at": NOW + timedelta(days=1),
    "kind": "restored",
    "before": replace(WORDS, title="Old"),
    "after": WORDS,
}

Render = Callable[[Pages, Feed, Catalogue], bytes]


def _fresh() -> Pages:
    layout = bootstrap.layout_of(SITE)
    return layout.pages


def _english() -> Catalogue:
    return bootstrap.catalogues()["en"]


def _json(_pages: Pages, feed: Feed, catalogue: Catalogue) -> bytes:
    return jsonfeed.jsonfeed(feed, SITE, catalogue)


def _page(pages: Pages, feed: Feed, catalogue: Catalogue) -> bytes:
    return pages.feed_page(feed, SITE, catalogue, LINKS, ())


def _corrections(pages: Pages, feed: Feed, catalogue: Catalogue) -> bytes:
    return pages.corrections_page([(REVISION, feed.items[0])], SITE, catalogue)


def _item(pages: Pages, feed: Feed, catalogue: Catalogue) -> bytes:
    return pages.item_page(feed.items[0], SITE, catalogue, ItemLinks({}), [REVISION])


RENDERERS = [pytest.param(one, id=one.__name__.strip("_")) for one in (_json, _page, _corrections, _item)]


@pytest.fixture
def cold(monkeypatch: pytest.MonkeyPatch) -> Callable[[Render, Feed, Catalogue], bytes]:
    """Renders where nothing was rendered before."""

    def render(one: Render, feed: Feed, catalogue: Catalogue) -> bytes:
        with monkeypatch.context() as patch:
            patch.setattr(jsonfeed, "_kept", Kept(0))
            return one(_fresh(), feed, catalogue)

    return render


@pytest.mark.parametrize("render", RENDERERS)
@pytest.mark.parametrize("name", [field.name for field in fields(Item)])
def test_a_document_changes_with_its_items(render: Render, name: str, cold: Callable[..., bytes]) -> None:
    """Each field of an item changed alone, after it was rendered."""
    pages = _fresh()
    assert render(pages, FEED, _english()) == cold(render, FEED, _english())
    changed = replace(FEED, items=(replace(ITEMS[0], **{name: OTHER_VALUES.get(name, "other")}), *ITEMS[1:]))
    assert changed != FEED
    assert render(pages, changed, _english()) == cold(render, changed, _english())


@pytest.mark.parametrize("render", RENDERERS)
def test_a_document_changes_with_the_names_of_countries(render: Render, cold: Callable[..., bytes]) -> None:
    """Another language, or another spelling of one."""
    pages, other = _fresh(), replace(_english(), countries={"HN": "Elsewhere", "SV": "Nowhere"})
    render(pages, FEED, _english())
    assert render(pages, FEED, other) == cold(render, FEED, other)


@pytest.mark.parametrize("name", [field.name for field in fields(Revision)])
def test_pages_change_with_revisions(name: str) -> None:
    """Each field of a revision changed alone, after it was told of."""
    pages, changed = _fresh(), replace(REVISION, **{name: OTHER_REVISIONS.get(name, "other")})
    for revision in (REVISION, changed):
        told = [(revision, ITEMS[0])]
        assert pages.corrections_page(told, SITE, _english()) == _fresh().corrections_page(told, SITE, _english())
        links = ItemLinks({})
        assert pages.item_page(ITEMS[0], SITE, _english(), links, [revision]) == (
            _fresh().item_page(ITEMS[0], SITE, _english(), links, [revision])
        )


@pytest.mark.parametrize("links", [[], LINKS[:1], [LINKS[1], LINKS[0]], [replace(LINKS[0], count=4), LINKS[1]]])
def test_the_list_of_countries_changes_with_their_feeds(links: list[FeedLink]) -> None:
    """One more or less, another order, another count."""
    pages = _fresh()
    _page(pages, FEED, _english())
    made = pages.feed_page(FEED, SITE, _english(), links, ())
    assert made == _fresh().feed_page(FEED, SITE, _english(), links, ())
    assert [f"</a> <span>{link.count}</span>".encode() in made for link in links] == [True] * len(links)


def test_what_is_kept_is_bounded() -> None:
    """What was asked for last is kept, what takes more than half of the bound never, and all together the bound."""
    kept: Kept[int, bytes] = Kept(20 * 2000)
    for number in range(100):
        kept.keep(str(number), number, b"x" * 300)
        assert kept.find("0", 0) == b"x" * 300
    found = [number for number in range(100) if kept.find(str(number), number)]
    assert {0, 99} <= {*found}
    assert 10 <= len(found) <= 20
    kept.keep("large", 1, b"x" * 7000)
    assert kept.find("large", 1) is None


def test_a_new_form_takes_no_room_beside_the_old_one() -> None:
    """However often one is rendered anew, the others stay."""
    kept: Kept[int, bytes] = Kept(20 * 2000)
    kept.keep("other", 0, b"x")
    for number in range(100):
        kept.keep("one", number, b"x" * 300)
    assert (kept.find("other", 0), kept.find("one", 99)) == (b"x", b"x" * 300)


def test_what_is_kept_is_of_an_equal_basis() -> None:
    """A form made from anything else is never given, on neither shelf; a new one takes its place."""
    kept: Kept[tuple[str, ...], bytes] = Kept(20 * 2000)
    kept.keep("a", ("one",), b"1")
    assert kept.find("a", ("one",)) == b"1"
    assert kept.find("a", ("two",)) is None
    for number in range(12):
        kept.keep(str(number), ("one",), b"x" * 300)
    assert kept.find("a", ("two",)) is None
    kept.keep("a", ("two",), b"2")
    assert kept.find("a", ("two",)) == b"2"
    assert kept.find("a", ("one",)) is None
