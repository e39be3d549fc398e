"""The stages that runs are struck at, and the processes that do it."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pytest

from faults import stage, trial
from faults.child import pool
from faults.stage import State
from faults.trial import Outcome, Strike

MEMORY = Path("/dev/shm")


@pytest.fixture(scope="session")
def workers() -> Iterator[ProcessPoolExecutor]:
    """Processes to fork from."""
    with pool(stage.warm) as made:
        yield made


@dataclass(frozen=True, slots=True)
class Stages:
    """Folders to strike at by name, "changed" with published feeds and "empty" with none, and who does it."""

    folder: Path
    workers: ProcessPoolExecutor

    def operations(self, name: str) -> list[tuple[str, str]]:
        """Return the operations of an undisturbed run."""
        return self.workers.submit(trial.operations, self.folder / name / "stage").result()

    def states(self, name: str) -> tuple[State, State]:
        """Return what is there before and after an undisturbed run."""
        return self.workers.submit(trial.states, self.folder / name / "stage").result()

    def attempt(self, name: str, strikes: Sequence[Strike]) -> list[Outcome]:
        """Strike at as many runs."""
        return list(self.workers.map(trial.attempt, [self.folder / name / "stage"] * len(strikes), strikes))


@pytest.fixture(scope="session")
def stages(workers: ProcessPoolExecutor) -> Iterator[Stages]:
    """In memory, where that is possible: a kill loses nothing that was written, and a disk's fsync would cost hours."""
    with tempfile.TemporaryDirectory(dir=MEMORY if os.access(MEMORY, os.W_OK) else None) as folder:
        made = Stages(Path(folder), workers)
        workers.submit(stage.prepare, made.folder / "changed" / "stage", stage.READINGS).result()
        workers.submit(stage.prepare, made.folder / "empty" / "stage", ()).result()
        yield made
