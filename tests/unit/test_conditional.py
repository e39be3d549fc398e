"""Preconditions, content negotiation and the rules of published documents: cases as data, one runner for each."""

from __future__ import annotations

import gzip
import json
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from feedsvc import snapshot
from feedsvc.conditional import is_not_modified, preferred_coding
from feedsvc.render.addresses import address_of

FOLDER = Path(__file__).parent.parent / "cases" / "conditional"
TAG = '"0123456789abcdef0123456789abcdef"'
BEFORE_ALL_DATES = datetime(1900, 1, 1, tzinfo=UTC)


def _cases(name: str) -> list[Any]:
    cases = json.loads((FOLDER / name).read_text(encoding="utf-8"))
    return [pytest.param(case, id=case["why"]) for case in cases]


@pytest.mark.parametrize("case", _cases("preconditions.json"))
def test_precondition(case: dict[str, Any]) -> None:
    """A request gets 304 exactly when RFC 9110 section 13 says that its copy still stands."""
    moment = case.get("last_modified")
    answer = is_not_modified(
        case.get("if_none_match"),
        case.get("if_modified_since"),
        case.get("etag", TAG),
        datetime.fromisoformat(moment) if moment else BEFORE_ALL_DATES,
    )
    assert answer is case["not_modified"]


@pytest.mark.parametrize("case", _cases("codings.json"))
def test_coding(case: dict[str, Any]) -> None:
    """A request gets the coding that it likes best (RFC 9110 section 12.5.3), and identity in doubt."""
    assert preferred_coding(case["accept_encoding"], case["available"]) == case["coding"]


@pytest.mark.parametrize(
    "unit",
    ['"', '",', '"a,', "W/", ",", " ", "\t ", "-gzip", '"-gzip', ";", ";q=", "a,", "a;q=0.5,", 'W/"a",', " ,", "é"],
)
def test_garbage_is_read_once(unit: str) -> None:
    """Long garbage costs time in proportion: eight times as much takes far less than 64 times as long."""

    def seconds(size: int) -> float:
        header = (unit * size)[:size]
        took = []
        for _ in range(3):
            start = time.perf_counter()
            is_not_modified(header, None, TAG, BEFORE_ALL_DATES)
            is_not_modified(None, header, TAG, BEFORE_ALL_DATES)
            preferred_coding(header, ("", "gzip"))
            took.append(time.perf_counter() - start)
        return min(took)

    assert seconds(8 * 8192) < 30 * seconds(8192) + 0.005


@pytest.mark.parametrize("case", _cases("addresses.json"))
def test_address(case: dict[str, Any]) -> None:
    """Every published file has the address of DESIGN section 5, and names that begin with "_" have none."""
    assert address_of(case["stem"], case["name"]) == case["address"]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("hn.atom", "application/atom+xml"),
        ("hn.rss", "application/rss+xml"),
        ("hn.json", "application/feed+json"),
        ("feeds.opml", "text/x-opml"),
        ("index.html", "text/html"),
        ("style.css", "text/css"),
        ("robots.txt", "text/plain"),
    ],
)
def test_media_type(name: str, expected: str) -> None:
    """Every format has its registered media type, with the charset said."""
    assert snapshot.media_type(name) == f"{expected}; charset=utf-8"


def test_media_type_of_nothing_published() -> None:
    """A suffix that is never published has no media type."""
    with pytest.raises(KeyError):
        snapshot.media_type("hn.exe")


def test_document_has_a_gzip_form_of_the_same_bytes() -> None:
    """The gzip form decompresses to the identity form, is smaller, and carries no time of its making."""
    identity = b"<feed>" + b"an entry like the others " * 200 + b"</feed>"
    made = snapshot.document("hn.atom", identity)
    assert made.name == "hn.atom"
    assert list(made.variants) == ["", "gzip"]
    assert made.variants[""] == identity
    assert gzip.decompress(made.variants["gzip"]) == identity
    assert len(made.variants["gzip"]) < len(identity) / 10
    assert made.variants["gzip"][4:8] == bytes(4)  # MTIME, RFC 1952 section 2.3.1
    assert snapshot.document("hn.atom", identity) == made


@pytest.mark.parametrize("identity", [b"", b"short", bytes(range(256))])
def test_document_that_gains_nothing_stays_plain(identity: bytes) -> None:
    """A document that gzip would not make smaller by 64 bytes has the identity form alone."""
    assert dict(snapshot.document("a.html", identity).variants) == {"": identity}


def test_gain_decides_at_64_bytes() -> None:
    """A gzip form exists from the first length on at which it saves 64 bytes, and not before."""
    gains = {size: size - len(gzip.compress(b"a" * size, 6, mtime=0)) for size in range(60, 140)}
    for size, gain in gains.items():
        assert ("gzip" in snapshot.document("a.css", b"a" * size).variants) is (gain >= 64)
    assert {63, 64} <= set(gains.values())


def test_every_coding_has_its_own_suffix() -> None:
    """Identity has no suffix, and no two codings share one, for their files stand side by side."""
    assert snapshot.ENCODINGS[""] == ""
    assert snapshot.ENCODINGS["gzip"] == ".gz"
    assert len(set(snapshot.ENCODINGS.values())) == len(snapshot.ENCODINGS)


def test_is_form_of() -> None:
    """A compressed form is told from one of other bytes, of other length, cut short, or in an unknown coding."""
    content = b"one and the same " * 20
    packed = gzip.compress(content)
    assert snapshot.is_form_of(content, "", content)
    assert not snapshot.is_form_of(content, "", packed)
    assert snapshot.is_form_of(content, "gzip", packed)
    assert not snapshot.is_form_of(content.replace(b"same", b"sane"), "gzip", packed)
    assert not snapshot.is_form_of(content, "gzip", packed[:-1])
    assert not snapshot.is_form_of(content, "gzip", content)
    assert not snapshot.is_form_of(content, "br", packed)


def test_etag() -> None:
    """Tags are strong, quoted, of at least 128 bits, the same for the same bytes, and different for each form."""
    tag = snapshot.etag(b"content", "")
    assert tag == snapshot.etag(b"content", "")
    assert tag != snapshot.etag(b"content ", "")
    assert snapshot.etag(b"content", "gzip") == f'{tag[:-1]}-gzip"'
    # The beginning of SHA-256 of "content", by coreutils.
    assert tag == '"ed7002b439e9ac845f22357d822bac14"'


def test_etags_of_two_forms_compare_equal() -> None:
    """A copy in one form answers for the other one: both were made of the same bytes."""
    plain, packed = (snapshot.etag(b"content", coding) for coding in ("", "gzip"))
    assert is_not_modified(plain, None, packed, BEFORE_ALL_DATES)
    assert is_not_modified(packed, None, plain, BEFORE_ALL_DATES)
    assert not is_not_modified(packed, None, snapshot.etag(b"other", ""), BEFORE_ALL_DATES)


@pytest.mark.parametrize("ceiling", [0, 1, 9, 60, 900, 86400])
def test_max_age(ceiling: int) -> None:
    """max-age is from 90 to 100 % of the ceiling, and fixed for an address."""
    ages = {address: snapshot.max_age(address, ceiling) for address in (f"/{n}.atom" for n in range(300))}
    assert all(0.9 * ceiling <= age <= ceiling for age in ages.values())
    assert ages == {address: snapshot.max_age(address, ceiling) for address in ages}


def test_max_age_differs_between_addresses() -> None:
    """Addresses spread over the whole range, so that caches do not come back all at once."""
    ages = {snapshot.max_age(f"/{n}.atom", 900) for n in range(300)}
    assert len(ages) > 80
    assert min(ages) < 815
    assert max(ages) > 895
