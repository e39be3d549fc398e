"""Every bad input again, over feeds that are published: they stay, or change as they should, and nothing is lost."""

from __future__ import annotations

import json
import socket
import struct
import subprocess
import sys
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

import pytest
from calling import Command
from fakes import FakeReader, MemoryTarget
from lxml import etree, html
from making import SOURCE
from remembering import MemoryStore
from services import SEED, in_memory

from feedsvc.core.parse import parse
from feedsvc.model import Diagnostic, Item, SourceDocument, SourceReport
from feedsvc.pipeline import regenerate
from feedsvc.service import Service

SEEDED = SEED.read_bytes()
MEGABYTE = 1024 * 1024
PATIENCE = 30  # seconds; a guard, ten times what is expected
HOSTILE = (
    "&<>\"']]> <script>alert(1)</script> <!-- &amp;amp; &#x41; <?php ?> {{ 7 * 7 }} %s \\ <b>bold</b> &copy &lt;i&gt;"
)


def _png() -> bytes:
    """A picture of 64 by 64 grey dots, which no compression makes shorter than a bulletin."""
    rows = b"".join(b"\0" + bytes((x * y * 7 + x) % 256 for x in range(64)) for y in range(64))
    chunks = (b"IHDR" + struct.pack(">IIBBBBB", 64, 64, 8, 0, 0, 0, 0), b"IDAT" + zlib.compress(rows), b"IEND")
    framed = (struct.pack(">I", len(c) - 4) + c + struct.pack(">I", zlib.crc32(c)) for c in chunks)
    return b"\x89PNG\r\n\x1a\n" + b"".join(framed)


def _news(title: str, text: str | None = "Its text.", day: str = "14 July 2020") -> bytes:
    lines = [day, title, *([text] if text is not None else [])]
    return "\n\n".join(lines).encode() + b"\n\n\n"


def _run(service: Service, content: bytes | None = None) -> SourceReport:
    if content is not None:
        cast("FakeReader", service.reader).contents[SOURCE.path] = content
    report = regenerate(service, service.sources)
    if report.published:
        assert report.published.faults == ()
    return report.sources[0]


def _files(service: Service) -> dict[str, bytes]:
    return dict(cast("MemoryTarget", service.target).files)


def _stored(service: Service) -> dict[str, Item]:
    return {item.id: item for item in cast("MemoryStore", service.store).state.items()}


def _codes(report: SourceReport) -> dict[str, Diagnostic]:
    return {diagnostic.code: diagnostic for diagnostic in report.diagnostics}


def _all(service: Service) -> list[dict[str, Any]]:
    found = json.loads(_files(service)["all/all.json"])["items"]
    return cast("list[dict[str, Any]]", found)


@pytest.fixture
def service() -> Service:
    """A service that has published the nine items of the seed."""
    made = in_memory({SOURCE.path: SEEDED})
    assert _run(made).changes == {"new": 9}
    return made


USELESS = {
    "empty": b"",
    "blank": b" \r\n\xc2\xa0\n\t\n" * 50,
    "no items": b"We are moving house.\n\nCome back soon, please.\n",
    "image": _png(),
    "0xFF only": b"\xff" * 5000,
    "zeroes": bytes(5000),
    "controls": bytes(range(1, 9)) * 500,
    "a line of 1 MB": b"word " * (MEGABYTE // 5),
    "a word of 1 MB": b"x" * MEGABYTE,
    "a date of 1 MB": b"13 July 2020 " * (MEGABYTE // 13),
    "digits of 1 MB": b"1" * MEGABYTE,
    "a megabyte of lines": b"x\n" * (MEGABYTE // 2),
    "date lines alone": b"13 July 2020\n\n" * 200,
    "half a surrogate": b"\xed\xa0\x80\n" * 100,
    "a web page": b"<!doctype html><html><head><title>Error</title></head><body><h1>502 Bad Gateway</h1></body></html>",
}


@pytest.mark.parametrize("name", USELESS)
def test_what_holds_no_item(name: str, service: Service) -> None:
    """It is held with a message that names the source; feeds keep every byte, and the next good reading goes on."""
    files, stored = _files(service), _stored(service)
    report = _run(service, USELESS[name])
    assert (report.state, [hold.rule for hold in report.holds]) == ("held", ["nothing_parsed"])
    assert report.message is not None
    assert report.message.startswith(f"{SOURCE.path}: no items were found in it")
    assert report.message.endswith("; the feeds stay as they are")
    assert (_files(service), _stored(service)) == (files, stored)
    assert _run(service, _news("A school opens in Honduras") + SEEDED).changes == {"new": 1}


def test_a_source_that_is_gone(service: Service) -> None:
    """It is unreachable, named, and its feeds keep every byte, however often it is asked for."""
    files, stored = _files(service), _stored(service)
    del cast("FakeReader", service.reader).contents[SOURCE.path]
    for _ in range(3):
        report = _run(service)
        assert (report.state, report.message) == (
            "unreachable",
            f"{SOURCE.path}: no such file; the feeds stay as they are",
        )
    assert (_files(service), _stored(service)) == (files, stored)
    assert _run(service, SEEDED).state == "unchanged"


def test_control_characters_change_nothing(service: Service) -> None:
    """Characters that no document may hold are taken out and told; what is left is what was there before."""
    files = _files(service)
    controls = b"\x00\x01\x08\x0e\x1b\x1f\x7f\xc2\x80\xc2\x9f\xef\xbf\xbe\xef\xb7\x90"
    spoiled = SEEDED.replace(b"Honduras", b"Hon" + controls + b"duras").replace(b"13 July", b"1" + controls + b"3 July")
    report = _run(service, spoiled)
    assert (report.state, report.changes) == ("changed", {})
    assert "control_chars" in _codes(report)
    assert _files(service) == files


def test_wrong_bytes_in_a_text(service: Service) -> None:
    """A 0xFF within a text is read as a letter and its place told; only that item changes, under its id."""
    before = _stored(service)
    spoiled = SEEDED.replace(b"virtual workshops", b"virtual \xff workshops")
    report = _run(service, spoiled)
    assert report.changes == {"revised": 1}
    told = _codes(report)["encoding_fallback"]
    line = spoiled[: spoiled.index(b"\xff")].count(b"\n") + 1
    assert (told.severity, told.line) == ("warning", line)
    after = _stored(service)
    (changed,) = [name for name in before if after[name] != before[name]]
    assert "virtual ÿ workshops" in after[changed].paragraphs[0]
    assert b"virtual \xc3\xbf workshops" in _files(service)["sv/sv.atom"]


@pytest.mark.parametrize(
    "line", ["31 June 2020", "2020-13-45", "29 February 2021", "0 July 2020", "32 de julio de 2020"]
)
def test_an_impossible_date(line: str, service: Service) -> None:
    """A new item under one is published without a day, and told; a known one keeps its id and `published`."""
    before = _stored(service)
    report = _run(service, _news("A school opens in Belize", day=line) + SEEDED)
    assert report.changes == {"new": 1}
    assert _codes(report)["invalid_date"].line == 1
    assert _all(service)[0]["title"] == "A school opens in Belize"
    assert len(_all(service)) == 10
    report = _run(
        service, _news("A school opens in Belize", day=line) + SEEDED.replace(b"26 June, 2020", line.encode())
    )
    assert report.changes == {"revised": 1, "touched": 1}  # the other item without a day gets another rank
    after = _stored(service)
    assert len(after) == 10
    assert {name: item.published for name, item in before.items()}.items() <= {
        name: item.published for name, item in after.items()
    }.items()


def test_a_title_without_text(service: Service) -> None:
    """It is an item like any other, and told; one whose text is lost keeps its id."""
    report = _run(service, _news("A school opens in Belize", None) + SEEDED)
    assert report.changes == {"new": 1}
    assert _codes(report)["missing_summary"].line == 3
    entry = _all(service)[0]
    assert (entry["title"], "A school opens in Belize" in entry["content_html"]) == ("A school opens in Belize", True)
    first = SEEDED.split(b"\n")
    without_text = b"\n".join([*first[:3], *first[5:]])
    report = _run(service, _news("A school opens in Belize", None) + without_text)
    assert report.changes == {"revised": 1}
    assert len(_stored(service)) == 10


def test_hostile_markup(service: Service) -> None:
    """Every format says it letter by letter, and nothing of it is markup anywhere."""
    report = _run(service, _news(f"{HOSTILE} in Honduras", HOSTILE) + SEEDED)
    assert report.changes == {"new": 1}
    files = _files(service)
    assert _all(service)[0]["title"] == f"{HOSTILE} in Honduras"
    page = files[f"i/{_all(service)[0]['url'].rstrip('/').rpartition('/')[2]}/index.html"]
    for name, body in {"item": page, "feed": files["hn/index.html"]}.items():
        tree = html.document_fromstring(body.decode())
        assert not [node for node in tree.iter("script") if "alert" in str(node.text)], name
        assert not list(tree.iter("b", "i", "{*}php")), name
        assert f"{HOSTILE} in Honduras" in tree.text_content(), name
    for name, path in {"hn/hn.atom": "{*}entry/{*}content", "hn/hn.rss": "channel/item/description"}.items():
        content = str(etree.fromstring(files[name]).findtext(path))
        assert html.fragment_fromstring(content, create_parent=True).text_content() == HOSTILE
    for name, path in {"hn/hn.atom": "{*}entry/{*}title", "hn/hn.rss": "channel/item/title"}.items():
        title = str(etree.fromstring(files[name]).findtext(path))
        assert title.replace("\u2060", "") == f"{HOSTILE} in Honduras"
    assert _run(service, SEEDED + b"\n").changes == {"pending": 1}


@pytest.mark.parametrize("place", ["title", "text", "markup"])
def test_a_megabyte_in_one_item(place: str, service: Service) -> None:
    """It is remembered whole; no feed grows over 512 KiB, each names all ten items, and the others are as before."""
    long = ("<&>\"'" if place == "markup" else "word ") * (MEGABYTE // 5)
    before = {entry["id"]: entry for entry in _all(service)}
    news = _news(long, day="14 July 2020") if place == "title" else _news("A school opens in Honduras", long)
    report = _run(service, news + SEEDED)
    assert report.changes == {"new": 1}
    files = _files(service)
    assert {
        name: len(body) for name, body in files.items() if not name.startswith("i/") and len(body) > 512 * 1024
    } == {}
    assert len(_all(service)) == 10
    assert {entry["id"]: entry for entry in _all(service) if entry["id"] in before} == before
    stored = next(item for name, item in _stored(service).items() if name not in before)
    assert (stored.title if place == "title" else stored.paragraphs[0]) == long.strip()


def test_a_megabyte_below_the_items(service: Service) -> None:
    """A line that grows below the last text belongs to it: that item is revised and no other."""
    report = _run(service, SEEDED + b"\n\n" + b"word " * (MEGABYTE // 5))
    assert report.changes == {"revised": 1}
    assert len(_all(service)) == 9


def test_many_lines_are_all_accounted_for(service: Service) -> None:
    """Twenty thousand lines that no date line stands above: the source is held, and one diagnostic covers them all."""
    files = _files(service)
    content = b"".join(b"A line without meaning, number %d.\n" % n for n in range(20_000)) + SEEDED
    report = _run(service, content)
    assert "layout_changed" in {hold.rule for hold in report.holds}
    skipped = [d for d in report.diagnostics if d.code == "skipped_lines"]
    assert [(d.line, d.last_line) for d in skipped] == [(1, 20_000)]
    assert _files(service) == files
    assert len(parse(SourceDocument("b", content), "en", service.clock.now().date()).items) == 9


@pytest.fixture
def config(tmp_path: Path, command: Command) -> Path:
    """The configuration of a service that has published the seed from a file."""
    (tmp_path / "bulletin.txt").write_bytes(SEEDED)
    (tmp_path / "config.yaml").write_text(
        "title: News\npublisher: {name: Office}\nids: {authority: 'example.org,2020'}\n"
        "sources:\n  - {id: bulletin, path: bulletin.txt}\n",
        encoding="utf-8",
    )
    assert command("run", "--config", tmp_path / "config.yaml")[0] == 0
    return tmp_path / "config.yaml"


def _tree(folder: Path) -> dict[str, tuple[int, bytes | str]]:
    """What stands under feeds/: when each file was written, and its bytes; where each link points."""
    return {
        str(path): (path.lstat().st_mtime_ns, str(path.readlink()) if path.is_symlink() else path.read_bytes())
        for path in sorted((folder / "feeds").rglob("*"))
        if path.is_symlink() or path.is_file()
    }


def _gone(path: Path) -> None:
    path.unlink()


def _folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def _loop(path: Path) -> None:
    path.unlink()
    path.symlink_to(path)


def _huge(path: Path) -> None:
    with path.open("r+b") as file:
        file.truncate(50 * MEGABYTE)


def _of(content: bytes) -> Callable[[Path], object]:
    return lambda path: path.write_bytes(content)


NOTHING = "no items were found in it"
ON_DISK: dict[str, tuple[Callable[[Path], object], int, str]] = {
    "gone": (_gone, 3, "no such file; the feeds stay as they are"),
    "a folder": (_folder, 3, "there is no file; the feeds stay as they are"),
    "a loop of links": (_loop, 3, "Too many levels of symbolic links"),
    "50 MB": (_huge, 3, "over 20 MB, which is no bulletin; the feeds stay as they are"),
    "empty": (_of(b""), 4, NOTHING),
    "no items": (_of(USELESS["no items"]), 4, NOTHING),
    "image": (_of(_png()), 4, NOTHING),
    "0xFF": (_of(b"\xff" * 5000), 4, NOTHING),
    "a line of 1 MB": (_of(b"word " * (MEGABYTE // 5)), 4, NOTHING),
    "cut": (_of(SEEDED[:-200]), 4, "cut off inside an item; the feeds stay as they are"),
}


@pytest.mark.parametrize("name", ON_DISK)
def test_on_disk(name: str, command: Command, config: Path) -> None:
    """The documented exit code, a message that names the file, no byte written under feeds/, and on it goes after."""
    spoil, code, words = ON_DISK[name]
    bulletin = config.parent / "bulletin.txt"
    before = _tree(config.parent)
    spoil(bulletin)
    status, out, err = command("run", "--config", config)
    assert (status, out) == (code, "")
    told = [line for line in err.splitlines() if line.startswith(f"feedsvc: {bulletin}: ")]
    assert len(told) == 1
    assert words in told[0]
    assert _tree(config.parent) == before
    if bulletin.is_dir():
        bulletin.rmdir()
    bulletin.unlink(missing_ok=True)
    bulletin.write_bytes(_news("A school opens in Honduras") + SEEDED)
    status, out, _ = command("run", "--config", config)
    assert (status, out.splitlines()[0]) == (0, "bulletin: 1 new")


def test_hostile_news_on_disk(command: Command, config: Path) -> None:
    """What is odd and can be read is published, and with --strict the exit code says that there were warnings."""
    odd = _news(HOSTILE, HOSTILE, "31 June 2020") + _news("Only a title", None)
    (config.parent / "bulletin.txt").write_bytes(odd + SEEDED.replace(b"virtual", b"virtu\xff\x00al"))
    status, out, err = command("run", "--strict", "--config", config)
    assert (status, out.splitlines()[0]) == (5, "bulletin: 2 new, 1 revised")
    assert f"{config.parent}/bulletin.txt:1:1: warning[invalid_date]" in err
    told = json.loads((config.parent / "feeds/current/all/all.json").read_text(encoding="utf-8"))["items"]
    assert {HOSTILE, "Only a title"} <= {entry["title"] for entry in told}
    assert len(told) == 11


@pytest.mark.parametrize(
    ("extra", "words"),
    [
        ("colour: red\n", "config.yaml:6:1"),
        ("server: {port: many}\n", "config.yaml:6:16"),
        ("sources: none\n", "config.yaml:6:1"),
        ("\x00", "config.yaml"),
        ("&<>]]>: [", "config.yaml:6:"),
    ],
)
def test_a_configuration_that_cannot_be_used(extra: str, words: str, command: Command, config: Path) -> None:
    """It ends with 2 and the place in the file, and what is published stays."""
    before = _tree(config.parent)
    good = config.read_text(encoding="utf-8")
    config.write_text(good + extra, encoding="utf-8")
    for name in ("run", "plan", "status"):
        status, out, err = command(name, "--config", config)
        assert (status, out) == (2, "")
        assert words in err
    assert _tree(config.parent) == before
    config.write_text(good, encoding="utf-8")
    assert command("run", "--config", config) == (0, "", "")


def test_a_port_in_use(config: Path) -> None:
    """`serve` ends with 1, names the port, and what is published stays."""
    before = _tree(config.parent)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        words = [sys.executable, "-m", "feedsvc", "serve", "--config", str(config), "--port", str(port)]
        done = subprocess.run(words, capture_output=True, text=True, check=False, timeout=PATIENCE)
    assert done.returncode == 1
    assert str(port) in done.stderr
    assert _tree(config.parent) == before
