"""Strikes at one run, and judges what must hold right after it, and after the next run. For workers of a pool."""

from __future__ import annotations

import gzip
import mmap
import os
import resource
import shutil
import signal
import tempfile
import time
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path

from sqlalchemy.exc import OperationalError

from faults import hooks, stage
from faults.child import Child
from faults.stage import State
from feedsvc.web.tree import PublishedTree

PHASES = ("reading", "storing", "leaves", "versions", "generation", "after the switch", "ended")
STORING, LEAVES, VERSIONS, GENERATION, SWITCHED, ENDED = range(1, 7)

PHASE, BEGUN = 0, 1  # which of the bytes that child and parent both see holds what


@dataclass(frozen=True, slots=True)
class Kill:
    """Killed before operation `at`, from 1."""

    at: int


@dataclass(frozen=True, slots=True)
class Moment:
    """Killed after `share` of the time that a run takes; of its time from first write to switch if `is_writing`.

    How long that is gets measured anew for each `batch`: what else a machine does changes the pace of everything.
    """

    share: float
    is_writing: bool
    batch: int


@dataclass(frozen=True, slots=True)
class Fail:
    """Operation `at` fails with this error, and if `lasting` all later ones of the names in `only` too."""

    at: int
    number: int
    only: tuple[str, ...]
    lasting: bool = False


@dataclass(frozen=True, slots=True)
class Limit:
    """No file may pass this size in bytes."""

    size: int


Strike = Kill | Moment | Fail | Limit


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a struck run ended, in which phase, and whatever did not hold."""

    strike: Strike
    status: int
    message: str
    phase: int
    faults: tuple[str, ...]


def faults_of(outcomes: Iterable[Outcome]) -> list[str]:
    """Return whatever did not hold, with the strike that showed it."""
    return [f"{outcome.strike}: {fault}" for outcome in outcomes for fault in outcome.faults]


def operations(folder: Path) -> list[tuple[str, str]]:
    """Return the name and place of every operation of an undisturbed run on a copy of a folder."""
    done: list[tuple[str, str]] = []
    work = _copy(folder)

    def count(_: mmap.mmap) -> None:
        hooks.install(lambda name, place: done.append((name, place.replace(str(work), ""))), lambda *_: None)
        stage.run(work)
        (work / "operations").write_text("\n".join(f"{name}\t{place}" for name, place in done), encoding="utf-8")

    status, message = Child(count).end()
    assert status == 0, message
    listed = (work / "operations").read_text(encoding="utf-8").splitlines()
    shutil.rmtree(work)
    return [(name, place) for name, _, place in (line.partition("\t") for line in listed)]


def attempt(folder: Path, strike: Strike) -> Outcome:
    """Strike at a run on a copy of a folder, look as readers do, let the next run come, and look again."""
    before, after = states(folder)
    work = _copy(folder)
    reader = stage.tree_in(work)
    reader.generation()
    child = Child(partial(_struck, work, strike))
    if isinstance(strike, Moment):
        _kill_at(child, strike, folder)
    status, message = child.end()
    faults = [f"after the strike: {fault}" for fault in _seen(work, reader, before, after)]
    faults += _told(work, strike, status, message, before)
    status_of_next, message_of_next = Child(lambda _: stage.run(work)).end()
    if status_of_next:
        faults.append(f"the next run ended with {status_of_next}: {message_of_next}")
    faults += [f"after the next run: {fault}" for fault in _whole(work, reader, after, message)]
    shutil.rmtree(work)
    return Outcome(strike, status, message, child.seen[PHASE], tuple(faults))


@cache
def states(folder: Path) -> tuple[State, State]:
    """Return what a folder holds before and after an undisturbed run."""
    work = _copy(folder)
    before = stage.state_of(work)
    status, message = Child(lambda _: stage.run(work)).end()
    assert status == 0, message
    after = stage.state_of(work)
    shutil.rmtree(work)
    return before, after


@cache
def _pace(folder: Path, batch: int) -> tuple[float, float]:  # noqa: ARG001 (each batch has its own measurement)
    """How many seconds an undisturbed run takes, and of these those from the first write to the switch."""
    paces = []
    for _ in range(3):
        work = _copy(folder)
        child = Child(partial(_struck, work, Kill(0)))
        child.wait_for(1, BEGUN)
        times = {0: time.monotonic()}
        for phase in (LEAVES, SWITCHED, ENDED):
            child.wait_for(phase)
            times[phase] = time.monotonic()
        child.end()
        shutil.rmtree(work)
        paces.append((times[ENDED] - times[0], times[SWITCHED] - times[LEAVES]))
    return min(paces)  # one that was held up would have the kills come too late


def _kill_at(child: Child, strike: Moment, folder: Path) -> None:
    whole, writing = _pace(folder, strike.batch)
    child.wait_for(*((LEAVES, PHASE) if strike.is_writing else (1, BEGUN)))
    time.sleep(strike.share * (writing if strike.is_writing else whole))
    child.kill()


def _copy(folder: Path) -> Path:
    work = Path(tempfile.mkdtemp(dir=folder.parent)) / "work"
    shutil.copytree(folder, work, symlinks=True)
    return work


def _struck(work: Path, strike: Strike, seen: mmap.mmap) -> None:
    """The child: note the phases of a run, count its operations, and strike at the right one."""
    count = 0
    seen[BEGUN] = 1

    def before(name: str, place: str) -> None:
        nonlocal count
        count += 1
        seen[PHASE] = max(seen[PHASE], _phase(name, place, work))
        if isinstance(strike, Kill) and count == strike.at:
            os.kill(os.getpid(), signal.SIGKILL)
        if isinstance(strike, Fail) and name in strike.only and _is_due(count, strike):
            _fail(name, place, strike.number)

    def after(name: str, place: str) -> None:
        if name == "replace" and place == str(work / "feeds" / "current"):
            seen[PHASE] = SWITCHED

    hooks.install(before, after)
    if isinstance(strike, Limit):
        resource.setrlimit(resource.RLIMIT_FSIZE, (strike.size, resource.RLIM_INFINITY))
    stage.run(work)
    seen[PHASE] = ENDED


def _is_due(count: int, strike: Fail) -> bool:
    return count >= strike.at if strike.lasting else count == strike.at


def _fail(name: str, place: str, number: int) -> None:
    if name in ("sql", "commit"):
        raise OperationalError(place, None, OSError(number, "database or disk is full"))
    raise OSError(number, os.strerror(number), place)


def _phase(name: str, place: str, work: Path) -> int:
    if name in ("sql", "commit"):
        return STORING
    inside = place.removeprefix(str(work / "feeds"))
    if inside == place or name == "unlink":  # not of feeds, or sweeping
        return 0
    if not inside or inside.startswith(("/i", "/archive", "/.leaf", "/.lock", "/.publishing", "/.fence")):
        return LEAVES  # these too come before feeds
    return VERSIONS if inside.startswith("/versions") else GENERATION


def _seen(work: Path, reader: PublishedTree, before: State, after: State) -> Iterable[str]:
    """What readers must not see: anything but one whole set of feeds, and pages that are old or new."""
    feeds = stage.files_under(work / "feeds" / "current")
    if feeds not in (before.feeds, after.feeds):
        yield "the feeds are neither the old ones nor the new ones"
    for name, tree in (("a reader from before", reader), ("a new reader", stage.tree_in(work))):
        if stage.served_by(tree) != (before.served if feeds == before.feeds else after.served):
            yield f"{name} is answered with other feeds than stand there"
    pages = stage.files_under(work / "feeds" / "i")
    for path in before.pages.keys() | after.pages.keys() | pages.keys():
        if pages.get(path) not in (before.pages.get(path), after.pages.get(path)):
            yield f"i/{path} is neither old nor new"
    for slug in {path.partition("/")[0] for path in before.pages}:
        found = reader.leaves.find(f"/i/{slug}/")
        if found is None and reader.leaves.gone(f"/i/{slug}/") is None:
            yield f"nothing answers for i/{slug}/"
        if found and "gzip" in found.forms and gzip.decompress(found.forms["gzip"].body) != found.forms[""].body:
            yield f"i/{slug}/ has a gzip form of other bytes"


def _told(work: Path, strike: Strike, status: int, message: str, before: State) -> Iterable[str]:
    """What a struck run must say: nothing when it was killed or did its work, else what failed, where and truly."""
    if isinstance(strike, (Kill, Moment)):
        if status not in (-signal.SIGKILL, 0):
            yield f"it ended with {status} instead of being killed: {message}"
        return
    if status == 0:
        return
    kind, _, text = message.partition(": ")
    place = {"PublishError": work / "feeds", "StoreError": work / "var" / "store.sqlite"}.get(kind)
    if status != 1 or place is None or str(place) not in text:
        yield f"it ended with {status}: {message}"
    if kind == "PublishError":
        is_old = stage.files_under(work / "feeds" / "current") == before.feeds
        if ("the feeds stay as they were" in text) != is_old or ("the new feeds are published" in text) == is_old:
            yield f"it says what is not so: {message}"


def _whole(work: Path, reader: PublishedTree, after: State, message: str) -> Iterable[str]:
    """What must be as if nothing had happened. A struck run that published, and said what is left, needs no other."""
    found = stage.state_of(work)
    for name in ("feeds", "pages", "served", "memory"):
        if getattr(found, name) != getattr(after, name):
            yield f"{name} differ from those of an undisturbed run"
    if stage.served_by(reader) != after.served:
        yield "a reader from before is not answered with the new feeds"
    strays = {path.name for path in (work / "feeds").rglob(".*")} - {".lock", ".fence"}
    if strays - ({".publishing"} if "old ones could not be removed" in message else set()):
        yield f"strays: {strays}"
