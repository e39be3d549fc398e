"""Says what could not be recovered, in sentences for a person."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from feedsvc.model import Source

_WORDS = {
    "cut": "the end of a headline or text that was too long to be published whole; a reading of it is a correction",
    "withdrawn": "the text of an item that is withdrawn",
    "deleted": "all of a deleted item but its id and when it was withdrawn; when it was published is estimated",
    "pages": "the page of an item, with its address and day where the feeds do not say them; both are made anew",
}
_ALWAYS = (
    "why countries were decided on, and those that are only mentioned: the next reading says it of what sources show",
    "which items their sources show: the next reading says so; one that it lacks stays in its feeds, as archived",
    "what sources said last, whether publishing was paused, and the history of runs",
    "changes that readers were not told of, such as quotes and spaces",
    "overrides: `feedsvc override import FILE` brings back what was exported; do so before the next run",
)


@dataclass(frozen=True, slots=True)
class Losses:
    """What was lost.

    `damaged` says why of the path of each damaged document, `names` has items by kind of loss, `corrections` how many
    each item's page told in vain, `entries` how many the feed of corrections did, `nameless` the slugs of pages of
    items that no feed names.
    """

    damaged: Mapping[str, str]
    names: Mapping[str, Sequence[str]]
    corrections: Mapping[str, int]
    entries: int
    nameless: tuple[str, ...]


def sentences(losses: Losses, sources: Iterable[Source]) -> tuple[str, ...]:
    """Return a sentence for each loss: first what is damaged, then what is lost of items, then what always is."""
    return (
        *(f"{path}: {why}" for path, why in losses.damaged.items()),
        *_of_items(losses),
        *_of_sources(sources),
        *_ALWAYS,
    )


def _of_items(losses: Losses) -> Iterator[str]:
    for kind, words in _WORDS.items():
        for name in losses.names.get(kind, ()):
            yield f"{name}: {words}"
    for name, count in losses.corrections.items():
        yield f"{name}: {count} corrections that its page tells of, the oldest"
    if losses.entries:
        yield f"corrections/: {losses.entries} entries of the feed of corrections"
    for slug in losses.nameless:
        yield f"i/{slug}/: no feed names the item of this page any more; the page stays"


def _of_sources(sources: Iterable[Source]) -> Iterator[str]:
    languages = [source.language for source in sources]
    for language in sorted({one for one in languages if languages.count(one) > 1}):
        yield (
            f"which source of language {language} an item came from: all are given to the first one, and another one "
            "takes over what it shows at its next reading"
        )
