"""What every `SourceReader` promises."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from fakes import FakeReader
from making import SOURCE

from feedsvc.errors import SourceUnreachable
from feedsvc.model import Source
from feedsvc.ports import SourceReader
from feedsvc.sources.file import MOST_BYTES, FileReader


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
    document = reader.read(source)
    assert (document.name, document.content) == (source.path, b"\xff bulletin")


def test_what_is_missing_is_unreachable(place: tuple[SourceReader, Source]) -> None:
    """The error names the source and ends the process with 3."""
    reader, source = place
    with pytest.raises(SourceUnreachable, match=r"nowhere\.txt: no such file") as caught:
        reader.read(replace(source, path=source.path.replace("bulletin.txt", "nowhere.txt")))
    assert caught.value.exit_code == 3


def test_a_folder_is_no_bulletin(tmp_path: Path) -> None:
    """A folder in a file's place is unreachable, not a traceback."""
    with pytest.raises(SourceUnreachable, match="directory"):
        FileReader().read(replace(SOURCE, path=str(tmp_path)))


def test_too_large_a_file(tmp_path: Path) -> None:
    """No more than 20 MB are read."""
    path = tmp_path / "large.txt"
    with path.open("wb") as file:
        file.truncate(MOST_BYTES + 1)
    with pytest.raises(SourceUnreachable, match="20 MB"):
        FileReader().read(replace(SOURCE, path=str(path)))
