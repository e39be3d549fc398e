"""Telling in several ways at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from feedsvc.errors import NotifyError

if TYPE_CHECKING:
    from datetime import datetime

    from feedsvc.model import Notice
    from feedsvc.ports import Notifier


class Several:
    """A `Notifier` that tells by each of its own, in order, whatever becomes of the others.

    A notice that some could not deliver comes again; those that had delivered it are then passed over, so that nobody
    is told twice while this process lives.
    """

    def __init__(self, *notifiers: Notifier) -> None:
        self._notifiers = notifiers
        # By source: the notice that some could not deliver, and the positions of those that did. Its number of
        # readings and its message grow from one try to the next, and are no part of which notice it is.
        self._told: dict[str, tuple[tuple[str, datetime], frozenset[int]]] = {}

    def notify(self, notice: Notice) -> None:
        """Try all, and then raise one NotifyError that names those that failed."""
        key = (notice.state, notice.since)
        before, told = self._told.pop(notice.source, (key, frozenset()))
        done = set(told) if before == key else set()
        failures: list[str] = []
        for position, notifier in enumerate(self._notifiers):
            if position in done:
                continue
            try:
                notifier.notify(notice)
            except NotifyError as error:
                failures.append(str(error))
            else:
                done.add(position)
        if failures:
            self._told[notice.source] = (key, frozenset(done))
            raise NotifyError("; ".join(failures))
