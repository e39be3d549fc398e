"""The composition root: the only place that picks implementations, asks the clock, or reads the package's own data."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict
from datetime import UTC, datetime
from functools import cache
from importlib import metadata
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from feedsvc.model import Catalogue, Site

if TYPE_CHECKING:
    from collections.abc import Mapping

    from feedsvc.config import Config
    from feedsvc.core.gazetteer import Gazetteer
    from feedsvc.drafting import Layout
    from feedsvc.ports import Notifier, PublishTarget, SourceReader
    from feedsvc.service import Service
    from feedsvc.store.sql import SqlStore

DEFAULT_CONFIG = Path(__file__).resolve().parent.parent / "config.yaml"
READING = ("core", "data")  # what decides how bytes are read
LAYOUT = ("core", "data", "render", "model", "drafting.py", "edition.py", "snapshot.py")  # and how documents look
READERS = ("beautifulsoup4", "feedparser", "lxml", "soupsieve")
RENDERERS = ("feedgen", "jinja2", "lxml")


class SystemClock:
    """The `Clock` of the machine."""

    def now(self) -> datetime:
        """Return the present moment, in UTC."""
        return datetime.now(UTC)  # noqa: TID251 (the one clock)


def load_config(path: Path | None, environ: Mapping[str, str]) -> Config:
    """Return the configuration of `path`, or of the repository. Raises ConfigError with every problem."""
    from feedsvc.config import load

    return load(path or DEFAULT_CONFIG, environ, frozenset(gazetteer().codes))


@cache
def gazetteer() -> Gazetteer:
    """Return the country names and the index over them, from the package's data."""
    from feedsvc.core.gazetteer import gazetteer_from

    return gazetteer_from(_data("countries.json"), lambda: _data("gazetteer.json"))


@cache
def catalogues() -> dict[str, Catalogue]:
    """Return the words of the published documents by language."""
    names = gazetteer()
    return {
        language: Catalogue(
            language=language,
            countries={code: names.label(code, language) for code in names.codes},
            months=tuple(phrases["months"]),
            date_format=phrases["date_format"],
            messages=phrases["messages"],
        )
        for language, phrases in _data("phrases.json").items()
    }


def layout_of(site: Site) -> Layout:
    """Return all that decides what a site's documents look like."""
    from feedsvc.drafting import Layout
    from feedsvc.render.html import Pages

    templates = files("feedsvc") / "render" / "templates"
    sources = {path.name: path.read_text(encoding="utf-8") for path in templates.iterdir()}
    settings = json.dumps(asdict(site), sort_keys=True)
    return Layout(
        site=site,
        catalogues=catalogues(),
        spellings={code: tuple(gazetteer().spellings(code)) for code in sorted(gazetteer().codes)},
        pages=Pages(sources),
        assets={name: sources[name].encode() for name in ("icon.svg", "style.css")},
        origin=f"{_version(LAYOUT, *RENDERERS)}\n{hashlib.sha256(settings.encode()).hexdigest()}\n",
    )


def target(config: Config) -> PublishTarget:
    """Return where documents are published."""
    from feedsvc.targets.local import LocalTarget

    return LocalTarget(config.feeds)


def notifier(config: Config) -> Notifier:
    """Return who is told when a source needs a person: the log, and whatever else is configured."""
    from feedsvc.notifiers.log import LogNotifier
    from feedsvc.notifiers.several import Several

    site, mail, ways = config.site.base_url, config.notify.email, [cast("Notifier", LogNotifier())]
    if config.notify.webhook:
        from feedsvc.notifiers.webhook import WebhookNotifier

        ways.append(WebhookNotifier(config.notify.webhook, site))
    if mail:
        from feedsvc.notifiers.email import EmailNotifier

        login = mail.username, mail.password, mail.starttls
        ways.append(EmailNotifier(mail.host, mail.port, mail.sender, mail.to, site, SystemClock(), *login))
    return Several(*ways)


def store(config: Config) -> SqlStore:
    """Return the memory. Raises StoreError when the database cannot be opened."""
    from feedsvc.store.sql import SqlStore

    return SqlStore(config.store, config.site.authority)


def service(config: Config) -> Service:
    """Return what a run works with. Raises StoreError when the database cannot be opened."""
    from feedsvc.service import Service
    from feedsvc.sources.parsing import ChildParser

    return Service(
        sources=config.sources,
        layout=layout_of(config.site),
        gazetteer=gazetteer(),
        reader_version=f"{_version(READING, *READERS)} {_digest(config.phrases)}",
        clock=SystemClock(),
        reader=_reader(config),
        parse=ChildParser(),
        store=store(config),
        target=target(config),
        notifier=notifier(config),
        patience=config.notify.after,
        phrases=config.phrases,
    )


def _reader(config: Config) -> SourceReader:
    """Return what reads the sources; where none is on the web, the client for it is not even loaded."""
    from feedsvc.sources.file import FileReader

    if not any(source.url for source in config.sources):
        return FileReader()
    from feedsvc.sources.choice import Choice

    return Choice(FileReader(), web_reader(config))


def web_reader(config: Config) -> SourceReader:
    """Return what reads sources on the web."""
    from feedsvc.sources.addresses import reach_of
    from feedsvc.sources.http import HttpReader

    about = "; ".join(filter(None, (f"+{config.site.base_url}", config.remote.contact)))
    agent = f"feedsvc/{metadata.version('feedsvc')} ({about})"
    return HttpReader(agent, SystemClock(), reach_of(config.remote.allow_private))


def _data(name: str) -> Any:  # JSON of any shape
    return json.loads((files("feedsvc") / "data" / name).read_text(encoding="utf-8"))


def _version(parts: Iterable[str], *libraries: str) -> str:
    """A digest of the program's own files: nobody has to remember to raise a number when a rule changes."""
    digest = hashlib.sha256(" ".join(f"{name} {metadata.version(name)}" for name in libraries).encode())
    for part in parts:
        for path in _walk(files("feedsvc").joinpath(part)):
            digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def _digest(settings: object) -> str:
    return hashlib.sha256(repr(settings).encode()).hexdigest()


def _walk(top: Traversable) -> list[Traversable]:
    if top.is_file():
        return [top]
    inside = sorted((p for p in top.iterdir() if p.name != "__pycache__"), key=lambda path: path.name)
    return [path for child in inside for path in _walk(child)]
