"""`feedsvc override`: what an operator says of an item, for good."""

from __future__ import annotations

import getpass
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

import click

from feedsvc import bootstrap
from feedsvc.cli.opening import configured, opened
from feedsvc.cli.output import as_json, config_file, override_json, override_line, print_json, warn_of
from feedsvc.core.overrule import problem_of
from feedsvc.errors import UsageError
from feedsvc.model import Item, Override, OverrideAction

if TYPE_CHECKING:
    from feedsvc.operating import Overruled

ACTIONS = get_args(OverrideAction)


@click.group("override")
def command() -> None:
    """Say something of an item that no later reading changes: its countries, date or title, or that it is withdrawn."""


@command.command("add")
@click.argument("item", metavar="ITEM")
@click.argument("action", type=click.Choice(ACTIONS))
@click.argument("value", default="")
@click.option("--why", required=True, help="The reason, for whoever finds this override later.")
@click.option("--who", help="Who says so. Default: the user of the system.")
@config_file
@as_json
def add(  # noqa: PLR0913, PLR0917 (one for each option)
    item: str, action: OverrideAction, value: str, why: str, who: str | None, config_path: str | None, *, as_json: bool
) -> int:
    """Overrule ITEM (its id, slug or address) and publish what that changes.

    countries VALUE: codes such as HN,BZ, or nothing for none. date VALUE: a day such as 2020-06-09. title VALUE: the
    headline. withdraw, restore: no value. merge VALUE: the item that this one is the same as; it is withdrawn, and its
    page leads there. split: no value; another story had taken the item's place: it gets its former words back, and
    the present ones become a new item.
    """
    from feedsvc.operating import add_override, find_item, split_item

    with opened(configured(config_path)) as service:
        with service.store.read() as session:
            found = find_item(session, item)
            meant = find_item(session, value).id if action == "merge" else _tidy(action, value)
        now = service.clock.now().replace(microsecond=0)
        override = Override(found.id, action, meant, who or getpass.getuser(), why, now)
        if action == "split":
            problem = problem_of(replace(override, value="an item"), service.gazetteer.codes)
            if problem or value:
                raise UsageError(problem or "split takes no value")
            done = split_item(service, override)
        else:
            done = add_override(service, override)
    return _tell(done, found, as_json=as_json)


@command.command("list")
@click.argument("item", metavar="[ITEM]", required=False)
@config_file
@as_json
def list_(item: str | None, config_path: str | None, *, as_json: bool) -> int:
    """List every override, or those of ITEM, in the order in which they were given."""
    from feedsvc.operating import find_item

    with opened(configured(config_path)) as service, service.store.read() as session:
        names = [find_item(session, item).id] if item else None
        for override in session.overrides(names):
            _print(override, session.item(override.item), as_json=as_json)
    return 0


@command.command("remove")
@click.argument("number", type=int)
@config_file
@as_json
def remove(number: int, config_path: str | None, *, as_json: bool) -> int:
    """Forget override NUMBER, which `list` shows, and publish what its source says instead."""
    from feedsvc.operating import remove_override

    with opened(configured(config_path)) as service:
        done = remove_override(service, number)
        with service.store.read() as session:
            item = session.item(done.override.item)
    return _tell(done, item, as_json=as_json)


@command.command("export")
@click.argument("file", type=click.Path(dir_okay=False), default="-")
@config_file
def export(file: str, config_path: str | None) -> int:
    """Write every override to FILE, or to standard output, a JSON object a line."""
    with opened(configured(config_path)) as service, service.store.read() as session:
        lines = [json.dumps(_exported(override), ensure_ascii=False) for override in session.overrides()]
    with click.open_file(file, "w", encoding="utf-8") as out:
        out.writelines(f"{line}\n" for line in lines)
    return 0


@command.command("import")
@click.argument("file", type=click.Path(dir_okay=False))
@config_file
@as_json
def import_(file: str, config_path: str | None, *, as_json: bool) -> int:
    """Take in the overrides of FILE, as `export` writes it, that are not known yet."""
    from feedsvc.operating import import_overrides

    given = tuple(_read(file))
    with opened(configured(config_path)) as service:
        done = import_overrides(service, given)
    known = len(given) - done.count
    if as_json:
        waiting = [_exported(one) for one in done.waiting]
        print_json({"imported": done.count, "known": known, "waiting": waiting})
    else:
        click.echo(f"{done.count} imported, {known} known already")
        for one in done.waiting:
            click.echo(f"feedsvc: {one.item} is not in the store: {one.action} waits until it is", err=True)
    return warn_of(done.published, done.paused)


def _tidy(action: OverrideAction, value: str) -> str:
    """A value as it is meant: codes in capitals with a comma between, words with a space between."""
    if action == "countries":
        return ",".join(dict.fromkeys(value.replace(",", " ").upper().split()))
    return " ".join(value.split()) if action == "title" else value.strip()


def _read(file: str) -> Iterator[Override]:
    try:
        lines = Path(file).read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{file}: cannot be read: {error}") from error
    for number, line in enumerate(lines, 1):
        try:
            plain = json.loads(line)
            override = Override(**{**plain, "at": datetime.fromisoformat(plain["at"])})
            problem = problem_of(override, bootstrap.gazetteer().codes)
        except (ValueError, KeyError, TypeError, RecursionError) as error:
            problem = str(error)
        if problem:
            raise UsageError(f"{file}:{number}: not an override as `feedsvc override export` writes it: {problem}")
        yield override


def _exported(override: Override) -> dict[str, Any]:
    plain = override_json(override)
    del plain["number"]  # another store may give it another one
    return plain


def _print(override: Override, item: Item | None, *, as_json: bool) -> None:
    if as_json:
        print_json(override_json(override))
    else:
        title = item.title if item else "an item that is not in the store"
        click.echo(f"{override_line(override)}  “{title}”")


def _tell(done: Overruled, item: Item | None, *, as_json: bool) -> int:
    _print(done.override, item, as_json=as_json)
    return warn_of(done.published, done.paused)
