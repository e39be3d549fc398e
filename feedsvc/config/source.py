"""The options of sources: where each is, how it is read, and how sources on the web are."""

# No postponed annotations in this module: pydantic reads them when a class is made.
from typing import Annotated

from pydantic import Field

from feedsvc.config.group import Group, Otherwise
from feedsvc.config.remote import PagesPattern, Reachable, SourceUrl
from feedsvc.config.values import (
    Country,
    EmailAddress,
    Every,
    FilePath,
    Kind,
    Language,
    Selector,
    SourceId,
    Switch,
    TimeZone,
)

_FOUND = Otherwise("none: it is found without one")


class SelectorOptions(Group):
    """Where the items of a web page stand, and within each its fields."""

    item: Annotated[Selector, Field(description="The elements that hold one item each.")]
    title: Annotated[Selector | None, _FOUND, Field(description="The title, within the item.")] = None
    date: Annotated[Selector | None, _FOUND, Field(description="The date, within the item.")] = None
    summary: Annotated[Selector | None, _FOUND, Field(description="The text, within the item.")] = None
    link: Annotated[Selector | None, _FOUND, Field(description="The link to the article, within the item.")] = None
    image: Annotated[Selector | None, _FOUND, Field(description="The picture, within the item.")] = None


class SourceOptions(Group):
    """One bulletin."""

    id: Annotated[
        SourceId,
        Field(description="Its name in messages and in the store: unlike any other, and never changed."),
    ]
    path: Annotated[
        FilePath | None,
        Otherwise("none: it has a `url`"),
        Field(
            description="The bulletin's file, relative to this configuration; or a folder, or a pattern such as "
            "news/*.txt, of several files that are one bulletin, the last name first."
        ),
    ] = None
    url: Annotated[
        SourceUrl | None,
        Otherwise("none: it has a `path`"),
        Field(description="The bulletin's address on the web, http or https. A source has this or a path."),
    ] = None
    pages: Annotated[
        PagesPattern | None,
        Otherwise("none: it is one page"),
        Field(
            description="How the addresses of a listing's further pages differ from `url`: {n} is 1 for the second "
            "page, {n+1} is 2, {n*10} is 10. A run reads on until it meets a known item; `feedsvc backfill` reads all."
        ),
    ] = None
    keep_ids: Annotated[
        Switch,
        Field(
            description="Whether the items of a source that is a feed keep the ids and times that it gave them. Then "
            "whoever subscribed to it before sees nothing again."
        ),
    ] = "false"
    language: Annotated[
        Language | None,
        Otherwise("the site's language"),
        Field(description="The language that it is written in; its items stand in the feeds of that language."),
    ] = None
    time_zone: Annotated[
        TimeZone | None,
        Otherwise("the site's time zone"),
        Field(description="The time zone that its dates are meant in; items are published at noon there."),
    ] = None
    home: Annotated[
        tuple[Country, ...],
        Kind("a list of country codes, such as [HN, GT]"),
        Field(
            description="The countries that it writes from, the likeliest first: a town that several countries have, "
            "or a name that is also a common word, is then taken for theirs."
        ),
    ] = ()
    every: Annotated[Every, Field(description="How often it is read while the service runs: from 1m to 30d.")] = "15m"
    selectors: SelectorOptions | None = None


class RemoteOptions(Group):
    """How sources on the web are read."""

    contact: Annotated[
        EmailAddress | None,
        Otherwise("none: the User-Agent names only the site"),
        Field(description="Whom the webmaster of a source may write to; it stands in the User-Agent of each request."),
    ] = None
    allow_private: Annotated[
        tuple[Reachable, ...],
        Kind("a list of hosts, addresses and networks, such as [intranet.example.org, 10.1.0.0/16]"),
        Field(
            description="Hosts and networks that sources may be read from though their addresses are not public. Any "
            "other such address is refused, so that no page can lead the service into an inner network."
        ),
    ] = ()
