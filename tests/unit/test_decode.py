"""Bytes become text: the encoding that decides, what is removed, and blocks with their place in the source."""

import pytest

from feedsvc.core.blocks import source_column, split_lines, text_blocks
from feedsvc.core.decode import decode
from feedsvc.core.folding import bare, fold
from feedsvc.model import Block, DecodedText


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
        ("\n\n  a b\n", [Block("a b", 3, 3)]),
        (
            "a\r\n\r\nb\rc\fd\ve\x85f\u2028g\u2029h",
            [Block(t, n, 1) for t, n in zip("abcdefgh", (1, *range(3, 10)), strict=True)],
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


def test_source_column() -> None:
    """Each character of a block is found where it stands in the source, a space where its gap begins."""
    lines = split_lines("x\n \u200b a\u00ad  b \u200bc d\n")
    block = text_blocks("\n".join(lines))[1]
    assert block.text == "a b c d"
    columns = [source_column(lines, block, offset) for offset in range(len(block.text))]
    assert columns == [4, 5, 8, 9, 11, 12, 13]


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
