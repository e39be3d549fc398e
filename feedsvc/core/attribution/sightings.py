"""The places of an item as they stand: where, with what around them, and beside which others."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from feedsvc.core.attribution.bodies import body
from feedsvc.core.attribution.dateline import dateline_end, title_dateline_end
from feedsvc.core.attribution.namesakes import namesakes
from feedsvc.core.attribution.prefixes import with_prefixes
from feedsvc.core.attribution.roles import OF_BODIES, roles
from feedsvc.core.attribution.ruled import ruled
from feedsvc.core.attribution.scan import scan
from feedsvc.core.attribution.shared_names import with_both
from feedsvc.core.attribution.territories import STATED, lies_in

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from feedsvc.core.attribution.roles import Cue
    from feedsvc.core.attribution.ruled import Verdict
    from feedsvc.core.attribution.scan import Scan
    from feedsvc.core.gazetteer import Gazetteer, Place
    from feedsvc.model import HouseRules, Where

_WITHIN = r"(?:,(?:ia?)?|\(|[io]a?)"
_CONTAINED = re.compile(
    rf"(?=T{_WITHIN}(?P<land>[NS])|S{_WITHIN}(?P<state>N)|N[,(](?P<province>S)|T[,(](?P<town>T)(?![,k]{{1,2}}[ajo]*[NTS]))"
)
_WITHIN_IT = re.compile(r"i[aoz]{0,3}$")
_HOSTING = re.compile(r"(?:,a?|j)?H")
_CLOSED = re.compile(r"[,.:)\"]|$")  # what follows a container that is written as one: "Kingston, Canada,"
_DESCRIBED = re.compile(r"D[zZp]?(?:o?a?|,)[TSN]")
# Between two only, ", and" begins a new clause.
_GROUP = re.compile(r"[NTSDEIR]\)?(?:(?:k[ajob]{0,2}|,[ajo]{0,2}|[-/(])[NTSDEIR]\)?)+(?:,k[ajob]{0,2}[NTSDEIR])?")


@dataclass(frozen=True, slots=True)
class Line:
    """The title or a paragraph, both counted from 0: its places, and those of which an operator said what they are.

    `dateline` is where its dateline ends, `stop` the letter at which its first sentence does; `opening`: the text
    begins with it.
    """

    scan: Scan
    verdicts: Mapping[int, Verdict]
    never: Mapping[int, str]
    where: Where
    paragraph: int = 0
    language: str = ""
    dateline: int = 0
    stop: int = 0
    opening: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Sighting:
    """A place seen in an item. `cue` is what the words around it say, `rejected` the rule by which it is no place.

    `container` are the countries of the place written as the one it lies in ("Paris, Texas", "la provincia argentina de
    Córdoba"). `group` numbers the enumeration or pair that it is part of, 0: none.
    """

    line: Line
    index: int
    place: Place
    words: str
    cue: Cue | None
    rejected: str | None
    container: tuple[str, ...]
    group: int

    @property
    def where(self) -> Where:
        """Whether it stands in the title or in the summary."""
        return self.line.where

    @property
    def verdict(self) -> Verdict | None:
        """What an operator said of it."""
        return self.line.verdicts.get(self.place.start)

    @property
    def before(self) -> str:
        """The two letters before it, fewer at the beginning."""
        at = self.line.scan.at[self.index]
        return self.line.scan.letters[max(0, at - 2) : at]

    @property
    def after(self) -> str:
        """The letter after it; empty at the end."""
        at = self.line.scan.at[self.index]
        return self.line.scan.letters[at + 1 : at + 2]

    @property
    def is_within(self) -> bool:
        """Whether the words before it say where: "in", "en el volcán", "in the city of"."""
        at = self.line.scan.at[self.index]
        return _WITHIN_IT.search(self.line.scan.letters, max(0, at - 4), at) is not None

    @property
    def works_abroad(self) -> bool:
        """Whether it is an institution that pays or teaches in other countries too."""
        return self.place.kind == "institution" and self.cue is not None and self.cue.rule in OF_BODIES

    @property
    def hosts(self) -> bool:
        """Whether the words behind it say that it receives something: "hosts", ", sede de"."""
        return _HOSTING.match(self.line.scan.letters, self.line.scan.at[self.index] + 1) is not None

    @property
    def styled(self) -> bool:
        """Whether capital letters say nothing there."""
        return self.line.scan.styled

    @property
    def in_dateline(self) -> bool:
        """Whether it stands in the dateline."""
        return self.place.end <= self.line.dateline

    @property
    def before_colon(self) -> bool:
        """Whether it stands in a dateline that a colon ends, as it may end other beginnings of a title."""
        return self.in_dateline and self.line.scan.text.startswith(":", self.line.dateline)

    @property
    def first(self) -> bool:
        """Whether it stands in the first sentence of the text."""
        return self.line.opening and self.line.scan.at[self.index] < self.line.stop


def sightings(
    title: str, paragraphs: tuple[str, ...], language: str, gazetteer: Gazetteer, rules: HouseRules
) -> list[Sighting]:
    """Return every place of an item, the title's first, in the order in which they stand."""

    def line(text: str, where: Where, number: int = 0, *, opening: bool = False) -> Line:
        found = ruled(text, with_both(text, with_prefixes(text, gazetteer.find(text, language))), rules.phrases)
        read = scan(text, found.places)
        dateline = _dateline(read, where, opening=opening) if read.places else 0
        stop = read.letters.find(".") % (len(read.letters) + 1)  # without one, the end
        return Line(read, found.verdicts, namesakes(read, language), where, number, language, dateline, stop, opening)

    first = next((number for number, text in enumerate(paragraphs) if text.strip()), 0)
    lines = [line(text, "summary", number, opening=number == first) for number, text in enumerate(paragraphs)]
    found: list[Sighting] = []
    for one in (line(title, "title"), *lines):
        found += _of(one, len(found) + 1)
    return found


def _dateline(read: Scan, where: Where, *, opening: bool) -> int:
    if where == "title":
        return title_dateline_end(read)
    return dateline_end(read.text) if opening else 0


def _of(line: Line, group: int) -> Iterator[Sighting]:
    """The places of a line; the enumerations in it are numbered from `group`."""
    read, cues = line.scan, roles(line.scan)
    containers, groups = _containers(read, line.never), _groups(read, group)
    for index, place in enumerate(read.places):
        words = read.text[place.start : place.end]
        cue = cues.get(index) or (_by_name(words) if place.kind == "institution" else None)
        yield Sighting(
            line=line,
            index=index,
            place=place,
            words=words,
            cue=cue,
            rejected=_rejection(line.verdicts.get(place.start), line.never.get(index), cue),
            container=containers.get(index, ()),
            group=groups.get(index, 0),
        )


def _by_name(institution: str) -> Cue | None:
    part = body(institution)
    return OF_BODIES[part] if part else None


def _containers(line: Scan, never: Mapping[int, str]) -> dict[int, tuple[str, ...]]:
    """The countries of what a place is written as lying in; one that it cannot lie in must be closed by a mark."""
    found = {}
    for match in _CONTAINED.finditer(line.letters):
        at = match.start(str(match.lastgroup))
        index, outer = line.place_at(match.start()), line.place_at(at)
        codes = line.places[outer].codes
        is_inside = any(lies_in(code, codes) for code in line.places[index].codes)
        is_closed = _CLOSED.match(line.letters, at + 1) is not None
        if match["province"]:  # a country's name is a town's there
            is_inside, is_closed = False, is_closed and codes[0] in STATED
        elif match["town"]:  # a province may be called like a town in it
            is_inside, is_closed = codes[0] in line.places[index].codes, False
        if outer not in never and (is_inside or is_closed):
            found[index] = codes
    for match in _DESCRIBED.finditer(line.letters):
        inner, codes = line.place_at(match.end() - 1), line.places[line.place_at(match.start())].codes
        if any(lies_in(code, codes) for code in line.places[inner].codes):
            found.setdefault(inner, codes)
    return found


def _groups(line: Scan, number: int) -> dict[int, int]:
    """The number of the enumeration or pair that each place is part of."""
    found = {}
    for offset, match in enumerate(_GROUP.finditer(line.letters)):
        for index in range(*match.span()):
            if line.letters[index] in "NTSDEIR":
                found[line.place_at(index)] = number + offset
    return found


def _rejection(verdict: Verdict | None, namesake: str | None, cue: Cue | None) -> str | None:
    """Why a place is none here; an operator's word counts before all."""
    if verdict:
        return "never" if verdict == "never" else None
    return namesake or (cue.rule if cue is not None and cue.weight == "rejected" else None)
