"""Decides which address another spelling of it means: PURE."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from feedsvc.core.folding import bare
from feedsvc.render.addresses import FORMATS

_LONGEST = 200  # characters; no name of a country in any language comes near
_SHAPE = re.compile(rf"(?P<above>/|/lang/[^/]+/)(?P<name>[^/]+?)(?P<rest>/|\.(?:{'|'.join(FORMATS)}))?")


@dataclass(frozen=True, slots=True)
class Spellings:
    """The feeds' addresses by their lower-case form, and the stems by each other name they have."""

    addresses: Mapping[str, str]
    stems: Mapping[str, str]
    plain_stems: Mapping[str, str]

    @classmethod
    def of(cls, addresses: Iterable[str], stems: Mapping[str, str]) -> Spellings:
        """Return the spellings of `addresses`; `stems` leads from a name in lower-case NFC to a stem ("hn")."""
        plain: dict[str, str] = {}
        for name, stem in stems.items():
            if plain.setdefault(bare(name), stem) != stem:
                plain[bare(name)] = ""  # two countries: without its accents the name says neither
        return cls({address.lower(): address for address in addresses}, stems, plain)

    def resolve(self, path: str) -> str | None:
        """Return the address that `path` is another spelling of, or None.

        `path` is decoded and begins with "/". Case, accents, codes and names of countries, and the last slash
        of a page may differ.
        """
        if len(path) > _LONGEST:
            return None
        wanted = unicodedata.normalize("NFC", path.lower())
        meant = [wanted, f"{wanted}/"]
        if found := _SHAPE.fullmatch(wanted):
            meant.append(f"{found['above']}{self._stem(found['name'])}{found['rest'] or '/'}")
        return next((self.addresses[known] for known in meant if known in self.addresses), None)

    def _stem(self, name: str) -> str:
        return self.stems.get(name) or self.plain_stems.get(bare(name)) or name
