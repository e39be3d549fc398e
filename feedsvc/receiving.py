"""Has a source read, and names what came: the first step of taking it in."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from feedsvc.errors import SourceUnreachable
from feedsvc.model import ParsedBulletin, Source, SourceDocument, SourceRecord, Validators
from feedsvc.ports import SourceReader


@dataclass(frozen=True, slots=True)
class Arrived:
    """A source as it is now, and as `record` remembers it.

    `accept` names a reading that is to be believed, whatever it looks like.
    """

    source: Source
    record: SourceRecord
    documents: tuple[SourceDocument, ...]
    validators: Validators
    accept: str | None = None


def receive(
    reader: SourceReader, source: Source, record: SourceRecord, now: datetime, accept: str | None = None
) -> Arrived:
    """Return a source as it is now: as `record` has it, where the source says so itself.

    Raises SourceUnreachable when it cannot be had, and while it wants to be left alone. It may take its time: no
    transaction should be open.
    """
    if is_resting(source, record, now):
        reason = f"its server asked not to be asked again before {record.not_before:%Y-%m-%d %H:%M} UTC"
        raise SourceUnreachable(source.place, reason, record.not_before)
    received = reader.read(source, record.validators)
    documents = remembered(source, record.documents) if received.documents is None else received.documents
    return Arrived(source, record, documents, received.validators, accept)


def is_resting(source: Source, record: SourceRecord, now: datetime) -> bool:
    """Return whether a source asked not to be asked yet; what was moved from the web to a file asks for nothing."""
    return bool(source.url) and record.not_before is not None and now < record.not_before


def to_remember(source: Source, documents: Iterable[SourceDocument]) -> tuple[SourceDocument, ...]:
    """Return documents as the store has them: what their names share with the source's place is only a dot there.

    So a service that is moved to another folder as a whole remembers what it did before.
    """
    return tuple(
        replace(one, name="." + one.name.removeprefix(source.place)) if one.name.startswith(source.place) else one
        for one in documents
    )


def remembered(source: Source, documents: Iterable[SourceDocument]) -> tuple[SourceDocument, ...]:
    """Return documents of the store under their names again; version 2 of it had none."""
    return tuple(
        replace(one, name=source.place + one.name.removeprefix(".")) if one.name[:1] in ("", ".") else one
        for one in documents
    )


def digest_of(documents: Iterable[SourceDocument], source: Source, reader_version: str) -> str:
    """Return a digest of all that decides what a reading gives: the same digest, nothing to do."""
    how = (reader_version, source.language, source.zone, str(source.selectors or ""), " ".join(source.home))
    digest = hashlib.sha256("\n".join(how).encode())
    for one in documents:
        digest.update(f"{len(one.content)}\n{one.media_type}\n{one.charset}\n{one.address}\n".encode() + one.content)
    return digest.hexdigest()


def name_of(source: Source, documents: Iterable[SourceDocument], bulletin: ParsedBulletin) -> str:
    """Return the name of a reading, by all that would be published of it; of one without items, by its bytes.

    Pages hold bytes that are others at every reading, and a person accepts what was shown to him.
    """
    digest = hashlib.sha256(f"{source.id}\n".encode())
    for one in bulletin.items:
        digest.update(repr((one.day, one.title, one.paragraphs, one.link, one.image)).encode("utf-8", "surrogatepass"))
    for document in () if bulletin.items else documents:
        digest.update(document.content)
    return digest.hexdigest()[:12]
