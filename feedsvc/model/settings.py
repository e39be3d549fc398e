"""What is configured: sources, the site, and the words of its languages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Selectors:
    """CSS selectors of a page's items and, within each, of its fields; None: the field is found without one."""

    item: str
    title: str | None = None
    date: str | None = None
    summary: str | None = None
    link: str | None = None
    image: str | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """One configured bulletin: at a `path` or at a `url`, the other is empty.

    A path is of a file, a folder or a pattern of files. `zone` is an IANA time zone name; `interval` is in seconds.
    `pages` is the pattern of the addresses of a listing's further pages, relative to `url`; empty: it has none.
    `keep_ids`: items of a feed keep the ids and moments that it gave them. `selectors` choose the items of a page;
    None: they are found. `home` are the countries that it writes from, the likeliest first, ISO 3166-1 alpha-2 in
    upper case.
    """

    id: str
    path: str
    language: str
    zone: str
    interval: int
    url: str = ""
    pages: str = ""
    keep_ids: bool = False
    selectors: Selectors | None = None
    home: tuple[str, ...] = ()

    @property
    def place(self) -> str:
        """Where it is, as messages say it."""
        return self.url or self.path


@dataclass(frozen=True, slots=True)
class Site:
    """What the published documents say about their publisher, and which feeds exist without any item.

    `base_url` has no trailing slash. `authority` is "domain,date" of RFC 4151. `languages` holds the default
    `language` first. `countries` are ISO 3166-1 alpha-2 in upper case.
    """

    base_url: str
    title: str
    description: str
    author: str
    rights: str
    language: str
    languages: tuple[str, ...]
    authority: str
    countries: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Catalogue:
    """Words of one language for the published documents. It is made once, and equal to itself alone.

    `date_format` is a str.format pattern over day, month (its name) and year.
    """

    language: str
    countries: Mapping[str, str]
    months: tuple[str, ...]
    date_format: str
    messages: Mapping[str, str]
