"""Pages of many items, of which some are read before all are."""

from __future__ import annotations

from datetime import date

from feedsvc.core.page.listing import read_page

TODAY = date(2021, 6, 15)
COUNT = 140
ROWS = [
    f"<tr><td>{1 + number % 28} May 20{20 - number // 28}</td><td>Case {number}-{number * 7 % 10}</td>"
    f"<td><a href='/d/{number}'>The matter of the {number}th barge and its cargo</a></td><td>Affirmed</td></tr>"
    for number in range(COUNT)
]


def test_all_items_of_a_long_table() -> None:
    """Every row is an item, though each of its cells and lines could be one, too."""
    drafts = read_page(f"<table>{''.join(ROWS)}</table>", "https://court.example/", TODAY).fit.drafts
    assert [draft.title.text for draft in drafts] == [
        f"The matter of the {number}th barge and its cargo" for number in range(COUNT)
    ]
    assert all(draft.reading.day is not None for draft in drafts)


def test_a_long_list_that_is_no_news() -> None:
    """Many links without dates and of one word each are no items, whichever way they are cut."""
    names = "".join(f"<li><a href='/n/{number}'>Name{number}</a></li>" for number in range(COUNT))
    assert read_page(f"<ul>{names}</ul>", "https://court.example/", TODAY).fit.drafts == ()
