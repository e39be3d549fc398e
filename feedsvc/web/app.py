"""Makes the public application: prepared answers in front, and Flask for whatever they lack."""

from __future__ import annotations

from urllib.parse import quote

from flask import Flask, Response, request
from werkzeug.exceptions import HTTPException, MethodNotAllowed

from feedsvc.web.prepared import OPEN, PAGE
from feedsvc.web.replay import GENERATION, HEALTH, Replay
from feedsvc.web.settings import PublicSettings
from feedsvc.web.tree import Generation, PublishedTree

_TEXT = "text/plain; charset=utf-8"
_HTML = "text/html; charset=utf-8"
_LONGEST_404 = 300  # seconds: a feed that appears must not stay missing in caches
_NO_PAGE = b"""<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>Not found</title></head>
<body><h1>Not found</h1><p>There is nothing at this address. <a href="/">All feeds</a></p></body></html>
"""


def create_app(settings: PublicSettings) -> Flask:
    """Return the public WSGI application. It reads the tree under `settings.feeds` and writes nothing."""
    app = Flask("feedsvc.web", static_folder=None, template_folder=None)
    app.config["PROVIDE_AUTOMATIC_OPTIONS"] = False
    app.url_map.merge_slashes = False  # //x is no other spelling of /x
    tree = PublishedTree(settings.feeds, settings.max_age)

    @app.get(HEALTH)
    def health() -> Response:
        return _response(b"ok\n", 200, "no-store")

    @app.get("/", defaults={"_": ""})
    @app.get("/<path:_>")
    def elsewhere(_: str) -> Response:
        # Routing takes two slashes for one, so the path is read where nobody has touched it.
        path = request.environ["PATH_INFO"].encode("latin-1").decode("utf-8", "replace")
        if page := tree.leaves.gone(path):
            return _page(page, 410, settings)
        target = _other_address(path, request.environ[GENERATION], tree)
        return _not_found(settings) if target is None else _moved(target, settings)

    @app.errorhandler(404)
    def not_found(_: HTTPException) -> Response:
        return _not_found(settings)

    @app.errorhandler(HTTPException)
    def refused(error: HTTPException) -> Response:
        response = _response(f"{error.name}\n".encode(), error.code or 500, "no-store")
        if isinstance(error, MethodNotAllowed):
            response.headers["Allow"] = "GET, HEAD"
        return response

    @app.errorhandler(OSError)
    def unreadable(error: OSError) -> Response:
        app.logger.warning("the published tree cannot be read: %s", error)
        response = _response(b"Please try again in a moment.\n", 503, "no-store")
        response.headers["Retry-After"] = "10"
        return response

    tree.generation()  # a new worker is warm before its first request
    app.wsgi_app = Replay(app.wsgi_app, tree)  # type: ignore[method-assign]  # Flask's documented hook
    return app


def _other_address(path: str, generation: Generation, tree: PublishedTree) -> str | None:
    """The address that a request means by `path`, which is none itself."""
    if tree.leaves.find(f"{path}/"):
        return f"{path}/"
    return generation.spellings.resolve(path)


def _moved(target: str, settings: PublicSettings) -> Response:
    # Only an address of the tree is ever given, as a path: nothing of the request's Host reaches the answer.
    response = _response(f"Moved to {target}\n".encode(), 301, f"public, max-age={settings.max_age}")
    response.headers["Location"] = quote(target)
    return response


def _not_found(settings: PublicSettings) -> Response:
    generation = request.environ.get(GENERATION)
    page = generation.not_found if generation else None
    return _page(page or _NO_PAGE, 404, settings)


def _page(page: bytes, status: int, settings: PublicSettings) -> Response:
    freshness = f"public, max-age={min(_LONGEST_404, settings.max_age)}"
    response = _response(page, status, freshness, _HTML)
    response.headers.extend(PAGE)
    return response


def _response(body: bytes, status: int, cache_control: str, content_type: str = _TEXT) -> Response:
    response = Response(body, status, content_type=content_type)
    response.headers.extend(OPEN)
    response.headers["Cache-Control"] = cache_control
    return response
