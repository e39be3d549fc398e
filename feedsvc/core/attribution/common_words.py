"""Towns whose name is a common word in one of the four languages: "Progreso", "Tours".

Found by counting, in running text, the words that are written small at least half as often as with a capital letter.
"""

from __future__ import annotations

_COMMON = """
    acre airport ajuda ala alianca alianza alley alliance alma along alta altar altos ama americana ames ami anew
    annex ans antigo apex arco area areia asbestos ask ataco atar atua aves avion bacon bad bag baixa baja
    balance band banda bank banks bar bare barra barren basic bato battle battlefield bear bed begun bela best
    blanca blancos boda bola bone bonito boom boon booth bordo bow branca branch brewer brick bright brush bury
    busca butterfly buy cabo cair caller campamento campana campanha campo can cana canton canyon capaz carriere
    carro carros carta carver casino castillo castle cat cayo cela celebration celle centenario cento
    cents chama champion champlin chance change cher cheval choix cita cloud coal cocoa coin college colonia
    columna come commonwealth como condado conde conquista coronel corrente corte cortes crest croix
    crossroads crystal cuenca cutoff cuyo dado dano dar dara dardo datas deal dents descanso dessa desse
    diamond diez dining dire down downside downtown drama drug dual duda duma dura durant dure dures earnest
    economy egg elk empire encantado encanto engineer enter esperanca esperanza esse estate estrela
    ete extrema farmers fate feira feliz festas fireworks fleet forest foret forge fountain free
    freedom freshwater friendly fronteira frontera frost fuerte fully fundacion furnace gap gare gateway gay gente
    gera gigante glad globe gloria goes gold golfe got grabo grabs gracas gracias grado gramado grant grants grave
    green greve gris guarda guia hail ham hang hard harvest hat hazard helena hillside hire historical hit holiday
    homeland hook hope hub hull humble hums hunt hurricane iba independence independencia isla jam jardin junction
    justice justicia keen kilo kin landing lane langue lar largo lazy leader leer legacy lemon lender lens lent
    levada liberation liberdade libertad liberte libres limon limpio lista lively loja lone long longa lot luck luta
    made madeira mai mala male man manage mando manger mango manos mao marathon marca marche marino market marks
    marrow massa media medias menor mentor mer merced mere merit meta metro mets milagro milagros mile mill
    mim mine mission mobile mon monte monument mor mora most mound mountain much mujeres nada name natal naval nave
    needle needles nette nice nine nomme none normal northeastern northwestern nove nuevo oasis obligado obra
    occasion officer okay onda opera opportunity oral orden ore oro ouro pace page painter palmas
    papa paper par para pare paredes parole paulista peca pecas peel peer pegou peine peixe pela pena penal pensee
    permet pero perto pest pets pico pire piste placer plaisir plano plantation plaque plato plunge poblacion police
    poll pond ponte pool pop porta porter posse post praia prata prato presas price primavera principe progres
    progreso progress propria prospect provas pueblo puente pura quarto race rail rain ran rand rapid reach reading
    real reforma registro regla rehab remedios reserva reservoir resistencia rest retreat reus rich riding
    rifle rio riverbank rock rodas rodeo roles roses roteiro rouge roundabout rugby run saco saga saida sala
    sale sales salida salon salt salto salud samba same san santa sauce saude save say sedan seen semi send sens
    seria sert sete seul shaping side sido sim sin situe ski slaughter slide socorro sola solde solo
    somme song soul sour split spoken spray spring star sterling stone store story success sue sulphur summer summit
    sunset sunshine superior surprise suyo swallow swan switch tactic tal talent tamano tame tank tape tapes
    taping tapping tarde tarifa tarp tela tema tendo tera terme terminus tete than tienen tire tiros toda toma
    tomar torn toro torrent toss tour tours trail transit treinta trim triunfo trooper tucano tumba tune turn twist
    ultimo una unity van varias velho ventanas ventas verde vice vicuna village vista vite
    vitoria vols volta wake warden ways wedding welcome wells whitewater wilderness winters worth yoga young
"""

_MONTHS = """
    abril agosto aout april august avril december decembre dezembro diciembre enero febrero february fevereiro
    fevrier janeiro january janvier juillet juin julho julio july june junho junio mai maio march marco mars marzo
    may mayo november novembre novembro noviembre october octobre octubre outubro september septembre septiembre
    setembro
"""

_GENERIC = """
    america bas bay capital center central centre centro coast coastal commune costa cross date delta district
    distrito east eastern est este federal gran grand grande gulf hauts highlands hills inner island islands islas
    jewish lagos lakes leste litoral littoral lower luz mar maritime metropolitan municipio national nord norte
    north northern occidental occidente oeste olympic oriental oriente ouest outer plateau plateaux provincia region
    rios river rivers sal savanes sol south southern sud sul sur time union universidad university upper valley west
    western
"""

COMMON_WORDS = frozenset(_COMMON.split())
MONTHS = frozenset(_MONTHS.split())
# Names of provinces and towns that say no more than where or what they are.
GENERIC_WORDS = frozenset(_GENERIC.split())
