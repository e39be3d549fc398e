"""Over any history of two sources and an operator: a reading needs no more of the store than `Known` promises.

Words, days and links come from so small a stock that nearly everything resembles something else.
"""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from making import NOW, attribution, known_of

from feedsvc.core.override import is_withdrawn_by, override_change
from feedsvc.core.reconcile import Outcome, Reading, reconcile
from feedsvc.model import Item, Override, OverrideAction, ParsedItem

SHORT, LONG = 20, 5000  # histories
STEPS = 14
STOCK = ("officers", "trained", "honduras", "belize", "opens", "course", "report", "number", "weekly", "families")
DAYS = (*(date(2020, 7, day) for day in range(1, 8)), None)
LINKS = (None, None, "https://example.org/", *(f"https://example.org/{n}" for n in range(5)))
VALUES: dict[OverrideAction, str] = {
    "withdraw": "", "restore": "", "merge": "", "title": "Corrected", "date": "2020-07-03", "countries": "BZ",
}  # fmt: skip


class _History:
    """What two sources say, what an operator says, and what the store holds of it."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.said = {source: [self._fresh() for _ in range(4)] for source in ("bulletin", "other")}
        self.stored: dict[str, Item] = {}
        self.overrides: list[Override] = []

    def _words(self, count: int) -> str:
        return " ".join(self.chance.choice(STOCK) for _ in range(count))

    def _fresh(self) -> ParsedItem:
        text = (self._words(self.chance.choice((4, 8))),) if self.chance.random() < 0.8 else ()
        return ParsedItem(self.chance.choice(DAYS), self._words(3), text, "en", (1, 1), self.chance.choice(LINKS))

    def edit(self, items: list[ParsedItem]) -> None:
        """Change one thing in a bulletin, or take a story from the other one."""
        if not items:
            items.append(self._fresh())
        place, other = self.chance.randrange(len(items)), self.chance.choice(list(self.said.values()))
        match self.chance.randrange(9):
            case 0:
                items.insert(0, self._fresh())
            case 1:
                items.pop(place)
            case 2:
                items[place] = replace(items[place], title=self._words(3))
            case 3:
                items[place] = replace(items[place], day=self.chance.choice(DAYS))
            case 4:
                items[place] = replace(items[place], paragraphs=(*items[place].paragraphs, self._words(2)))
            case 5:
                items[place] = replace(items[place], link=self.chance.choice(LINKS))
            case 6:
                items.reverse()
            case 7 if other:
                items.insert(place, self.chance.choice(other))
            case _:
                items.append(items.pop(place))

    def judge(self, now: datetime) -> None:
        """Let the operator say something of an item, or take back what was said last."""
        item = self.chance.choice(list(self.stored.values()))
        mine = [given for given in self.overrides if given.item == item.id]
        removed = mine[-1] if mine and self.chance.random() < 0.5 else None
        if removed:
            self.overrides.remove(removed)
        else:
            action = self.chance.choice(list(VALUES))
            self.overrides.append(Override(item.id, action, VALUES[action], "editor", "a letter came", now))
        left = [given for given in self.overrides if given.item == item.id]
        taken = {stamp for one in self.stored.values() for stamp in (one.published, one.updated)}
        change = override_change(item, left, taken.__contains__, now, removed=removed)
        if change:
            self.stored[item.id] = change.item
            assert override_change(change.item, left, taken.__contains__, now) is None

    def read(self, source: str, now: datetime) -> None:
        """Read a source, knowing what is promised and knowing everything: both say the same."""
        items = tuple(self.said[source])
        reading = Reading(source, "UTC", "example.org,2020", date(2030, 1, 1), items, (attribution("HN"),) * len(items))
        known = known_of(self.stored.values(), reading, *self.overrides)
        is_mine = {item.id: source in (item.source, *item.also) for item in self.stored.values()}
        everything = replace(
            known,
            mine=[item for item in self.stored.values() if is_mine[item.id]],
            others=[item for item in self.stored.values() if not is_mine[item.id]],
            overrides={name: tuple(o for o in self.overrides if o.item == name) for name in self.stored},
        )
        outcome = reconcile(known, reading, now)
        assert outcome == reconcile(everything, reading, now)
        self._keep(outcome)

    def _keep(self, outcome: Outcome) -> None:
        for change in outcome.changes:
            before = self.stored.get(change.item.id)
            assert change.before == before
            if before:
                assert _fixed(before) == _fixed(change.item)
                assert change.item.updated >= before.updated
            self.stored[change.item.id] = change.item
        _assert_sound(self.stored.values(), self.overrides)


def _fixed(item: Item) -> tuple[object, ...]:
    return (item.id, item.slug, item.published, item.first_seen)


def _assert_sound(stored: Iterable[Item], overrides: Iterable[Override]) -> None:
    """No name or stamp twice, no source twice for an item, and what an operator withdrew is withdrawn."""
    items = list(stored)
    for stamps in ([i.published for i in items], [i.updated for i in items], [i.slug for i in items]):
        assert len(set(stamps)) == len(items)
    for item in items:
        given = [one for one in overrides if one.item == item.id]
        assert len({item.source, *item.also}) == 1 + len(item.also)
        assert item.presence == "withdrawn" or not is_withdrawn_by(given)
        assert not item.also or item.presence == "shown" or given


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Make as many histories as the run has time for."""
    if "seed" in metafunc.fixturenames:
        count = LONG if metafunc.config.getoption("--long", default=False) else SHORT
        metafunc.parametrize("seed", range(count))


def test_any_history(seed: int) -> None:
    """Whatever two sources and an operator say, nothing outside of `Known` decides, and what is for ever stays."""
    chance = random.Random(seed)
    history, now = _History(chance), NOW
    for _ in range(STEPS):
        now += timedelta(hours=chance.choice((0.2, 2, 24 * 20)))
        source = chance.choice(("bulletin", "other"))
        for _ in range(chance.choice((0, 1, 1, 2, 3))):
            history.edit(history.said[source])
        if history.stored and chance.random() < 0.3:
            history.judge(now)
        history.read(source, now)
