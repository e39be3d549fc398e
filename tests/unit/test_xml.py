"""Atom and RSS: byte for byte what feedgen alone makes, though no entry is rendered twice; history and tombstones."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import fields, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import feedgen_alone
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from making import NOW, OTHER_VALUES, SITE, attribution, item

from feedsvc import bootstrap
from feedsvc.model import Catalogue, Feed, FeedKey, Image, Item, Site
from feedsvc.proof.feeds import ATOM
from feedsvc.render.addresses import address_of, archive_place
from feedsvc.render.jsonfeed import jsonfeed
from feedsvc.render.xml import atom, entries, rss

CASES = Path(__file__).parent.parent / "cases" / "history"
ENGLISH = bootstrap.layout_of(SITE).catalogues["en"]
HISTORY = "{http://purl.org/syndication/history/1.0}"
TOMBSTONE = "{http://purl.org/atompub/tombstones/1.0}deleted-entry"
PAIRS = [pytest.param(atom, feedgen_alone.atom, id="atom"), pytest.param(rss, feedgen_alone.rss, id="rss")]
ITEMS = (
    item("one", paragraphs=("First.", "“Second” & <last>."), updated=NOW),
    item("two", title="Año <b>&amp;</b> AT&T", attribution=attribution("SV", "HN"), link="https://example.org/?a=1&b"),
    item("three", paragraphs=(), attribution=attribution()),
)
FEED = Feed(FeedKey("en", "HN"), "hn", "Honduras: news", NOW, ITEMS)

Render = Callable[[Feed, Site, Catalogue], bytes]


def _cases(name: str) -> list[Any]:
    return [pytest.param(case, id=case["why"]) for case in json.loads((CASES / name).read_text(encoding="utf-8"))]


def _alone(render: Callable[..., bytes], feed: Feed, site: Site = SITE, words: Catalogue = ENGLISH) -> bytes:
    return render(feed, site, [feedgen_alone.said(one, site, words) for one in feed.items])


TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\ufffe\uffff", min_codepoint=32), max_size=40)
MOMENTS = st.integers(0, 10**9).map(lambda seconds: NOW - timedelta(seconds=seconds))
GENERATED = st.builds(
    item,
    st.sampled_from("abcdef"),
    title=TEXT.filter(bool),
    paragraphs=st.lists(TEXT, max_size=3).map(tuple),
    link=st.none() | st.just("https://example.org/a?b&c"),
    image=st.none() | st.builds(Image, st.just("https://example.org/a.png?b&c"), TEXT),
    attribution=st.lists(st.sampled_from(["HN", "SV", "CU"]), unique=True).map(lambda codes: attribution(*codes)),
    published=MOMENTS,
    updated=MOMENTS,
)


@settings(deadline=None, max_examples=150)
@given(st.lists(GENERATED, max_size=6), st.lists(GENERATED, max_size=2), st.integers(0, 3), st.data())
def test_every_feed_is_what_feedgen_alone_makes(
    shown: list[Item], deleted: list[Item], pages: int, data: st.DataObject
) -> None:
    """Whatever it holds, and whichever entries were rendered before: items of one id come back with other words."""
    page = data.draw(st.sampled_from([None, *range(1, pages + 1)]))
    feed = replace(FEED, items=tuple(shown), deleted=tuple(deleted), pages=pages, page=page)
    for _ in range(2):
        assert atom(feed, SITE, ENGLISH) == _alone(feedgen_alone.atom, feed)
        assert rss(feed, SITE, ENGLISH) == _alone(feedgen_alone.rss, feed)


OTHERS: dict[str, Any] = {**OTHER_VALUES, "languages": ("en", "es"), "countries": ("CU",)}


@pytest.mark.parametrize(("render", "alone"), PAIRS)
@pytest.mark.parametrize("name", [field.name for field in fields(Item)])
def test_an_entry_changes_with_its_item(render: Render, alone: Render, name: str) -> None:
    """Each field of it changed alone, after it was rendered: no entry of before is shown again."""
    render(FEED, SITE, ENGLISH)
    changed = replace(FEED, items=(replace(ITEMS[0], **{name: OTHERS.get(name, "other")}), *ITEMS[1:]))
    assert changed != FEED
    assert render(changed, SITE, ENGLISH) == _alone(alone, changed)


OTHER_HEADS: dict[str, Any] = {
    "key": FeedKey("es", "SV"),
    "updated": NOW + timedelta(days=9),
    "items": ITEMS[:1],
    "deleted": (item("dead", absent_since=NOW),),
    "pages": 3,
    "page": 2,
}


@pytest.mark.parametrize(("render", "alone"), PAIRS)
@pytest.mark.parametrize("name", [field.name for field in fields(Feed)])
def test_a_document_changes_with_its_feed(render: Render, alone: Render, name: str) -> None:
    """Each field of it changed alone, after it was rendered: nothing around the entries is of before."""
    render(FEED, SITE, ENGLISH)
    changed = replace(FEED, **{name: OTHER_HEADS.get(name, "other")})
    assert changed != FEED
    assert render(changed, SITE, ENGLISH) == _alone(alone, changed)


@pytest.mark.parametrize(("render", "alone"), PAIRS)
@pytest.mark.parametrize("name", [field.name for field in fields(Site)])
def test_an_entry_changes_with_the_site(render: Render, alone: Render, name: str) -> None:
    """Its address and its author stand in entries too."""
    render(FEED, SITE, ENGLISH)
    site = replace(SITE, **{name: OTHERS.get(name, "other")})
    assert render(FEED, site, ENGLISH) == _alone(alone, FEED, site)


@pytest.mark.parametrize(("render", "alone"), PAIRS)
def test_an_entry_changes_with_the_names_of_countries(render: Render, alone: Render) -> None:
    """Another language, or another spelling of one."""
    render(FEED, SITE, ENGLISH)
    other = replace(ENGLISH, countries={"HN": "Elsewhere", "SV": "Nowhere"})
    assert render(FEED, SITE, other) == _alone(alone, FEED, SITE, other)


@pytest.mark.parametrize("kind", ["atom", "rss"])
def test_an_entry_is_rendered_once(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not for another feed, not for a page of an archive, and not for the same item read from the store anew."""
    rendered: list[str] = []
    render, documents = getattr(entries, f"_{kind}"), {"atom": atom, "rss": rss}

    def counted(one: Item, *rest: Any) -> bytes:
        rendered.append(one.id)
        return bytes(render(one, *rest))

    monkeypatch.setattr(entries, f"_{kind}", counted)
    site = replace(SITE, base_url=f"https://{kind}.example.org")
    anew = tuple(replace(one) for one in ITEMS)
    for feed in (FEED, replace(FEED, stem="all"), replace(FEED, pages=2, page=1), replace(FEED, items=anew)):
        documents[kind](feed, site, ENGLISH)
    assert rendered == [one.id for one in ITEMS]


def _links(parent: ET.Element) -> dict[str, str]:
    found = [(link.get("rel", ""), link.get("type"), link.get("href", "")) for link in parent.findall(f"{ATOM}link")]
    assert {kind for rel, kind, _ in found if "archive" in rel or rel == "current"} <= {"application/atom+xml"}
    assert len({rel for rel, *_ in found}) == len(found)
    return {rel: href.removeprefix(SITE.base_url) for rel, _, href in found}


def _marks(parent: ET.Element) -> list[str]:
    return [child.tag.removeprefix(HISTORY) for child in parent if child.tag.startswith(HISTORY)]


@pytest.mark.parametrize("case", _cases("documents.json"))
def test_history(case: dict[str, Any]) -> None:
    """Each document says where the rest is, under the id that all documents of its feed have."""
    feed = replace(FEED, stem=case["stem"], pages=case["pages"], page=case["page"])
    made = atom(feed, SITE, ENGLISH)
    root = ET.fromstring(made)
    assert _marks(root) == case["marks"]
    page = str(address_of(case["stem"], "index.html"))
    assert _links(root) == {"self": case["self"], "alternate": page} | case["links"]
    assert root.findtext(f"{ATOM}id") == f"tag:example.org,2020:feed/{case['stem']}"
    assert (b"xmlns:fh=" in made) == bool(case["marks"])


@pytest.mark.parametrize("case", [one for one in _cases("documents.json") if one.values[0]["page"] is None])
def test_history_in_rss(case: dict[str, Any]) -> None:
    """Of a current document it says the same: the archive that it leads to is in Atom."""
    feed = replace(FEED, stem=case["stem"], pages=case["pages"])
    (channel,) = ET.fromstring(rss(feed, SITE, ENGLISH))
    assert _marks(channel) == case["marks"]
    assert _links(channel) == {"self": case["self"].replace(".atom", ".rss")} | case["links"]


def test_no_history_in_json() -> None:
    """JSON Feed has no words for it."""
    plain = jsonfeed(FEED, SITE, ENGLISH)
    assert jsonfeed(replace(FEED, pages=3, deleted=ITEMS[:1]), SITE, ENGLISH) == plain


def test_tombstones() -> None:
    """One for each deleted item, with the moment of its withdrawal, before all entries; in Atom only."""
    withdrawn = datetime.fromisoformat("2020-06-01T12:00:00+00:00")
    dead = item("dead", presence="deleted", absent_since=withdrawn)
    unsaid = item("unsaid", presence="deleted", updated=NOW)
    feed = replace(FEED, deleted=(dead, unsaid))
    tags = [child.tag for child in ET.fromstring(atom(feed, SITE, ENGLISH))]
    assert tags[-5:] == [TOMBSTONE] * 2 + [f"{ATOM}entry"] * 3
    found = [dict(one.attrib) for one in ET.fromstring(atom(feed, SITE, ENGLISH)).findall(TOMBSTONE)]
    assert found == [
        {"ref": "tag:example.org,2020:item/dead", "when": "2020-06-01T12:00:00+00:00"},
        {"ref": "tag:example.org,2020:item/unsaid", "when": NOW.isoformat()},
    ]
    assert b"tombstones" not in atom(FEED, SITE, ENGLISH)
    assert rss(feed, SITE, ENGLISH) == rss(FEED, SITE, ENGLISH)


@pytest.mark.parametrize("case", _cases("places.json"))
def test_place_of_a_page_of_an_archive(case: dict[str, Any]) -> None:
    """The inverse of an address: nothing else has a place, least of all one outside the tree."""
    place = archive_place(case["path"])
    assert place == case["place"]
    assert place is None or address_of(place, f"{place.rpartition('/')[2]}.atom") == case["path"]


@given(st.from_regex(r"(/lang/[a-zA-Z-]{1,9})?(/[a-z]{1,9}|/all)?/archive/[0-9]{1,9}\.atom", fullmatch=True))
def test_places_and_addresses_agree(path: str) -> None:
    """Whatever has a place is found at its address, and nowhere else."""
    place = archive_place(path)
    if place is None:
        assert "/all/" in path or "/archive/0" in path
    else:
        assert address_of(place, f"{place.rpartition('/')[2]}.atom") == path
