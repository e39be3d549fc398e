"""`feedsvc explain`: why an item is about these countries."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from feedsvc import bootstrap
from feedsvc.cli.opening import configured, opened
from feedsvc.cli.output import as_json, config_file, override_json, override_line, print_json
from feedsvc.core.attribute import attribute
from feedsvc.core.attribution.doubt import candidates
from feedsvc.core.override import RULE
from feedsvc.core.parse import parse
from feedsvc.errors import SourceUnreachable, UsageError
from feedsvc.model import Attribution, Evidence, Item, Override
from feedsvc.sources.file import read_file

MOST_SHOWN = 20  # lines of evidence: what fits one screen


@click.command("explain")
@click.argument("what", metavar="ITEM|FILE", required=False)
@click.option(
    "--jsonl",
    "lines_file",
    metavar="FILE",
    help='Explain each line {"id", "title", "summary", "lang"} of FILE.',
)
@click.option("--replay", is_flag=True, help="Judge every stored item by the present rules; show what would move.")
@click.option("--language", metavar="TAG", default="en", show_default=True, help="The language of a bulletin FILE.")
@config_file
@as_json
def command(  # noqa: PLR0913 (each is an option)
    what: str | None, lines_file: str | None, language: str, config_path: str | None, *, replay: bool, as_json: bool
) -> int:
    """Show which words led to which countries: of a stored ITEM (its id or address), or of every item of a FILE.

    With --replay: which stored items would move between feeds under the present rules. Nothing is ever changed.
    """
    if [what is not None, lines_file is not None, replay].count(True) != 1:
        raise UsageError("name one thing to explain: an item, a bulletin file, --jsonl FILE or --replay")
    if replay:
        _replay(config_path, as_json=as_json)
    elif lines_file is not None:
        for answer in _explain_lines(lines_file):
            print_json(answer)
    elif Path(str(what)).is_file():
        for name, title, found in _of_file(str(what), language):
            if as_json:
                print_json({"id": name, "title": title, **_found_json(found)})
            else:
                _tell(name, title, found)
    else:
        _explain_item(str(what), config_path, as_json=as_json)
    return 0


def _explain_item(name: str, config_path: str | None, *, as_json: bool) -> None:
    item, overrides = _of_item(name, config_path)
    if as_json:
        given = [override_json(override) for override in overrides]
        print_json({"id": item.id, "title": item.title, **_found_json(item.attribution), "overrides": given})
        return
    _tell(item.id, item.title, item.attribution)
    for override in overrides:
        click.echo(f"  override {override_line(override)}")


def _replay(config_path: str | None, *, as_json: bool) -> None:
    from feedsvc.replaying import replay

    with opened(configured(config_path)) as service:
        moves, judged = replay(service)
    gains: Counter[str] = Counter()
    losses: Counter[str] = Counter()
    for move in moves:
        gains.update(move.enters)
        losses.update(move.leaves)
        if as_json:
            changes = {"leaves": list(move.leaves), "enters": list(move.enters)}
            print_json({"id": move.item.id, "title": move.item.title, **changes, **_found_json(move.found)})
        else:
            signs = (*(f"-{code}" for code in move.leaves), *(f"+{code}" for code in move.enters))
            click.echo(f"{' '.join(signs)}  {move.item.title}  ({move.item.slug})")
    if not as_json:
        feeds = sorted({*gains, *losses})
        tally = "".join(f"; {code} +{gains[code]} -{losses[code]}" for code in feeds)
        click.echo(f"{judged} items judged, {len(moves)} would move{tally}")


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

    with closing(bootstrap.store(configured(config_path))) as store, store.read() as session:
        item = find_item(session, name)
        return item, session.overrides([item.id])


def _found_json(found: Attribution) -> dict[str, Any]:
    return {
        "about": list(found.about),
        "mentioned": list(found.mentioned),
        "evidence": [asdict(evidence) for evidence in found.evidence],
    }


def _tell(name: str, title: str, found: Attribution) -> None:
    click.echo(f"{name}  {title}")
    click.echo(f"  about: {', '.join(found.about) or 'no country: it is in the feed of everything only'}")
    left_open = candidates(found)
    if left_open:
        click.echo(f"  uncertain: {', '.join(sorted(left_open))}")
    for one in found.evidence[:MOST_SHOWN]:
        click.echo(f"  {one.code} {one.role:9} {_place(one):12} “{one.words}” ({one.rule})")
    if len(found.evidence) > MOST_SHOWN:
        click.echo(f"  … and {len(found.evidence) - MOST_SHOWN} more; --json has them all")


def _place(one: Evidence) -> str:
    """Where the words stand, as a person counts: "title 8", "text 2:31" is the 31st character of paragraph 2."""
    if one.rule == RULE:
        return "by hand"
    if one.start is None:  # an older version remembered less
        return one.where
    return f"title {one.start + 1}" if one.where == "title" else f"text {one.paragraph + 1}:{one.start + 1}"
