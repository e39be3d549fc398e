"""An office that makes news by chance and changes its mind: what its bulletin says, and what readers should be told."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from feedsvc.model import OverrideAction

COUNTRIES = {"HN": "Honduras", "GT": "Guatemala", "BZ": "Belize", "PA": "Panama"}
STUB, GONE = timedelta(days=30), timedelta(days=60)  # since the withdrawal
LONG = " " + "o" * 20_000  # more bytes, and hardly more work
_SYLLABLES = ("ba", "ce", "di", "fo", "gu", "ka", "le", "mi", "no", "pu", "ra", "se", "ti", "vo", "xu", "za")


@dataclass(eq=False, slots=True)
class Story:
    """One item: what the office says of it, what an operator says instead, and what became of it."""

    serial: int
    day: date
    country: str
    headline: str
    text: str
    is_missing: bool = False  # taken out of the middle, and not read again since
    withdrawn: datetime | None = None
    is_down: bool = False  # an operator withdrew it
    title: str | None = None  # of an operator
    place: str | None = None  # the country that an operator gave it

    @property
    def wording(self) -> str:
        """The headline that the bulletin shows."""
        return f"{self.headline} in {COUNTRIES[self.country]} {self.serial}"

    @property
    def told(self) -> str:
        """The headline that is published."""
        return self.title or self.wording

    @property
    def stems(self) -> tuple[str, str]:
        """The feeds that carry it."""
        return ("all", (self.place or self.country).lower())

    def state(self, now: datetime) -> Literal["told", "stub", "deleted", "over"]:
        """What feeds say of it: its words; that it was withdrawn; a tombstone; nothing but in archives."""
        if self.withdrawn is None:
            return "told"
        gone = now - self.withdrawn
        return "stub" if gone < STUB else "deleted" if gone < GONE else "over"


class Newsroom:
    """All stories ever, and those that the bulletin shows, from the top."""

    def __init__(self, chance: random.Random, heavy: float = 0.0) -> None:
        self.chance = chance
        self.heavy = heavy  # the share of stories with very long texts
        self.stories: list[Story] = []
        self.shown: list[Story] = []

    def write(self, count: int, *, newest: date, spread: int) -> list[Story]:
        """Make stories of days down from `newest`, not more than `spread` days apart."""
        made: list[Story] = []
        day = newest
        for _ in range(count):
            text = self._words(24) + (LONG if self.chance.random() < self.heavy else "")
            country = self.chance.choice(list(COUNTRIES))
            made.append(Story(len(self.stories) + len(made) + 1, day, country, self._words(5).capitalize(), text))
            day -= timedelta(days=self.chance.randint(0, spread))
        self.stories += made
        return made

    def bulletin(self) -> bytes:
        """Return what the bulletin says."""
        return "\n\n\n".join(f"{s.day:%d %B %Y}\n\n{s.wording}\n\n{s.text}" for s in self.shown).encode()

    def edit(self, now: datetime, most_new: int) -> list[Story]:
        """Change the bulletin for its next reading at `now`; return the stories of which readers are told anew."""
        for story in self.stories:
            if story.is_missing:  # this reading confirms it
                story.is_missing, story.withdrawn = False, now
        back = self._restore(now)
        known = len(self.stories)
        self.shown[:0] = self.write(self.chance.randint(0, most_new), newest=now.date(), spread=0)
        changes = (self._fall, self._return, self._fill, self._take_out)
        for place in sorted(self.chance.sample(range(len(changes)), 2)):
            changes[place]([s for s in self.shown if s.serial <= known and s not in back])
        there = [story for story in self.shown if story.serial <= known]
        return [*back, *self._correct(there), *self._move(there)]

    def overrule(self, now: datetime) -> tuple[Story, OverrideAction, str] | None:
        """Let an operator say something of a story that fell off the bulletin; None where there is none."""
        fallen = [s for s in self.stories if s not in self.shown and not s.withdrawn and not s.is_missing]
        if not fallen:
            return None
        story = self.chance.choice(fallen)
        action: OverrideAction = self.chance.choice(("title", "countries", "withdraw"))
        if action == "title":
            story.title = f"{self._words(4).capitalize()} {story.serial}"
            return story, action, story.title
        if action == "countries":
            story.place = self.chance.choice(list(COUNTRIES))
            return story, action, story.place
        story.withdrawn, story.is_down = now, True
        return story, action, ""

    def _restore(self, now: datetime) -> list[Story]:
        """What is withdrawn comes back now and then at its place in the bulletin, as long as feeds tell of it.

        What returns later than that is the subject of cases/history/edits/forgotten.json.
        """
        newest, oldest = self.shown[0].day, self.shown[-1].day
        gone = [s for s in self.stories if s.withdrawn and not s.is_down and s.state(now) != "over"]
        back = [s for s in gone if oldest < s.day < newest and s.withdrawn != now and self.chance.random() < 0.2]
        for story in back:
            story.withdrawn = None
            self._put(story)
        return back

    def _put(self, story: Story) -> None:
        place = next((n for n, other in enumerate(self.shown) if other.day < story.day), len(self.shown))
        self.shown.insert(place, story)

    def _fall(self, there: Sequence[Story]) -> None:
        """The bulletin shows less of its end: whole days, so that nothing of the last one counts as taken out.

        What came back or came in just now stays.
        """
        last = self.shown[-self.chance.randint(1, len(self.shown) // 5)]
        if all(story in there for story in self.shown if story.day <= last.day):
            self.shown = [story for story in self.shown if story.day > last.day]

    def _fill(self, _: Sequence[Story]) -> None:
        """Old stories that were never shown appear below."""
        newest = self.shown[-1].day - timedelta(days=self.chance.randint(1, 9))
        self.shown += self.write(self.chance.randint(1, 6), newest=newest, spread=3)

    def _return(self, _: Sequence[Story]) -> None:
        """The bulletin shows more of what had fallen off its end, whole days too."""
        below = [s for s in self.stories if s.day < self.shown[-1].day and not s.withdrawn and s not in self.shown]
        days = sorted({story.day for story in below}, reverse=True)[: self.chance.randint(1, 9)]
        self.shown += [story for day in days for story in below if story.day == day]

    def _take_out(self, there: Sequence[Story]) -> None:
        """Stories go from the middle, where others will stand below them in the next reading too."""
        for story in self.chance.sample(there[: len(there) // 2], 2):
            self.shown.remove(story)
            story.is_missing = True

    def _correct(self, there: Sequence[Story]) -> list[Story]:
        """Words are corrected anywhere in the bulletin."""
        some = self.chance.sample(there, self.chance.randint(0, 4))
        for story in some:
            if story.title is None and self.chance.random() < 0.5:
                story.headline = _another(self.chance, story.headline, self._words(1))
            else:
                story.text = _another(self.chance, story.text, self._words(1))
        return some

    def _move(self, there: Sequence[Story]) -> list[Story]:
        """A story, mostly an old one, turns out to be another country's, or its own again."""
        some = [
            s
            for s in self.chance.sample(there[len(there) // 3 :], self.chance.randint(0, 2))
            if not s.title and not s.place
        ]
        for story in some:
            story.country = self.chance.choice([code for code in COUNTRIES if code != story.country])
        return some

    def _words(self, count: int) -> str:
        return " ".join("".join(self.chance.choices(_SYLLABLES, k=3)) for _ in range(count))


def _another(chance: random.Random, text: str, word: str) -> str:
    words = text.split()
    words[chance.randrange(1, 5)] = word
    return " ".join(words)
