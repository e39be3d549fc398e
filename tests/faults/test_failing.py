"""Disks that are full, broken or read-only: feeds are kept and served, the fault is told, and the next run heals."""

from __future__ import annotations

import errno
from collections import Counter
from collections.abc import Mapping

import pytest

from faults import Say, Times, hooks
from faults.conftest import Stages
from faults.trial import Fail, Limit, faults_of

GROWING = ("create", "write", "half", "mkdir", "link", "symlink", "rename", "replace")  # what a full disk refuses


KINDS: Mapping[str, tuple[tuple[str, ...], int, bool, int]] = {
    # what fails, how, whether it goes on failing, and how many operations the short form tries
    "full once": (GROWING, errno.ENOSPC, False, 10),
    "full from then on": (GROWING, errno.ENOSPC, True, 8),
    "fsync fails": (("fsync",), errno.EIO, False, 10),
    "everything fails": (hooks.FILES, errno.EIO, False, 12),
    "read-only from then on": (hooks.FILES, errno.EROFS, True, 5),
    "database full": (("sql", "commit"), errno.ENOSPC, True, 6),
}


@pytest.mark.parametrize("name", ["changed", "empty"])
@pytest.mark.parametrize("kind", KINDS)
def test_operations_that_fail(kind: str, name: str, stages: Stages, times: Times, figure: Say) -> None:
    """Whichever operation fails, readers see whole feeds, the message names the folder, and the next run heals."""
    only, number, lasting, short = KINDS[kind]
    done = enumerate(stages.operations(name), 1)
    strikes = [Fail(at, number, only, lasting) for at, (operation, _) in done if operation in only]
    chosen = strikes[:: max(1, len(strikes) // times(short, len(strikes)))]
    outcomes = stages.attempt(name, chosen)
    ends = Counter(outcome.message.partition(":")[0] or "nothing, it went on" for outcome in outcomes)
    figure(f"{kind} ({name}): {len(chosen)} of {len(strikes)} operations; said {dict(ends)}")
    assert faults_of(outcomes) == []
    assert ends.keys() & {"PublishError", "StoreError"}


def test_files_that_may_not_grow(stages: Stages, times: Times) -> None:
    """Files cut off by a limit of the system never reach a reader."""
    outcomes = stages.attempt("changed", [Limit(size) for size in range(0, 8_000, times(1_600, 100))])
    assert faults_of(outcomes) == []
    assert any(outcome.status == 1 for outcome in outcomes)
