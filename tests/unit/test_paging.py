"""Addresses of the further pages of a listing."""

from __future__ import annotations

import pytest

from feedsvc.core.paging import page_address, problem_of_pages

FIRST = "https://office.example/en/news"


@pytest.mark.parametrize(
    ("pattern", "second", "fourth"),
    [
        ("?page={n}", f"{FIRST}?page=1", f"{FIRST}?page=3"),
        ("?page={n+1}&lang=en", f"{FIRST}?page=2&lang=en", f"{FIRST}?page=4&lang=en"),
        ("?start={n*10}", f"{FIRST}?start=10", f"{FIRST}?start=30"),
        ("news/page/{n+1}/", f"{FIRST}/page/2/", f"{FIRST}/page/4/"),
        ("/archive/{n}.html", "https://office.example/archive/1.html", "https://office.example/archive/3.html"),
        ("?all", f"{FIRST}?all", f"{FIRST}?all"),
    ],
)
def test_addresses(pattern: str, second: str, fourth: str) -> None:
    """A pattern is meant relative to the first page, as links in it are."""
    assert (page_address(FIRST, pattern, 1), page_address(FIRST, pattern, 3)) == (second, fourth)


@pytest.mark.parametrize("pattern", ["?page={n}", "page/{n+1}/", "?start={n*10}&x=1"])
def test_good_patterns(pattern: str) -> None:
    """One number, and nothing that is no part of an address."""
    assert problem_of_pages(pattern) is None


@pytest.mark.parametrize(
    ("pattern", "problem"),
    [
        ("?page=2", "write the number of a page once"),
        ("{n}/{n}", "write the number of a page once"),
        ("{n-1}", "write the number of a page once"),
        ("{n}{m}", "write the number of a page once"),
        ("https://elsewhere.example/{n}", "what follows the source's own address"),
        ("//elsewhere.example/{n}", "what follows the source's own address"),
        ("?page={n} #x", "what follows the source's own address"),
    ],
)
def test_bad_patterns(pattern: str, problem: str) -> None:
    """Others are refused, with what is wanted."""
    assert problem in (problem_of_pages(pattern) or "")
