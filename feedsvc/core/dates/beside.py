"""What stands beside a date and says nothing more: labels, who wrote it, the time, how long to read, short fields."""

from __future__ import annotations

import re

from feedsvc.core.dates.reading import TIME
from feedsvc.core.folding import bare
from feedsvc.core.pointers import POINTERS
from feedsvc.core.replies import COUNTED, UNANSWERED

MARKS = " \t\u00a0,;:|·•∙●–—―−‒‐-()[]<>/.*_~»"
SPACE = " \t\u00a0"
_DIGIT = re.compile("[0-9]")
_LABEL_WORDS = (
    r"(?:date|data|fecha|dat)(?: (?:of|de|du|da|d')(?: la)?(?! ?(?:cierre|limite|vencimiento|fin|validez|entrega)))?"
    r"(?: ?(?:publication|publicacion|publicacao|emision|emissao|emission|registro|noticia|nota|publish(?:ed)?|posted"
    r"|issue|released?|parution|creation|mise en ligne))?"
    r"|(?:last |first |originally |post )?(?:posted|publish(?:ed|ing)?|updated|modified|released?|created|added"
    r"|issued|publication)"
    r"(?: (?:date|at|by))?"
    r"|publicad[oa]s?|actualizad[oa]|publie[es]?|mis a jour|mise? en ligne|paru|atualizad[oa]"
    r"|pibliye|delivered|decided|filed|handed down|dictad[oa]|resuelt[oa]|emitid[oa]|rendu|julgad[oa]|proferid[oa]"
    r"|signed|modificad[oa]|modifiee?"
    r"|(?:ultima|derniere) (?:actualizacion|atualizacao|modificac(?:ion|ao)|modification|mise a jour|alteracao)"
    r"|creado|creada|cree|postado|postada|subido|noticia|time|when|cuando|quand|dated|fechado"
)
_POSTED = (  # "This entry was posted in Harbour news on", "Publicado por Ana en"
    r"(?:(?:this (?:entry|post|article) was|est[ae] (?:entrada|post|publicacion|publicacao|artigo) (?:fue|foi)"
    r"|(?:cette entree|cet article|ce (?:contenu|billet)) a ete) )?"
    r"(?:posted|published|written|submitted|publicad[oa]|postad[oa]|enviad[oa]|escrit[oa]|publiee?|postee?|soumise?"
    r"|ecrite?)"
    r" (?:in|by|under|en|em|por|dans|sous|par) (?:[^.!?]|\b[a-z]\.){2,60}"
)
_LABEL = re.compile(
    rf"(?:(?:{_LABEL_WORDS})\s?(?:on|el|le|em|en|a|the|at|du|de)?\s?:?\s?(?:on|el|le|em|the)?"
    rf"|(?:on|el|le|em|the|du|del|de|from)|{_POSTED})",
)
_LABEL_BEHIND = re.compile(rf"[\s(|·•,;/–—-]*(?:{_LABEL_WORDS})\b")
_BYLINE = re.compile(
    r"(?:(?:written |posted |published |publicado |escrito |redactado |publie |ecrit )?(?:by|por|par)"
    r"|author|autor[a]?|auteur|from|reporter|editor)\s?:?\s[^.!?]{2,60}"
)
_GLUED_BYLINE = re.compile(r"by[a-z0-9_.-]{2,20}")  # "Byadmin May 3, 2020"; "Bydgoszcz, 3 May 2020" is a place
_TOOL = re.compile(
    r"print|imprimir|imprimer|e-?mail|correo(?: electronico)?|envoyer|enviar|pdf|share|compartir|partager|compartilhar"
    r"|(?:visto|hits|views|visitas|lu|read|acessos) ?:? [0-9.,]{1,9}(?: (?:veces|times|fois|vezes))?"
)
_READING_TIME = re.compile(
    rf"\(?[0-9]{{1,3}} ?(?:min(?:ute|uto)?s?|{COUNTED})"
    r"(?: (?:read|de lectura|de lecture|de leitura))?\)?"
)
_NOBODY = re.compile(rf"{UNANSWERED}(?: \w+){{0,8}}")
_PERMALINK = re.compile(  # what follows who wrote it: "by admin. Bookmark the permalink."
    r"\. ?(?:bookmark the permalink|guarda el enlace permanente|adicione o link permanente aos seus favoritos"
    r"|ajoutez ce permalien a vos favoris)\W*\Z"
)
_POINTER = re.compile(POINTERS, re.VERBOSE)
_TOPIC = re.compile(r"(?:in|en|dans|em|under)\s[^.!?]{2,70}")
_ASIDES = (_READING_TIME, _BYLINE, _TOOL, _NOBODY, _POINTER, _TOPIC)
TOPIC = re.compile(r"\s?[|·,]?\s?(?:in|en|dans|em|under)\s[^\W\d_a-zà-ÿ][^.!?]{1,40}")  # "… in Field notes, Finance"
_HOUR = re.compile(r"^(?:hora|time|heure|horario|h)\s?:\s?")
_BARS = re.compile(r"[|·•∙●]")
_BAR_MARKS = frozenset("|·•∙●")
_FIELD_WORDS = 5
PARTING = re.compile(r"\s*[|·•∙●/–—]\s*")


def is_label(words: str) -> bool:
    """Tell whether words before a date only say that it is one, and of what: nothing, "Posted on", "Fecha:"."""
    plain = bare(words).strip(MARKS) if words else ""
    return not plain or _LABEL.fullmatch(plain) is not None


def is_aside(words: str) -> bool:
    """Tell whether words beside a date say nothing but who wrote, when, or how long it takes to read."""
    if not words:
        return True
    folded = _PERMALINK.sub("", bare(words))
    plain = folded.strip(MARKS)
    parts = PARTING.split(plain)
    asides = _ASIDES if len(parts) > 1 else _ASIDES[:-1]  # "0 comments / in Harbour / by admin"
    if (
        not plain
        or _GLUED_BYLINE.fullmatch(folded.strip(SPACE))
        or all(any(aside.fullmatch(part) for aside in asides) for part in parts)
    ):
        return True
    if not _DIGIT.search(plain):
        return False
    if TIME.fullmatch(_HOUR.sub("", plain)) or _LABEL_BEHIND.match(folded):
        return True
    # "Garden desk · 3 comments"
    return _READING_TIME.fullmatch(parts[-1]) is not None and all(part.count(" ") < 3 for part in parts)


def is_field(before: str, behind: str) -> bool:
    """Tell whether a date with its label is one of a line's short fields: "Case 14 | Filed: 26/04/2024 | Civil"."""
    *others, label = _BARS.split(before)
    fields = [*others, *_BARS.split(behind)]
    is_parted = bool(others) and (not behind.strip(MARKS) or behind.strip(SPACE)[:1] in _BAR_MARKS)
    if not is_parted or not label.strip(MARKS) or not is_label(label):
        return False
    return all(len(field.split()) <= _FIELD_WORDS for field in fields)
