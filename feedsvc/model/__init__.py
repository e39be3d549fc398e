"""The nouns: frozen data that the stages hand to one another, without behaviour.

Every datetime is aware and in UTC; every sequence is a tuple. A type's name says its moment: a `ParsedItem` is what
a bulletin says, an `Item` is what the store remembers.
"""

from feedsvc.model.countries import Attribution, Evidence, HouseRules, PhraseRule, Role, Where
from feedsvc.model.memory import (
    Change,
    ChangeKind,
    Entry,
    FeedKey,
    FeedRecord,
    Hold,
    Item,
    Override,
    OverrideAction,
    Presence,
    Revision,
    SourceRecord,
    Trouble,
    Words,
)
from feedsvc.model.publishing import Document, Feed, Folder, Generation, Publication, PublishReport
from feedsvc.model.reading import (
    Block,
    Code,
    DecodedText,
    Diagnostic,
    Image,
    ParsedBulletin,
    ParsedItem,
    Received,
    Severity,
    SourceDocument,
    Validators,
)
from feedsvc.model.reporting import Notice, RunReport, SourceReport, SourceState
from feedsvc.model.settings import Catalogue, Selectors, Site, Source

__all__ = [
    "Attribution",
    "Block",
    "Catalogue",
    "Change",
    "ChangeKind",
    "Code",
    "DecodedText",
    "Diagnostic",
    "Document",
    "Entry",
    "Evidence",
    "Feed",
    "FeedKey",
    "FeedRecord",
    "Folder",
    "Generation",
    "Hold",
    "HouseRules",
    "Image",
    "Item",
    "Notice",
    "Override",
    "OverrideAction",
    "ParsedBulletin",
    "ParsedItem",
    "PhraseRule",
    "Presence",
    "Publication",
    "PublishReport",
    "Received",
    "Revision",
    "Role",
    "RunReport",
    "Selectors",
    "Severity",
    "Site",
    "Source",
    "SourceDocument",
    "SourceRecord",
    "SourceReport",
    "SourceState",
    "Trouble",
    "Validators",
    "Where",
    "Words",
]
