"""What a document seems to be, in a few words: for people who are told that it is not the bulletin."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from feedsvc.core.decode import decode

_MOST = 1 << 16  # bytes that are looked at
_LONGEST = 80
_UNSEEN = ("script", "style", "template", "noscript", "svg")
_TAG = re.compile(r"/?[a-z][a-z0-9]*")
_PASSWORD = re.compile(r"""\stype\s*=\s*["']?password\b""")

# What pages that stand in for others are called, in the languages that bulletins are read in.
_LOGIN = (
    r"\b(sign|log)[ -]?in\b|\blogin\b|iniciar? sesión|inicio de sesión|se connecter|connexion|iniciar sessão"
    r"|\b(password|contraseña|mot de passe|senha)\b|(acceso|acesso) restri|accès (restreint|réservé)"
    r"|restricted (area|access)|sess?(?:ion|ión|ão) .{0,20}(?:expir|caduc|ended|timed out)|votre session"
)
_COOKIES = r"\bcookies?\b|\bconsent|before you continue|antes de continuar|avant de continuer"
_ERROR = (
    r"^(4\d\d|50\d)\b|\berro(r|rs|re|res)?\b|\berreurs?\b|not found|unavailable|forbidden|denied|maintenance"
    r"|just a moment|attention required|captcha|robot|no encontrad|no disponible|denegad|prohibid|mantenimiento"
    r"|introuvable|indisponible|refusé|interdit|não encontrad|indisponível|negad|manutenção"
)
_GONE = r"(?:\bnot?|n['’]|não) ?(?:longer )?exist|\bno longer (?:here|available)\b|\b(?:supprimée|eliminad|removid)"
_NO_RESULTS = (
    r"^(?:sorry,? |(?:lo sentimos|désolé|desculpe),? )?(?:there (?:are|were) )?(?:no|your search (?:returned|found) no)"
    r" (?:\w+ )?(?:results?|matches|items|entries|articles|news)\b"
    r"|\bno (?:hay|se (?:han )?encontr\w+) (?:\w+ )?(?:resultado|noticia)|^sin resultados"
    r"|\baucune? (?:résultat|actualité)|\bnenhuma? (?:resultado|notícia)"
    r"|\bnão (?:há|foram encontrad[oa]s) (?:resultados|notícias)|^0 (?:results|resultados|résultats)\b"
)
_MISSING = r"^404\b|\b404$|not found|no encontrad|introuvable|não encontrad"
_KINDS = (("a login page", _LOGIN), ("a cookie wall", _COOKIES), ("an error page", _ERROR))


def glimpse(content: bytes) -> str:
    """Return the title of a page, else the first words of a document, on one line; "" when it is no text or empty."""
    decoded = decode(content[:_MOST])
    if decoded.removed_controls:
        return ""
    words = ""
    for name, text in _pieces(decoded.text):
        if name == "title" and text:
            return _short(text)
        if len(words) <= _LONGEST:
            words = f"{words} {text}".strip()
    return _short(words)


def resembles(content: bytes) -> str:
    """Return what a document is instead of a bulletin: "a login page", "a cookie wall", "an error page"; else ""."""
    title = glimpse(content).casefold()
    found = (kind for kind, words in _KINDS if re.search(words, title))
    return "a login page" if _asks_for_password(content) else next(found, "")


def names_error(heading: str) -> bool:
    """Return whether the heading of a page says that something went wrong, or that there is no such page."""
    return re.search(f"{_ERROR}|{_GONE}", heading.casefold()) is not None


def names_nothing(line: str) -> bool:
    """Return whether a line says that a search or a list came out empty."""
    return re.search(_NO_RESULTS, line.casefold()) is not None


def is_of_nothing(content: bytes) -> bool:
    """Return whether a page says that there is no such page, which some servers say with any status."""
    return bool(re.search(_MISSING, glimpse(content).casefold()))


def _asks_for_password(content: bytes) -> bool:
    inputs = decode(content[:_MOST]).text.lower().split("<input")[1:]
    return any(_PASSWORD.search(one.partition(">")[0]) for one in inputs)


def _pieces(text: str) -> Iterator[tuple[str, str]]:
    """Cut a document at its tags: the name of each, in lower case, and the words behind it that are seen."""
    first, *others = text.split("<")
    yield "", _plain(first)
    inside = ""
    for piece in others:
        found = _TAG.match(piece.lower())
        name = found[0] if found else ""
        if inside:
            inside = "" if name == f"/{inside}" else inside
        elif name in _UNSEEN:
            inside = name
        if not inside and not piece.startswith(("!", "?")):
            yield name, _plain(piece.partition(">")[2] if found else piece)


def _plain(text: str) -> str:
    """The words alone: what turns or hides text in a terminal or a message is no word of anybody."""
    words = " ".join(html.unescape(text).split())
    return words if words.isprintable() else "".join(filter(str.isprintable, words))


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1].rstrip() + "…"
