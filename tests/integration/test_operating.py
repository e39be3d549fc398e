"""What an operator does through the command line: overrule an item, go back, go on, make anew."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, cast

import pytest
from calling import Command
from fakes import FakeReader, MemoryTarget
from making import SOURCE
from services import in_memory, text_of

from feedsvc.drafting import RENDERERS
from feedsvc.errors import PublishError
from feedsvc.model import Catalogue, Feed, Publication, PublishReport, Site
from feedsvc.operating import resume, rollback
from feedsvc.pipeline import regenerate
from feedsvc.planning import plan

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


FINE = {
    "item": "tag:example.org,2020:item/a",
    "action": "countries",
    "value": "HN",
    "who": "ana",
    "why": "so",
    "at": "2020-07-20T10:00:00+00:00",
}


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
        assert "merged into itself" in call("override", "add", other, "merge", other, "--why", "x", status=2)

    @pytest.mark.parametrize(
        ("words", "problem"),
        [
            (("nobody", "withdraw"), "no stored item"),
            (("ITEM", "countries", "XX,HN"), "'XX': no ISO 3166 code"),
            (("ITEM", "date", "9 June"), "no day"),
            (("ITEM", "title", " "), "cannot be empty"),
            (("ITEM", "withdraw", "now"), "takes no value"),
            (("ITEM", "burn"), "burn"),
            (("ITEM", "title", "Pasted\x08headline"), "U+0008"),
            (("ITEM", "title", "\u200b"), "cannot be empty"),
            (("ITEM", "title", "x" * 2000), "longer than"),
            (("ITEM", "split", "now"), "takes no value"),
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
        assert json.loads(call("override", "import", str(file), "--json")) == {"imported": 1, "known": 0, "waiting": []}
        assert set(_entries(config, "bz")) == {ONE[1], TWO[1]}
        lost = file.read_text(encoding="utf-8").replace("item/", "item/x")
        file.write_text(lost, encoding="utf-8")
        assert "is not in the store: countries waits until it is" in call("override", "import", str(file))

    @pytest.mark.parametrize(
        "line",
        [
            *("{}", "[]", "no", "[" * 100_000),
            *(json.dumps({**FINE, **values}) for values in ({"action": "burn"}, {"who": None}, {"value": 5})),
            *(json.dumps({**FINE, "at": at}) for at in ("2020-07-20T10:00:00", "0001-01-01T00:00:00+00:00", "now")),
            *(json.dumps({**FINE, "value": value}) for value in ("UK", "hn, bz", "HN,")),
            *(json.dumps({**FINE, "action": "title", "value": value}) for value in ("", "a\nb", "\x00", "\ud800")),
            json.dumps({**FINE, "action": "merge", "value": ""}),
        ],
        ids=range(18),
    )
    def test_a_bad_file(self, call: Callable[..., str], tmp_path: Path, line: str) -> None:
        """It is refused with its line, and nothing of it is taken."""
        file = tmp_path / "bad.jsonl"
        file.write_text(line, encoding="utf-8")
        assert f"{file}:1: not an override" in call("override", "import", str(file), status=2)
        assert "cannot be read" in call("override", "import", str(tmp_path / "none"), status=2)

    def test_a_circle_of_merges(self, call: Callable[..., str], config: Path) -> None:
        """What is withdrawn cannot be merged into: its page leads nowhere."""
        slug, other = _slug(config, ONE[1]), _slug(config, TWO[1])
        call("override", "add", slug, "merge", other, "--why", "the same")
        assert "withdrawn itself" in call("override", "add", other, "merge", slug, "--why", "the same", status=2)

    def test_a_circle_in_a_file(self, call: Callable[..., str], config: Path, tmp_path: Path) -> None:
        """It is refused as a whole; a line that stands twice is one override."""
        slug, other, file = _slug(config, ONE[1]), _slug(config, TWO[1]), tmp_path / "overrides.jsonl"
        call("override", "add", slug, "merge", other, "--why", "the same")
        call("override", "export", str(file))
        line = json.loads(file.read_text(encoding="utf-8"))
        back = json.dumps({**line, "item": line["value"], "value": line["item"]})
        file.write_text(back, encoding="utf-8")
        assert "merged into itself" in call("override", "import", str(file), status=2)
        twice = json.dumps({**line, "action": "title", "value": "Other words"})
        file.write_text(f"{twice}\n{twice}\n", encoding="utf-8")
        assert "1 imported, 1 known already" in call("override", "import", str(file))

    def test_removed_where_the_source_says_otherwise(self, call: Callable[..., str], config: Path) -> None:
        """An item that its source does not show any more goes the way of all such items, at unchanged bytes too."""
        slug = _slug(config, TWO[1])
        call("override", "add", slug, "withdraw", "--why", "x")
        (config.parent / "bulletin.txt").write_bytes(text_of(ONE, THREE))
        call("run")
        call("override", "remove", "1")
        assert "1 pending" in call("run")

    def test_while_paused(self, call: Callable[..., str], config: Path) -> None:
        """It is remembered, and the operator is told that nobody sees it yet."""
        call("rollback", "1", "--why", "a test")
        said = call("override", "add", _slug(config, ONE[1]), "withdraw", "--why", "x")
        assert "publishing is paused: rolled back" in said
        assert ONE[1] in _entries(config)
        call("resume")
        assert ONE[1] not in _entries(config)


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

    def test_what_is_not_the_source_s_own(self, call: Callable[..., str], config: Path) -> None:
        """An operator's headline is no other story, and what was split is not split again."""
        slug = _slug(config, ONE[1])
        call("override", "add", slug, "title", "Quite another headline", "--why", "x")
        assert "remove the item's other overrides" in call("override", "add", slug, "split", "--why", "x", status=2)
        call("override", "remove", "1")
        (config.parent / "bulletin.txt").write_bytes(
            text_of((ONE[0], "Shelter closes in Honduras", ONE[2]), TWO, THREE)
        )
        call("run")
        call("override", "add", slug, "split", "--why", "two")
        assert "only what its source shows" in call("override", "add", slug, "split", "--why", "x", status=2)

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


def _many(count: int) -> bytes:
    days = (date(2020, 7, 13) - timedelta(days=n) for n in range(count))
    return text_of(*((f"{day:%d %B %Y}", f"Story {n} of Honduras", f"Text {n}.") for n, day in enumerate(days)))


class TestHealing:
    """What a failure leaves undone is done by the next run."""

    def test_a_rollback_that_dies(self) -> None:
        """Feeds that may have gone back are never taken for the last ones: publishing is paused before they go."""
        service = in_memory({SOURCE.path: _many(3)})
        regenerate(service, service.sources)

        class Dies(MemoryTarget):
            def rollback(self, number: int, now: datetime, token: int) -> int:
                super().rollback(number, now, token)
                raise KeyboardInterrupt

        dying = Dies()
        dying.__dict__.update(service.target.__dict__)
        with pytest.raises(KeyboardInterrupt):
            rollback(replace(service, target=dying), 1, "a test")
        with service.store.read() as session:
            assert session.paused()

    def test_a_resume_that_fails(self) -> None:
        """Everything stays marked until it is published."""
        service = in_memory({SOURCE.path: _many(3)})
        regenerate(service, service.sources)
        rollback(service, 1, "a test")

        class Full(MemoryTarget):
            def publish(self, publication: Publication, now: datetime, token: int) -> PublishReport:
                raise PublishError(f"the disk is full: {publication}, {now}, {token}")

        full = Full()
        full.__dict__.update(service.target.__dict__)
        with pytest.raises(PublishError):
            resume(replace(service, target=full))
        report = regenerate(service, service.sources)
        assert report.paused is None
        assert report.published is not None

    def test_marks_of_what_there_is_no_more(self) -> None:
        """A mark of a feed or page that the layout does not have stops nothing, and is gone after the run."""
        service = in_memory({SOURCE.path: _many(3)})
        with service.store.write() as session:
            session.mark(["archive/zz/1", "archive/all/9", "zz", "i/nothing"])
        for _ in range(2):
            regenerate(service, service.sources)
        with service.store.read() as session:
            assert session.marks() == frozenset()

    def test_a_page_of_the_archive_that_cannot_be_made(self) -> None:
        """Nothing leaves the current document for a page that is not there."""
        service = in_memory({SOURCE.path: _many(60)})
        regenerate(service, service.sources)

        def atom(feed: Feed, site: Site, catalogue: Catalogue) -> bytes:
            if feed.page:
                raise ValueError("no")
            return RENDERERS["atom"](feed, site, catalogue)

        layout = replace(service.layout, renderers={**RENDERERS, "atom": atom})
        cast("FakeReader", service.reader).contents[SOURCE.path] = _many(130)
        held = plan(service, service.sources[0])
        report = regenerate(replace(service, layout=layout), service.sources, accept=held.reading)
        assert report.published is not None
        assert any("archive/all/1/1.atom" in fault for fault in report.published.faults)
        files = cast("MemoryTarget", service.target).files
        assert len(json.loads(files["all/all.json"])["items"]) == 60
        regenerate(service, service.sources)
        assert b"prev-archive" in files["all/all.atom"]
        assert "archive/all/1/1.atom" in files
