"""What reading a web page costs, beside BeautifulSoup alone on the same page.

    python bench/pages.py [ROUNDS]

The pages are made here: listings as sites publish them, of 10 to 500 items, with navigation, scripts and styles around
them. Times are the process's own processor time; garbage is collected before each. Printed are medians.
"""

from __future__ import annotations

import gc
import statistics
import sys
import time
from collections.abc import Callable
from datetime import date
from functools import partial

from bs4 import BeautifulSoup

from feedsvc.core.page.listing import read_page

TODAY = date(2026, 7, 15)
MENU = "".join(f'<li class="menu-item"><a href="/m/{number}">Section {number}</a></li>' for number in range(60))
AROUND = (
    "<!doctype html><html><head><title>News</title>"
    f"<style>{'.x{color:red} ' * 400}</style><script>{'var a = 1; ' * 800}</script></head><body>"
    f'<nav><ul>{MENU}</ul></nav><div id="content">%s</div><aside><h3>Most read</h3><ul>{MENU}</ul></aside>'
    "<footer><p>© 2026 Office</p></footer></body></html>"
)
ITEMS = {
    "views": (
        '<div class="views-row"><div class="views-field"><span class="date-display-single">{day} June 2026</span>'
        '</div><div class="views-field"><h3 class="field-content">'
        '<a href="/n/{n}">Harbour lamps number {n} lit again</a></h3></div>'
        '<div class="views-field"><div class="field-content"><p>The lamps were off for a week. {n} were broken.</p>'
        "</div></div></div>"
    ),
    "table": (
        '<tr><td>{day}/06/2026</td><td><a href="/n/{n}">Harbour lamps number {n} lit again</a></td><td>Notice</td></tr>'
    ),
    "flat": (
        '<p class="d">{day} June 2026</p><h4><a href="/n/{n}">Harbour lamps number {n} lit again</a></h4>'
        "<p>They shine.</p>"
    ),
}


def pages() -> dict[str, str]:
    """Return the pages, by what they are."""
    made = {}
    for name, item in ITEMS.items():
        for count in (10, 100, 500):
            rows = "".join(item.format(n=n, day=30 - n * 29 // count) for n in range(count))
            made[f"{name} {count}"] = AROUND % (f"<table>{rows}</table>" if name == "table" else rows)
    return made


def seconds(work: Callable[[], object]) -> float:
    """Return the processor time that `work` takes."""
    gc.collect()
    began = time.process_time()
    work()
    return time.process_time() - began


def main(rounds: int) -> None:
    """Print a line for each page: BeautifulSoup alone, ours, and the ratio."""
    for name, page in pages().items():
        alone = statistics.median(seconds(partial(BeautifulSoup, page, "lxml")) for _ in range(rounds))
        ours = statistics.median(
            seconds(partial(read_page, page, "https://office.example/", TODAY)) for _ in range(rounds)
        )
        print(
            f"{name:10} {len(page) // 1024:4} KiB  alone {alone * 1000:7.1f} ms  "
            f"ours {ours * 1000:7.1f} ms  {ours / alone:5.2f}"
        )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 9)
