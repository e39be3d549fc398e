"""What publishing into a directory costs, and whom it keeps out."""

from __future__ import annotations

import fcntl
import os
import shutil
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from making import NOW

from feedsvc.errors import Overtaken, PublishError, RunLocked
from feedsvc.model import Folder, Publication
from feedsvc.snapshot import document
from feedsvc.targets import local
from feedsvc.targets.local import KEPT_GENERATIONS, LocalTarget

CHANGES = ("fsync", "link", "mkdir", "rename", "replace", "rmdir", "symlink", "unlink")


def _publication(text: str, *stems: str, leaf: str = "") -> Publication:
    def folder(stem: str, content: str) -> Folder:
        return Folder(stem, (document("index.html", (content * 40).encode()), document("_small", b"x")))

    return Publication((folder("i/one", leaf),) if leaf else (), tuple(folder(stem, text) for stem in stems))


def _state(root: Path) -> dict[Path, tuple[int, int]]:
    return {path: (path.lstat().st_mtime_ns, path.lstat().st_ino) for path in root.rglob("*")}


class TestFence:
    """The files `.lock` and `.fence`."""

    def test_one_at_a_time(self, tmp_path: Path) -> None:
        """While another process holds the lock nothing is changed, and nobody waits; then it goes on."""
        target = LocalTarget(tmp_path)
        target.publish(_publication("a", "hn"), NOW, 1)
        before = _state(tmp_path)
        with (tmp_path / ".lock").open("rb") as handle:
            fcntl.flock(handle, fcntl.LOCK_EX)
            with pytest.raises(RunLocked, match=str(tmp_path)):
                target.publish(_publication("b", "hn"), NOW, 2)
            with pytest.raises(RunLocked):
                target.rollback(1, NOW, 2)
        assert _state(tmp_path) == before
        assert target.publish(_publication("b", "hn"), NOW, 2).written

    def test_the_lock_is_given_back(self, tmp_path: Path) -> None:
        """Also after a failure."""
        target = LocalTarget(tmp_path)
        target.publish(_publication("a", "hn"), NOW, 2)
        for token, number in ((1, 1), (3, 9)):
            with pytest.raises(PublishError):
                target.rollback(number, NOW, token)
        assert target.publish(_publication("b", "hn"), NOW, 3).written

    def test_a_run_that_changes_nothing_overtakes(self, tmp_path: Path) -> None:
        """It found every byte right: an earlier run that comes back must not make them wrong."""
        target = LocalTarget(tmp_path)
        target.publish(_publication("a", "hn", leaf="a"), NOW, 1)
        before = {path: state for path, state in _state(tmp_path).items() if path.name != ".fence"}
        target.publish(_publication("a", "hn", leaf="a"), NOW, 5)
        assert {path: state for path, state in _state(tmp_path).items() if path.name != ".fence"} == before
        assert target.token() == 5
        with pytest.raises(Overtaken):
            target.publish(_publication("b", "hn"), NOW, 4)

    def test_the_fence_is_written_once_a_run(self, tmp_path: Path) -> None:
        """Only a greater token changes it."""
        target = LocalTarget(tmp_path)
        target.publish(_publication("", leaf="a"), NOW, 1)
        before = (tmp_path / ".fence").stat().st_ino
        target.publish(_publication("a", "hn"), NOW, 1)
        assert (tmp_path / ".fence").stat().st_ino == before
        target.publish(_publication("b", "hn"), NOW, 2)
        assert (tmp_path / ".fence").read_bytes() == b"2\n"

    def test_a_publishing_that_failed_has_overtaken(self, tmp_path: Path) -> None:
        """Leaves may be out by then: the run before may not put back what it has."""
        target = LocalTarget(tmp_path)
        target.publish(_publication("a", "hn"), NOW, 1)
        (tmp_path / "i").write_text("in the way")
        with pytest.raises(PublishError):
            target.publish(_publication("b", "hn", leaf="b"), NOW, 3)
        (tmp_path / "i").unlink()
        with pytest.raises(Overtaken):
            target.publish(_publication("c", "hn"), NOW, 2)

    def test_a_damaged_fence(self, tmp_path: Path) -> None:
        """Nobody can tell who was overtaken: it is refused, with what to do."""
        target = LocalTarget(tmp_path)
        target.publish(_publication("a", "hn"), NOW, 1)
        (tmp_path / ".fence").write_bytes(b"\0\0")
        with pytest.raises(PublishError, match=r"\.fence is damaged.*remove it"):
            target.publish(_publication("b", "hn"), NOW, 2)
        (tmp_path / ".fence").unlink()
        assert target.publish(_publication("b", "hn"), NOW, 2).written


class TestFaults:
    """What a failure after the switch leaves."""

    def test_what_cannot_be_removed_is_told_and_removed_later(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """The feeds are published; each run says so until it can be removed, and stops for nothing."""
        target = LocalTarget(tmp_path)
        for number in range(KEPT_GENERATIONS):
            target.publish(_publication(f"text {number}", "hn"), NOW, 1)

        def refuse(path: object, **_: object) -> None:
            raise PermissionError(13, "Permission denied", path)

        with monkeypatch.context() as patched:
            patched.setattr(os, "rmdir", refuse)
            (first,) = target.publish(_publication("b", "hn"), NOW, 1).faults
            assert "Permission denied; the new feeds are published, but old ones could not be removed" in first
            (second,) = target.publish(_publication("b", "hn"), NOW, 1).faults
            assert "Permission denied; what a run left that died could not be removed" in second
            third = target.publish(_publication("c", "hn"), NOW, 1).faults
            assert len(third) == 2
            assert (tmp_path / "current").readlink().name == f"{KEPT_GENERATIONS + 2:06}"
        assert target.publish(_publication("c", "hn"), NOW, 1).faults == ()
        made = {path.name for path in (tmp_path / "versions/hn").iterdir()}
        assert made == {path.name for path in (tmp_path / "generations").iterdir()}
        assert {path.name for path in tmp_path.rglob(".*")} == {".lock", ".fence"}


class TestPruning:
    """What is removed with an old generation."""

    def test_a_version_that_a_kept_generation_leads_to_stays(self, tmp_path: Path) -> None:
        """Also where the generations between lead elsewhere; it goes with the last one that leads to it."""
        target = LocalTarget(tmp_path)
        target.publish(_publication("a", "hn", "sv"), NOW, 1)
        target.publish(_publication("b", "hn"), NOW, 1)
        target.publish(_publication("c", "hn"), NOW, 1)
        shutil.rmtree(tmp_path / "versions/hn/000003")
        (tmp_path / "generations/000003/hn").unlink()
        (tmp_path / "generations/000003/hn").symlink_to("../../versions/hn/000001")
        for number in range(4, 3 + KEPT_GENERATIONS):
            target.publish(_publication(f"text {number}", "sv"), NOW, 1)
            assert (tmp_path / "current/hn/index.html").read_bytes() == b"a" * 40
        assert sorted(path.name for path in (tmp_path / "versions/hn").iterdir()) == ["000001"]
        target.publish(_publication("d", "hn"), NOW, 1)
        for number in range(KEPT_GENERATIONS):
            target.publish(_publication(f"later {number}", "sv"), NOW, 1)
        assert [path.name for path in (tmp_path / "versions/hn").iterdir()] == [f"{3 + KEPT_GENERATIONS:06}"]

    def test_all_that_is_too_old_goes_at_once(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """When fewer are to be kept than before, the next publishing removes the others."""
        target = LocalTarget(tmp_path)
        for number in range(6):
            target.publish(_publication(f"text {number}", "hn"), NOW, 1)
        monkeypatch.setattr(local, "KEPT_GENERATIONS", 2)
        target.publish(_publication("b", "hn"), NOW, 1)
        for top in ("generations", "versions/hn"):
            assert sorted(path.name for path in (tmp_path / top).iterdir()) == ["000006", "000007"]


class TestCost:
    """What a change costs does not depend on how much else is published."""

    def _operations(self, root: Path, feeds: int, monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
        target = LocalTarget(root)
        stems = [f"x{number}" for number in range(feeds)]
        target.publish(_publication("a", *stems), NOW, 1)
        for number in range(KEPT_GENERATIONS + 2):
            target.publish(_publication(f"text {number}", "x0"), NOW, 1)
        done = Counter[str]()

        def counted(name: str, real: Callable[..., Any]) -> Callable[..., Any]:
            def call(*args: Any, **kwargs: Any) -> Any:
                done[name] += 1
                return real(*args, **kwargs)

            return call

        with monkeypatch.context() as patched:
            for name in CHANGES:
                patched.setattr(os, name, counted(name, getattr(os, name)))
            target.publish(_publication("b", "x0", leaf="b"), NOW, 2)
        return done

    def test_operations(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """One feed changed of 3 or of 60: as many files, links and folders are made and removed."""
        few = self._operations(tmp_path / "few", 3, monkeypatch)
        assert few == self._operations(tmp_path / "many", 60, monkeypatch)
        assert few["symlink"] == 2, "the link of the changed feed, and the one that switches"

    def test_only_what_is_named_is_read(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """No file of another feed is opened."""
        target = LocalTarget(tmp_path)
        target.publish(_publication("a", "hn", "sv"), NOW, 1)
        read: list[str] = []
        real = Path.read_bytes

        def counted(path: Path) -> bytes:
            read.append(path.parent.name)
            return real(path)

        monkeypatch.setattr(Path, "read_bytes", counted)
        target.publish(_publication("b", "hn"), NOW, 1)
        assert set(read) == {"hn", tmp_path.name}
