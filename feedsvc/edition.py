"""Renders what a run publishes: the marked folders of feeds, pages and site, from items to documents. Pure.

Every document is read again before it may go live. One that cannot be made, or does not hold what it should, is kept
as it was published before; the others do not wait for it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from functools import cache, partial
from types import MappingProxyType

from feedsvc.core.absence import is_announced
from feedsvc.core.assemble import SITE, carries, feed, item_stem, stem_of
from feedsvc.model import Catalogue, Document, Feed, FeedKey, FeedRecord, Folder, Item, Publication, Site
from feedsvc.proof.feeds import feed_fault, opml_fault
from feedsvc.proof.pages import feed_page_fault, headed_page_fault, item_page_fault
from feedsvc.proof.text import forms_fault, json_fault, text_fault, xml_fault
from feedsvc.render.addresses import GONE, feed_name
from feedsvc.render.html import FeedLink, Pages
from feedsvc.render.jsonfeed import jsonfeed
from feedsvc.render.opml import opml
from feedsvc.render.words import as_announced
from feedsvc.render.xml import atom, rss
from feedsvc.snapshot import document

Renderer = Callable[[Feed, Site, Catalogue], bytes]
RENDERERS: Mapping[str, Renderer] = MappingProxyType({"atom": atom, "rss": rss, "json": jsonfeed})


@dataclass(frozen=True, slots=True)
class Layout:
    """Everything but the items that decides what documents look like.

    `catalogues` by language; `spellings` of each country that redirect to its feed; `assets` are the files
    that pages use, by name; `origin` names the renderer and the configuration, and changes whenever any of this does.
    `renderers` make a feed in each of FORMATS, `forms` a document with its compressed forms from its name and bytes.
    """

    site: Site
    catalogues: Mapping[str, Catalogue]
    spellings: Mapping[str, tuple[str, ...]]
    pages: Pages
    assets: Mapping[str, bytes]
    origin: str
    renderers: Mapping[str, Renderer] = field(default_factory=lambda: RENDERERS)
    forms: Callable[[str, bytes], Document] = document


@dataclass(frozen=True, slots=True)
class _Draft:
    """A document to be: how it is rendered, and what finds the fault in its bytes."""

    name: str
    render: Callable[[], bytes]
    fault: Callable[[bytes], str | None] = text_fault


_Feed = Callable[[], Feed]
_Links = Callable[[], Mapping[FeedKey, FeedLink]]


@dataclass(frozen=True, slots=True)
class _Made:
    """A folder, and a sentence for each of its documents that is kept."""

    folder: Folder
    faults: tuple[str, ...]


def all_stems(records: Iterable[FeedRecord], items: Iterable[Item], site: Site) -> frozenset[str]:
    """Return every folder that there is to publish."""
    return frozenset({SITE, *(stem_of(r.key, site) for r in records), *(item_stem(item) for item in items)})


def edition(
    records: Sequence[FeedRecord], items: Sequence[Item], marks: AbstractSet[str], layout: Layout
) -> Publication:
    """Return the marked folders, rendered. `records` are all feeds that exist, `items` all that are stored."""
    # Made when first asked for, within a draft: what one of them cannot bear stops the documents that need it.
    links = cache(partial(_feed_links, records, items, layout))
    wanted = [record for record in records if stem_of(record.key, layout.site) in marks]
    folders = [
        _feed_folder(stem_of(r.key, layout.site), cache(partial(_feed, r, items, layout)), links, layout)
        for r in wanted
    ]
    if SITE in marks:
        folders.append(_site_folder(cache(lambda: [_feed(record, (), layout) for record in records]), layout))
    leaves = [_item_folder(item, layout) for item in items if item_stem(item) in marks]
    return Publication(
        leaves=tuple(made.folder for made in leaves),
        feeds=tuple(made.folder for made in folders),
        faults=tuple(fault for made in (*leaves, *folders) for fault in made.faults),
    )


def feed_documents(records: Iterable[FeedRecord], site: Site) -> dict[str, tuple[str, ...]]:
    """Return the names of the documents that each feed's folder should hold."""
    stems = [stem_of(record.key, site) for record in records]
    return {stem: (*(feed_name(stem, kind) for kind in RENDERERS), "index.html") for stem in stems}


def unfinished(publication: Publication) -> frozenset[str]:
    """Return the folders in which a document is kept: they stay marked, so that the next run tries again."""
    return frozenset(folder.stem for folder in (*publication.leaves, *publication.feeds) if folder.kept)


def _made(stem: str, drafts: Iterable[_Draft], layout: Layout) -> _Made:
    documents: list[Document] = []
    faults: dict[str, str] = {}
    for draft in drafts:
        made = _proved(draft, layout)
        if isinstance(made, Document):
            documents.append(made)
        else:
            faults[draft.name] = f"{stem}/{draft.name}: {made}; what was published of it before stays"
    return _Made(Folder(stem, tuple(documents), tuple(faults)), tuple(faults.values()))


def _proved(draft: _Draft, layout: Layout) -> Document | str:
    """The document, or why it must not go live."""
    try:
        content = draft.render()
        made = Document(draft.name, {"": content}) if draft.name.startswith("_") else layout.forms(draft.name, content)
        return draft.fault(content) or forms_fault(made) or made
    except Exception as error:  # noqa: BLE001 (whatever one document cannot bear, the others must not suffer)
        return f"it cannot be made: {type(error).__name__}: {error}"


def _feed(record: FeedRecord, items: Sequence[Item], layout: Layout) -> Feed:
    catalogue = layout.catalogues[record.key.language]
    found = feed(record, items, layout.site, catalogue.countries)
    return replace(found, items=tuple(as_announced(item, catalogue) for item in found.items))


def _feed_links(records: Iterable[FeedRecord], items: Sequence[Item], layout: Layout) -> dict[FeedKey, FeedLink]:
    links: dict[FeedKey, FeedLink] = {}
    for record in records:
        key, catalogue = record.key, layout.catalogues[record.key.language]
        name = catalogue.countries[key.country] if key.country else catalogue.messages["language"]
        count = sum(carries(key, item) and not is_announced(item) for item in items)
        links[key] = FeedLink(name, stem_of(key, layout.site), key.language, count)
    return links


def _feed_folder(stem: str, one: _Feed, links: _Links, layout: Layout) -> _Made:
    formats = [_format(feed_name(stem, kind), kind, one, layout) for kind in layout.renderers]
    page = _Draft("index.html", lambda: _feed_page(one(), links(), layout), lambda page: feed_page_fault(page, one()))
    return _made(stem, (*formats, page), layout)


def _format(name: str, kind: str, one: _Feed, layout: Layout) -> _Draft:
    return _Draft(
        name,
        lambda: layout.renderers[kind](one(), layout.site, layout.catalogues[one().key.language]),
        lambda content: feed_fault(content, kind, one(), layout.site),
    )


def _feed_page(one: Feed, links: Mapping[FeedKey, FeedLink], layout: Layout) -> bytes:
    site, catalogue = layout.site, layout.catalogues[one.key.language]
    countries = [link for key, link in links.items() if key.country and key.language == one.key.language]
    ranked = sorted(countries, key=lambda link: (-link.count, link.name))
    languages = [FeedKey(language, one.key.country) for language in site.languages]
    translations = [
        FeedLink(
            layout.catalogues[key.language].messages["language"],
            links[key].stem,
            key.language,
            links[key].count,
        )
        for key in languages
        if key in links
    ]
    return layout.pages.feed_page(one, site, catalogue, ranked, translations)


def _item_folder(item: Item, layout: Layout) -> _Made:
    """An item's page; of a withdrawn one it stands where the server finds why there is nothing any more."""
    shown = as_announced(item, layout.catalogues[item.language])
    name = GONE if is_announced(item) else "index.html"
    page = _Draft(name, partial(_item_page, shown, layout), partial(item_page_fault, item=shown))
    return _made(item_stem(item), (page,), layout)


def _item_page(item: Item, layout: Layout) -> bytes:
    site = layout.site
    tags = {code: stem_of(FeedKey(item.language, code), site) for code in item.attribution.about}
    return layout.pages.item_page(item, site, layout.catalogues[item.language], tags)


def _site_folder(feeds: Callable[[], Sequence[Feed]], layout: Layout) -> _Made:
    """What belongs to no single feed; names that begin with "_" are for the server alone."""
    site, catalogue = layout.site, layout.catalogues[layout.site.language]
    missing = partial(headed_page_fault, language=site.language, heading=catalogue.messages["missing"])
    drafts = (
        _Draft("feeds.opml", lambda: opml(feeds(), site), lambda content: opml_fault(content, feeds(), site)),
        _Draft("robots.txt", lambda: b"User-agent: *\nAllow: /\n"),
        *(_asset(name, content) for name, content in layout.assets.items()),
        _Draft("_404.html", partial(layout.pages.missing_page, site, catalogue), missing),
        _Draft(
            "_redirects.json",
            lambda: _json(_redirects(feeds(), layout)),
            lambda content: json_fault(content, _redirects(feeds(), layout)),
        ),
        _Draft("_origin", layout.origin.encode),
    )
    return _made(SITE, drafts, layout)


def _asset(name: str, content: bytes) -> _Draft:
    return _Draft(name, lambda: content, xml_fault if name.endswith(".svg") else text_fault)


def _redirects(feeds: Iterable[Feed], layout: Layout) -> dict[str, dict[str, str]]:
    """Other spellings of the countries that have a feed in some language, each with the name of their feeds."""
    codes = sorted({one.key.country for one in feeds if one.key.country})
    return {"stems": {spelling: code.lower() for code in codes for spelling in layout.spellings[code]}}


def _json(table: object) -> bytes:
    return json.dumps(table, ensure_ascii=False, sort_keys=True).encode() + b"\n"
