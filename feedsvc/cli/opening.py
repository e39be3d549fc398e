"""What a command works with: the configuration that it names, and a service that is closed however the command ends."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from feedsvc import bootstrap

if TYPE_CHECKING:
    from feedsvc.config import Config
    from feedsvc.service import Service


def configured(path: str | None) -> Config:
    """Return the configuration in a file, or that beside the program. Raises ConfigError with every problem of it."""
    return bootstrap.load_config(Path(path) if path else None, os.environ)


@contextmanager
def opened(config: Config) -> Iterator[Service]:
    """Give what a run works with, and close its store at the end."""
    service = bootstrap.service(config)
    with closing(service.store):
        yield service
