"""A bound on how long something may take that has no end of its own."""

from __future__ import annotations

import threading
from concurrent.futures import Future
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")


def within(seconds: float, action: Callable[[], T]) -> T:
    """Return what the action returns, and raise what it raises; TimeoutError when it takes longer.

    An action that is late goes on unheard: its outcome is lost, and it does not keep the process from ending.
    """
    # The timeouts of network libraries begin anew with every byte: a peer that sends one now and then never ends.
    # An executor would wait for the late action when the process ends.
    outcome: Future[T] = Future()

    def run() -> None:
        try:
            outcome.set_result(action())
        except BaseException as error:  # noqa: BLE001 (raised again below, in the thread that waits)
            outcome.set_exception(error)

    threading.Thread(target=run, name="within", daemon=True).start()
    return outcome.result(seconds)
