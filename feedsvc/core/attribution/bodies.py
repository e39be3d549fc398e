"""Bodies of one country that work in others: those that pay, and universities. What they do there is not about home."""

from __future__ import annotations

import re
from typing import Literal

from feedsvc.core.folding import bare

# Code and names. tools/build_gazetteer.py makes them known; those with the word "university" are in its own table.
DONORS = {
    "AD": "FAR Andorra",
    "AE": "Abu Dhabi Fund for Development; Emirates Red Crescent",
    "AT": "Austrian Development Agency",
    "AU": "AusAID; DFAT",
    "BE": "Enabel; VLIR-UOS; ARES-CCD; Wallonie-Bruxelles International",
    "BR": "Agência Brasileira de Cooperação; Agencia Brasileña de Cooperación",
    "CA": "CIDA; ACDI; Global Affairs Canada; Affaires mondiales Canada; Asuntos Mundiales Canadá; IDRC; CRDI",
    "CH": "COSUDE; Swiss Development Cooperation; Cooperación Suiza; Coopération suisse; Cooperação Suíça; Helvetas",
    "CL": "AGCID",
    "CN": "CIDCA",
    "CO": "APC-Colombia",
    "CZ": "Czech Development Agency",
    "DE": "GIZ; KfW; BMZ; DAAD; Brot für die Welt; Misereor; Friedrich Ebert Foundation; Fundación Friedrich Ebert; "
    "Konrad Adenauer Foundation; Fundación Konrad Adenauer; Fondation Konrad Adenauer; Fondation Friedrich Ebert; "
    "Diakonie Katastrophenhilfe; Welthungerhilfe; Deutsche Welthungerhilfe; Heinrich Böll Foundation",
    "DK": "Danida; Danish Refugee Council",
    "ES": "AECID; AECI; Cooperación Española; Coopération espagnole; Cooperação Espanhola",
    "FI": "Finnida; Finnfund",
    "FR": "AFD; Agence française de développement; Agencia Francesa de Desarrollo; French Development Agency; "
    "Agência Francesa de Desenvolvimento; Expertise France; Proparco",
    "GB": "DFID; FCDO; UK Aid; UKaid; Foreign, Commonwealth and Development Office",
    "IE": "Irish Aid; Trócaire",
    "IL": "Mashav",
    "IN": "ITEC",
    "IT": "AICS; Cooperazione Italiana; Cooperación Italiana; Cooperação Italiana",
    "JP": "JICA; Japan International Cooperation Agency; Nippon Foundation; Japan Foundation",
    "KR": "KOICA; Korea International Cooperation Agency; Korea Eximbank",
    "KW": "Kuwait Fund",
    "LI": "Liechtenstein Development Service",
    "LU": "LuxDev; Lux-Development",
    "MX": "AMEXCID",
    "NL": "SNV; Nuffic; Cordaid; Oxfam Novib",
    "NO": "NORAD; Norfund; Norwegian Church Aid; Norwegian Refugee Council; Consejo Noruego para Refugiados; "
    "Consejo Noruego para los Refugiados; Conseil norvégien pour les réfugiés; Conselho Norueguês para os Refugiados",
    "NZ": "NZAID; MFAT",
    "PE": "APCI",
    "PT": "Instituto Camões; Camões I.P.; Fundação Calouste Gulbenkian; Gulbenkian Foundation",
    "QA": "Qatar Fund for Development; Qatar Charity; Qatar Fund",
    "SA": "KSrelief; Saudi Fund for Development",
    "SE": "ASDI; Swedish International Development Cooperation Agency; Folke Bernadotte Academy",
    "TR": "TİKA; TIKA; Turkish Red Crescent",
    "TW": "TaiwanICDF; Taiwan ICDF",
    "US": "USAID; U.S. Agency for International Development; United States Agency for International Development; "
    "Peace Corps; Cuerpo de Paz; Corps de la Paix; Millennium Challenge Corporation",
}
SCHOOLS = {
    "ES": "Complutense",
    "AR": "Instituto Balseiro",
    "BE": "KU Leuven; KULeuven; UCLouvain; Institute of Tropical Medicine Antwerp",
    "BR": "Unicamp; Unesp; UFRJ; UFMG; Fundação Getulio Vargas",
    "CA": "McGill; UQAM; Polytechnique Montréal; HEC Montréal",
    "CH": "ETH Zurich; ETH Zürich; EPFL; École polytechnique fédérale de Lausanne; Graduate Institute Geneva",
    "DE": "Max Planck Institute; Instituto Max Planck; Institut Max-Planck; Fraunhofer Institute; RWTH Aachen",
    "FR": "Sorbonne; La Sorbonne; Sciences Po; Institut français; Alliance française; Alianza Francesa; "
    "Aliança Francesa; CIRAD",
    "GB": "British Council; Imperial College London; King's College London; University College London; "
    "London School of Economics; London School of Hygiene and Tropical Medicine; "
    "Liverpool School of Tropical Medicine",
    "IE": "Trinity College Dublin",
    "IL": "Technion",
    "MX": "UNAM; Tecnológico de Monterrey; Tec de Monterrey; El Colegio de México; Colegio de la Frontera Norte; "
    "COLEF; Instituto Politécnico Nacional; CIESAS",
    "NL": "TU Delft",
    "SE": "Karolinska; Karolinska Institute; Karolinska Institutet; Instituto Karolinska; Institut Karolinska",
    "US": "Harvard; Yale; Princeton; Stanford; MIT; Massachusetts Institute of Technology; Caltech; UCLA; "
    "Smithsonian; Smithsonian Institution; Instituto Smithsonian; Johns Hopkins; Georgia Tech; Virginia Tech; "
    "Texas A&M",
}
_WORD = re.compile(r"\bunivers(?:it[yae]|ite|ity|idade?|itat|itaire)|\bpolytechni|\bpolitecnic")


def _folded(table: dict[str, str]) -> frozenset[str]:
    return frozenset(bare(name.strip()) for names in table.values() for name in names.split(";"))


_DONORS, _SCHOOLS = _folded(DONORS), _folded(SCHOOLS)


def body(words: str) -> Literal["donor", "partner"] | None:
    """Return the part that an institution plays by its name: it pays or teaches; None: it is of its state."""
    plain = bare(words)
    if plain in _DONORS:
        return "donor"
    return "partner" if plain in _SCHOOLS or _WORD.search(plain) else None
