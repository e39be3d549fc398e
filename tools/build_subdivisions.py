"""Builds tools/tables/subdivisions.txt: tools/build_subdivisions.py SUBDIVISIONS.tgz CORE.tgz.

The English names of the subdivisions of ISO 3166-2, from Unicode CLDR's own packages, as `npm pack
cldr-subdivisions-full@48.2.0 cldr-core@48.2.0` brings them. They are kept in the tree because the rest of the build
needs nothing but Python packages. First-level ones, and for a few countries, where they are better known, the second.
"""

from __future__ import annotations

import json
import sys
import tarfile
from pathlib import Path
from typing import Any

TARGET = Path(__file__).resolve().parent / "tables" / "subdivisions.txt"
SECOND_LEVEL = frozenset(("BE", "DO", "ES", "FR", "GB", "IT", "PH"))
WIDTH = 112
HEAD = """\
# English names of ISO 3166-2 subdivisions, from Unicode CLDR {version}: CODE: name; name
# © 1991 onwards Unicode, Inc., Unicode License v3, https://www.unicode.org/license.txt
"""


def build(subdivisions: Path, core: Path) -> str:
    """Return the whole table as text."""
    supplement = _read(core, "package/supplemental/subdivisionContainment.json")["supplemental"]
    names = _read(subdivisions, "package/subdivisions/en/en.json")["subdivisions"]["localeDisplayNames"]["subdivisions"]
    contained = supplement["subdivisionContainment"]
    lines = []
    for country in sorted(code for code in contained if len(code) == 2):
        codes = [code for code in contained[country]["_contains"] if code in names]
        if country in SECOND_LEVEL:
            codes += [code for code in names if code.startswith(country.lower()) and code not in codes]
        if codes:
            text = "; ".join(sorted({names[code] for code in codes}))
            lines += [f"{country}: {line}" for line in _wrapped(text)]
    return HEAD.format(version=supplement["version"]["_cldrVersion"]) + "\n".join(lines) + "\n"


def _wrapped(entries: str) -> list[str]:
    """Lines of whole entries, short enough to be read."""
    lines = [""]
    for entry in entries.split("; "):
        if lines[-1] and len(lines[-1]) + len(entry) > WIDTH:
            lines.append("")
        lines[-1] += f"; {entry}" if lines[-1] else entry
    return lines


def _read(archive: Path, member: str) -> Any:
    with tarfile.open(archive) as opened:
        content = opened.extractfile(member)
        if content is None:
            raise ValueError(f"{archive} has no file {member}")
        return json.load(content)


if __name__ == "__main__":
    TARGET.write_text(build(Path(sys.argv[1]), Path(sys.argv[2])), encoding="utf-8", newline="\n")
