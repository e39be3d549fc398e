"""A bulletin that is edited step by step, as `cases/history/edits` tells it."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent.parent / "cases" / "history" / "edits"
_BETWEEN = "\n\n\n"  # items


@dataclass(frozen=True, slots=True)
class Step:
    """One edit, or something else that happens, and what each feed then says of it to a person.

    What happens: `replace` has pairs of words and those that stand in their place from now on; `bulletin` is a new
    order of its items; `whole` another bulletin; `encoding` and `ends` are those of its bytes; of a download that was
    `cut` there is nothing behind these words. An operator gives an `override` (headline, action, value), or takes the
    last one back (`remove`).

    What is told: headlines by the feeds in which they are `new`, `updated`, `vanished`, or have other bytes only
    (`touched`). RSS has no word for `only_dates`; a reader that never forgets has `known` what is new; `withdrawn` are
    all that have been withdrawn by then, unless nothing changed in that.
    """

    edit: str
    state: str = "changed"
    days: int = 0
    replace: tuple[tuple[str, str], ...] = ()
    bulletin: tuple[int, ...] = ()
    whole: str | None = None
    cut: str | None = None
    encoding: str = "utf-8"
    ends: str = "\n"
    accept: bool = False
    override: tuple[str, str, str] | None = None
    remove: bool = False
    new: dict[str, str] = field(default_factory=dict)
    updated: dict[str, str] = field(default_factory=dict)
    vanished: dict[str, str] = field(default_factory=dict)
    touched: dict[str, str] = field(default_factory=dict)
    only_dates: tuple[str, ...] = ()
    known: tuple[str, ...] = ()
    withdrawn: tuple[str, ...] | None = None

    @property
    def is_read(self) -> bool:
        """Whether the source is read; else an operator does something."""
        return self.override is None and not self.remove

    def told(self, what: str, stem: str) -> tuple[str, ...]:
        """Return the headlines that one feed tells of as `new`, `updated`, `vanished` or `touched`."""
        headlines: dict[str, str] = getattr(self, what)
        return tuple(sorted(headline for headline, stems in headlines.items() if stem in stems.split()))


@dataclass(frozen=True, slots=True)
class Told:
    """An item as the bulletin tells it."""

    date_line: str
    title: str
    paragraphs: tuple[str, ...]

    @property
    def day(self) -> date | None:
        """The day that its date line names, if there is such a day."""
        try:
            return datetime.strptime(self.date_line, "%d %B %Y").replace(tzinfo=UTC).date()
        except ValueError:
            return None


def first_bulletin() -> str:
    """Return what the bulletin said when people subscribed."""
    return (FOLDER / "bulletin.txt").read_text(encoding="utf-8").strip()


def steps(name: str) -> tuple[Step, ...]:
    """Return the steps of a history, in their order."""
    return tuple(_step(values) for values in json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8")))


def edited(text: str, step: Step) -> str:
    """Return the bulletin after an edit; words that are replaced must stand in it just once."""
    if step.whole is not None:
        return step.whole
    if step.bulletin:
        items = text.split(_BETWEEN)
        assert sorted(step.bulletin) == list(range(1, len(items) + 1)), step.edit
        return _BETWEEN.join(items[place - 1] for place in step.bulletin)
    for old, new in step.replace:
        assert text.count(old) == 1, (step.edit, old)
        text = text.replace(old, new)
    return text


def sent(text: str, step: Step) -> bytes:
    """Return the bytes in which a step's bulletin comes."""
    whole = text if step.cut is None else text[: text.index(step.cut) + len(step.cut)]
    return (whole + ("\n" if step.cut is None else "")).replace("\n", step.ends).encode(step.encoding)


def items_of(text: str) -> tuple[Told, ...]:
    """Return the items of a bulletin, each once."""
    parts = [item.split("\n\n") for item in text.split(_BETWEEN)]
    return tuple(dict.fromkeys(Told(date_line, title, tuple(rest)) for date_line, title, *rest in parts))


def _step(values: dict[str, Any]) -> Step:
    given: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in values.items()}
    step = Step(**given)
    return replace(step, replace=tuple((old, new) for old, new in step.replace))
