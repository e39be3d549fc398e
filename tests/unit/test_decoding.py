"""Compressed bodies, whole and broken, in any pieces."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Callable, Iterable

import pytest

from feedsvc.sources.decoding import beginning, decoded, whole
from feedsvc.sources.line import Refused

TEXT = bytes(range(256)) * 300


def _raw(content: bytes) -> bytes:
    engine = zlib.compressobj(wbits=-15)
    return engine.compress(content) + engine.flush()


PACKED: dict[str, tuple[str, Callable[[bytes], bytes]]] = {
    "plain": ("", bytes),
    "identity": ("identity", bytes),
    "gzip": ("gzip", gzip.compress),
    "x-gzip": ("x-gzip", gzip.compress),
    "members": ("gzip", lambda content: gzip.compress(content[:5]) + gzip.compress(content[5:])),
    "padded": ("gzip", lambda content: gzip.compress(content) + bytes(600)),
    "deflate": ("deflate", zlib.compress),
    "raw deflate": ("deflate", _raw),
}


def pieces(content: bytes, size: int) -> Iterable[bytes]:
    """The content as it may come."""
    return (content[n : n + size] for n in range(0, len(content), size))


@pytest.mark.parametrize("size", [1, 7, 1000, 1 << 20])
@pytest.mark.parametrize("name", PACKED)
def test_every_form_in_every_piece(name: str, size: int) -> None:
    """The content is that which was packed, however it is cut on its way."""
    coding, pack = PACKED[name]
    for content in (TEXT, b"", bytes(5_000_000)) if size > 7 else (TEXT[:3000],):
        assert whole(decoded(pieces(pack(content), size), coding), 5_000_000) == content


@pytest.mark.parametrize("name", ["gzip", "members", "deflate", "raw deflate"])
def test_half_of_it(name: str) -> None:
    """What ends before its compressed form does is refused, wherever it was cut."""
    coding, pack = PACKED[name]
    packed = pack(TEXT)
    for length in {*range(1, 40), *range(len(packed) - 20, len(packed) - (0 if "gzip" in coding else 1))}:
        if name == "members" and packed[:length] == gzip.compress(TEXT[:5]):
            continue  # whole by itself
        with pytest.raises(Refused):
            whole(decoded([packed[:length]], coding), len(TEXT))


def test_a_bomb_is_not_made() -> None:
    """No more than a portion beyond the limit is ever made of it."""
    made = 0

    def counted(portions: Iterable[bytes]) -> Iterable[bytes]:
        nonlocal made
        for portion in portions:
            made += len(portion)
            yield portion

    bomb = gzip.compress(bytes(30_000_000))
    with pytest.raises(Refused, match="it is too large"):
        whole(counted(decoded([bomb], "gzip")), 1_000_000)
    assert made < 1_100_000
    assert len(beginning(decoded([bomb], "gzip"), 1000)) < 100_000


def test_what_was_not_asked_for() -> None:
    """Other codings, and several at once, are refused."""
    for coding in ("br", "zstd", "gzip, gzip", "x" * 500):
        with pytest.raises(Refused, match="which was not asked for"):
            whole(decoded([b"a"], coding), 10)
