"""Short texts that are no news: those that point elsewhere ("read more") and those about an item (author, section)."""

from __future__ import annotations

import re
from functools import lru_cache

from feedsvc.core.folding import bare
from feedsvc.core.furniture import is_read_more

MARKS = "|·•-–—,:;/»«›‹>→ [](){}…#+¶§\u00a0"

_FILE = r"(?:pdf|docx?|word|html|video|audio|mp3|file|document)s?"
_LOADS = "download|descargar|telecharger|baixar|view|open|ver"
_POINTERS = (
    r"(?:read|learn|see|view|find out|show|know)(?: the)?(?: \w+)? (?:more|full|all|on)\b.{0,80}",
    r"(?:full|view|read|see) (?:the )?(?:story|article|release|post|text|opinion|document|pdf|details?|now)",
    r"more(?: details?| about .{0,80})?|details?|mas|mais|suite",
    r"(?:(?:more|mas|mais) |plus d')?info(?:s|rmations?|rmacion(?:es)?|rmac(?:ao|oes))?",
    r"here|aqui|ici|click here.{0,40}|video|photos?|fotos?|watch(?: now)?|play|link|url",
    rf"(?:(?:{_LOADS}) )?(?:(?:the|el|le|o|as) )?{_FILE}(?: version| file)?(?: \(?[\d.,]+ ?[kmg]?[bo]\)?)?",
    r"download.{0,30}|descargar|telecharger|baixar|new|nuevo|nouveau|novo|featured|destacad[oa]",
    r"updated|actualizad[oa]|atualizad[oa]|mise? a jour",
)
_TOOLS = (
    r"edit|edit source|modifier|editar|reply|share|compartir|partager|compartilhar|tweet|facebook|twitter|whatsapp",
    r"linkedin|print|imprimir|imprimer|e-?mail|perma(?:nent )?link|listen|top|back to top|rss",
)
_LABELS = (
    r"by|author|autor|auteur|posted by|written by|publie par|publicado por|source|fuente|fonte|filed under|posted in",
    r"tags?|tagged|categor(?:y|ies|ia|ias|ie)|etiquetas|marcadores|etiquettes|labels|topics?|temas?|section|seccion",
    r"credit|photo|foto|image|imagen|country|pais|pays|language|idioma|langue|type|tipo|location|lugar|lieu|views?|hits",
    r"visitas|downloads?|file size|tamano",
)
_FILED = "filed under|posted in|tagged(?: with)?|archivado en|classe dans|arquivado em"
_COUNTS = (
    r"(?:no )?comments?|comentarios?|commentaires?|leave a comment|sin comentarios|aucun commentaire|likes?|shares?",
    r"views?|reads|min(?:utes?)? read|min de lectura",
)
_TOOL = re.compile("|".join(_TOOLS))
_POINTER = re.compile("|".join((*_POINTERS, *_TOOLS)))
_ABOUT = re.compile(
    rf"(?:{'|'.join(_LABELS)})\b ?: ?.{{1,70}}|.{{0,4}}[0-9]* ?(?:{'|'.join(_COUNTS)})[^.]{{0,30}}"
    rf"|(?:{_FILED}) .{{1,70}}"
    r"|(?:©|copyright|all rights reserved|todos los derechos|tous droits|todos os direitos).*|page [0-9]+ of [0-9]+"
)
_SAID_WHEN = (
    r"(?:last |ultima |derniere )?(?:posted|published|updated?|modified|modification|created|publicad[oa]|postado"
    r"|actualizad[oa]|actualizacion|atualizad[oa]|atualizacao|modificad[oa]|modificacion|modificacao"
    r"|publiee?|modifiee?|mise? (?:a jour|en ligne))(?: (?:on|at|el|em|le))?"
)
_PART_OF_BYLINE = re.compile(
    rf"(?:(?:{_SAID_WHEN}|written|ecrit|escrito) )?(?:by|por|par) .{{1,40}}|{_SAID_WHEN}"
    rf"|(?:(?:{_FILED}) ?:?|(?:{'|'.join(_LABELS)}) ?:) ?.{{1,70}}"
)
_BETWEEN_PARTS = re.compile(rf"(?:[ ,]*(?:[|·•]| [–—-](?= )))+[ ,]*|, *(?={_SAID_WHEN})")
_NOTE = re.compile(r"\[[0-9]{1,3}\]")
_AUTHOR = re.compile(
    r"(?:By|Por|Par|BY|POR|PAR|Posted by|Published by|Submitted by|Publicado por|Publié par)\s"
    r"(?:[A-ZÀ-Ý][\w.’'-]*\s?|(?:and|y|et|e|de|la|del)\s){1,6}[|,]?"
)


@lru_cache(maxsize=8192)
def is_pointer(text: str) -> bool:
    """Tell whether a text only points somewhere ("read more", "PDF", "[3]") and says nothing itself."""
    plain = bare(text).strip(MARKS + ".!")
    if not plain or _NOTE.fullmatch(text) is not None or is_read_more(text):
        return True
    return len(plain) <= 110 and _POINTER.fullmatch(plain) is not None


@lru_cache(maxsize=8192)
def is_about(text: str) -> bool:
    """Tell whether a text is about the item, not of it: author, section, tags, number of comments."""
    if len(text) > 110:
        return False
    plain = bare(text).strip(MARKS)
    return _ABOUT.fullmatch(plain) is not None or _AUTHOR.fullmatch(text.strip()) is not None or _is_byline(plain)


def _is_byline(plain: str) -> bool:
    """Tell whether all parts of a line say by whom or when something came out, or in which section."""
    parts = [part for part in _BETWEEN_PARTS.split(plain) if part]
    return len(parts) > 1 and all(_PART_OF_BYLINE.fullmatch(part) for part in parts)


def is_tool(text: str) -> bool:
    """Tell whether a text does something with an item and does not lead to it: edit, share, print, reply."""
    return _TOOL.fullmatch(bare(text).strip(MARKS)) is not None
