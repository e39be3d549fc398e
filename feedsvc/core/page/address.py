"""Addresses as a page writes them, made absolute. Only http and https lead anywhere."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import quote, urljoin, urlsplit

_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:")
_UNSEEN = re.compile(r"[\t\n\r\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_LONGEST = 2000
_SAFE = "!#$%&'()*+,/:;=?@[]~-._"


@lru_cache(maxsize=8192)  # each hypothesis asks again
def absolute(written: str, base: str) -> str | None:
    """Return `written` as an absolute http or https address, or None: another scheme, no host, only a fragment."""
    address = _UNSEEN.sub("", written).strip()
    if not address or address.startswith("#") or len(address) > _LONGEST:
        return None
    if _SCHEME.match(address) and not address.lower().startswith(("http:", "https:")):
        return None
    try:
        whole = urljoin(base, address)
        parts = urlsplit(whole)
        is_whole = parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        return None
    return quote(whole, safe=_SAFE) if is_whole else None
