"""What the words around a place make of it: a donor, an origin, a person's name. Patterns over the letters of `scan`.

A cue's name is a stable rule, which evidence carries and docs/countries.md explains. What makes a place no place is a
rejection; what makes it a mention whatever else the item says is certain; what is at home stays free to be the subject;
the rest gives way to a place that is free.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from feedsvc.core.attribution.scan import Scan

Weight = Literal["rejected", "certain", "yielding", "home"]

_ALL = "NTSDEIR"
_BEGINNING = re.compile(rf"\(\?P<here>\[?([{_ALL}]+)")
_TIE = r"(?:,?k[ajob]{0,2}|,[ajo]{0,2}|[-/(])"
_SOME = rf"(?P<here>[NTSDEIR]\)?(?:{_TIE}[NTSDEIR]\)?){{0,12}})"
_FEW = r"(?P<here>[NTS](?:ka?[NTS])?)"
_ADJECTIVES = r"(?P<here>[DER](?:(?:,?k|[,/-])[DE]){0,6})"
_OF = "(?:[ob]a?|fa?|j)"
_EMBASSY = "(?:e|12)"
_GOVERNMENT = r"(?:[hJp][^.;:NTSDEIR]{0,8}?oa?|(?:[zZYF]{1,4},){0,3}[zZYF]{1,4},?ka?)?"


@dataclass(frozen=True, slots=True)
class Cue:
    """A pattern whose group `here` holds places, what it makes of them, and with what weight.

    `needs` are letters of which one must be there for it to fit at all, and `places` those of the places it speaks of.
    """

    rule: str
    weight: Weight
    needs: frozenset[str]
    places: frozenset[str]
    pattern: re.Pattern[str]


def _cue(rule: str, weight: Weight, *patterns: tuple[str, str]) -> tuple[Cue, ...]:
    return tuple(
        Cue(rule, weight, frozenset(needs), frozenset(_places(pattern)), re.compile(pattern))
        for needs, pattern in patterns
    )


def _places(pattern: str) -> str:
    """The letters of places with which the group can begin."""
    found = _BEGINNING.search(pattern)
    return found[1] if found else _ALL


# In order: of two cues that fit a place, the earlier one counts.
CUES = (
    *_cue("currency", "rejected", ("$", r"(?P<here>[ND])\$"), ("$", r"\$(?:oa?)?(?P<here>[ND])")),
    *_cue(
        "language", "rejected",
        ("L", r"(?P<here>D)-?L"),
        ("LCG", r"[LCG](?:[oi]a?)?(?P<here>D)(?![zpmhO])"),
        ("D", r"[i9ft](?P<here>D)(?!(?:kD)?[zZYpmhO0gyDE-])"),
        ("k", r"[i9][zD]k[i9](?P<here>D)"),
        ("k", r"[i9ft]D(?:,D)?k(?P<here>D)(?![zZYpmhO0gyDE-])"),
        ("+", r"\+(?P<here>Dkz|zkD|DkD)(?=$|[.,:)i9w8jt])"),
    ),
    *_cue(
        "named_after", "rejected",
        ("B", r"B(?:[hJ]oa?)?(?P<here>[NT])(?![,(])"),
        ("B", r"(?P<here>[NTS])B"),
        ("6", r"6[zZYM]{0,2}(?:[ZM]o)?(?P<here>[NTS]{1,2})"),
        ("6", r'6[zZYM-]{0,4}"(?P<here>[^".]{1,9})"'),
    ),
    *_cue(
        "flag", "yielding",
        ("P", r"(?P<here>[ND])(?:-P|P6)"),
        ("P", r"(?:[ow8]|6[^.:]{0,5}?)P(?:oa?)?(?P<here>[ND])"),
        ("P", r"(?:8|6[^.:]{0,5}?)a(?P<here>[ND])s?P"),
    ),
    *_cue(
        "mission", "certain",
        ("e2", rf"{_EMBASSY}[zZ]?{_OF}{_SOME}"),
        ("e2", rf"(?P<here>[NTS])(?:sz?)?{_EMBASSY}"),
        ("e2", rf"(?P<here>D)z?{_EMBASSY}"),
    ),
    *_cue(
        "consulate", "yielding",
        ("c", rf"cz{{0,2}}{_OF}{_SOME}"),
        ("c", r"(?P<here>[NDTS])s?z?c"),
        ("c", "cz?(?P<here>[DE])"),
    ),
    *_cue(
        "abroad", "yielding",
        ("ce2", rf"(?:c|{_EMBASSY})[^.]{{0,12}}?[ij9]a?(?P<here>[TS](?:{_TIE}[i9]?[TSN]){{0,6}})"),
        ("c", rf"c[zo]{{0,2}}[ND]?[ij9]a?(?P<here>[NTS](?:{_TIE}[i9]?[TS]){{0,6}})"),
        ("d", r"dp?D?[oij9]a?(?P<here>[TS])"),
        ("d", r"dp?D?[ij9]a?(?P<here>N)"),
        ("d", r"doa?[NS][oij9]a?(?P<here>[NTS])"),
        ("d", r"(?P<here>[NT])s?D[zp]?d"),
    ),
    *_cue(
        "seat", "yielding",
        ("f", rf"^[YzC]?fa?(?:zi)?{_FEW},(?![kajo]*[NTS])"),
        ("o", rf"^(?:jz|[YC]z)?o{_FEW},(?![kajo]*[NTS])"),
        ("Kh", rf"f[ao]?[zZxF]{{0,2}}[Kh]z{{0,2}}[oij9]a?{_SOME}"),
        ("K", r"fa?(?P<here>[NTS])K"),
        ("K", r"(?P<here>T)z?K"),
        ("K", r"Koa?(?P<here>T)"),
        ("K", r"^[aYxzZ]{0,2}K[ij9]a?(?P<here>T)"),
        ("h", r"^[aY]?h[ij9]a?(?P<here>T)(?=[^.:,NTSDEIR]{1,16}[ij9o8]a?N)"),
        ("U", rf"U[ij9]a?{_SOME}"),
        ("U", rf"{_SOME}-?U"),
        ("=A", r"[zZK][=A]i(?P<here>T)"),
        ("=", rf"w=i{_FEW}"),
        ("H", rf"wH[ij9]a?{_SOME}"),
    ),
    *_cue("league", "home", ("W", r"W(?:oa?)?(?P<here>[ND])(?!8)"), ("W", r"(?P<here>[ND])z?W(?!8)")),
    *_cue("home", "home", ("q", rf"q[mpz0]{{0,2}}{_ADJECTIVES}"), ("q", rf"{_ADJECTIVES}[mpz0]{{0,2}}q")),
    *_cue(
        "donor", "certain",
        ("gvV", rf"[gvV]z?[obf]a?{_GOVERNMENT}{_SOME}"),
        ("gV", r"(?P<here>[DN])z?[gV](?!w)"),
        ("g", r"gz?(?P<here>D)"),
        ("hJ", r"(?P<here>[NDS])s?[hJ]z?[Vvg]"),
        ("h", r"h(?P<here>D)(?:o|tz?(?:kz)?)a?g"),
        ("v", r"(?P<here>[NTSR])-v"),
    ),
    *_cue(
        "donor", "yielding",
        ("J", rf"fa?J[zx]?oa?{_SOME}"),
        ("J", rf"[HX][^.:,NTSDEIR]{{1,6}}?[of]a?J(?:[zx]?oa?)?{_SOME}"),
        ("XH", r"[HX][^.:,NTSDEIR]{1,4}?fa?(?P<here>N)"),
        ("@", rf"w@z?oa?(?:J[zx]?oa?)?{_FEW}"),
        ("AVv", r"(?P<here>[NR])[AVv](?![bif9])[^.:;]{1,8}?[tj]a?(?:[zpB]{1,2}oa?)?(?=[NTS])"),
        ("Q", rf"Q[jt]a?(?:J[zx]?oa?)?{_FEW}"),
        ("F", rf"^Fja?{_FEW},"),
    ),
    # "Japan trains nurses in Samoa", but not "trains its nurses in Samoa"
    *_cue("donor", "yielding", ("AVvC", r"(?P<here>[NTSIR])z?[AVvC](?![bif9]|j?az?p)[^.:;]{1,12}?[ij9]a?(?=[NTS])")),
    *_cue(
        "origin", "certain",
        ("m", rf"m(?:[zqp]|oz|k[zmp]){{0,3}}(?:z?fo?a?|oa?){_SOME}"),
        ("q", rf"q(?:[zmp]|k[zmp]){{0,3}}fo?a?{_SOME}"),
        ("q", rf"qoa?(?=[NTS]){_SOME}"),
    ),
    *_cue(
        "nationality", "certain",
        ("m", rf"m(?:[zqp9]|oz){{0,3}}{_ADJECTIVES}"),
        ("m", rf"{_ADJECTIVES}(?:[kz,p]){{0,2}}m"),
    ),
    *_cue(
        "origin", "yielding",
        ("pnl", rf"[pnl](?:[zk]|z?k[pz]){{0,2}}(?:fo?a?|zoa?){_SOME}"),
        ("n", rf"noa?{_SOME}"),
        ("l", rf"l(?:oa?)?{_SOME}"),
    ),
    *_cue(
        "nationality", "yielding",
        ("p", rf"{_ADJECTIVES}z?p"),
        ("p", rf"pz?{_ADJECTIVES}"),
        ("E", r"(?P<here>E)"),
    ),
    *_cue(
        "route", "yielding",
        ("f", rf"f[ao]{{0,2}}{_SOME}(?=t[ajo]{{0,2}}[NTS])"),
        ("f", rf"(?<=f[NTS])t[ajo]{{0,2}}{_SOME}"),
        ("r", rf"r(?:[tojiab]{{1,3}}|(?![DE])){_SOME}"),
        ("r", r"r[^.:,gV]{0,6}?[tj]a?(?P<here>[NTS])"),
    ),
    *_cue(
        "partner", "yielding",
        ("u", rf"u(?:oa?)?(?:[ZzY]{{1,3}}[,(ki]|[ZzY]{{1,2}}oa?)?{_SOME}"),
        ("u", r"(?P<here>[DT])z?u"),
        ("3", r"3(?:oa?)?(?P<here>[NTSDR])"),
        ("3", r"(?P<here>[NTSDR])z?3"),
    ),
    *_cue(
        "training", "yielding",
        ("CG", rf"(?:G|(?<![NI])C|C(?=az?p))[^.:]{{0,8}}[if]a?{_SOME}"),
        ("G", r"(?P<here>[TS])G"),
    ),
    *_cue(
        "host", "yielding",
        ("H", r"(?P<here>[NTS])j?H[^.]{0,6}?[yxR]"),
        ("y", r"(?P<here>[TS])y"),
        ("yx", r"[yx][^.:]{0,4}H?[^.:]{0,2}[ij9]a?(?P<here>[TS])"),
    ),
    *_cue(
        "comparison", "yielding",
        ("45", rf"^z?[45][zV]?[oa]{{0,2}}{_FEW},"),
        ("45", rf"(?<=[^.:\"(])[45][oa]{{0,2}}{_SOME}"),
        ("7", r"7(?:oa?(?=[NTSD])|(?=D))(?P<here>[NTSD])"),
        ("7", r"(?P<here>[NTSD])-?7"),
    ),
    *_cue(
        "name_of_thing", "yielding",
        ('"', r'"a?(?P<here>[zZYFMBWTN][zZF-]{0,2}oa?[NTS][^".]{0,3})"'),
    ),
)  # fmt: skip
# What an institution is by its name, where no other cue speaks of it.
OF_BODIES = {rule: cue for rule in ("donor", "partner") for cue in _cue(rule, "yielding", ("I", "(?P<here>I)"))}


def roles(scan: Scan) -> dict[int, Cue]:
    """Return which places of a text a cue speaks of, by their number."""
    found: dict[int, Cue] = {}
    present = frozenset(scan.letters)
    letters = scan.letters
    none = present.isdisjoint
    for cue in [cue for cue in CUES if not (none(cue.needs) or none(cue.places))]:
        for match in cue.pattern.finditer(letters):
            for index in range(*match.span("here")):
                if letters[index] in _ALL:
                    found.setdefault(scan.place_at(index), cue)
    return found
