"""Decides media types, compressed forms and validators of published documents. Touches no file."""

from __future__ import annotations

import gzip
import hashlib
import zlib
from collections.abc import Mapping
from types import MappingProxyType

from feedsvc.model import Document
from feedsvc.render.addresses import FORMATS

ENCODINGS: Mapping[str, str] = MappingProxyType({"": "", "gzip": ".gz"})
"""Each content coding and the suffix of its files, the best last; "" is the identity form."""

MEDIA_TYPES: Mapping[str, str] = MappingProxyType(
    {
        **FORMATS,
        "opml": "text/x-opml",
        "html": "text/html",
        "css": "text/css",
        "svg": "image/svg+xml",
        "txt": "text/plain",
    }
)

SMALLEST_GAIN = 64  # bytes; less is not worth another file and another cached form


def media_type(name: str) -> str:
    """Return the Content-Type of a file by its suffix; raises KeyError for one that is never published."""
    return f"{MEDIA_TYPES[name.rpartition('.')[2]]}; charset=utf-8"


def document(name: str, identity: bytes) -> Document:
    """Return a document in every coding that saves at least 64 bytes; same input, same bytes."""
    packed = gzip.compress(identity, compresslevel=6, mtime=0)
    gains = len(identity) - len(packed) >= SMALLEST_GAIN
    return Document(name, {"": identity, "gzip": packed} if gains else {"": identity})


def is_form_of(identity: bytes, coding: str, body: bytes) -> bool:
    """Whether `body` is `identity` in `coding`, judged without decompressing.

    The end of a gzip member holds CRC-32 and length of what was compressed (RFC 1952 section 2.3.1).
    """
    if coding == "":
        return body == identity
    trailer = zlib.crc32(identity).to_bytes(4, "little") + (len(identity) & 0xFFFFFFFF).to_bytes(4, "little")
    return coding == "gzip" and body.startswith(b"\x1f\x8b") and body.endswith(trailer)


def etag(identity: bytes, coding: str) -> str:
    """Return the strong, quoted entity tag of a form: 128 bits of the identity's SHA-256, then the coding."""
    # Hexadecimal, so that no tag ends by chance in a suffix like "-br".
    digest = hashlib.sha256(identity).hexdigest()[:32]
    return f'"{digest}-{coding}"' if coding else f'"{digest}"'


def max_age(address: str, ceiling: int) -> int:
    """Return how many seconds an address stays fresh: a fixed number from 90 to 100 % of `ceiling`.

    It differs between addresses, so that caches filled at one moment do not all come back at another.
    """
    spread = ceiling // 10
    jitter = int.from_bytes(hashlib.sha256(address.encode()).digest()[:8], "big") % (spread + 1)
    return ceiling - jitter
