"""Publishes into a directory of plain files.

    current -> generations/000042                     one rename switches all feeds at once
    generations/000042/hn -> ../../versions/hn/000041 one symlink a feed
    versions/hn/000041/hn.atom, hn.atom.gz, …         never changed once made
    i/<slug>/index.html, archive/hn/1/1.atom, …       leaves, replaced one by one by rename
    .lock, .fence                                     who may publish

Whatever is half made has a name that begins with a dot. While a run publishes there is a file `.publishing`: who finds
one that is left knows that a run died, and removes what that run left.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from feedsvc.errors import PublishError
from feedsvc.model import Folder, Generation, Publication, PublishReport
from feedsvc.targets.fence import HALF_FENCE, Fence
from feedsvc.targets.files import sync, sync_all
from feedsvc.targets.folders import HALF_LEAF, documents_in, holds, make_version, read_folder, replace_leaf
from feedsvc.targets.generations import Generations, Link, link_to

KEPT_GENERATIONS = 20
LEAVES = ("i/", "archive/")


class LocalTarget:
    """A `PublishTarget` in the directory `root`."""

    def __init__(self, root: Path) -> None:
        self._root = root.resolve()
        self._top = str(self._root)
        self._whole: dict[str, tuple[int, int, tuple[str, ...]]] = {}  # as folders were when they lacked nothing
        self._fence = Fence(self._root)
        self._generations = Generations(self._root)
        self._marker = self._root / ".publishing"

    def origin(self) -> str | None:
        """Return what made the tree that is published now."""
        try:
            return (self._root / "current" / "site" / "_origin").read_bytes().decode()
        except (FileNotFoundError, NotADirectoryError, UnicodeDecodeError):
            return None
        except OSError as error:
            raise PublishError(f"{self._root}: {error.strerror}; nothing was published") from error

    def lacks(self, wanted: Mapping[str, Iterable[str]]) -> frozenset[str]:
        """Return the folders of which a document is gone, or all. What nobody touched is not looked into again."""
        return frozenset(stem for stem, names in wanted.items() if not self._is_whole(stem, tuple(names)))

    def _is_whole(self, stem: str, names: tuple[str, ...]) -> bool:
        # Plain text: there are hundreds of folders to look for, in every run. A folder's ctime cannot be set, and is
        # another one whenever a name in it is made, replaced or removed.
        place = f"{self._top}/{stem}" if stem.startswith(LEAVES) else f"{self._top}/current/{stem}"
        try:
            found = os.stat(place)  # noqa: PTH116
        except OSError:
            return False
        seen = (found.st_ino, found.st_ctime_ns, names)
        if self._whole.get(stem) != seen:
            if not all(os.path.exists(f"{place}/{name}") for name in names):  # noqa: PTH110
                return False
            self._whole[stem] = seen
        return True

    def token(self) -> int:
        """Return the greatest token that was shown."""
        with _explained(self._root):
            return self._fence.seen()

    def publish(self, publication: Publication, now: datetime, token: int) -> PublishReport:
        """Publish what differs: leaves one by one, then every feed with one rename."""
        with self._alone(token):
            number = self._generations.current()
            present = self._generations.place(number)
            leaves = [leaf for leaf in publication.leaves if not holds(self._root / leaf.stem, leaf)]
            feeds = [feed for feed in publication.feeds if not holds(present / feed.stem, feed)]
            second = int(now.timestamp())
            if not leaves and not feeds:
                self._fence.remember(token, second)  # a run before this one may have other documents in hand
                return PublishReport(number, (), publication.faults + self._heal())
            faults = self._begin(token, second)
            written = [path for leaf in leaves for path in replace_leaf(self._root, leaf, second)]
            lost: set[Link] = set()
            if feeds:
                number += 1
                written += self._make(number, feeds, second)
                lost = self._switch(number, feeds, second)
            faults = self._end(number, lost, faults)
        return PublishReport(number, tuple(written), publication.faults + faults)

    def documents(self) -> Iterator[tuple[str, bytes | None]]:
        """Give what is published now, feeds before leaves."""
        with _explained(self._root):
            current = self._generations.current()
            for stem in sorted(self._generations.links(current)):
                yield from documents_in(self._generations.place(current) / stem, stem)
            for top in LEAVES:
                for folder, below, _ in os.walk(self._root / top):
                    below.sort()
                    yield from documents_in(Path(folder), Path(folder).relative_to(self._root).as_posix())

    def generations(self) -> tuple[Generation, ...]:
        """Return the generations that are kept, the newest first."""
        with _explained(self._root):
            current = self._generations.current()
            numbers = [number for number in self._generations.numbers() if number <= current]
            return tuple(
                Generation(number, switched, number == current)
                for number in numbers
                if (switched := self._generations.switched(number))
            )

    def rollback(self, number: int, now: datetime, token: int) -> int:
        """Publish the feeds of an earlier generation in a new one."""
        with self._alone(token):
            kept = [generation.number for generation in self.generations()]
            if number not in kept:
                listed = ", ".join(map(str, kept)) or "none"
                raise PublishError(
                    f"{self._root}: generation {number} is not kept, nothing was changed; kept: {listed}"
                )
            current = self._generations.current()
            feeds = self._earlier(number, current)
            second = int(now.timestamp())
            faults = self._begin(token, second)
            self._make(current + 1, feeds, second)
            lost = self._switch(current + 1, feeds, second)
            self._end(current + 1, lost, faults)  # what cannot be removed is told by the next run, which tries again
        return current + 1

    @contextmanager
    def _alone(self, token: int) -> Iterator[None]:
        with _explained(self._root), self._fence.held(token):
            yield

    def _begin(self, token: int, second: int) -> tuple[str, ...]:
        """Announce a change, and end for ever the runs before this one."""
        faults = self._heal()
        self._marker.open("wb").close()
        self._fence.remember(token, second)
        return faults

    def _heal(self) -> tuple[str, ...]:
        """Remove what a run left that died. What cannot be removed now stops nothing."""
        if not self._marker.exists():
            return ()
        try:
            for name in (HALF_LEAF, HALF_FENCE):
                (self._root / name).unlink(missing_ok=True)
            self._generations.sweep(self._generations.current(), KEPT_GENERATIONS)
            self._marker.unlink()
        except OSError as error:
            return (f"{self._root}: {_reason(error)}; what a run left that died could not be removed",)
        return ()

    def _make(self, number: int, feeds: Iterable[Folder], second: int) -> list[str]:
        present = self._generations.place(number - 1)
        written: list[str] = []
        fresh: list[Path] = []
        for feed in feeds:
            made = self._generations.version(feed.stem, number)
            names = make_version(made, feed, present / feed.stem, second)
            written += [f"{feed.stem}/{name}" for name in names]
            fresh += [*(made / name for name in names), made, made.parent]
        sync_all(fresh)  # only when all are written: to wait for one has the disk take most of the others too
        return written

    def _switch(self, number: int, feeds: Iterable[Folder], second: int) -> set[Link]:
        links = self._generations.links(number - 1)
        links.update((feed.stem, link_to(feed.stem, number)) for feed in feeds)
        return self._generations.switch(number, links, second, KEPT_GENERATIONS)

    def _end(self, number: int, lost: Iterable[Link], faults: tuple[str, ...]) -> tuple[str, ...]:
        """Make the switch last, and remove what is old. Readers have the new feeds by now: a failure undoes nothing."""
        try:
            sync(self._root)
            self._generations.prune(number, KEPT_GENERATIONS, lost)
            if not faults:
                self._marker.unlink()
        except OSError as error:
            why = f"{self._root}: {_reason(error)}; the new feeds are published, but old ones could not be removed"
            return (*faults, why)
        return faults

    def _earlier(self, number: int, current: int) -> list[Folder]:
        """The feeds of a generation of which a byte differs from what is published.

        They are published as any other change, so that a document which goes back is last modified now: a reader that
        has the later one would not fetch it otherwise.
        """
        then, present = self._generations.links(number), self._generations.place(current)
        links = self._generations.links(current)
        found = [
            read_folder(stem, self._generations.place(number) / stem, present / stem)
            for stem, text in then.items()
            if links.get(stem) != text
        ]
        return [feed for feed in found if not holds(present / feed.stem, feed)]


@contextmanager
def _explained(root: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise PublishError(f"{root}: {_reason(error)}; the feeds stay as they were") from error


def _reason(error: OSError) -> str:
    return error.strerror or str(error)
