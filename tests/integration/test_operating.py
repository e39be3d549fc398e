"""What an operator does through the command line: overrule an item, go back, go on, make anew."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from calling import Command
from services import text_of

ONE = ("13 July 2020", "Shelter opens in Honduras", "Forty families moved in.")
TWO = ("10 July 2020", "Course begins in Belize", "It lasts a month.")
THREE = ("7 July 2020", "Office moves in Guatemala", "It is larger now.")


@pytest.fixture
def config(tmp_path: Path) -> Path:
    """A service of three items, published."""
    (tmp_path / "bulletin.txt").write_bytes(text_of(ONE, TWO, THREE))
    (tmp_path / "config.yaml").write_text(
        "title: News\npublisher: {name: Office}\nids: {authority: 'example.org,2020'}\n"
        "sources:\n  - {id: bulletin, path: bulletin.txt}\n",
        encoding="utf-8",
    )
    return tmp_path / "config.yaml"


@pytest.fixture
def call(command: Command, config: Path) -> Callable[..., str]:
    """Calls a command of that service, which must end with 0, and gives its output."""
    command("run", "--config", config)

    def called(*words: str, status: int = 0) -> str:
        ended, out, err = command(*words, "--config", config)
        assert ended == status, (out, err)
        return out + err

    return called


def _entries(config: Path, feed: str = "all") -> dict[str, dict[str, Any]]:
    """The entries of a published JSON feed by their headline."""
    path = config.parent / "feeds" / "current" / feed / f"{feed}.json"
    return {entry["title"]: entry for entry in json.loads(path.read_text(encoding="utf-8"))["items"]}


def _slug(config: Path, title: str) -> str:
    return str(_entries(config)[title]["url"]).rstrip("/").rpartition("/")[2]


def _page(config: Path, slug: str, name: str = "index.html") -> str:
    return (config.parent / "feeds" / "i" / slug / name).read_text(encoding="utf-8")


class TestOverride:
    """feedsvc override."""

    def test_countries(self, call: Callable[..., str], config: Path) -> None:
        """The item moves to the feeds of those countries, and stays there whatever its bulletin says later."""
        said = call("override", "add", _slug(config, ONE[1]), "countries", "bz, sv", "--why", "a letter came")
        assert "1: countries BZ,SV" in said
        assert "a letter came" in said
        assert set(_entries(config, "sv")) == {ONE[1]}
        (config.parent / "bulletin.txt").write_bytes(text_of((*ONE[:2], "Fifty families moved in."), TWO, THREE))
        call("run")
        assert set(_entries(config, "sv")) == {ONE[1]}
        assert _entries(config, "hn") == {}
        assert "Fifty" in _entries(config)[ONE[1]]["content_html"]

    def test_removed(self, call: Callable[..., str], config: Path) -> None:
        """Without the override the item is again what its source says, under its id and address."""
        before = _entries(config)[ONE[1]]
        slug = _slug(config, ONE[1])
        call("override", "add", slug, "title", "Shelter  opens in Choluteca", "--why", "more exact")
        assert _entries(config)["Shelter opens in Choluteca"]["id"] == before["id"]
        (config.parent / "bulletin.txt").write_bytes(text_of((*ONE[:2], "Fifty families moved in."), TWO, THREE))
        call("run")
        call("override", "remove", "1")
        after = _entries(config)[ONE[1]]
        assert (after["id"], after["url"], after["date_published"]) == (
            *(before["id"], before["url"]),
            before["date_published"],
        )
        assert "there is no override 1" in call("override", "remove", "1", status=2)

    def test_a_day(self, call: Callable[..., str], config: Path) -> None:
        """The day shown changes, `published` does not, and the page says what was corrected."""
        before = _entries(config)[ONE[1]]
        call("override", "add", _slug(config, ONE[1]), "date", "2020-06-09", "--why", "a slip")
        after = _entries(config)[ONE[1]]
        assert after["date_published"] == before["date_published"]
        assert after["date_modified"] > before["date_modified"]
        page = _page(config, _slug(config, ONE[1]))
        assert 'datetime="2020-06-09"' in page
        assert "<del>" in page

    def test_withdraw_and_restore(self, call: Callable[..., str], config: Path) -> None:
        """It is withdrawn at once, stays so though the source shows it, and says who withdrew it; and comes back."""
        slug = _slug(config, ONE[1])
        call("override", "add", slug, "withdraw", "--why", "not ours")
        call("run")
        assert ONE[1] not in _entries(config)
        assert len(_entries(config)) == 3
        assert "publisher" in _page(config, slug, "_gone.html")
        assert ONE[1] in (config.parent / "feeds/current/corrections/corrections.atom").read_text(encoding="utf-8")
        call("override", "add", slug, "restore", "--why", "it was ours")
        assert ONE[1] in _entries(config)
        assert ONE[1] in _page(config, slug)

    def test_merge(self, call: Callable[..., str], config: Path) -> None:
        """The page of the one leads to the other."""
        slug, other = _slug(config, ONE[1]), _slug(config, TWO[1])
        call("override", "add", slug, "merge", f"https://elsewhere/i/{other}/", "--why", "the same story")
        assert f'href="/i/{other}/"' in _page(config, slug, "_gone.html")
        assert "merged into another one" in call("override", "add", other, "merge", other, "--why", "x", status=2)

    @pytest.mark.parametrize(
        ("words", "problem"),
        [
            (("nobody", "withdraw"), "no stored item"),
            (("ITEM", "countries", "XX,HN"), "XX: no ISO 3166 code"),
            (("ITEM", "date", "9 June"), "no day"),
            (("ITEM", "title", " "), "cannot be empty"),
            (("ITEM", "withdraw", "now"), "takes no value"),
            (("ITEM", "burn"), "burn"),
        ],
    )
    def test_refused(self, call: Callable[..., str], config: Path, words: tuple[str, ...], problem: str) -> None:
        """What cannot be meant is refused in words, and nothing is remembered."""
        given = [_slug(config, ONE[1]) if word == "ITEM" else word for word in words]
        assert problem in call("override", "add", *given, "--why", "x", status=2)
        assert call("override", "list") == ""

    def test_listed_and_explained(self, call: Callable[..., str], config: Path) -> None:
        """Who said what of an item, and why, is listed, and shown by `explain`."""
        slug = _slug(config, ONE[1])
        call("override", "add", slug, "countries", "--why", "regional", "--who", "Ana")
        call("override", "add", _slug(config, TWO[1]), "countries", "HN", "--why", "y")
        (line,) = call("override", "list", slug).splitlines()
        assert "Ana" in line
        assert len(call("override", "list").splitlines()) == 2
        told = call("explain", slug)
        assert "override 1: countries (Ana" in told
        assert "no country" in told
        (plain,) = json.loads(call("explain", slug, "--json"))["overrides"]
        assert plain["why"] == "regional"

    def test_exported_and_imported(self, call: Callable[..., str], config: Path, tmp_path: Path) -> None:
        """A file holds them all; what is known already is not taken twice, what has no item is told."""
        slug, file = _slug(config, ONE[1]), tmp_path / "overrides.jsonl"
        call("override", "add", slug, "countries", "BZ", "--why", "Ñandú")
        call("override", "export", str(file))
        assert "0 imported, 1 known" in call("override", "import", str(file))
        call("override", "remove", "1")
        assert set(_entries(config, "bz")) == {TWO[1]}
        assert json.loads(call("override", "import", str(file), "--json")) == {"imported": 1, "known": 0, "lost": []}
        assert set(_entries(config, "bz")) == {ONE[1], TWO[1]}
        lost = file.read_text(encoding="utf-8").replace("item/", "item/x")
        file.write_text(lost, encoding="utf-8")
        assert "is not in the store" in call("override", "import", str(file), status=1)

    @pytest.mark.parametrize(
        "line", ["{}", "[]", "no", '{"action": "burn"}', '{"item": "a", "action": "date", "value": "June"}']
    )
    def test_a_bad_file(self, call: Callable[..., str], tmp_path: Path, line: str) -> None:
        """It is refused with its line, and nothing of it is taken."""
        file = tmp_path / "bad.jsonl"
        file.write_text(line, encoding="utf-8")
        assert f"{file}:1: not an override" in call("override", "import", str(file), status=2)
        assert "cannot be read" in call("override", "import", str(tmp_path / "none"), status=2)


class TestRollback:
    """feedsvc rollback and resume."""

    def test_back_and_on(self, call: Callable[..., str], config: Path) -> None:
        """The feeds are those of before until `resume`; what was read meanwhile is published then."""
        (config.parent / "bulletin.txt").write_bytes(text_of(("14 July 2020", "A mistake", "Oh."), ONE, TWO, THREE))
        call("run")
        assert "A mistake" in _entries(config)
        assert call("rollback").splitlines()[0].split()[0] == "2"
        assert "generation 3 has the feeds of 1" in call("rollback", "1", "--why", "a mistake")
        assert set(_entries(config)) == {ONE[1], TWO[1], THREE[1]}
        (config.parent / "bulletin.txt").write_bytes(text_of(("14 July 2020", "Mended", "Oh."), ONE, TWO, THREE))
        assert "publishing is paused: rolled back to generation 1" in call("run")
        assert set(_entries(config)) == {ONE[1], TWO[1], THREE[1]}
        assert "a mistake. `feedsvc resume` goes on" in call("status")
        assert json.loads(call("status", "--json").splitlines()[-1])["paused"].endswith(": a mistake")
        assert "publishing is paused" in call("rebuild", status=1)
        assert "publishing goes on: generation 4" in call("resume")
        assert "Mended" in _entries(config)
        assert "paused" not in call("status")

    def test_a_generation_that_is_not_kept(self, call: Callable[..., str], config: Path) -> None:
        """It is refused, names those that are, and nothing is paused."""
        assert "kept: 1" in call("rollback", "7", status=1)
        assert "paused" not in call("status")
        assert len(_entries(config)) == 3

    def test_listed(self, call: Callable[..., str]) -> None:
        """The generations are listed with the moment of their publishing."""
        (line,) = map(json.loads, call("rollback", "--json").splitlines())
        assert (line["generation"], line["current"]) == (1, True)


class TestRebuild:
    """feedsvc rebuild."""

    def test_everything(self, call: Callable[..., str], config: Path) -> None:
        """What somebody removed or changed is as it was; what is right stays as it is."""
        feeds = config.parent / "feeds"
        slug = _slug(config, ONE[1])
        right = (feeds / "current" / "all" / "all.atom").stat()
        before = _page(config, slug)
        (feeds / "i" / slug / "index.html").write_text("oh")
        (feeds / "current" / "hn" / "hn.atom").unlink()
        call("rebuild")
        assert _page(config, slug) == before
        assert (feeds / "current" / "hn" / "hn.atom").exists()
        assert (feeds / "current" / "all" / "all.atom").stat().st_mtime == right.st_mtime
        assert json.loads(call("rebuild", "--json"))["published"]["written"] == []

    def test_nothing_yet(self, command: Command, config: Path) -> None:
        """An empty store has nothing to publish, and says what to do."""
        status, out, _ = command("rebuild", "--config", config)
        assert (status, "feedsvc run" in out) == (0, True)


class TestSplit:
    """feedsvc override add ITEM split."""

    def test_a_story_that_took_another_s_place(self, call: Callable[..., str], config: Path) -> None:
        """Both are there afterwards, each under an address of its own, and the next reading leaves them so."""
        before = _entries(config)[ONE[1]]
        other = (ONE[0], "Shelter closes in Honduras", ONE[2])
        (config.parent / "bulletin.txt").write_bytes(text_of(other, TWO, THREE))
        call("run")
        assert _entries(config)[other[1]]["id"] == before["id"]
        call("override", "add", _slug(config, other[1]), "split", "--why", "two stories")
        after = _entries(config)
        assert after[ONE[1]]["id"] == before["id"]
        assert after[other[1]]["id"] != before["id"]
        call("run")
        assert _entries(config) == after
        assert "split" in call("override", "list")
        assert "stays two items" in call("override", "remove", "1", status=2)

    def test_an_item_that_was_never_revised(self, call: Callable[..., str], config: Path) -> None:
        """There is nothing to split."""
        assert "never revised" in call("override", "add", _slug(config, ONE[1]), "split", "--why", "x", status=2)
