"""Which elements end a line, and how much they part what stands before them from what follows."""

from __future__ import annotations

from feedsvc.core.page.tree import Element, Text
from feedsvc.core.page.vocabulary import words

_BLOCKS = words(
    "address article aside blockquote body caption center dd details dir div dl dt fieldset figcaption figure footer "
    "form h1 h2 h3 h4 h5 h6 header hgroup hr legend li main menu nav ol p pre section summary table tbody td tfoot th "
    "thead tr ul"
)
_PARTING = words("p hr")  # without a text, they part what they stand between
_PARTS_OF_LISTS = words("li dd dt tr td th tbody thead")


def is_block(element: Element) -> bool:
    """Tell whether an element has lines of its own; one that HTML does not name has, unless text stands beside it."""
    if "-" not in element.tag:
        return element.tag in _BLOCKS
    around = element.parent.children if element.parent is not None else ()
    beside = (
        *around[max(element.position - 1, 0) : element.position],
        *around[element.position + 1 : element.position + 2],
    )
    return not any(isinstance(child, Text) and not child.value.isspace() for child in beside)


def breaks_at(element: Element) -> int:
    """Return how many line ends stand at least where this block begins or ends."""
    return 1 if element.tag in _PARTS_OF_LISTS else 2


def parts(element: Element) -> bool:
    """Tell whether an element without a text is a blank line or a rule. Its pieces must be known."""
    return element.tag in _PARTING and element.first == element.beyond
