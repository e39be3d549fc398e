"""Which changes are kept as history."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from making import NOW, attribution, item

from feedsvc.core.change import words_of
from feedsvc.core.history import revisions_of
from feedsvc.model import Change, Item, Revision

A = item("a")
LATER = NOW + timedelta(seconds=7)


@pytest.mark.parametrize(
    "after",
    [
        replace(A, title="Corrected", updated=LATER),
        replace(A, day=date(2020, 7, 9), updated=LATER),
        replace(A, link="https://example.org/1", updated=LATER),
        replace(A, presence="withdrawn", absent_since=NOW, updated=LATER),
    ],
)
def test_what_readers_were_told_bears_the_time_that_they_see(after: Item) -> None:
    """A revision and a withdrawal are of the item's new `updated`."""
    (revision,) = revisions_of([Change("revised", after, A)], NOW)
    assert revision == Revision(A.id, LATER, "revised", words_of(A), words_of(after))


@pytest.mark.parametrize("after", [replace(A, title="“Headline a”"), replace(A, attribution=attribution("BZ"))])
def test_what_moves_no_stamp_is_of_now(after: Item) -> None:
    """Another typography, or other countries, are kept with the moment of the run."""
    assert revisions_of([Change("touched", after, A)], NOW) == (
        Revision(A.id, NOW, "touched", words_of(A), words_of(after)),
    )


@pytest.mark.parametrize(
    ("after", "kind"),
    [(replace(A, title="“Headline a”"), "touched"), (replace(A, attribution=attribution("BZ")), "moved")],
)
def test_a_return_that_nobody_missed(after: Item, kind: str) -> None:
    """Readers were never told that the item was missing, so they are not told that it is back."""
    missing = replace(A, presence="pending", absent_since=NOW)
    (revision,) = revisions_of([Change("restored", after, missing)], NOW)
    assert revision.kind == kind


def test_a_return_is_kept() -> None:
    """What is restored after it had been withdrawn is history, with the words unchanged too."""
    gone = replace(A, presence="expired")
    (revision,) = revisions_of([Change("restored", replace(A, updated=LATER), gone)], NOW)
    assert (revision.kind, revision.at) == ("restored", LATER)


@pytest.mark.parametrize(
    "change",
    [
        Change("new", A),
        Change("archived", replace(A, presence="archived"), A),
        Change("pending", replace(A, presence="pending"), A),
        Change("touched", replace(A, rank=9, also=("other",)), A),
        Change("restored", A, replace(A, presence="archived")),
        Change("deleted", replace(A, presence="deleted"), replace(A, presence="withdrawn")),
        Change("expired", replace(A, presence="expired"), replace(A, presence="deleted")),
    ],
    ids=lambda change: change.kind,
)
def test_what_is_no_history(change: Change) -> None:
    """A first sight, an absence that nobody is told of, and the end of an announcement leave no revision."""
    assert revisions_of([change], NOW) == ()
