"""Pages: one for every feed, one for every item, one for what is not there. The one home of Jinja2."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from jinja2 import DictLoader, Environment, StrictUndefined

from feedsvc.core.assemble import by_day, item_stem, stem_of
from feedsvc.core.body import shown_paragraphs, shown_title
from feedsvc.model import Catalogue, Feed, FeedKey, Item, Site
from feedsvc.render.addresses import FORMATS, feed_url, item_url, page_path, page_url
from feedsvc.render.words import day_text

FORMAT_NAMES = {"atom": "Atom", "rss": "RSS", "json": "JSON Feed"}


@dataclass(frozen=True, slots=True)
class FeedLink:
    """One line of the list of feeds: `language` is that of the page it leads to."""

    name: str
    stem: str
    language: str
    count: int


class Pages:
    """Renders pages from template sources by name."""

    def __init__(self, templates: Mapping[str, str]) -> None:
        self._environment = Environment(
            loader=DictLoader(dict(templates)),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )

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
            formats=[(FORMAT_NAMES[k], media_type, feed_url(site, feed.stem, k)) for k, media_type in FORMATS.items()],
            days=_days(feed.items, catalogue),
            countries=[] if country else [(link.name, page_path(link.stem), link.count) for link in countries],
        )

    def item_page(self, item: Item, site: Site, catalogue: Catalogue, tags: Mapping[str, str]) -> bytes:
        """Return an item's permalink page; `tags` gives the stem of each of its countries' feeds."""
        paragraphs, whole = shown_paragraphs(item)
        return self._render(
            "item.html",
            site,
            catalogue,
            (),
            title=shown_title(item),
            page_url=item_url(site, item),
            item=item,
            day=day_text(item.day, catalogue),
            updated=day_text(item.updated.date(), catalogue) if item.updated != item.published else None,
            paragraphs=paragraphs,
            whole=whole,
            tags=[(catalogue.countries[code], page_path(stem)) for code, stem in tags.items()],
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
            languages=[(link.name, link.language, page_path(link.stem)) for link in languages],
            **values,
        )
        return text.encode()


def _days(items: Iterable[Item], catalogue: Catalogue) -> list[dict[str, object]]:
    """Items in the order of pages, in one group a day."""
    return [
        {
            "day": day,
            "text": day_text(day, catalogue),
            "items": [
                {
                    "title": shown_title(item),
                    "url": page_path(item_stem(item)),
                    "paragraphs": shown_paragraphs(item)[0],
                    "countries": [catalogue.countries[code] for code in item.attribution.about],
                }
                for item in group
            ],
        }
        for day, group in groupby(by_day(items), key=lambda item: item.day)
    ]
