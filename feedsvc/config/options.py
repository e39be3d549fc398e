"""Every option of the configuration: its kind, its default and what it means, each said here once."""

# No postponed annotations in this module: pydantic reads them when a class is made.
from typing import Annotated

from pydantic import AfterValidator, Field

from feedsvc.config.group import Group, Otherwise
from feedsvc.config.source import RemoteOptions, SourceOptions
from feedsvc.config.values import (
    Authority,
    BaseUrl,
    Country,
    EmailAddress,
    FilePath,
    Host,
    Kind,
    Language,
    Line,
    Phrase,
    Secret,
    StoreUrl,
    Switch,
    TimeZone,
    Webhook,
)


class PublisherOptions(Group):
    """Who stands behind the news."""

    name: Annotated[Line, Field(description="Who publishes the news: the author of every feed.")]
    rights: Annotated[
        Line | None,
        Otherwise('"© " and the publisher\'s name'),
        Field(description="The line about copyright in every feed and page."),
    ] = None


class IdOptions(Group):
    """How the ids of items are made."""

    authority: Annotated[
        Authority,
        Field(
            description="The first part of every item's id (RFC 4151): a domain that the publisher holds, and a "
            "date on which it held it. It is copied into the store at the first run, and a later change is "
            "refused: with other ids, every item would come back as new in every reader."
        ),
    ]


class ServerOptions(Group):
    """The web server."""

    host: Annotated[
        Host,
        Field(description="The address that the public server listens on; 0.0.0.0 means all of this machine."),
    ] = "127.0.0.1"
    port: Annotated[
        int,
        Field(ge=1, le=65535, description="The port of the public server; base_url does not follow it."),
    ] = 8000
    workers: Annotated[
        int,
        Field(ge=1, le=64, description="How many processes answer requests; one for each core is plenty."),
    ] = 2
    max_age: Annotated[
        int | None,
        Otherwise("null: the shortest `every` of the sources, but from 60 to 3600"),
        Field(
            ge=0,
            le=31_536_000,
            description="For how many seconds readers and caches may keep a feed before they ask again.",
        ),
    ] = None


def _somebody(addresses: tuple[str, ...]) -> tuple[str, ...]:
    if not addresses:
        raise ValueError("without one there is nobody to tell")
    return addresses


class EmailOptions(Group):
    """A mail server, and whom to write to."""

    to: Annotated[
        tuple[EmailAddress, ...],
        Kind("a list of e-mail addresses, such as [desk@example.org]"),
        AfterValidator(_somebody),
        Field(description="The addresses of those who are told."),
    ]
    sender: Annotated[
        EmailAddress,
        Field(alias="from", description="The address that messages come from, which the mail server must accept."),
    ]
    host: Annotated[Host, Field(description="The mail server that takes the messages.")]
    port: Annotated[
        int, Field(ge=1, le=65535, description="The port of the mail server; with starttls it is often 587.")
    ] = 25
    starttls: Annotated[
        Switch,
        Field(
            description="Whether the connection is encrypted (RFC 3207), and the mail server's certificate checked. "
            "Without it a password travels unprotected."
        ),
    ] = "false"
    username: Annotated[
        Line | None,
        Otherwise("none: the mail server asks for no name"),
        Field(description="The name that the mail server knows the service by; it comes with a password."),
    ] = None
    password: Annotated[
        Secret | None,
        Otherwise("none: the mail server asks for no password"),
        Field(repr=False, description="The password of that name. A secret: better in a file that a variable names."),
    ] = None


class NotifyOptions(Group):
    """Who is told when a source needs a person."""

    after: Annotated[
        int,
        Field(
            ge=1,
            le=1000,
            description="After how many readings in a row of a source that is held or cannot be read somebody is "
            "told: once, and once more when it is over.",
        ),
    ] = 3
    webhook: Annotated[
        Webhook | None,
        Otherwise("none: nothing is posted"),
        Field(
            repr=False,
            description="The address that a notice is posted to as JSON. A secret: better in a file that a variable "
            "names.",
        ),
    ] = None
    email: EmailOptions | None = None


def _at_least_one(sources: tuple[SourceOptions, ...]) -> tuple[SourceOptions, ...]:
    # min_length would also count members that are wrong as missing.
    if not sources:
        raise ValueError("without one there is nothing to publish")
    return sources


class Options(Group):
    """The whole file."""

    title: Annotated[Line, Field(description="The name of the site: it begins the title of every feed and page.")]
    description: Annotated[
        Line | None,
        Otherwise("the title"),
        Field(description="One sentence about the site, for feeds and pages."),
    ] = None
    base_url: Annotated[
        BaseUrl,
        Field(
            description="The address at which the public reaches the site: every link in feeds and pages begins "
            "with it. It has no path, and a slash at its end is dropped."
        ),
    ] = "http://127.0.0.1:8000"
    publisher: PublisherOptions
    language: Annotated[
        Language,
        Field(description="The language of the main feeds and pages, and of sources that name no other."),
    ] = "en"
    time_zone: Annotated[
        TimeZone, Field(description="The time zone of sources that name no other, as America/Costa_Rica.")
    ] = "UTC"
    ids: IdOptions
    countries: Annotated[
        tuple[Country, ...],
        Kind("a list of country codes, such as [HN, GT]"),
        Field(
            description="The countries that have a feed from the first day, even an empty one. Any other "
            "country gets its feed with its first item."
        ),
    ] = ()
    phrases: Annotated[
        tuple[Phrase, ...],
        Kind('a list of words and countries, such as ["Casa Azul = HN", "Georgia != GE"]'),
        Field(
            description="What words always (=) or never (!=) mean, whatever the tables of places say. Every item is "
            "judged anew by the next run; `feedsvc explain --replay` shows what would move."
        ),
    ] = ()
    sources: Annotated[
        tuple[SourceOptions, ...],
        Kind('a list of at least one source, each beginning with "- id:"'),
        AfterValidator(_at_least_one),
    ]
    remote: RemoteOptions = RemoteOptions()
    store: Annotated[
        StoreUrl,
        Field(
            description="The database that remembers every item: SQLite in a file relative to this configuration, or "
            "PostgreSQL as postgresql://user@host/database."
        ),
    ] = "sqlite:///var/feedsvc.sqlite3"
    feeds: Annotated[FilePath, Field(description="The folder that is published, relative to this configuration.")] = (
        "feeds"
    )
    server: ServerOptions = ServerOptions()
    notify: NotifyOptions = NotifyOptions()
