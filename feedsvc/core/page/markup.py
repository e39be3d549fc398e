"""The source of a page, bounded before any parser sees it: how deep, how many elements, how long one tag may be.

What shows no text is dropped here (scripts, styles, comments); JSON-LD is handed out apart. The places of all text
are kept, since parsers lose them.
"""

from __future__ import annotations

import html
import re
from bisect import bisect_right
from dataclasses import dataclass

from feedsvc.core.blocks import LINE_END
from feedsvc.core.page.vocabulary import words

DEEPEST = 250
MOST_TAGS = 20_000
_LONGEST_TAG = 4000
_LOOKAHEAD = 60
_PREFIX = 16

_NAME = re.compile(r"[a-zA-Z][a-zA-Z0-9:._-]{0,60}")
# Possessive: what does not end is given up at once.
_REST = re.compile(r"""(?:[^>"']++|"[^"]*+"|'[^']*+')*+>""")
_KEPT_ATTRIBUTE = re.compile(
    r"""\s(?:href|src|class|id|datetime|alt)\s*=\s*(?:"[^"<>]{0,900}"|'[^'<>]{0,900}')""", re.IGNORECASE
)
_JSON_LD = re.compile(r"application/ld\+json", re.IGNORECASE)

_UNSHOWN = words("script style noscript svg iframe textarea noembed noframes xmp")
_VOID = words("area base br col embed hr img input link meta param source track wbr")
# These show nothing; the first tag of any other name begins the body, whose own tags may be left out.
_OF_HEAD = words("html head title base basefont bgsound link meta xml")
_NESTED_UNCLOSED = words("dt dd")  # the parser puts one into another that was never closed
_UNKNOWN_AS_VOID = words("source track wbr")
_BREAKING = words("div p li tr td th dt dd table ul ol section article h1 h2 h3 h4 h5 h6 blockquote")
_ENDED_BY = {
    "p": frozenset(("p",)),
    "li": frozenset(("li", "p")),
    "dt": frozenset(("dt", "dd", "p")),
    "dd": frozenset(("dt", "dd", "p")),
    "option": frozenset(("option",)),
    "tr": frozenset(("tr", "td", "th", "p")),
    "td": frozenset(("td", "th", "p")),
    "th": frozenset(("td", "th", "p")),
}


@dataclass(frozen=True, slots=True)
class Markup:
    """`text` is markup that any parser may read. `data` are its JSON-LD scripts, each with its offset in the source.

    `runs` are the offset in the source of each stretch of text between tags, and its beginning. `cut` is where
    reading ended, if the page has more elements than are read.
    """

    text: str
    data: tuple[tuple[int, str], ...]
    runs: tuple[tuple[int, str], ...]
    cut: int | None = None


def bound(source: str) -> Markup:
    """Return the markup of a page within bounds. Linear in its length, whatever it holds."""
    scan = _Scan(source)
    scan.run()
    return Markup("".join(scan.kept), tuple(scan.data), tuple(scan.runs), scan.cut)


class _Scan:
    """One pass over the tags of a source."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.at = 0
        self.kept: list[str] = []
        self.data: list[tuple[int, str]] = []
        self.runs: list[tuple[int, str]] = []
        self.open: list[str] = []
        self.dropped: dict[str, int] = {}
        self.tags = 0
        self.is_in_body = False
        self.is_apart = False  # the last tag that was kept parts lines, so white space behind it shows nothing
        self.cut: int | None = None

    def run(self) -> None:
        """Read to the end, or until there are too many tags."""
        source = self.source
        while (found := source.find("<", self.at)) >= 0:
            self.text(found)
            if self.cut is not None:
                return
            follows = source[found + 1 : found + 2]
            if follows.isalpha() or follows == "/":
                self.tag(found)
            elif follows in ("!", "?"):
                self.skip(found)
            else:
                self.kept.append("&lt;")
                self.is_apart = False
                self.at = found + 1
            if self.tags > MOST_TAGS:
                self.cut = self.at
                return
        self.text(len(source))

    def text(self, end: int) -> None:
        """Keep the text up to `end`, and its place. Preformatted, each line end counts like a tag."""
        text = self.source[self.at : end]
        if not text:
            return
        is_written = "pre" in self.open
        if is_written:
            rows = text.split("\n", MOST_TAGS - self.tags + 1)
            self.tags += len(rows) - 1
            if self.tags > MOST_TAGS:
                text = "\n".join(rows[:-1])
                self.cut = end = self.at + len(text)
        lead = text.lstrip()
        if lead:
            self.runs.append((end - len(lead), html.unescape(lead[: 3 * _PREFIX])))
        if lead or is_written or not self.is_apart:
            self.kept.append(text)
            self.is_apart = False

    def skip(self, start: int) -> None:
        """Step over a comment, a declaration or an instruction."""
        is_comment = self.source.startswith("<!--", start)
        end = self.source.find("-->" if is_comment else ">", start + 2)
        self.at = len(self.source) if end < 0 else end + (3 if is_comment else 1)

    def tag(self, start: int) -> None:
        """Read the tag at `start`: keep it, or drop it with its end where it stands too deep."""
        source = self.source
        is_end = source[start + 1] == "/"
        named = _NAME.match(source, start + 1 + is_end)
        end = self.end_of_tag(start)
        raw = source[start:end]
        self.at = end
        if named is None:
            return
        self.tags += 1
        name = named[0].lower()
        if is_end:
            self.close(name)
        elif name in _UNSHOWN and not raw.endswith("/>"):
            self.unshown(name, raw)
        else:
            self.start(name, raw)

    def end_of_tag(self, start: int) -> int:
        """Return where the tag ends: after the next ">" outside quotes, or any, where quotes are never closed."""
        # A quote that is never closed is the last of its kind: this fails few times, whatever the source.
        found = _REST.match(self.source, start + 1)
        if found is not None:
            return found.end()
        end = self.source.find(">", start)
        return len(self.source) if end < 0 else end + 1

    def unshown(self, name: str, raw: str) -> None:
        """Step over an element that shows no text; keep JSON-LD aside."""
        closing = re.compile(rf"</{name}", re.IGNORECASE).search(self.source, self.at)
        end = len(self.source) if closing is None else closing.start()
        if name == "script" and _JSON_LD.search(raw):
            self.data.append((self.at, self.source[self.at : end]))
        self.at = end
        if closing is not None:
            self.at = self.end_of_tag(end)

    def start(self, name: str, raw: str) -> None:
        """Keep a start tag unless it stands too deep: then a line break is left of a block."""
        self.begin_body(name)
        ended = _ENDED_BY.get(name, frozenset())
        while self.open and self.open[-1] in ended:
            over = self.open.pop()
            if name in _NESTED_UNCLOSED:
                self.kept.append(f"</{over}>")
        if name not in _VOID and not raw.endswith("/>"):
            if len(self.open) >= DEEPEST:
                self.dropped[name] = self.dropped.get(name, 0) + 1
                self.tags -= 1
                if name in _BREAKING and self.kept[-1] != "<br>":
                    self.kept.append("<br>")
                    self.tags += 1
                return
            self.open.append(name)
        if len(raw) > _LONGEST_TAG:
            raw = f"<{name}{''.join(_KEPT_ATTRIBUTE.findall(raw)[:20])}>"
        self.is_apart = name in _BREAKING
        # The parser does not know that these are empty.
        self.kept.append(f"{raw}</{name}>" if name in _UNKNOWN_AS_VOID else raw)

    def begin_body(self, name: str) -> None:
        """Begin the body where its tags are left out: the parser leaves what it does not know in the head."""
        if self.is_in_body or name in _OF_HEAD or ":" in name:
            return
        self.is_in_body = True
        if self.tags > 1 and name not in ("body", "frameset"):
            self.kept.append("<body>")

    def close(self, name: str) -> None:
        """Keep an end tag unless its start was dropped."""
        if self.dropped.get(name):
            self.dropped[name] -= 1
            self.tags -= 1
            return
        if name in self.open:
            while self.open.pop() != name:
                pass
        self.is_apart = name in _BREAKING
        self.kept.append(f"</{name}>")


class Places:
    """Where the texts of a page stand in its source. They are asked for in the order of the document."""

    def __init__(self, source: str, runs: tuple[tuple[int, str], ...] = ()) -> None:
        self.starts = [0, *(found.end() for found in LINE_END.finditer(source))]
        self.runs = runs
        self.next = 0

    def of(self, text: str) -> tuple[int, int]:
        """Return line and column, from 1, of `text`; of what stands next in the source, where it is not found."""
        wanted = text.lstrip()[:_PREFIX]
        for index in range(self.next, min(self.next + _LOOKAHEAD, len(self.runs))):
            if self.runs[index][1].startswith(wanted):
                self.next = index + 1
                return self.place(self.runs[index][0])
        return self.place(self.runs[min(self.next, len(self.runs) - 1)][0] if self.runs else 0)

    def place(self, offset: int) -> tuple[int, int]:
        """Return line and column, from 1, of an offset in the source."""
        line = bisect_right(self.starts, offset)
        return line, offset - self.starts[line - 1] + 1
