"""Remote documents are parsed in one warm child process, which has little time and memory and nothing to steal.

Both ends are here: `ChildParser` starts the child, kills it and starts it anew; `main` is the child. They speak JSON,
so that a child that was taken over can only lie about a bulletin.
"""

from __future__ import annotations

import contextlib
import json
import os
import resource
import subprocess
import sys
import weakref
from dataclasses import asdict, dataclass
from datetime import date, datetime
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Final, cast

from feedsvc.core.parse import parse
from feedsvc.deadline import within
from feedsvc.errors import SourceUnreachable
from feedsvc.model import Diagnostic, Image, ParsedBulletin, ParsedItem, Selectors, SourceDocument

if TYPE_CHECKING:
    from collections.abc import Callable

MOST_SECONDS: Final = 10.0
MOST_MEMORY: Final = 1 << 30  # bytes of address space; the program alone takes a fifth of it
LONGEST_ANSWER: Final = 64 * 1024 * 1024

_CHILD = "from feedsvc.sources.parsing import main; main()"


@dataclass(frozen=True, slots=True)
class _Task:
    """What the child is asked."""

    document: SourceDocument
    language: str
    today: date
    selectors: Selectors | None


class ChildParser:
    """A `Parser` that reads files here, and what has an address in a child process."""

    def __init__(self, seconds: float = MOST_SECONDS, memory: int = MOST_MEMORY) -> None:
        self._seconds = seconds
        self._memory = memory
        self._child: subprocess.Popen[bytes] | None = None
        self._end: Callable[[], object] = bool

    def __call__(
        self, document: SourceDocument, language: str, today: date, selectors: Selectors | None = None
    ) -> ParsedBulletin:
        """Return what a document says; SourceUnreachable when it takes more time or memory than it may."""
        if not document.address:
            return parse(document, language, today, selectors)
        if self._child is None or self._child.poll() is not None:
            self._child = _started(self._memory, self._seconds)
            self._end()
            self._end = weakref.finalize(self, _ended, self._child)
        child = self._child
        try:
            answer = within(self._seconds, lambda: _asked(child, _Task(document, language, today, selectors)))
            if "error" not in answer:
                return bulletin_of(answer)
            problem = str(answer["error"])
        except TimeoutError:
            problem = f"it takes more than {self._seconds:g} seconds"
        except (OSError, ValueError, TypeError, KeyError):
            problem = "the parser came to its limits of time and memory, or to a fault of its own"
        self._end()
        raise SourceUnreachable(document.name, f"what was received cannot be parsed: {problem}")


def bulletin_of(said: dict[str, Any]) -> ParsedBulletin:
    """Return the bulletin that `dataclasses.asdict` and JSON made plain values of."""
    items = (
        ParsedItem(
            **{
                **item,
                "day": item["day"] and date.fromisoformat(item["day"]),
                "paragraphs": tuple(item["paragraphs"]),
                "lines": tuple(item["lines"]),
                "published": item["published"] and datetime.fromisoformat(item["published"]),
                "image": item["image"] and Image(**item["image"]),
            }
        )
        for item in said["items"]
    )
    diagnostics = tuple(Diagnostic(**one) for one in said["diagnostics"])
    return ParsedBulletin(**{**said, "items": tuple(items), "diagnostics": diagnostics})


def plain(moment: date) -> str:
    """Return a day, or a day and time, as JSON can carry it."""
    return moment.isoformat()


def _started(memory: int, seconds: float) -> subprocess.Popen[bytes]:
    path = os.pathsep.join(str(Path(entry).absolute()) for entry in sys.path)
    return subprocess.Popen(  # noqa: S603 (this very program)
        [sys.executable, "-P", "-c", _CHILD, str(memory), str(int(seconds) + 1)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd="/",
        env={"PYTHONPATH": path},  # passwords may stand in the rest
        start_new_session=True,  # a terminal's Ctrl-C is for us
    )


def _ended(child: subprocess.Popen[bytes]) -> None:
    child.kill()
    child.wait()
    for pipe in (child.stdin, child.stdout):
        with contextlib.suppress(OSError):  # it may hold bytes that nobody reads any more
            cast("IO[bytes]", pipe).close()


def _asked(child: subprocess.Popen[bytes], task: _Task) -> dict[str, Any]:
    """Send a document, and return the child's answer. Raises OSError or ValueError when it gives none."""
    to, back = cast("IO[bytes]", child.stdin), cast("IO[bytes]", child.stdout)
    said = asdict(task)
    said["document"]["content"] = len(task.document.content)
    to.write(json.dumps(said, default=plain).encode() + b"\n")
    to.write(task.document.content)
    to.flush()
    answer = json.loads(back.readline(LONGEST_ANSWER))
    if not isinstance(answer, dict):
        raise ValueError("no answer")  # noqa: TRY004 (of the child, not of a caller)
    return answer


def main() -> None:
    """Be the child: answer each document on standard input with a line on standard output, until the input ends."""
    memory, seconds = (int(argument) for argument in sys.argv[1:])
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    for never in (resource.RLIMIT_CORE, resource.RLIMIT_FSIZE):
        resource.setrlimit(never, (0, 0))
    for line in sys.stdin.buffer:
        asked = json.loads(line)
        content = sys.stdin.buffer.read(asked["document"]["content"])
        document = SourceDocument(**{**asked["document"], "content": content})
        _limit_time(seconds)
        try:
            selectors = Selectors(**asked["selectors"]) if asked["selectors"] else None
            answer = asdict(parse(document, asked["language"], date.fromisoformat(asked["today"]), selectors))
        except MemoryError:
            answer = {"error": "it takes too much memory"}
        except Exception as error:  # noqa: BLE001 (nobody else would say what happened)
            answer = {"error": f"a fault of the parser, {type(error).__name__}"}
        sys.stdout.buffer.write(json.dumps(answer, default=plain).encode() + b"\n")
        sys.stdout.buffer.flush()


def _limit_time(seconds: int) -> None:
    """Let the process end when it computes so much longer; should its parent die, nobody else would stop it."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (int(used.ru_utime + used.ru_stime) + seconds, hard))
