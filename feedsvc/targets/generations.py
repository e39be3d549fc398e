"""Which version of each feed is published: folders of links, of which `current` names one. Touches no document."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path

from feedsvc.targets.files import make_folder, make_half, sync

HALF_LINK = ".current"

Link = tuple[str, str]
"""A feed's stem, and what its link says."""

_NUMBER = re.compile("[0-9]{6,}")


class Generations:
    """The generations in the directory `root`, and the versions that they link to."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._top = root / "generations"
        self._versions = root / "versions"

    def current(self) -> int:
        """Return the number of the published generation; 0 when there is none."""
        try:
            name = (self._root / "current").readlink().name
        except OSError:
            return 0  # nothing there, or no link: the switch says so, if it cannot replace it
        return int(name) if name.isdigit() else 0

    def numbers(self) -> tuple[int, ...]:
        """Return the numbers of all that are there, the newest first; one may never have been published."""
        try:
            return tuple(sorted((int(name) for name in os.listdir(self._top) if _is_number(name)), reverse=True))  # noqa: PTH208 (names are enough)
        except FileNotFoundError:
            return ()

    def place(self, number: int) -> Path:
        """Return the folder of a generation."""
        return self._top / _name(number)

    def switched(self, number: int) -> datetime | None:
        """Return when a generation was switched to; None when it is gone."""
        try:
            return datetime.fromtimestamp(int(self.place(number).stat().st_mtime), UTC)
        except FileNotFoundError:
            return None

    def version(self, stem: str, number: int) -> Path:
        """Return where a feed's version stands that was made for a generation."""
        return self._versions / stem / _name(number)

    def links(self, number: int) -> dict[str, str]:
        """Return what the link of each feed in a generation says, by stem."""
        return dict(_links(str(self.place(number)), ""))

    def switch(self, number: int, links: Mapping[str, str], second: int, kept: int) -> set[Link]:
        """Make a generation of these links and publish it; return the links that are lost by it.

        Where there is one that is too old to be kept, it is made of that: nearly all of its links are right, and
        each new link would cost as much as a file.
        """
        half = self._top / f".{_name(number)}"
        found = self._begin(half, number - kept)
        for stem in sorted(found.keys() - links.keys()):
            (half / stem).unlink()
        changed = sorted(stem for stem, text in links.items() if found.get(stem) != text)
        for stem in changed:
            if stem in found:
                (half / stem).unlink()
            make_folder((half / stem).parent)
            (half / stem).symlink_to(links[stem])
        for folder in sorted({half, *((half / stem).parent for stem in changed)}):
            sync(folder)
        os.utime(half, (second, second))
        self._publish(half, number)
        return set(found.items()) - set(links.items())

    def prune(self, number: int, kept: int, lost: Iterable[Link]) -> None:
        """Remove the generations before the last ones, and what only they, and the lost links, lead to."""
        candidates = set(lost)
        for old in self._outdated(number - kept):
            candidates.update(self.links(old).items())
            shutil.rmtree(self.place(old))
        left = [str(self.place(other)) for other in reversed(self.numbers())]
        for stem, text in sorted(candidates):
            name = text.rpartition("/")[2]
            is_ours = _is_number(name) and text == link_to(stem, int(name))
            if is_ours and not any(_says(f"{folder}/{stem}", text) for folder in left):
                _remove(self._versions / stem / name)

    def sweep(self, number: int, kept: int) -> None:
        """Remove what runs left that died: whatever is half made, and whatever no kept generation leads to."""
        (self._root / HALF_LINK).unlink(missing_ok=True)
        for made in sorted(self._top.iterdir()) if self._top.is_dir() else ():
            is_kept = _is_number(made.name) and number - kept < int(made.name) <= number
            if not is_kept and _is_number(made.name.removeprefix(".")):
                _remove(made)
        used = {link for left in self.numbers() for link in self.links(left).items()}
        for folder, names, _ in os.walk(self._versions):
            stem = Path(folder).relative_to(self._versions).as_posix()
            versions = sorted(name for name in names if _is_number(name.removeprefix(".")))
            names[:] = sorted(set(names) - set(versions))
            for name in versions:
                if not _is_number(name) or (stem, link_to(stem, int(name))) not in used:
                    _remove(Path(folder, name))

    def _begin(self, half: Path, oldest: int) -> dict[str, str]:
        """Make a folder to fill, empty or of a generation that ends; return the links that it has."""
        shutil.rmtree(half, ignore_errors=True)  # left by a run that died
        ending = self._outdated(oldest)
        if not ending:
            make_folder(self._top)
            make_half(half)
            return {}
        self.place(ending[0]).rename(half)
        return dict(_links(str(half), ""))

    def _publish(self, half: Path, number: int) -> None:
        shutil.rmtree(self.place(number), ignore_errors=True)  # left by a run that died before its switch
        half.rename(self.place(number))
        sync(self._top)
        half_link = self._root / HALF_LINK
        half_link.unlink(missing_ok=True)
        half_link.symlink_to(f"generations/{_name(number)}")
        half_link.replace(self._root / "current")

    def _outdated(self, oldest: int) -> list[int]:
        return [number for number in self.numbers() if number <= oldest]


def link_to(stem: str, number: int) -> str:
    """Return what the link of a feed says that leads to its version of a number."""
    return f"{'../' * (2 + stem.count('/'))}versions/{stem}/{_name(number)}"


def _name(number: int) -> str:
    return f"{number:06}"


def _is_number(name: str) -> bool:
    return _NUMBER.fullmatch(name) is not None


def _links(folder: str, above: str) -> Iterator[Link]:
    """Every link under a folder. Plain calls: each publishing reads hundreds, and objects for paths cost more."""
    try:
        entries = os.scandir(folder)
    except FileNotFoundError:
        return
    with entries:
        for entry in entries:
            if entry.is_symlink():
                yield above + entry.name, os.readlink(entry.path)  # noqa: PTH115 (see above)
            elif entry.is_dir():
                yield from _links(entry.path, f"{above}{entry.name}/")


def _says(link: str, text: str) -> bool:
    try:
        return os.readlink(link) == text  # noqa: PTH115 (as above)
    except OSError:
        return False  # nothing, or no link


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
