"""What the exceptions say."""

from __future__ import annotations

from datetime import UTC, datetime

from feedsvc.errors import SourceUnreachable


def test_an_unreachable_source() -> None:
    """It names the source and the reason, and keeps what its server said of when and whether to come again."""
    moment = datetime(2020, 7, 20, tzinfo=UTC)
    error = SourceUnreachable("news.txt", "no such file", moment, is_missing=True)
    assert str(error) == "news.txt: no such file"
    assert (error.name, error.reason, error.retry_at, error.is_missing) == ("news.txt", "no such file", moment, True)
    assert (error.code, error.exit_code) == ("unreachable", 3)
