"""What a fitted document comes to: its items, what there is to say of its lines, and how much of it was understood."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from feedsvc.core import diagnose
from feedsvc.core.blocks import split_lines
from feedsvc.core.draft import Draft, Fit, Skipped
from feedsvc.model import Block, DecodedText, Diagnostic, ParsedBulletin, ParsedItem


def bulletin_of(blocks: Sequence[Block], fit: Fit, decoded: DecodedText, language: str, today: date) -> ParsedBulletin:
    """Return the items of `fit` without repeats, and the diagnostics of all `blocks` in the order of their lines.

    `blocks` are all blocks of the document, in its order; each is a draft's or skipped. `language` is given to each
    item; dates after `today` are kept and reported.
    """
    lines = split_lines(decoded.text)
    drafts, repeats, repeated = diagnose.split_repeats(fit.drafts)
    skipped = {**fit.skipped, **repeated}
    diagnostics = (
        *diagnose.of_text(decoded, has_items=bool(drafts)),
        *diagnose.of_fit(fit, len(blocks)),
        *diagnose.of_rest(blocks, lines),
        *diagnose.of_skipped(blocks, skipped),
        *repeats,
        *diagnose.of_order(drafts),
        *(one for draft in drafts for one in diagnose.of_item(draft, today, fit.order, lines)),
    )
    return ParsedBulletin(
        items=tuple(_item(draft, language) for draft in drafts),
        diagnostics=tuple(sorted(diagnostics, key=_place)),
        explained=_explained(blocks, skipped, lines),
        encoding=decoded.encoding,
    )


def _item(draft: Draft, language: str) -> ParsedItem:
    return ParsedItem(
        day=draft.reading.day,
        title=draft.title.text,
        paragraphs=tuple(block.text for block in draft.paragraphs),
        language=language,
        lines=(draft.blocks[0].line, draft.blocks[-1].line),
        link=draft.link,
        image=draft.image,
    )


def _explained(blocks: Sequence[Block], skipped: Skipped, lines: Sequence[str]) -> float:
    rest = len(diagnose.unread(blocks, lines))
    unrecognised = sum(reason.kind is None for reason in skipped.values()) + rest
    return 1 - unrecognised / (len(blocks) + rest) if blocks else 1.0


def _place(diagnostic: Diagnostic) -> tuple[int, int]:
    return diagnostic.line or 0, diagnostic.column or 0
