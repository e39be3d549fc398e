"""Bytes to text, and which rule decided. No bytes raise; what a bulletin means is not judged here."""

from __future__ import annotations

import codecs
import re

from feedsvc.model import DecodedText

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

# The Encoding Standard gives the free bytes of Windows-1252 to the C1 controls, so that no byte is an error.
_WINDOWS_1252 = {byte: text for byte in range(0x80, 0xA0) if (text := bytes([byte]).decode("cp1252", "ignore"))}

# What XML 1.0 (section 2.2) forbids, and what HTML calls an error: controls that neither end a line nor are a
# tab, surrogates and noncharacters.
_PLANE_ENDS = "".join(f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0, 0x110000, 0x10000))
_REMOVED = re.compile(
    f"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef{_PLANE_ENDS}]"  # U+0085 ends a line
)


def decode(content: bytes) -> DecodedText:
    """Return the text of a source without its byte order mark. Never raises.

    A mark decides; then strict UTF-8; then Windows-1252, a guess. Bytes that break the encoding their mark
    names become U+FFFD, and the text counts as a guess. A sequence that is cut off at the very end is dropped:
    that is a short download, not another encoding. Line ends stay as they are. Control characters, surrogates
    and noncharacters are removed and counted.
    """
    text, encoding, is_guess = _marked(content) or _unmarked(content)
    text, removed = _REMOVED.subn("", text)
    return DecodedText(text, encoding, is_guess, removed)


def _marked(content: bytes) -> tuple[str, str, bool] | None:
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            body = content[len(mark) :]
            try:
                return _without_cut_end(body, encoding, "strict"), encoding, False
            except UnicodeDecodeError:
                return _without_cut_end(body, encoding, "replace"), encoding, True
    return None


def _unmarked(content: bytes) -> tuple[str, str, bool]:
    try:
        return _without_cut_end(content, "utf-8", "strict"), "utf-8", False
    except UnicodeDecodeError:
        return content.decode("latin-1").translate(_WINDOWS_1252), "windows-1252", True


def _without_cut_end(content: bytes, encoding: str, errors: str) -> str:
    # An incremental decoder that is not told of the end keeps an unfinished sequence back.
    return codecs.getincrementaldecoder(encoding)(errors).decode(content)
