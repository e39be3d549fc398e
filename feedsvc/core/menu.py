"""Lines that are a menu of a site: the words that lead about one, in four languages."""

from __future__ import annotations

_LONGEST, _LONGEST_PART, _FEWEST_PARTS = 160, 25, 2

# Words that lead about a site, several of which make a menu.
_MENU_WORDS = """
    home inicio accueil menu search buscar rechercher pesquisar news noticias actualites actualidad nouvelles events
    eventos evenements gallery galeria galerie contact contacts contacto contactos contato contatos about nosotros
    services servicios servicos tenders licitaciones licitacoes publications publicaciones publicacoes documents
    documentos careers jobs vacancies empleo empregos emplois resources recursos ressources media press prensa presse
    imprensa projects proyectos projets projetos tramites procedures demarches downloads descargas telechargements
    login webmail intranet stories historias histories histoires transparencia transparency donate donar faq sitemap
    mapa sitio plan site aviso legal mentions legales privacidad privacidade privacy confidentialite terms terminos
    accesibilidad acessibilidade accessibility accessibilite cookies
"""
_MENU = frozenset(_MENU_WORDS.split())


def is_menu(plain: str) -> bool:
    """Return whether a line is one of words that lead about a site, or of short ones that bars part.

    It is given in small letters without accents (see `folding.bare`).
    """
    if len(plain) > _LONGEST or plain[-1:] in (".", "!", "?"):
        return False
    parts = plain.split("|")
    if len(parts) > _FEWEST_PARTS and all(0 < len(part.strip()) <= _LONGEST_PART for part in parts):
        return True
    words = plain.split()
    return len(words) > _FEWEST_PARTS and sum(word in _MENU for word in words) * 2 > len(words)
