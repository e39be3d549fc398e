"""Tells people that a source needs them, and that it is over: once each."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Literal

from feedsvc.errors import NotifyError
from feedsvc.model import Notice, SourceReport, Trouble
from feedsvc.ports import StoreSession
from feedsvc.service import Service

log = logging.getLogger(__name__)


def troubles(service: Service, session: StoreSession) -> dict[str, Trouble]:
    """Return the trouble that each source is in."""
    records = [session.source(source.id) for source in service.sources]
    return {record.source: record.trouble for record in records if record and record.trouble}


def tell(service: Service, reports: Iterable[SourceReport], before: Mapping[str, Trouble]) -> None:
    """Tell somebody once when a source has failed often enough, and once when it is over.

    `before` is the trouble that each was in before these readings. What cannot be delivered is logged.
    """
    for report in reports:
        if report.state in ("changed", "unchanged") and report.source not in before:
            continue  # it could be read, as before
        with service.store.read() as session:
            record = session.source(report.source)
        if record is None:
            continue
        trouble = record.trouble
        try:
            if trouble and not trouble.told and trouble.readings >= service.patience:
                service.notifier.notify(_notice(report.source, trouble.state, trouble, report.message or ""))
                with service.store.write() as session:
                    session.remember_source(replace(record, trouble=replace(trouble, told=True)))
            elif trouble is None and (over := before.get(report.source)) and over.told:
                message = "The source can be read again, and its feeds are up to date."
                service.notifier.notify(_notice(report.source, "recovered", over, message))
        except NotifyError as error:
            log.error("%s", error)  # noqa: TRY400 (the message says it all; a traceback would hide it)


def _notice(source: str, state: Literal["held", "unreachable", "recovered"], trouble: Trouble, message: str) -> Notice:
    return Notice(source, state, trouble.since, trouble.readings, message)
