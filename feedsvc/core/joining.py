"""Several documents of one source are one bulletin: their items one after another, the newest document first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from feedsvc.core.folding import fold
from feedsvc.core.identity import kept_id
from feedsvc.model import Diagnostic, ParsedBulletin, ParsedItem, SourceDocument


@dataclass(frozen=True, slots=True)
class Part:
    """A document of a source, and what it says."""

    document: SourceDocument
    bulletin: ParsedBulletin


def joined(parts: Sequence[Part]) -> ParsedBulletin:
    """Return what the documents of a source say together; a single one is given as it is.

    An item that says just what one of a newer document says is left out with `duplicate_item`. Diagnostics name their
    document. The share that is explained is the mean of theirs by size.
    """
    if len(parts) == 1:
        return parts[0].bulletin
    items: list[ParsedItem] = []
    diagnostics: list[Diagnostic] = []
    first: dict[tuple[date | None, tuple[str, ...]], str] = {}
    for part in parts:
        name, bulletin = part.document.name, part.bulletin
        fresh = [item for item in bulletin.items if first.setdefault(_said(item), name) == name]
        repeats = _repeats(bulletin.items, first, name)
        items += fresh
        diagnostics += (replace(one, document=name) for one in (*bulletin.diagnostics, *repeats))
    sizes = [len(part.document.content) for part in parts]
    explained = sum(part.bulletin.explained * size for part, size in zip(parts, sizes, strict=True))
    encodings = dict.fromkeys(part.bulletin.encoding for part in parts)
    return ParsedBulletin(
        items=tuple(items),
        diagnostics=tuple(diagnostics),
        explained=explained / sum(sizes) if sum(sizes) else 1.0,
        encoding=", ".join(encodings),
    )


def with_ids(bulletin: ParsedBulletin, authority: str) -> ParsedBulletin:
    """Return what a feed says with the ids that its items have here: what it calls them, as Atom allows it."""
    if all(item.id is None for item in bulletin.items):
        return bulletin
    items = (replace(item, id=kept_id(item.id, authority)) if item.id else item for item in bulletin.items)
    return replace(bulletin, items=tuple(items))


def without_ids(bulletin: ParsedBulletin) -> ParsedBulletin:
    """Return what a feed says without the ids and moments that it gave its items, which get new ones here.

    Of ids that could not have been kept nothing is said then.
    """
    told = tuple(one for one in bulletin.diagnostics if one.code != "id_not_kept")
    if told == bulletin.diagnostics and all(item.id is None and item.published is None for item in bulletin.items):
        return bulletin
    items = tuple(replace(item, id=None, published=None) for item in bulletin.items)
    return replace(bulletin, items=items, diagnostics=told)


def _said(item: ParsedItem) -> tuple[date | None, tuple[str, ...]]:
    return item.day, tuple(fold(text) for text in (item.title, *item.paragraphs))


def _repeats(
    items: Sequence[ParsedItem], first: dict[tuple[date | None, tuple[str, ...]], str], name: str
) -> Iterator[Diagnostic]:
    for item in items:
        if (newer := first[_said(item)]) != name:
            message = f"The item repeats one of {newer}; one was kept."
            yield Diagnostic("duplicate_item", "warning", message, item.lines[0], 1, item.lines[1])
