"""Decides which countries an item is about, and which it only mentions. docs/countries.md explains every rule."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from feedsvc.core import cues
from feedsvc.core.folding import bare
from feedsvc.model import Attribution, Evidence

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from feedsvc.core.gazetteer import Gazetteer, Kind, Place
    from feedsvc.model import Role, Where

# So many countries in one enumeration are a list of members or guests, not subjects.
LIST_LENGTH = 4

_COMMA = r"\s*[,;]\s*"
_ARTICLE = r"(?:(?:the|el|las?|los|les?|os?|as?|del?|du|d[aeo]s?|from|of)\s+|[ld]['’]\s*)*"
_CONJUNCTION = re.compile(rf"(?:{_COMMA}|\s+)(?:and|y|e|et|&)\s+{_ARTICLE}|\s?/\s?|[-‐‑–]", re.IGNORECASE)
_ENUMERATION = re.compile(rf"{_COMMA}{_ARTICLE}", re.IGNORECASE)
_CONTAINER = re.compile(r"\s*[,(]\s*")
_REGIONAL = re.compile(r"\bregion(?:al|ales|ais|aux|ale)\b")

_DATELINE_REACH = 100
_DATELINE_END = re.compile(r"\s[-–—]|—|\.\s*-|\.\s|:\s|\n")
_ABBREVIATION = re.compile(r"\b(?:St|Ste|Sta|Sto|[A-Z])$")
_LETTERS = re.compile(r"[^\W\d_]+")
_SMALL_WORD = re.compile(
    r"del?|l[ao]s?|el|of|the|du|des|d[aeo]s?|y|e|et|and|les?|aux?|er|st|nd|rd|th|o|s|d|l"
    r"|(?:ene|jan|feb|fev|mar|abr|apr|avr|mai|may|jui|jun|jul|ago|aou|aug|sep|set|oct|out|nov|dec|dez|dic)[a-z]*"
)


@dataclass(frozen=True, slots=True)
class Sighting:
    """A place seen in an item, `code` empty for a region.

    `rule` says why it cannot be the subject, None that it can. `also` are other countries that it may mean.
    """

    code: str
    kind: Kind
    words: str
    where: Where
    rule: str | None
    also: tuple[str, ...] = ()
    sure: bool = True
    rejected: bool = False
    in_dateline: bool = False

    @property
    def free(self) -> bool:
        """Whether it may say what the item is about."""
        return bool(self.code) and self.rule is None


def attribute(title: str, paragraphs: tuple[str, ...], language: str, gazetteer: Gazetteer) -> Attribution:
    """Return the countries of an item, each with the words and the rule that led to it.

    Title before dateline before text; in doubt no country. Any text gets an answer, in time linear in its length.
    """
    sightings = list(_sightings(title, "title", language, gazetteer))
    first = next((index for index, paragraph in enumerate(paragraphs) if paragraph.strip()), 0)
    for index, paragraph in enumerate(paragraphs):
        dateline = _dateline_end(paragraph) if index == first else 0
        sightings.extend(_sightings(paragraph, "summary", language, gazetteer, dateline))
    settled = _settled(sightings)
    return _attribution(settled, _subjects(settled, regional_title=bool(_REGIONAL.search(bare(title)))))


# --- what is seen ---------------------------------------------------------------------------------------------


def _sightings(text: str, where: Where, language: str, gazetteer: Gazetteer, dateline: int = 0) -> Iterator[Sighting]:
    """Every place of a text, with what the words around it and its neighbours in an enumeration make of it."""
    for group, conjoined in _groups(text, gazetteer.find(text, language)):
        seen = [_sighting(text, place, where, in_dateline=place.end <= dateline) for place in group]
        if len(group) == 2 and _is_elsewhere(text, *group):
            seen[0] = replace(seen[0], rule="place_of_another", rejected=True)
        yield from _enumerated(seen, conjoined=conjoined)


def _sighting(text: str, place: Place, where: Where, *, in_dateline: bool) -> Sighting:
    code, also = (place.codes[0], place.codes[1:]) if place.codes else ("", ())
    rejection = cues.rejection(text, place)
    rule = rejection or (None if in_dateline else cues.role(text, place))
    words = text[place.start : place.end]
    return Sighting(code, place.kind, words, where, rule, also, place.sure, rejection is not None, in_dateline)


def _groups(text: str, places: Sequence[Place]) -> Iterator[tuple[list[Place], bool]]:
    """Places that stand in one enumeration or pair, and whether a conjunction, slash or hyphen ties them."""
    group: list[Place] = []
    conjoined = False
    for place in places:
        gap = text[group[-1].end : place.start] if group else ""
        # Between two only, ", and" begins a new clause.
        tied = _CONJUNCTION.fullmatch(gap) is not None and not (len(group) == 1 and "," in gap)
        if group and not tied and not _ENUMERATION.fullmatch(gap) and not _CONTAINER.fullmatch(gap):
            yield group, conjoined
            group, conjoined = [], False
        group.append(place)
        conjoined = conjoined or tied
    if group:
        yield group, conjoined


def _is_elsewhere(text: str, first: Place, second: Place) -> bool:
    """Whether a capital's name is a town of another country here: "Kingston, Canada"."""
    return (
        first.kind == "capital"
        and second.kind == "name"
        and first.codes != second.codes
        and _CONTAINER.fullmatch(text, first.end, second.start) is not None
    )


def _enumerated(seen: list[Sighting], *, conjoined: bool) -> list[Sighting]:
    """What is tied together plays one part: "from Haiti, Cuba and Venezuela", "Haitian and Cuban migrants"."""
    codes = {one.code for one in seen}
    shared = next((one.rule for one in seen if one.rule and not one.rejected), None)
    if len(codes) >= LIST_LENGTH or (conjoined and "" in codes and len(codes) > 1):
        shared = shared or "list"
    elif not conjoined:
        return seen
    return [replace(one, rule=one.rule or shared) for one in seen]


def _dateline_end(text: str) -> int:
    """Return where the dateline at the start of a text ends; 0: it has none."""
    for end in _DATELINE_END.finditer(text, 0, _DATELINE_REACH):
        head = text[: end.start()]
        if end[0].startswith(".") and _ABBREVIATION.search(head):
            continue
        words = _LETTERS.findall(head)
        if all(word[0].isupper() or _SMALL_WORD.fullmatch(bare(word)) for word in words):
            is_sentence = end[0] == ". " and not re.search(r"[,(]", head)
            return 0 if is_sentence else end.start()
        return 0
    return 0


# --- what the item as a whole makes of it ---------------------------------------------------------------------


def _settled(sightings: list[Sighting]) -> list[Sighting]:
    """Decide what words alone left open: shared demonyms, doubtful names, people who may be at home."""
    named = {one.code for one in sightings if one.sure and one.kind in ("name", "capital")}
    placed = {one.code for one in sightings if one.free and (one.where == "title" or one.in_dateline)}
    settled = []
    for one in sightings:
        code = one.code if one.code in named else next((code for code in one.also if code in named), one.code)
        if not one.sure and code not in named:
            settled.append(replace(one, rule="ambiguous_name", rejected=True))
        elif one.rule == "people":
            settled.append(replace(one, code=code, rule="nationality" if placed - {code} else None))
        else:
            settled.append(one if code == one.code else replace(one, code=code))
    return settled


def _subjects(sightings: list[Sighting], *, regional_title: bool) -> list[tuple[Sighting, str]]:
    """The sightings that say what the item is about, each with its rule."""
    title = [one for one in sightings if one.where == "title"]
    if any(one.free for one in title):
        return [(one, f"title_{one.kind}") for one in title if one.free]
    if any(_is_overview(one) for one in title):
        return []
    dateline = [one for one in sightings if one.in_dateline and one.free]
    text = [one for one in sightings if one.where == "summary" and not one.in_dateline]
    if dateline:
        return _from_dateline(dateline, text, regional_title=regional_title)
    return _from_text(text)


def _is_overview(one: Sighting) -> bool:
    return one.kind == "region" or one.rule == "list"


def _from_dateline(
    dateline: list[Sighting], text: list[Sighting], *, regional_title: bool
) -> list[tuple[Sighting, str]]:
    """A country before a capital. The place of a regional meeting is only its host, unless the text names it."""
    best = [one for one in dateline if one.kind == "name"] or dateline
    if regional_title or any(map(_is_overview, text)):
        confirmed = {one.code for one in text if one.free}
        best = [one for one in best if one.code in confirmed]
    return [(one, "dateline") for one in best]


def _from_text(text: list[Sighting]) -> list[tuple[Sighting, str]]:
    """Names before capitals before demonyms, the most frequent; none after a region or beside a list."""
    opening = next((one for one in text if one.free or one.kind == "region"), None)
    if opening is None or opening.kind == "region" or any(one.rule == "list" for one in text):
        return []
    kind = min((one.kind for one in text if one.free), key=("name", "capital", "demonym").index)
    chosen = [one for one in text if one.free and one.kind == kind]
    counts = Counter(one.code for one in chosen)
    most = max(counts.values())
    top = {code for code, count in counts.items() if count == most}
    return [(one, f"text_{kind}") for one in chosen if one.code in top] if len(top) < LIST_LENGTH else []


# --- the answer -----------------------------------------------------------------------------------------------


def _attribution(sightings: list[Sighting], subjects: list[tuple[Sighting, str]]) -> Attribution:
    about = _unique(one.code for one, _ in subjects)
    mentions = [one for one in sightings if one.code and not one.rejected]
    mentioned = _unique((*about, *(one.code for one in mentions)))
    evidence = [_evidence(one, "about", rule) for one, rule in subjects]
    evidence += [_evidence(one, "mentioned", _passing(one)) for one in mentions if one.code not in about]
    evidence += [
        _evidence(one, "rejected", one.rule)
        for one in sightings
        if one.rejected and one.rule and one.code not in mentioned
    ]
    return Attribution(about, mentioned, tuple(dict.fromkeys(evidence)))


def _passing(one: Sighting) -> str:
    return one.rule or ("host" if one.in_dateline else "passing")


def _evidence(one: Sighting, role: Role, rule: str) -> Evidence:
    return Evidence(one.code, role, one.words, one.where, rule)


def _unique(codes: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(codes))
