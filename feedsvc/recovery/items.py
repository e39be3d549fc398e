"""Makes stored items of what the published documents say of them."""

from __future__ import annotations

import base64
import hashlib
import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import cast
from zoneinfo import ZoneInfo

from feedsvc.core.absence import ANNOUNCED_FOR
from feedsvc.core.assemble import item_stem, stem_of
from feedsvc.core.identity import slug_of
from feedsvc.model import Attribution, Catalogue, Item, Site, Source
from feedsvc.proof.feeds import EntryRead
from feedsvc.recovery.told import Told
from feedsvc.recovery.tombstones import estimated
from feedsvc.recovery.tree import FeedDocument, Tree
from feedsvc.recovery.wording import is_cut, paragraphs_of, picture_of, withdrawn_title
from feedsvc.render.addresses import page_path

_DIGEST = re.compile("[a-z0-9]{16}")
UNKNOWN_SOURCE = ""  # of an item in a language of which no source is configured


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What items are made with beside their own documents."""

    tree: Tree
    site: Site
    sources: Sequence[Source]
    catalogues: Mapping[str, Catalogue]
    now: datetime


@dataclass
class Made:
    """Items by id, what is lost of some by the kind of loss, and the folders that must be published again."""

    items: dict[str, Item] = field(default_factory=dict)
    lost: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    stems: set[str] = field(default_factory=set)


def items_of(told: Mapping[str, Told], around: Surroundings) -> Made:
    """Return an item for everything that is told: entries first, then what only a tombstone is left of."""
    made = Made()
    slugs = _Slugs(told.values(), around)
    for one in sorted(told.values(), key=lambda one: one.moment):
        if one.entry:
            made.items[one.id] = _of_entry(one, one.entry, slugs.of(one), around, made)
    taken = {stamp for item in made.items.values() for stamp in (item.published, item.updated)}
    for one, published in estimated([one for one in told.values() if one.gone], around.tree, taken):
        made.items[one.id] = _of_tombstone(one, slugs.of(one), around, published)
        made.lost["deleted"].append(one.id)
    return made


class _Slugs:
    """Finds the place of an item's page: by the entry's link, or by the end of its name and its heading.

    An id that a source gave says nothing of the name: then it is the heading alone, or with the first paragraph.
    """

    def __init__(self, told: Collection[Told], around: Surroundings) -> None:
        self._around = around
        self._by_end: dict[str, list[str]] = defaultdict(list)
        self._by_heading: dict[str, list[str]] = defaultdict(list)
        self._linked = {one.id: slug for one in told if (slug := _linked_slug(one, around.site))}
        self._used = set(self._linked.values())
        for slug in around.tree.items:
            self._by_end[slug.rpartition("-")[2]].append(slug)
        minted = {digest[:6] for one in told if (digest := self._minted(one.id))}
        for slug, page in around.tree.items.items():
            if slug.rpartition("-")[2] not in minted:
                self._by_heading[page.heading].append(slug)

    def of(self, told: Told) -> str:
        """Return the slug of an item, or a new one where no page can be said to be its own."""
        if told.id in self._linked:
            return self._linked[told.id]
        title = (told.entry.title or "") if told.entry else ""
        digest = self._minted(told.id)
        own = self._of_minted(digest, title) if digest else self._of_given(told, title)
        digest = digest or base64.b32encode(hashlib.sha256(told.id.encode()).digest()).decode()[:16].lower()
        made = slug_of(title, digest)
        slug = own[0] if len(own) == 1 else made if made not in self._used else f"{made}-{digest}"
        self._used.add(slug)
        return slug

    def _minted(self, name: str) -> str:
        """The digest in an id that we minted; "" in any other, which may hold anything."""
        digest = name.removeprefix(f"tag:{self._around.site.authority}:item/")
        return digest if _DIGEST.fullmatch(digest) else ""

    def _of_minted(self, digest: str, title: str) -> list[str]:
        found = [slug for slug in self._by_end.get(digest[:6], ()) if slug not in self._used]
        return [slug for slug in found if self._around.tree.items[slug].heading == title] or found

    def _of_given(self, told: Told, title: str) -> list[str]:
        found = [slug for slug in self._by_heading.get(title, ()) if slug not in self._used]
        if len(found) < 2 or told.entry is None:
            return found
        first = paragraphs_of(told.entry.body or "")[0][:1]
        pages = self._around.tree.items
        return [slug for slug in found if first == ((pages[slug].first_paragraph or title),)]


def _linked_slug(told: Told, site: Site) -> str | None:
    """The slug in an entry's link, where that is the item's page."""
    link = told.entry.link if told.entry else None
    start = f"{_base(told.document, site)}/i/"
    return link.removeprefix(start).rstrip("/") if link and link.startswith(start) else None


def _base(document: FeedDocument, site: Site) -> str:
    """The address of the site when a document was made: it may have moved since."""
    page, path = str(document.read.head["page"]), page_path(stem_of(document.key, site))
    return page.removesuffix(path) if page.endswith(path) else site.base_url


def _of_entry(told: Told, entry: EntryRead, slug: str, around: Surroundings, made: Made) -> Item:
    language = told.document.key.language
    published, updated = cast("datetime", entry.published), cast("datetime", entry.updated)
    source, zone = _source(language, around)
    page = around.tree.items.get(slug)
    title, body = entry.title or "", entry.body or ""
    item = Item(
        id=told.id,
        slug=slug,
        source=source,
        language=language,
        day=page.day if page and not page.gone_since else published.astimezone(zone).date(),
        title=title,
        paragraphs=(),
        link=None if _linked_slug(told, around.site) else entry.link,
        attribution=_attribution(entry.category or ()),
        published=published,
        updated=updated,
        rank=0,
        first_seen=published,
        presence="archived",
        image=picture_of(body, title),
    )
    if page is None:
        made.lost["pages"].append(f"i/{slug}/")
        made.stems.add(item_stem(item))
    known = around.catalogues.get(language)
    headline = withdrawn_title(title, body, known) if known else None
    if headline is not None:
        made.lost["withdrawn"].append(told.id)
        since = page.gone_since if page and page.gone_since else updated
        return replace(item, title=headline, link=None, presence="withdrawn", absent_since=since)
    return _with_text(item, body, page.first_paragraph if page else None, made)


def _with_text(item: Item, body: str, first_paragraph: str | None, made: Made) -> Item:
    paragraphs, is_whole = paragraphs_of(body)
    if not is_whole or is_cut(item.title):
        made.lost["cut"].append(item.id)
    stands_in = paragraphs == (item.title,) and first_paragraph != item.title
    return replace(item, paragraphs=() if stands_in else paragraphs)


def _of_tombstone(told: Told, slug: str, around: Surroundings, published: datetime) -> Item:
    """All that is known of such an item is that it was here, since when it is not, and what its page is headed."""
    language, gone = told.document.key.language, cast("datetime", told.gone)
    source, zone = _source(language, around)
    page, known = around.tree.items.get(slug), around.catalogues.get(language)
    title = page.heading if page else ""
    if known:
        title = withdrawn_title(title, f"<p>{known.messages['withdrawn_text']}</p>", known) or title
    is_over = around.now - gone >= ANNOUNCED_FOR and not told.is_current
    return Item(
        id=told.id,
        slug=slug,
        source=source,
        language=language,
        day=published.astimezone(zone).date(),
        title=title,
        paragraphs=(),
        link=None,
        attribution=_attribution(sorted(key.country for key in told.keys if key.country)),
        published=published,
        updated=max(gone.replace(microsecond=0), published),
        rank=0,
        first_seen=published,
        presence="expired" if is_over else "deleted",
        absent_since=gone,
    )


def _attribution(about: Iterable[str]) -> Attribution:
    codes = tuple(about)
    return Attribution(codes, codes, ())


def _source(language: str, around: Surroundings) -> tuple[str, ZoneInfo]:
    """The first source of a language: another one that shows the item takes it over at its next reading."""
    found = next((source for source in around.sources if source.language == language), None)
    return (found.id, ZoneInfo(found.zone)) if found else (UNKNOWN_SOURCE, ZoneInfo("UTC"))
