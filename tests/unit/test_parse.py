"""Whole bulletins: tests/cases/parse/NAME.txt must give what NAME.json says, and the real bulletin is read whole."""

import json
import re
from datetime import date
from pathlib import Path
from typing import Any, get_args

import pytest

from feedsvc.core.furniture import is_heading, is_read_more, is_separator
from feedsvc.core.parse import parse
from feedsvc.model import Code, Diagnostic, ParsedBulletin, SourceDocument

ROOT = Path(__file__).parents[2]
CASES = ROOT / "tests" / "cases" / "parse"
SEED = ROOT / "seeds" / "000_f3ff58aa81a5e684.txt"
NAMES = sorted(path.stem for path in CASES.glob("*.json"))


def expectation(name: str) -> dict[str, Any]:
    """Return what the case must give."""
    loaded = json.loads((CASES / f"{name}.json").read_text(encoding="utf-8"))
    assert isinstance(loaded, dict)
    return loaded


def read(name: str) -> ParsedBulletin:
    """Return what the case does give."""
    expected = expectation(name)
    document = SourceDocument(name, (CASES / f"{name}.txt").read_bytes())
    return parse(document, expected["language"], date.fromisoformat(expected["today"]))


def plain(diagnostic: Diagnostic) -> dict[str, Any]:
    """Return a diagnostic as the case files write it: without message and empty places."""
    places = {"line": diagnostic.line, "column": diagnostic.column, "last_line": diagnostic.last_line}
    known = {name: value for name, value in places.items() if value is not None}
    return {"code": diagnostic.code, "severity": diagnostic.severity, **known}


def place(diagnostic: dict[str, Any]) -> tuple[int, int, str]:
    """Return where a diagnostic sorts."""
    return diagnostic["line"], diagnostic["column"], diagnostic["code"]


@pytest.mark.parametrize("name", NAMES)
def test_case(name: str) -> None:
    """The bulletin gives exactly the items, diagnostics, encoding and share explained that its file states."""
    expected, found = expectation(name), read(name)
    items = [
        {
            "day": item.day and item.day.isoformat(),
            "title": item.title,
            "paragraphs": list(item.paragraphs),
            "lines": list(item.lines),
        }
        for item in found.items
    ]
    assert items == expected["items"], expected["holds"]
    assert sorted(map(plain, found.diagnostics), key=place) == sorted(expected["diagnostics"], key=place)
    assert found.encoding == expected["encoding"]
    assert found.explained == pytest.approx(expected["explained"])
    assert {item.language for item in found.items} <= {expected["language"]}


@pytest.mark.parametrize("name", NAMES)
def test_diagnostics_stand_in_order_and_speak(name: str) -> None:
    """Diagnostics come in the order of lines, and each message is a sentence that names no other type or code."""
    diagnostics = read(name).diagnostics
    assert [one.line for one in diagnostics] == sorted(one.line or 0 for one in diagnostics)
    for one in diagnostics:
        assert re.fullmatch(r"[A-Z0-9].*\.", one.message), one
        assert "{" not in one.message, one


def test_seed() -> None:
    """The office's bulletin gives its nine items; two datelines differ from their date line, and nothing else."""
    bulletin = parse(SourceDocument("seed", SEED.read_bytes()), "en", date(2020, 7, 15))
    july = [date(2020, 7, day) for day in (13, 13, 13, 9, 7, 3, 1, 1)]
    assert [item.day for item in bulletin.items] == [*july, date(2020, 6, 26)]
    assert all(len(item.paragraphs) == 1 for item in bulletin.items)
    assert bulletin.items[1].title == "IOM´s Diploma in Belize begins third course"
    assert bulletin.items[0].paragraphs[0].endswith("Trafficking in Persons of Honduras (CICESCT).")
    assert [(one.code, one.severity, one.line) for one in bulletin.diagnostics] == [
        ("date_mismatch", "note", 37),
        ("date_mismatch", "warning", 51),
    ]
    assert "22" in bulletin.diagnostics[1].message
    assert bulletin.explained == 1.0


# What texts cannot show: tests of countries, of feeds, and of what is stored do.
ELSEWHERE = {"country_uncertain", "id_not_kept", "needs_review", "not_well_formed"}


def test_every_code_is_shown_and_documented() -> None:
    """Each code is given by some case, and each has a heading in docs/diagnostics.md, and nothing else has one."""
    shown = {one["code"] for name in NAMES for one in expectation(name)["diagnostics"]}
    headings = re.findall(r"^## `(\w+)`$", (ROOT / "docs" / "diagnostics.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert shown == set(get_args(Code)) - ELSEWHERE
    assert headings == sorted(get_args(Code))


def test_severities_are_documented() -> None:
    """Every severity that a case shows for a code stands under that code's heading."""
    text = (ROOT / "docs" / "diagnostics.md").read_text(encoding="utf-8")
    sections = dict(re.findall(r"^## `(\w+)`\n\n(.+?)$", text, re.MULTILINE))
    for name in NAMES:
        for one in expectation(name)["diagnostics"]:
            assert one["severity"] in sections[one["code"]].lower(), (name, one)


@pytest.mark.parametrize(
    "line",
    ["---", "* * *", "=====", "– – –", "•••", "-=-=-", "_ _ _", "~~~", "…."],
)
def test_separators(line: str) -> None:
    """Two or more marks that draw a line are a separator."""
    assert is_separator(line)


@pytest.mark.parametrize("line", ["", "-", "a---", "--- news ---", '&<>"]]>', "?!", "5 * 5"])
def test_no_separators(line: str) -> None:
    """One mark, markup, or anything with a letter or digit is no separator."""
    assert not is_separator(line)


@pytest.mark.parametrize(
    "line",
    [
        "Read more", "READ MORE >>", "[Read more...]", "Click here to read more", "Learn more »", "Continue reading →",
        "Read the full story", "More", "Leer más", "Leer mas…", "Ver más", "Más información", "Seguir leyendo",
        "Lire la suite", "En savoir plus", "Lire plus", "Lire l’article", "Leia mais", "Saiba mais >", "Continue lendo",
        "Continuar a ler",
    ],
)  # fmt: skip
def test_read_more(line: str) -> None:
    """A line that only points on is furniture, with any marks around it, in four languages."""
    assert is_read_more(line)


@pytest.mark.parametrize(
    "line", ["Read more books", "More rain", "Lire la suite du rapport", "", "Read more " + "." * 160]
)
def test_no_read_more(line: str) -> None:
    """A line that says more than that is news, and a long one is not looked at."""
    assert not is_read_more(line)


def test_headings() -> None:
    """A heading is short and does not end as a sentence does."""
    assert is_heading("REGIONAL NEWS")
    assert not is_heading("We write every week.")
    assert not is_heading('He said "no."')
    assert not is_heading("word " * 30)
