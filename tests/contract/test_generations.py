"""What every `PublishTarget` promises of runs that come too late, of its generations, and of going back to one."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from fakes import MemoryTarget
from making import NOW

from feedsvc.errors import Overtaken, PublishError
from feedsvc.model import Folder, Generation, Publication
from feedsvc.ports import PublishTarget
from feedsvc.snapshot import document
from feedsvc.targets.local import LocalTarget

Seen = Callable[[], dict[str, bytes]]


def _feed(stem: str, text: str, *more: str) -> Folder:
    return Folder(stem, tuple(document(name, (text * 40).encode()) for name in ("index.html", *more)))


def _publication(text: str, *stems: str, leaf: str = "") -> Publication:
    leaves = (_feed("i/one", leaf), _feed("archive/hn/1", leaf)) if leaf else ()
    return Publication(leaves, tuple(_feed(stem, text) for stem in stems))


@pytest.fixture(params=["memory", "local"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[PublishTarget, Seen]:
    """Each implementation, empty, and what gives every file that it publishes."""
    if request.param == "memory":
        memory = MemoryTarget()
        return memory, lambda: dict(memory.files)
    return LocalTarget(tmp_path), lambda: _files(tmp_path)


@pytest.fixture
def target(place: tuple[PublishTarget, Seen]) -> PublishTarget:
    """Each implementation, empty."""
    return place[0]


def _files(root: Path) -> dict[str, bytes]:
    found = {}
    for top, prefix in ((root / "current", ""), (root / "i", "i/"), (root / "archive", "archive/")):
        stack = [top]
        while stack:
            folder = stack.pop()
            for path in folder.iterdir() if folder.is_dir() else ():
                if path.is_dir():
                    stack.append(path)
                else:
                    found[prefix + path.relative_to(top).as_posix()] = path.read_bytes()
    return found


class TestToken:
    """A run that was held up never publishes over a later one."""

    @pytest.mark.parametrize(
        "what", [_publication("late", "hn"), _publication("", leaf="late"), _publication("b", "hn")]
    )
    def test_a_smaller_token_is_refused(self, what: Publication, place: tuple[PublishTarget, Seen]) -> None:
        """Feeds and leaves stay as the later run published them; also one that would write nothing is told."""
        target, seen = place
        target.publish(_publication("a", "hn", leaf="a"), NOW, 7)
        target.publish(_publication("b", "hn", leaf="b"), NOW, 8)
        before = seen()
        with pytest.raises(Overtaken, match="another run published meanwhile; nothing was published; run again"):
            target.publish(what, NOW, 7)
        with pytest.raises(Overtaken):
            target.rollback(1, NOW, 7)
        assert (seen(), len(target.generations())) == (before, 2)

    def test_a_run_publishes_several_times(self, target: PublishTarget) -> None:
        """Its token stays good: first leaves in batches, then feeds."""
        assert target.publish(_publication("", leaf="a"), NOW, 7).written
        assert target.publish(_publication("a", "hn", leaf="b"), NOW, 7).written
        assert target.rollback(1, NOW, 7) == 2

    def test_a_leaf_is_enough_to_overtake(self, target: PublishTarget) -> None:
        """A later run that changed leaves alone has published too."""
        target.publish(_publication("a", "hn"), NOW, 7)
        target.publish(_publication("", leaf="a"), NOW, 8)
        with pytest.raises(Overtaken):
            target.publish(_publication("b", "hn"), NOW, 7)

    def test_going_back_overtakes(self, target: PublishTarget) -> None:
        """A run from before a rollback cannot undo it."""
        target.publish(_publication("a", "hn"), NOW, 6)
        target.publish(_publication("b", "hn"), NOW, 7)
        target.rollback(1, NOW, 8)
        with pytest.raises(Overtaken):
            target.publish(_publication("c", "hn"), NOW, 7)


class TestGenerations:
    """What is kept."""

    def test_none_at_first(self, target: PublishTarget) -> None:
        """An empty target has none, and leaves alone make none."""
        assert target.generations() == ()
        target.publish(_publication("", leaf="a"), NOW, 1)
        assert target.generations() == ()

    def test_each_says_when_it_was_switched_to(self, target: PublishTarget) -> None:
        """Newest first, in whole seconds of UTC, and which one is current."""
        target.publish(_publication("a", "hn"), NOW, 1)
        target.publish(_publication("b", "hn"), NOW + timedelta(hours=1, microseconds=7), 2)
        target.publish(_publication("b", "hn"), NOW + timedelta(hours=2), 3)
        later = NOW + timedelta(hours=1)
        assert target.generations() == (Generation(2, later, is_current=True), Generation(1, NOW, is_current=False))

    def test_the_last_twenty(self, target: PublishTarget) -> None:
        """Older ones end."""
        for number in range(1, 26):
            target.publish(_publication(f"text {number}", "hn"), NOW + timedelta(hours=number), number)
        found = target.generations()
        assert [generation.number for generation in found] == list(range(25, 5, -1))
        assert [generation.switched for generation in found] == [NOW + timedelta(hours=n) for n in range(25, 5, -1)]


class TestRollback:
    """Going back."""

    def test_feeds_go_back_and_leaves_stay(self, place: tuple[PublishTarget, Seen]) -> None:
        """A new generation has every feed as it was then; the pages of items and archives are those of now."""
        target, seen = place
        target.publish(_publication("a", "hn", "all", "lang/es/hn", leaf="a"), NOW, 1)
        then = seen()
        target.publish(_publication("b", "hn", "lang/es/hn", leaf="b"), NOW, 2)
        target.publish(_publication("c", "hn", leaf="c"), NOW, 3)
        leaves = {path: content for path, content in seen().items() if path.startswith(("i/", "archive/"))}
        assert target.rollback(1, NOW + timedelta(days=1), 4) == 4
        assert seen() == {**then, **leaves}
        assert target.generations()[0] == Generation(4, NOW + timedelta(days=1), is_current=True)

    def test_a_feed_that_did_not_exist_stays(self, place: tuple[PublishTarget, Seen]) -> None:
        """Addresses live for ever: of feeds, and of documents of a feed."""
        target, seen = place
        target.publish(_publication("a", "hn"), NOW, 1)
        target.publish(Publication((), (_feed("hn", "b", "hn.json"), _feed("sv", "b"))), NOW, 2)
        target.rollback(1, NOW, 3)
        assert {path: seen()[path][:1] for path in seen() if not path.endswith(".gz")} == {
            "hn/index.html": b"a",
            "hn/hn.json": b"b",
            "sv/index.html": b"b",
        }

    def test_there_and_back(self, place: tuple[PublishTarget, Seen]) -> None:
        """What was rolled back can be rolled forward, and published over."""
        target, seen = place
        target.publish(_publication("a", "hn", "sv"), NOW, 1)
        target.publish(_publication("b", "hn"), NOW, 2)
        now = seen()
        target.rollback(1, NOW, 3)
        assert target.rollback(2, NOW, 4) == 4
        assert seen() == now
        assert target.publish(_publication("c", "hn", "sv"), NOW, 5).generation == 5

    @pytest.mark.parametrize("number", [0, 4, 5, 27])
    def test_a_generation_that_is_not_kept(self, number: int, target: PublishTarget) -> None:
        """It is refused, with those that are kept; nothing changes."""
        for made in range(1, 25):
            target.publish(_publication(f"text {made}", "hn"), NOW, 1)
        if number == 5:
            target.rollback(5, NOW, 1)
        before = target.generations()
        with pytest.raises(
            PublishError, match=rf"generation {number} is not kept.*: {before[0].number}, .*{before[-1].number}$"
        ):
            target.rollback(number, NOW, 1)
        assert target.generations() == before

    def test_the_current_one(self, place: tuple[PublishTarget, Seen]) -> None:
        """Going back to what is published changes no document, and counts as a switch."""
        target, seen = place
        target.publish(_publication("a", "hn"), NOW, 1)
        before = seen()
        assert (target.rollback(1, NOW, 2), seen()) == (2, before)

    def test_any_history(self, place: tuple[PublishTarget, Seen]) -> None:
        """However often one goes back and forth past the limit, each kept generation still has what it had."""
        target, seen = place
        had: dict[int, dict[str, bytes]] = {}
        for step in range(70):
            if step % 3 == 2:
                back = target.generations()[(step * 7) % len(had)].number
                number = target.rollback(back, NOW, step)
                assert seen() == had[back]
            else:
                stems = ("hn", "sv", "all") if step == 0 else (("hn", "sv", "all")[step * 5 % 3],)
                number = target.publish(_publication(f"step {step}", *stems), NOW, step).generation
            had[number] = seen()
            had = {kept: files for kept, files in had.items() if kept > number - 20}


class TestLocalRollback:
    """On disk."""

    def test_what_goes_back_is_modified_later(self, tmp_path: Path) -> None:
        """A reader with the later document must see that there is another one; equal documents keep their time."""
        target = LocalTarget(tmp_path)
        for number, text in enumerate("ab"):
            feed = Folder("hn", (document("index.html", (text * 400).encode()), document("_small", b"x")))
            target.publish(Publication((), (feed,)), NOW + timedelta(hours=number), 1)
        target.rollback(1, NOW, 2)
        for name, hours, seconds in (("index.html", 1, 1), ("index.html.gz", 1, 1), ("_small", 0, 0)):
            modified = (tmp_path / "current/hn" / name).stat().st_mtime
            assert modified == (NOW + timedelta(hours=hours, seconds=seconds)).timestamp(), name

    def test_a_feed_with_the_same_bytes_keeps_its_version(self, tmp_path: Path) -> None:
        """Gone back before, it is what it was: nothing is written of it."""
        target = LocalTarget(tmp_path)
        for text in "aba":
            target.publish(_publication(text, "hn"), NOW, 1)
        target.rollback(1, NOW, 2)
        assert (tmp_path / "current/hn").resolve().name == "000003"

    def test_nothing_is_left_behind(self, tmp_path: Path) -> None:
        """After any back and forth, just the versions are there that the kept generations lead to."""
        target = LocalTarget(tmp_path)
        target.publish(_publication("a", "hn", "sv", "lang/es/hn"), NOW, 0)
        for step in range(1, 60):
            if step % 4 == 0:
                target.rollback(target.generations()[step % 20 if step > 20 else 1].number, NOW, step)
            else:
                target.publish(_publication(f"step {step}", ("hn", "sv", "lang/es/hn")[step % 3]), NOW, step)
        links = [path for path in (tmp_path / "generations").rglob("*") if path.is_symlink()]
        made = {path for path in (tmp_path / "versions").rglob("0*") if path.is_dir()}
        assert made == {path.resolve() for path in links}
        assert len(list((tmp_path / "generations").iterdir())) == 20

    def test_a_damaged_generation(self, tmp_path: Path) -> None:
        """A version that somebody removed is a PublishError, and the feeds stay."""
        target = LocalTarget(tmp_path)
        for text in "ab":
            target.publish(_publication(text, "hn"), NOW, 1)
        shutil.rmtree(tmp_path / "versions/hn/000001")
        with pytest.raises(PublishError, match="the feeds stay as they were"):
            target.rollback(1, NOW, 2)
        assert (tmp_path / "current").readlink().name == "000002"
