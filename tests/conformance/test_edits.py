"""A history of edits as subscribers live through it, in all formats, and what `plan` said of each step before it.

`plan` is compared with the database of the `reader` library. What it calls new must be the new entries, all unread
and no others. What it calls updated must be the entries whose `updated` moved; RSS has none, so there these are the
entries with other words, without those of which only the typography differs, and with those of which only the day was
corrected, for which RSS has no words (both are named in the data). `reader` never forgets an entry: what vanishes is
gone from the document that feedparser reads, and what comes back after its tombstone is unread to nobody.
"""

from __future__ import annotations

import json
import re
from calendar import timegm
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from html import unescape
from pathlib import Path
from typing import cast
from urllib.request import urlopen
from zoneinfo import ZoneInfo

import feedparser
import pytest
from fakes import FakeClock
from faults.serving import serving
from making import SITE, SOURCE
from services import on_disk

from conformance.rewriting import Step, Told, edited, first_bulletin, items_of, sent, steps
from conformance.subscribing import STUB, Seen, Shelf, Subscriber, difference, headlines
from feedsvc.model import Override
from feedsvc.operating import add_override, find_item, remove_override
from feedsvc.pipeline import regenerate
from feedsvc.planning import Plan, plan
from feedsvc.service import Service

KINDS = ("atom", "rss", "json")
STEMS = ("all", "bz", "gt", "hn", "pa", "sv")
HOURS = 2  # between steps, so that a second reading confirms the first one
_DAY = re.compile(r'<p class="date">(?:<time datetime="([^"]+)">)?|<h3><a [^>]*>(.*?)</a></h3>')

Looks = Mapping[str, Mapping[str, Shelf]]
"""What each subscriber has of each feed, by format and place in the tree."""
Ids = Mapping[str, Mapping[str, tuple[str, ...]]]
"""The ids in each feed's current document, by format and place in the tree."""


@dataclass
class History:
    """A bulletin, the service that publishes it, and everything that is known before the next step."""

    service: Service
    port: int
    subscribers: Mapping[str, Subscriber]
    text: str = field(default_factory=first_bulletin)
    believed: tuple[Told, ...] = ()
    titles: dict[str, str] = field(default_factory=dict)  # of an operator, by the source's
    withdrawn: tuple[str, ...] = ()
    given: list[int] = field(default_factory=list)
    looks: Looks = field(default_factory=dict)
    ids: Ids = field(default_factory=dict)

    def url(self, name: str) -> str:
        """Return the address of a document."""
        return f"http://127.0.0.1:{self.port}/{name}"

    def look(self) -> Looks:
        """Let every subscriber look."""
        found = {kind: subscriber.look() for kind, subscriber in self.subscribers.items()}
        return {kind: {stem: found[kind][self.url(f"{stem}.{kind}")] for stem in STEMS} for kind in KINDS}

    def listed(self) -> list[Told]:
        """Return what the bulletin shows and nobody withdrew, under the headlines that are published."""
        shown = [replace(one, title=self.titles.get(one.title, one.title)) for one in self.believed]
        return [one for one in shown if one.title not in self.withdrawn]


@contextmanager
def _followed(folder: Path) -> Iterator[History]:
    """The first bulletin, published, served and followed in every format."""
    bulletin = folder / "bulletin.txt"
    bulletin.write_text(first_bulletin() + "\n", encoding="utf-8")
    service = on_disk(folder, bulletin, replace(SITE, countries=tuple(stem.upper() for stem in STEMS[1:])))
    regenerate(service, service.sources)
    with serving(folder / "feeds", workers=1) as (_, port):
        urls = {kind: [f"http://127.0.0.1:{port}/{stem}.{kind}" for stem in STEMS] for kind in KINDS}
        history = History(service, port, {kind: Subscriber(urls[kind]) for kind in KINDS})
        history.believed = items_of(history.text)
        history.looks, history.ids = history.look(), _documents(history)
        yield history
    service.store.close()


@pytest.mark.parametrize(
    "name",
    [
        "steps",
        "forgotten",
        "taken-back",
    ],
)
def test_a_history_of_edits(name: str, tmp_path: Path, figure: Callable[[str], None]) -> None:
    """Only what is new becomes unread, nothing is lost, no date moves, every word is the last one, as `plan` said."""
    figure(
        f"what subscribers saw in all feeds of the edits in {name}.json: new / updated / vanished (in RSS: other words)"
    )
    figure(f"{'':>2} {'edit':<50} {'plan said':>10} {'atom':>10} {'rss':>10} {'json':>10}")
    with _followed(tmp_path) as history:
        _assert_dates(history, {})
        _assert_words(history)
        assert len(history.looks["atom"]["all"]) == len(history.believed)
        for number, step in enumerate(steps(name), 1):
            said = _take(history, step)
            before, ids = history.looks, history.ids
            history.looks, history.ids = history.look(), _documents(history)
            figure(_row(number, step, said, (before, history.looks), (ids, history.ids)))
            _assert_told(history, step, said, before, ids)
            _assert_dates(history, before)
            _assert_words(history)


def _take(history: History, step: Step) -> Plan | None:
    """Let a step happen; return what `plan` said of it before, None where it has nothing to say."""
    cast("FakeClock", history.service.clock).move(hours=HOURS, days=step.days)
    history.withdrawn = history.withdrawn if step.withdrawn is None else step.withdrawn
    if not step.is_read:
        _operate(history, step)
        return None
    (source,) = history.service.sources
    history.text = edited(history.text, step)
    Path(source.path).write_bytes(sent(history.text, step))
    said = plan(history.service, source)
    report = regenerate(history.service, [source], said.reading if step.accept else None)
    assert report.sources[0].state == step.state, (step.edit, report.sources[0])
    assert said.state == ("held" if step.accept else step.state), step.edit
    assert report.published is None or report.published.faults == (), step.edit
    assert all(one.code != "needs_review" for one in report.sources[0].diagnostics), step.edit
    if report.sources[0].state == "changed":
        history.believed = items_of(history.text)
    return said


def _operate(history: History, step: Step) -> None:
    """Give an override, or take the last one back."""
    if step.override is None:
        gone = remove_override(history.service, history.given.pop()).override
        history.titles = {source: title for source, title in history.titles.items() if title != gone.value}
        return
    title, action, value = step.override
    name = next(name for name, entry in history.looks["atom"]["all"].items() if entry.title.removeprefix(STUB) == title)
    with history.service.store.read() as session:
        item = find_item(session, name)
    now = history.service.clock.now()
    override = Override(item.id, action, value, "editor", "a letter came", now)  # type: ignore[arg-type]
    history.given.append(add_override(history.service, override).override.number)
    if action == "title":
        history.titles[title] = value


def _assert_told(history: History, step: Step, said: Plan | None, before: Looks, ids: Ids) -> None:
    """What a person calls new, updated and vanished is what `plan` said, and what every database shows."""
    forecasts = {one.stem: one for one in said.feeds} if said and step.state != "held" else {}
    assert forecasts.keys() <= set(STEMS), step.edit
    for stem in STEMS:
        meant = {what: step.told(what, stem) for what in ("new", "updated", "vanished")}
        if said:
            one = forecasts.get(stem)
            assert {what: tuple(sorted(getattr(one, what, ()))) for what in meant} == meant, (step.edit, stem)
        for kind in KINDS:
            where = (step.edit, stem, kind)
            gone = set(ids[kind][stem]) - set(history.ids[kind][stem])
            assert headlines(before[kind][stem][name].title for name in gone) == meant["vanished"], where
            assert _seen(before, history.looks, kind, stem) == _expected(step, stem, kind), where


def _expected(step: Step, stem: str, kind: str) -> Seen:
    """What a database must show of a step in one feed, by what the data says."""
    new, updated = step.told("new", stem), step.told("updated", stem)
    again = tuple(title for title in new if title in step.known)
    updated = tuple(sorted((*updated, *again)))
    reworded = tuple(sorted({*updated, *step.told("touched", stem)} - set(step.only_dates)))
    fresh = tuple(title for title in new if title not in again)
    return Seen(fresh, () if kind == "rss" else updated, reworded)


def _seen(before: Looks, after: Looks, kind: str, stem: str) -> Seen:
    """What a database shows of a step in one feed; exactly what is new in it is unread."""
    old, new = before[kind][stem], after[kind][stem]
    seen = difference(old, new)
    assert old.keys() <= new.keys(), "lost"
    assert headlines(entry.title for entry in new.values() if entry.is_unread) == seen.new
    return seen


def _assert_dates(history: History, before: Looks) -> None:
    """`published` is of the day that the bulletin gave at first, and never moves; pages show the day it gives now."""
    zone = ZoneInfo(SOURCE.zone)
    today = history.service.clock.now().astimezone(zone).date()
    days = {one.title: one.day or today for one in history.listed()}
    known = {name: entry.published for shelf in before.get("atom", {}).values() for name, entry in shelf.items()}
    for shelf in (history.looks[kind][stem] for kind in KINDS for stem in STEMS):
        for name, entry in shelf.items():
            assert entry.published is not None
            if name in known:
                assert entry.published == known[name], entry
            else:
                assert entry.published.astimezone(zone).date() == days[entry.title], entry
    _assert_days(history)


def _assert_days(history: History) -> None:
    """The page of everything lists each item under its day, and those of one day as the bulletin does."""
    meant: dict[str, list[str]] = {}
    for one in history.listed():
        meant.setdefault(str(one.day or ""), []).append(one.title)
    titles = {title for day in meant.values() for title in day}
    shown = {day: [title for title in found if title in titles] for day, found in _page(history).items()}
    assert {day: found for day, found in shown.items() if found} == meant


def _page(history: History) -> dict[str, list[str]]:
    """The headlines of the page of everything, by day ("" is none)."""
    with urlopen(history.url(""), timeout=30) as answer:  # loopback
        html = answer.read().decode()
    shown: dict[str, list[str]] = {}
    day = ""
    for found in _DAY.finditer(html):
        if found[2] is None:
            day = found[1] or ""
        else:
            shown.setdefault(day, []).append(unescape(found[2]))
    return shown


def _assert_words(history: History) -> None:
    """Every database has each item of the bulletin once, with its headline and text, and a stub of what is gone."""
    for kind in KINDS:
        shelf = history.looks[kind]["all"].values()
        told = [(entry.title, entry.paragraphs) for entry in shelf]
        for one in history.listed():
            assert told.count((one.title, one.paragraphs or (one.title,))) == 1, (kind, one)
        stubs = {entry.title.removeprefix(STUB) for entry in shelf if entry.title.startswith(STUB)}
        assert stubs == set(history.withdrawn), kind


def _documents(history: History) -> Ids:
    """The ids in each current document, newest first, as feedparser and a JSON parser read them."""
    return {kind: {stem: _ids(history, stem, kind) for stem in STEMS} for kind in KINDS}


def _ids(history: History, stem: str, kind: str) -> tuple[str, ...]:
    with urlopen(history.url(f"{stem}.{kind}"), timeout=30) as answer:
        content = answer.read()
    if kind == "json":
        entries = [(one["id"], datetime.fromisoformat(one["date_published"])) for one in json.loads(content)["items"]]
    else:
        parsed = feedparser.parse(content)
        assert not parsed.bozo, parsed.get("bozo_exception")
        entries = [(one.id, datetime.fromtimestamp(timegm(one.published_parsed), UTC)) for one in parsed.entries]
    assert entries == sorted(entries, key=lambda entry: entry[1], reverse=True)
    return tuple(name for name, _ in entries)


def _row(number: int, step: Step, said: Plan | None, looks: tuple[Looks, Looks], ids: tuple[Ids, Ids]) -> str:
    """One line of the table; in RSS other words count as updated."""
    held = said is not None and step.state == "held"
    cells = ["operator" if said is None else "held" if held else _sums(said)]
    for kind in KINDS:
        seen = [difference(looks[0][kind][stem], looks[1][kind][stem]) for stem in STEMS]
        gone = sum(len(set(ids[0][kind][stem]) - set(ids[1][kind][stem])) for stem in STEMS)
        updated = sum(len(one.reworded if kind == "rss" else one.updated) for one in seen)
        cells.append(f"{sum(len(one.new) for one in seen)} / {updated} / {gone}")
    return f"{number:>2} {step.edit:<50} " + " ".join(f"{cell:>10}" for cell in cells)


def _sums(said: Plan) -> str:
    return " / ".join(
        str(sum(len(getattr(one, what)) for one in said.feeds)) for what in ("new", "updated", "vanished")
    )
