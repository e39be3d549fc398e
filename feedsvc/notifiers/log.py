"""Telling by the log, which is always there."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from feedsvc.notifiers.words import in_words

if TYPE_CHECKING:
    from feedsvc.model import Notice

log = logging.getLogger(__name__)


class LogNotifier:
    """A `Notifier` that writes each notice as one line of the log."""

    def notify(self, notice: Notice) -> None:
        """Log the subject and what was seen, as a warning. Never fails."""
        subject, _ = in_words(notice)
        # The good news too: under cron nothing below a warning is printed, and who read the first must read the last.
        log.warning("%s (%s)", subject, " ".join(notice.message.split()))
