"""Makes documents, and reads each again before it may go live. Pure.

A document that cannot be made, or does not hold what it should, is kept as it was published before; the others do not
wait for it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from feedsvc.model import Catalogue, Document, Feed, Folder, Site
from feedsvc.proof.text import forms_fault, text_fault
from feedsvc.render.html import Pages
from feedsvc.render.jsonfeed import jsonfeed
from feedsvc.render.xml import atom, rss
from feedsvc.snapshot import document

Renderer = Callable[[Feed, Site, Catalogue], bytes]
RENDERERS: Mapping[str, Renderer] = MappingProxyType({"atom": atom, "rss": rss, "json": jsonfeed})


@dataclass(frozen=True, slots=True)
class Layout:
    """Everything but the items that decides what documents look like.

    `catalogues` by language; `spellings` of each country that redirect to its feed; `assets` are the files
    that pages use, by name; `origin` names the renderer and the configuration, and changes whenever any of this does.
    `renderers` make a feed in each of FORMATS, `forms` a document with its compressed forms from its name and bytes.
    """

    site: Site
    catalogues: Mapping[str, Catalogue]
    spellings: Mapping[str, tuple[str, ...]]
    pages: Pages
    assets: Mapping[str, bytes]
    origin: str
    renderers: Mapping[str, Renderer] = field(default_factory=lambda: RENDERERS)
    forms: Callable[[str, bytes], Document] = document


@dataclass(frozen=True, slots=True)
class Draft:
    """A document to be: how it is rendered, and what finds the fault in its bytes."""

    name: str
    render: Callable[[], bytes]
    fault: Callable[[bytes], str | None] = text_fault


@dataclass(frozen=True, slots=True)
class Made:
    """A folder, and a sentence for each of its documents that is kept."""

    folder: Folder
    faults: tuple[str, ...]


def made(stem: str, drafts: Iterable[Draft], layout: Layout) -> Made:
    """Return a folder of documents, each proved."""
    documents: list[Document] = []
    faults: dict[str, str] = {}
    for draft in drafts:
        one = _proved(draft, layout)
        if isinstance(one, Document):
            documents.append(one)
        else:
            faults[draft.name] = f"{stem}/{draft.name}: {one}; what was published of it before stays"
    return Made(Folder(stem, tuple(documents), tuple(faults)), tuple(faults.values()))


def _proved(draft: Draft, layout: Layout) -> Document | str:
    """The document, or why it must not go live."""
    try:
        content = draft.render()
        made = Document(draft.name, {"": content}) if draft.name.startswith("_") else layout.forms(draft.name, content)
        return draft.fault(content) or forms_fault(made) or made
    except Exception as error:  # noqa: BLE001 (whatever one document cannot bear, the others must not suffer)
        return f"it cannot be made: {type(error).__name__}: {error}"
