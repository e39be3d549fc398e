"""config.yaml and the environment become one `Config`, or one error that lists every problem with its place.

The one home of PyYAML and pydantic. `options.py` and `source.py` hold the meaning of each option; nothing here reads a
source, opens the store or looks at a clock.
"""

from __future__ import annotations

from feedsvc.config.describe import OptionDoc, options
from feedsvc.config.settings import Config, EmailSettings, NotifySettings, ServerSettings, load

__all__ = ["Config", "EmailSettings", "NotifySettings", "OptionDoc", "ServerSettings", "load", "options"]
