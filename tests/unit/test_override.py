"""What an operator says of an item, for good."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest
from making import NOW, item, override

from feedsvc.core.change import words_of
from feedsvc.core.override import as_its_source_says, overridden, override_change, standing, with_words_before
from feedsvc.model import Attribution, Evidence, Override, OverrideAction, Presence, Revision, Words

A = item("a")
LATER = NOW + timedelta(days=1)
FREE = frozenset[object]().__contains__
SAID = Words(A.day, A.title, A.paragraphs, A.link, ("HN",))
FOUND = Attribution(
    ("SV",),
    ("SV", "HN"),
    (
        Evidence("SV", "about", "San Salvador", "title", "place"),
        Evidence("HN", "mentioned", "Honduras", "summary", "partner"),
        Evidence("BZ", "rejected", "Belize Street", "summary", "street"),
    ),
)


def test_words() -> None:
    """Each action says its own part anew, and what the source says is kept beside it."""
    after = overridden(A, [override("date", "2020-06-09"), override("title", "Corrected"), override("countries", "BZ")])
    assert (after.day, after.title, after.attribution.about) == (date(2020, 6, 9), "Corrected", ("BZ",))
    assert after.paragraphs == A.paragraphs
    assert after.as_read == SAID


def test_the_last_of_an_action_holds() -> None:
    """Of two headlines the later one is shown."""
    assert overridden(A, [override("title", "One"), override("title", "Two")]).title == "Two"


def test_what_says_the_same_as_the_source_keeps_nothing() -> None:
    """Where source and operator agree there is nothing to remember."""
    assert overridden(A, [override("title", A.title)]) == A


@pytest.mark.parametrize(
    "given",
    [[], [override("date", "2020-06-09")], [override("title", "Corrected"), override("countries", "BZ,SV")]],
    ids=len,
)
def test_again_changes_nothing_and_without_all_is_as_before(given: list[Override]) -> None:
    """Overrides can be applied to their own result; taken away they leave what the source says."""
    before = replace(A, attribution=FOUND)
    after = overridden(before, given)
    assert overridden(after, given) == after
    assert overridden(after, ()) == before
    assert as_its_source_says(after) == before


@pytest.mark.parametrize(
    ("value", "about", "mentioned", "evidence"),
    [
        ("HN,BZ", ("HN", "BZ"), ("SV", "HN", "BZ"), [("HN", "about"), ("BZ", "about"), ("SV", "rejected")]),
        ("SV,HN", ("SV", "HN"), ("SV", "HN"), [("SV", "about"), ("HN", "about")]),
        ("", (), ("SV", "HN"), [("SV", "rejected")]),
    ],
)
def test_countries(value: str, about: tuple[str, ...], mentioned: tuple[str, ...], evidence: list[object]) -> None:
    """What was found stays as evidence; each country that came or went has the operator's reason beside it."""
    after = overridden(replace(A, attribution=FOUND), [override("countries", value)]).attribution
    assert (after.about, after.mentioned) == (about, mentioned)
    assert after.evidence[:3] == FOUND.evidence
    assert [(one.code, one.role) for one in after.evidence[3:]] == evidence
    assert {(one.words, one.rule) for one in after.evidence[3:]} == {("a letter came", "override")}


@pytest.mark.parametrize(
    ("actions", "before", "after"),
    [
        ([], "shown", "shown"),
        (["title"], "withdrawn", "withdrawn"),
        (["withdraw"], "shown", "withdrawn"),
        (["merge"], "archived", "withdrawn"),
        (["withdraw"], "pending", "withdrawn"),
        (["withdraw"], "deleted", "deleted"),
        (["merge"], "expired", "expired"),
        (["restore"], "shown", "shown"),
        (["restore"], "archived", "archived"),
        (["restore"], "pending", "archived"),
        (["restore"], "withdrawn", "archived"),
        (["restore"], "expired", "archived"),
        (["withdraw", "restore"], "withdrawn", "archived"),
        (["restore", "withdraw"], "shown", "withdrawn"),
    ],
)
def test_presence(actions: list[OverrideAction], before: Presence, after: Presence) -> None:
    """The last word on it decides whether an item is withdrawn or stays; one that is over is not announced again."""
    given = replace(A, presence=before, absent_since=None if before in ("shown", "archived") else NOW)
    found = standing(given, [override(action) for action in actions], LATER)
    assert found.presence == after
    assert found.absent_since == (given.absent_since if before == after else LATER if after == "withdrawn" else None)


@pytest.mark.parametrize(
    ("given", "kind", "is_told"),
    [
        (override("title", "Corrected"), "revised", True),
        (override("title", "“Headline a”"), "revised", True),
        (override("title", "Headline A"), "touched", False),
        (override("date", "2020-06-09"), "revised", True),
        (override("countries", "BZ"), "moved", False),
        (override("withdraw"), "withdrawn", True),
        (override("merge", "tag:example.org,2020:item/b"), "withdrawn", True),
    ],
    ids=lambda given: getattr(given, "value", None),
)
def test_an_override_changes_at_once(given: Override, kind: str, is_told: bool) -> None:
    """`updated` moves, to a free second, where a reader would notice."""
    change = override_change(A, [given], {NOW}.__contains__, NOW)
    assert change is not None
    assert (change.kind, change.before) == (kind, A)
    assert change.item.updated == (NOW - timedelta(seconds=1) if is_told else A.updated)


@pytest.mark.parametrize("given", [override("restore"), override("title", A.title), override("date", "2020-07-13")])
def test_an_override_that_says_what_is_so_changes_nothing(given: Override) -> None:
    """There is nothing to publish."""
    assert override_change(A, [given], FREE, NOW) is None


def test_taken_away_the_source_s_words_are_back() -> None:
    """Readers are told again."""
    given = override("title", "Corrected")
    after = override_change(overridden(A, [given]), [], FREE, NOW, removed=given)
    assert after is not None
    assert (after.kind, after.item) == ("revised", replace(A, updated=NOW))


@pytest.mark.parametrize("action", ["withdraw", "merge"])
def test_taken_away_a_withdrawal_is_over(action: OverrideAction) -> None:
    """The item is shown again at once; another withdrawal that stands holds."""
    gone = replace(A, presence="deleted", absent_since=NOW)
    after = override_change(gone, [], FREE, LATER, removed=override(action))
    assert after is not None
    assert (after.kind, after.item) == ("restored", replace(A, updated=LATER))
    assert override_change(gone, [override("withdraw")], FREE, LATER, removed=override(action)) is None


def test_what_its_source_withdrew_stays_so() -> None:
    """An override of words, added or taken away, brings nothing back."""
    gone = replace(A, presence="withdrawn", absent_since=NOW)
    given = override("title", "Corrected")
    after = override_change(gone, [given], FREE, LATER)
    assert after is not None
    assert (after.kind, after.item.presence, after.item.updated) == ("touched", "withdrawn", A.updated)
    assert override_change(gone, [], FREE, LATER, removed=given) is None


def _revised(*forms: Words) -> list[Revision]:
    """The revisions from each form to the next, the last one first."""
    made = [
        Revision(A.id, NOW + timedelta(days=n), "revised", one, other) for n, (one, other) in enumerate(pairwise(forms))
    ]
    return made[::-1]


NAMED, DATED, UNDATED = replace(SAID, title="Named"), replace(SAID, day=date(2020, 1, 2)), replace(SAID, day=None)


@pytest.mark.parametrize(
    ("forms", "given", "known"),
    [
        ([SAID, NAMED], [override("title", "Named")], SAID),
        ([SAID, DATED], [override("date", "2020-01-02")], SAID),
        ([UNDATED, DATED], [override("date", "2020-01-02")], UNDATED),
        ([SAID, DATED, UNDATED, DATED], [override("date", "2020-01-02")], UNDATED),
        (
            [SAID, NAMED, replace(NAMED, day=DATED.day)],
            [override("title", "Named"), override("date", "2020-01-02")],
            SAID,
        ),
        ([SAID, NAMED], [override("date", "2020-01-02")], None),
        ([SAID, NAMED], [override("countries", "HN"), override("withdraw")], None),
        ([SAID], [override("title", "Named")], None),
        ([SAID, NAMED], [], None),
    ],
)
def test_what_a_source_said_before_its_overrides(
    forms: list[Words], given: list[Override], known: Words | None
) -> None:
    """An item that bears their words already gets those that its last revision to them took away."""
    bears = replace(A, title=forms[-1].title, day=forms[-1].day)
    found = with_words_before(bears, given, _revised(*forms))
    assert found == replace(bears, as_read=known)
    assert with_words_before(found, given, _revised(*forms)) == found
    if known:
        assert words_of(as_its_source_says(found)) == known
        assert overridden(found, given) == found


def test_what_a_source_says_is_not_learnt_twice() -> None:
    """What is known stays, whatever revisions say."""
    bears = replace(A, title="Named", as_read=replace(SAID, title="Known"))
    assert with_words_before(bears, [override("title", "Named")], _revised(SAID, NAMED)) == bears
