"""Checked options -> what the service works with: absolute paths, seconds, and every default filled in."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from feedsvc.config.document import read_document
from feedsvc.config.environment import merged, overrides
from feedsvc.config.problems import config_error
from feedsvc.config.validation import validated
from feedsvc.config.values import seconds
from feedsvc.errors import ConfigError
from feedsvc.model import PhraseRule, Selectors, Site, Source

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from feedsvc.config.options import NotifyOptions, Options
    from feedsvc.config.source import SourceOptions

LEAST_MAX_AGE, MOST_MAX_AGE = 60, 3600


@dataclass(frozen=True, slots=True)
class ServerSettings:
    """How the public server listens. `max_age` is in seconds."""

    host: str
    port: int
    workers: int
    max_age: int


@dataclass(frozen=True, slots=True)
class EmailSettings:
    """A mail server and whom it brings notices to. Name and password are both there or both None."""

    to: tuple[str, ...]
    sender: str
    host: str
    port: int
    starttls: bool
    username: str | None
    password: str | None = field(repr=False)


@dataclass(frozen=True, slots=True)
class NotifySettings:
    """Who is told of a source after how many readings in a row that failed. The log is always told."""

    after: int
    webhook: str | None = field(repr=False)
    email: EmailSettings | None


@dataclass(frozen=True, slots=True)
class RemoteSettings:
    """How sources on the web are read: whom the User-Agent names, and which inner hosts and networks are allowed."""

    contact: str | None
    allow_private: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Config:
    """A whole configuration.

    `file` is as it was named. `feeds` and the path of every source that has one are absolute, and so is the file of an
    SQLite `store`, which is an SQLAlchemy URL and may hold a password: never print it.
    """

    file: Path
    site: Site
    sources: tuple[Source, ...]
    phrases: tuple[PhraseRule, ...]
    remote: RemoteSettings
    store: str
    feeds: Path
    server: ServerSettings
    notify: NotifySettings


def load(path: Path, environ: Mapping[str, str], countries: frozenset[str]) -> Config:
    """Return the configuration of a file and an environment; relative paths count from the file's folder.

    `countries` are the ISO 3166-1 alpha-2 codes that the file may name. Raises ConfigError, which holds every
    problem of both.
    """
    given, problems = overrides(environ, path.absolute().parent)
    try:
        document = read_document(path)
    except ConfigError as unreadable:
        raise ConfigError((*unreadable.problems, *config_error(path, problems).problems)) from None
    variables = {override.loc: override.variable for override in given}
    options, wrong = validated(merged(document.value, given), document, variables, countries)
    problems += document.problems + wrong
    if problems or options is None:
        raise config_error(path, problems)
    return _config(path, options)


def _config(file: Path, options: Options) -> Config:
    folder = file.absolute().parent
    server = options.server
    max_age = server.max_age if server.max_age is not None else _followed(options.sources)
    return Config(
        file=file,
        site=_site(options),
        sources=tuple(_source(source, options, folder) for source in options.sources),
        phrases=tuple(map(_phrase, options.phrases)),
        remote=RemoteSettings(options.remote.contact, options.remote.allow_private),
        store=_store(options.store, folder),
        feeds=folder / options.feeds,
        server=ServerSettings(server.host, server.port, server.workers, max_age),
        notify=_notify(options.notify),
    )


def _site(options: Options) -> Site:
    publisher = options.publisher
    spoken = (options.language, *(source.language or options.language for source in options.sources))
    return Site(
        base_url=options.base_url,
        title=options.title,
        description=options.description or options.title,
        author=publisher.name,
        rights=publisher.rights or f"© {publisher.name}",
        language=options.language,
        languages=tuple(dict.fromkeys(spoken)),
        authority=options.ids.authority,
        countries=options.countries,
    )


def _source(source: SourceOptions, options: Options, folder: Path) -> Source:
    return Source(
        id=source.id,
        path=str(folder / source.path) if source.path else "",
        language=source.language or options.language,
        zone=source.time_zone or options.time_zone,
        interval=seconds(source.every),
        url=source.url or "",
        pages=source.pages or "",
        keep_ids=source.keep_ids == "true",
        selectors=Selectors(**source.selectors.model_dump()) if source.selectors else None,
        home=source.home,
    )


def _phrase(value: str) -> PhraseRule:
    rest, code = value.rsplit(" ", 1)
    words, sign = rest.rsplit(" ", 1)
    return PhraseRule(words, code, always=sign == "=")


def _notify(options: NotifyOptions) -> NotifySettings:
    email = options.email
    return NotifySettings(
        after=options.after,
        webhook=options.webhook,
        email=EmailSettings(
            to=email.to,
            sender=email.sender,
            host=email.host,
            port=email.port,
            starttls=email.starttls == "true",
            username=email.username,
            password=email.password,
        )
        if email
        else None,
    )


def _followed(sources: tuple[SourceOptions, ...]) -> int:
    shortest = min(seconds(source.every) for source in sources)
    return min(max(shortest, LEAST_MAX_AGE), MOST_MAX_AGE)


def _store(url: str, folder: Path) -> str:
    scheme, _, rest = url.partition("://")
    if scheme != "sqlite" or rest.startswith("//"):
        return url
    # In a URL these two begin an escape and the query; in the name of a folder they stand for themselves.
    escaped = str(folder).replace("%", "%25").replace("?", "%3F")
    return f"{scheme}:///{escaped}/{rest[1:]}"
