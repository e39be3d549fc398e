"""Readings at their intervals, one at a time."""

from __future__ import annotations

import threading
import time
from dataclasses import replace

from making import SOURCE

from feedsvc import bootstrap
from feedsvc.model import Source
from feedsvc.schedule import Schedule


def test_each_source_is_read_at_once_and_again() -> None:
    """Every source is read at the start, and then at its own interval, never two at a time."""
    done, running = [], threading.Lock()
    enough = threading.Event()

    def job(source: Source) -> None:
        assert running.acquire(blocking=False), "two readings at once"
        done.append(source.id)
        time.sleep(0.2)  # as long as a reading may take: a second thread would come in
        running.release()
        if done.count("fast") >= 2 and "slow" in done:
            enough.set()

    sources = [replace(SOURCE, id="fast", interval=1), replace(SOURCE, id="slow", interval=3600)]
    schedule = Schedule(sources, job, bootstrap.SystemClock().now())
    schedule.start()
    assert enough.wait(20)
    schedule.stop()
    assert done.count("slow") == 1


def test_a_source_that_was_just_read_waits_for_its_interval() -> None:
    """After a first reading outside the schedule the next one comes an interval later."""
    done = threading.Event()
    schedule = Schedule([SOURCE], lambda _: done.set(), bootstrap.SystemClock().now(), at_once=False)
    schedule.start()
    assert not done.wait(1)
    schedule.stop()


def test_stopping_what_was_never_started() -> None:
    """A service that fails while starting can still be cleaned up."""
    Schedule([SOURCE], lambda _: None, bootstrap.SystemClock().now()).stop()
