"""Documents of every kind, damaged at random: each is read, in little time, and no line of a text is lost."""

import random
import time
from collections.abc import Callable
from pathlib import Path

from accounting import assert_accounted

CASES = Path(__file__).parents[1] / "cases"
KINDS = {".txt", ".html", ".xml"}
LONGEST = 20_000  # bytes of a document that is taken; a damaged one may have three times as many
SLOWEST = 5.0  # seconds; what hangs takes minutes, and machines are busy
MARKS = (
    b"\n", b"\r\n", b"\t", b" ", b"\x00", b"\xff", b"\xef\xbb\xbf", b"\xe2\x80\xa8", b"\x0c", b"<", b">", b"</",
    b"&#8;", b"<div>" * 300, b"<br>", b"<!--", b"]]>", b"13 July 2020", b" - ", b": ", b"| ", b"# ", b"* ", b"[1]",
    b"(" * 200,
)  # fmt: skip


def damaged(document: bytes, other: bytes, chance: random.Random) -> bytes:
    """A document with one to six things done to it: bytes changed, cut, moved, put in, or taken from another."""
    for _ in range(chance.randint(1, 6)):
        first, last = sorted(chance.randrange(len(document) + 1) for _ in range(2))
        document = chance.choice((
            document[:first] + bytes([chance.randrange(256)]) + document[first + 1 :],
            document[:first] + document[last:],
            document[:last] + document[first:],
            document[:first] + chance.choice(MARKS) + document[first:],
            document[:first] + other[: last - first] + document[first:],
            document[last:] + document[first:last],
            document[:first],
        ))[:60_000]  # fmt: skip
    return document


def test_damaged_documents(times: Callable[[int, int], int], figure: Callable[[str], None]) -> None:
    """Nothing raises, hangs or loses a line; 100,000 documents with `--long`."""
    paths = sorted(path for path in CASES.rglob("*") if path.suffix in KINDS and path.stat().st_size <= LONGEST)
    documents = [path.read_bytes() for path in paths]
    count, chance = times(150, 100_000), random.Random(20201123)
    slowest = 0.0
    for number in range(count):
        content = damaged(chance.choice(documents), chance.choice(documents), chance)
        began = time.perf_counter()
        try:
            assert_accounted(content)
        except Exception as error:
            raise AssertionError(f"document {number}: {content!r}") from error
        slowest = max(slowest, time.perf_counter() - began)
    figure(f"{count} damaged documents of {len(paths)}: read, the slowest in {slowest:.2f} s")
    assert slowest < SLOWEST
