"""Lines of a bulletin that carry no news: which kind each is. Where it stands is for the grammar to judge."""

from __future__ import annotations

import re
from typing import Literal

from feedsvc.core.folding import bare

Kind = Literal["masthead", "separator", "read more", "repeat"]

_SEPARATOR = re.compile(r"[-‐‑‒–—―−_=*~#+.·•…](?:\s?[-‐‑‒–—―−_=*~#+.·•…])+")

_LONGEST_HEADING = 100
_SENTENCE_END = re.compile(r"[.!?…:;,][\"'”’»)\]]*$")

_READ_MORE_LENGTHS = range(4, 61)
_READ_MORE = re.compile(
    r"""
    [\W_]*
    (?: (?: click \s here \s to \s )? (?: read | learn | see | view | find \s out ) \s more
      | (?: read | see | view ) \s (?: the \s )? full \s (?: story | article | release )
      | read \s on | continue \s reading | full \s story | more
      | (?: leer | lee | ver | conocer | saber | conozca | conoce | lea ) \s mas | mas \s informacion
      | (?: seguir | sigue | continuar | continue ) \s leyendo
      | lire \s (?: la \s suite | plus | l.article ) | en \s savoir \s plus | voir \s plus | la \s suite
      | (?: leia | ler | saiba | veja | ver ) \s mais | mais \s informacoes
      | (?: continue | continuar ) \s (?: lendo | a \s (?: ler | leitura ) )
    )
    [\W_]*
    """,
    re.VERBOSE,
)


def is_separator(text: str) -> bool:
    """Tell whether a line is a rule drawn with marks ("---", "* * *")."""
    return _SEPARATOR.fullmatch(text) is not None


def is_read_more(text: str) -> bool:
    """Tell whether the line only points to the rest of a story, in one of the four languages."""
    return len(text) in _READ_MORE_LENGTHS and _READ_MORE.fullmatch(bare(text)) is not None


def is_heading(text: str) -> bool:
    """Tell whether a line could be part of a masthead: short, and no sentence."""
    return len(text) <= _LONGEST_HEADING and _SENTENCE_END.search(text) is None
