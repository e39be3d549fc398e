"""The child process that parses what came over the network."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from dataclasses import asdict
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from services import SEED

from feedsvc.core.parse import parse
from feedsvc.errors import SourceUnreachable
from feedsvc.model import ParsedBulletin, Selectors, SourceDocument
from feedsvc.sources import parsing
from feedsvc.sources.parsing import ChildParser, bulletin_of, plain

TODAY = date(2020, 7, 20)
ADDRESS = "https://example.org/news"


def remote(content: bytes) -> SourceDocument:
    """A document from the network."""
    return SourceDocument(ADDRESS, content, "text/plain", "utf-8", ADDRESS)


@pytest.fixture
def parser() -> Iterator[ChildParser]:
    """A parser with a short patience; its child is gone at the end."""
    yield (made := ChildParser(seconds=20))
    child = made._child
    del made
    assert child is None or child.poll() is None


def test_it_says_the_same(parser: ChildParser) -> None:
    """What the child says is what would be said here, one document after another, by one child."""
    documents = [remote(SEED.read_bytes()), remote("1 de junio de 2020\n\nNiñez ☀ \ud83d\n".encode("utf-8", "replace"))]
    documents.append(remote(b""))
    for document in documents:
        assert parser(document, "es", TODAY) == parse(document, "es", TODAY)
        child = parser._child
        assert parser(document, "en", TODAY) == parse(document, "en", TODAY)
        assert parser._child is child


def test_a_file_is_read_here(parser: ChildParser) -> None:
    """No child is started for what stands in a file."""
    assert parser(SourceDocument("bulletin.txt", SEED.read_bytes()), "en", TODAY).items
    assert parser._child is None


@given(st.builds(ParsedBulletin, explained=st.floats(0, 1)))
def test_nothing_is_lost_on_the_way(bulletin: ParsedBulletin) -> None:
    """Every field of every noun comes back as it was: a new one fails here until it is carried."""
    said = json.loads(json.dumps(asdict(bulletin), default=plain))
    assert bulletin_of(said) == bulletin


def _program(monkeypatch: pytest.MonkeyPatch, instead: str) -> None:
    """Let the next child read documents with something else."""
    monkeypatch.setattr(
        parsing,
        "_CHILD",
        "import feedsvc.sources.parsing as p\n"
        f"def parse(document, language, today, selectors):\n    {instead}\n"
        "p.parse = parse\np.main()",
    )


SPOILT = {
    "import time; time.sleep(60)": "it takes more than 2 seconds",
    "while True: pass": "it takes more than 2 seconds",
    "return bytearray(1 << 31)": "it takes too much memory",
    "return document.content * (1 << 31)": "it takes too much memory",
    "import os; os._exit(1)": "the parser came to its limits",
    "import os; os.kill(os.getpid(), 9)": "the parser came to its limits",
    "raise RecursionError": "a fault of the parser, RecursionError",
    "print('[1, 2]', flush=True)": "the parser came to its limits",
    "print('{\"items\": [{}]}', flush=True)": "the parser came to its limits",
    "print('no JSON', flush=True)": "the parser came to its limits",
}


@pytest.mark.parametrize("instead", SPOILT)
def test_a_page_that_kills_it(monkeypatch: pytest.MonkeyPatch, instead: str) -> None:
    """It is said in one line, in bounded time, and the next page gets a new child."""
    parser = ChildParser(seconds=2)
    with monkeypatch.context() as spoilt:
        _program(spoilt, instead)
        began = time.monotonic()
        with pytest.raises(SourceUnreachable, match="what was received cannot be parsed: ") as caught:
            parser(remote(SEED.read_bytes()), "en", TODAY)
        assert time.monotonic() - began < 20
    assert SPOILT[instead] in caught.value.reason
    assert "\n" not in caught.value.reason
    patient = ChildParser(seconds=20)
    patient._child, patient._end = parser._child, parser._end
    assert patient(remote(SEED.read_bytes()), "en", TODAY).items


def test_a_child_that_was_killed_meanwhile(parser: ChildParser) -> None:
    """Whoever kills the idle child costs nothing."""
    assert parser(remote(SEED.read_bytes()), "en", TODAY).items
    child = parser._child
    assert child is not None
    child.kill()
    child.wait()
    assert parser(remote(SEED.read_bytes()), "en", TODAY).items


def test_it_has_nothing_to_steal(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The child knows no secret of the environment and can put no byte into a file."""
    monkeypatch.setenv("FEEDSVC_STORE", "postgresql://me:hunter2@localhost/news")
    _program(monkeypatch, "import os; raise type('_'.join(sorted(os.environ)), (Exception,), {})")
    with pytest.raises(SourceUnreachable, match=r"the parser, (LC_CTYPE_)?PYTHONPATH\)?$"):
        ChildParser(seconds=20)(remote(b""), "en", TODAY)
    _program(monkeypatch, f"open({str(tmp_path / 'file')!r}, 'w').write('x')")
    with pytest.raises(SourceUnreachable, match="the parser"):
        ChildParser(seconds=20)(remote(b""), "en", TODAY)
    assert (tmp_path / "file").stat().st_size == 0


def test_selectors_reach_the_child(parser: ChildParser) -> None:
    """What chooses the items of a page is told to it too."""
    rows = "".join(
        f"<li><b>{day} May 2020</b><a href='/{day}'>Café number {day}</a><i>x</i></li>" for day in range(1, 6)
    )
    page = SourceDocument("p", f"<ul>{rows}</ul>".encode(), "text/html", "utf-8", "https://example.org/")
    chosen = Selectors(item="li", title="b")
    assert parser(page, "en", TODAY, chosen) == parse(page, "en", TODAY, chosen)
    assert parser(page, "en", TODAY, chosen) != parser(page, "en", TODAY)
