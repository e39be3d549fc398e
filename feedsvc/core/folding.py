"""Text as it is compared, never as it is shown: without the typography that editors and programs change."""

from __future__ import annotations

import re
import unicodedata

_ODD_QUOTE = re.compile("[´`‘’‚‛ʹʼ′“”„‟«»″]")
_QUOTES = str.maketrans(dict.fromkeys("´`‘’‚‛ʹʼ′", "'") | dict.fromkeys("“”„‟«»″", '"'))
_SPACE = re.compile(r"\s+")
_INVISIBLE = re.compile(r"[\u0300-\u036f\u00ad\u200c\u200d\u2060\ufeff]")


def fold(text: str) -> str:
    """Return `text` with spaces, quotes, case and final dots made equal: texts that fold alike say the same."""
    if text.isascii():
        return " ".join(text.replace("`", "'").split()).lower().rstrip(" .")
    # Quotes first: NFKC would take an acute accent that serves as an apostrophe apart.
    plain = unicodedata.normalize("NFKC", text.translate(_QUOTES) if _ODD_QUOTE.search(text) else text)
    return _SPACE.sub(" ", plain).strip().casefold().rstrip(" .")


def bare(text: str) -> str:
    """Return `text` without case, accents and invisible characters; letters set high ("º") become plain ones.

    Its length may differ.
    """
    if text.isascii():
        return text.lower()
    return _INVISIBLE.sub("", unicodedata.normalize("NFKD", text)).casefold()
