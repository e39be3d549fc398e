"""Every exception that feedsvc raises on purpose. Problems of the data are diagnostics, never exceptions.

FeedsvcError
├── ConfigError         the configuration cannot be used; lists every problem (exit 2)
├── UsageError          a command's arguments cannot be used (exit 2)
├── SourceUnreachable   a source cannot be read now; feeds are kept (exit 3)
├── StoreError          the database cannot be used (exit 1)
│   └── AuthorityChanged    the configured authority of ids is not the store's (exit 2)
├── PublishError        the published tree cannot be written (exit 1)
│   └── Overtaken           a later run published meanwhile (exit 1)
├── PausedError         publishing is paused after a rollback (exit 1)
├── NotifyError         a notice could not be delivered; it is tried again at the next run (exit 1)
├── ServeError          the web workers cannot start, or a port is taken (exit 1)
└── RunLocked           another run holds the lock (exit 75)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


class FeedsvcError(Exception):
    """Base of all: `code` names the kind in JSON output, `exit_code` is the process status."""

    code = "failed"
    exit_code = 1


class ConfigError(FeedsvcError):
    """The configuration cannot be used. `problems` are lines "file:line:column: what, and what to do"."""

    code = "configuration"
    exit_code = 2

    def __init__(self, problems: tuple[str, ...]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


class UsageError(FeedsvcError):
    """A command's arguments cannot be used."""

    code = "usage"
    exit_code = 2


class SourceUnreachable(FeedsvcError):
    """A source cannot be read now. `name` is the source as configured.

    `retry_at` is the moment before which its server asked not to be asked again, if it did. `is_missing`: its server
    says that there is no such page.
    """

    code = "unreachable"
    exit_code = 3

    def __init__(self, name: str, reason: str, retry_at: datetime | None = None, *, is_missing: bool = False) -> None:
        super().__init__(f"{name}: {reason}")
        self.name = name
        self.reason = reason
        self.retry_at = retry_at
        self.is_missing = is_missing


class StoreError(FeedsvcError):
    """The database cannot be used: locked by a stranger, damaged, not writable, of a newer version."""

    code = "store"


class AuthorityChanged(StoreError):
    """The configured authority of ids differs from the one every stored id was minted with."""

    code = "authority"
    exit_code = 2


class PublishError(FeedsvcError):
    """The published tree cannot be written; what was published before is still there."""

    code = "publish"


class PausedError(FeedsvcError):
    """Publishing is paused after a rollback."""

    code = "paused"


class Overtaken(PublishError):
    """A run that was held up came back after a later one had published: nothing of it may be published any more."""

    code = "overtaken"


class NotifyError(FeedsvcError):
    """A notice could not be delivered."""

    code = "notify"


class ServeError(FeedsvcError):
    """The web workers cannot start, or their port is taken."""

    code = "serve"


class RunLocked(FeedsvcError):
    """Another run holds the lock."""

    code = "locked"
    exit_code = 75
