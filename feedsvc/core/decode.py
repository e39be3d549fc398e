"""Bytes to text, and which rule decided. No bytes raise; what a bulletin means is not judged here."""

from __future__ import annotations

import codecs
import re
from functools import lru_cache
from itertools import islice

from feedsvc.core.blocks import split_lines
from feedsvc.model import DecodedText

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

# The Encoding Standard gives the free bytes of Windows-1252 to the C1 controls, so that no byte is an error.
_WINDOWS_1252 = {byte: text for byte in range(0x80, 0xA0) if (text := bytes([byte]).decode("cp1252", "ignore"))}
_ESCAPED = re.compile("[\udc80-\udcff]")  # a wrong byte, as Python's surrogateescape keeps it
_ESCAPED_1252 = {0xDC00 + byte: _WINDOWS_1252.get(byte, chr(byte)) for byte in range(0x80, 0x100)}

# Declared names, as the Encoding Standard reads them: what calls itself Latin-1 or ASCII is Windows-1252.
_CHARSETS = {
    **dict.fromkeys(("utf-8", "utf8"), "utf-8"),
    **dict.fromkeys(
        ("iso-8859-1", "latin1", "latin-1", "l1", "windows-1252", "cp1252", "us-ascii", "ascii"), "windows-1252"
    ),
    **{name: name for name in ("iso-8859-15", "iso-8859-2", "windows-1250", "windows-1251", "utf-16-le", "utf-16-be")},
    "utf-16": "utf-16-le",
    "utf-16le": "utf-16-le",
    "utf-16be": "utf-16-be",
}

# What XML 1.0 (section 2.2) forbids, and what HTML calls an error: controls that neither end a line nor are a
# tab, surrogates and noncharacters.
_PLANE_ENDS = "".join(f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0, 0x110000, 0x10000))
FORBIDDEN = re.compile(
    f"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef{_PLANE_ENDS}]"  # U+0085 ends a line
)


# What UTF-8 looks like to who takes it for Windows-1252: a letter of two bytes or a mark of three.
_GARBLED = re.compile("[ÃÂ][\u0080-\u00bfŒœŠšŸŽžƒˆ˜–—‘’‚“”„†‡•…‰‹›€™]|â€[™œ\u009d\u0080-\u00bf“”˜¦]")
_GARBLED_MARKS = "ÃÂâ"
_FEWEST_GARBLED = 2
_FEWEST_PAIRS = 4
_SAMPLE = 4096  # bytes by which UTF-16 is known


@lru_cache(maxsize=4)  # a source is read, judged, and what the next one is compared with
def decode(content: bytes, charset: str = "") -> DecodedText:
    """Return the text of a source without its byte order mark. Never raises.

    A mark decides; then `charset`, as declared, where the bytes are of it; then UTF-16, if every other byte is zero;
    then strict UTF-8. Bytes that are no UTF-8 among others that are count as Windows-1252, one by one;
    where they are the most, all of the text does. Either is a guess, and the place of the first such byte is told.
    A sequence that is cut off at the very end is dropped: that is a short download, not another encoding. Line ends
    stay as they are. Control characters, surrogates and noncharacters are removed and counted; what another program
    could not decode (U+FFFD) becomes a question mark.
    """
    text, encoding, guessed_at = _marked(content) or _declared(content, charset) or _unmarked(content)
    if guessed_at is None and encoding != _CHARSETS.get(_named(charset), encoding):
        guessed_at = next((n for n, character in enumerate(text) if not character.isascii()), None)
    place = _place(text, guessed_at) if guessed_at is not None else None
    text, removed = (text, 0) if _is_printable(text) else FORBIDDEN.subn("", text)
    garbled = _place(text, garbled_at) if (garbled_at := _garbled_at(text)) is not None else None
    return DecodedText(text.replace("\ufffd", "?"), encoding, place, removed + text.count("\ufffd"), garbled)


def _is_printable(text: str) -> bool:
    """Tell whether all of a text but tabs and line ends is for the eye; what is forbidden is not."""
    return all(map(str.isprintable, split_lines(text.replace("\t", " "))))


def _garbled_at(text: str) -> int | None:
    if text.isascii() or not any(mark in text for mark in _GARBLED_MARKS):
        return None
    found = list(islice(_GARBLED.finditer(text), _FEWEST_GARBLED))
    return found[0].start() if len(found) == _FEWEST_GARBLED else None


def _marked(content: bytes) -> tuple[str, str, int | None] | None:
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            body = content[len(mark) :]
            try:
                return _without_cut_end(body, encoding, "strict"), encoding, None
            except UnicodeDecodeError:
                if encoding == "utf-8":
                    return _repaired(body, is_marked=True)
                text = _without_cut_end(body, encoding, "replace")
                return text, encoding, text.index("\ufffd")
    return None


def _named(charset: str) -> str:
    return charset.strip().lower().replace("_", "-")


def _declared(content: bytes, charset: str) -> tuple[str, str, int | None] | None:
    """Read bytes as declared. What no program can be trusted with, or the bytes are not, is not believed."""
    name = _CHARSETS.get(_named(charset))
    if name is None:
        return None
    if name == "windows-1252":
        return (content.decode("latin-1").translate(_WINDOWS_1252), name, None) if not _is_utf_8(content) else None
    try:
        return _without_cut_end(content, name, "strict"), name, None
    except UnicodeDecodeError:
        return None


def _is_utf_8(content: bytes) -> bool:
    """Whether bytes are UTF-8 beyond doubt, whatever they are declared to be."""
    try:
        return not _without_cut_end(content, "utf-8", "strict").isascii()
    except UnicodeDecodeError:
        return False


def _utf_16(content: bytes) -> str | None:
    """Which UTF-16 bytes without a mark are: in Western text every other byte is zero."""
    sample = content[: min(_SAMPLE, len(content) // 2 * 2)]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    half = max(len(sample) // 2, _FEWEST_PAIRS)
    if odd * 10 >= half * 7 and even * 10 < half:
        return "utf-16-le"
    return "utf-16-be" if even * 10 >= half * 7 and odd * 10 < half else None


def _unmarked(content: bytes) -> tuple[str, str, int | None]:
    if (encoding := _utf_16(content)) is not None:
        return _without_cut_end(content, encoding, "replace"), encoding, 0
    try:
        return _without_cut_end(content, "utf-8", "strict"), "utf-8", None
    except UnicodeDecodeError:
        return _repaired(content, is_marked=False)


def _repaired(content: bytes, *, is_marked: bool) -> tuple[str, str, int]:
    """Read wrong bytes as Windows-1252; all of them, where neither a mark nor as many good sequences say UTF-8."""
    text = _without_cut_end(content, "utf-8", "surrogateescape")
    wrong = _ESCAPED.findall(text)
    good = sum(not character.isascii() for character in text) - len(wrong)
    if is_marked or good >= len(wrong):
        return text.translate(_ESCAPED_1252), "utf-8", text.index(wrong[0])
    whole = content.decode("latin-1").translate(_WINDOWS_1252)
    return whole, "windows-1252", next(n for n, character in enumerate(whole) if not character.isascii())


def _place(text: str, offset: int) -> tuple[int, int]:
    """The line and column of a character, from 1."""
    before = split_lines(text[:offset])
    return len(before), len(before[-1]) + 1


def _without_cut_end(content: bytes, encoding: str, errors: str) -> str:
    # An incremental decoder that is not told of the end keeps an unfinished sequence back.
    return codecs.getincrementaldecoder(encoding)(errors).decode(content)
