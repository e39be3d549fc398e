"""Words within a line by which furniture is known: for each kind a pattern, in four languages.

A line is compared in small letters without accents (see `folding.bare`).
"""

from __future__ import annotations

from collections.abc import Mapping

from feedsvc.core.phrases import Kind

# A place or a person, and how to call it, or from when to when: “Front desk: 2222 3333”.
LABELLED_NUMBER = (
    r"(?:.{2,40}: ?\+?[(0-9][0-9 ().-]{7,20}"
    r"|[^:]{2,30}: ?[0-9]{1,2}(?:[h:.][0-9]{0,2})?(?: ?[ap]\.?m\.?)? ?(?:-|–|to|a|as|e) ?[0-9]{1,2}(?:[h:.]"
    r"| ?[ap]\.?m).{0,60})"
)

# Where something is, to the end of a line: "School, 40 Levee Road", "12, rue des Lilas, Paris", "Calle Mayor, 12".
ADDRESS = (
    r"(?<=, )[0-9]{1,5}[a-z]?,? (?:[\w.'-]+ ){1,2}(?:street|st|road|rd|avenue|ave|lane|drive|boulevard|blvd|square"
    r"|terrace|highway|parade|quay|wharf)\.?(?:,.{0,60})?\Z"
    r"|[0-9]{1,4}(?: bis| ter)?(?:,? (?:rue|boulevard|quai|impasse|allee)|, avenue)"
    r" [^.!?]{2,80}\Z"
    r"|^(?:[^.!?]{2,60}, )?(?:calle|avenida|av|cra|plaza|bulevar|rua|praca|travessa|estrada"
    r"|alameda)\.? (?:(?!\b(?:el|hasta|desde|se|es|em|ate|dia|a|para)\b)[^.!?]){2,40}?,? "
    r"(?:(?:n[o°]?\.? ?|# ?)?(?!(?:19|20)[0-9]{2}\b)[0-9]{1,5}|s/n)(?:(?:,| ?[–-]) .{0,60})?\Z"
)

# Anywhere in a line.
WITHIN: Mapping[Kind, str] = {
    "unsubscribe": (
        r"\b(?:(?:update|change|edit) (?:your |my )?(?:preferences|details|profile)|(?:quieres?|desea|deseas) cambiar"
        r"|(?:actualizar|actualice|modificar|cambiar) (?:tus|sus|mis) (?:preferencias|datos)"
        r"|(?:mettre a jour|modifier|gerer) (?:vos|mes) (?:preferences|donnees|abonnements?)"
        r"|(?:atualizar|alterar|gerir|gerenciar|mudar) (?:as )?(?:suas |tuas |minhas )?preferencias"
        r"|unsubscribe|opt out|darse de baja|dar(?:te)? de baja|cancelar (?:la |su |tu |a "
        r"|sua )?(?:suscripcion|subscripcion|inscricao|subscricao|assinatura)|desuscri\w+|desinscri\w+"
        r"|se desabonner|desabonne\w*|descadastr\w+|manage (?:your )?(?:subscription|preferences)|(?:view|read|see"
        r"|open) (?:it|this \w+|this|the \w+)?\s?in (?:your|a) (?:web )?browser|view online|web version|(?:ver?"
        r"|vea|veja|abrir|visualizar) (?:\w+ |e-mail ){0,3}(?:en|no) (?:el |su |tu |seu )?navegador|dans (?:votre"
        r"|un) navigateur|forward (?:this|it) to a (?:friend|colleague)|reenviar a un amigo|trouble (?:reading"
        r"|viewing)|having trouble|(?:receive|recibir|recevoir|receber) (?:this|these|our|est[ea]s?|estos|nuestr\w+"
        r"|cet?t?e?"
        r"|ces|nos|notre|nosso|nossa) (?:\w+ )?(?:e-?mails?|messages?|newsletters?|bulletins?|boletin(?:es)?"
        r"|correos?|mensajes?"
        r"|lettres?|infolettres?|courriels?|boletim|boletins|mensage(?:m|ns)))\b"
    ),
    "copyright": (
        r"\b(?:creative commons|licen[cs]a aberta|licence ouverte|licencia abierta|open licen[cs]e"
        r"|all rights reserved|derechos reservados|tous droits (?:sont )?reserves|direitos (?:sao )?reservados)\b"
    ),
    "cookies": (
        r"\b(?:we|this (?:web)?site|our (?:web)?site|utilizamos|usamos|este sitio|nous utilisons|ce site|este site"
        r"|nos)\b.{0,60}\bcookies?\b"
    ),
    "contact": (
        r"[☎✆✉📞📧📱]|\b(?:enquir|inquir)(?:y|ies) (?:to|at|by|from)\b"
        r"|\b(?:p\.? ?o\.? box|apartado(?: postal| de correos)?|casilla(?: de correo)?|caixa postal|boite postale"
        r"|[bc]\.?p\.?) ?[0-9]"
        r"|\b(?:(?:our |postal |mailing )?address is|(?:our|nuestra|notre|nosso|nossa) (?:mailing "
        r"|postal )?(?:address|direccion"
        r"|adresse|endereco|morada)(?: postale?)?) ?:?\Z|@[\w-]+\.\w.{0,20}(?:\+|tel|phone|\b[0-9]{3}).{4,40}\Z"
        r"|\b(?:phone|tel|telephone|tfno|telf|telefono|telefone|fax|ext)\b\.?\s?:?\s?[+(]?[0-9].{2,100}\Z"
        rf"|^{LABELLED_NUMBER}\Z"
        r"|^(?=[^@]{3,}@[^@]*\Z).{2,80}\s<?[\w.+-]{1,40}@[\w-]{1,40}(?:\.[\w-]{2,20}){1,4}>?\Z"
    ),
    "masthead": (
        r"\b(?:situation report|sitrep|informe de situacion|rapport de situation|newsletter|bulletin|boletin|boletim)"
        r"(?: n[o°]?\.?| #| numero| number) ?[0-9]{1,4}\Z"
    ),
    "page number": (r"\b(?:page|pagina|pag)\.? ?[0-9]{1,4} ?(?:of|de|sur|/) ?[0-9]{1,4}(?: ?\|.{0,40})?\Z"),
    "caption": (
        r"(?:[.)!?»”–—|-] ?\(?(?:photo(?:graph(?:ie|s)?)?|foto(?:grafia)?|picture|image|imagen|imagem)"
        r"|\bcredits?(?: photo)?|\bcreditos?) ?: ?[^.:]{2,60}\.?\Z|\w ©\s?\w.{1,60}\Z"
        r"|(?:via |/ ?|\()getty images\)?\Z|[/(©]\s?(?:photo|foto|getty|afp"
        r"|reuters|ap photo|efe)\b.{0,60}\Z"
    ),
}

# Plain beginnings of words, one of which stands in every line that `WITHIN` knows but for a labelled number: faster.
HINT = (
    r"unsubscri|opt out|preferen|details|profile|cambiar|datos|donnees|abonnement|de baja|cancelar|receive|recibir"
    r"|recevoir|receber|@|desuscri|desinscri|desabonne|descadastr"
    r"|manage|browser|view online"
    r"|web version|navegador|navigateur|forward|reenviar|trouble|reserv|creative commons|licen|cookie|phone"
    r"|tel|tfno|fax|ext|quir|box|apartado|casilla|caixa|boite|bp |cp |address|direccion|adresse|endereco|morada|credit"
    r"|situation|sitrep|newsletter|bulletin|boletin|boletim"
    r"|pag|photo|foto|getty|afp|reuters|efe"
)
SYMBOLS = "[☎✆✉📞📧📱©]"  # or one of these
