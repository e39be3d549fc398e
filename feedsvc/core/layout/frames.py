"""What stands around the day of each item again and again: who wrote it, and in which section. It is no headline.

Beside a headline that says the same every week nothing else could be the headline; beside these lines there is one.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence

from feedsvc.core.dates import DateReading, Order, Slot, around_days, order_of
from feedsvc.core.headline import ends_sentence
from feedsvc.core.layout.units import Unit
from feedsvc.core.phrases import Kind

_FEWEST = 3  # lines
_LONGEST = 80  # characters
_LONGEST_NAME = 30  # characters of who wrote, or of a section
_TWO_NUMBERS = re.compile("[0-9][^0-9]{1,14}[0-9]")  # of a day that has its year
_SAYS = re.compile(r":\s|(?<!\b[A-Z])[.!?…]$")  # a field, or a sentence


def framed_days(slots: Mapping[str, Slot | None], order: Order | None) -> dict[str, Slot]:
    """Return the slots of short lines that have no place for a date but the same words around one as others have.

    `order` is that of day and month, if other lines show it.
    """
    lines = [
        text for text, slot in slots.items() if slot is None and len(text) <= _LONGEST and _TWO_NUMBERS.search(text)
    ]
    ends = Counter(map(_ends, lines))
    frames: defaultdict[tuple[str, str], dict[str, DateReading]] = defaultdict(dict)
    for text in lines:
        if ends[_ends(text)] >= _FEWEST and (found := around_days(text)) is not None:
            before, reading, behind = found
            frames[before, behind][text] = reading
    alike = {text: one for texts in frames.values() if len(texts) >= _FEWEST for text, one in texts.items()}
    shown = order or order_of(alike.values())
    return {
        text: Slot(one.settled(shown) if shown and "ambiguous_date" in one.problems else one, "alone")
        for text, one in alike.items()
    }


def _ends(text: str) -> tuple[str, str]:
    return text.partition(" ")[0], text.rpartition(" ")[2]


def bylines(
    units: Sequence[Unit], slots: Mapping[str, Slot | None], kinds: Mapping[str, Kind | None]
) -> dict[str, Slot]:
    """Return the slots of lines that say the same beside their day as others do: "Ana · 15 February 2020 · print".

    What they say is no headline: one stands right above or below several of them.
    """
    said: defaultdict[str, list[int]] = defaultdict(list)
    for index, unit in enumerate(units):
        slot = slots[unit.block.text]
        if slot is not None and (words := _beside(unit.block.text, slot)):
            said[words].append(index)
    often = (lines for lines in said.values() if len(lines) >= _FEWEST)
    found = [
        units[index].block.text
        for lines in often
        if sum(_stands_by_headline(index, units, slots, kinds) for index in lines) >= _FEWEST
        for index in lines
    ]
    return {text: Slot(slot.reading, "alone") for text in found if (slot := slots[text]) is not None}


def _beside(text: str, slot: Slot) -> str:
    """What a line says beside its day; nothing, where that is all, or the line is long."""
    if slot.form != "inside":
        return text[slot.start : slot.end]
    found = around_days(text) if len(text) <= _LONGEST else None
    return f"{found[0]}…{found[2]}" if found else ""


def names_beside_days(
    units: Sequence[Unit], slots: Mapping[str, Slot | None], kinds: Mapping[str, Kind | None]
) -> frozenset[str]:
    """Return the short lines that stand right above or below days, again and again: who wrote, or a section."""
    times = Counter(unit.block.text for unit in units)
    beside: Counter[str] = Counter()
    for index, unit in enumerate(units):
        text = unit.block.text
        if times[text] < _FEWEST or len(text) > _LONGEST_NAME or kinds[text] or slots[text] or _SAYS.search(text):
            continue
        beside[text] += any(_is_day(slots[units[n].block.text]) for n in _around(index, units))
    return frozenset(text for text, count in beside.items() if 2 * count > times[text])


def _stands_by_headline(
    index: int, units: Sequence[Unit], slots: Mapping[str, Slot | None], kinds: Mapping[str, Kind | None]
) -> bool:
    """Whether a line right above or below one may be a headline."""
    others = (units[n].block.text for n in _around(index, units))
    return any(
        kinds[text] is None and slots[text] is None and " " in text and not ends_sentence(text) for text in others
    )


def _around(index: int, units: Sequence[Unit]) -> Iterator[int]:
    return (n for n in (index - 1, index + 1) if 0 <= n < len(units))


def _is_day(slot: Slot | None) -> bool:
    return slot is not None and slot.form == "alone"
