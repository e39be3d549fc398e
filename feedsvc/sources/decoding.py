"""What a server compressed, decompressed within bounds: no more is made of it than may be kept."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator

from feedsvc.sources.line import Refused

CODINGS = "gzip, deflate"  # what is asked for

_GZIP, _ZLIB, _RAW = 31, 15, -15
_PORTION = 1 << 16


def whole(portions: Iterable[bytes], most: int) -> bytes:
    """Return all of a content. Raises Refused as soon as it is more than `most` bytes."""
    content = bytearray()
    for portion in portions:
        content += portion
        if len(content) > most:
            raise Refused("it is too large")
    return bytes(content)


def beginning(portions: Iterable[bytes], most: int) -> bytes:
    """Return the first bytes of a content, about `most`."""
    content = bytearray()
    for portion in portions:
        content += portion
        if len(content) >= most:
            break
    return bytes(content)


def decoded(chunks: Iterable[bytes], coding: str) -> Iterator[bytes]:
    """Give the content of a body that comes in chunks, in portions of bounded size.

    Raises Refused when it is compressed in a way that was not asked for, damaged, or ends before its compressed form.
    """
    match coding:
        case "" | "identity":
            yield from chunks
        case "gzip" | "x-gzip" | "deflate":
            yield from _inflated(chunks, is_gzip=coding != "deflate")
        case _:
            raise Refused(f"it is compressed with {coding[:40]!r}, which was not asked for")


def _inflated(chunks: Iterable[bytes], *, is_gzip: bool) -> Iterator[bytes]:
    engine = zlib.decompressobj(_GZIP) if is_gzip else None
    try:
        for chunk in chunks:
            rest = chunk
            while rest:
                if engine is None:  # "deflate" should mean with the header of zlib, and often means without
                    engine = zlib.decompressobj(_ZLIB if rest[0] & 0x0F == 8 else _RAW)
                elif engine.eof:
                    if not is_gzip or rest[:1] != b"\x1f":
                        break  # what follows is padding
                    engine = zlib.decompressobj(_GZIP)
                yield engine.decompress(rest, _PORTION)
                rest = engine.unconsumed_tail or engine.unused_data
        yield from _held_back(engine)
    except zlib.error as error:
        raise Refused(f"its compressed form is damaged ({error})") from None


def _held_back(engine: zlib._Decompress | None) -> Iterator[bytes]:
    """What the engine still holds of a portion that was full; Refused when the end has not come."""
    while engine is not None and not engine.eof:
        more = engine.decompress(b"", _PORTION)
        if not more:
            raise Refused("its compressed form ends in the middle")
        yield more
