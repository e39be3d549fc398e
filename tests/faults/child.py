"""A forked child that does one piece of work. Only for processes of one thread: the workers of `pool`."""

from __future__ import annotations

import mmap
import os
import signal
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

from feedsvc.errors import FeedsvcError

FORKS = 2  # as many cores as there are everywhere


def pool(warm: Callable[[], None]) -> ProcessPoolExecutor:
    """Return fresh processes to fork from: the one that runs the tests may have threads, and is being measured."""
    return ProcessPoolExecutor(FORKS, mp_context=get_context("spawn"), initializer=warm)


class Child:
    """A child at work. `seen` are eight bytes that both see; the child writes them."""

    def __init__(self, work: Callable[[mmap.mmap], None]) -> None:
        self.seen = mmap.mmap(-1, 8)
        reading, writing = os.pipe()
        self.pid = os.fork()
        if self.pid == 0:
            os.close(reading)
            os._exit(_do(work, self.seen, writing))
        os.close(writing)
        self._told = reading

    def kill(self) -> None:
        """Kill it outright."""
        os.kill(self.pid, signal.SIGKILL)

    def wait_for(self, least: int, byte: int = 0) -> None:
        """Return when one of the bytes is at least this, or the child has ended."""
        while self.seen[byte] < least and not os.waitid(os.P_PID, self.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT):
            time.sleep(0.0002)

    def end(self) -> tuple[int, str]:
        """Wait for its end; return its status, negative for a signal, and what it raised as "Kind: message"."""
        with os.fdopen(self._told, "rb") as told:
            message = told.read().decode()
        return os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1]), message


def _do(work: Callable[[mmap.mmap], None], seen: mmap.mmap, told: int) -> int:
    try:
        work(seen)
    except FeedsvcError as error:
        os.write(told, f"{type(error).__name__}: {error}".encode())
        return error.exit_code
    except BaseException as error:  # noqa: BLE001 (a child must end here, and its parent judges why)
        os.write(told, f"fault of the program: {error!r}".encode())
        return 99
    return 0
