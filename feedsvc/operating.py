"""What an operator does to the published feeds outside the schedule: make them anew, go back, go on, overrule."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from feedsvc.commit import commit
from feedsvc.core.override import override_change, with_words_before
from feedsvc.core.split import split
from feedsvc.errors import PausedError, UsageError
from feedsvc.intake import Service, refuse_to_forget
from feedsvc.model import Change, Item, Override, PublishReport
from feedsvc.pipeline import publish
from feedsvc.ports import StoreSession


def rebuild(service: Service) -> PublishReport | None:
    """Publish every document anew from the store; files whose bytes are right already stay as they are.

    Returns None when the store holds nothing. Raises PausedError while publishing is paused.
    """
    with service.store.run_lock() as turn:
        refuse_to_forget(service)
        with service.store.read() as session:
            if (why := session.paused()) is not None:
                raise PausedError(f"publishing is paused: {why}; `feedsvc resume` publishes everything")
        return publish(service, turn, service.clock.now(), everything=True)


def rollback(service: Service, number: int, why: str) -> int:
    """Return the feeds to an earlier generation, as a new one, and pause publishing; return the new number.

    Pages of items and archives stay as they are. Raises PublishError when that generation is not kept.
    """
    with service.store.run_lock() as turn:
        token, now = turn.token(service.target.token()), service.clock.now()
        with service.store.write() as session:
            session.pause(f"rolled back to generation {number} on {now:%Y-%m-%d %H:%M} UTC: {why}")
            made = service.target.rollback(number, now, token)  # a failure takes the pause back too
    return made


def resume(service: Service) -> PublishReport | None:
    """Go on publishing, beginning with everything that came meanwhile."""
    with service.store.run_lock() as turn:
        with service.store.write() as session:
            session.pause(None)
        return publish(service, turn, service.clock.now(), everything=True)


def add_override(service: Service, override: Override) -> int:
    """Remember what an operator says of an item, publish what that changes, and return the override's number."""
    with service.store.run_lock() as turn:
        now = service.clock.now()
        with service.store.write() as session:
            number = session.add_override(override)
            _apply(session, [override.item], service, now)
        publish(service, turn, now)
    return number


def split_item(service: Service, override: Override) -> tuple[int, str]:
    """Make two items of one whose last revision put another story in its place, and publish them.

    Returns the override's number and the id of the new item, which has the present words. Raises UsageError where
    there is no such revision.
    """
    zones = {source.id: source.zone for source in service.sources}
    with service.store.run_lock() as turn:
        now = service.clock.now()
        with service.store.write() as session:
            item = find_item(session, override.item)
            revision = next((one for one in session.revisions(item.id) if one.kind == "revised"), None)
            if revision is None:
                raise UsageError(f"{item.title}: it was never revised, so there is nothing to split")
            place = zones.get(item.source, "UTC"), service.layout.site.authority
            changes = split(item, revision, place, (session.is_taken, session.is_named), now)
            commit(session, changes, service.layout.site, now)
            made = changes[1].item.id
            number = session.add_override(replace(override, value=made))
        publish(service, turn, now)
    return number, made


def remove_override(service: Service, number: int) -> Override:
    """Forget an override, publish what that changes, and return it. Raises UsageError where there is none."""
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
        publish(service, turn, now)
    return found


def import_overrides(service: Service, overrides: Iterable[Override]) -> tuple[int, tuple[Override, ...]]:
    """Remember overrides that are not known yet; return how many, and those whose item is not in the store."""
    with service.store.run_lock() as turn:
        now = service.clock.now()
        with service.store.write() as session:
            known = {replace(one, number=0) for one in session.overrides()}
            fresh = [one for one in overrides if replace(one, number=0) not in known]
            lost = tuple(one for one in fresh if session.item(one.item) is None)
            taken = [one for one in fresh if one not in lost]
            for one in taken:
                session.add_override(one)
            _learn(session, dict.fromkeys(one.item for one in taken), service, now)
            _apply(session, dict.fromkeys(one.item for one in taken), service, now)
        publish(service, turn, now)
    return len(taken), lost


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
