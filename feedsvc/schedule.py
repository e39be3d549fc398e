"""Keeps the schedule: each source is read at its own interval, one at a time. The one home of APScheduler."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.interval import IntervalTrigger

from feedsvc.model import Source


class Schedule:
    """Calls `job` with each source at `start`, if `at_once`, and then every `interval` seconds, never two at once.

    Intervals are counted in UTC, so summer time neither skips nor doubles a reading. A reading that comes late,
    because another took long or the machine slept, is done once.
    """

    def __init__(
        self, sources: Iterable[Source], job: Callable[[Source], None], start: datetime, *, at_once: bool = True
    ) -> None:
        self._scheduler = BackgroundScheduler(
            timezone=UTC,
            executors={"default": ThreadPoolExecutor(max_workers=1)},
            job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
        )
        for source in sources:
            self._scheduler.add_job(
                job,
                IntervalTrigger(seconds=source.interval, start_date=start, timezone=UTC),
                args=[source],
                id=source.id,
                next_run_time=start if at_once else start + timedelta(seconds=source.interval),
            )

    def start(self) -> None:
        """Begin, in a thread of its own."""
        self._scheduler.start()

    def stop(self) -> None:
        """End; a reading that is under way is finished first."""
        if self._scheduler.running:
            self._scheduler.shutdown(wait=True)
