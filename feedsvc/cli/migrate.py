"""`feedsvc migrate`: brings a store of an older version to this one."""

from __future__ import annotations

from contextlib import closing

import click

from feedsvc import bootstrap
from feedsvc.cli.opening import configured
from feedsvc.cli.output import as_json, config_file, print_json


@click.command("migrate")
@config_file
@as_json
def command(config_path: str | None, *, as_json: bool) -> int:
    """Bring a store that an older feedsvc made to this version. The next run would do the same.

    SQLite's file is copied first, and the copy stays; of a PostgreSQL database no backup is made. Ends with 75 while
    a run is under way.
    """
    with closing(bootstrap.store(configured(config_path))) as store:
        done = store.migrate()
    is_done = done.before != done.after
    advice = store.how_to_back_up if is_done and done.backup is None else None
    if as_json:
        versions = {"from": done.before or None, "to": done.after or None, "migrated": is_done}
        print_json({"store": store.name, **versions, "backup": done.backup, "how_to_back_up": advice})
    elif is_done:
        click.echo(f"{store.name}: migrated from {done.before:04} to {done.after:04}")
        kept = (
            f"as it was, it is kept in {done.backup}" if done.backup else f"no backup was made; to make one: {advice}"
        )
        click.echo(f"{store.name}: {kept}")
    elif done.before:
        click.echo(f"{store.name}: at {done.after:04}, nothing to do")
    else:
        click.echo(f"{store.name}: there is no store yet; the first run makes it")
    return 0
