"""The words around a place that say what part it plays there: donor, origin of people, a person's name.

Each cue is a stable rule name, which evidence carries and docs/countries.md explains. The vocabulary is English,
Spanish, French and Portuguese at once, because bulletins quote one another. It is matched on folded text, cut at the
end of the sentence and bounded in length, so the time per place is constant.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from feedsvc.core.folding import bare
from feedsvc.core.gazetteer import APOSTROPHES

if TYPE_CHECKING:
    from feedsvc.core.gazetteer import Place

_REACH = 90
_TYPOGRAPHY = str.maketrans({**dict.fromkeys(APOSTROPHES, "'"), "\u00a0": " ", "‑": "-", "‐": "-"})
_SENTENCE_END = re.compile(r"[.!?…]\s(?=\s*[A-ZÀ-ÞÑ¿¡“\"])|\n")

# People who left, who came back, and people of whom the text does not say that they moved.
_MOVING = (
    r"(?:(?:im|e|trans)?migrant(?:es?|s)|refugees|refugiad[oa]s|refugiee?s"
    r"|asylum[- ]seekers|solicitantes(?: de (?:asilo|refugio))?|demandeurs d'asile"
    r"|requerentes de (?:asilo|refugio)|desplazad[oa]s|deslocad[oa]s|deplacee?s|exiles|exilad[oa]s|exiliad[oa]s)"
)
_RETURNED = (
    r"(?:return(?:ed|ees?|ing)|retornad[oa]s?|deport(?:ed|ees?|ad[oa]s?)|repatriat(?:ed|es)|repatriad[oa]s?"
    r"|rapatriee?s?|expulsee?s?|retournee?s?)"
)
_PEOPLE = (
    r"(?:workers|labou?rers|nationals|citizens|famil(?:y|ies)|women|men|children|youths?|boys|girls|minors|mothers"
    r"|students|communit(?:y|ies)|population|people|persons|diaspora|survivors|trabajador[ae]?s|obrer[oa]s|jornaler[oa]s"
    r"|ciudadan[oa]s|nacionales|familias?|mujeres|hombres|nin[oa]s|jovenes|menores|madres|estudiantes|comunidad(?:es)?"
    r"|poblacion(?:es)?|personas?|travailleu(?:r|se)s|ouvri(?:er|ere)s|ressortissante?s|citoyen(?:ne)?s|familles?|femmes|hommes"
    r"|enfants|jeunes|meres|etudiants|communautes?|populations?|personnes|trabalhador[ae]s|operari[oa]s|cidada(?:o|a)s|mulheres"
    r"|homens|criancas|maes|estudantes|comunidades?|populac(?:ao|oes)|pessoas)"
)
_ARTICLE = r"(?:(?:the|el|las?|los|les?|os?|as?)\s|l')?"
_OF = r"(?:(?:of|from|by|del?|du|d[aeo]s?|por|pel[oa]s?|par)\s|d')"
_OFFICE = (
    r"(?:(?:(?:federal |royal )?(?:governments?|people|kingdom|republic|gobiernos?|pueblo|reino|gouvernement|peuple"
    r"|royaume|governos?|povo|cooperacion|cooperacao|cooperation)"
    rf"|(?:department|bureau|ministry|agency|ministerio|agencia|agence|ministere)(?:\s\w+){{0,5}}?)\s{_OF}{_ARTICLE})?"
)
_NOT_PLACE = r"(?!\b(?:in|en|dans|em|no|na|to|for|para|pour|at|a|au|aux)\b)"

_GIVING = (
    r"(?:(?:support|assistance|aid|funding|funds|financing|grants?|contributions?|donations?|sponsorship|backing"
    r"|generosity|help|supported|cooperation|apoyo|asistencia|financiamiento|financiacion|fondos|ayuda|respaldo|aportes?"
    r"|auspicio|cooperacion|donacion(?:es)?|appui|soutien|financement|aide|dons?|concours|apoio"
    r"|assistencia|financiamento|ajuda|fundos|doac(?:ao|oes)|cooperacao)(?:\s\w+)?"
    r"|(?:funded|financed|sponsored|donated|backed|financiad[oa]s?|donad[oa]s?|auspiciad[oa]s?|apoyad[oa]s?"
    r"|financee?s?|appuyee?s?|soutenue?s?|doad[oa]s?|apoiad[oa]s?|patrocinad[oa]s?))"
)
_PAID = (
    r"(?:(?:funded|financed|sponsored|donated) by|financiad[oa]s? por|donad[oa]s? por|financee?s? par"
    r"|financiad[oa]s? pel[oa]s?|doad[oa]s? (?:por|pel[oa]s?))"
)
_MISSION = (
    r"(?:embass(?:y|ies)|consulates?|ambassadors?|consuls?|high commission(?:er)?|embajadas?|embajador[ae]?s?"
    r"|consulados?|ambassades?|ambassadeurs?|ambassadrices?|consulats?|embaixadas?|embaixador[ae]?s?)"
)

_BEFORE = {
    "mission": re.compile(rf"\b{_MISSION}(?:\s(?:general(?:es)?|generale?s?|gerais|geral))?\s(?:{_OF}{_ARTICLE})?$"),
    "donor": re.compile(rf"\b(?:{_GIVING}\s{_OF}{_ARTICLE}{_OFFICE}|{_PAID}\s(?:{_NOT_PLACE}[^,;:()]){{0,50}})$"),
    "origin": re.compile(
        rf"\b(?:{_MOVING}|{_RETURNED}|{_PEOPLE})(?:\s(?:{_PEOPLE}|{_MOVING}|{_RETURNED}|and|y|et|e)){{0,3}}\s"
        rf"(?:from\s|(?:procedentes|provenientes|originari[oa]s|oriund[oa]s|vind[oa]s|venu[e]?s|originaires) {_OF}"
        rf"|en provenance {_OF}|desde\s|depuis\s){_ARTICLE}$"
        rf"|\b{_MOVING}(?:\s{_RETURNED})?\s(?:(?:del?|du|d[aeo]s?)\s|d'){_ARTICLE}$"
    ),
}
_AFTER = {
    "mission": re.compile(rf"(?:'s)?\s(?:\w+\s)?{_MISSION}\b"),
    "donor": re.compile(
        r"(?:'s)?[\s-](?:government\s)?(?:funded|financed|sponsored|donat(?:es|ed|ions?)|funds|finances|funding|aid"
        r"|dona|dono|financia|financio|finance|a finance|doa|doou|financiou)\b"
    ),
}
_CURRENCY = re.compile(r"\s?(?:\$|dollars?\b)")

_STEP = r"(?:(?!(?:de|del|en|con|para|por|al?|dans|a|au|aux|des|du|em|com|na|no|in|of|for)\b)[\w-]+\s)"
_RETURNED_NEAR = re.compile(rf"\b{_RETURNED}\b")
_MOVING_BEFORE = re.compile(rf"\b{_MOVING}\s(?:(?:no acompanad|nao acompanhad)[oa]s\s)?{_STEP}{{0,2}}$")
_MOVING_AFTER = re.compile(
    rf"\s(?:(?:and|or|irregular|young|vulnerable|stranded|unaccompanied|displaced|{_PEOPLE})\s)?"
    rf"(?:{_MOVING}\b|migrant\s{_PEOPLE}\b)"
)
_PEOPLE_BEFORE = re.compile(rf"\b{_PEOPLE}\s{_STEP}{{0,1}}$")
_PEOPLE_AFTER = re.compile(rf"\s(?:[\w-]+\s)?{_PEOPLE}\b")
_NOUN_BEFORE = re.compile(r"(?:^|[^\w\s]\s?|\b(?:l[oae]s|[oa]s|des?|a|para|pour|con|com|por|mil|\d+)\s)$")

_CAPITALISED_NEXT = re.compile(r" [A-ZÀ-Þ][a-zà-ÿ]")
_CAPITALISED_LAST = re.compile(r"\b([A-ZÀ-Þ][a-zà-ÿ'’-]+) $")
_NO_FORENAME = re.compile(
    r"(?:in|from|to|for|of|the|and|en|de|desde|para|dans|em|com|south|north|east|west|central)(?:ern)?"
)


def rejection(text: str, place: Place) -> str | None:
    """Return why a place is no country at all here, or None."""
    if place.person and _is_person(text, place):
        return "person_name"
    if _CURRENCY.match(text, place.end) and text[place.start : place.end].isupper():
        return "currency"
    return None


def role(text: str, place: Place) -> str | None:
    """Return what makes a place a mention: "mission", "donor", "origin", "nationality", or None.

    "people": a demonym of people who may be at home; whether they are, the rest of the item says.
    """
    before, after = _surroundings(text, place)
    for rule, cue in _BEFORE.items():
        if cue.search(before):
            return rule
    for rule, cue in _AFTER.items():
        if cue.match(after):
            return rule
    return _people(before, after, bare(text[place.start : place.end])) if place.kind == "demonym" else None


def _people(before: str, after: str, word: str) -> str | None:
    if _RETURNED_NEAR.search(before[-40:]) or _RETURNED_NEAR.search(after[:30]):
        return None
    if _MOVING_BEFORE.search(before) or _MOVING_AFTER.match(after):
        return "nationality"
    is_noun = word.endswith("ans") or (word.endswith("s") and _NOUN_BEFORE.search(before) is not None)
    return "people" if is_noun or _PEOPLE_BEFORE.search(before) or _PEOPLE_AFTER.match(after) else None


def _surroundings(text: str, place: Place) -> tuple[str, str]:
    """The sentence before and after a place, folded, as far as cues reach."""
    before = _SENTENCE_END.split(text[max(0, place.start - _REACH) : place.start])[-1]
    after = _SENTENCE_END.split(text[place.end : place.end + _REACH])[0]
    return bare(before.translate(_TYPOGRAPHY)), bare(after.translate(_TYPOGRAPHY))


def _is_person(text: str, place: Place) -> bool:
    """A name that persons have too, beside another capitalised word: "Michael Jordan", "Chad Smith"."""
    if _CAPITALISED_NEXT.match(text, place.end):
        return True
    last = _CAPITALISED_LAST.search(text, max(0, place.start - _REACH), place.start)
    return last is not None and not _NO_FORENAME.fullmatch(last[1].lower())
