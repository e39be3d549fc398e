"""Granian's workers, made so that the end of one takes no reader's connection with it."""

from __future__ import annotations

import os
import socket
import time
from collections.abc import Callable
from typing import Any

from granian.server.mp import MPServer

_YOUNG = 5.0  # seconds of life below which a worker's end looks like one that will come again
_PAUSE = 0.2  # seconds before the next try then
_SILENCE = 5  # seconds that the system keeps a connection that says nothing from the workers


class Workers(MPServer):
    """Granian's server with one listening socket for all workers, which it replaces for as long as it runs.

    On Linux each of granian's workers has a listening socket of its own (SO_REUSEPORT): connections that wait in the
    queue of a worker that ends are reset. Here they share one, which the server keeps open, so that they wait there
    for another worker (docs/decisions/0009). And granian ends the whole server when one worker dies twice within
    5.5 seconds; here it is replaced after a pause.
    """

    def _init_shared_socket(self) -> None:
        super()._init_shared_socket()  # type: ignore[no-untyped-call]
        shared = self._ssp.build()  # type: ignore[attr-defined]  # set on Linux, which its types do not know
        self._shd, self._ssp = shared, None
        # A worker that ends closes what it took in and has read nothing of: let it take in what has begun to ask.
        with socket.socket(fileno=os.dup(shared.get_fd())) as listening:
            listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_DEFER_ACCEPT, _SILENCE)

    def _respawn_workers(
        self, workers: list[int], spawn_target: Any, target_loader: Callable[[], Any], delay: float = 0
    ) -> None:
        if any(time.monotonic() - self.wrks[index].birth < _YOUNG for index in workers):
            time.sleep(_PAUSE)
        super()._respawn_workers(workers, spawn_target, target_loader, delay)
        self.respawned_wrks.clear()  # what granian would see a crash loop in
        if self.interrupt_children:  # one that ended meanwhile
            self.main_loop_interrupt.set()
