"""Pages: of every feed, of every item, of corrections, of what is not there. The one home of Jinja2."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from jinja2 import DictLoader, Environment, StrictUndefined

from feedsvc.core.assemble import by_day, item_stem, stem_of
from feedsvc.core.body import shown_paragraphs, shown_title
from feedsvc.model import Catalogue, Feed, FeedKey, Item, Revision, Site
from feedsvc.render.addresses import FORMATS, feed_url, item_url, page_path, page_url
from feedsvc.render.corrections import CORRECTIONS, Correction, Run, corrections, filled
from feedsvc.render.kept import MOST_KEPT, Kept, KeptEntries, entries
from feedsvc.render.words import as_announced, day_text

LISTS = 2**20  # bytes of lists of countries that are kept: those of several languages
FORMAT_NAMES = {"atom": "Atom", "rss": "RSS", "json": "JSON Feed"}

GoneReason = Literal["source", "publisher"] | Item
"""Who withdrew an item: its source shows it no longer, or the publisher said so; an item: it was merged into that."""


@dataclass(frozen=True, slots=True)
class FeedLink:
    """One line of the list of feeds: `language` is that of the page it leads to."""

    name: str
    stem: str
    language: str
    count: int


@dataclass(frozen=True, slots=True)
class ItemLinks:
    """Where an item's page leads: the feeds of its countries, by code, and the item in each language, itself first."""

    tags: Mapping[str, str]
    languages: Sequence[FeedLink] = ()


class Pages:
    """Renders pages from template sources by name."""

    def __init__(self, templates: Mapping[str, str]) -> None:
        self._environment = Environment(
            loader=DictLoader(dict(templates)),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,  # they are constants, and to ask costs as much as a short one takes to render
        )
        self._articles: KeptEntries[str] = Kept(MOST_KEPT)
        self._corrections: Kept[tuple[Revision, str, str, Catalogue], str] = Kept(MOST_KEPT)
        self._lists: Kept[tuple[object, ...], str] = Kept(LISTS)

    def feed_page(
        self,
        feed: Feed,
        site: Site,
        catalogue: Catalogue,
        countries: Sequence[FeedLink],
        languages: Sequence[FeedLink],
    ) -> bytes:
        """Return the page of a feed: its addresses, and its items by day.

        `countries` lists the feeds of the language (only the page of everything shows it), `languages` the same feed
        in each language.
        """
        country = catalogue.countries[feed.key.country] if feed.key.country else None
        return self._render(
            "feed.html",
            site,
            catalogue,
            languages,
            country=country,
            title=feed.title,
            page_url=page_url(site, feed.stem),
            formats=_formats(site, feed.stem),
            days=self._days(feed.items, site, catalogue),
            countries="" if country else self._countries(countries, catalogue),
        )

    def item_page(
        self,
        item: Item,
        site: Site,
        catalogue: Catalogue,
        links: ItemLinks,
        revisions: Iterable[Revision] = (),
    ) -> bytes:
        """Return an item's permalink page, with what was corrected in it, newest first.

        `revisions` are its own, in any order.
        """
        paragraphs, whole = shown_paragraphs(item)
        return self._render(
            "item.html",
            site,
            catalogue,
            links.languages,
            title=shown_title(item),
            page_url=item_url(site, item),
            item=item,
            day=day_text(item.day, catalogue),
            updated=day_text(item.updated.date(), catalogue) if item.updated != item.published else None,
            paragraphs=paragraphs,
            whole=whole,
            tags=[(catalogue.countries[code], page_path(stem)) for code, stem in links.tags.items()],
            corrections=[
                self._told("corrected.html", one, catalogue)
                for one in corrections(((one, item) for one in revisions), catalogue)
            ],
        )

    def gone_page(self, item: Item, site: Site, catalogue: Catalogue, reason: GoneReason) -> bytes:
        """Return the page of a withdrawn item, given as it is stored: since when it is gone, and why.

        It leads to the item that it was merged into, if it was.
        """
        other = reason if isinstance(reason, Item) else None
        since = item.absent_since or item.updated
        day = Run(day_text(since.date(), catalogue), "time")
        return self._render(
            "gone.html",
            site,
            catalogue,
            (),
            title=shown_title(as_announced(item, catalogue)),
            since=since,
            reason=filled(catalogue.messages["gone_merged" if other else f"gone_{reason}"], date=(day,)),
            other=other and {"title": shown_title(other), "url": page_path(item_stem(other))},
            other_language=other and other.language,
        )

    def corrections_page(self, revisions: Iterable[tuple[Revision, Item]], site: Site, catalogue: Catalogue) -> bytes:
        """Return the page that lists corrections, withdrawals and what was restored, newest first, by day."""
        return self._render(
            "corrections.html",
            site,
            catalogue,
            (),
            title=f"{catalogue.messages['corrections']}: {site.title}",
            page_url=page_url(site, CORRECTIONS),
            formats=_formats(site, CORRECTIONS),
            days=self._days_of_corrections(corrections(revisions, catalogue), catalogue),
        )

    def missing_page(self, site: Site, catalogue: Catalogue) -> bytes:
        """Return the page for an address at which there is nothing."""
        return self._render("missing.html", site, catalogue, (), title=catalogue.messages["missing"])

    def _render(
        self, name: str, site: Site, catalogue: Catalogue, languages: Sequence[FeedLink], **values: object
    ) -> bytes:
        text = self._environment.get_template(name).render(
            site=site,
            language=catalogue.language,
            say=catalogue.messages,
            home=page_path(stem_of(FeedKey(catalogue.language), site)),
            corrections_path=page_path(CORRECTIONS),
            languages=[(link.name, link.language, page_path(link.stem)) for link in languages],
            **values,
        )
        return text.encode()

    def _days(self, items: Iterable[Item], site: Site, catalogue: Catalogue) -> list[dict[str, object]]:
        """Articles in the order of pages, in one group a day."""
        listed = by_day(items)
        articles = iter(entries(listed, site, catalogue, self._articles, self._article))
        return [
            {"day": day, "text": day_text(day, catalogue), "items": [next(articles) for _ in group]}
            for day, group in groupby(listed, key=lambda item: item.day)
        ]

    def _article(self, item: Item, _site: Site, catalogue: Catalogue) -> str:
        return self._environment.get_template("article.html").render(
            say=catalogue.messages,
            title=shown_title(item),
            url=page_path(item_stem(item)),
            paragraphs=shown_paragraphs(item)[0],
            countries=[catalogue.countries[code] for code in item.attribution.about],
        )

    def _days_of_corrections(self, told: Iterable[Correction], catalogue: Catalogue) -> list[dict[str, object]]:
        """What readers are told, in one group a day."""
        return [
            {
                "day": day,
                "text": day_text(day, catalogue),
                "corrections": [self._told("correction.html", one, catalogue) for one in group],
            }
            for day, group in groupby(told, key=lambda one: one.revision.at.date())
        ]

    def _told(self, template: str, one: Correction, catalogue: Catalogue) -> str:
        """What a page tells of a revision; rendered anew when its item has another address, or another language."""
        name = f"{template} {one.item.id} {one.revision.at}"
        basis = (one.revision, one.item.slug, one.item.language, catalogue)
        made = self._corrections.find(name, basis)
        if made is None:
            url = page_path(item_stem(one.item))
            made = self._environment.get_template(template).render(one=one, url=url)
            self._corrections.keep(name, basis, made)
        return made

    def _countries(self, links: Sequence[FeedLink], catalogue: Catalogue) -> str:
        """The list of the feeds of countries, which is long and seldom changes; "" where there is none."""
        listed = tuple((link.name, page_path(link.stem), link.count) for link in links)
        made = self._lists.find(catalogue.language, (listed, catalogue))
        if made is None:
            template = self._environment.get_template("countries.html")
            made = template.render(say=catalogue.messages, countries=listed) if listed else ""
            self._lists.keep(catalogue.language, (listed, catalogue), made)
        return made


def _formats(site: Site, stem: str) -> list[tuple[str, str, str]]:
    return [(FORMAT_NAMES[kind], media_type, feed_url(site, stem, kind)) for kind, media_type in FORMATS.items()]
