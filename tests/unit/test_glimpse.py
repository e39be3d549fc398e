"""What a document seems to be."""

from __future__ import annotations

import time

import pytest

from feedsvc.core.glimpse import glimpse, is_of_nothing, names_error, names_nothing, resembles

SEEN = {
    "": "",
    "Three words only": "Three words only",
    "<html><title> Sign&nbsp;in \n &ndash; Office</title>": "Sign in – Office",
    "<TITLE lang=en>Error</TITLE>": "Error",
    "<title></title><p>First</p> <b>words</b>": "First words",
    "<svg><title>Logo</title></svg><script>var a = '<p>no</p>';</script><style>p {}</style><p>Seen</p>": "Seen",
    "<!-- a comment --><?xml version='1.0'?><p>Seen": "Seen",
    "5 < 6 and <3": "5 6 and 3",
    "<title>&#27;[31mRed&#x202e;&#8203; \u2066turned</title>": "[31mRed turned",
    "w" * 100: "w" * 79 + "…",
    "many words " * 20: "many words many words many words many words many words many words many words ma…",
}


@pytest.mark.parametrize("text", SEEN)
def test_glimpse(text: str) -> None:
    """The title, else the first words that a reader of the page would see."""
    assert glimpse(text.encode()) == SEEN[text]


def test_what_is_no_text() -> None:
    """Of a picture there is nothing to say."""
    assert glimpse(b"\x89PNG\r\n\x1a\n\x00\x00") == ""


def test_hostile_pages() -> None:
    """However it is made, a page takes a moment: ten times what it may take."""
    for content in (b"<script" * 10_000, b"<" * 65_536, b"<input type=" * 6_000, b"&#" * 40_000, b"<p>a" * 20_000):
        began = time.process_time()
        glimpse(content)
        resembles(content)
        assert time.process_time() - began < 2


KINDS = {
    "<title>Iniciar sesión</title>": "a login page",
    "<title>Log in – Office</title>": "a login page",
    "<title>Intranet</title><form><input name=a><INPUT class='b' TYPE = 'password'></form>": "a login page",
    "<p>We use cookies on this site": "a cookie wall",
    "<title>Avant de continuer</title>": "a cookie wall",
    "<title>404 | Oficina</title>": "an error page",
    "<title>Boletín 404 de la oficina</title>": "",
    "<title>Página no encontrada</title>": "an error page",
    "<title>Page introuvable</title>": "an error page",
    "<title>Just a moment...</title>": "an error page",
    "<title>Acesso negado</title>": "an error page",
    "<title>News | Office</title><input type=search>": "",
    "14 July 2020\n\nA terrorist attack, 4040 people": "",
}


@pytest.mark.parametrize("text", KINDS)
def test_resembles(text: str) -> None:
    """Pages that stand in for others are told by their titles, in each language, or by what they ask for."""
    assert resembles(text.encode()) == KINDS[text]


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("<title>404</title>", True),
        ("<title>Página no encontrada</title>", True),
        ("<title>Error 404</title>", True),
        ("<title>Service unavailable</title>", False),
        ("<title>Sign in</title>", False),
        ("14 July 2020\n\n4040 people", False),
    ],
)
def test_what_says_that_there_is_no_such_page(text: str, is_one: bool) -> None:
    """Its title does; what is out of order, or asks who one is, does not."""
    assert is_of_nothing(text.encode()) is is_one


@pytest.mark.parametrize(
    ("heading", "wanted"),
    [
        ("Oups… cette page n’existe plus", True),
        ("That page does not exist", True),
        ("Essa página não existe", True),
        ("This page is no longer available", True),
        ("Service unavailable", True),
        ("Existing notices", False),
        ("News and notices", False),
    ],
)
def test_headings_of_errors(heading: str, *, wanted: bool) -> None:
    """A heading tells that something went wrong, or that there is no such page."""
    assert names_error(heading) is wanted


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("No results were found", True),
        ("Sorry, there are no matching entries", True),
        ("Your search returned no results", True),
        ("No se han encontrado resultados", True),
        ("Aucun résultat pour ces mots", True),
        ("Nenhum resultado", True),
        ("Results of the council election", False),
        ("No dogs on the beach", False),
    ],
)
def test_lines_of_empty_lists(line: str, *, wanted: bool) -> None:
    """A line tells that a search or a list came out empty."""
    assert names_nothing(line) is wanted
