"""How the public application follows the published tree: switches, leaves, and trees that are damaged."""

from __future__ import annotations

import gzip
import logging
import os
import shutil
import threading
from pathlib import Path

import pytest
from published import folders, publish, put_leaf

from feedsvc.snapshot import etag
from feedsvc.web.app import create_app
from feedsvc.web.leaves import Leaves
from feedsvc.web.settings import PublicSettings
from feedsvc.web.tree import PublishedTree

MODIFIED = 1_730_883_000
PAGE = b"<!DOCTYPE html>" + b"a page " * 60


def _body(tree: PublishedTree, address: str) -> bytes:
    generation = tree.generation()
    assert generation is not None
    return generation.documents[address].forms[""].body


def test_switch_is_seen_at_once(tmp_path: Path) -> None:
    """The first look after a switch gives the new generation, in all its documents."""
    publish(tmp_path, 1, folders("first"), MODIFIED)
    tree = PublishedTree(tmp_path, 900)
    for number in range(2, 8):
        before = _body(tree, "/hn.atom")
        publish(tmp_path, number, folders(f"mark-{number}"), MODIFIED + number)
        for address in ("/hn.atom", "/", "/lang/es/hn.json"):
            assert f"mark-{number}".encode() in _body(tree, address)
        assert _body(tree, "/hn.atom") != before


def test_only_new_versions_are_read(tmp_path: Path) -> None:
    """A feed whose version stays is not read again at a switch, and an old version is forgotten."""
    publish(tmp_path, 1, folders("first"), MODIFIED)
    tree = PublishedTree(tmp_path, 900)
    first = tree.generation()
    publish(tmp_path, 2, {"hn": folders("second")["hn"]}, MODIFIED)
    for stem in ("all", "site"):
        (tmp_path / "generations/000002" / stem).symlink_to(f"../../versions/{stem}/000001")
    second = tree.generation()
    assert first is not None
    assert second is not None
    assert second.documents["/all.atom"] is first.documents["/all.atom"]
    assert second.documents["/hn.atom"] is not first.documents["/hn.atom"]
    assert "/do.atom" not in second.documents


def test_tree_made_anew_under_the_same_numbers(tmp_path: Path) -> None:
    """A tree that was removed and made again is read again, though its generation has the same number."""
    feeds = tmp_path / "feeds"
    tree = PublishedTree(feeds, 900)
    for mark in ("first", "second", "third"):
        publish(feeds, 1, folders(mark), MODIFIED)
        assert mark.encode() in _body(tree, "/hn.atom")
        shutil.rmtree(feeds)
        assert tree.generation() is None


def test_generation_that_cannot_be_read(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """A switch to a generation that lacks a folder leaves that one as it was, serves the others, and is reported."""
    publish(tmp_path, 1, folders("first"), MODIFIED)
    tree = PublishedTree(tmp_path, 900)
    tree.generation()
    publish(tmp_path, 2, folders("second"), MODIFIED)
    shutil.rmtree(tmp_path / "versions/hn/000002")
    with caplog.at_level(logging.WARNING):
        assert b"first" in _body(tree, "/hn.atom")
        assert b"second" in _body(tree, "/do.atom")
    assert len(caplog.records) == 1  # not once for each request
    publish(tmp_path, 3, folders("third"), MODIFIED)
    assert b"third" in _body(tree, "/hn.atom")


def test_a_fresh_worker_leaves_out_what_is_missing(tmp_path: Path) -> None:
    """One lost folder costs its own feed, and no other."""
    publish(tmp_path, 1, folders("first"), MODIFIED)
    shutil.rmtree(tmp_path / "versions/hn/000001")
    generation = PublishedTree(tmp_path, 900).generation()
    assert generation is not None
    assert "/hn.atom" not in generation.documents
    assert "/do.atom" in generation.documents


def test_the_page_of_a_withdrawn_item(tmp_path: Path) -> None:
    """An item's folder may hold the word that it is gone, at its address with and without the last slash."""
    publish(tmp_path, 1, folders("first"), MODIFIED)
    (tmp_path / "i" / "lost").mkdir(parents=True)
    (tmp_path / "i" / "lost" / "_gone.html").write_bytes(b"<p>withdrawn</p>")
    client = create_app(PublicSettings(tmp_path, 900)).test_client()
    for path in ("/i/lost/", "/i/lost"):
        answer = client.get(path)
        assert (answer.status_code, answer.data) == (410, b"<p>withdrawn</p>")
        assert "ETag" not in answer.headers
    assert client.get("/i/never/").status_code == 404


def test_first_generation_cannot_be_read(tmp_path: Path) -> None:
    """Where the only generation is damaged nothing is served, and nothing raised."""
    publish(tmp_path, 1, folders(), MODIFIED)
    shutil.rmtree(tmp_path / "generations/000001")
    tree = PublishedTree(tmp_path, 900)
    assert tree.generation() is None
    assert tree.generation() is None


def test_files_that_are_no_documents(tmp_path: Path) -> None:
    """Files of unknown kinds in a folder are never served and disturb nothing."""
    content = folders()
    content["hn"] |= {"hn.atom.br": b"brotli", ".DS_Store": b"x", "hn.atom~": b"x", "notes": b"x", "a.exe": b"x"}
    publish(tmp_path, 1, content, MODIFIED)
    generation = PublishedTree(tmp_path, 900).generation()
    assert generation is not None
    assert sorted(a for a in generation.documents if a.startswith("/hn")) == ["/hn.atom", "/hn.json", "/hn.rss", "/hn/"]


def test_compressed_form_of_other_bytes(tmp_path: Path) -> None:
    """A compressed form that does not belong to its document is never sent."""
    publish(tmp_path, 1, folders(), MODIFIED)
    (tmp_path / "versions/hn/000001/hn.atom.gz").write_bytes(gzip.compress(b"something else"))
    generation = PublishedTree(tmp_path, 900).generation()
    assert generation is not None
    assert generation.documents["/hn.atom"].codings == ("",)
    assert generation.documents["/hn.rss"].codings == ("", "gzip")


def test_threads_see_whole_generations(tmp_path: Path) -> None:
    """While generations switch, every look from every thread gives documents of one generation, never an older one."""
    publish(tmp_path, 1, folders("mark-000001"), MODIFIED)
    tree = PublishedTree(tmp_path, 900)
    faults: list[str] = []
    stop = threading.Event()

    def look() -> None:
        last = 0
        while not stop.is_set():
            generation = tree.generation()
            if generation is None:
                faults.append("nothing")
                continue
            bodies = [generation.documents[address].forms[""].body for address in ("/", "/hn.atom", "/do.rss")]
            marks = {body.split(b"mark-")[1][:6] for body in bodies}
            if len(marks) != 1 or int(min(marks)) < last:
                faults.append(f"{marks} after {last}")
            last = int(max(marks))

    threads = [threading.Thread(target=look) for _ in range(4)]
    for thread in threads:
        thread.start()
    for number in range(2, 40):
        publish(tmp_path, number, folders(f"mark-{number:06}"), MODIFIED)
        shutil.rmtree(tmp_path / "generations" / f"{number - 1:06}")  # pruned at once: the hardest case
    stop.set()
    for thread in threads:
        thread.join()
    assert faults == []


def test_leaf_is_served_as_it_is_on_disk(tmp_path: Path) -> None:
    """A page is found once it is written, changes when it is replaced, and is gone when it is removed."""
    leaves = Leaves(tmp_path, 900)
    assert leaves.find("/i/item-1/") is None
    put_leaf(tmp_path, "item-1", PAGE, MODIFIED)
    first = leaves.find("/i/item-1/")
    assert first is not None
    assert first.codings == ("", "gzip")
    assert leaves.find("/i/item-1/") is first  # not read again
    put_leaf(tmp_path, "item-1", PAGE + b"!", MODIFIED)
    second = leaves.find("/i/item-1/")
    assert second is not None
    assert second.forms[""].body == PAGE + b"!"
    assert second.forms["gzip"].etag == etag(PAGE + b"!", "gzip")
    shutil.rmtree(tmp_path / "i/item-1")
    assert leaves.find("/i/item-1/") is None


def test_leaf_between_its_renames(tmp_path: Path) -> None:
    """A page whose compressed form is still the old one is sent plain, and compressed again once both are new."""
    leaves = Leaves(tmp_path, 900)
    put_leaf(tmp_path, "item-1", PAGE, MODIFIED)
    old = (tmp_path / "i/item-1/index.html.gz").read_bytes()
    put_leaf(tmp_path, "item-1", PAGE + b"!", MODIFIED)
    new = (tmp_path / "i/item-1/index.html.gz").read_bytes()
    (tmp_path / "i/item-1/index.html.gz").write_bytes(old)
    between = leaves.find("/i/item-1/")
    assert between is not None
    assert between.codings == ("",)
    (tmp_path / "i/item-1/index.html.gz").write_bytes(new)
    after = leaves.find("/i/item-1/")
    assert after is not None
    assert after.codings == ("", "gzip")


def test_leaves_in_memory_are_bounded(tmp_path: Path) -> None:
    """However many pages are asked for, no more than 16 MiB of them stay in memory, and every one is answered."""
    leaves = Leaves(tmp_path, 900)
    page = os.urandom(2**20)
    for number in range(20):
        put_leaf(tmp_path, f"item-{number}", page, MODIFIED)
    found = [leaves.find(f"/i/item-{number}/") for number in range(20)]
    assert all(prepared is not None and prepared.forms[""].body == page for prepared in found)
    again = [leaves.find(f"/i/item-{number}/") is found[number] for number in reversed(range(20))]
    assert again[:16] == [True] * 16
    assert again[16:] == [False] * 4
    put_leaf(tmp_path, "huge", bytes(17 * 2**20), MODIFIED)
    huge = leaves.find("/i/huge/")
    assert huge is not None
    assert leaves.find("/i/huge/") is not huge


def test_leaf_that_is_no_page(tmp_path: Path) -> None:
    """A file where a page's folder should be is no page; one that is a folder itself raises OSError."""
    leaves = Leaves(tmp_path, 900)
    (tmp_path / "i").mkdir()
    (tmp_path / "i/file").write_bytes(b"x")
    assert leaves.find("/i/file/") is None
    (tmp_path / "i/folder/index.html").mkdir(parents=True)
    with pytest.raises(OSError, match="directory"):
        leaves.find("/i/folder/")
