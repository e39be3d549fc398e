"""Between rows and the nouns of the model; nothing here touches a database."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from sqlalchemy import RowMapping

from feedsvc.model import Attribution, Evidence, FeedKey, FeedRecord, Item, RunReport


def row_of_item(item: Item) -> dict[str, Any]:
    """Return the row of an item."""
    return asdict(item)


def item_of_row(row: RowMapping) -> Item:
    """Return the item of a row."""
    found = row["attribution"]
    attribution = Attribution(
        tuple(found["about"]),
        tuple(found["mentioned"]),
        tuple(Evidence(**evidence) for evidence in found["evidence"]),
    )
    return Item(**{**row, "paragraphs": tuple(row["paragraphs"]), "attribution": attribution})


def row_of_feed(record: FeedRecord) -> dict[str, Any]:
    """Return the row of a feed."""
    return {"language": record.key.language, "country": record.key.country or "", "updated": record.updated}


def feed_of_row(row: RowMapping) -> FeedRecord:
    """Return the feed of a row."""
    return FeedRecord(FeedKey(row["language"], row["country"] or None), row["updated"])


def row_of_run(report: RunReport) -> dict[str, Any]:
    """Return the row of a run: its times, and what happened to each source in a few words."""
    sources = [
        {"source": s.source, "state": s.state, "changes": dict(s.changes), "message": s.message} for s in report.sources
    ]
    generation = report.published.generation if report.published else None
    return {
        "started": report.started,
        "finished": report.finished,
        "report": {"sources": sources, "generation": generation},
    }
