"""kill -9 at every operation of a run, and at random moments."""

from __future__ import annotations

import random
import signal
from collections import Counter

import pytest

from faults import Say, Times, hooks
from faults.conftest import Stages
from faults.trial import ENDED, LEAVES, PHASES, SWITCHED, Kill, Moment, Outcome, faults_of
from feedsvc.render.addresses import GONE

BATCH = 40  # moments for which the pace of a run is measured once


def _counts(done: list[tuple[str, str]]) -> str:
    return ", ".join(f"{count} {name}" for name, count in Counter(name for name, _ in done).most_common())


def test_the_stage_has_everything(stages: Stages) -> None:
    """The run that is struck corrects, adds, withdraws and prunes, with every kind of operation that there is."""
    done = stages.operations("changed")
    assert {name for name, _ in done} == {*hooks.FILES, "sql", "commit"}
    before, after = stages.states("changed")
    assert {path.partition("/")[0] for path in after.feeds} - {path.partition("/")[0] for path in before.feeds} == {
        "gt"
    }
    assert before.feeds["hn/hn.atom"] != after.feeds["hn/hn.atom"]
    assert any(path.endswith(GONE) for path in after.pages)
    assert ("rename", "/feeds/generations/.000003") in done, "the oldest generation, of which the new one is made"
    assert ("rmdir", "/feeds/versions/hn/000001") in done


@pytest.mark.parametrize("name", ["changed", "empty"])
def test_killed_at_every_operation(name: str, stages: Stages, times: Times, figure: Say) -> None:
    """Killed before any write, half write, fsync, rename, link, removal, statement or commit, a run breaks nothing.

    The short form leaves out those that only set a mode or a time, and takes every third of the others, of the very
    first run every seventh.
    """
    done = stages.operations(name)
    left_out = times(1, 0) * ["chmod", "fchmod", "utime"]
    strikes = [Kill(at) for at, (operation, _) in enumerate(done, 1) if operation not in left_out]
    outcomes = stages.attempt(name, strikes[:: times(3 if name == "changed" else 7, 1)])
    figure(f"killed at {len(outcomes)} of {len(done)} operations ({name}): {_counts(done)}")
    assert faults_of(outcomes) == []
    assert all(outcome.status == -signal.SIGKILL for outcome in outcomes)


def test_killed_at_random_moments(stages: Stages, times: Times, figure: Say) -> None:
    """Whenever a run is killed, nothing breaks; at least half of the kills fall between first write and switch."""
    seed = random.Random().randrange(2**32)
    chance = random.Random(seed)
    count = times(40, 2_000)
    outcomes: list[Outcome] = []
    while len(hit := [outcome for outcome in outcomes if outcome.phase < ENDED]) < count:
        missing = count - len(hit)  # some children end before their moment comes
        moments = [
            Moment(chance.random(), is_writing=n % 4 != 0, batch=n // BATCH)
            for n in range(len(outcomes), len(outcomes) + missing)
        ]
        outcomes += stages.attempt("changed", moments)
    found = Counter(outcome.phase for outcome in hit)
    figure(f"killed at {count} random moments (seed {seed}):")
    for phase, words in enumerate(PHASES[:ENDED]):
        figure(f"  {words:17} {found[phase]:5} {'#' * round(60 * found[phase] / count)}")
    assert faults_of(outcomes) == []
    assert sum(found[phase] for phase in range(LEAVES, SWITCHED)) >= count / 2
