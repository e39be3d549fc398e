"""Bytes become text: the encoding that decides, what is removed, and blocks with their place in the source."""

import pytest

from feedsvc.core.blocks import MOST_BLOCKS, source_place, split_lines, text_blocks
from feedsvc.core.decode import decode
from feedsvc.core.folding import bare, fold
from feedsvc.model import Block, DecodedText


def test_a_declared_charset_decides_but_for_utf_8() -> None:
    """Bytes that are UTF-8 beyond doubt are that, whatever is declared."""
    assert decode(b"a\xe9b", "windows-1252") == DecodedText("aéb", "windows-1252", None, 0)
    assert decode(b"a\xe9b plain", "iso-8859-1").text == "aéb plain"
    assert decode("aéb".encode(), "windows-1252").text == "aéb"


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", DecodedText("", "utf-8", None, 0)),
        ("añ €".encode(), DecodedText("añ €", "utf-8", None, 0)),
        (b"\xef\xbb\xbfa", DecodedText("a", "utf-8", None, 0)),
        (b"\xef\xbb", DecodedText("", "utf-8", None, 0)),
        (b"a\xc3", DecodedText("a", "utf-8", None, 0)),
        (b"a\xf0\x9f\x92", DecodedText("a", "utf-8", None, 0)),
        (b"a\xc3b", DecodedText("aÃb", "windows-1252", (1, 2), 0)),
        (b"\x93a\x94 \x80\x85", DecodedText("“a” €…", "windows-1252", (1, 1), 0)),
        (b"a\x81\x8d\x8f\x90\x9db", DecodedText("ab", "windows-1252", (1, 2), 5)),
        (b"\xff\xfea\x00\xac", DecodedText("a", "utf-16-le", None, 0)),
        (b"\xfe\xff\x00a\x20\xac", DecodedText("a€", "utf-16-be", None, 0)),
        (b"\xff\xfe\x00\xdca\x00", DecodedText("?a", "utf-16-le", (1, 1), 1)),
        ("a\ufffdb".encode(), DecodedText("a?b", "utf-8", None, 1)),
        ("señal\naño ".encode() + b"\xe9\x80!", DecodedText("señal\naño é€!", "utf-8", (2, 5), 0)),
        ("señal\naño ñ ".encode() + b"\xe9!", DecodedText("señal\naño ñ é!", "utf-8", (2, 7), 0)),
        (b"\xef\xbb\xbf" + "ñ ñ ".encode() + b"\x93!", DecodedText("ñ ñ “!", "utf-8", (1, 5), 0)),
        (b"\xed\xa0\x80x", DecodedText("í\xa0€x", "windows-1252", (1, 1), 0)),
        ("a\x00b\x1f\x7f\x9fc".encode(), DecodedText("abc", "utf-8", None, 4)),
        ("\ufdd0\ufdef\uffff\U0001fffe\U0010ffffa".encode(), DecodedText("a", "utf-8", None, 5)),
        ("\t\n\v\f\r\x85\u2028\u2029".encode(), DecodedText("\t\n\v\f\r\x85\u2028\u2029", "utf-8", None, 0)),
    ],
)
def test_decode(content: bytes, expected: DecodedText) -> None:
    """Mark, strict UTF-8 and Windows-1252 decide in this order; what XML forbids goes, line ends stay."""
    assert decode(content) == expected


@pytest.mark.parametrize(
    ("text", "blocks"),
    [
        ("", []),
        ("a", [Block("a", 1, 1)]),
        ("\n\n  a b\n", [Block("a b", 3, 3, gap=2)]),
        (
            "a\r\n\r\nb\rc\fd\ve\x85f\u2028g\u2029h",
            [Block(t, n, 1, gap=n == 3) for t, n in zip("abcdefgh", (1, *range(3, 10)), strict=True)],
        ),
        ("\u00a0\u200b \ufeffa\u00a0", [Block("a", 1, 5)]),
        ("a\u00a0b", [Block("a\u00a0b", 1, 1)]),
        ("a\tb", [Block("a\tb", 1, 1)]),
        ("a \u00a0\t b", [Block("a b", 1, 1)]),
        ("a\u200b\u00a0\u200bb", [Block("a\u00a0b", 1, 1)]),
        ("a \u200b b", [Block("a b", 1, 1)]),
        ("\u00ada\u00adb\u200bc\u2060", [Block("abc", 1, 2)]),
        ("\u200e \u202a\n\u200f", []),
    ],
)
def test_text_blocks(text: str, blocks: list[Block]) -> None:
    """Every line with a visible character is one block, cleaned, at the place where its text begins."""
    assert text_blocks(text) == tuple(blocks)


@pytest.mark.parametrize(
    ("content", "charset", "expected"),
    [
        (b"caf\xe9", "ISO-8859-1", DecodedText("café", "windows-1252", None, 0)),
        (b"caf\xa4", "iso-8859-15", DecodedText("caf€", "iso-8859-15", None, 0)),
        ("café".encode(), "latin1", DecodedText("café", "utf-8", (1, 4), 0)),
        (b"caf\xe9!", "utf-8", DecodedText("café!", "windows-1252", (1, 4), 0)),
        (b"caf\xe9!", "klingon", DecodedText("café!", "windows-1252", (1, 4), 0)),
        ("13 July".encode("utf-16-le"), "", DecodedText("13 July", "utf-16-le", (1, 1), 0)),
        ("13 July".encode("utf-16-be"), "", DecodedText("13 July", "utf-16-be", (1, 1), 0)),
        ("Ã©, niÃ±o".encode(), "", DecodedText("Ã©, niÃ±o", "utf-8", None, 0, (1, 1))),
        ("Ã©".encode(), "", DecodedText("Ã©", "utf-8", None, 0)),
    ],
)
def test_declared_and_unmarked(content: bytes, charset: str, expected: DecodedText) -> None:
    """A declared charset is believed where the bytes are of it; UTF-16 is known without a mark; garbling is told."""
    assert decode(content, charset) == expected


def test_source_place_of_joined_lines() -> None:
    """A character of a joined line is found on its line; a text that is not in the source has its block's place."""
    lines = ["One two", "  three"]
    joined = Block("One two three", 1, 1)
    assert [source_place(lines, joined, offset) for offset in (6, 7, 8)] == [(1, 7), (1, 8), (2, 3)]
    assert source_place(lines, Block("One zwei", 1, 1), 7) == (1, 1)
    assert source_place(lines, Block("One two three four", 1, 1), 17) == (1, 1)


def test_no_more_lines_than_a_bulletin_has() -> None:
    """Lines beyond the limit are no blocks."""
    assert len(text_blocks("a\n" * (MOST_BLOCKS + 5))) == MOST_BLOCKS


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("## A title ##", Block("A title", 1, 4, heading=2)),
        ("**A title**", Block("A title", 1, 3, strong=True)),
        ("*A title*", Block("A title", 1, 2)),
        ("- [A **title**](/a)", Block("A title", 1, 4, bullet=True, link="https://x.org/a")),
        ("[**A title**](https://y.org/b)", Block("A title", 1, 4, strong=True, link="https://y.org/b")),
        ("> A title (https://y.org/b)", Block("A title", 1, 3, link="https://y.org/b")),
        ("www.y.org", Block("www.y.org", 1, 1, link="https://www.y.org")),
        ("[A title](mailto:a@y.org)", Block("A title", 1, 2)),
        ("[A title](http://[y)", Block("[A title](http://[y)", 1, 1)),
        ("A [word](/a) in a sentence that says much more than the word", Block(
            "A word in a sentence that says much more than the word", 1, 1)),
        ("5 * 3 * 2", Block("5 * 3 * 2", 1, 1)),
        ("![A picture](/a.png)", Block("![A picture](/a.png)", 1, 1)),
        ("1. Only one", Block("1. Only one", 1, 1)),
    ],
)  # fmt: skip
def test_marks(line: str, expected: Block) -> None:
    """Markdown's marks are gone, and what they said is known."""
    assert text_blocks(line, "https://x.org/") == (expected,)


def test_underlines_and_numbers() -> None:
    """A rule of a title's length makes a heading, one of a fixed length is a separator; a list loses its numbers."""
    headings = [block.heading for block in text_blocks("Title\n=====\nOther\n-----\nA long line of words\n-----\n")]
    assert headings == [1, 0, 0, 0, 0, 0]
    numbered = text_blocks("1. One thing\nText.\n2. Two things\n7. Seven things\n")
    assert [block.text for block in numbered] == ["One thing", "Text.", "Two things", "7. Seven things"]


def test_line_ends() -> None:
    """The ends of HTML and Unicode part lines; the separators of old files, which Python takes for ends, do not."""
    assert split_lines("") == [""]
    assert split_lines("a\r\nb\rc\n\nd\v\f\x85e\u2028\u2029") == ["a", "b", "c", "", "d", "", "", "e", "", ""]
    assert split_lines("a\x1cb\x1d\x1e\nc\n") == ["a\x1cb\x1d\x1e", "c", ""]


def test_source_place() -> None:
    """Each character of a block is found where it stands in the source, a space where its gap's first one is."""
    lines = split_lines("x\n \u200b a\u00ad  b \u200bc d\n")
    block = text_blocks("\n".join(lines))[1]
    assert block.text == "a b c d"
    places = [source_place(lines, block, offset) for offset in range(len(block.text))]
    assert places == [(2, column) for column in (4, 6, 8, 9, 11, 12, 13)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("IOM´s “new” Course.", 'iom\'s  "NEW"\u00a0course'),
        ("L’été «bleu»", 'l`été "bleu"...'),
        ("ﬁne", "FINE"),
        ("caf\u00e9", "cafe\u0301"),
    ],
)
def test_fold_equal(one: str, other: str) -> None:
    """Spaces, quotes, case, final dots and forms of the same letter make no difference."""
    assert fold(one) == fold(other)


@pytest.mark.parametrize(("one", "other"), [("resume", "résumé"), ("a.b", "ab"), ("What?", "What"), ("a b", "ab")])
def test_fold_different(one: str, other: str) -> None:
    """Accents, other marks and words do make a difference."""
    assert fold(one) != fold(other)


@pytest.mark.parametrize(
    ("word", "plain"), [("Août", "aout"), ("aou\u0302t", "aout"), ("º", "o"), ("ᵉʳ", "er"), ("MAY", "may")]
)
def test_bare(word: str, plain: str) -> None:
    """A bare word has neither accents nor capitals nor letters set high."""
    assert bare(word) == plain


def test_an_address_that_is_none_is_no_link() -> None:
    """A link to what no program could ask for is left out; its words stay."""
    (block,) = text_blocks("[A title of a story](http://a\u2100b/) ends", "https://x.org/")
    assert (block.text, block.link) == ("A title of a story ends", None)
