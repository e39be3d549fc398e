"""What every `SourceReader` promises."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from fakes import FakeReader
from making import SOURCE

from feedsvc.errors import SourceUnreachable
from feedsvc.model import Source, Validators
from feedsvc.ports import SourceReader
from feedsvc.sources.file import MOST_BYTES, MOST_FILES, FileReader

NONE = Validators()


@pytest.fixture(params=["fake", "file"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[SourceReader, Source]:
    """Each implementation, with a source that holds bytes that are no UTF-8."""
    path = str(tmp_path / "bulletin.txt")
    Path(path).write_bytes(b"\xff bulletin")
    reader = FakeReader({path: b"\xff bulletin"}) if request.param == "fake" else FileReader()
    return reader, replace(SOURCE, path=path)


def test_bytes_are_given_as_they_are(place: tuple[SourceReader, Source]) -> None:
    """Nothing is decoded or cut."""
    reader, source = place
    (document,) = reader.read(source, NONE).documents or ()
    assert (document.name, document.content) == (source.path, b"\xff bulletin")


def test_what_is_missing_is_unreachable(place: tuple[SourceReader, Source]) -> None:
    """The error names the source and ends the process with 3."""
    reader, source = place
    with pytest.raises(SourceUnreachable, match=r"nowhere\.txt: no such file") as caught:
        reader.read(replace(source, path=source.path.replace("bulletin.txt", "nowhere.txt")), NONE)
    assert caught.value.exit_code == 3


@pytest.fixture
def several(tmp_path: Path) -> Path:
    """A folder of two bulletins, a hidden file and a folder."""
    (tmp_path / "2020").mkdir()
    for name in ("b-2.txt", "b-1.txt", ".b-3.txt.swp", "2020/b-0.txt"):
        (tmp_path / name).write_text(name)
    return tmp_path


@pytest.mark.parametrize(
    ("pattern", "names"),
    [
        ("", ["b-2.txt", "b-1.txt"]),
        ("*.txt", ["b-2.txt", "b-1.txt"]),
        ("b-[1]*", ["b-1.txt"]),
        ("**/*.txt", ["b-2.txt", "b-1.txt", "2020/b-0.txt"]),
    ],
)
def test_a_folder_or_a_pattern_is_several(several: Path, pattern: str, names: list[str]) -> None:
    """Its files by name, the last name first, without hidden ones; a folder's own folders are not entered."""
    source = replace(SOURCE, path=str(several / pattern))
    documents = FileReader().read(source, NONE).documents or ()
    assert [(one.name, one.content.decode()) for one in documents] == [(str(several / name), name) for name in names]


def test_a_name_that_looks_like_a_pattern(tmp_path: Path) -> None:
    """A file that is there is that file."""
    (tmp_path / "b[1].txt").write_bytes(b"one")
    (tmp_path / "b1.txt").write_bytes(b"another")
    (document,) = FileReader().read(replace(SOURCE, path=str(tmp_path / "b[1].txt")), NONE).documents or ()
    assert document.content == b"one"


@pytest.mark.parametrize("pattern", ["", "*.txt"])
def test_no_file_is_unreachable(tmp_path: Path, pattern: str) -> None:
    """Whoever empties the folder withdraws nothing."""
    with pytest.raises(SourceUnreachable, match="there is no file"):
        FileReader().read(replace(SOURCE, path=str(tmp_path / pattern)), NONE)


def test_too_many_files(tmp_path: Path) -> None:
    """A folder that is no folder of bulletins is not read."""
    for number in range(MOST_FILES + 1):
        (tmp_path / str(number)).touch()
    with pytest.raises(SourceUnreachable, match="501 files"):
        FileReader().read(replace(SOURCE, path=str(tmp_path)), NONE)


def test_too_large_a_file(tmp_path: Path) -> None:
    """No more than 20 MB are read."""
    path = tmp_path / "large.txt"
    with path.open("wb") as file:
        file.truncate(MOST_BYTES + 1)
    with pytest.raises(SourceUnreachable, match="20 MB"):
        FileReader().read(replace(SOURCE, path=str(path)), NONE)


def test_too_large_a_folder(tmp_path: Path) -> None:
    """No more than 20 MB are read of all its files."""
    for name in "ab":
        with (tmp_path / name).open("wb") as file:
            file.truncate(MOST_BYTES // 2 + 1)
    with pytest.raises(SourceUnreachable, match="20 MB"):
        FileReader().read(replace(SOURCE, path=str(tmp_path)), NONE)
