"""Addresses of the further pages of a listing."""

from __future__ import annotations

import re
from urllib.parse import urljoin, urlsplit

_NUMBER = re.compile(r"\{n(?:(?P<sign>[+*])(?P<by>[1-9][0-9]{0,3}))?\}")


def problem_of_pages(pattern: str) -> str | None:
    """Return what is wrong with a pattern of addresses of further pages, in words that say what is wanted."""
    left, count = _NUMBER.subn("", pattern)
    if count != 1 or "{" in left or "}" in left:
        return "write the number of a page once, as {n}, {n+1} or {n*10}"
    parts = urlsplit(left)
    if parts.scheme or parts.netloc or re.search(r"[\s#\x00-\x1f\x7f-\x9f]", left):
        return "write what follows the source's own address, such as ?page={n}"
    return None


def page_address(first: str, pattern: str, number: int) -> str:
    """Return the address of a further page of the listing at `first`, relative to which `pattern` is meant.

    `number` is 1 for the page that follows the first one. "{n}" in the pattern becomes the number, "{n+1}" one more
    for listings that count from 1, "{n*10}" ten times it for listings that count items.
    """
    found = _NUMBER.search(pattern)
    if found is None:
        return urljoin(first, pattern)
    by = int(found["by"] or 0)
    value = number * by if found["sign"] == "*" else number + by
    return urljoin(first, f"{pattern[: found.start()]}{value}{pattern[found.end() :]}")
