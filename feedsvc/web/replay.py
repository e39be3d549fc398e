"""Answers GET and HEAD of prepared documents on Flask's `app.wsgi_app` hook, and hands everything else on."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from feedsvc.conditional import is_not_modified, preferred_coding
from feedsvc.web.prepared import OPEN, Headers, Prepared
from feedsvc.web.tree import Generation, PublishedTree

_log = logging.getLogger(__name__)

HEALTH = "/healthz"
GENERATION = "feedsvc.generation"
"""Under this key of the environment the application finds the generation that was looked into."""

_TRY_AGAIN = b"Nothing can be served at this moment. Please try again soon.\n"
_UNAVAILABLE: Headers = (
    ("Content-Type", "text/plain; charset=utf-8"),
    *OPEN,
    ("Cache-Control", "no-store"),
    ("Retry-After", "10"),
    ("Content-Length", str(len(_TRY_AGAIN))),
)


class Replay:
    """A WSGI application in front of another: what is published here, the rest there."""

    def __init__(self, other: WSGIApplication, tree: PublishedTree) -> None:
        self._other = other
        self._tree = tree

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer 200 or 304 for a document, 503 while nothing is published, else what the other answers."""
        path: str = environ["PATH_INFO"] or "/"
        environ["PATH_INFO"] = path
        if path == HEALTH:
            return self._hand_on(environ, start_response)
        method: str = environ["REQUEST_METHOD"]
        try:
            generation = self._tree.generation()
            prepared = self._find(generation, path) if method in ("GET", "HEAD") else None
        except OSError as error:
            _log.warning("%s cannot be read: %s", path[:200], error)
            generation = None
        if generation is None:
            start_response("503 Service Unavailable", list(_UNAVAILABLE))
            return [b"" if method == "HEAD" else _TRY_AGAIN]
        if prepared is None:
            environ[GENERATION] = generation
            return self._hand_on(environ, start_response)
        return _answer(prepared, environ, start_response)

    def _hand_on(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        # Whatever a client calls us must reach no answer: routing would refuse some names, and redirect to others.
        environ["HTTP_HOST"] = "localhost"
        return self._other(environ, start_response)

    def _find(self, generation: Generation | None, path: str) -> Prepared | None:
        if generation is None:
            return None
        return generation.documents.get(path) or self._tree.leaves.find(path)


def _answer(prepared: Prepared, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    form = prepared.forms[preferred_coding(environ.get("HTTP_ACCEPT_ENCODING"), prepared.codings)]
    none_match: str | None = environ.get("HTTP_IF_NONE_MATCH")
    since: str | None = environ.get("HTTP_IF_MODIFIED_SINCE")
    if is_not_modified(none_match, since, form.etag, prepared.last_modified):
        start_response("304 Not Modified", list(form.headers_304))
        return [b""]
    start_response("200 OK", list(form.headers))
    return [b"" if environ["REQUEST_METHOD"] == "HEAD" else form.body]
