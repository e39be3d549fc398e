"""Makes a lost store anew from what is published: feeds, their archives, and pages of items."""

from feedsvc.recovery.recovering import Recovered, recover

__all__ = ["Recovered", "recover"]
