"""What an operator says of countries in the configuration, and what it would change in the items that are stored."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from calling import Command
from services import text_of

BULLETIN = text_of(
    ("15 July 2020", "Casa Azul opens its doors", "Forty families moved in."),
    ("14 July 2020", "New shelter in San Ramón", "It has forty beds."),
    ("13 July 2020", "Shelter opens in Honduras", "Forty families moved in."),
)
SITE = "title: News\npublisher: {name: Office}\nids: {authority: 'example.org,2020'}\n"
PLAIN = "sources: [{id: bulletin, path: bulletin.txt}]\n"
RULED = "sources: [{id: bulletin, path: bulletin.txt, home: [CR]}]\nphrases: [Casa Azul = BZ]\n"


@pytest.fixture
def config(tmp_path: Path, command: Command) -> Path:
    """A store of three items, judged without any rule of the operator's, whose configuration has some now."""
    (tmp_path / "bulletin.txt").write_bytes(BULLETIN)
    file = tmp_path / "config.yaml"
    file.write_text(SITE + PLAIN, "utf-8")
    assert command("run", "--config", file)[0] == 0
    file.write_text(SITE + RULED, "utf-8")
    return file


def test_replay_shows_what_would_move(command: Command, config: Path) -> None:
    """Each item that would move is told with the feeds that it leaves and enters, and nothing is changed."""
    before = sorted(path.name for path in config.parent.rglob("*"))
    status, out, _ = command("explain", "--replay", "--config", config)
    assert status == 0
    first, second, last = out.splitlines()
    assert first.startswith("+BZ  Casa Azul opens its doors  (")
    assert second.startswith("+CR  New shelter in San Ramón  (")
    assert last == "3 items judged, 2 would move; BZ +1 -0; CR +1 -0"
    assert sorted(path.name for path in config.parent.rglob("*")) == before
    assert command("explain", "--replay", "--config", config)[1] == out


def test_replay_as_json(command: Command, config: Path) -> None:
    """As JSON each move has its evidence."""
    _, out, _ = command("explain", "--replay", "--config", config, "--json")
    first, second = map(json.loads, out.splitlines())
    assert (first["leaves"], first["enters"], first["evidence"][0]["rule"]) == ([], ["BZ"], "always")
    assert second["about"] == ["CR"]


def test_the_next_run_applies_the_rules(command: Command, config: Path) -> None:
    """A run after the change judges what the unchanged source shows anew; then nothing is left to move."""
    assert command("run", "--config", config)[0] == 0
    assert (config.parent / "feeds/current/bz/bz.atom").is_file()
    assert command("explain", "--replay", "--config", config)[1] == "3 items judged, 0 would move\n"


def test_an_override_stays(command: Command, config: Path) -> None:
    """Countries that were set by hand are the same under any rules."""
    found = json.loads((config.parent / "feeds/current/all/all.json").read_text("utf-8"))["items"]
    (item,) = [one for one in found if one["title"].startswith("Casa")]
    words = ("--why", "a letter", "--who", "desk", "--config", config)
    assert command("override", "add", item["id"], "countries", "GT", *words)[0] == 0
    _, out, _ = command("explain", "--replay", "--config", config)
    assert out.splitlines()[-1] == "3 items judged, 1 would move; CR +1 -0"
    assert "by hand" in command("explain", item["id"], "--config", config)[1]


def test_uncertain_items_are_told(command: Command, config: Path) -> None:
    """A run and a check say which item is open between which countries; explain names them too."""
    bulletin = config.parent / "bulletin.txt"
    _, out, _ = command("check", bulletin)
    assert f"{bulletin}:" in out
    assert "warning[country_uncertain] “New shelter in San Ramón” may be about " in out
    assert "uncertain: " in command("explain", bulletin)[1]


def test_one_thing_is_explained(command: Command, config: Path) -> None:
    """A replay names no item."""
    assert command("explain", "bulletin", "--replay", "--config", config)[0] == 2
