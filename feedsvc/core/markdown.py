"""The marks of Markdown and of plain-text mail in one line: what they say of it, and the line without them."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple
from urllib.parse import urljoin

from feedsvc.model import Block

_MOST_MARKED = 20_000  # characters; a longer line is no one's Markdown

_ADDRESS = r"https?://[^\s<>\"'\[\]]{1,2000}"
_MARK = re.compile(r"[*_#\[<>`~]")
_OPENING_MARK = re.compile(r"(?:[-+•‣◦▪●■○–—►▶➤✓✔❖]|[0-9]{1,3}[.)]|>>)\s")
_QUOTE = re.compile(r"(?:>\s?)+(?=\S)")
_HEADING = re.compile(r"(#{1,6})\s+(?=\S)")
_CLOSING_HASHES = re.compile(r"\s#+$")
_BULLET = re.compile(r"(?:\*\*|>>|[-*+•‣◦▪●■○–—►▶➤✓✔❖])\s+(?=\S)")
_WHOLE = re.compile(r"(\*\*\*|\*\*|__|\*|_)(?=[^\s*_])((?:(?!\1).)+)(?<=[^\s*_])\1([:.]?)")
_BOLD = re.compile(r"(\*\*|__)(?=[^\s*_])((?:(?!\1).)+?)(?<=\S)\1")
_ITALIC = re.compile(r"(?<![\w*_\\])([*_])(?=[^\s*_])([^*_]+?)(?<=[^\s*_])\1(?![\w*_])")
# Each part is bounded and never given back: marks that open again and again and never close must not cost their square.
_IMAGE = re.compile(r"!\[[^\]]{0,300}\]\([^)\s]{0,500}(?:\s\"[^\"]{0,300}\")?\)")
_LINK = re.compile(
    r"(?<!!)\[([^\[\]]{1,500})\]\(<?([^\s<>()\[\]]{1,500}+(?:\([^\s()\[\]]{0,80}+\)[^\s<>()\[\]]{0,80}+)?)>?(?:\s\"[^\"]{0,300}\")?\)"
)
_LAST_ADDRESS = re.compile(rf"({_ADDRESS}?)[\s)>\].,;]*\Z")
_BEFORE_ADDRESS = " \t\u00a0:(<>→»-–[|"
_ALONE = re.compile(rf"[\s<(\[]*({_ADDRESS}|www\.[^\s<>]+)[\s>)\].]*")
# A footnote, also as text browsers write their list of links; and the mark that refers to it.
_NOTE = re.compile(rf"(?:\[([0-9]{{1,3}})\][:.]?|([0-9]{{1,3}})\.)\s+<?({_ADDRESS})>?")
_NOTE_MARK = re.compile(r"\s?\[([0-9]{1,3})\]")
_NUMBER = re.compile(
    r"([0-9]{1,3})[.)/]\s+(?=[^\W\d_][^\s]*\s|[^\W\d_]+\Z|[\"“«¿¡©]|[0-9]{1,2}[^\s]{0,3}\s[^\W\d_]{3})"
)
_RULE = re.compile(r"[-*_=~#+>\s]+")
_UNDERLINE = re.compile(r"={3,}|-{3,}|~{3,}")


class Marked(NamedTuple):
    """A line without its marks, and what they said; `link` is absolute."""

    text: str
    heading: int = 0
    strong: bool = False
    bullet: bool = False
    link: str | None = None


def notes_of(lines: Iterable[str]) -> Mapping[str, str]:
    """Return the addresses of footnotes ("[1] https://…") by their numbers."""
    found = (_NOTE.fullmatch(line.strip()) for line in lines if "http" in line)
    return {note[1] or note[2]: note[3] for note in found if note}


def unmarked(line: str, address: str, notes: Mapping[str, str]) -> Marked:
    """Return `line` without the marks of heading, list, emphasis and link; never empty for a line that is not."""
    if len(line) > _MOST_MARKED or not _may_be_marked(line) or _RULE.fullmatch(line):
        return Marked(line)
    text, heading, bullet = _leading(line)
    if not _may_be_marked(text):
        return Marked(text.strip() or line, heading, strong=False, bullet=bullet)
    strong = False
    if (whole := _WHOLE.fullmatch(text)) is not None:
        text, strong = whole[2] + whole[3], len(whole[1]) > 1
    text, link = _linked(text, address, notes)
    if (whole := _WHOLE.fullmatch(text)) is not None:  # "[**Title**](…)"
        text, strong = whole[2] + whole[3], len(whole[1]) > 1
    text = _ITALIC.sub(r"\2", _BOLD.sub(r"\2", text)).strip()
    return Marked(text or line, heading, strong, bullet, link)


def _may_be_marked(line: str) -> bool:
    return _MARK.search(line) is not None or _OPENING_MARK.match(line) is not None or "http" in line or "www." in line


def underlines(blocks: Sequence[Block]) -> Iterator[tuple[int, int]]:
    """Yield the index of each block that a rule of marks of its own length underlines, and its heading level."""
    rules: dict[tuple[str, int], list[int | None]] = {}
    for index, (above, block) in enumerate(itertools.pairwise(blocks)):
        if _UNDERLINE.fullmatch(block.text):
            fits = not block.gap and abs(len(block.text) - len(above.text)) <= 3 and above.text[-1] not in "=-~.,;"
            rules.setdefault((block.text[0], len(block.text)), []).append(index if fits else None)
    for (mark, length), above_each in rules.items():
        lengths = {len(blocks[index].text) for index in above_each if index is not None}
        if None not in above_each and (len(lengths) == 1 or lengths <= {length - 1, length, length + 1}):
            # Otherwise a rule of one length stands under this and that: a separator.
            yield from ((index, 1 if mark == "=" else 2) for index in above_each if index is not None)


def unnumbered(blocks: Sequence[Block]) -> Iterator[tuple[int, str]]:
    """Yield the index of each line of a numbered list, and its text without the number: 1., 2., 3. and so on."""
    found = ((index, _NUMBER.match(block.text)) for index, block in enumerate(blocks))
    run: list[tuple[int, str]] = []
    for index, match in found:
        if match is None:
            continue
        if int(match[1]) != len(run) + 1:
            yield from run if len(run) > 1 else ()
            run = []
        if int(match[1]) == len(run) + 1:
            run.append((index, blocks[index].text[match.end() :]))
    yield from run if len(run) > 1 else ()


def _leading(line: str) -> tuple[str, int, bool]:
    """Take off what stands before a line's words: quotation, heading, bullet."""
    text = line
    if (found := _QUOTE.match(text)) is not None and not text.startswith(">>"):
        text = text[found.end() :]
    heading, bullet = 0, False
    if (found := _BULLET.match(text)) is not None:
        text, bullet = text[found.end() :], True
    if (found := _HEADING.match(text)) is not None:
        heading = len(found[1])
        text = _CLOSING_HASHES.sub("", text[found.end() :])
    return text, heading, bullet


def _linked(text: str, address: str, notes: Mapping[str, str]) -> tuple[str, str | None]:
    """Take links out of a line; return also the address to which most of it leads, or with which it ends."""
    if (alone := _ALONE.fullmatch(text)) is not None:
        target = alone[1] if alone[1].startswith("http") else f"https://{alone[1]}"
        return text, target.rstrip(".,;")
    if _NOTE.fullmatch(text):
        return text, None
    link = None
    without_images = _IMAGE.sub("", text).strip()
    text = without_images or text
    if (longest := max(_LINK.finditer(text), key=lambda found: len(found[1]), default=None)) is not None:
        plain = _LINK.sub(r"\1", text)
        if 2 * len(longest[1]) >= len(plain) or longest.end() == len(text):
            link = _absolute(longest[2], address)
        text = plain
    elif (start := text.rfind("http")) > 0 and (last := _LAST_ADDRESS.match(text, start)) is not None:
        link = last[1]
        text = text[:start].rstrip(_BEFORE_ADDRESS) if text[start - 1] in "<([" or start < 60 else text
    for mark in _NOTE_MARK.finditer(text):
        link = link or notes.get(mark[1])
    return _NOTE_MARK.sub(lambda mark: "" if mark[1] in notes else mark[0], text) if notes else text, link


def _absolute(target: str, address: str) -> str | None:
    try:
        joined = urljoin(address, target)
    except ValueError:  # an address that is none: "http://[1"
        return None
    return joined if joined.startswith(("http://", "https://")) else None
