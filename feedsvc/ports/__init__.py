"""What the pipeline needs of the world, as small protocols. tests/contract/ holds one suite for each of them."""

from feedsvc.ports.memory import ItemStore, StoreSession, Turn
from feedsvc.ports.publishing import PublishTarget
from feedsvc.ports.world import Clock, Notifier, Parser, SourceReader

__all__ = ["Clock", "ItemStore", "Notifier", "Parser", "PublishTarget", "SourceReader", "StoreSession", "Turn"]
