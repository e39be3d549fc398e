"""The words by which furniture is known as a whole line: for each kind a pattern, in four languages.

A line is compared in small letters without accents (see `folding.bare`).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

Kind = Literal[
    "caption", "contact", "contents", "cookies", "copyright", "footer", "greeting", "label", "link", "mail header",
    "masthead", "navigation", "page number", "read more", "repeat", "section", "separator", "share", "sidebar",
    "unsubscribe",
]  # fmt: skip

# Of the whole line, without the marks at its ends.
WHOLE: Mapping[Kind, str] = {
    "unsubscribe": (
        r"(?:you(?: are|'re| have| were)? (?:receiving|received|getting|subscribed)|you (?:receive|got|get) (?:this"
        r"|these|our)"
        r"|(?:(?:do )?you )?want to (?:change|stop|update) (?:how|your)|to (?:stop|leave|no longer"
        r"|cancel|opt|update your|change your)|pour (?:quitter|ne plus recevoir)|para (?:dejar de recibir|salir de"
        r"|cancelar|deixar de receber)|this (?:e-?mail|message|newsletter|bulletin) (?:was|is) sent"
        r"|(?:usted )?(?:recibe|ha recibido|recibes|recibio) (?:este|esta)|vous (?:recevez|avez recu)"
        r"|voce (?:esta recebendo|recebe|recebeu))\b.*|(?:subscribe|suscribase|suscribete|suscribirse|abonnez-vous"
        r"|s'abonner|inscrivez-vous|assine|inscreva-se)\b.{0,80}|(?:sign up|registrese"
        r"|registrate)\b.{0,80}(?:newsletter|bulletin|boletin|updates|e-?mail).{0,40}"
    ),
    "copyright": (r"(?:©|\(c\)|copyright|derechos? de autor|copyleft)\s?.*(?:19|20)[0-9]{2}.*|©.*"),
    "cookies": (
        r"(?:accept|aceptar|accepter|aceitar|reject|rechazar|refuser)(?: all| todas?| tout| todos?)?(?: (?:the "
        r"|las |les |os )?cookies)?|cookies?(?: (?:policy|settings|notice|preferences))?|politica de cookies"
        r"|politique de cookies"
    ),
    "contact": (
        r"(?:open|closed|abiert[oa]|cerrad[oa]|ouverte?|fermee?|abert[oa]|fechad[oa])\b.{0,30}\b(?:daily"
        r"|every day|weekdays"
        r"|week-?ends?|(?:mon|tues|wednes|thurs|fri|satur|sun)days?|todos los dias|a diario|diariamente|tous les jours"
        r"|todos os dias|lun\w+|domingos?|sabados?)\b.{0,80}|"
        r"(?:tel|telephone|phone|telefono|telefone|fax|mobile|movil|cel|cell|whatsapp|e-?mail"
        r"|correo(?: electronico)?|courriel|web|website|sitio web|site web"
        r"|(?:office |our |postal |mailing |street )?address|direccion|adresse|endereco"
        r"|p\.?\s?o\.? box|apartado postal)\b\.?\s?[:+(0-9].*|[^\s@]+@[^\s@]+\.[a-z]{2,}|(?:(?:for|to) (?:more"
        r"|further|additional|media) (?:information|details|enquiries|inquiries|interviews?)|media (?:contacts?"
        r"|inquiries|enquiries)|(?:get in touch|reach us|find us|write to us|escri[bv]\w*nos|encuentr[ae]nos"
        r"|nous (?:contacter"
        r"|ecrire|trouver)|contacte-nos|entre em contato)(?: with us)?|press (?:contacts?|office|inquiries)"
        r"|contacts?(?: us)?|para (?:mas|mayor"
        r"|obter mais|mais) (?:informacion|informacoes)|contactos?(?: de prensa)?|contactenos"
        r"|contacto para (?:la )?prensa|pour (?:plus|de plus amples) (?:d'|de )?\s?(?:informations?"
        r"|renseignements)|contacts? presse|contactez(?:-| )nous|contatos?(?: para a imprensa)?"
        r"|fale conosco)\b(?:.{0,30}[:,@].*|.*\b(?:contact\w*|write|call|escrib\w+|llam\w+|ecri\w+|visit\w*)\b.*)?"
        r"|(?:opening|office|working|business) hours\b.*|(?:horario|horarios|heures d'ouverture|horaires"
        r"|atendimento|horario de atencion)\b.{0,100}|(?:monday|lunes|lundi|segunda|mon|lun)\S* (?:to|a|au|-|–"
        r"|through|y|and) (?:friday|viernes|vendredi|sexta|thursday|jueves|saturday|sabado|fri|vie|ven"
        r"|sab)\S*[ ,:]+.{0,60}[0-9].{0,60}"
    ),
    "share": (
        r"(?:share|tweet|pin it|print|email|e-mail|facebook|twitter|linkedin|whatsapp|telegram|instagram|youtube|x"
        r"|flickr|rss|copy link|compartir|comparte|imprimir|partager|imprimer|compartilhar|compartilhe|enviar"
        r"|follow us|siguenos|siganos|suivez-nous|siga-nos|me gusta|like)(?:(?:[\s|/,·•-]|\bon\b|\ben\b|\bsur\b"
        r"|\bno\b|\bvia\b|\bpor\b|\bthis\b|\bpage\b|\barticle\b|\bstory\b|\bthe\b|\bus\b)+(?:share|tweet|print"
        r"|email|e-mail|facebook|twitter|linkedin|whatsapp|telegram|instagram|youtube|x|flickr|rss|copy link"
        r"|compartir|imprimir|partager|imprimer|compartilhar|enviar|social media|redes sociales))*"
        r"(?:[\s:]+@\S+| on| en| sur| no)?"
        r"|(?:share|compartir|comparte|compartelo|partager|partagez|compartilhe|compartilhar)(?: this| on| en| sur"
        r"| em| no)?\s?:.{0,100}|(?:share|tweet|print) this(?: \w+)?|(?:follow|find|like) us on\b.{0,60}"
        r"|sigue?nos en\b.{0,60}|siganos en\b.{0,60}|suivez.nous sur\b.{0,60}|[#@]\w+(?: [#@]\w+)*"
    ),
    "page number": (
        r"(?:page|pagina|pag|p)\.? ?[0-9]{1,4}(?: ?(?:of|de|sur|/) ?[0-9]{1,4})?(?: (?:next|siguiente|suivante?"
        r"|seguinte|proxima).{0,4})?|[0-9]{1,3}(?: ?/ ?[0-9]{1,3})?"
        r"|(?:aller|go|ir|pular) (?:a la|to|a|para a) (?:page|pagina)(?: ?:? ?[0-9 .…]+)?"
        r"|[«‹<←]* ?(?:(?:[0-9]{1,3} (?:\w+ )?)?(?:previous|prev|anterior(?:es)?|precedente?s?|newer|older|first"
        r"|primeir[oa]|primer[oa])"
        r"(?: [0-9]{1,3})?)?[ |]*(?:\[?[0-9]{1,4}\]?[ |.…]*){2,}(?:next|siguientes?|seguintes?|suivante?s?"
        r"|proxim[oa]s?|older|last"
        r"|ultim[oa]|derniere?)?.{0,14}|(?:[«‹<←] ?|[0-9]{1,3} ){1,2}\w+ (?:anteriores|precedents|previous)[ "
        r"|]+(?:proxim"
        r"|siguient|seguint|suivant|next)\w+"
        r".{0,60}"
        r"|(?:current page )?[0-9]{1,3}(?: (?:[0-9]{1,3}|…|\.\.\.)){2,}.{0,40}"
    ),
    "navigation": (
        r"(?:home|inicio|accueil|menu|search|buscar|rechercher|recherche|busca|pesquisar"
        r"|skip to (?:main )?(?:content|navigation)|(?:saltar|ir|pasar) al contenido(?: principal)?"
        r"|aller au contenu(?: principal)?|pular para o conteudo|previous|next|prev|anterior|siguiente|precedent"
        r"|suivant|proximo|proxima|first|last|ultimo|ultima|primera|premier|dernier|older|newer|(?:older|newer"
        r"|previous|next) (?:posts?|page|entries|news|stories)|next page|pagina siguiente|page suivante"
        r"|pagina anterior|load more|show more|cargar mas|mostrar mas|charger plus|afficher plus|carregar mais"
        r"|back to top|volver arriba|retour en haut|voltar ao topo|top|back|close|cerrar|fermer|(?:see|view|show"
        r"|all) (?:all )?(?:news|articles|stories|posts|releases|press releases|updates)|(?:see|view|show) all"
        r"|ver todas?(?: (?:las )?noticias)?|todas las noticias|ver todos|voir tout(?:es)?(?: les actualites)?"
        r"|toutes les actualites|todas as noticias|ver todas|(?:filter|sort|order|filtrar|ordenar|filtrer"
        r"|trier)(?: (?:by|por|par)\b.{0,40})?|apply|reset|aplicar|appliquer|clear(?: all)?|log ?in|sign in"
        r"|iniciar sesion|connexion|entrar|register|about(?: us)?|who we are|what we do|our work|where we work"
        r"|careers?|jobs|vacancies|donate|donar|faites un don|quienes somos|acerca de|que hacemos|nuestro trabajo"
        r"|qui sommes-nous|a propos|nos actions|quem somos|o que fazemos|sobre(?: nos)?|publications|publicaciones"
        r"|publicacoes|resources|recursos|ressources|media|multimedia|events|eventos|evenements|gallery|galeria"
        r"|site ?map|mapa del sitio|plan du site|mapa do site|privacy(?: policy| notice)?|terms(?: (?:of (?:use"
        r"|service)|and conditions))?|legal notice|aviso legal|mentions legales|politica de privaci?dad"
        r"|politica de privacidade|terminos(?: y condiciones| de uso)?|accessibility|faq|help|ayuda|aide|ajuda"
        r"|(?:other|more|related|autres|d'autres|otras|mas|outras|mais) (?:news|stories|articles?|releases"
        r"|actualites|nouvelles"
        r"|noticias|notas|articulos|artigos)(?: (?:relacionad[oa]s|liees?|lies))?|(?:noticias|notas|articulos"
        r"|artigos) relacionad[oa]s"
        r"|articles? (?:lies|similaires|connexes)|(?:lea|ver?|veja|leia|a lire) (?:tambien|tambem|aussi)|see also"
        r"|(?:voir |afficher )?plus d'(?:actualites|articles|informations)|(?:ver|cargar|carregar|mostrar) (?:mas"
        r"|mais) \w+"
        r"|(?:afficher|voir|ver|show|mostrar) (?:les |los |os )?(?:resultats|resultados|results)|(?:quick|useful"
        r"|related|external)"
        r" links|(?:enlaces|liens|links|ligacoes) (?:rapid[oe]s|utiles|uteis|relacionados|de interes|externes)"
        r"|(?:primera|ultima|siguiente|primeira"
        r"|proxima|premiere|derniere) (?:pagina|page)|(?:page|pagina) (?:precedente|suivante|seguinte)"
        r"|report (?:fraud|abuse"
        r"|wrongdoing|misconduct).{0,60}|signaler (?:une? )?(?:fraude|abus).{0,40}|denunci(?:ar|e) (?:fraude"
        r"|abuso)s?.{0,40}"
        r"|intranet|showing .{0,40}[0-9].{0,40}|(?:displaying|mostrando|affichage|exibindo) .{0,40}[0-9].{0,40}"
        r"|[0-9,.]+ (?:results|resultados|resultats|items|articles)(?: found| encontrados)?|(?:powered|designed"
        r"|developed|hosted) by .{1,60}|you are here.{0,80}|breadcrumb|(?:home|inicio|accueil) ?(?:>|/|»|›"
        r"|\|).{1,120})|(?=[^|•·»›/]{1,26}[|•·»›/])(?:\w[\w ]{1,24} ?[|•·»›/] ?){2,}\w[\w ]{1,24}"
    ),
    "caption": (
        r"(?:(?:photo(?:graph(?:ie)?)?|foto|fotografia|picture|image|imagen|imagem|video|photos|fotos)(?: ?(?:credits?"
        r"|by|de|por|par|caption|gallery|of|de archivo))?|credits?(?: ?photo| ?foto)?|creditos?(?: ?(?:de la )?(?:foto"
        r"|fotografia|imagem))?|pie de foto|caption|legende|legenda) ?[:©/|].{0,200}|(?:photo|foto|image|imagen"
        r"|imagem|video|thumbnail|featured image|imagen destacada|file photo|foto de archivo|enlarge image"
        r"|ver imagen)(?: [0-9]{1,3}(?: (?:of|de|sur) [0-9]{1,3})?)?|(?:photo|foto|image|imagen|imagem) (?:by"
        r"|courtesy|credit|of|de|da|do|por|par) .{2,80}|(?:photo|foto|image) d'.{2,80}|\[(?:image|photo|foto"
        r"|cid)[:\]].{0,200}|!\[.{0,300}"
        r"|(?:(?:main|header|footer|top|page|site|news) )?(?:banner|logo(?:tipo)?|icon[eo]?|spacer|header image)"
    ),
    "label": (
        r"(?:english|espanol|francais|portugues|kreyol(?: ayisyen)?|creole|deutsch|italiano|nederlands"
        r"|papiamentu?o?|en|es|fr|pt)(?: ?[|/,·•-] ?(?:english|espanol|francais|portugues|kreyol|deutsch|en|es|fr"
        r"|pt))*|(?:press|news|media) (?:release|note|statement|briefing)s?|news|noticias?|actualites?|story"
        r"|stories|historias?|article|articulo|artigo|blog(?: post)?|announcements?|anuncios?"
        r"|comunicados?(?: de prensa)?|boletin(?: de prensa)?|nota de prensa|notas? (?:informativas?|de imprensa)"
        r"|communiques?(?: de presse)?|statements?|declaracion|speech(?:es)?|feature(?:d)?|interview|entrevista"
        r"|opinion|recits?|temoignages?|testimonios?|depoimentos?|reportages?|reportajes?|reportage(?:m|ns)"
        r"|cronicas?|dossiers?|photo essays?"
        r"|(?:fact ?sheet|briefing note|news comment|news note|op-ed|explainer|infographic|infographie|infografia"
        r"|webinar|multimedia)s?"
        r"|document d'information|note d'information|nota informativa|hoja informativa|ficha(?: tecnica| informativa)?"
        r"|report|informe|rapport|update|alert|alerta|new|nuevo|nouveau|novo|breaking|latest|publication"
        r"|webstory|web story|event|evento|evenement|(?:listen|escuchar|ecouter|ouvir|audio|watch|duration"
        r"|duracion|duree|duracao|podcast|play)(?: to (?:the |this )?(?:story"
        r"|article))?[ :(·|-]*[0-9]{1,3}(?:[:'′.][0-9]{2}){0,2} ?(?:min(?:utes?|utos)?|sec|s|mb|''|″)?\)?"
        r"|\(?[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?(?: ?min)?\)?|(?:(?:reading time|tiempo de lectura"
        r"|temps de lecture|tempo de leitura|lectura|lecture|leitura) ?:? ?(?:de )?)?[0-9]{1,3} ?min(?:ut[eo]s?|s)?"
        r"(?: (?:read|listen|de (?:lectura|lecture|leitura)))?|(?:listen|escuchar|ecouter"
        r"|ouvir|watch|play|ver video|audio)|(?:by|por|par|author|autora?|auteur|written by|escrito por"
        r"|reporter) ?:? [^.!?]{2,60}|(?:tags?|etiquetas?|categor(?:y|ies|ia|ias|ie)|topics?|temas?|themes?"
        r"|filed under|keywords|palabras clave|mots.cles|source|fuente|fonte|format|type|tipo|location|lugar|lieu"
        r"|country|pais|pays|region|language|idioma|langue|section|seccion|rubrique|theme|sector|posted in|related"
        r"|reference|ref|no) ?: ?.{1,120}|(?:(?:also )?available|(?:tambien )?disponible|(?:aussi )?disponible"
        r"|(?:tambem )?disponivel|read|leer|lire|ler|also)(?: also)? (?:in|en|em) ?:? ?(?:english|espanol|spanish"
        r"|francais|french|portugues|portuguese|kreyol|creole|ingles|anglais|frances)\b.{0,80}|(?:likes?|shares?"
        r"|boosts?|retweets?|views?|reads?|comments?|favou?rites?|me gusta|comentarios?|vistas?|vues|reactions?"
        r"|replies|respuestas)\s?: ?[0-9].{0,60}|[0-9]+ (?:comments?|comentarios?|commentaires?|views?|shares?"
        r"|likes?)|leave a comment|no comments|download(?: pdf)?|descargar(?: pdf)?|telecharger|baixar"
        r"|pdf(?: \(?[0-9.,]+ ?[km]b\)?)?|\(?[0-9.,]+ ?[km]b\)?"
    ),
    "greeting": (
        r"(?:dear|hello|hi|estimad[oa]s?|estimad@s?|querid[oa]s?|chere?s?|bonjour|prezad[oa]s?|caro|cara|caros"
        r"|caras|hola|ola)\b[^.!?]{0,60}[,:]|a bientot.{0,30}|hasta (?:pronto|la proxima).{0,30}|see you (?:soon"
        r"|next).{0,40}|ate (?:breve|logo|a proxima).{0,30}|(?:happy reading|bonne lecture|boa leitura"
        r"|buena lectura).{0,20}|(?:with )?(?:kind|best|warm)(?:est)? regards,?|(?:with )?regards,?|sincerely"
        r"|yours \w+|saludos(?: cordiales)?|atentamente|cordialmente|cordialement|bien a vous|atenciosamente"
        r"|un (?:cordial )?(?:saludo|abrazo)|abrazos|um abraco|the (?:\w+ ){0,3}team|el equipo(?: de .{1,40})?"
        r"|l'equipe(?: .{1,40})?|good (?:morning"
        r"|afternoon) .{0,40}"
    ),
    "sidebar": (
        r"most (?:read|viewed|popular|shared|visited)\b.{0,20}|popular(?: (?:posts|stories|news|articles|now))?"
        r"|trending(?: now)?"
        r"|lo mas (?:leido|visto|buscado)|(?:las |los )?mas (?:leid|vist)[oa]s?|(?:les )?plus (?:lus?|lues"
        r"|consultes|populaires)"
        r"|(?:as |os )?mais (?:lid|vist)[oa]s|(?:news )?archives?(?: by (?:month|year))?"
        r"|archivos?(?: (?:de noticias|por mes"
        r"|mensual(?:es)?))?|arquivos?|(?:view|ver|voir) (?:the |el |les |o )?(?:full )?(?:archives?|archivo"
        r"|arquivo)(?: complet\w)?"
        r"|categor(?:ies|ias)|agenda|calend(?:ar|ario|rier)|(?:upcoming|next) events?\b.{0,20}|(?:proximos"
        r"|prochains) \w+"
        r"|evenements a venir|tag cloud|nube de \w+|nuage de \w+|nuvem de \w+|exchange rates?\b.{0,20}"
        r"|tipos? de cambio\b.{0,20}"
        r"|taux de change\b.{0,20}|weather|el tiempo|meteo|(?:follow|stay) (?:us|our work|along|informed|connected"
        r"|in touch)\b.{0,20}"
        r"|restez informes?|mantengase informad[oa]|(?:our )?partners|nuestros \w+|(?:nos )?partenaires|parceiros"
        r"|(?:diary )?dates for (?:your|the) diary|save the dates?|(?:dates|fechas|datas) (?:a|para) \w+"
        r"|livro de reclamacoes|registered charity\b.{0,40}"
    ),
    "footer": (
        r"(?:fait a|hecho en|dado en|done at|given at|feito em|dada? em) .{2,60}|(?:expediente|impressum|imprint) ?:.*|"
        r"-*(?:ends?|fin|fim|-30-|end of (?:release|bulletin|report|message|transmission))-*|(?:notes? (?:to|for)"
        r"|notas? (?:a|para|aos)|notes? aux?) (?:the |los |las |os )?(?:editors?|editores|prensa|redactions?"
        r"|redacteurs?"
        r"|journalistes?|periodistas|jornalistas)\b.*|(?:sent from|enviado desde|envoye de(?:puis)?|enviado do"
        r"|get outlook for)"
        r" .{2,40}|this (?:e-?mail|message|bulletin) (?:may contain|contains|is intended|and any)\b.*|(?:este|esta"
        r"|ce) "
        r"(?:correo|mensaje|mensagem|message|courriel) (?:puede contener|pode conter|peut contenir|es confidencial"
        r"|est confidentiel)\b.*|background(?: on .{2,50}| information)?|about (?:the|us|our|this) .{2,50}"
        r"|(?:the )?next (?:report|update|bulletin|issue|edition|newsletter)\b.{0,60}|(?:proxim[oa]"
        r"|prochaine?) (?:informe"
        r"|boletin|numero|edicion|reporte|bulletin|rapport|lettre|boletim|relatorio|edicao)\b.{0,60}"
        r"|(?:informe|boletin|reporte) siguiente\b.{0,60}"
    ),
    "contents": (
        r"(?:in this (?:issue|edition|newsletter|bulletin)|(?:table of )?contents|inside(?: this issue)?|headlines"
        r"|en (?:este|esta) (?:numero|edicion|boletin|entrega)|(?:tabla de )?contenidos?|indice|titulares"
        r"|dans ce numero|au sommaire|sommaire|table des matieres|nesta edicao|neste (?:numero|boletim)|sumario"
        r"|destaques)"
    ),
    "mail header": (
        r"(?:from|to|cc|bcc|subject|sent|reply-to|de|para|asunto|enviado|a|objet|envoye|assunto|message-id"
        r"|mime-version|content-type|list-unsubscribe|x-[a-z-]+|return-path|delivered-to|received) ?: ?\S.*"
    ),
    "masthead": (
        r"(?:edition|edicion|edicao|issue|numero) (?:(?:of|de|du|del|do|dated|from) |: ?)[^.]{0,12}[0-9][^.]{0,30}"
        r"|(?:boletin|boletim|bulletin|newsletter|informativo|infolettre|gaceta|gazette|lettre d'informations?)"
        r" (?:(?:sem|mens|anu|bisem|trim\w*|quinzen|bimens)\w*|quincenal|hebdomadaire)\b.{0,40}"
        r"|vol(?:ume)?\.? [ivxlcdm]+\b.{0,80}|(?:issue|edition|vol(?:ume)?|no|n[o°]|number|numero|edicion|edicao"
        r"|boletin|bulletin|boletim|newsletter|year|ano|annee)\.?,? ?(?:informativo |semanal |mensual |weekly "
        r"|monthly )?(?:no?\.? ?|n[o°]\.? ?|#|number |numero |vol\.? ?)?[0-9]{1,4}\b.{0,80}|(?:published|edited"
        r"|issued|produced|prepared|compiled|compilado|redige|realise|publicado|editado|elaborado|publie"
        r"|edite) (?:\w+ )?(?:by|por|par) .{2,120}|issn\b.{4,40}|v(?:ersion)?\.? ?[0-9][0-9.-]{2,}|(?:today is"
        r"|hoy es|nous sommes(?: le)?|hoje e)\b.{4,60}|(?:(?:site|page"
        r"|sitio|pagina) )?last"
        r" (?:build|modified|changed?|edited|reviewed)\b.{0,60}|site last updated\b.{0,60}|(?:last updated"
        r"|page last updated|updated"
        r"|ultima actualizacion|derniere mise a jour|captured|retrieved|accessed|consultado|date of capture|as of"
        r"|printed)\b.{0,60}"
    ),
}
