"""What holds for every bulletin, whatever its bytes: it is read, quickly, and each of its lines is accounted for."""

import time
from datetime import date

import pytest
from accounting import assert_accounted, read
from hypothesis import example, given, settings
from hypothesis import strategies as st
from lxml import etree

from feedsvc.core.blocks import source_place, split_lines, text_blocks
from feedsvc.core.dates import find_dateline, read_date

MONTHS = "January February March April May June July August September October November December"
BOUNDED = settings(max_examples=50, derandomize=True, deadline=None, database=None)

PIECES = (
    "13 July, 2020", "1 de julio de 2020", "03/07/2020", "07/25/20", "31 June 2020", "2020-13-45", "A headline",
    "Text.",
    "Tela (Honduras), 2 July 2020. Text", "---", "Read more", "Leer más", "\u00a0", "\u200b", "\u00ad", " ", "\t",
    "10-12 July 2020", "18 July – Text.", "2 days ago", "A headline (13 July 2020)", "By A. B. | 13 July 2020",
    "# A headline", "**A headline**", "- A point", "[A link](https://x.org/a)", "<https://x.org/b>", "[1] https://x.org/c",
    "| 13 July 2020 | A headline | Tela |", "13 July 2020\tA headline\tTela", "Title: A headline", "1. One thing",
    "=====", "Read more >>Next headline", "goes on in small letters", "© 2020 Office", "\u0300", "Contents",
    "é", "\x00", "\x1b", "&<>\"]]>", "\ufeff", "\U0001f468\u200d\U0001f469", "\ufffe", "word " * 30,
)  # fmt: skip
ENDS = ("\n", "\r\n", "\r", "\f", "\v", "\x85", "\u2028", "\u2029", "\n\n", "")
LINES = st.lists(
    st.tuples(st.lists(st.sampled_from(PIECES), max_size=3).map("".join), st.sampled_from(ENDS)), max_size=40
)
BULLETINS = LINES.map(lambda lines: "".join(text + end for text, end in lines))
ENCODED = st.tuples(BULLETINS, st.sampled_from(("utf-8", "utf-8-sig", "utf-16", "cp1252"))).map(
    lambda pair: pair[0].encode(pair[1], "replace")
)


@BOUNDED
@given(st.binary(max_size=400))
@example(b"<feed ")
def test_no_bytes_raise(content: bytes) -> None:
    """Any bytes are read without an exception, and each line is accounted for."""
    assert_accounted(content)


@BOUNDED
@given(ENCODED)
def test_every_line_is_accounted_for(content: bytes) -> None:
    """Each non-blank line is in one item's span or in exactly one `skipped_lines`."""
    assert_accounted(content)


def test_long_runs_do_not_swallow_items() -> None:
    """Lines skipped alike are one diagnostic only when nothing else stands between them."""
    assert_accounted(b"13 July 2020\nTitle\nText.\nRead more\n" + b"12 July 2020\nA title\nText.\nRead more\n" * 150)
    assert_accounted(b"12 July 2020\nA title\n" + b"More\n" * 150 + b"Text.\n" + b"----\n" * 101)


@BOUNDED
@given(st.one_of(ENCODED, st.binary(max_size=400)))
def test_output_is_legal_in_xml(content: bytes) -> None:
    """Every text of a reading can stand in an XML document and in one line."""
    bulletin = read(content)
    element = etree.Element("text")
    for text in [text for item in bulletin.items for text in (item.title, *item.paragraphs)]:
        element.text = text
        assert len(text.splitlines()) == 1
        assert text == text.strip()


@BOUNDED
@given(BULLETINS)
def test_columns_point_into_the_source(text: str) -> None:
    """Every character of a block stands in the source where its column says, or white space stands there."""
    lines = split_lines(text)
    for block in text_blocks(text):
        for offset, character in enumerate(block.text):
            line, column = source_place(lines, block, offset)
            there = lines[line - 1][column - 1]
            assert there == character or (character == " " and (there.isspace() or not there.isprintable()))
        assert source_place(lines, block, 0) == (block.line, block.column)


@BOUNDED
@given(st.text(max_size=120) | BULLETINS)
def test_no_text_raises_in_dates(text: str) -> None:
    """Any text can be asked whether it is a date; the date of a dateline is also one by itself."""
    read_date(text)
    dateline = find_dateline(text)
    assert dateline is None or read_date(text[dateline.start : dateline.end]) is not None


@BOUNDED
@given(
    st.dates(date(1900, 1, 1), date(9999, 12, 31)), st.sampled_from(("%Y-%m-%d", "%Y/%m/%d", "%d {m} %Y", "{m} %d, %Y"))
)
def test_dates_are_read_back(day: date, form: str) -> None:
    """A date that is written in a plain form is read as the same day without any problem."""
    line = form.replace("%Y", str(day.year)).replace("%m", f"{day.month:02}").replace("%d", str(day.day))
    reading = read_date(line.replace("{m}", MONTHS.split()[day.month - 1]))
    assert reading is not None
    assert (reading.day, reading.problems) == (day, ())


MEGABYTE = 1_000_000
HOSTILE = {
    "prose": "13 July, 2020\n\nA headline of a common length\n\n"
    + "Some words of a paragraph that goes on. " * 20
    + "\n",
    "one-letter lines": "a\n",
    "date lines": "1/2/20\n",
    "spaces": "a" + " " * 5000 + "\u00a0" * 5000 + "\n",
    "alternating spaces": "a \u200b",
    "separators": "- - ",
    "digits": "1" * 79 + "\n",
    "datelines": "A,b," * 30 + "1 May 2020\n",
    "blank lines": "\n",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_megabyte_does_not_hang(name: str) -> None:
    """A megabyte of anything is read in linear time; the bound is only a guard, ten times what is expected."""
    unit = HOSTILE[name].encode()
    content = (unit * (MEGABYTE // len(unit) + 1))[:MEGABYTE]
    start = time.perf_counter()
    read(content)
    assert time.perf_counter() - start < 10
