"""Commits changes to the memory, with all that follows from them: history, feeds, and what must be published."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from feedsvc.core.assemble import item_stem, records_after, stems_of_new, touched_stems
from feedsvc.core.history import revisions_of
from feedsvc.core.translation import alike
from feedsvc.gathering import near_in_other_languages
from feedsvc.model import Change, Site
from feedsvc.ports import StoreSession


def commit(session: StoreSession, changes: Sequence[Change], site: Site, now: datetime) -> None:
    """Store changes of items within the session's transaction, and mark the folders that they make different."""
    if not changes:
        return
    pages = {change.item.id: session.pages_of(change.item.id) for change in changes if change.before}
    session.apply(changes)  # after this an item that leaves a feed has no page there any more
    session.remember_revisions(revisions_of(changes, now))
    records, fresh = records_after(session.feeds(), changes)
    session.remember_feeds(records.values())
    stems = stems_of_new(fresh, site)
    for change in changes:
        touched = touched_stems(change, site, pages.get(change.item.id, {}))
        versions = (change.item, *([change.before] if change.before else ())) if touched else ()
        stems |= touched
        for one in versions:  # an item may lose its link to another one too, where two are now equally like it
            stems |= {item_stem(other) for other in alike(one, near_in_other_languages(session, one, site))}
    session.mark(stems)
