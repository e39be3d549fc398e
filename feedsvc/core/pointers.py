"""Words that point to the rest of a story, in four languages: "Read more", "Leer la nota completa", "Leia na íntegra".

They are compared in small letters without accents (see `folding.bare`).
"""

from __future__ import annotations

_STORY = "(?:story|article|news|release|report|statement|post|text|piece|rest|interview|speech|note|document)s?"
_NOTA = (
    "(?:nota|noticia|articulo|comunicado|texto|historia|boletin|entrevista|reportaje|informacion|publicacion|discurso"
    "|informe|documento)s?"
)
_ARTICLE = "(?:article|communique|texte|nouvelle|histoire|suite|interview|entretien|discours|rapport|document)s?"
_MATERIA = (
    "(?:noticia|materia|nota|artigo|texto|comunicado|historia|entrevista|reportagem|integra|publicacao|discurso"
    "|relatorio|documento)s?"
)
_ENGLISH = rf"""
      (?: click \s here \s to \s | to \s )? (?: read | learn | see | view | find \s out | know | discover | explore ) \s
      (?: more | further | here | it \s (?: here | in \s full ) | the \s {_STORY}
        | (?: the \s )? (?: (?: full | whole | complete | entire ) \s {_STORY} | {_STORY} \s here ) )
    | read \s (?: on | all | {_STORY} ) | (?: continue | keep ) \s reading | (?: the \s )? full \s {_STORY}
    | (?: download | watch | listen ) \s here | click \s here (?: \s (?: to | for ) \s .{{2,60}} )?
"""
_SPANISH = rf"""
      (?: para \s )?
      (?: leer | le[ea] | ver | vea | conocer | conozca | conoce | saber | descubr[ae] | consult(?: e | ar ) | ampliar )
      \s (?: mas | aqui | (?: (?: el | la | los | las ) \s )? {_NOTA} (?: \s (?: complet[oa]s? | aqui ) )? )
    | (?: mas \s | \+ \s? ) (?: info (?: rmacion )? | detalles ) | (?: seguir | sigue | siga | continuar? ) \s leyendo
    | (?: haga | haz | da | de ) \s (?: clic | click ) \s (?: aqui | en \s .{{2,40}} ) (?: \s para \s .{{2,60}} )?
    | (?: pulse | descargar? | descargue ) \s aqui
"""
_FRENCH = rf"""
      (?: pour \s )? en \s savoir \s (?: plus | davantage )
    | (?: lire | voir | decouvrir | consulter ) \s
      (?: plus | davantage | ici
        | (?: le \s | la \s | l. )? {_ARTICLE} (?: \s (?: complete? | integrale? | en \s entier ) )? )
    | la \s suite | plus \s (?: d.infos? | d.informations? | de \s details )
    | cliquez? \s ici (?: \s pour \s .{{2,60}} )? | telecharger \s ici
"""
_PORTUGUESE = rf"""
      (?: para \s )? (?: leia | ler | saiba | saber | veja | ver | conheca | confira | acesse ) \s
      (?: mais (?: \s em)? | aqui | tudo | (?: .{{2,20}} \s )? na \s integra
        | (?: [ao] \s )? {_MATERIA} (?: \s (?: complet[oa] | aqui ) )? )
    | mais \s (?: informacoes | detalhes ) | continu(?: e | ar ) \s (?: lendo | (?: a \s )? leitura | a \s ler )
    | clique \s aqui (?: \s para \s .{{2,60}} )? | baixe \s aqui
"""
_CREOLE = r"li \s plis"

POINTERS = f"(?: {_ENGLISH} | {_SPANISH} | {_FRENCH} | {_PORTUGUESE} | {_CREOLE} )"
"""A pattern in verbose mode. A lone "more" is known as a whole line only."""

GOES_ON = (
    r"(?: continue \s reading | (?: seguir | sigue | continuar? ) \s leyendo | continu(?: e | ar ) \s lendo"
    r" | continuer \s (?: la \s lecture | (?: de | a ) \s lire ) | poursuivre \s la \s lecture )"
    r" (?: \s? (?P<story> [^.!?]{2,150} ) )?"
)
"""The same with the name of the story behind it: "Continue reading Old customs house becomes a school"."""

MORE = (
    r"(?: (?: read | learn | find \s out | see | view ) \s more | (?: leer | le[ea] | ver | saber | conocer ) \s mas"
    r" | lire \s (?: la \s suite | plus ) | en \s savoir \s plus | (?: leia | ler | saiba | veja ) \s mais )"
)
"""Those that nobody uses for anything else: what they are about may stand behind them."""
