"""Headings of lists of news, in four languages: "News and top stories", "Dernières actualités", "Noticias OIM"."""

from __future__ import annotations

import re

from feedsvc.core.dates import MONTHS

_LONGEST = 60

# What is listed, and what may stand with it.
_LISTED_WORDS = """
    news newsroom stories headlines releases updates announcements
    noticias novedades comunicados notas prensa actualidad titulares avisos
    actualites actualite nouvelles communiques presse actus annonces
    novidades imprensa atualidades informes destaques infos
    latest ultimas ultimos dernieres derniers
    declaration speech speeches histoire histoires allocution allocutions discours tribune tribunes
    editorial discurso discursos
"""
_OTHER_WORDS = """
    recent top breaking all more our the other featured current new official main local national international
    regional weekly monthly daily past previous press media room center centre release and of from in by on events
    brief articles statements blog posts features publications bulletins archive archives corner section page story
    recientes todas todos nuestras nuestros principales destacadas destacados mas otras otros de del la
    las los el en y e nuevas locales nacionales internacionales regionales generales anteriores articulos publicaciones
    declaraciones historias reportajes eventos boletines sala seccion archivo
    recentes recents toutes tous nos notre les le des du d l et autres une nationales
    communique declarations reportages breves salle evenements a
    nossas nossos principais outras outros da do das dos os as o em gerais nacionais artigos declaracoes
    publicacoes secao arquivo comunicado nota boletin boletim bulletin
"""
_LISTED = frozenset(_LISTED_WORDS.split())
_OTHERS = frozenset(_OTHER_WORDS.split())
_NAME_OR_YEAR = re.compile(r"[A-Z]{2,8}|(?:19|20)[0-9]{2}")
_MARKS = "|&:/-–—+.,…>»#*"


def heads_list(text: str, plain: str) -> bool:
    """Tell whether a line says only that news follow, of which kind and month, and in capitals whose they are.

    `plain` is the same in small letters without accents (see `folding.bare`).
    """
    if len(plain) > _LONGEST or plain[-1:] in ".!?,;":
        return False
    is_listed = False
    for word, shown in zip(plain.split(), text.split(), strict=False):
        core = word.strip(_MARKS)
        if core in _LISTED:
            is_listed = True
        elif core and core not in _OTHERS and core not in MONTHS and not _NAME_OR_YEAR.fullmatch(shown):
            return False
    return is_listed
