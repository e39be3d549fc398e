"""Any bytes as a page: nothing raises, nothing hangs, every line of the main area is accounted for."""

from __future__ import annotations

from datetime import date

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from feedsvc.core.page.listing import read_page
from feedsvc.core.parse import parse
from feedsvc.model import Selectors, SourceDocument

TODAY = date(2021, 1, 1)
TAGS = [
    "p",
    "div",
    "li",
    "ul",
    "ol",
    "table",
    "tr",
    "td",
    "th",
    "h2",
    "h3",
    "a",
    "span",
    "time",
    "article",
    "section",
    "pre",
    "br",
    "b",
    "dl",
    "dt",
    "dd",
    "nav",
    "script",
    "template",
    "img",
]
WORDS = [
    "13 July 2020",
    "Title of the news",
    "2 days ago",
    "Read more",
    "July 2020",
    "14",
    "Text. More text.",
    " ",
    "\n",
    "&nbsp;",
    "<",
    '"',
]
ATTRIBUTES = [
    "", ' class="date"', ' class="row odd"', ' href="/x"', ' href="javascript:x"', ' datetime="2020-07-13"', " hidden",
    ' rowspan="3"', ' src="data:x"', ' srcset="a 1w, b 2w"', ' style="display:none"', ' id="nav"', ' title="x',
    ' itemtype="https://schema.org/Article"',
]  # fmt: skip

tag = st.builds(lambda name, attribute: f"<{name}{attribute}>", st.sampled_from(TAGS), st.sampled_from(ATTRIBUTES))
end = st.sampled_from(TAGS).map("</{}>".format)
markup = st.lists(st.one_of(tag, end, st.sampled_from(WORDS), st.text(max_size=8)), max_size=60).map("".join)


@given(st.one_of(markup.map(str.encode), st.binary(max_size=300)))
@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_no_bytes_raise(content: bytes) -> None:
    """Whatever the bytes, a page gives items with titles, and links that are http or https."""
    bulletin = parse(SourceDocument("x", content, "text/html", address="https://example.org/"), "en", TODAY)
    for item in bulletin.items:
        assert item.title.strip()
        assert item.lines[0] <= item.lines[1]
        assert item.link is None or item.link.startswith(("http://", "https://"))
    assert 0.0 <= bulletin.explained <= 1.0


@given(markup)
@settings(deadline=None)
def test_every_block_is_accounted_for(source: str) -> None:
    """Each block of the main area is of an item, or skipped for a reason."""
    reading = read_page(source, "", TODAY)
    held = {block for draft in reading.fit.drafts for block in draft.blocks}
    assert all(block in held or block in reading.fit.skipped for block in reading.blocks)


@given(markup)
@settings(deadline=None)
def test_selectors_never_raise(source: str) -> None:
    """Selectors may choose anything of any page."""
    selectors = Selectors("li, div", title="h3", date="time", summary="p", link="a", image="img")
    reading = read_page(source, "https://example.org/", TODAY, selectors)
    assert all(draft.title.text for draft in reading.fit.drafts)


def test_deep_pages_end() -> None:
    """Below two hundred thousand nested elements the text is still read, line by line."""
    row = "<li>1{0} May 2020 <a href='/{0}'>Harbour lamps number {0} lit</a></li>"
    page = "<div>" * 200_000 + "".join(row.format(number) for number in range(4))
    reading = read_page(page, "https://example.org/", TODAY)
    assert [block.text for block in reading.blocks] == [f"1{n} May 2020 Harbour lamps number {n} lit" for n in range(4)]
    shallow = read_page(page[-400_000:], "https://example.org/", TODAY)
    assert shallow.blocks
