"""Real feed libraries read what is published, and a real subscriber follows a bulletin through its edits."""

from __future__ import annotations

import socket
from calendar import timegm
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import cast

import atoma
import fastfeedparser
import feedparser
import pytest
import reader
from fakes import FakeClock
from making import SITE
from services import SEED, on_disk, text_of

from feedsvc.model import Item
from feedsvc.pipeline import regenerate
from feedsvc.render.words import WORD_JOINER
from feedsvc.service import Service
from feedsvc.web.server import PublicServer
from feedsvc.web.settings import PublicSettings

HOSTILE = (
    (
        "13 July 2020",
        "Tom & Jerry <b>bold</b> ]]> \"quotes\" 'n' &amp; entities",
        "A < B && C > D ]]> <script>x</script>",
    ),
    ("12 July 2020", "&lt;escaped&gt; already &#38; twice", "100 % of {{ braces }} {% raw %} and back\\slashes"),
    ("11 July 2020", "Niñez — «migración» 🇭🇳 \u202eright to left\u202c", "Emoji 👩‍👩‍👧 and 漢字 and عربى"),
    ("10 July 2020", "A title without any text"),
    ("9 July 2020", "<![CDATA[ sections ]]> and <!-- comments -->", "<?xml version='1.0'?><!DOCTYPE x>"),
)

Entry = tuple[str, str, datetime]


def _by_feedparser(content: bytes) -> list[Entry]:
    parsed = feedparser.parse(content)
    assert not parsed.bozo, parsed.get("bozo_exception")
    return [(e.id, e.title, datetime.fromtimestamp(timegm(e.published_parsed), UTC)) for e in parsed.entries]


def _by_fastfeedparser(content: bytes) -> list[Entry]:
    parsed = fastfeedparser.parse(content)
    return [(e.id, e.title, datetime.fromisoformat(e.published)) for e in parsed.entries]


def _by_atoma_atom(content: bytes) -> list[Entry]:
    return [(e.id_, e.title.value, e.published) for e in atoma.parse_atom_bytes(content).entries]


def _by_atoma_rss(content: bytes) -> list[Entry]:
    return [(e.guid, e.title, e.pub_date) for e in atoma.parse_rss_bytes(content).items]


def _by_atoma_json(content: bytes) -> list[Entry]:
    return [(e.id_, e.title, e.date_published) for e in atoma.parse_json_feed_bytes(content).items]


@pytest.fixture(scope="module", params=["seed", "hostile"])
def published(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Item]]:
    """The folder of the feed of everything, and the items that were stored."""
    folder = tmp_path_factory.mktemp(request.param)
    bulletin = SEED
    if request.param == "hostile":
        bulletin = folder / "bulletin.txt"
        bulletin.write_bytes(text_of(*HOSTILE))
    service = on_disk(folder, bulletin)
    regenerate(service, service.sources)
    with service.store.read() as session:
        items = list(session.items())
    service.store.close()
    return folder / "feeds" / "current" / "all", items


@pytest.mark.parametrize(
    ("name", "parse"),
    [
        ("all.atom", _by_feedparser),
        ("all.rss", _by_feedparser),
        ("all.atom", _by_fastfeedparser),
        ("all.rss", _by_fastfeedparser),
        ("all.atom", _by_atoma_atom),
        ("all.rss", _by_atoma_rss),
        ("all.json", _by_atoma_json),
    ],
    ids=lambda value: getattr(value, "__name__", value),
)
def test_every_item_is_read(
    published: tuple[Path, list[Item]], name: str, parse: Callable[[bytes], list[Entry]]
) -> None:
    """A library gives every item, in order, with its id, its headline letter by letter, and its moment."""
    folder, items = published
    read = [(i, title.replace(WORD_JOINER, ""), moment) for i, title, moment in parse((folder / name).read_bytes())]
    assert read == [(item.id, item.title, item.published) for item in items]


@pytest.mark.parametrize("name", ["all.atom", "all.rss"])
def test_links_lead_to_the_items_pages(published: tuple[Path, list[Item]], name: str) -> None:
    """Each entry leads to its permalink."""
    folder, items = published
    links = [entry.link for entry in feedparser.parse((folder / name).read_bytes()).entries]
    assert links == [f"{SITE.base_url}/i/{item.slug}/" for item in items]


class Subscriber:
    """Somebody who follows one feed with the `reader` library, over HTTP, and reads everything at once."""

    def __init__(self, url: str) -> None:
        self.reader = reader.make_reader(":memory:")
        self.reader.add_feed(url)

    def look(self) -> tuple[list[str], list[str]]:
        """Return what is unread, newest first, and everything else that is listed."""
        self.reader.update_feeds(scheduled=False)
        (feed,) = self.reader.get_feeds()
        assert feed.last_exception is None
        unread = [entry.title for entry in self.reader.get_entries(read=False)]
        read = [entry.title for entry in self.reader.get_entries(read=True)]
        for entry in self.reader.get_entries(read=False):
            self.reader.mark_entry_as_read(entry)
        return [str(title) for title in unread], [str(title) for title in read]


@pytest.fixture(params=["all.atom", "all.rss", "all.json"])
def followed(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Service, Path, Subscriber]]:
    """A service over a bulletin of three items, served on loopback, and a subscriber of one of its formats."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    bulletin = tmp_path / "bulletin.txt"
    bulletin.write_bytes(text_of(*FIRST))
    service = on_disk(tmp_path, bulletin, replace(SITE, base_url=f"http://127.0.0.1:{port}"))
    regenerate(service, service.sources)
    server = PublicServer(PublicSettings(tmp_path / "feeds", 900), "127.0.0.1", port, 1)
    server.start()
    try:
        server.wait_ready(30)
        yield service, bulletin, Subscriber(f"http://127.0.0.1:{port}/{request.param}")
    finally:
        server.stop()
        service.store.close()


A = ("13 July 2020", "Shelter opens in Honduras", "Forty families moved in on Monday, and more are expected.")
B = (
    "13 July 2020",
    "Diploma in Belize begins third course",
    "The first class has started its third specialised course.",
)
C = ("9 July 2020", "El Salvador counts its migrants", "The count of migrants abroad lasts a month and has begun.")
NEW = ("16 July 2020", "Guyana prepares for a boom", "The labour migration study was presented in Georgetown.")
FIRST = (A, B, C)
STEPS: tuple[tuple[str, tuple[tuple[str, ...], ...], list[str]], ...] = (
    # what the bulletin shows next, which headlines become unread, which one is gone from the reader's list
    ("typo", ((*A[:2], A[2].replace("Forty", "Fourty")), B, C), []),
    ("headline", (A, (B[0], "Third course of the diploma in Belize", B[2]), C), []),
    ("swapped", ((B[0], "Third course of the diploma in Belize", B[2]), A, C), []),
    ("new on top", (NEW, A, B, C), [NEW[1]]),
    ("fallen off", (NEW, A, B), []),
    ("corrected date", (NEW, A, ("10 July 2020", *B[1:])), []),
    ("unchanged", (NEW, A, ("10 July 2020", *B[1:])), []),
)


def test_a_subscriber_sees_no_false_news(followed: tuple[Service, Path, Subscriber]) -> None:
    """Over a whole history of edits only new items become unread, none is lost, and every headline is the last one."""
    service, bulletin, subscriber = followed
    unread, _ = subscriber.look()
    assert sorted(unread) == sorted(item[1] for item in FIRST)
    count = len(FIRST)
    for name, items, fresh in STEPS:
        cast("FakeClock", service.clock).move(hours=1)
        bulletin.write_bytes(text_of(*items))
        regenerate(service, service.sources)
        unread, read = subscriber.look()
        assert unread == fresh, name
        assert {item[1] for item in items} <= set(unread + read), name
        count += len(fresh)
        assert len(unread + read) == count, name


def test_published_dates_never_move(followed: tuple[Service, Path, Subscriber]) -> None:
    """In the reader's own database an entry keeps its date through corrections, and `updated` moves with them."""
    service, bulletin, subscriber = followed
    subscriber.look()
    before = {entry.id: entry for entry in subscriber.reader.get_entries()}
    cast("FakeClock", service.clock).move(hours=1)
    bulletin.write_bytes(text_of((*A[:2], A[2].replace("Forty", "Fifty")), B, C))
    regenerate(service, service.sources)
    subscriber.look()
    after = {entry.id: entry for entry in subscriber.reader.get_entries()}
    assert {name: entry.published for name, entry in after.items()} == {n: e.published for n, e in before.items()}
    moved = [
        str(entry.title)
        for name, entry in after.items()
        if entry.content != before[name].content or entry.summary != before[name].summary
    ]
    assert moved == [A[1]]
