"""Lines that a date opens with no mark behind it ("12 May 2020 Kits arrive in the north"), known by their number."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from feedsvc.core.page.dating import words_behind_date
from feedsvc.core.page.tree import Element

_FEWEST = 3  # lines
_FEWEST_WORDS = 3  # behind a date: "12 May 2020 Meeting" is one name
_DISTINCT = 0.8  # of what stands behind the dates

Kind = tuple[str, ...] | tuple[str, Element]


@dataclass(slots=True)
class Opened:
    """Learns in which kinds of blocks the lines open with a date. In those that are `known` it parts them."""

    known: frozenset[Kind] = frozenset()
    behind: dict[Kind, list[str]] = field(default_factory=lambda: defaultdict(list))

    def parted(self, text: str, block: Element) -> tuple[str, ...]:
        """Return the text that opens a line of `block`, in two if a date opens it and this is usual there."""
        begin = words_behind_date(text)
        if begin is None:
            return (text,)
        kind = _kind(block)
        self.behind[kind].append(text[begin:])
        return (text[:begin].rstrip(), text[begin:]) if kind in self.known else (text,)

    def usual(self, blocks: Iterable[Element]) -> frozenset[Kind]:
        """Return the kinds of which most lines open with a date, and go on differently; `blocks` are those of lines."""
        if not self.behind:
            return frozenset()
        lines = Counter(_kind(block) for block in blocks)
        return frozenset(kind for kind, texts in self.behind.items() if 2 * len(texts) > lines[kind] and _tell(texts))


def _tell(texts: list[str]) -> bool:
    """Tell whether these are what a list of news says behind its dates."""
    words = sorted(len(text.split()) for text in texts)
    is_said = len(texts) >= _FEWEST and words[len(words) // 2] >= _FEWEST_WORDS
    return is_said and len(set(texts)) >= _DISTINCT * len(texts)


def _kind(block: Element) -> Kind:
    """Say what is alike in the blocks of one list: their classes, or where there are none, what is around them."""
    around = block.parent or block
    names = block.attributes.get("class", ""), around.attributes.get("class", "")
    return (block.tag, around.tag, *names) if any(names) else (block.tag, around)
