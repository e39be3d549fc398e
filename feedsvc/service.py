"""All that a run works with, put together by bootstrap."""

from __future__ import annotations

from dataclasses import dataclass

from feedsvc.core.gazetteer import Gazetteer
from feedsvc.drafting import Layout
from feedsvc.errors import StoreError
from feedsvc.model import PhraseRule, Source
from feedsvc.ports import Clock, ItemStore, Notifier, Parser, PublishTarget, SourceReader, StoreSession


@dataclass(frozen=True, slots=True)
class Service:
    """All that a run works with.

    `reader_version` changes whenever the same bytes might be read differently; `patience` is the number of readings
    in a row that must fail before somebody is told; `phrases` are the operator's word on what means a country.
    """

    sources: tuple[Source, ...]
    layout: Layout
    gazetteer: Gazetteer
    reader_version: str
    clock: Clock
    reader: SourceReader
    parse: Parser
    store: ItemStore
    target: PublishTarget
    notifier: Notifier
    patience: int
    phrases: tuple[PhraseRule, ...] = ()


def refuse_to_forget(service: Service, session: StoreSession) -> None:
    """An empty store under published feeds is a lost one: a run would publish less, and mint items anew."""
    if session.is_empty() and service.target.origin() is not None:
        raise StoreError(
            "the store is empty or missing, but feeds are published, so nothing was read or changed. Restore a "
            "backup of the store, or make it anew from the feeds: feedsvc rebuild --store. To begin anew instead, "
            "move the feeds folder away."
        )
