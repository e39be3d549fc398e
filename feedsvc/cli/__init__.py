"""The command line. Each command is one module, imported when it is called: starting up stays fast."""

from __future__ import annotations

import io
import sys
from importlib import import_module

import click

from feedsvc.cli.output import fail
from feedsvc.errors import FeedsvcError, UsageError

COMMANDS = (
    *("run", "serve", "plan", "status", "check", "explain", "override"),
    *("backfill", "rollback", "resume", "rebuild", "migrate", "config"),
)


class _Commands(click.Group):
    """Finds a command in the module of its name."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the commands in the order of their use."""
        del ctx
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return the command, or None when there is none of that name."""
        del ctx
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(f"feedsvc.cli.{cmd_name}").command
        return command


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="feedsvc")
def feedsvc() -> None:
    """Turn news bulletins into feeds, one for everything and one per country.

    Exit codes: 0 done, 1 failed, 2 usage or configuration, 3 source unreachable (feeds kept), 4 a source is held
    (feeds kept), 5 published with warnings under --strict, 75 another run holds the lock.
    """


def main() -> None:
    """Run the command line and end the process with the documented exit code."""
    arguments = sys.argv[1:]
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a poor terminal shows a poor letter, and no traceback
    as_json = any(word in ("--json", "--jsonl") for word in arguments)
    try:
        status = feedsvc.main(args=arguments, prog_name="feedsvc", standalone_mode=False)
    except click.Abort:
        status = 130
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message(), err=True)
        status = error.exit_code
    except click.ClickException as error:
        hint = error.ctx.get_usage() if isinstance(error, click.UsageError) and error.ctx else ""
        status = fail(UsageError(error.format_message()), as_json=as_json, hint=hint)
    except FeedsvcError as error:
        status = fail(error, as_json=as_json)
    sys.exit(status)
