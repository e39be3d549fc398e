"""Listings of several pages: a run reads on until it meets what is known, a backfill reads all that was before."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import cast

import pytest
from calling import Command
from fakes import FakeReader, MemoryTarget
from making import SOURCE
from misbehaving import Misbehaving
from services import in_memory, text_of

from feedsvc.backfilling import Backfilled, Progress, backfill
from feedsvc.errors import RunLocked
from feedsvc.model import SourceReport
from feedsvc.pipeline import regenerate
from feedsvc.service import Service

FIRST = "https://office.example/news"
LISTING = replace(SOURCE, path="", url=FIRST, pages="?page={n}")
_WORDS = "acorn bridge cotton desert engine forest garden harbour island jungle kettle ladder market needle orchard"
WORDS = _WORDS.split()


def _story(number: int) -> tuple[str, ...]:
    """Story 0 is the oldest; each is of another day."""
    word = WORDS[number]
    return (f"{number + 1} July 2020", f"The {word} of Honduras", f"About the {word} nobody had written before.")


def _pages(*numbers: range) -> dict[str, bytes]:
    """The pages of a listing, each with these stories, the newest first."""
    told = [text_of(*(_story(number) for number in reversed(page))) for page in numbers]
    return {f"{FIRST}?page={n}" if n else FIRST: content for n, content in enumerate(told)}


def _service(contents: dict[str, bytes]) -> Service:
    return in_memory(contents, [LISTING])


def _run(service: Service, contents: dict[str, bytes] | None = None) -> SourceReport:
    reader = cast("FakeReader", service.reader)
    reader.contents = contents if contents is not None else reader.contents
    (report,) = regenerate(service, service.sources).sources
    return report


def _filled(service: Service, most: int = 99, told: Callable[[Progress], None] = lambda _: None) -> Backfilled:
    return backfill(service, service.sources[0], most, told)


def _presences(service: Service) -> list[str]:
    with service.store.read() as session:
        return [item.presence for item in sorted(session.items(), key=lambda item: item.published)]


def _titles(service: Service) -> list[str]:
    files = cast("MemoryTarget", service.target).files
    return [item["title"] for item in json.loads(files["all/all.json"])["items"]]


def test_the_first_reading_is_of_one_page() -> None:
    """What was there before is for a backfill."""
    service = _service(_pages(range(6, 9), range(3, 6), range(3)))
    assert _run(service).changes == {"new": 3}


def test_a_run_reads_on_until_it_meets_what_is_known() -> None:
    """Five new items over two pages: none is missed, and the third page is not asked for."""
    service = _service(_pages(range(3, 6), range(3)))
    _run(service)
    contents = _pages(range(8, 11), range(5, 8), range(2, 5))
    del contents[f"{FIRST}?page=2"]  # whoever asks for it fails
    assert _run(service, contents).changes == {"new": 5, "archived": 2}
    assert _run(service, contents).state == "unchanged"
    assert len(_titles(service)) == 8
    assert _titles(service)[0] == "The kettle of Honduras"


def test_many_items_on_pages_that_nobody_asked_for_are_no_damage() -> None:
    """The next run reads one page again: what stood on the others fell off the end, and that is not held."""
    service = _service(_pages(range(3), range(0)))
    _run(service)
    _run(service, _pages(range(9, 12), range(6, 9), range(3, 6), range(3)))
    report = _run(service, _pages(range(10, 13), range(7, 10), range(4, 7)))
    assert (report.state, report.changes["new"]) == ("changed", 1)
    assert set(_presences(service)) == {"archived", "shown"}


def test_a_page_that_cannot_be_had() -> None:
    """A reading with a hole in it is none: the feeds stay as they are."""
    service = _service(_pages(range(3)))
    _run(service)
    contents = _pages(range(8, 11))
    assert _run(service, contents).state == "unreachable"
    assert len(_titles(service)) == 3


def test_the_same_page_again_is_the_end() -> None:
    """A listing that shows its last page for every number is not read for ever."""
    service = _service(_pages(range(1)))
    _run(service)
    page = _pages(range(5, 8))[FIRST]
    contents = {FIRST: page, f"{FIRST}?page=1": page}
    assert _run(service, contents).changes == {"new": 3, "archived": 1}


def test_a_listing_of_one_page(tmp_path: Path, command: Command) -> None:
    """All on it is new, and there is no second page: that is its end, and no reason not to publish."""
    told = [text_of(*(_story(number) for number in numbers)) for numbers in (range(2, -1, -1), range(5, 2, -1))]
    with Misbehaving(told[0]) as server:
        config = tmp_path / "config.yaml"
        config.write_text(
            "title: News\npublisher: {name: Office}\nids: {authority: 'example.org,2020'}\n"
            f"sources: [{{id: page, url: '{server.url('/good')}', pages: '/nothing-here?{{n}}'}}]\n"
            "remote: {allow_private: [127.0.0.1]}\n",
            encoding="utf-8",
        )
        assert command("run", "--config", config)[0] == 0
        server.content = told[1]
        status, out, _ = command("run", "--config", config)
    assert (status, out.splitlines()[0]) == (0, "page: 3 new, 3 archived")


def test_a_pinned_item_is_no_end() -> None:
    """What stands on top though it is older says nothing of the items below it."""
    pinned, *told = [
        ("2 July 2020", "Office hours change in Belize City", "From August the doors open at seven."),
        ("4 July 2020", "Ferry line resumes", "Two boats cross the gulf again."),
        ("5 July 2020", "Vaccines for border guards", "Nurses came with a van to three posts."),
        ("6 July 2020", "Census of farm workers", "Coffee growers are asked whom they employ."),
        ("7 July 2020", "Guatemala signs a treaty", "Ministers met in the capital after long talks."),
    ]
    service = _service({FIRST: text_of(told[0], pinned)})
    _run(service)
    pages = {FIRST: text_of(pinned, told[3], told[2]), f"{FIRST}?page=1": text_of(pinned, told[1], told[0])}
    assert _run(service, pages).changes["new"] == 3


LOGIN = b"<html><title>Sign in</title><form><input type=password></form></html>"


def test_a_page_that_is_something_else() -> None:
    """A login page in place of the second one is no end: what stands behind it would never be read."""
    service = _service(_pages(range(3)))
    _run(service)
    report = _run(service, {**_pages(range(8, 11)), f"{FIRST}?page=1": LOGIN})
    assert report.state == "unreachable"
    assert "it looks like a login page: “Sign in”" in str(report.message)
    assert _run(service, _pages(range(8, 11), range(5, 8), range(3))).changes["new"] == 6


class TestBackfill:
    """The whole history, at any pace."""

    def test_all_of_it(self) -> None:
        """Every item has its place by date; what the first page shows stays shown, and nothing is new twice."""
        service = _service(_pages(range(9, 12), range(6, 9), range(3, 6), range(3), range(0)))
        _run(service)
        told: list[Progress] = []
        done = _filled(service, told=told.append)
        assert (done.progress, done.end) == (Progress(3, 9), "whole")
        assert told == [Progress(1, 3), Progress(2, 6), Progress(3, 9)]
        assert _titles(service) == [_story(number)[1] for number in reversed(range(12))]
        assert _presences(service) == ["archived"] * 9 + ["shown"] * 3
        assert _run(service).state == "unchanged"
        assert _filled(service).progress == Progress(3, 0)

    def test_in_portions(self) -> None:
        """It goes on behind the last page that was read, and begins anew after the end."""
        service = _service(_pages(range(9, 12), range(6, 9), range(3, 6), range(3), range(0)))
        _run(service)
        made = [_filled(service, 2) for _ in range(3)]
        assert [(one.progress, one.end) for one in made] == [
            (Progress(2, 6), "stopped"),
            (Progress(3, 3), "whole"),
            (Progress(2, 0), "stopped"),
        ]

    def test_cut_off(self) -> None:
        """What was read before is kept, and the next run publishes it if nobody else did."""
        service = _service(_pages(range(9, 12), range(6, 9), range(3, 6), range(3), range(0)))
        _run(service)

        def told(progress: Progress) -> None:
            if progress.page == 2:
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            _filled(service, told=told)
        assert len(_titles(service)) == 3
        _run(service)
        assert len(_titles(service)) == 9
        assert _filled(service).progress == Progress(3, 3)

    def test_a_page_that_cannot_be_had(self) -> None:
        """It says which and why, and publishes what it has."""
        contents = _pages(range(6, 9), range(3, 6), range(3))
        service = _service(contents)
        _run(service)
        cast("FakeReader", service.reader).contents = {k: v for k, v in contents.items() if "page=2" not in k}
        done = _filled(service)
        assert (done.progress, done.end, done.reason) == (Progress(1, 3), "unreachable", "no such file")
        assert len(_titles(service)) == 6

    def test_a_page_that_is_something_else(self) -> None:
        """It stops there, and the next one goes on there; a page that says that there is none is the end."""
        contents = _pages(range(6, 9), range(3, 6), range(3))
        service = _service(contents)
        _run(service)
        cast("FakeReader", service.reader).contents = {**contents, f"{FIRST}?page=2": LOGIN}
        done = _filled(service)
        assert (done.progress, done.end) == (Progress(1, 3), "unreachable")
        assert "it looks like a login page" in done.reason
        missing = b"<html><title>Page not found</title></html>"
        cast("FakeReader", service.reader).contents = {**contents, f"{FIRST}?page=3": missing}
        assert (_filled(service).progress, _filled(service).end) == (Progress(2, 3), "whole")

    def test_a_page_whose_items_are_known(self) -> None:
        """New items push others over to the next page while it is read: they are not taken twice."""
        service = _service(_pages(range(6, 9), range(4, 7), range(2, 5), range(0)))
        _run(service)
        assert _filled(service).progress == Progress(2, 4)
        assert len(set(_titles(service))) == len(_titles(service)) == 7

    def test_while_a_run_lasts(self) -> None:
        """It keeps nothing then."""
        service = _service(_pages(range(3, 6), range(3)))
        _run(service)
        with service.store.run_lock(), pytest.raises(RunLocked):
            _filled(service)
        assert len(_titles(service)) == 3


def test_the_command(tmp_path: Path, command: Command) -> None:
    """A real listing over HTTP, whose further pages are missing behind the last one."""
    news = text_of(*(_story(number) for number in range(3, 6)))
    with Misbehaving(news) as server:
        (tmp_path / "config.yaml").write_text(
            "title: News\npublisher: {name: Office}\nids: {authority: 'example.org,2020'}\n"
            f"sources: [{{id: page, url: '{server.url('/good')}', pages: '/nothing-here?{{n}}'}}, "
            f"{{id: other, url: '{server.url('/good?x')}', pages: '/error?{{n}}'}}]\n"
            "remote: {allow_private: [127.0.0.1]}\n",
            encoding="utf-8",
        )
        config = tmp_path / "config.yaml"
        assert command("run", "--config", config)[0] == 0
        status, out, err = command("backfill", "page", "--pause", "0", "--config", config)
        assert (status, out, err) == (0, "page: read up to page 0, 0 new items; that is the end\n", "")
        status, out, err = command("backfill", "--json", "--pause", "0", "--config", config)
        ends = [json.loads(line)["end"] for line in out.splitlines()]
        assert (status, ends) == (3, ["whole", "unreachable"])
        assert "page 1: it answers 500 Internal Server Error" in err
        status, out, err = command("backfill", "nothing", "--config", config)
        assert status == 2
        assert "nothing is no listing of several pages. Those are: page, other" in err
