"""What every `SourceReader` promises."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from fakes import FakeClock, FakeReader
from making import NOW, SOURCE
from misbehaving import Misbehaving, source_at

from feedsvc.errors import SourceUnreachable
from feedsvc.model import Source, Validators
from feedsvc.ports import SourceReader
from feedsvc.sources.addresses import reach_of
from feedsvc.sources.choice import Choice
from feedsvc.sources.file import MOST_BYTES, MOST_FILES, FileReader
from feedsvc.sources.http import HttpReader, Limits

NONE = Validators()
CONTENT = b"\xff bulletin"


@dataclass(frozen=True)
class Place:
    """A reader, a source that holds CONTENT, and another one that is missing."""

    reader: SourceReader
    source: Source
    missing: Source


def _file(folder: Path) -> Place:
    (folder / "bulletin.txt").write_bytes(CONTENT)
    source = replace(SOURCE, path=str(folder / "bulletin.txt"))
    return Place(FileReader(), source, replace(SOURCE, path=str(folder / "nowhere.txt")))


def _folder(folder: Path) -> Place:
    (folder / "bulletins").mkdir()
    (folder / "bulletins/1.txt").write_bytes(CONTENT)
    source = replace(SOURCE, path=str(folder / "bulletins"))
    return Place(FileReader(), source, replace(SOURCE, path=str(folder / "*.txt")))


def _fake(source: Source, missing: Source) -> Place:
    return Place(FakeReader({source.place: CONTENT}), source, missing)


def _http(server: Misbehaving) -> Place:
    limits = Limits(seconds=10, attempts=1)
    reader = HttpReader("feedsvc", FakeClock(NOW), reach_of(["127.0.0.1"]), limits)
    return Place(reader, source_at(server.url("/good")), source_at(server.url("/nowhere")))


@pytest.fixture(params=["fake", "fake of the web", "file", "folder", "http", "choice"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    """Each implementation, with a source that holds bytes that are no UTF-8."""
    with Misbehaving(CONTENT) as server:
        match request.param:
            case "fake":
                yield _fake(replace(SOURCE, path="/here"), replace(SOURCE, path="/nowhere"))
            case "fake of the web":
                yield _fake(source_at("https://example.org/here"), source_at("https://example.org/nowhere"))
            case "file":
                yield _file(tmp_path)
            case "folder":
                yield _folder(tmp_path)
            case "http":
                yield _http(server)
            case _:
                file, http = _file(tmp_path), _http(server)
                yield Place(Choice(file.reader, http.reader), http.source, file.missing)


def test_bytes_are_given_as_they_are(place: Place) -> None:
    """Nothing is decoded or cut; what messages call a document begins with the source as configured."""
    (document,) = place.reader.read(place.source, NONE).documents or ()
    assert document.content == CONTENT
    assert document.name.startswith(place.source.place)


def test_what_still_holds_is_not_given_again(place: Place) -> None:
    """With what came with it the same is given, or that it still holds; without, the documents always are."""
    first = place.reader.read(place.source, NONE)
    again = place.reader.read(place.source, first.validators)
    assert again.documents in (None, first.documents)
    assert again.validators == first.validators
    assert place.reader.read(place.source, NONE) == first


def test_what_came_from_the_web_says_from_where(place: Place) -> None:
    """An address is given for what came over the network, and for nothing else: it is parsed with more care."""
    (document,) = place.reader.read(place.source, NONE).documents or ()
    assert bool(document.address) == bool(place.source.url)


def test_what_is_missing_is_unreachable(place: Place) -> None:
    """The error names the source, says why in a line, and ends the process with 3."""
    with pytest.raises(SourceUnreachable) as caught:
        place.reader.read(place.missing, NONE)
    assert caught.value.exit_code == 3
    assert str(caught.value) == f"{place.missing.place}: {caught.value.reason}"
    assert caught.value.reason.count("\n") == 0 < len(caught.value.reason)


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
