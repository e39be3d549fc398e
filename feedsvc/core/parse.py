"""A document to its items and what there is to say of it: the one entry for every kind of document."""

from __future__ import annotations

from datetime import date

from feedsvc.core.blocks import split_lines, text_blocks
from feedsvc.core.bulletin import bulletin_of
from feedsvc.core.decode import decode
from feedsvc.core.draft import Fit
from feedsvc.core.feed.kind import is_feed
from feedsvc.core.glimpse import names_error, names_nothing, resembles
from feedsvc.core.layout import fit, fit_nothing
from feedsvc.core.page.detect import charset_of, is_page
from feedsvc.model import ParsedBulletin, Selectors, SourceDocument

_FEW = 4  # items
_LINE, _HEADING = 80, 40  # characters


def parse(document: SourceDocument, language: str, today: date, selectors: Selectors | None = None) -> ParsedBulletin:
    """Return the items of a bulletin in its order, and what there is to say of its lines. Never raises.

    Every non-blank line lies within the lines of an item or has one `skipped_lines`. `language` is given to
    each item; dates after `today` are kept and reported. Diagnostics stand in the order of their lines. Of a page, the
    lines are those of its main area, and `selectors` choose its items; None: they are found.
    """
    if is_feed(document):
        from feedsvc.core.feed.reading import read_feed  # noqa: PLC0415 (feedparser takes long to import; few need it)

        return read_feed(document, language, today)
    decoded = decode(document.content, document.charset or charset_of(document))
    if is_page(document, decoded.text):
        from feedsvc.core.page.listing import read_page  # noqa: PLC0415 (and so does BeautifulSoup)

        page = read_page(decoded.text, document.address, today, selectors)
        return bulletin_of(page.blocks, page.fit, decoded, language, today)
    blocks = text_blocks(decoded.text, document.address)
    found = fit(blocks, today, split_lines(decoded.text))
    if _is_vague(found) and (resembles(document.content) or any(_says_so(block.text) for block in blocks)):
        found = fit_nothing(blocks)
    return bulletin_of(blocks, found, decoded, language, today)


def _says_so(line: str) -> bool:
    """Whether a line says that there is nothing, or, as a heading, that something went wrong."""
    return names_nothing(line) or (len(line) <= _HEADING and names_error(line))


def _is_vague(found: Fit) -> bool:
    """Whether what was found may be an error, or a question, in place of the bulletin: a few items without a day.

    Or one that has a day, that of a form, and not more than a line of text, or says that nothing was found.
    """
    dated = [draft for draft in found.drafts if draft.reading.day is not None]
    if not 0 < len(found.drafts) <= _FEW or len(dated) > 1:
        return False
    texts = [text.text for draft in dated for text in draft.paragraphs]
    return sum(map(len, texts)) < _LINE or any(len(text) < _LINE and names_nothing(text) for text in texts)
