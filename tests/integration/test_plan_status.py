"""Looking before and after: `plan` says what `run` then does, `--accept` takes just one reading, `status` tells why."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any, cast

import pytest
from calling import Command
from fakes import FakeClock, FakeReader, MemoryTarget
from making import SITE, SOURCE
from remembering import MemoryStore
from services import in_memory, text_of

from feedsvc import bootstrap
from feedsvc.pipeline import regenerate
from feedsvc.planning import Plan, plan
from feedsvc.service import Service

News = tuple[str, str, str]
ONE = ("13 July 2020", "Shelter opens in Honduras", "Forty families moved in.")
TWO = ("9 July 2020", "Belize trains officers", "Twelve officers took part.")
THREE = ("1 July 2020", "El Salvador counts its migrants abroad", "The count lasts a month.")
SIX = [(f"{day} July 2020", f"Headline {day} of Honduras", f"Text of {day}.") for day in range(16, 10, -1)]
HELD = text_of(SIX[0], SIX[-1])


def _configure(folder: Path, **sources: bytes | None) -> Path:
    """Sources by their id, each with its bytes; None is a file that is not there."""
    for name, content in sources.items():
        if content is not None:
            (folder / f"{name}.txt").write_bytes(content)
    listed = "".join(f"  - {{id: {name}, path: {name}.txt}}\n" for name in sources)
    (folder / "config.yaml").write_text(
        f"title: News\npublisher: {{name: Office}}\nids: {{authority: 'example.org,2020'}}\nsources:\n{listed}",
        encoding="utf-8",
    )
    return folder / "config.yaml"


def _lines(out: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in out.splitlines()]


def _tree(folder: Path) -> dict[str, tuple[int, bytes | str]]:
    """What stands under feeds/: when each file was written, and its bytes; where each link points."""
    return {
        str(path): (path.lstat().st_mtime_ns, str(path.readlink()) if path.is_symlink() else path.read_bytes())
        for path in sorted((folder / "feeds").rglob("*"))
        if path.is_symlink() or path.is_file()
    }


class TestPlan:
    """feedsvc plan."""

    def test_before_the_first_run(self, command: Command, tmp_path: Path) -> None:
        """Everything is new in its feeds; neither a store nor a feed is made by looking."""
        config = _configure(tmp_path, bulletin=text_of(ONE, TWO))
        status, out, err = command("plan", "--config", config)
        head, *rest = out.splitlines()
        assert (status, err) == (0, "")
        assert head.startswith("bulletin: reading ")
        assert head.endswith("; subscribers would see:")
        assert [line.split(maxsplit=1) for line in rest] == [
            ["all"], ["new", ONE[1]], ["new", TWO[1]], ["bz"], ["new", TWO[1]], ["hn"], ["new", ONE[1]],
        ]  # fmt: skip
        assert not (tmp_path / "feeds").exists()
        assert not (tmp_path / "var").exists()

    def test_json_has_the_documented_members(self, command: Command, tmp_path: Path) -> None:
        """One object for each source, with the documented members and no other."""
        config = _configure(tmp_path, bulletin=text_of(ONE), other=text_of(TWO))
        command("run", "--config", config)
        (tmp_path / "bulletin.txt").write_bytes(text_of((*ONE[:2], "Fifty families moved in."), THREE))
        status, out, _ = command("plan", "--json", "--config", config)
        one, other = _lines(out)
        assert status == 0
        assert list(one) == ["source", "state", "reading", "message", "holds", "feeds", "diagnostics"]
        assert (one["source"], one["state"], one["message"], one["holds"]) == ("bulletin", "changed", None, [])
        nothing: dict[str, list[str]] = {"new": [], "updated": [], "vanished": []}
        assert one["feeds"] == [
            nothing | {"stem": "all", "new": [THREE[1]], "updated": [ONE[1]]},
            nothing | {"stem": "hn", "updated": [ONE[1]]},
            nothing | {"stem": "sv", "new": [THREE[1]]},
        ]
        assert (other["source"], other["state"], other["reading"], other["feeds"]) == ("other", "unchanged", None, [])

    def test_nothing_new(self, command: Command, tmp_path: Path) -> None:
        """An unchanged source, and one whose bytes differ in nothing that readers see, are told so."""
        config = _configure(tmp_path, bulletin=text_of(ONE, TWO))
        command("run", "--config", config)
        assert command("plan", "--config", config)[:2] == (0, "bulletin: unchanged; subscribers see nothing new\n")
        (tmp_path / "bulletin.txt").write_bytes(text_of(ONE, TWO) + b"\n")
        status, out, _ = command("plan", "--config", config)
        assert status == 0
        assert out.endswith("; subscribers see no difference\n")

    def test_a_country_that_changes(self, command: Command, tmp_path: Path) -> None:
        """An item that becomes another country's leaves one feed and is new in the other."""
        config = _configure(tmp_path, bulletin=text_of(ONE, TWO))
        command("run", "--config", config)
        (tmp_path / "bulletin.txt").write_bytes(text_of(ONE, (TWO[0], "Panama trains officers", TWO[2])))
        _, out, _ = command("plan", "--json", "--config", config)
        feeds = {feed.pop("stem"): feed for feed in _lines(out)[0]["feeds"]}
        assert feeds == {
            "all": {"new": [], "updated": ["Panama trains officers"], "vanished": []},
            "bz": {"new": [], "updated": [], "vanished": [TWO[1]]},
            "pa": {"new": ["Panama trains officers"], "updated": [], "vanished": []},
        }

    def test_a_reading_that_would_be_held(self, command: Command, tmp_path: Path) -> None:
        """It ends with 4, says why and how to publish it all the same, and changes nothing: no feed and no trouble."""
        config = _configure(tmp_path, bulletin=text_of(*SIX))
        command("run", "--config", config)
        before, good = _tree(tmp_path), command("status", "--json", "--config", config)
        (tmp_path / "bulletin.txt").write_bytes(HELD)
        status, out, _ = command("plan", "--json", "--config", config)
        (told,) = _lines(out)
        assert (status, told["state"], [hold["rule"] for hold in told["holds"]]) == (4, "held", ["many_gone"])
        status, out, _ = command("plan", "--config", config)
        assert status == 4
        assert f"bulletin: would be held (many_gone): {told['holds'][0]['message']}" in out
        assert f"feedsvc run --accept {told['reading']}" in out
        assert (_tree(tmp_path), command("status", "--json", "--config", config)) == (before, good)

    def test_a_source_that_cannot_be_read(self, command: Command, tmp_path: Path) -> None:
        """It ends with 3 and names the file; 4 where another source would be held, as the run does."""
        config = _configure(tmp_path, bulletin=text_of(*SIX), other=None)
        command("run", "--config", config)
        status, out, _ = command("plan", "--config", config)
        assert status == 3
        assert out.splitlines()[-1] == f"other: cannot be read: {tmp_path}/other.txt: no such file"
        (tmp_path / "bulletin.txt").write_bytes(HELD)
        assert command("plan", "--json", "--config", config)[0] == 4
        assert command("run", "--config", config)[0] == 4

    def test_nothing_readable(self, command: Command, tmp_path: Path) -> None:
        """A first reading without any item is told as held, with no feed that would change."""
        config = _configure(tmp_path, bulletin=b"")
        status, out, _ = command("plan", "--json", "--config", config)
        (told,) = _lines(out)
        assert (status, told["state"], told["feeds"]) == (4, "held", [])
        assert [hold["rule"] for hold in told["holds"]] == ["nothing_parsed"]


def _entries(service: Service) -> dict[str, dict[str, tuple[str, str]]]:
    """Of each JSON feed its entries: id, and when it was last updated and the headline that the store has."""
    titles = {item.id: item.title for item in cast("MemoryStore", service.store).state.items()}
    return {
        name.rpartition("/")[0]: {
            entry["id"]: (entry["date_modified"], titles[entry["id"]]) for entry in json.loads(body)["items"]
        }
        for name, body in cast("MemoryTarget", service.target).files.items()
        if name.endswith(".json") and "/_" not in name and not name.startswith("corrections/")
    }


def _seen(before: dict[str, Any], after: dict[str, Any]) -> dict[str, tuple[list[str], list[str], list[str]]]:
    """What a subscriber of each feed saw change: headlines that are new, updated, gone."""
    seen = {}
    for stem, entries in after.items():
        old = before.get(stem, {})
        new = sorted(title for name, (_, title) in entries.items() if name not in old)
        updated = sorted(t for name, (moment, t) in entries.items() if name in old and old[name][0] != moment)
        gone = sorted(title for name, (_, title) in old.items() if name not in entries)
        if new or updated or gone:
            seen[stem] = (new, updated, gone)
    return seen


def _said(told: Plan) -> dict[str, tuple[list[str], list[str], list[str]]]:
    return {f.stem: (sorted(f.new), sorted(f.updated), sorted(f.vanished)) for f in told.feeds}


def _edit(chance: random.Random, items: list[News], step: int) -> None:
    """Change the bulletin so that it never says what it said before."""
    places = ("Honduras", "Belize", "Guatemala", "Panama", "nowhere")
    items.insert(0, (f"{13 + step // 4} July 2020", f"Number {step} of {chance.choice(places)}", f"Text {step * 77}."))
    for _ in range(chance.randint(0, 3)):
        action, at = chance.choice(("typo", "move", "drop", "swap", "fall")), chance.randrange(1, len(items))
        if action == "typo":
            items[at] = (*items[at][:2], f"{items[at][2]} And {chance.random()}.")
        elif action == "move":
            items[at] = (items[at][0], f"Number {chance.random()} of {chance.choice(places)}", items[at][2])
        elif action == "swap":
            items[at - 1], items[at] = items[at], items[at - 1]
        elif len(items) > 6:
            del items[at if action == "drop" else slice(-chance.randint(1, 4), None)]


@pytest.mark.parametrize("seed", range(4))
def test_a_run_does_what_the_plan_said(seed: int) -> None:
    """Over a random history each feed changes by just the headlines that were forecast, held readings included."""
    chance = random.Random(seed)
    service = in_memory({}, site=replace(SITE, countries=("HN",)))
    items: list[News] = [ONE, TWO, THREE]
    states = set()
    for step in range(20):
        _edit(chance, items, step)
        cast("FakeReader", service.reader).contents[SOURCE.path] = text_of(*items)
        cast("FakeClock", service.clock).move(hours=chance.choice((0.1, 2, 30)))
        before, told = _entries(service), plan(service, SOURCE)
        states.add(told.state)
        assert _entries(service) == before
        report = regenerate(service, service.sources).sources[0]
        assert (report.state, report.holds, report.diagnostics) == (told.state, told.holds, told.diagnostics)
        if report.state == "held":
            assert _entries(service) == before
            regenerate(service, service.sources, accept=told.reading)
        assert _seen(before, _entries(service)) == _said(told)
    assert "changed" in states


class TestAccept:
    """feedsvc run --accept ID."""

    def _held(self, command: Command, config: Path, *names: str) -> list[str]:
        """Let these sources say what is held; return the IDs that the run names."""
        for name in names:
            (config.parent / f"{name}.txt").write_bytes(HELD)
        status, out, _ = command("run", "--json", "--config", config)
        assert status == 4
        return [source["reading"] for source in _lines(out)[0]["sources"]]

    def test_the_right_one(self, command: Command, tmp_path: Path) -> None:
        """What plan, run and status name is one ID; with it the reading is published and the trouble is over."""
        config = _configure(tmp_path, bulletin=text_of(*SIX))
        command("run", "--config", config)
        (name,) = self._held(command, config, "bulletin")
        assert f"feedsvc run --accept {name}" in command("run", "--config", config)[2]
        assert _lines(command("plan", "--json", "--config", config)[1])[0]["reading"] == name
        assert _lines(command("status", "--json", "--config", config)[1])[0]["reading"] == name
        status, out, err = command("run", "--accept", name, "--config", config)
        assert (status, out, err) == (0, "bulletin: 4 pending\n", "")
        assert command("run", "--config", config) == (0, "", "")
        assert _lines(command("status", "--json", "--config", config)[1])[0]["state"] == "good"

    def test_a_stale_one(self, command: Command, tmp_path: Path) -> None:
        """When the source says something else by now it is refused with 2 and a message; no feed changes."""
        config = _configure(tmp_path, bulletin=text_of(*SIX))
        command("run", "--config", config)
        (name,) = self._held(command, config, "bulletin")
        before = _tree(tmp_path)
        (tmp_path / "bulletin.txt").write_bytes(HELD + b" More of it.")
        status, out, err = command("run", "--accept", name, "--config", config)
        assert (status, out) == (2, "")
        assert f"no source has a held reading {name} now" in err
        assert "feedsvc plan" in err
        assert _tree(tmp_path) == before
        status, out, _ = command("run", "--json", "--accept", name, "--config", config)
        assert (status, _lines(out)[-1]["error"]["code"]) == (2, "usage")

    def test_an_invented_one(self, command: Command, tmp_path: Path) -> None:
        """It is refused with 2, and what is held stays held."""
        config = _configure(tmp_path, bulletin=text_of(*SIX))
        command("run", "--config", config)
        self._held(command, config, "bulletin")
        before = _tree(tmp_path)
        assert command("run", "--accept", "0123456789ab", "--config", config)[0] == 2
        assert _tree(tmp_path) == before

    def test_another_source_s(self, command: Command, tmp_path: Path) -> None:
        """Two sources that say the same have two IDs; the one of one leaves the other held, and the run ends with 4."""
        six = text_of(*((*item[:2], f"{item[2]} It is another.") for item in SIX))
        config = _configure(tmp_path, bulletin=text_of(*SIX), other=six)
        command("run", "--config", config)
        mine, others = self._held(command, config, "bulletin", "other")
        assert mine != others
        status, out, _ = command("run", "--json", "--accept", others, "--config", config)
        assert status == 4
        assert [source["state"] for source in _lines(out)[0]["sources"]] == ["held", "changed"]
        assert _lines(command("plan", "--json", "--config", config)[1])[0]["reading"] == mine

    def test_a_reading_without_items(self, command: Command, tmp_path: Path) -> None:
        """Accepted, it takes nothing away."""
        config = _configure(tmp_path, bulletin=text_of(*SIX))
        command("run", "--config", config)
        before = _tree(tmp_path)
        (tmp_path / "bulletin.txt").write_bytes(b"")
        _, out, _ = command("plan", "--json", "--config", config)
        assert command("run", "--accept", _lines(out)[0]["reading"], "--config", config)[0] == 0
        assert _tree(tmp_path) == before


class TestStatus:
    """feedsvc status."""

    def _status(self, command: Command, config: Path) -> tuple[dict[str, Any], str]:
        """What is said of the only source, as JSON and in words."""
        status, out, err = command("status", "--json", "--config", config)
        assert (status, err) == (0, "")
        status, words, err = command("status", "--config", config)
        assert (status, err) == (0, "")
        (line,) = words.splitlines()
        (told,) = _lines(out)
        return told, line

    def test_never_read(self, command: Command, tmp_path: Path) -> None:
        """Before the first run it says so, and looking makes no store."""
        config = _configure(tmp_path, bulletin=text_of(ONE))
        told, words = self._status(command, config)
        assert told == {
            "source": "bulletin",
            "path": str(tmp_path / "bulletin.txt"),
            "url": None,
            "items": 0,
            "state": "never read",
            "last_good": None,
            "since": None,
            "readings": 0,
            "reading": None,
            "holds": [],
            "reason": None,
            "not_before": None,
            "told": False,
        }
        assert words == "bulletin: never read; `feedsvc run` reads it"
        assert not (tmp_path / "var").exists()

    def test_good(self, command: Command, tmp_path: Path) -> None:
        """It says when the source was last read well and how many items it shows."""
        config = _configure(tmp_path, bulletin=text_of(ONE, TWO))
        before = bootstrap.SystemClock().now()
        command("run", "--config", config)
        told, words = self._status(command, config)
        good = datetime.fromisoformat(told["last_good"])
        assert before <= good <= bootstrap.SystemClock().now()
        assert (told["state"], told["items"], told["since"], told["readings"]) == ("good", 2, None, 0)
        assert words == f"bulletin: good; last good reading {good:%Y-%m-%d %H:%M} UTC, 2 items"

    def test_held(self, command: Command, tmp_path: Path) -> None:
        """It says since when, how often, why and how to publish it; the last good reading stays named."""
        config = _configure(tmp_path, bulletin=text_of(*SIX))
        command("run", "--config", config)
        good = self._status(command, config)[0]["last_good"]
        (tmp_path / "bulletin.txt").write_bytes(HELD)
        command("run", "--config", config)
        first, _ = self._status(command, config)
        command("run", "--config", config)
        told, words = self._status(command, config)
        assert (told["state"], told["readings"], told["items"], told["last_good"]) == ("held", 2, 6, good)
        assert told["since"] == first["since"] > good
        assert [hold["rule"] for hold in told["holds"]] == ["many_gone"]
        assert words.startswith(f"bulletin: held since {datetime.fromisoformat(told['since']):%Y-%m-%d %H:%M} UTC, 2 ")
        assert told["holds"][0]["message"] in words
        assert f"last good reading {datetime.fromisoformat(good):%Y-%m-%d %H:%M} UTC, 6 items" in words
        assert words.endswith(f"The feeds stay as they are. To publish it: feedsvc run --accept {told['reading']}")

    def test_unreachable(self, command: Command, tmp_path: Path) -> None:
        """It says since when and how often; when the source is back, it is good again."""
        config = _configure(tmp_path, bulletin=text_of(ONE, TWO))
        command("run", "--config", config)
        good = self._status(command, config)[0]["last_good"]
        (tmp_path / "bulletin.txt").unlink()
        for readings in (1, 2, 3):
            assert command("run", "--config", config)[0] == 3
            told, words = self._status(command, config)
            assert (told["state"], told["readings"], told["items"]) == ("unreachable", readings, 2)
            assert (told["last_good"], told["reading"], told["holds"]) == (good, None, [])
            assert f"UTC, {readings} reading(s): no such file; last good reading" in words
            assert told["reason"] == "no such file"
            assert words.startswith("bulletin: unreachable since ")
        assert told["told"] is True
        (tmp_path / "bulletin.txt").write_bytes(text_of(ONE, TWO))
        command("run", "--config", config)
        told, _ = self._status(command, config)
        assert (told["state"], told["since"], told["told"]) == ("good", None, False)

    def test_never_read_well(self, command: Command, tmp_path: Path) -> None:
        """A source that was never there says so beside its trouble; a trouble of another kind goes on as one."""
        config = _configure(tmp_path, bulletin=None)
        command("run", "--config", config)
        first, words = self._status(command, config)
        assert (first["state"], first["last_good"]) == ("unreachable", None)
        assert "never read well" in words
        (tmp_path / "bulletin.txt").write_bytes(b"")
        command("run", "--config", config)
        told, words = self._status(command, config)
        assert (told["state"], told["readings"], told["since"]) == ("held", 2, first["since"])
        assert "no items were found in it; it is empty; never read well" in words


def test_a_good_reading_after_an_empty_one_was_accepted(command: Command, tmp_path: Path) -> None:
    """Accepted by mistake, a reading without items spoils nothing: the next one is judged and published."""
    config = _configure(tmp_path, bulletin=text_of(*SIX))
    command("run", "--config", config)
    (tmp_path / "bulletin.txt").write_bytes(b"")
    _, out, _ = command("plan", "--json", "--config", config)
    command("run", "--accept", _lines(out)[0]["reading"], "--config", config)
    (tmp_path / "bulletin.txt").write_bytes(text_of(ONE, *SIX))
    assert command("run", "--config", config)[1].startswith("bulletin: 1 new\n")


def test_what_time_does_is_planned() -> None:
    """A reading that confirms what is gone, and the end of an announcement, are forecast like any other change."""
    service = in_memory({SOURCE.path: text_of(ONE, TWO, THREE)})
    regenerate(service, service.sources)
    cast("FakeReader", service.reader).contents[SOURCE.path] = text_of(ONE, THREE)
    regenerate(service, service.sources)
    for hours, expected in ((2, ([], [TWO[1]], [])), (24 * 30, ([], [], [TWO[1]]))):
        cast("FakeClock", service.clock).move(hours=hours)
        before, told = _entries(service), plan(service, SOURCE)
        regenerate(service, service.sources)
        assert _seen(before, _entries(service)) == _said(told) == {"all": expected, "bz": expected}


def test_a_lost_store_is_no_first_run(command: Command, tmp_path: Path) -> None:
    """Where feeds are published and the store is gone, the plan is refused like the run, and promises nothing new."""
    config = _configure(tmp_path, bulletin=text_of(ONE))
    command("run", "--config", config)
    (tmp_path / "var" / "feedsvc.sqlite3").unlink()
    status, out, err = command("plan", "--config", config)
    assert (status, out) == (1, "")
    assert "the store is empty or missing, but feeds are published" in err
