"""A small published tree made by hand, as the targets write it: what the tests of serving read."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path

from feedsvc.snapshot import ENCODINGS, document

STEMS = {
    "hnd": "hn",
    "340": "hn",
    "honduras": "hn",
    "república-dominicana": "do",
    "guatemala": "gt",
    "tágo": "hn",
    "tàgo": "do",
}
NOT_FOUND = b"<!DOCTYPE html><title>Not here</title><p>This page is not here."


def feed(stem: str, mark: str = "first") -> dict[str, bytes]:
    """Return the files of one feed, large enough to gain by compression; `mark` stands in each."""
    name = stem.rpartition("/")[2]
    body = f"{stem} {mark} " + "an entry like the others " * 100
    return {f"{name}.{form}": f"{form} {body}".encode() for form in ("atom", "rss", "json")} | {
        "index.html": f"<!DOCTYPE html><title>{stem}</title>{body}".encode()
    }


def site(**more: bytes) -> dict[str, bytes]:
    """Return the files of the whole site."""
    return {
        "feeds.opml": b"<opml>" + b"<outline/>" * 100,
        "robots.txt": b"User-agent: *",
        "style.css": b"body { color: black }" * 20,
        "_404.html": NOT_FOUND,
        "_redirects.json": json.dumps({"stems": STEMS}).encode(),
        "_origin": b"1",
        **more,
    }


def folders(mark: str = "first") -> dict[str, dict[str, bytes]]:
    """Return every folder of the tree, by stem."""
    stems = ("all", "hn", "do", "lang/es/all", "lang/es/hn")
    return {stem: feed(stem, mark) for stem in stems} | {"site": site()}


def publish(feeds: Path, number: int, content: Mapping[str, Mapping[str, bytes]], modified: int) -> None:
    """Make generation `number` of `feeds` and switch to it; every file was last modified at `modified`."""
    generation = feeds / "generations" / f"{number:06}"
    for stem, files in content.items():
        version = feeds / "versions" / stem / f"{number:06}"
        version.mkdir(parents=True)
        for name, identity in files.items():
            _write(version, name, identity, modified)
        link = generation / stem
        link.parent.mkdir(parents=True, exist_ok=True)
        link.symlink_to(os.path.relpath(version, link.parent))
    half = feeds / ".current"
    half.symlink_to(f"generations/{number:06}")
    half.replace(feeds / "current")


def put_leaf(feeds: Path, slug: str, page: bytes, modified: int) -> None:
    """Write the page of an item, each file by rename."""
    place = feeds / "i" / slug
    place.mkdir(parents=True, exist_ok=True)
    _write(place, "index.html", page, modified)


def _write(place: Path, name: str, identity: bytes, modified: int) -> None:
    for coding, content in document(name, identity).variants.items():
        half = place / ".half"
        half.write_bytes(content)
        os.utime(half, (modified, modified))
        half.replace(place / (name + ENCODINGS[coding]))
