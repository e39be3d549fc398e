"""Everything of an answer that can be known before the request: complete headers and the bytes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime

from feedsvc import snapshot

Headers = tuple[tuple[str, str], ...]

OPEN: Headers = (
    ("X-Content-Type-Options", "nosniff"),
    ("Access-Control-Allow-Origin", "*"),
    ("Access-Control-Expose-Headers", "ETag"),
)
PAGE: Headers = (
    (
        "Content-Security-Policy",
        (
            "default-src 'none'; style-src 'self'; img-src 'self'; "
            "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
        ),
    ),
    ("Referrer-Policy", "no-referrer"),
)


@dataclass(frozen=True, slots=True)
class Form:
    """A document in one coding: the header lists of 200 and 304, and the body of 200."""

    etag: str
    headers: Headers
    headers_304: Headers
    body: bytes


@dataclass(frozen=True, slots=True)
class Prepared:
    """A document ready to be sent. `codings` are the keys of `forms`, "" (identity) first, the best last."""

    codings: tuple[str, ...]
    forms: Mapping[str, Form]
    last_modified: datetime


def prepare(address: str, name: str, bodies: Mapping[str, bytes], modified: datetime, ceiling: int) -> Prepared:
    """Return the answers of one document.

    `bodies` holds the bytes of each coding, with "" for the identity form; `modified` is aware and in whole
    seconds; `ceiling` is the longest max-age, in seconds.
    """
    freshness = f"public, max-age={snapshot.max_age(address, ceiling)}"
    lasting: Headers = (
        ("Last-Modified", format_datetime(modified, usegmt=True)),
        ("Cache-Control", f"{freshness}, stale-while-revalidate=86400, stale-if-error=604800"),
        ("Vary", "Accept-Encoding"),
    )
    content_type = snapshot.media_type(name)
    described: Headers = (("Content-Type", content_type), *OPEN)
    if content_type.startswith("text/html"):
        described += PAGE
    forms = {}
    for coding, body in bodies.items():
        tag = snapshot.etag(bodies[""], coding)
        validators: Headers = (("ETag", tag), *lasting)
        encoded: Headers = (("Content-Encoding", coding),) if coding else ()
        headers = (*described, *encoded, ("Content-Length", str(len(body))), *validators)
        forms[coding] = Form(tag, headers, validators, body)
    return Prepared(tuple(forms), forms, modified)
