"""The kinds of values that say where web pages are read, and how: as in values.py."""

from __future__ import annotations

import re
from ipaddress import ip_network
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator

from feedsvc.config.values import HOST, Kind
from feedsvc.core.paging import problem_of_pages


def source_url(value: str) -> str:
    """Return the address as it is: http or https, with nothing of it that would be a secret or is not sent."""
    try:
        parts = urlsplit(value)
        port = parts.port
    except ValueError:
        raise ValueError("check its host and port") from None
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ValueError("begin it with http:// or https:// and a host")
    if "@" in parts.netloc:
        raise ValueError("leave out the name and password")
    if port == 0 or not (HOST.fullmatch(parts.hostname) or HOST.fullmatch(f"[{parts.hostname}]")):
        raise ValueError("check its host and port; a name with other letters is written in its xn-- form")
    if re.search(r"[\s\x00-\x1f\x7f-\x9f]", value) or "#" in value:
        raise ValueError("it has no spaces and no #")
    return value


def reachable(value: str) -> str:
    """Return the name of a host, an address, or a network, as it is."""
    try:
        ip_network(value)
    except ValueError:
        if "/" in value:
            raise ValueError("write a network as 10.0.0.0/8: its first address, and how many bits they share") from None
        if not HOST.fullmatch(value.lower()):
            raise ValueError("write a host without a port, an address, or a network such as 10.0.0.0/8") from None
    return value


def pages_pattern(value: str) -> str:
    """Return the pattern of further pages, as it is."""
    if problem := problem_of_pages(value):
        raise ValueError(problem)
    return value


PagesPattern = Annotated[str, Kind("a pattern such as ?page={n}"), AfterValidator(pages_pattern)]
SourceUrl = Annotated[str, Kind("a web address such as https://example.org/news"), AfterValidator(source_url)]
Reachable = Annotated[str, Kind("a host, an address or a network such as 10.0.0.0/8"), AfterValidator(reachable)]
