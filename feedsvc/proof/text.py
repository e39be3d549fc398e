"""What holds for every document: its compressed forms give it back, it is UTF-8 text, and it can be parsed."""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Callable, Iterable
from xml.etree import ElementTree as ET

from feedsvc.model import Document

_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_CONTROLS = bytes(set(range(0x20)) - set(b"\t\n\r"))
_PARTS = (b"\xef\xbf\xbe", b"\xef\xbf\xbf", b"\xed")  # U+FFFE, U+FFFF, and what surrogates begin with, as Hangul does


def forms_fault(document: Document) -> str | None:
    """Return why some form of a document does not give its identity form, byte for byte."""
    for coding, body in document.variants.items():
        if coding not in ("", "gzip"):
            return f"its form in {coding} cannot be checked"
        if coding and _unpacked(body) != document.variants[""]:
            return f"its form in {coding} is not the document"
    return None


def text_fault(content: bytes) -> str | None:
    """Return why bytes are not UTF-8 text of characters that XML 1.0 allows (section 2.2)."""
    return judged(content, lambda: None)


def xml_fault(content: bytes) -> str | None:
    """Return why bytes are not well-formed XML in UTF-8."""

    def read() -> None:
        xml(content)

    return judged(content, read)


def json_fault(content: bytes, wanted: object) -> str | None:
    """Return why bytes are not the JSON form of `wanted`."""
    return judged(content, lambda: None if json.loads(content) == wanted else "it does not hold what it should")


def judged(content: bytes, check: Callable[[], str | None]) -> str | None:
    """Return why bytes are no text, or else what `check` says; it may raise ParseError or ValueError."""
    try:
        text = content.decode()
        return (control_fault(text) if _is_suspect(content) else None) or check()
    except (ET.ParseError, ValueError) as error:
        return f"it cannot be read: {error}"


def controls_fault(texts: Iterable[str]) -> str | None:
    """Return which character of the first bad one of some texts XML forbids, with the number of that text, from 1."""
    given = tuple(texts)
    if not _is_suspect("".join(given).encode("utf-8", "surrogatepass")):
        return None
    faults = ((number, control_fault(text)) for number, text in enumerate(given, 1))
    return next((f"entry {number}: {fault}" for number, fault in faults if fault), None)


def control_fault(text: str) -> str | None:
    """Return which character of a text XML forbids."""
    found = _FORBIDDEN.search(text)
    return f"it holds the character U+{ord(found[0]):04X}" if found else None


def _is_suspect(content: bytes) -> bool:
    """Whether UTF-8 may hold a forbidden character: a look at bytes costs a tenth of a look at every character."""
    return len(content.translate(None, _CONTROLS)) != len(content) or any(part in content for part in _PARTS)


def xml(content: bytes) -> ET.Element:
    """Return the root of an XML document, read by expat: another parser than the one that writes them.

    Raises ParseError where it is not well-formed.
    """
    return ET.fromstring(content)  # noqa: S314 (this program's own rendering, not a stranger's file)


def _unpacked(body: bytes) -> bytes | None:
    """What one whole gzip member holds (RFC 1952), or None for anything else."""
    reader = zlib.decompressobj(wbits=31)
    try:
        content = reader.decompress(body)
    except zlib.error:
        return None
    return content if reader.eof and not reader.unused_data else None
