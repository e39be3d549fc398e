"""What an operator does to the published feeds outside the schedule: make them anew, go back, go on, overrule."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from feedsvc.commit import commit
from feedsvc.core.absence import is_announced
from feedsvc.core.minting import new_items
from feedsvc.core.override import override_change, with_words_before
from feedsvc.core.overrule import circle_of, problem_of
from feedsvc.core.split import as_read_anew, split
from feedsvc.errors import PausedError, PublishError, UsageError
from feedsvc.gathering import all_stems
from feedsvc.model import Change, Item, Override, PublishReport
from feedsvc.pipeline import publish
from feedsvc.ports import StoreSession
from feedsvc.service import Service, refuse_to_forget


def rebuild(service: Service) -> PublishReport | None:
    """Publish every document anew from the store; files whose bytes are right already stay as they are.

    Returns None when the store holds nothing. Raises PausedError while publishing is paused.
    """
    with service.store.run_lock() as turn:
        with service.store.read() as session:
            refuse_to_forget(service, session)
        with service.store.write() as session:
            if (why := session.paused()) is not None:
                raise PausedError(f"publishing is paused: {why}; `feedsvc resume` publishes everything")
            session.mark(all_stems(session, service.layout.site))
        return publish(service, turn, service.clock.now())


def rollback(service: Service, number: int, why: str) -> int:
    """Return the feeds to an earlier generation, as a new one, and pause publishing; return the new number.

    Pages of items and archives stay as they are. Raises PublishError when that generation is not kept.
    """
    with service.store.run_lock() as turn:
        token, now = turn.token(service.target.token()), service.clock.now()
        with service.store.write() as session:  # first: feeds that went back must never be left to the next run
            before = session.paused()
            session.pause(f"rolled back to generation {number} on {now:%Y-%m-%d %H:%M} UTC: {why}")
        try:
            return service.target.rollback(number, now, token)
        except PublishError:
            with service.store.write() as session:
                session.pause(before)
            raise


def resume(service: Service) -> PublishReport | None:
    """Go on publishing, beginning with everything; what a failure leaves undone is done by the next run."""
    with service.store.run_lock() as turn:
        with service.store.write() as session:
            session.pause(None)
            session.mark(all_stems(session, service.layout.site))
        return publish(service, turn, service.clock.now())


@dataclass(frozen=True, slots=True)
class Overruled:
    """What came of an override: itself with its number, what was published, and why nothing is, if so."""

    override: Override
    published: PublishReport | None
    paused: str | None


def add_override(service: Service, override: Override) -> Overruled:
    """Remember what an operator says of an item, and publish what that changes.

    Raises UsageError where it cannot be meant: a value that is none, a merge into an item that is withdrawn.
    """
    with service.store.run_lock() as turn:
        now = service.clock.now()
        with service.store.write() as session:
            problem = problem_of(override, service.gazetteer.codes) or _merge_problem(session, override)
            if problem:
                raise UsageError(problem)
            number = session.add_override(override)
            _apply(session, [override.item], service, now)
            paused = session.paused()
        return Overruled(replace(override, number=number), publish(service, turn, now), paused)


def split_item(service: Service, override: Override) -> Overruled:
    """Make two items of one whose last revision put another story in its place, and publish them.

    The value of the override that is remembered is the id of the new item, which has the present words. Raises
    UsageError where there is no such revision, or where the present words are not the source's own.
    """
    zones = {source.id: source.zone for source in service.sources}
    with service.store.run_lock() as turn:
        now = service.clock.now()
        with service.store.write() as session:
            item = find_item(session, override.item)
            revision = next((one for one in session.revisions(item.id) if one.kind == "revised"), None)
            if revision is None:
                raise UsageError(f"{item.title}: it was never revised, so there is nothing to split")
            if item.presence != "shown" or any(one.action != "split" for one in session.overrides([item.id])):
                raise UsageError(
                    f"{item.title}: only what its source shows, in the source's own words, can be split; remove the "
                    "item's other overrides first"
                )
            reading = as_read_anew(item, zones.get(item.source, "UTC"), service.layout.site.authority, now)
            (fresh,) = new_items(reading, [0], session.is_taken, session.is_named, now)
            changes = split(item, revision, fresh, session.is_taken, now)
            commit(session, changes, service.layout.site, now)
            told = replace(override, value=changes[1].item.id)
            number, paused = session.add_override(told), session.paused()
        return Overruled(replace(told, number=number), publish(service, turn, now), paused)


def remove_override(service: Service, number: int) -> Overruled:
    """Forget an override, and publish what that changes. Raises UsageError where there is none of this number.

    The sources of the item are read again by the next run, also where they say what they said before.
    """
    with service.store.run_lock() as turn:
        now = service.clock.now()
        with service.store.write() as session:
            found = next((one for one in session.overrides() if one.number == number), None)
            if found is None:
                raise UsageError(f"there is no override {number}; `feedsvc override list` shows them")
            if found.action == "split":
                raise UsageError(
                    "what was split stays two items; to make one of them again: override add ITEM merge OTHER"
                )
            session.remove_override(number)
            _apply(session, [found.item], service, now, removed=found)
            item, paused = session.item(found.item), session.paused()
            for name in (item.source, *item.also) if item else ():
                if record := session.source(name):
                    session.remember_source(replace(record, digest=""))
        return Overruled(found, publish(service, turn, now), paused)


@dataclass(frozen=True, slots=True)
class Imported:
    """What came of a file of overrides: how many are new here, and those whose item is not in the store, for now."""

    count: int
    waiting: tuple[Override, ...]
    published: PublishReport | None
    paused: str | None


def import_overrides(service: Service, overrides: Iterable[Override]) -> Imported:
    """Remember overrides that are not known yet, and publish what they change.

    Those of items that are not in the store wait: ids are made of words, so the same words bring the same item back.
    Raises UsageError where merges would lead in a circle.
    """
    with service.store.run_lock() as turn:
        now = service.clock.now()
        with service.store.write() as session:
            kept = session.overrides()
            known = {replace(one, number=0) for one in kept}
            fresh = [one for one in dict.fromkeys(overrides) if replace(one, number=0) not in known]
            if circle := circle_of((*kept, *fresh)):
                raise UsageError(f"{circle}: with these overrides it would be merged into itself")
            for one in fresh:
                session.add_override(one)
            waiting = tuple(one for one in fresh if session.item(one.item) is None)
            _learn(session, dict.fromkeys(one.item for one in fresh), service, now)
            _apply(session, dict.fromkeys(one.item for one in fresh), service, now)
            paused = session.paused()
        return Imported(len(fresh), waiting, publish(service, turn, now), paused)


def _merge_problem(session: StoreSession, override: Override) -> str | None:
    """Why an item cannot be merged into another one, so that its page would lead nowhere."""
    if override.action != "merge":
        return None
    item, other = session.item(override.item), session.item(override.value)
    if item is None or other is None or item.language != other.language:
        return "an item is merged into another one of its language"
    return f"{other.title}: it is withdrawn itself" if is_announced(other) else None


def find_item(session: StoreSession, name: str) -> Item:
    """Return the item of an id, a slug or a permalink. Raises UsageError where there is none."""
    found = session.item(name.rstrip("/").rpartition("/i/")[2] if "/i/" in name else name)
    if found is None:
        raise UsageError(f"{name}: no stored item has this id, slug or address")
    return found


def _learn(session: StoreSession, names: Iterable[str], service: Service, now: datetime) -> None:
    """Remember what sources say of items that bear their overrides already, as after a recovery."""
    for name in names:
        if (item := session.item(name)) is None:
            continue
        after = with_words_before(item, session.overrides([name]), session.revisions(name))
        if after != item:
            commit(session, [Change("touched", after, item)], service.layout.site, now)


def _apply(
    session: StoreSession, names: Iterable[str], service: Service, now: datetime, removed: Override | None = None
) -> None:
    """Commit what the present overrides of items change in them; `removed` is one just taken away."""
    for name in names:
        item, given = session.item(name), session.overrides([name])
        change = override_change(item, given, session.is_taken, now, removed=removed) if item else None
        if change:
            commit(session, [change], service.layout.site, now)
