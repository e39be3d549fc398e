"""How long a server wants to be left alone: its `Retry-After` (RFC 9110, section 10.2.3)."""

from __future__ import annotations

from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime

LONGEST = timedelta(days=1)


def wanted_wait(value: str, now: datetime) -> timedelta | None:
    """Return what a server asks for in seconds or as a date, a day at most; None when it asks for nothing."""
    if value.isascii() and value.isdigit():
        return timedelta(seconds=min(int(value[:9]), int(LONGEST.total_seconds())))
    try:
        moment = parsedate_to_datetime(value)
        wait = (moment if moment.tzinfo else moment.replace(tzinfo=now.tzinfo)) - now
    except (ValueError, TypeError, OverflowError):
        return None
    return min(max(wait, timedelta()), LONGEST)
