"""The words by which furniture is known as a whole line: for each kind a pattern, in four languages.

A line is compared in small letters without accents (see `folding.bare`).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from feedsvc.core.replies import COUNTED, UNANSWERED

Kind = Literal[
    "caption", "contact", "contents", "cookies", "copyright", "footer", "greeting", "label", "link", "mail header",
    "masthead", "navigation", "page number", "read more", "repeat", "section", "separator", "share", "sidebar",
    "unsubscribe",
]  # fmt: skip

OLDER = (
    r"(?:older|earlier|next)(?: (?:posts?|page|entries|news|stories|updates|articles|items|releases))?"
    r"|(?:load|show|view|see) (?:more|older|earlier|previous)(?: \w+)?"
    r"|(?:ver|cargar|mostrar|carregar|charger|afficher|voir) (?:(?:mas|mais|plus)(?: \w+)?"
    r"|(?:\w+ )?(?:anteriores|precedente?s|ma[is]s antig[ou]+[ao]s|plus anciens))"
    r"|(?:pagina )?(?:siguiente|seguinte)|(?:page )?suivante?|proxim[oa](?: pagina)?|entradas (?:anteriores|antiguas)"
    r"|articles (?:precedents|plus anciens)|(?:posts|postagens|publicacoes) (?:mais antig[oa]s|anteriores)"
)
"""What leads from a list of news to older ones."""

# Of the whole line, without the marks at its ends.
WHOLE: Mapping[Kind, str] = {
    "unsubscribe": (
        r"(?:you(?: are|'re| have| were)? (?:receiving|received|getting|subscribed)|you (?:receive|got|get) (?:this"
        r"|these|our)|(?:(?:do )?you )?want to (?:change|stop|update) (?:how|your)|quer (?:mudar|alterar"
        r"|deixar) .{0,30}\b(?:receb|e-?mail|boletim)\w*|to (?:stop|leave|no longer|cancel|opt|update your|change your)"
        r"|pour (?:quitter|ne plus recevoir)|para (?:dejar de recibir|salir de|cancelar|deixar de receber)"
        r"|this (?:e-?mail|message|newsletter|bulletin) (?:was|is) sent|(?:usted )?(?:recibe|ha recibido|recibes"
        r"|recibio) (?:este|esta)|vous (?:recevez|avez recu)|voce (?:esta recebendo|recebe|recebeu))\b.*|(?:subscribe"
        r"|suscribase|suscribete|suscribirse|abonnez-vous|s'abonner|inscrivez-vous|assine|inscreva-se"
        r"|subscreva)\b.{0,160}|(?:sign up|registrese|registrate)\b.{0,80}(?:newsletter|bulletin|boletin|updates"
        r"|e-?mail).{0,40}"
    ),
    "copyright": (
        r"(?:©|\(c\)|copyright|derechos? de autor|copyleft)\s?.*(?:19|20)[0-9]{2}.*|©.*|@ ?(?:19|20)[0-9]{2}\b.{0,80}"
    ),
    "cookies": (
        r"(?:accept|aceptar|accepter|aceitar|reject|rechazar|refuser)(?: all| todas?| tout| todos?)?(?: (?:the |las "
        r"|les |os )?cookies)?|cookies?(?: (?:policy|settings|notice|preferences))?|politica de cookies"
        r"|politique de cookies"
    ),
    "contact": (
        r"[0-9]{1,2}(?: ?h| ?[ap]\.?m\.?)? (?:to|a|as) [0-9]{1,2}(?: ?h| ?[ap]\.?m\.?)?|(?:open|closed|abiert[oa]"
        r"|cerrad[oa]|ouverte?|fermee?|abert[oa]|fechad[oa])\b.{0,30}\b(?:daily|every day|weekdays|week-?ends?|(?:mon"
        r"|tues|wednes|thurs|fri|satur|sun)days?|todos los dias|a diario|diariamente|tous les jours|todos os dias"
        r"|lun\w+|domingos?|sabados?)\b.{0,80}|(?:tel|telephone|phone|telefono|telefone|fax|mobile|movil|cel|cell"
        r"|whatsapp|e-?mail|correo(?: electronico)?|courriel|web|website|sitio web|site web|(?:office |our |postal "
        r"|mailing |street )?address|direccion|adresse|endereco|p\.?\s?o\.? box|apartado postal)\b\.?\s?[:+(0-9].*"
        r"|[^\s@]+@[^\s@]+\.[a-z]{2,}|(?:(?:for|to) (?:more|further|additional|media) (?:information|details|enquiries"
        r"|inquiries|interviews?)|media (?:contacts?|inquiries|enquiries)|(?:get in touch|reach us|find us|write to us"
        r"|escri[bv]\w*nos|encuentr[ae]nos|nous (?:contacter|ecrire|trouver)|contacte-nos"
        r"|entre em contato)(?: with us)?|press (?:contacts?|office|inquiries)|contacts?(?: us)?|para (?:mas|mayor"
        r"|obter mais|mais) (?:informacion|informacoes)|contactos?(?: de prensa)?|contactenos"
        r"|contacto para (?:la )?prensa|pour (?:plus|de plus amples) (?:d'|de )?\s?(?:informations?|renseignements)"
        r"|contacts? presse|contactez(?:-| )nous|contatos?(?: para a imprensa)?|fale conosco)\b(?:.{0,30}[:,@].*"
        r"|.*\b(?:contact\w*|write|call|escrib\w+|llam\w+|ecri\w+|visit\w*)\b.*)?|(?:opening|office|working"
        r"|business) hours\b.*|(?:permanences?|accueil|guichet|secretari[ae]t?|reception|ventanilla|balcao|sede|desk"
        r"|registry)\b[^.!?]{0,30}\b[0-9]{1,2} ?(?:h|:|\.)[0-9 ]{0,2}[^.!?]{0,12}[0-9]{1,2} ?(?:h|:|\.).{0,60}"
        r"|(?:horarios?|heures d'ouverture|horaires|atendimento)\b(?:.{0,60}[0-9].{0,60}|[ :]{0,3}|.{0,20}\b(?:atencion"
        r"|atendimento|publico|apertura|abertura|ouverture|funciona\w+|oficinas?|visitas?|mis[as]{1,2}|messes"
        r"|expediente)\b.{0,60})|(?:monday|lunes|lundi|segunda|mon|lun)\S* (?:to|a|au|-|–|through|y|and) (?:friday"
        r"|viernes|vendredi|sexta|thursday|jueves|saturday|sabado|fri|vie|ven|sab)\S*[ ,:]+.{0,60}[0-9].{0,60}"
    ),
    "share": (
        r"(?:share|tweet|pin it|print|email|e-mail|facebook|twitter|linkedin|whatsapp|telegram|instagram|youtube|x"
        r"|flickr|rss|copy link|compartir|comparte|imprimir|partager|imprimer|compartilhar|compartilhe|enviar|follow us"
        r"|siguenos|siganos|suivez-nous|siga-nos|me gusta|like)(?:(?:[\s|/,·•-]|\bon\b|\ben\b|\bsur\b|\bno\b|\bvia\b"
        r"|\bpor\b|\bthis\b|\bpage\b|\barticle\b|\bstory\b|\bthe\b|\bus\b)+(?:share|tweet|print|email|e-mail|facebook"
        r"|twitter|linkedin|whatsapp|telegram|instagram|youtube|x|flickr|rss|copy link|compartir|imprimir|partager"
        r"|imprimer|compartilhar|enviar|social media|redes sociales))*(?:[\s:]+@\S+| on| en| sur| no)?|(?:share"
        r"|compartir|comparte|compartelo|partager|partagez|compartilhe|compartilhar)(?: this| on| en| sur| em"
        r"| no)?\s?:.{0,100}|(?:share|tweet|print) this(?: \w+)?|(?:follow|find|like) us on\b.{0,60}"
        r"|sigue?nos en\b.{0,60}|siganos en\b.{0,60}|suivez.nous sur\b.{0,60}|[#@]\w+(?: [#@]\w+)*"
    ),
    "page number": (
        r"(?:page|pagina|pag|p)\.? ?[0-9]{1,4}(?: ?(?:of|de|sur|/) ?[0-9]{1,4})?(?: (?:next|siguiente|suivante?"
        r"|seguinte|proxima).{0,4})?|[0-9]{1,3}(?: ?/ ?[0-9]{1,3})?|(?:aller|go|ir|pular) (?:a la|to|a|para a) (?:page"
        r"|pagina)(?: ?:? ?[0-9 .…]+)?|[«‹<←]* ?(?:(?:[0-9]{1,3} (?:\w+ )?)?(?:previous|prev|anterior(?:es)?"
        r"|precedente?s?|newer|older|first|primeir[oa]"
        r"|primer[oa])(?: [0-9]{1,3})?)?[ |]*(?:\[?[0-9]{1,4}\]?[ |.…]*){2,}(?:next|siguientes?|seguintes?|suivante?s?"
        r"|proxim[oa]s?|older|last|ultim[oa]|derniere?)?.{0,14}|(?:[«‹<←] ?|[0-9]{1,3} ){1,2}\w+ (?:anteriores"
        r"|precedents|previous)[ |]+(?:proxim|siguient|seguint|suivant|next)\w+.{0,60}|(?:(?:page"
        r"|pagina) ?[0-9]{1,4}[ |.…]*){2,}.{0,20}|(?:current page )?[0-9]{1,3}(?: (?:[0-9]{1,3}|…|\.\.\.)){2,}.{0,40}"
    ),
    "navigation": (
        rf"{OLDER}|"
        r"(?:you can (?:filter|search|browse|sort)\b.{0,60}\bby\b.{0,40}|(?:[×x] )?(?:fermer|close|cerrar|fechar)|home"
        r"|inicio|accueil|menu|search|buscar|rechercher|recherche|busca|pesquisar|main menu|skip to (?:\w+ )?(?:content"
        r"|navigation)|(?:saltar|ir|pasar) al contenido(?: principal)?|aller au contenu(?: principal)?"
        r"|pular para o conteudo|previous|next|prev|anterior|siguiente|precedent|suivant|proximo|proxima|first|last"
        r"|ultimo|ultima|primera|premier|dernier|newer|(?:newer|previous) (?:posts?|page|entries|news|stories)"
        r"|pagina anterior|back to top|volver arriba|retour en haut|voltar ao topo|top|back|close|cerrar|fermer|(?:see"
        r"|view|show|all) (?:all )?(?:news|articles|stories|posts|releases|press releases|updates)|(?:see|view"
        r"|show) all|ver todas?(?: (?:las )?noticias)?|todas las noticias|ver todos"
        r"|voir tout(?:es)?(?: les actualites)?|toutes les actualites|todas as noticias|ver todas|(?:filter|sort|order"
        r"|filtrar|ordenar|filtrer|trier)(?: (?:by|por|par)\b.{0,40})?|apply|reset|aplicar|appliquer|clear(?: all)?"
        r"|log ?in|sign in|iniciar sesion|connexion|entrar|register|about(?: us)?|who we are|what we do|our work"
        r"|where we work|careers?|jobs|vacancies|donate|donar|faites un don|quienes somos|acerca de|que hacemos"
        r"|nuestro trabajo|qui sommes-nous|a propos|nos actions|quem somos|o que fazemos|sobre(?: nos)?|publications"
        r"|publicaciones|publicacoes|resources|recursos|ressources|media|multimedia|events|eventos|evenements|gallery"
        r"|galeria|site ?map|mapa del sitio|plan du site|mapa do site|privacy(?: policy| notice)?|terms(?: (?:of (?:use"
        r"|service)|and conditions))?|legal notice|aviso legal|mentions legales|politica de privaci?dad"
        r"|politica de privacidade|terminos(?: y condiciones| de uso)?|accessibility|faq|help|ayuda|aide|ajuda|(?:other"
        r"|more|related|autres|d'autres|otras|mas|outras|mais) (?:news|stories|articles?|releases|actualites|nouvelles"
        r"|noticias|notas|articulos|artigos)(?: (?:relacionad[oa]s|liees?|lies))?|(?:noticias|notas|articulos"
        r"|artigos) relacionad[oa]s|articles? (?:lies|similaires|connexes)|(?:lea|ver?|veja|leia|a lire) (?:tambien"
        r"|tambem|aussi)|see also|(?:voir |afficher )?plus d'(?:actualites|articles|informations)|(?:afficher|voir|ver"
        r"|show|mostrar) (?:les |los |os )?(?:resultats|resultados|results)|(?:quick|useful|related|external) links"
        r"|(?:enlaces|liens|links|ligacoes) (?:rapid[oe]s|utiles|uteis|relacionados|de interes|externes)|(?:primera"
        r"|ultima|siguiente|primeira|proxima|premiere|derniere) (?:pagina|page)|(?:page|pagina) (?:precedente|suivante"
        r"|seguinte)|report (?:fraud|abuse|wrongdoing|misconduct).{0,60}|signaler (?:une? )?(?:fraude|abus).{0,40}"
        r"|denunci(?:ar|e) (?:fraude|abuso)s?.{0,40}|entradas siguientes|articles suivants|(?:posts|postagens"
        r"|publicacoes) seguintes|posts? (?:navigation|pagination)|(?:navegacion|paginacion|navegacao|paginacao) (?:de"
        r"|por) (?:entradas|posts?|artigos)|(?:navigation|pagination) des (?:articles|publications)|(?:search|buscar"
        r"|busca|recherche|pesquisar|pesquisa)\b.{0,30}_{3,}.{0,30}|(?:proudly powered by|fierement propulse par"
        r"|orgulhosamente mantido com|funciona gracias a) .{1,60}|intranet|showing .{0,40}[0-9].{0,40}|(?:displaying"
        r"|mostrando|affichage|exibindo) .{0,40}[0-9].{0,40}|[0-9,.]+ (?:results|resultados|resultats|items"
        r"|articles)(?: found| encontrados)?|(?:powered|designed|developed|hosted) by .{1,60}|(?:web)?(?:site"
        r"|page) (?:built|made|generated) (?:by|in|using|with)(?: [^ ]+){1,3}|you are here.{0,80}|breadcrumb|(?:home"
        r"|inicio|accueil) ?(?:>|/|»|›|\|).{1,120})"
        r"|(?=[^|•·»›/]{1,26}[|•·»›/])(?:\w[\w ]{1,24} ?[|•·»›/] ?){2,}\w[\w ]{1,24}"
    ),
    "caption": (
        r"(?:(?:photo(?:graph(?:ie)?)?|foto|fotografia|picture|image|imagen|imagem|video|photos|fotos)(?: ?(?:credits?"
        r"|by|de|por|par|caption|gallery|of|de archivo))?|credits?(?: ?photo| ?foto)?|creditos?(?: ?(?:de la )?(?:foto"
        r"|fotografia|imagem))?|pie de foto|caption|legende|legenda) ?[:©/|].{0,200}|(?:photo|foto|image|imagen|imagem"
        r"|video|thumbnail|featured image|imagen destacada|file photo|foto de archivo|enlarge image"
        r"|ver imagen)(?: [0-9]{1,3}(?: (?:of|de|sur) [0-9]{1,3})?)?|(?:photo|foto|image|imagen|imagem) (?:by|courtesy"
        r"|credit|of|de|da|do|por|par) .{2,80}|(?:photo|foto|image) d'.{2,80}|\[(?:image|photo|foto|cid)[:\]].{0,200}"
        r"|\[[^\[\]]{2,90}\]?|!\[.{0,300}|(?:(?:main|header|footer|top|page|site|news) )?(?:banner|logo(?:tipo)?"
        r"|icon[eo]?|spacer|header image)"
    ),
    "label": (
        r"(?:auteur/autrice|auteur|autor(?:/?a)?|categor(?:ie|ia)|comentarios|commentaires) (?:de la|da) (?:publication"
        r"|entrada|publicacion|publicacao) ?:.{0,80}|(?:post|publication|entrada) (?:author|category|comments"
        r"|tags?) ?:.{0,80}|(?:leia|lea|leer|ler|lire|lisez|read|see|veja|ver|voir|source|fonte"
        r"|fuente)\b[^.!?:]{0,60}:? ?(?:https?://|www\.)\S+|e\.?g\.?,? .{1,30}|[^.!?]{2,60}(?: ?/){2}|(?:(?:en|es|fr|pt"
        r"|de|it|ru|ar|zh|nl|pl|ca|eu|gl|ht|sq|tr|uk|ro|el)\b[ |/,·•-]{0,3}){3,20}|(?:your|sua|su|votre|tu) (?:picture"
        r"|imagem|imagen|image|foto|photo)|(?:posted|filed|published) (?:in|under)(?: [^ .!?]{2,20}){1,4}|(?:publicado"
        r"|postado|archivado|arquivado|publie|classe) (?:en|em|dans|sous)(?: [^ .!?]{2,20}){1,3}|(?:tagged|etiquetado"
        r"|marcado)(?: (?:with|con|como|com) [^.!?]{2,60}| [^.!?,]{2,30}, [^.!?]{2,40})|(?:posted|published|submitted"
        r"|publicado|postado|redactado|enviado|ecrit|redige|publie) (?:by|por|par)(?: (?:[^ .!?,]+"
        r"|[^ .!?,]{1,5}\.)){1,4}"
        rf"(?:,? (?:at|a|as|a las) [0-9]{{1,2}}[:h][0-9]{{2}})?(?: (?:[0-9]+ {COUNTED}|{UNANSWERED}) ?:?)?"
        r"|(?:affichages?|hits|clics?|visitas|accesos|acessos|lectures|leituras|visualizac(?:iones|oes)"
        r"|impressions) ?:? ?[0-9][0-9 .,]{0,9}|(?:[\w ]{2,30} ?\((?:pdf|docx?|xlsx?|html|mp3"
        r"|zip)\b[^)]{0,20}\)[ |]*){1,4}|(?:nota|comunicado|boletin|boletim|communique|(?:press|news|media) release"
        r"|circular)(?: (?:de|a|para a) (?:prensa|presse|imprensa)| oficial| informativ[oa])?,? ?(?:no|n[o°]|num|nro"
        r"|numero|#)?[.:]? ?[0-9][0-9/.-]{0,9}|(?:notice|case|docket|file|expediente|exp|processo|proc|dossier|affaire"
        r"|ref|aviso|avis)\.? (?:nos?|num|nro|number|numero|n°)?\.?:? ?[0-9][\w/.-]{0,12}|detalles?|detalhes?|details?"
        r"|(?:english|espanol|francais|portugues|kreyol(?: ayisyen)?|creole|deutsch|italiano|nederlands|papiamentu?o?"
        r"|en|es|fr|pt)(?: ?[|/,·•-] ?(?:english|espanol|francais|portugues|kreyol|deutsch|en|es|fr|pt))*|(?:press|news"
        r"|media) (?:release|note|statement|briefing)s?|news|noticias?|actualites?|story|stories|historias?|article"
        r"|articulo|artigo|blog(?: post)?|announcements?|anuncios?|comunicados?(?: de prensa)?|boletin(?: de prensa)?"
        r"|nota de prensa|notas? (?:informativas?|de imprensa)|communiques?(?: de presse)?|statements?|declaracion"
        r"|speech(?:es)?|feature(?:d)?|interview|entrevista|opinion|recits?|temoignages?|testimonios?|depoimentos?"
        r"|reportages?|reportajes?|reportage(?:m|ns)|cronicas?|dossiers?|photo essays?|(?:fact ?sheet|briefing note"
        r"|news comment|news note|op-ed|explainer|infographic|infographie|infografia|webinar|multimedia)s?"
        r"|document d'information|note d'information|nota informativa|hoja informativa|ficha(?: tecnica| informativa)?"
        r"|report|informe|rapport|update|alert|alerta|new|nuevo|nouveau|novo|breaking|latest|publication|webstory"
        r"|web story|event|evento|evenement|(?:listen|escuchar|ecouter|ouvir|audio|watch|duration|duracion|duree"
        r"|duracao|podcast|play)(?: to (?:the |this )?(?:story"
        r"|article))?[ :(·|-]*[0-9]{1,3}(?:[:'′.][0-9]{2}){0,2} ?(?:min(?:utes?|utos)?|sec|s|mb|''|″)?\)?"
        r"|\(?[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?(?: ?min)?\)?|(?:(?:reading time|tiempo de lectura|temps de lecture"
        r"|tempo de leitura|lectura|lecture|leitura) ?:? ?(?:de )?)?[0-9]{1,3} ?min(?:ut[eo]s?|s)?(?: (?:read|listen"
        r"|de (?:lectura|lecture|leitura)))?|(?:listen|escuchar|ecouter|ouvir|watch|play|ver video|audio)|(?:by|por|par"
        r"|author|autora?|auteur|written by|escrito por|reporter) ?:? [^.!?]{2,60}|(?:tags?|etiquetas?|categor(?:y|ies"
        r"|ia|ias|ie)|topics?|temas?|themes?|filed under|keywords|palabras clave|mots.cles|source|fuente|fonte|format"
        r"|type|tipo|location|lugar|lieu|country|pais|pays|region|language|idioma|langue|section|seccion|rubrique|theme"
        r"|sector|posted in|related|reference|ref|no) ?: ?.{1,120}|(?:(?:also )?available|(?:tambien )?disponible"
        r"|(?:aussi )?disponible|(?:tambem )?disponivel|read|leer|lire|ler|also)(?: also)? (?:in|en|em) ?:? ?(?:english"
        r"|espanol|spanish|francais|french|portugues|portuguese|kreyol|creole|ingles|anglais|frances)\b.{0,80}"
        r"|(?:likes?|shares?|boosts?|retweets?|views?|reads?|comments?|favou?rites?|me gusta|comentarios?|vistas?|vues"
        r"|reactions?|replies|respuestas)\s?: ?[0-9].{0,60}"
        rf"|[0-9]+ {COUNTED}(?: ?:{{1,2}} ?[^.!?]{{2,30}})?"
        r"|(?:[0-9]+ ?(?:views?|comments?) ?){1,2}(?:write a comment|[0-9]+ ?likes?)"
        rf"|(?:comments?|comentarios?|commentaires?)|{UNANSWERED}(?: on .{{2,80}})?"
        r"|by|por|par|(?:(?:download|descargar|telecharger|baixar)(?: (?:the |el |le |o )?(?:pdf|file|archivo|fichier"
        r"|arquivo|document\w*))?|pdf)(?: \(?[0-9.,]+ ?[km][bo]\)?)?|\(?[0-9.,]+ ?[km][bo]\)?"
    ),
    "greeting": (
        r"(?:welcome|bienvenid[oa]s?|bienvenue|bem-vind[oa]s?) (?:to|a|al|sur|dans|en|ao|aos)\b.{0,90}!|(?:dear|hello"
        r"|hi|estimad[oa]s?|estimad@s?|querid[oa]s?|chere?s?|bonjour|prezad[oa]s?|caro|cara|caros|caras|hola"
        r"|ola)\b[^.!?]{0,60}[,:]|a bientot.{0,30}|hasta (?:pronto|la proxima).{0,30}|see you (?:soon|next).{0,40}"
        r"|ate (?:breve|logo|a proxima).{0,30}|(?:happy reading|bonne lecture|boa leitura|buena lectura).{0,20}"
        r"|(?:with )?(?:(?:kind|best|warm|good)(?:est)? )?(?:regards|wishes),?|sincerely|yours \w+"
        r"|saludos(?: cordiales)?|atentamente|cordialmente|cordialement|bien a vous|atenciosamente"
        r"|un (?:cordial )?(?:saludo|abrazo)|abrazos|um abraco|the (?:\w+ ){0,3}team|el equipo(?: de .{1,40})?"
        r"|l'equipe(?: .{1,40})?|good (?:morning|afternoon) .{0,40}"
    ),
    "sidebar": (
        r"most (?:read|viewed|popular|shared|visited|commented)\b.{0,20}|popular(?: (?:posts|stories|news|articles"
        r"|now))?|trending(?: now)?|lo mas (?:leido|visto|buscado)|(?:las |los )?mas (?:leid|vist|comentad)[oa]s?"
        r"|(?:les )?plus (?:lus?|lues|consultes|populaires)|(?:as |os )?mais (?:lid|vist|comentad)[oa]s"
        r"|(?:news )?archives?(?: by (?:month|year))?|archivos?(?: (?:de noticias|por mes|mensual(?:es)?))?|arquivos?"
        r"|(?:view|ver|voir) (?:the |el |les |o )?(?:full )?(?:archives?|archivo|arquivo)(?: complet\w)?|categor(?:ies"
        r"|ias)|agenda(?: a venir| cultural| municipal)?|calend(?:ar|ario|rier)|next events?\b.{0,20}|recuerden"
        r"|recordatorios|lembretes|(?:upcoming|coming)(?: up)? (?:events?|dates|meetings|activities|courses|webinars"
        r"|fixtures|matches|services|trainings?|sessions|conferences|soon)|(?:proximos|prochains) [\w-]+|(?:proximas"
        r"|prochaines) (?:activi|cita|data|date|fecha|jornada|missa|misa|reuni|seance|sesion)\w*(?: \w+)?|fixtures"
        r"|recent (?:posts|comments|tweets)|(?:entradas|comentarios) recientes|(?:articles|commentaires) recents"
        r"|(?:posts|comentarios) recentes|evenements a venir|tag cloud|nube de \w+|nuage de \w+|nuvem de \w+"
        r"|exchange rates?\b.{0,20}|tipos? de cambio\b.{0,20}|taux de change\b.{0,20}|(?:local "
        r"|today's )?weather(?: (?:today|forecast|report))?|meteo(?: (?:du jour|locale))?|(?:el )?(?:tiempo"
        r"|clima) (?:hoy|para hoy|de hoy)|el tiempo|(?:(?:el|o|the) )?(?:tiempo|tempo|clima|weather"
        r"|meteo)\b.{0,40}[0-9] ?°.{0,12}|previsao do tempo|(?:previsions? meteo\w*|pronostico)\b.{0,20}|(?:follow"
        r"|stay) (?:us|our work|along|informed|connected|in touch)\b.{0,20}|(?:restez informes?|mantengase informad[oa]"
        r"|mantenha-se (?:informad|atualizad)[oa])\b.{0,240}|(?:our )?partners|nuestros \w+|(?:nos )?partenaires"
        r"|parceiros|(?:diary )?dates for (?:your|the) diary|save the dates?|(?:dates|fechas|datas) (?:a|para) \w+"
        r"|livro de reclamacoes|registered charity\b.{0,40}"
    ),
    "footer": (
        r"(?:please )?(?:send|submit|e-?mail) (?:us |in )?(?:your|any) [^.!?]{2,80}[.!]?|(?:envi[ea]n?|mande"
        r"|remit[ae]n?) (?:sus|tus|suas?|as suas|os seus) [^.!?]{2,80}[.!]?|(?:envoyez|adressez)(?:-nous)? (?:vos"
        r"|votre) [^.!?]{2,80}[.!]?|(?:fait a|hecho en|dado en|done at|given at|feito em|dada? em) .{2,60}"
        r"|(?:expediente|impressum|imprint) ?:.*|-*(?:ends?|fin|fim|-30-|end of (?:release|bulletin|report|message"
        r"|transmission))-*|(?:notes? (?:to|for)|notas? (?:a|para|aos)|notes? aux?) (?:the |los |las |os )?(?:editors?"
        r"|editores|prensa|redactions?|redacteurs?|journalistes?|periodistas|jornalistas)\b(?:.*\.)?"
        r"|.{2,60}, (?:firmado|rubricado)\b.{0,20}|(?:fdo|firmado|signed|signe|assinado)\.? ?: ?.{2,60}"
        r"|[^,.]{2,40}, a [0-9]{1,2} de \w+ del? [0-9]{4}|(?:sent from|enviado desde|envoye de(?:puis)?|enviado do"
        r"|get outlook for) .{2,40}|this (?:e-?mail|message|bulletin) (?:may contain|contains|is intended|and any)\b.*"
        r"|(?:este|esta|ce) (?:correo|mensaje|mensagem|message|courriel) (?:puede contener|pode conter|peut contenir"
        r"|es confidencial|est confidentiel)\b.*|background(?: on .{2,50}| information)?|about (?:the|us|our"
        r"|this) .{2,50}|(?:the )?next (?:situation |weekly |monthly |daily )?(?:report|update|bulletin|issue|edition"
        r"|newsletter)\b.{0,60}|(?:proxim[oa]|prochaine?) (?:informe|boletin|numero|edicion|reporte|bulletin|rapport"
        r"|lettre|boletim|relatorio|edicao)\b.{0,60}|(?:informe|boletin|reporte) siguiente\b.{0,60}"
    ),
    "contents": (
        r"(?:in this (?:issue|edition|newsletter|bulletin)|(?:table of )?contents|inside(?: this issue)?|headlines"
        r"|en (?:este|esta) (?:numero|edicion|boletin|entrega)|(?:tabla de )?contenidos?|indice|titulares"
        r"|dans ce numero|au sommaire|sommaire|table des matieres|nesta edicao|neste (?:numero|boletim)|sumario"
        r"|destaques)"
    ),
    "mail header": (
        r"(?:from|to|cc|bcc|subject|sent|reply-to|de|para|asunto|enviado|a|objet|envoye|assunto|message-id|mime-version"
        r"|content-type|list-unsubscribe|x-[a-z-]+|return-path|delivered-to|received) ?: ?\S.*"
    ),
    "masthead": (
        r"(?:edition|edicion|edicao|issue|numero) (?:(?:of|de|du|del|do|dated|from) "
        r"|: ?)(?:[a-z]{2,9} )?[0-9]{1,2}\b[^.]{0,30}|(?:boletin|boletim|bulletin|newsletter|informativo|infolettre"
        r"|gaceta|gazette|lettre d'informations?) (?:(?:sem|mens|anu|bisem|trim\w*|quinzen|bimens)\w*|quincenal"
        r"|hebdomadaire)\b.{0,40}|vol(?:ume)?\.? [ivxlcdm]+\b.{0,80}|(?:issue|edition|vol(?:ume)?|no|n[o°]|number"
        r"|numero|edicion|edicao|boletin|bulletin|boletim|newsletter|(?:situation|flash) (?:report|update)|sitrep"
        r"|informe de situacion|rapport de situation|relatorio de situacao)\.?,? ?(?:informativo |semanal |mensual "
        r"|weekly |monthly )?(?:no?\.? ?|n[o°]\.? ?|#|number |numero |vol\.? ?)?[0-9]{1,4}\b.{0,80}|(?:year|ano"
        r"|annee) [0-9]{1,4}(?: ?[,|·–—-].{0,80}| (?:no?|n[o°]|numero|number)\b.{0,60})?|(?:published|edited|issued"
        r"|produced|prepared|compiled|compilado|redige|realise|publicado|editado|elaborado|publie|edite) (?:\w+ )?(?:by"
        r"|por|par) .{2,120}|issn\b.{4,40}|v(?:ersion)?\.? ?[0-9][0-9.-]{2,}|(?:today is|hoy es|nous sommes(?: le)?"
        r"|hoje e)\b.{4,60}|(?:(?:site|page|sitio|pagina) )?last (?:build|modified|changed?|edited|reviewed)\b.{0,60}"
        r"|site last updated\b.{0,60}|(?:(?:site|page) mise? a jour|(?:sitio|pagina) actualizad[oa]|(?:site"
        r"|pagina) atualizad[oa]|last updated|page last updated|updated|ultima a(?:ctualizacion|ctualizacao|tualizacao)"
        r"|derniere mise a jour|captured|retrieved|accessed|consultado|date of capture|as of|printed"
        r"|(?:pagina )?impres[oa] el|(?:pagina )?impress[oa] em|(?:page )?imprimee? le)\b.{0,60}"
    ),
}
