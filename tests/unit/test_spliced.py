"""What was read back once is not read again: no fault is hidden by that, in feeds and in their pages."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from making import NOW, SITE, attribution, item

from feedsvc import bootstrap
from feedsvc.drafting import RENDERERS
from feedsvc.model import Feed, FeedKey
from feedsvc.proof import feeds, pages, spliced
from feedsvc.proof.feeds import feed_fault
from feedsvc.proof.pages import feed_page_fault
from feedsvc.render.kept import Kept

CASES = Path(__file__).parent.parent / "cases" / "proof" / "broken.json"
LAYOUT = bootstrap.layout_of(SITE)
ENGLISH = LAYOUT.catalogues["en"]
ITEMS = (
    item("one", title="Uno", published=NOW, updated=NOW + timedelta(days=1), paragraphs=("First.", "Second.")),
    item("two", title="Dos <b>&amp;", published=NOW - timedelta(days=1), rank=0),
    item("three", title="Año tres", published=NOW - timedelta(days=2), rank=-1, link="https://example.org/?a&b"),
    item("four", attribution=attribution("HN", "SV"), published=NOW - timedelta(days=3), rank=-2),
)
FEED = Feed(FeedKey("en", "HN"), "hn", f"Honduras: {SITE.title}", NOW + timedelta(days=1), ITEMS)


def _page(feed: Feed) -> bytes:
    return LAYOUT.pages.feed_page(feed, SITE, ENGLISH, (), ())


def _rendered(kind: str, feed: Feed) -> bytes:
    return _page(feed) if kind == "page" else RENDERERS[kind](feed, SITE, ENGLISH)


def _fault(content: bytes, kind: str, feed: Feed) -> str | None:
    return feed_page_fault(content, feed) if kind == "page" else feed_fault(content, kind, feed, SITE)


def _fault_of_all(content: bytes, kind: str, feed: Feed) -> str | None:
    """What is found by who reads everything, and remembers nothing."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(spliced, "_proved", {kind: Kept(0) for kind in RENDERERS})
        patch.setattr(pages, "_proved", Kept(0))
        return _fault(content, kind, feed)


KINDS = [*RENDERERS, "page"]


@pytest.mark.parametrize("kind", KINDS)
def test_only_what_is_new_is_read(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a feed in which one entry changed that one, and the first; of a page, only the one."""
    assert _fault(_rendered(kind, FEED), kind, FEED) is None
    seen: list[bytes] = []
    module: Any = pages if kind == "page" else feeds
    judged: Callable[..., str | None] = module.judged

    def watched(content: bytes, check: Callable[[], str | None]) -> str | None:
        seen.append(content)
        return judged(content, check)

    monkeypatch.setattr(module, "judged", watched)
    changed = replace(FEED, items=(*ITEMS[:2], replace(ITEMS[2], title="Año cuatro"), ITEMS[3]))
    assert _fault(_rendered(kind, changed), kind, changed) is None
    (read,) = seen
    assert [words in read for words in (b"Uno", b"Dos", b"Headline four")] == [kind != "page", False, False]
    assert "Año cuatro".encode() in read


@pytest.mark.parametrize("kind", KINDS)
@settings(deadline=None, max_examples=150)
@given(data=st.data())
def test_whatever_happens_to_a_document_is_seen(kind: str, data: st.DataObject) -> None:
    """Bytes that differ in any place, and pieces that are lost, doubled or moved: what all say, each reading says."""
    content = _rendered(kind, FEED)
    assert _fault(content, kind, FEED) is None
    marks = [found.start() for found in re.finditer(rb"[<>{}\[\],\"]", content)]
    start, end = sorted((data.draw(st.sampled_from(marks)), data.draw(st.sampled_from(marks))))
    piece = data.draw(
        st.sampled_from([b"", b"x", b"\xff", b"<!--", b"-->", content[start:end], content[end : end + 40]])
    )
    at = data.draw(st.sampled_from([*marks, start]))
    broken = data.draw(st.sampled_from([content[:start] + piece + content[end:], content[:at] + piece + content[at:]]))
    assert _fault(broken, kind, FEED) == _fault_of_all(broken, kind, FEED)


@pytest.mark.parametrize("kind", RENDERERS)
@pytest.mark.parametrize("values", [{"id": ITEMS[1].id}, {"updated": ITEMS[1].updated}])
def test_what_is_doubled_is_seen_though_each_was_proved(kind: str, values: dict[str, Any]) -> None:
    """No two have one id, nor one `updated`, where the format has that."""
    for one in (FEED, replace(FEED, items=(replace(ITEMS[2], **values),))):
        assert _fault(_rendered(kind, one), kind, one) is None
    doubled = replace(FEED, items=(*ITEMS[:2], replace(ITEMS[2], **values)))
    content = _rendered(kind, doubled)
    assert _fault(content, kind, doubled) == _fault_of_all(content, kind, doubled)
    assert (_fault(content, kind, doubled) is None) == (kind == "rss" and "updated" in values)


def test_a_tombstone_of_a_proved_entry_is_seen() -> None:
    """An entry that was proved is not both there and deleted."""
    one = replace(FEED, deleted=(ITEMS[1],))
    assert _fault(_rendered("atom", FEED), "atom", FEED) is None
    assert _fault(_rendered("atom", one), "atom", one) == f"tombstone 1 is of an entry, item {ITEMS[1].id}"


@pytest.mark.parametrize("case", json.loads(CASES.read_text(encoding="utf-8")), ids=lambda case: str(case["why"]))
def test_every_known_breakage_is_seen_after_the_whole_was_proved(case: dict[str, Any]) -> None:
    """As if nothing had been read before."""
    kind = case["document"].rpartition(".")[2].replace("html", "page")
    content = _rendered(kind, FEED)
    assert _fault(content, kind, FEED) is None
    if "keep" in case:
        broken = content[: int(len(content) * case["keep"])]
    else:
        new = bytes.fromhex(case["hex"]) if "hex" in case else case["with"].encode() * case.get("repeat", 1)
        broken = re.sub(case["replace"].encode(), new, content, count=0 if case.get("all") else 1, flags=re.DOTALL)
    assert _fault(broken, kind, FEED) == _fault_of_all(broken, kind, FEED)


def test_an_article_that_would_swallow_the_next_is_read_each_time() -> None:
    """It may be right in one place and not in another: only what stands by itself is remembered."""
    content = _page(FEED)
    assert feed_page_fault(content, FEED) is None
    open_comment = content.replace(b"</article>", b"<!-- </article>", 1)
    for _ in range(2):
        assert _fault(open_comment, "page", FEED) == _fault_of_all(open_comment, "page", FEED)
    last = replace(FEED, items=ITEMS[3:])
    alone = _page(last).replace(b"</article>", b"<p title='</article>", 1)
    assert _fault(alone, "page", last) == _fault_of_all(alone, "page", last)
