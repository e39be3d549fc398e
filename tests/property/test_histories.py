"""What holds for every history of a service: whatever its source says, nothing is lost and nothing ill-formed goes out.

Each history begins with the published seed. Its steps read the seed, or what was last believed, cut, doubled,
garbled and encoded anew; now and then somebody publishes what is held.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any, cast
from zoneinfo import ZoneInfo

import pytest
from fakes import FakeClock, FakeReader, MemoryTarget
from lxml import etree
from making import SITE, SOURCE
from remembering import MemoryStore
from services import SEED, in_memory

from feedsvc.core.parse import parse
from feedsvc.model import Item, RunReport, SourceDocument
from feedsvc.pipeline import regenerate
from feedsvc.service import Service

STEPS = 25
SHORT, LONG = 12, 400  # histories: 300 and 10,000 bulletins
SEEDED = SEED.read_bytes()
PIECES = (
    "13 July, 2020", "1 de julio de 2020", "03/07/2020", "31 June 2020", "2020-13-45", "31 December 9999",
    "1 January 1900", "29 February 2020", "14 July 2020", "21 July 2020", "A headline", "Shelter opens in Honduras",
    "Belize and Guatemala agree", "Some text.", "---", "Read more", "Leer más", "\u00a0", "\u200b", "&<>\"']]>",
    "<script>alert(1)</script>", "<!--", "]]>", "<?xml version='1.0'?>", "&amp;lt;b&amp;gt;", "javascript:alert(1)",
    "\x00", "\x1b[31m", "\ufffe", "\ud83d\ude00".encode("utf-16", "surrogatepass").decode("utf-16"), "\u202eabc",
    "word " * 200, "x" * 3000, "{{ item.title }}", "%s %d", "../../etc/passwd",
)  # fmt: skip

Mutation = Callable[[random.Random, bytes], bytes]


def _of_lines(change: Callable[[random.Random, list[bytes], int], None]) -> Mutation:
    """A mutation of the lines around one place."""

    def mutate(chance: random.Random, content: bytes) -> bytes:
        lines = content.split(b"\n")
        change(chance, lines, chance.randrange(len(lines)))
        return b"\n".join(lines)

    return mutate


def _double(chance: random.Random, lines: list[bytes], place: int) -> None:
    lines[place:place] = lines[place : place + chance.choice((1, 5, 10))]


def _delete(chance: random.Random, lines: list[bytes], place: int) -> None:
    del lines[place : place + chance.choice((1, 1, 2, 5, 10))]


def _swap(chance: random.Random, lines: list[bytes], place: int) -> None:
    other = chance.randrange(len(lines))
    lines[place], lines[other] = lines[other], lines[place]


def _insert(chance: random.Random, lines: list[bytes], place: int) -> None:
    lines[place:place] = [_piece(chance) for _ in range(chance.choice((1, 2, 3)))]


def _news(chance: random.Random, content: bytes) -> bytes:
    fresh = b""
    for _ in range(chance.choice((1, 1, 2, 25))):
        day = chance.choice(("14 July 2020", "15 July 2020", "13 July 2020"))
        fresh += f"{day}\n\nNumber {chance.random()} of {_piece(chance).decode()}\n\nIts text.\n\n".encode()
    return fresh + content


def _cut(chance: random.Random, content: bytes) -> bytes:
    return content[: chance.randrange(len(content) + 1)]


def _flip(chance: random.Random, content: bytes) -> bytes:
    changed = bytearray(content)
    for _ in range(chance.choice((1, 3, 30)) if changed else 0):
        changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
    return bytes(changed)


def _garbage(chance: random.Random, content: bytes) -> bytes:
    place = chance.randrange(len(content) + 1)
    return content[:place] + chance.randbytes(chance.choice((1, 4, 200))) + content[place:]


def _encode(chance: random.Random, content: bytes) -> bytes:
    encoding = chance.choice(("utf-8-sig", "utf-16", "cp1252", "cp850", "mac-roman"))
    return content.decode("utf-8", "replace").encode(encoding, "replace")


def _end_lines(chance: random.Random, content: bytes) -> bytes:
    ends = chance.choice(((b"\r\n",), (b"\r",), (b"\x0b", b"\n"), (b"\xc2\x85",), (b"\n\n\n", b"\r\n", b"\r")))
    return b"".join(line + chance.choice(ends) for line in content.split(b"\n"))


MUTATIONS: tuple[Mutation, ...] = (
    *map(_of_lines, (_double, _delete, _delete, _swap, _insert)), _news, _news, _cut, _flip, _garbage, _encode,
    _end_lines,
)  # fmt: skip


def _piece(chance: random.Random) -> bytes:
    return chance.choice(PIECES).encode()


def _bulletin(chance: random.Random, believed: bytes) -> bytes:
    """The next thing that the source says: mostly something near to what was believed last."""
    kind = chance.random()
    if kind < 0.05:
        return chance.randbytes(chance.randrange(2000))
    if kind < 0.15:
        return b"\n".join(_piece(chance) for _ in range(chance.randrange(30)))
    content = SEEDED if kind < 0.35 or not believed else believed
    for _ in range(chance.choice((1, 1, 2, 3))):
        content = chance.choice(MUTATIONS)(chance, content)
    return content


@dataclass
class _History:
    """A service under test, and what was seen of it so far."""

    service: Service
    believed: bytes = SEEDED
    items: dict[str, Item] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)
    asked: set[int | None] = field(default_factory=set)  # lines of the items that were held alone

    def read(self, content: bytes, accept: str | None = None) -> RunReport:
        """Let the source say something, run, and hold all that must hold after any run."""
        cast("FakeReader", self.service.reader).contents[SOURCE.path] = content
        report = regenerate(self.service, self.service.sources, accept)
        stored = {item.id: item for item in cast("MemoryStore", self.service.store).state.items()}
        files = dict(cast("MemoryTarget", self.service.target).files)
        if report.published:
            assert report.published.faults == ()
        _assert_well_formed({name: body for name, body in files.items() if self.files.get(name) != body})
        _assert_nothing_forgotten(self.items, stored)
        if report.sources[0].state == "held":
            _assert_kept(self.items, stored)
        else:
            self.believed = content
            if report.sources[0].state == "changed":
                self.asked = {d.line for d in report.sources[0].diagnostics if d.code == "needs_review"}
            _assert_every_read_item_is_stored(self.service, content, stored, self.asked)
        _assert_published(list(stored.values()), files)
        self.items, self.files = stored, files
        return report


def _assert_well_formed(files: dict[str, bytes]) -> None:
    for name, body in files.items():
        if name.endswith((".atom", ".rss", ".opml", ".svg")):
            etree.fromstring(body)
        elif name.endswith(".json"):
            json.loads(body)
        elif not name.endswith(".gz"):
            body.decode()


def _assert_nothing_forgotten(before: dict[str, Item], after: dict[str, Item]) -> None:
    """Ids, addresses and `published` are for ever, `updated` never goes back, and no stamp is given twice."""
    for name, old in before.items():
        new = after[name]
        assert (new.slug, new.published, new.first_seen) == (old.slug, old.published, old.first_seen)
        assert new.updated >= old.updated
    assert len({item.published for item in after.values()}) == len(after)
    assert len({item.updated for item in after.values()}) == len(after)
    assert len({item.slug for item in after.values()}) == len(after)


def _assert_kept(before: dict[str, Item], after: dict[str, Item]) -> None:
    """A held reading changes nothing; only time may end what was announced long enough."""
    for name, new in after.items():
        steps = {("withdrawn", "deleted"), ("deleted", "expired")}
        has_ended = (before[name].presence, new.presence) in steps
        assert new == (replace(before[name], presence=new.presence) if has_ended else before[name])


def _assert_every_read_item_is_stored(
    service: Service, content: bytes, stored: dict[str, Item], asked: set[int | None]
) -> None:
    """Each item of a believed reading is shown, unless it is dated more than two days ahead or needs review."""
    here = service.clock.now().astimezone(ZoneInfo(SOURCE.zone))
    bulletin = parse(SourceDocument(SOURCE.path, content), SOURCE.language, here.date())
    latest = (here + timedelta(hours=48)).date()
    shown = {_form(item) for item in stored.values() if item.presence == "shown"}
    meant = [item for item in bulletin.items if item.lines[0] not in asked]
    assert {_form(item) for item in meant if item.day is None or item.day <= latest} <= shown


def _form(item: Any) -> tuple[object, ...]:
    return (item.day, item.title, item.paragraphs)


def _assert_published(stored: list[Item], files: dict[str, bytes]) -> None:
    """Every item has its page, and stands in its feeds or in their archives unless it is over."""
    for item in stored:
        is_over = item.presence in ("withdrawn", "deleted", "expired")
        assert (f"i/{item.slug}/_gone.html" in files, f"i/{item.slug}/index.html" in files) == (is_over, not is_over)
    carried = sorted(
        (item for item in stored if item.presence not in ("deleted", "expired")),
        key=lambda item: item.published,
        reverse=True,
    )
    for country in {None, *(code for item in carried for code in item.attribution.about)}:
        name = (country or "all").lower()
        entries = json.loads(files[f"{name}/{name}.json"])["items"]
        meant = [item for item in carried if country is None or country in item.attribution.about]
        shown = [entry["id"] for entry in entries]
        assert shown == [item.id for item in meant if item.id in shown]
        archive = b"".join(body for path, body in files.items() if path.startswith(f"archive/{name}/"))
        for place, item in enumerate(meant):
            if item.id not in shown:
                assert f"<id>{item.id}</id>".encode() in archive
                assert place >= 50
                assert meant[0].published - item.published > timedelta(days=30)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Make as many histories as the run has time for."""
    if "seed" in metafunc.fixturenames:
        count = LONG if metafunc.config.getoption("--long", default=False) else SHORT
        metafunc.parametrize("seed", range(count))


def test_any_history(seed: int) -> None:
    """Whatever a source says: no exception, every document well-formed, no item lost, nothing held gets through."""
    chance = random.Random(seed)
    history = _History(in_memory({}, site=replace(SITE, countries=("HN",))))
    history.read(SEEDED)
    for _ in range(STEPS):
        cast("FakeClock", history.service.clock).move(hours=chance.choice((0.2, 0.2, 2, 2, 30, 24 * 20)))
        report = history.read(_bulletin(chance, history.believed)).sources[0]
        if report.state == "held" and chance.random() < 0.4:
            content = cast("FakeReader", history.service.reader).contents[SOURCE.path]
            history.read(content, accept=report.reading)
