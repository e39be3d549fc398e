"""Text as it is compared, never as it is shown: without the typography that editors and programs change."""

from __future__ import annotations

import re
import unicodedata

_QUOTES = str.maketrans(dict.fromkeys("´`‘’‚‛ʹʼ′", "'") | dict.fromkeys("“”„‟«»″", '"'))
_SPACE = re.compile(r"\s+")


def fold(text: str) -> str:
    """Return `text` with spaces, quotes, case and final dots made equal: texts that fold alike say the same."""
    # Quotes first: NFKC would take an acute accent that serves as an apostrophe apart.
    plain = unicodedata.normalize("NFKC", text.translate(_QUOTES))
    return _SPACE.sub(" ", plain).strip().casefold().rstrip(" .")


def bare(word: str) -> str:
    """Return `word` in lower case, without accents; letters set high ("º") become plain ones."""
    if word.isascii():
        return word.lower()
    marked = unicodedata.normalize("NFKD", word.lower())
    return "".join(letter for letter in marked if not unicodedata.combining(letter))
