"""What every `PublishTarget` promises."""

from __future__ import annotations

import gzip
import os
import shutil
from datetime import timedelta
from pathlib import Path

import pytest
from fakes import MemoryTarget
from making import NOW

from feedsvc.errors import PublishError
from feedsvc.model import Folder, Publication
from feedsvc.ports import PublishTarget
from feedsvc.snapshot import document
from feedsvc.targets.local import KEPT_GENERATIONS, LocalTarget


def _folder(stem: str, text: str = "some text", name: str = "index.html") -> Folder:
    return Folder(stem, (document(name, (text * 40).encode()), document("_small", b"x")))


def _publication(text: str = "some text", *stems: str, leaf: str | None = None) -> Publication:
    feeds = tuple(_folder(stem, text) for stem in (stems or ("all", "hn", "lang/es/hn")))
    return Publication((_folder("i/one", leaf),) if leaf else (), feeds)


@pytest.fixture(params=["memory", "local"])
def target(request: pytest.FixtureRequest, tmp_path: Path) -> PublishTarget:
    """Each implementation, empty."""
    return MemoryTarget() if request.param == "memory" else LocalTarget(tmp_path / "feeds")


def test_nothing_is_published_at_first(target: PublishTarget) -> None:
    """A new target says so."""
    assert target.origin() is None


def test_origin_is_the_site_s(target: PublishTarget) -> None:
    """The document `_origin` of the site's folder says what made the tree."""
    target.publish(Publication((), (Folder("site", (document("_origin", "v1 ñ".encode()),)),)), NOW, 1)
    assert target.origin() == "v1 ñ"


def test_what_is_written_is_told(target: PublishTarget) -> None:
    """The first publication writes every form of every document, in generation 1."""
    report = target.publish(_publication(leaf="leaf"), NOW, 1)
    assert report.generation == 1
    assert sorted(report.written) == sorted(
        f"{stem}/{name}"
        for stem in ("all", "hn", "lang/es/hn", "i/one")
        for name in ("index.html", "index.html.gz", "_small")
    )


def test_the_same_again_writes_nothing(target: PublishTarget) -> None:
    """Where every byte is the same there is no new generation."""
    target.publish(_publication(leaf="leaf"), NOW, 1)
    report = target.publish(_publication(leaf="leaf"), NOW + timedelta(days=1), 1)
    assert (report.generation, report.written) == (1, ())


def test_only_what_differs_is_written(target: PublishTarget) -> None:
    """A changed feed is written, and its small document, which is the same, is not."""
    target.publish(_publication(), NOW, 1)
    report = target.publish(_publication("other text", "hn"), NOW, 1)
    assert (report.generation, sorted(report.written)) == (2, ["hn/index.html", "hn/index.html.gz"])


def test_a_changed_leaf_makes_no_generation(target: PublishTarget) -> None:
    """Leaves stand outside generations."""
    target.publish(_publication(leaf="leaf"), NOW, 1)
    report = target.publish(Publication((_folder("i/one", "new leaf"),), ()), NOW, 1)
    assert (report.generation, sorted(report.written)) == (1, ["i/one/index.html", "i/one/index.html.gz"])


def test_a_kept_document_stays_while_the_others_change(target: PublishTarget) -> None:
    """What is kept is neither written nor removed, in feeds and leaves alike; the report passes on why."""
    target.publish(_publication(leaf="leaf"), NOW, 1)
    new = (document("_small", b"y"),)
    folders = Folder("i/one", new, ("index.html",)), Folder("hn", new, ("index.html",))
    report = target.publish(Publication(folders[:1], folders[1:], ("why",)), NOW, 1)
    assert (report.generation, sorted(report.written)) == (2, ["hn/_small", "i/one/_small"])
    assert report.faults == ("why",)
    again = target.publish(_publication("some text", "hn", leaf="leaf"), NOW, 1)
    assert sorted(again.written) == ["hn/_small", "i/one/_small"], "the kept ones were there, byte for byte"


def test_the_same_again_writes_nothing_also_when_a_document_is_kept(target: PublishTarget) -> None:
    """A run that only keeps makes no generation, and has its faults told all the same."""
    target.publish(_publication(leaf="leaf"), NOW, 1)
    same = (document("_small", b"x"),)
    folders = Folder("i/one", same, ("index.html",)), Folder("hn", same, ("index.html",))
    report = target.publish(Publication(folders[:1], folders[1:], ("why",)), NOW + timedelta(days=1), 1)
    assert (report.generation, report.written, report.faults) == (1, (), ("why",))


def test_a_document_without_an_earlier_form_is_left_out(target: PublishTarget) -> None:
    """Its folder holds the others; a folder of which nothing can be published is not made."""
    some = Folder("hn", (document("_small", b"x"),), ("index.html",))
    none = Folder("sv", (), ("index.html", "_small"))
    report = target.publish(Publication((Folder("i/one", (), ("index.html",)),), (some, none), ("why",)), NOW, 1)
    assert (report.generation, report.written) == (1, ("hn/_small",))
    later = target.publish(_publication("some text", "hn", "sv"), NOW, 1)
    assert (later.generation, {path.partition("/")[0] for path in later.written}) == (2, {"hn", "sv"})


def test_a_folder_that_is_kept_whole_stays(target: PublishTarget) -> None:
    """Nothing of it is written, and it is still what it was."""
    target.publish(_publication(leaf="leaf"), NOW, 1)
    whole = Folder("hn", (), ("index.html", "_small")), Folder("i/one", (), ("index.html", "_small"))
    report = target.publish(Publication(whole[1:], whole[:1], ("why",)), NOW, 1)
    assert (report.generation, report.written) == (1, ())
    assert target.publish(_publication(leaf="leaf"), NOW, 1).written == ()


def test_a_name_that_is_neither_made_nor_kept_is_removed(target: PublishTarget) -> None:
    """Keeping one document does not keep the others of its folder."""
    target.publish(_publication(), NOW, 1)
    report = target.publish(Publication((), (Folder("hn", (), ("index.html",)),), ("why",)), NOW, 1)
    assert (report.generation, report.written) == (2, ())
    assert target.publish(_publication(), NOW, 1).written == ("hn/_small",)


def test_what_is_missing(target: PublishTarget) -> None:
    """A folder or a document that somebody removed is told, and comes back when it is published again."""
    target.publish(_publication(leaf="leaf"), NOW, 1)
    target.publish(Publication((_folder("archive/hn/1"),), ()), NOW, 1)
    wanted = {
        "all": ("index.html", "_small"),
        "hn": ("index.html", "hn.atom"),
        "gt": ("index.html",),
        "i/one": ("index.html",),
        "archive/hn/1": ("index.html",),
        "archive/hn/2": ("index.html",),
    }
    assert target.lacks(wanted) == {"hn", "gt", "archive/hn/2"}


def test_documents(target: PublishTarget) -> None:
    """What is published now can be read back: identity forms alone, feeds before leaves, of the last publication."""
    assert list(target.documents()) == []
    target.publish(_publication(leaf="leaf"), NOW, 1)
    target.publish(Publication((_folder("archive/hn/1"),), (_folder("hn", "other"),)), NOW, 1)
    found = list(target.documents())
    stems = ("all", "hn", "lang/es/hn", "archive/hn/1", "i/one")
    assert {path for path, _ in found} == {f"{stem}/{name}" for stem in stems for name in ("index.html", "_small")}
    assert len(found) == 10
    assert dict(found)["hn/index.html"] == b"other" * 40
    assert dict(found)["i/one/index.html"] == b"leaf" * 40
    leaves = [path.startswith(("i/", "archive/")) for path, _ in found]
    assert leaves == sorted(leaves)


def test_the_greatest_token(target: PublishTarget) -> None:
    """It is that of the last publishing, also of one that found nothing to change."""
    assert target.token() == 0
    target.publish(_publication(), NOW, 7)
    assert target.token() == 7
    target.publish(_publication(), NOW, 8)
    assert target.token() == 8
    target.publish(_publication("other text"), NOW, 9)
    assert target.token() == 9


class TestLocal:
    """The tree on disk."""

    def _tree(self, root: Path) -> dict[str, bytes]:
        """Every published file by its path under `current`, and the leaves."""
        found = {}
        for top, prefix in ((root / "current", ""), (root / "i", "i/")):
            for folder, _, names in os.walk(top, followlinks=True):
                for name in names:
                    path = Path(folder) / name
                    found[prefix + path.relative_to(top).as_posix()] = path.read_bytes()
        return found

    def test_all_of_it(self, tmp_path: Path) -> None:
        """Folders that are not named stay; every form lies where a static server finds it."""
        target = LocalTarget(tmp_path)
        target.publish(_publication(leaf="leaf"), NOW, 1)
        target.publish(_publication("other text", "hn", "sv"), NOW, 1)
        tree = self._tree(tmp_path)
        assert {path.rpartition("/")[0] for path in tree} == {"all", "hn", "sv", "lang/es/hn", "i/one"}
        assert tree["hn/index.html"] == b"other text" * 40
        assert tree["all/index.html"] == b"some text" * 40
        assert gzip.decompress(tree["hn/index.html.gz"]) == tree["hn/index.html"]
        assert str((tmp_path / "current").readlink()) == "generations/000002"
        assert str((tmp_path / "current/lang/es/hn").readlink()) == "../../../../versions/lang/es/hn/000001"

    def test_the_tree_can_be_moved(self, tmp_path: Path) -> None:
        """All links are relative."""
        LocalTarget(tmp_path / "a").publish(_publication(), NOW, 1)
        (tmp_path / "a").rename(tmp_path / "b")
        assert self._tree(tmp_path / "b")["lang/es/hn/index.html"] == b"some text" * 40

    def test_nothing_is_touched_when_nothing_changed(self, tmp_path: Path) -> None:
        """An unchanged publication leaves every file and folder with its time and place."""
        target = LocalTarget(tmp_path)
        target.publish(_publication(leaf="leaf"), NOW, 1)
        before = {path: (path.lstat().st_mtime_ns, path.lstat().st_ino) for path in tmp_path.rglob("*")}
        target.publish(_publication(leaf="leaf"), NOW + timedelta(days=1), 1)
        assert {path: (path.lstat().st_mtime_ns, path.lstat().st_ino) for path in tmp_path.rglob("*")} == before

    def test_modification_times(self, tmp_path: Path) -> None:
        """A changed document is modified now, or one second later than before when the clock stands or goes back."""
        target = LocalTarget(tmp_path)
        for number, moment in enumerate((NOW, NOW, NOW - timedelta(days=1), NOW + timedelta(days=1))):
            target.publish(_publication(f"text {number}", leaf=f"leaf {number}"), moment, 1)
            second = NOW.timestamp() + (number if number < 3 else 86400)
            for place in (tmp_path / "current" / "hn", tmp_path / "i" / "one"):
                assert (place / "index.html").stat().st_mtime == second
                assert (place / "index.html.gz").stat().st_mtime == second
                assert (place / "_small").stat().st_mtime == NOW.timestamp(), "an unchanged document keeps its time"

    def test_unchanged_files_are_hard_links(self, tmp_path: Path) -> None:
        """A new version shares the files that are the same."""
        target = LocalTarget(tmp_path)
        target.publish(_publication(), NOW, 1)
        first = (tmp_path / "current/hn/_small").stat().st_ino
        target.publish(_publication("other"), NOW, 1)
        assert (tmp_path / "current/hn/_small").stat().st_ino == first

    def test_a_kept_document_is_served_as_before(self, tmp_path: Path) -> None:
        """Each form has the same bytes and modification time, in feeds and leaves; the next good one is later."""
        target = LocalTarget(tmp_path)
        target.publish(_publication(leaf="leaf"), NOW, 1)
        names = [f"{place}/index.html{suffix}" for place in ("current/hn", "i/one") for suffix in ("", ".gz")]

        def seen() -> list[tuple[bytes, int, int]]:
            paths = [tmp_path / name for name in names]
            return [(path.read_bytes(), path.stat().st_mtime_ns, path.stat().st_ino) for path in paths]

        before = seen()
        new = (document("_small", b"y"),)
        folders = Folder("i/one", new, ("index.html",)), Folder("hn", new, ("index.html",))
        target.publish(Publication(folders[:1], folders[1:], ("why",)), NOW + timedelta(hours=1), 1)
        assert (tmp_path / "current").readlink().name == "000002"
        assert seen() == before
        assert (tmp_path / "current/hn/_small").read_bytes() == (tmp_path / "i/one/_small").read_bytes() == b"y"
        target.publish(_publication("good", leaf="good"), NOW - timedelta(days=1), 1)
        assert [(tmp_path / name).stat().st_mtime for name in names] == [NOW.timestamp() + 1] * 4

    def test_nothing_is_touched_when_a_document_is_kept_and_nothing_changed(self, tmp_path: Path) -> None:
        """Every file and folder keeps its time and place, also where a folder of only kept documents never existed."""
        target = LocalTarget(tmp_path)
        target.publish(_publication(leaf="leaf"), NOW, 1)
        before = {path: (path.lstat().st_mtime_ns, path.lstat().st_ino) for path in tmp_path.rglob("*")}
        same = (document("_small", b"x"),)
        leaves = Folder("i/one", same, ("index.html",)), Folder("i/two", (), ("index.html",))
        feeds = Folder("hn", same, ("index.html",)), Folder("sv", (), ("index.html",))
        target.publish(Publication(leaves, feeds, ("why",)), NOW + timedelta(days=1), 1)
        assert {path: (path.lstat().st_mtime_ns, path.lstat().st_ino) for path in tmp_path.rglob("*")} == before

    def test_old_generations_go(self, tmp_path: Path) -> None:
        """The last 20 generations and the versions that they use are kept, nothing else."""
        target = LocalTarget(tmp_path)
        target.publish(_publication("steady", "all"), NOW, 1)
        for number in range(30):
            target.publish(_publication(f"text {number}", "hn"), NOW, 1)
        generations = sorted(path.name for path in (tmp_path / "generations").iterdir())
        assert generations == [f"{n:06}" for n in range(32 - KEPT_GENERATIONS, 32)]
        assert sorted(path.name for path in (tmp_path / "versions/hn").iterdir()) == generations
        assert [path.name for path in (tmp_path / "versions/all").iterdir()] == ["000001"]

    @pytest.mark.parametrize("is_marked", [True, False])
    def test_what_a_killed_run_left_is_in_nobody_s_way(self, is_marked: bool, tmp_path: Path) -> None:
        """Half-made folders and a version that was never switched to; also where a power cut took the marker."""
        target = LocalTarget(tmp_path)
        target.publish(_publication(), NOW, 1)
        for left in ("versions/hn/.000002", "versions/hn/000002", "generations/.000002", "generations/000002"):
            (tmp_path / left).mkdir(parents=True)
            (tmp_path / left / "index.html").write_text("half")
        (tmp_path / ".leaf").write_text("half")
        (tmp_path / ".fence.new").write_text("half")
        (tmp_path / ".current").symlink_to("nowhere")
        if is_marked:
            (tmp_path / ".publishing").touch()
        report = target.publish(_publication("whole", leaf="leaf"), NOW, 2)
        assert report.faults == ()
        assert self._tree(tmp_path)["hn/index.html"] == b"whole" * 40
        assert {path.name for path in tmp_path.rglob(".*")} == {".lock", ".fence"}

    def test_what_a_killed_run_left_is_swept(self, tmp_path: Path) -> None:
        """All of it is removed, and nothing else, though the next run has nothing to publish."""
        target = LocalTarget(tmp_path)
        target.publish(_publication(), NOW, 1)
        target.publish(_publication("other", "hn"), NOW, 1)
        before = sorted(tmp_path.rglob("*"))
        for left in ("versions/sv/000003", "versions/lang/es/hn/000003", "versions/all/.000003", "generations/000003"):
            (tmp_path / left).mkdir(parents=True)
            (tmp_path / left / "index.html").write_text("half")
        (tmp_path / "generations" / ".000004").write_text("half")
        (tmp_path / ".publishing").touch()
        assert target.publish(_publication("other", "hn"), NOW, 1).written == ()
        (tmp_path / "versions" / "sv").rmdir()
        assert sorted(tmp_path.rglob("*")) == before

    def test_a_document_that_ends_is_removed(self, tmp_path: Path) -> None:
        """A form that is published no longer does not stay behind in a leaf."""
        target = LocalTarget(tmp_path)
        target.publish(_publication(leaf="a long text that is worth compressing"), NOW, 1)
        target.publish(Publication((Folder("i/one", (document("index.html", b"short"),)),), ()), NOW, 1)
        assert [path.name for path in (tmp_path / "i/one").iterdir()] == ["index.html"]

    def test_a_document_that_cannot_be_read(self, tmp_path: Path) -> None:
        """It is given without bytes, and the others with theirs."""
        target = LocalTarget(tmp_path)
        target.publish(_publication(), NOW, 1)
        page = tmp_path / "current/hn/index.html"
        page.unlink()
        page.symlink_to("index.html")  # which leads nowhere, for root too
        found = dict(target.documents())
        assert (found["hn/index.html"], found["hn/_small"]) == (None, b"x")

    def test_what_is_foreign_stays_out_of_the_way(self, tmp_path: Path) -> None:
        """Files and folders that others put there stop no publishing."""
        target = LocalTarget(tmp_path)
        target.publish(_publication(), NOW, 1)
        (tmp_path / "generations" / ".DS_Store").write_text("x")
        (tmp_path / "generations" / "README").write_text("x")
        (tmp_path / "versions" / "hn" / ".DS_Store").write_text("x")
        (tmp_path / "generations" / "old").mkdir()
        target.publish(_publication("other"), NOW, 1)
        assert self._tree(tmp_path)["hn/index.html"] == b"other" * 40

    def test_an_origin_that_is_damaged(self, tmp_path: Path) -> None:
        """Bytes that are no text are as good as none: all is published again."""
        target = LocalTarget(tmp_path)
        target.publish(Publication((), (Folder("site", (document("_origin", b"v1"),)),)), NOW, 1)
        (tmp_path / "current/site/_origin").write_bytes(b"\xff\xfe")
        assert target.origin() is None

    def test_a_lost_version_is_made_again(self, tmp_path: Path) -> None:
        """A folder that is gone from the tree comes back with the next publication of it."""
        target = LocalTarget(tmp_path)
        target.publish(_publication(), NOW, 1)
        shutil.rmtree((tmp_path / "current/hn").resolve())
        assert target.lacks({"hn": ("index.html",)}) == {"hn"}
        target.publish(_publication("some text", "hn"), NOW, 1)
        assert self._tree(tmp_path)["hn/index.html"] == b"some text" * 40

    def test_a_document_that_is_lost_after_it_was_seen(self, tmp_path: Path) -> None:
        """What was there when it was looked for is looked for again: one file gone, renamed, or all of a leaf."""
        target = LocalTarget(tmp_path)
        target.publish(_publication(leaf="leaf"), NOW, 1)
        wanted = dict.fromkeys(("all", "hn", "lang/es/hn", "i/one"), ("index.html",))
        assert (target.lacks(wanted), target.lacks(wanted)) == (frozenset(), frozenset())
        (tmp_path / "current/hn/index.html").unlink()
        (tmp_path / "current/all/index.html").rename(tmp_path / "current/all/other.html")
        (tmp_path / "current/lang/es/hn").unlink()
        shutil.rmtree(tmp_path / "i/one")
        assert target.lacks(wanted) == {"all", "hn", "lang/es/hn", "i/one"}
        assert target.lacks({"hn": ("_small",)}) == frozenset()
        assert target.lacks({"hn": ("_small", "index.html")}) == {"hn"}

    def test_a_place_that_cannot_be_written(self, tmp_path: Path) -> None:
        """A file where a folder should be is a PublishError that names the place and says that feeds are kept."""
        (tmp_path / "feeds").mkdir()
        (tmp_path / "feeds" / "versions").write_text("in the way")
        target = LocalTarget(tmp_path / "feeds")
        with pytest.raises(PublishError, match=r"feeds: .*the feeds stay as they were"):
            target.publish(_publication(), NOW, 1)

    def test_files_can_be_read_by_a_static_server(self, tmp_path: Path) -> None:
        """Whatever the umask of the run, files are readable for others, and folders can be entered."""
        before = os.umask(0o077)
        try:
            LocalTarget(tmp_path / "feeds").publish(_publication(leaf="leaf"), NOW, 1)
        finally:
            os.umask(before)
        for path in (tmp_path / "feeds").rglob("[!.]*"):
            if not path.is_symlink():
                assert path.stat().st_mode & 0o777 == (0o755 if path.is_dir() else 0o644), path
