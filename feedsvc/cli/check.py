"""`feedsvc check`: reads bulletins and reports like a compiler. Touches no store and no feed."""

from __future__ import annotations

import json
import time
from dataclasses import asdict, replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import click

from feedsvc import bootstrap
from feedsvc.cli.opening import configured
from feedsvc.cli.output import as_json, config_file, diagnostic_json, diagnostic_line, print_json
from feedsvc.core.attribute import attribute
from feedsvc.core.attribution.doubt import uncertain
from feedsvc.core.decode import decode
from feedsvc.core.page.detect import charset_of, is_page
from feedsvc.core.parse import parse
from feedsvc.errors import SourceUnreachable
from feedsvc.model import ParsedBulletin, Source, SourceDocument, Validators
from feedsvc.sources.file import read_file
from feedsvc.sources.parsing import ChildParser

if TYPE_CHECKING:
    from feedsvc.model import ParsedItem
    from feedsvc.ports import SourceReader

NO_ITEMS, UNREADABLE = 4, 2


@click.command("check")
@click.argument("names", metavar="FILE|URL…", nargs=-1, required=True)
@click.option(
    "--today", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE", help="What counts as today. Default: today."
)
@click.option("--base-url", metavar="URL", help="The page's address, for relative links of web pages.")
@click.option("--language", metavar="TAG", default="en", show_default=True, help="The language of the bulletins.")
@config_file
@as_json
def command(  # noqa: PLR0913 (each is an option)
    names: tuple[str, ...],
    today: datetime | None,
    base_url: str | None,
    language: str,
    config_path: str | None,
    *,
    as_json: bool,
) -> int:
    """Read bulletins, in files or on the web, and say what was understood and what was not.

    An address is read as the configuration allows. Ends with 2 when one cannot be read, with 4 when one holds no item;
    the others are checked all the same.
    """
    day = (today or bootstrap.SystemClock().now()).date()
    reader = bootstrap.web_reader(configured(config_path)) if any(map(_is_address, names)) else None
    return max(
        (_check(name, day, language, base_url, reader, as_json=as_json) for name in names),
        key=(0, NO_ITEMS, UNREADABLE).index,
    )


def _is_address(name: str) -> bool:
    return name.startswith(("http://", "https://"))


def _read(name: str, base_url: str | None, reader: SourceReader | None) -> SourceDocument:
    """The document in a file, or at an address. Raises SourceUnreachable."""
    if reader is None or not _is_address(name):
        return replace(read_file(name), address=base_url or "")
    source = Source("check", path="", language="en", zone="UTC", interval=0, url=name)
    (document,) = reader.read(source, Validators()).documents or ()  # without validators there is always one
    return replace(document, address=base_url or document.address)


def _check(  # noqa: PLR0913 (one of the names, and the options)
    name: str, today: date, language: str, base_url: str | None, reader: SourceReader | None, *, as_json: bool
) -> int:
    """Report on one document; return its exit code."""
    began = time.perf_counter()
    try:
        document = _read(name, base_url, reader)
        reads = ChildParser() if _is_address(name) else parse
        bulletin = reads(document, language, today)
    except SourceUnreachable as error:
        if as_json:
            print_json({"file": name, "error": {"code": error.code, "message": error.reason}})
        else:
            click.echo(f"feedsvc: {error}", err=True)
        return UNREADABLE
    seconds = time.perf_counter() - began
    items = bulletin.items
    unsure = uncertain(items, [attribute(i.title, i.paragraphs, i.language, bootstrap.gazetteer()) for i in items])
    bulletin = replace(bulletin, diagnostics=(*bulletin.diagnostics, *unsure))
    if as_json:
        print_json(_report(name, bulletin, seconds))
    else:
        _tell(name, bulletin)
        _tell_selectors(document, today)
    return 0 if bulletin.items else NO_ITEMS


def _report(name: str, bulletin: ParsedBulletin, seconds: float) -> dict[str, Any]:
    return {
        "file": name,
        "items": [_item_json(item) for item in bulletin.items],
        "diagnostics": [diagnostic_json(diagnostic) for diagnostic in bulletin.diagnostics],
        "explained": bulletin.explained,
        "encoding": bulletin.encoding,
        "seconds": round(seconds, 6),
    }


def _item_json(item: ParsedItem) -> dict[str, Any]:
    found = attribute(item.title, item.paragraphs, item.language, bootstrap.gazetteer())
    return {
        "date": item.day.isoformat() if item.day else None,
        "title": item.title,
        "paragraphs": list(item.paragraphs),
        "link": item.link,
        "image": asdict(item.image) if item.image else None,
        "language": item.language,
        "lines": list(item.lines),
        "about": list(found.about),
        "mentioned": list(found.mentioned),
    }


def _tell(name: str, bulletin: ParsedBulletin) -> None:
    for diagnostic in bulletin.diagnostics:
        click.echo(diagnostic_line(name, diagnostic))
    count = len(bulletin.items)
    share = f"{bulletin.explained:.0%}".replace("%", " %")
    click.echo(f"{name}: {count} item{'' if count == 1 else 's'}, {share} of its lines explained, {bulletin.encoding}")


def _tell_selectors(document: SourceDocument, today: date) -> None:
    """Print the selectors that choose what was found, as config.yaml takes them."""
    text = decode(document.content, document.charset or charset_of(document)).text
    from feedsvc.core.page.listing import infer_selectors

    selectors = infer_selectors(text, document.address, today) if is_page(document, text) else None
    if selectors is None:
        return
    click.echo("    selectors:")
    for field, selector in asdict(selectors).items():
        if selector is not None:
            # JSON's text is YAML's too.
            click.echo(f"      {field}: {json.dumps(selector, ensure_ascii=False)}")
