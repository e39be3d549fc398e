"""How long a server wants to be left alone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from feedsvc.sources.waiting import wanted_wait

NOW = datetime(2020, 7, 15, 18, 0, tzinfo=UTC)

WAITS = {
    "": None,
    "soon": None,
    "-5": None,
    "1.5": None,
    "²": None,
    "Wed, 32 Jul 2020 18:00:00 GMT": None,
    "0": 0,
    "120": 120,
    "86401": 86400,
    "9" * 4000: 86400,
    "Wed, 15 Jul 2020 18:00:30 GMT": 30,
    "Wed, 15 Jul 2020 19:00:00 -0000": 3600,
    "Wed, 15 Jul 2020 20:00:00 +0200": 0,
    "Tue, 14 Jul 2020 18:00:00 GMT": 0,
    "Wed, 15 Jul 2099 18:00:00 GMT": 86400,
}


@pytest.mark.parametrize("value", WAITS)
def test_wanted_wait(value: str) -> None:
    """Seconds or a date, never less than nothing or more than a day; nothing for what is neither."""
    seconds = WAITS[value]
    assert wanted_wait(value, NOW) == (None if seconds is None else timedelta(seconds=seconds))
