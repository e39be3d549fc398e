"""Decides which coding answers a request and whether a stored copy still stands (RFC 9110), in linear time."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

_QVALUE = re.compile(r"0(?:\.[0-9]{0,3})?|1(?:\.0{0,3})?")

# At each place of the list: a tag (weak or strong), anything else up to the next comma, or the end. Every try
# matches and is possessive, so that garbage is read once.
_TAG = re.compile(r'[ \t,]*+(?:(?:W/)?"([^"]*+)"[ \t]*+(?=,|\Z)|[^,]++|\Z)')
_ADDED_BY_PROXIES = re.compile(r"(?:[-;](?:gzip|br|zstd|deflate))+\Z")

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_TIME = r"(?P<hour>[0-9]{2}):(?P<minute>[0-9]{2}):(?P<second>[0-9]{2})"
_HTTP_DATES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"[a-z]{{3}}, (?P<day>[0-9]{{2}}) (?P<month>[a-z]{{3}}) (?P<year>[0-9]{{4}}) {_TIME} GMT",
        rf"[a-z]{{6,9}}, (?P<day>[0-9]{{2}})-(?P<month>[a-z]{{3}})-(?P<year>[0-9]{{2}}) {_TIME} GMT",
        rf"[a-z]{{3}} (?P<month>[a-z]{{3}}) (?P<day>[0-9 ][0-9]) {_TIME} (?P<year>[0-9]{{4}})",
    )
)
_LONGEST_DATE = 64  # no HTTP date is longer; what is, need not be looked at


def preferred_coding(accept_encoding: str | None, available: Sequence[str]) -> str:
    """Return the coding of `available` that the client likes best; "" is identity (RFC 9110 section 12.5.3).

    At equal weight the last of `available` wins, and any of them over identity. Identity is the answer when
    nothing else is acceptable, even to a client that refuses it: 406 would help nobody.
    """
    if not accept_encoding:
        return ""
    weights = _weights(accept_encoding)
    others = weights.get("*", 0.0)
    best, best_weight = "", weights.get("identity", weights.get("*", 0.0))
    for coding in available:
        weight = weights.get(coding, others)
        if coding and weight > 0 and weight >= best_weight:
            best, best_weight = coding, weight
    return best


def is_not_modified(
    if_none_match: str | None, if_modified_since: str | None, etag: str, last_modified: datetime
) -> bool:
    """Whether 304 answers a GET or HEAD for a document that exists (RFC 9110 sections 13.1.2, 13.1.3, 13.2).

    `etag` is the quoted tag of the form that would be sent, `last_modified` aware and in whole seconds.
    If-None-Match compares weakly and wins over If-Modified-Since, also when it is garbage. Suffixes that name
    a coding, ours or a proxy's, do not count: the tags of two forms of the same content are equal.
    """
    if if_none_match is not None:
        opaque = _without_suffix(etag.removeprefix("W/")[1:-1])
        return if_none_match.strip() == "*" or any(tag == opaque for tag in _listed_tags(if_none_match))
    since = _http_date(if_modified_since or "", last_modified)
    return since is not None and last_modified <= since


def _weights(accept_encoding: str) -> dict[str, float]:
    """The weight of each coding named, in lower case, without the members that cannot be understood."""
    weights: dict[str, float] = {}
    for member in accept_encoding.lower().split(","):
        coding, _, parameter = member.partition(";")
        name, _, value = parameter.strip().partition("=")
        if parameter and (name != "q" or not _QVALUE.fullmatch(value)):
            continue
        coding = coding.strip().removeprefix("x-")  # x-gzip is gzip (section 8.4.1.3)
        weight = float(value) if parameter else 1.0
        weights[coding] = min(weight, weights.get(coding, 1.0))  # named twice: a refusal stands
    return weights


def _listed_tags(if_none_match: str) -> Iterator[str]:
    for found in _TAG.finditer(if_none_match):
        if found[1] is not None:
            yield _without_suffix(found[1])


def _without_suffix(opaque: str) -> str:
    """The tag without what names a coding. Only its end is searched, so that a long tag costs no time."""
    head, tail = opaque[:-32], opaque[-32:]
    return head + _ADDED_BY_PROXIES.sub("", tail)


def _http_date(value: str, near: datetime) -> datetime | None:
    """The moment that an HTTP date names in one of its three forms (section 5.6.7), or None."""
    text = value.strip()
    if len(text) > _LONGEST_DATE:
        return None
    found = next(filter(None, (form.fullmatch(text) for form in _HTTP_DATES)), None)
    if found is None or found["month"].lower() not in _MONTHS:
        return None
    try:
        return datetime(
            _full_year(found["year"], near.year),
            _MONTHS.index(found["month"].lower()) + 1,
            int(found["day"]),
            int(found["hour"]),
            int(found["minute"]),
            59 if found["second"] == "60" else int(found["second"]),  # a leap second
            tzinfo=UTC,
        )
    except ValueError:  # the 31st of February, the year 0
        return None


def _full_year(digits: str, near: int) -> int:
    """The year of two or four digits; two never mean a year more than 50 years ahead (section 5.6.7)."""
    year = int(digits)
    if len(digits) == 4:
        return year
    year += near - near % 100
    return year - 100 if year > near + 50 else year
