"""A folder of bulletins as one source."""

from __future__ import annotations

from pathlib import Path

import pytest
from calling import Command
from services import text_of

ITEMS = [
    (f"{day} July 2020", f"Headline {day} of {day}", f"The text of {day} is about {day}.") for day in range(20, 8, -1)
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of four bulletins of three items each, and a configuration that names it."""
    (tmp_path / "config.yaml").write_text(
        'title: News\npublisher: {name: Office}\nids: {authority: "example.org,2020"}\n'
        "sources: [{id: news, path: news/}]\n"
    )
    (tmp_path / "news").mkdir()
    for n in range(4):
        (tmp_path / f"news/2020-{4 - n}.txt").write_bytes(b"Edition\n\n" + text_of(*ITEMS[3 * n : 3 * n + 3]))
    return tmp_path / "news"


def test_all_files_are_one_bulletin(command: Command, folder: Path) -> None:
    """The items of all are published, each message names its file, and a second run finds nothing new."""
    config = folder.parent / "config.yaml"
    status, out, err = command("run", "--config", config)
    assert (status, out.splitlines()[0]) == (0, "news: 12 new")
    assert [line.partition(": ")[0] for line in err.splitlines()] == [
        f"{folder}/2020-{n}.txt:1:1" for n in (4, 3, 2, 1)
    ]
    assert command("run", "--config", config) == (0, "", "")


def test_a_new_file_and_an_old_one(command: Command, folder: Path) -> None:
    """What is new is new, what it repeats is not, and what leaves with the oldest file stays in its feeds."""
    config = folder.parent / "config.yaml"
    command("run", "--config", config)
    new = ("21 July 2020", "Headline 21 of 21", "The text of 21 is about 21.")
    (folder / "2020-5.txt").write_bytes(text_of(new, ITEMS[0]))
    (folder / "2020-1.txt").unlink()
    status, out, err = command("run", "--config", config)
    assert (status, out.splitlines()[0]) == (0, "news: 1 new, 3 archived")
    assert f"{folder}/2020-4.txt:3:1: warning[duplicate_item] The item repeats one of {folder}/2020-5.txt" in err


def test_a_file_that_was_cut(command: Command, folder: Path) -> None:
    """One of several holds the whole source until it is whole again."""
    config = folder.parent / "config.yaml"
    command("run", "--config", config)
    whole = (folder / "2020-3.txt").read_bytes()
    (folder / "2020-3.txt").write_bytes(whole[:-12])
    status, _, err = command("run", "--config", config)
    assert status == 4
    assert f"feedsvc: {folder}: it is the first " in err
    (folder / "2020-3.txt").write_bytes(whole)
    assert command("run", "--config", config) == (0, "", "")


def test_an_empty_folder(command: Command, folder: Path) -> None:
    """Whoever empties it withdraws nothing."""
    config = folder.parent / "config.yaml"
    command("run", "--config", config)
    for path in folder.iterdir():
        path.unlink()
    status, _, err = command("run", "--config", config)
    assert (status, err) == (3, f"feedsvc: {folder}: there is no file; the feeds stay as they are\n")
