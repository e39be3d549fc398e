"""`feedsvc explain`: why an item is about these countries."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from feedsvc import bootstrap
from feedsvc.cli.output import as_json, config_file, override_json, override_line, print_json
from feedsvc.core.attribute import attribute
from feedsvc.core.parse import parse
from feedsvc.errors import SourceUnreachable, UsageError
from feedsvc.model import Attribution, Item, Override
from feedsvc.sources.file import read_file


@click.command("explain")
@click.argument("what", metavar="ITEM|FILE", required=False)
@click.option(
    "--jsonl",
    "lines_file",
    metavar="FILE",
    help='Explain each line {"id", "title", "summary", "lang"} of FILE.',
)
@click.option("--language", metavar="TAG", default="en", show_default=True, help="The language of a bulletin FILE.")
@config_file
@as_json
def command(what: str | None, lines_file: str | None, language: str, config_path: str | None, *, as_json: bool) -> int:
    """Show which words led to which countries: of a stored ITEM (its id or address), or of every item of a FILE."""
    if (what is None) == (lines_file is None):
        raise UsageError("name one thing to explain: an item, a bulletin file, or --jsonl FILE")
    if lines_file is not None:
        for answer in _explain_lines(lines_file):
            print_json(answer)
        return 0
    if Path(str(what)).is_file():
        for name, title, found in _of_file(str(what), language):
            if as_json:
                print_json({"id": name, "title": title, **_found_json(found)})
            else:
                _tell(name, title, found)
        return 0
    item, overrides = _of_item(str(what), config_path)
    if as_json:
        given = [override_json(override) for override in overrides]
        print_json({"id": item.id, "title": item.title, **_found_json(item.attribution), "overrides": given})
    else:
        _tell(item.id, item.title, item.attribution)
        for override in overrides:
            click.echo(f"  override {override_line(override)}")
    return 0


def _explain_lines(name: str) -> Iterator[dict[str, Any]]:
    try:
        lines = Path(name).read_text(encoding="utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{name}: cannot be read as UTF-8 text: {error}") from error
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            item = json.loads(line)
            name_of, title, summary = item["id"], item.get("title") or "", item.get("summary") or ""
            paragraphs = tuple(part for part in str(summary).splitlines() if part.strip())
            found = attribute(str(title), paragraphs, str(item.get("lang") or "en"), bootstrap.gazetteer())
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            expected = '{"id", "title", "summary", "lang"}'
            raise UsageError(f"{name}:{number}: not a JSON object {expected}: {error}") from error
        yield {"id": name_of, **_found_json(found)}


def _of_file(name: str, language: str) -> Iterator[tuple[str, str, Attribution]]:
    try:
        document = read_file(name)
    except SourceUnreachable as error:
        raise UsageError(str(error)) from error
    for item in parse(document, language, bootstrap.SystemClock().now().date()).items:
        found = attribute(item.title, item.paragraphs, item.language, bootstrap.gazetteer())
        yield f"{name}:{item.lines[0]}", item.title, found


def _of_item(name: str, config_path: str | None) -> tuple[Item, tuple[Override, ...]]:
    from feedsvc.operating import find_item

    config = bootstrap.load_config(Path(config_path) if config_path else None, os.environ)
    store = bootstrap.store(config)
    try:
        with store.read() as session:
            item = find_item(session, name)
            return item, session.overrides([item.id])
    finally:
        store.close()


def _found_json(found: Attribution) -> dict[str, Any]:
    return {
        "about": list(found.about),
        "mentioned": list(found.mentioned),
        "evidence": [asdict(evidence) for evidence in found.evidence],
    }


def _tell(name: str, title: str, found: Attribution) -> None:
    click.echo(f"{name}  {title}")
    click.echo(f"  about: {', '.join(found.about) or 'no country: it is in the feed of everything only'}")
    for evidence in found.evidence:
        click.echo(f"  {evidence.code} {evidence.role:9} {evidence.where:7} “{evidence.words}” ({evidence.rule})")
