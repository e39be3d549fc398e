"""What is documented is what there is."""

from __future__ import annotations

import re
from importlib import import_module
from pathlib import Path

import click
import pytest

from feedsvc import errors
from feedsvc.cli import COMMANDS
from feedsvc.errors import FeedsvcError

DOCS = Path(__file__).parent.parent.parent / "docs"
ROOT = DOCS.parent


def _options() -> list[tuple[str, str]]:
    """Every command with each of its options, as a person writes them."""
    found: list[tuple[str, str]] = []

    def walk(name: str, command: click.Command) -> None:
        found.extend((name, option) for p in command.params if isinstance(p, click.Option) for option in p.opts)
        if isinstance(command, click.Group):
            for child, inner in command.commands.items():
                walk(f"{name} {child}", inner)

    for name in COMMANDS:
        walk(name, import_module(f"feedsvc.cli.{name}").command)
    return found


@pytest.mark.parametrize(("command", "option"), _options())
def test_every_option_is_documented(command: str, option: str) -> None:
    """An option stands in its command's section of docs/commands.md."""
    text = (DOCS / "commands.md").read_text(encoding="utf-8")
    (section,) = [part for part in text.split("\n## ") if part.startswith(f"`feedsvc {command}")]
    assert f"`{option}" in section


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_in_the_readme(command: str) -> None:
    """The README's table names each command."""
    assert f"| `{command}" in (ROOT / "README.md").read_text(encoding="utf-8")


def _raised() -> list[type[FeedsvcError]]:
    return [kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, FeedsvcError)]


def test_exit_codes_are_documented() -> None:
    """Each code with which an exception ends the process stands in the table of exit codes."""
    table = (DOCS / "commands.md").read_text(encoding="utf-8")
    documented = {int(code) for code in re.findall(r"^\| (\d+) \|", table, re.MULTILINE)}
    assert {kind.exit_code for kind in _raised()} <= documented
    assert documented == {0, 1, 2, 3, 4, 5, 75}


def test_every_exception_is_drawn() -> None:
    """The tree in the module's docstring shows each exception, under its base, with its exit code."""
    drawn = errors.__doc__ or ""
    for kind in _raised():
        assert re.search(rf"\b{kind.__name__}\b", drawn), kind
        if kind is not FeedsvcError:
            assert re.search(rf"{kind.__name__} .*\(exit {kind.exit_code}\)", drawn), kind


def test_json_codes_are_distinct() -> None:
    """A program can tell from an error's code what kind it is."""
    codes = [kind.code for kind in _raised()]
    assert len(codes) == len(set(codes))


def test_an_exception_s_message_lists_all_problems() -> None:
    """A configuration's error says every problem on a line of its own."""
    error = errors.ConfigError(("a:1:1: one", "a:2:1: two"))
    assert str(error).splitlines() == list(error.problems)


@pytest.mark.parametrize("page", sorted([ROOT / "README.md", *DOCS.rglob("*.md")]), ids=lambda path: path.name)
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    """A relative link of the documentation names a file that exists."""
    for target in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
        if "://" not in target:
            assert (page.parent / target).exists(), target


def test_dependencies_have_their_reason() -> None:
    """Each direct dependency stands in docs/development.md with its licence and what it is for."""
    table = (DOCS / "development.md").read_text(encoding="utf-8").casefold()
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    (block,) = re.findall(r"^dependencies = \[\n(.*?)^\]", project, re.MULTILINE | re.DOTALL)
    for name in re.findall(r'^    "([a-z0-9-]+)', block, re.MULTILINE):
        assert f"\n| {name} |" in table, name


def test_no_pinned_file_names_an_address() -> None:
    """The requirements hold names, versions and hashes only."""
    for path in ROOT.glob("requirements*.txt"):
        text = path.read_text(encoding="utf-8")
        assert "--hash=sha256:" in text
        assert not re.search(r"https?:|file:|--index|--find-links", text)
