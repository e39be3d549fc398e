"""What belongs to a country beside itself: territories with an ISO 3166-1 code of their own, and the states of some."""

from __future__ import annotations

_SOVEREIGN = {
    code: state
    for state, codes in {
        "AU": "CC CX HM NF",
        "CN": "HK MO",
        "DK": "FO GL",
        "FI": "AX",
        "FR": "BL GF GP MF MQ NC PF PM RE TF WF YT",
        "GB": "AI BM FK GG GI GS IM IO JE KY MS PN SH TC VG",
        "NL": "AW BQ CW SX",
        "NO": "BV SJ",
        "NZ": "CK NU TK",
        "US": "AS GU MP PR UM VI",
    }.items()
    for code in codes.split()
}

# Countries whose towns are written with their state or province: "Lebanon, Pennsylvania".
STATED = frozenset(("US", "CA", "AU"))


def lies_in(code: str, container: tuple[str, ...]) -> bool:
    """Return whether a country is one of these, or a territory of one."""
    return code in container or _SOVEREIGN.get(code) in container
