"""Reads single pages of the published tree when they are asked for, and remembers the last ones."""

from __future__ import annotations

import re
import threading
from pathlib import Path

from feedsvc.render.addresses import GONE, archive_place, feed_name
from feedsvc.web.prepared import Prepared, prepare
from feedsvc.web.stored import Mark, mark_of, read_stored

_ADDRESS = re.compile(r"/i/([a-z0-9][a-z0-9-]{0,199})/")
_ARCHIVE_AGE = 86_400  # seconds that a page of an archive stays fresh: it changes when an old item is corrected
_REMEMBERED = 16 * 2**20  # bytes of bodies


class Leaves:
    """Pages of items and of archives, each replaced by rename at any moment, independently of generations."""

    def __init__(self, feeds: Path, ceiling: int) -> None:
        self._feeds = feeds
        self._ceiling = ceiling
        self._kept: dict[str, tuple[Mark, Prepared]] = {}
        self._size = 0
        self._lock = threading.Lock()

    def find(self, address: str) -> Prepared | None:
        """Return the page at "/i/slug/" or "/hn/archive/1.atom" as it is on disk now, or None.

        Raises OSError if it cannot be read.
        """
        place = _place(address)
        if place is None:
            return None
        page, age = self._feeds / place[0], place[1] or self._ceiling
        try:
            kept = self._kept.get(address)
            if kept is not None and kept[0] == mark_of(page.stat()):
                return kept[1]
            stored = read_stored(page)
        except (FileNotFoundError, NotADirectoryError):
            return None
        prepared = prepare(address, page.name, stored.bodies, stored.modified, age)
        if stored.is_whole:
            self._keep(address, stored.mark, prepared)
        return prepared

    def gone(self, path: str) -> bytes | None:
        """Return the page that says why there is nothing at "/i/slug/" any more, or None where nothing ever was."""
        found = _ADDRESS.fullmatch(path if path.endswith("/") else f"{path}/")
        if found is None:
            return None
        try:
            return (self._feeds / "i" / found[1] / GONE).read_bytes()
        except (FileNotFoundError, NotADirectoryError):
            return None

    def _keep(self, address: str, mark: Mark, prepared: Prepared) -> None:
        """Remember a page in place of the oldest ones."""
        with self._lock:
            self._forget(address)
            self._kept[address] = mark, prepared
            self._size += _weight(prepared)
            while self._size > _REMEMBERED:
                self._forget(next(iter(self._kept)))

    def _forget(self, address: str) -> None:
        _, prepared = self._kept.pop(address, (None, None))
        self._size -= _weight(prepared) if prepared else 0


def _place(address: str) -> tuple[str, int | None] | None:
    """The file of a page in the tree, and how long it stays fresh where that is not the same as for feeds."""
    if found := _ADDRESS.fullmatch(address):
        return f"i/{found[1]}/index.html", None
    if archive := archive_place(address):
        return f"{archive}/{feed_name(archive, 'atom')}", _ARCHIVE_AGE
    return None


def _weight(prepared: Prepared) -> int:
    return sum(len(form.body) for form in prepared.forms.values())
