"""Between rows and the nouns of the model; nothing here touches a database."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict
from datetime import date, datetime
from itertools import accumulate
from typing import Any

from sqlalchemy import RowMapping

from feedsvc.errors import StoreError
from feedsvc.model import (
    Attribution,
    Evidence,
    FeedKey,
    FeedRecord,
    Hold,
    Image,
    Item,
    Override,
    Revision,
    RunReport,
    SourceDocument,
    SourceRecord,
    Trouble,
    Validators,
    Words,
)

_YOUNGER = frozenset({"image"})  # columns that a migration added to rows that were sealed without them


@contextmanager
def legible() -> Iterator[None]:
    """Give a value that its column's type cannot read, such as a date with a flipped bit, as a StoreError."""
    try:
        yield
    except (ValueError, TypeError) as error:
        raise StoreError(f"the store is damaged: a value cannot be read ({error}). Restore a backup.") from error


def row_of_item(item: Item) -> dict[str, Any]:
    """Return the row of an item."""
    return _sealed({**asdict(item), "as_read": item.as_read and _plain_words(item.as_read)})


def item_of_row(row: Mapping[str, Any] | RowMapping) -> Item:
    """Return the item of a row. Raises StoreError when the row is not as it was written."""
    plain = _opened(row)
    found = plain["attribution"]
    plain["attribution"] = Attribution(
        tuple(found["about"]),
        tuple(found["mentioned"]),
        tuple(Evidence(**evidence) for evidence in found["evidence"]),
    )
    plain["paragraphs"] = tuple(plain["paragraphs"])
    plain["also"] = tuple(plain["also"])
    plain["as_read"] = plain["as_read"] and _words(plain["as_read"])
    plain["image"] = plain["image"] and Image(**plain["image"])
    return Item(**plain)


def _plain_words(words: Words) -> dict[str, Any]:
    return {**asdict(words), "day": words.day and words.day.isoformat()}


def _words(found: Mapping[str, Any]) -> Words:
    return Words(
        day=found["day"] and date.fromisoformat(found["day"]),
        title=found["title"],
        paragraphs=tuple(found["paragraphs"]),
        link=found["link"],
        about=tuple(found["about"]),
    )


def row_of_source(record: SourceRecord) -> dict[str, Any]:
    """Return the row of a source."""
    row = asdict(record)
    if record.trouble:
        row["trouble"]["since"] = record.trouble.since.isoformat()
    for document in row["documents"]:
        document["size"] = len(document.pop("content"))
    row["content"] = b"".join(document.content for document in record.documents)
    return _sealed(row)


def source_of_row(row: RowMapping) -> SourceRecord:
    """Return the source of a row. Raises StoreError when the row is not as it was written."""
    plain = _opened(row)
    found = plain["trouble"]
    trouble = found and Trouble(
        **{
            **found,
            "holds": tuple(Hold(**hold) for hold in found["holds"]),
            "since": datetime.fromisoformat(found["since"]),
        }
    )
    content, found = plain.pop("content"), plain["documents"]
    ends = list(accumulate(document.pop("size") for document in found))
    starts = [0, *ends]
    plain["documents"] = tuple(
        SourceDocument(**document, content=content[start:end])
        for document, start, end in zip(found, starts, ends, strict=False)
    )
    plain["validators"] = Validators(**plain["validators"])
    return SourceRecord(**{**plain, "new_counts": tuple(plain["new_counts"]), "trouble": trouble})


def row_of_feed(record: FeedRecord) -> dict[str, Any]:
    """Return the row of a feed."""
    return _sealed({**row_of_key(record.key), "updated": record.updated, "count": record.count, "pages": record.pages})


def row_of_key(key: FeedKey) -> dict[str, str]:
    """Return the columns that name a feed."""
    return {"language": key.language, "country": key.country or ""}


def feed_of_row(row: RowMapping) -> FeedRecord:
    """Return the feed of a row. Raises StoreError when the row is not as it was written."""
    plain = _opened(row)
    key = FeedKey(plain.pop("language"), plain.pop("country") or None)
    return FeedRecord(key, **plain)


def row_of_revision(revision: Revision) -> dict[str, Any]:
    """Return the row of a revision, without its number."""
    return _sealed({**asdict(revision), "before": _plain_words(revision.before), "after": _plain_words(revision.after)})


def revision_of_row(row: RowMapping) -> Revision:
    """Return the revision of a row. Raises StoreError when the row is not as it was written."""
    plain = _opened({name: value for name, value in row.items() if name != "number"})
    return Revision(**{**plain, "before": _words(plain["before"]), "after": _words(plain["after"])})


def row_of_override(override: Override) -> dict[str, Any]:
    """Return the row of an override, without its number."""
    row = asdict(override)
    del row["number"]
    return _sealed(row)


def override_of_row(row: RowMapping) -> Override:
    """Return the override of a row. Raises StoreError when the row is not as it was written."""
    plain = _opened({name: value for name, value in row.items() if name != "number"})
    return Override(**plain, number=row["number"])


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


def _sealed(row: dict[str, Any]) -> dict[str, Any]:
    """A row with a digest of all that it says: SQLite's own check misses nearly all flipped bytes in values."""
    return {**row, "seal": _seal(row)}


def _opened(row: Mapping[str, Any] | RowMapping) -> dict[str, Any]:
    plain = dict(row)
    if plain.pop("seal") != _seal(plain):
        name = plain.get("id") or plain.get("source") or plain
        raise StoreError(f"the store is damaged: the row of {name} is not as it was written. Restore a backup.")
    return plain


def _seal(row: Mapping[str, Any]) -> str:
    """The digest of a row. A column that is younger than the table counts once it holds something."""
    row = {name: value for name, value in row.items() if value is not None or name not in _YOUNGER}
    text = json.dumps(row, ensure_ascii=False, sort_keys=True, default=_plain)
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def _plain(value: object) -> str:
    if isinstance(value, bytes):
        return hashlib.sha256(value).hexdigest()
    return value.isoformat() if isinstance(value, date) else str(value)
