"""Paragraphs that a date opens ("12 May 2020 – Kits arrived. Each family gets one."): headline and text in one."""

from __future__ import annotations

from collections.abc import Sequence

from feedsvc.core.headline import LONG_HEADLINE, first_stop
from feedsvc.core.page.context import Record
from feedsvc.core.page.pieces import Page, joined, parted
from feedsvc.core.page.roles import SENTENCE_END


def part_headlines(page: Page, records: Sequence[Record]) -> None:
    """Make the first sentence the title, and the others text, where a title is a paragraph behind its date.

    Long ones are parted, as in text; short ones, too, where most of such paragraphs say more than one sentence.
    """
    prefixed = [record for record in records if _is_prefixed(page, record)]
    several = [(record, stop) for record in prefixed if (stop := first_stop(record.text)) is not None]
    is_usual = 2 * len(several) > len(prefixed)
    for record, stop in several:
        if len(record.text) > LONG_HEADLINE or (is_usual and SENTENCE_END.search(record.text)):
            lead = joined(record.title).index(record.text)
            record.title, rest = parted(record.title, lead + stop.start(), lead + stop.end())
            record.text = record.text[: stop.start()]
            record.paragraphs.insert(0, rest)


def _is_prefixed(page: Page, record: Record) -> bool:
    """Tell whether a title is plain text behind its date in one line."""
    spot, first = record.spot, record.title[0]
    if spot is None or spot.first == spot.beyond or first.heading is not None or first.is_strong:
        return False
    dated = page.pieces[spot.first]
    return dated.line == first.line and dated.place <= first.place and not all(one.link for one in record.title)
