"""The words that say what part a place plays, each under the letter that the patterns of `roles` are written in.

English, Spanish, French and Portuguese at once, because bulletins quote one another. Words are folded: no accents, no
capitals. A word stands under one letter only.
"""

from __future__ import annotations

from feedsvc.core.attribution.roles_of_persons import ROLES

_WORDS = {
    # articles and possessives; "a" is one in English only
    "a": """
        the el los la las le les l o os um uma un una une an its his her their su sus sua seu seus suas son sa
        ses leurs
    """,
    # "to" or "in" with an article; Spanish and Portuguese "a"
    "j": "a au aux ao aos",
    # of
    "o": "of de del du des da do das dos d between entre",
    # by
    "b": "by por par pelo pela pelos pelas",
    # from
    "f": """
        from desde depuis procedentes procedente provenientes proveniente originarios originarias originario
        originaria originaires originaire oriundos oriundas provenance vindos vindas venus venues natives
        nativos
    """,
    # other prepositions
    "8": """
        on upon over under against about after before during since until sur sous contre apres avant pendant
        chez sobre bajo tras contra ante antes despues durante sob apos depois
    """,
    # like, the size of
    "4": """
        like than unlike as como comme semelhanca semejanza instar size tamano taille tamanho example exemplo
        ejemplo exemple
    """,
    # vessels
    "6": """
        ship ships vessel tanker ferry boat yacht freighter trawler tug tugboat frigate cruiser submarine
        schooner buque barco navio remolcador carguero crucero fragata velero lancha navire bateau cargo
        petrolier chalutier remorqueur paquebot fregate cargueiro rebocador balsa veleiro
        sailboat sloop ketch catamaran trimaran barge dredger icebreaker corvette destroyer minesweeper steamer
        rowboat canoe lifeboat goleta bergantin patrullero patrullera corbeta barcaza embarcacion rompehielos
        horse racehorse mare filly stallion caballo yegua potro potra cheval jument poulain cavalo egua
        pesquero pesqueiro graneleiro destructor petrolero draga vapor yate canoa piragua voilier vedette chaland
        pirogue goelette peniche
        vraquier canot iate escuna corveta embarcacao petroleiro patrulha veleiros veleros voiliers buques
        navires navios christened bautizado bautizada baptise baptisee batizado batizada
    """,
    # "in" in Portuguese, "not" in Spanish
    "9": "no",
    # in
    "i": "in en dans em na nos nas at within inside throughout across near around dentro",
    # to, for
    "t": "to for into toward towards para pour hacia vers hasta",
    # with
    "w": "with con avec com junto",
    # and, or
    "k": "and y e et ou or u ni und plus",
    # people who moved
    "m": """
        migrant migrants migrante migrantes immigrant immigrants inmigrante inmigrantes imigrante imigrantes
        immigres emigrant emigrants emigrante emigrantes emigres refugee refugees refugiado refugiados refugiada
        refugiadas refugie refugies refugiee refugiees seekers solicitantes demandeurs requerentes desplazados
        desplazadas deslocados deslocadas deplaces deplacees exiles exiliados exiliadas exilados exiladas
        transmigrantes asylees settlers newcomers detainees stowaways castaways balseros balseras naufragos
        victims victimas victimes vitimas
    """,
    # people who came back, and their return
    "q": """
        returned returnee returnees returning return returns retornado retornada retornados retornadas retorno
        retour retours deported deportee deportees deportados deportadas deportado deportada repatriated
        repatriates repatriados repatriadas repatriado repatriada rapatries rapatriees expulses expulsees
        expelled expulsados expulsadas retournes retournees regresados regresadas deportations deportaciones
        deportacoes expulsions repatriation repatriacion repatriacao rapatriement regressam regressaram regresan
        regresaron vuelven volvieron voltam voltaram reviennent rentrent
    """,
    # people of whom the text does not say that they moved
    "p": """
        worker workers labourer labourers laborer laborers national nationals citizen citizens family families
        woman women man men child children youth youths boy boys girl girls minor minors mother mothers father
        fathers student students community communities population people peoples person persons survivors nurse
        nurses farmer farmers fishermen fishers sailor sailors seafarers crew crews teenagers adolescents couple
        couples players trabajador trabajadora trabajadores trabajadoras obrero obreros obrera obreras jornalero
        jornaleros jornalera jornaleras ciudadano ciudadana ciudadanos ciudadanas nacionales familia familias
        mujer mujeres hombre hombres nino nina ninos ninas ninez joven jovenes menor menores madre madres padre
        padres estudiante estudiantes comunidad comunidades poblacion poblaciones persona personas enfermera
        enfermeras enfermero enfermeros pescador pescadores adolescentes connacionales compatriotas residentes
        vendedores vendedoras marinos artesanos artesanas travailleur travailleurs travailleuse travailleuses
        ouvrier ouvriers ouvriere ouvrieres ressortissant ressortissants ressortissante ressortissantes citoyen
        citoyens citoyenne citoyennes famille familles femme femmes homme hommes enfant enfants jeune jeunes
        mere meres etudiant etudiants etudiantes communaute communautes personne personnes infirmiers patient
        patients paciente pacientes indigenous indigenas indigenes
        infirmieres pecheurs marins eleves residents habitants trabalhador trabalhadores trabalhadora
        trabalhadoras operarios operarias cidadao cidada cidadaos cidadas mulher mulheres homem homens crianca
        criancas jovem jovens mae maes pai pais estudantes comunidade pessoa pessoas enfermeiros enfermeiras
        marinheiros meninas meninos doctors medics teachers teacher artists artist musicians entrepreneurs
        volunteers tourists journalists journalist engineers company companies firm firms business businesses
        investors experts scientists researchers medicos medicas docentes maestros maestras profesores
        profesoras artistas musicos emprendedores emprendedoras voluntarios voluntarias turistas periodistas
        ingenieros empresa empresas inversionistas expertos expertas investigadores cientificos medecins
        enseignants artistes musiciens benevoles touristes journalistes ingenieurs entreprise entreprises
        investisseurs chercheurs professores jornalistas engenheiros investidores pesquisadores empreendedores
        chef chefs cooks missionaries missionary priests footballers swimmers runners
        cook baker bakers grower growers planter planters trader traders herder herders builder builders vendor
        vendors carpenter carpenters tailor tailors barber barbers weaver weavers miner miners driver drivers
        dancer dancers writer writers cocinero cocinera cocineros cocineras panadero panadera panaderos
        panaderas agricultor agricultora agricultores agricultoras campesino campesina campesinos campesinas
        caficultores caficultoras comerciantes albaniles costurera costureras mineros mineras choferes
        bailarines bailarinas escritores escritoras carpinteros peluqueros peluqueras productores productoras
        pasteleros cuisinier cuisiniere cuisiniers cuisinieres boulanger boulangers agriculteur agriculteurs
        agricultrices planteur planteurs planteuses commercants commercantes eleveur eleveurs macons couturieres
        mineurs chauffeurs danseurs danseuses ecrivains vendeurs vendeuses maraichers paysan paysans paysannes
        cozinheiro cozinheira cozinheiros cozinheiras padeiro padeiros pedreiros costureiras mineiros motoristas
        dancarinos produtores produtoras camponeses camponesas
    """,
    # coming
    "n": """
        arrived arriving arrivals arrival coming came come flight flights flew travelling traveling vuelo vuelos
        llegada llegadas llegaron llegan llego vol vols arrives arrivee arrivees voo voos chegaram chegam
        chegada chegadas vienen vinieron venian venant viennent vinham vem vieram imported importados importadas
    """,
    # leaving
    "l": """
        flee fleeing fled left leave leaving departing huyen huyendo huyeron salieron fuient fuyant fui
        fugindo fogem fugiram deixaram escaping escaped partis parties parti partie salio salir salen partieron
        partiram sairam saiu
    """,
    # going, and the way
    "r": """
        take takes took lleva llevan emmene levam sends send sent envia enviara envio envoie envoient enviam
        viajan viajaron viajara viajam partent fly flies route ruta rota rumbo rumo heading headed bound way
        journey transit transito via through crossing trayecto trajet trajeto caminho camino chemin destino
        destination destinations
        caravan caravana travel viaje voyage viagem crossed passed passing passes cruzaron cruzo cruzan
        atravesaron atraviesan pasaron pasan traverse traversent atravessaram passaram
    """,
    # what is given
    "g": """
        support assistance aid funding fund financing grant grants contribution contributions donation donations
        sponsorship backing generosity help cooperation apoyo asistencia financiamiento financiacion fondos ayuda
        respaldo aporte aportes auspicio cooperacion donacion donaciones appui soutien financement aide don dons
        concours fonds apoio assistencia financiamento ajuda fundos doacao doacoes cooperacao patrocinio
        contribucion contribuicao contribuicoes contribuciones subvention subvencion technical gift gifts regalo
        obsequio cadeau
    """,
    # that it was given
    "v": """
        funded financed sponsored backed supported financiado financiada financiados financiadas donado donada
        donados donadas auspiciado auspiciada auspiciados apoyado apoyada apoyados apoyadas finance financee
        finances financees appuye appuyee soutenu soutenue soutenus doado doada doados doadas apoiado apoiada
        apoiados patrocinado patrocinada oferecido oferecida oferecidos oferecidas ofrecido ofrecida offert
        offerte offerts offertes
    """,
    # giving
    "V": """
        donates donate donated funds sponsors dona dono donan donaron financia financio financian financiara
        offre doa doou financiou doaram contributes pledges aporta aporto
    """,
    # helping, where somebody else is
    "A": """
        builds built rebuilds rebuilt equips equipped restores rehabilitates rehabilitated renovates renovated
        supports helps assists installs delivers delivered provides backs underwrites upgrades modernises
        modernizes construye construyo reconstruye reconstruyo equipa equipou hands gives gave offers ofrece
        ofrecio oferece ofereceu remet capacita capacito capacitou entrena entreno adiestra apoya rehabilita
        rehabilito instala instalo restaura entrega entrego entregou construit reconstruit dote rehabilite
        soutient appuie installe constroi construiu reconstroi forma forme treina treinou apoia reabilita instalou
    """,
    # those who act for a state
    "O": """
        authorities official officials officer officers ministers mayors police army soldiers troops parliament
        senate court courts authority lawmakers legislators customs coastguard diplomats autoridades autoridad
        funcionarios funcionarias funcionario ministros ministras alcaldes alcaldesas policia policias ejercito
        soldados diputados senado parlamento corte fiscales delegacion cancilleria autorites autorite
        fonctionnaires fonctionnaire ministres maires armee parlement senat policiers gendarmes delegation
        prefeitos prefeitas vereadores exercito parlamentares policiais delegacao
    """,
    # a state and its offices
    "h": """
        ministry ministries ministerio ministerios ministere agency agencia agence department departamento
        departement bureau secretaria pueblo
        peuple povo republic republica republique kingdom reino royaume crown federal royal state
    """,
    "J": "government governments gobierno gobiernos gouvernement gouvernements governo governos",
    "1": "high",
    "2": "commission commissioner",
    # embassies and ambassadors
    "e": """
        embassy embassies ambassador ambassadors embajada embajadas embajador embajadora embajadores ambassade
        ambassades ambassadeur ambassadeurs ambassadrice embaixada embaixadas embaixador embaixadora
    """,
    # consulates
    "c": """
        consulate consulates consul consuls consular consulado consulados consulat consulats consulaire
        consulares attache attaches attachee agregado agregada agregados agregaduria adido adida adidos
    """,
    # universities and other partners
    "u": """
        university universities universidad universidades universite universites universidade college academy
        academia academie institute instituto institut foundation fundacion fondation fundacao
    """,
    # airlines
    "3": "air airline airlines airways aerolineas",
    # meetings
    "y": """
        talks negotiations conversaciones negociaciones pourparlers negociacoes conversas meeting meetings
        conference conferences forums summit summits workshop workshops seminar seminars congress assembly
        consultation consultations dialogue reunion reuniones encuentro encuentros taller talleres foro foros
        cumbre cumbres conferencia conferencias congreso seminario seminarios asamblea dialogo atelier ateliers
        sommet sommets seminaire seminaires congres assemblee encontro encontros reuniao reunioes cupula forum
        foruns simposio symposium course curso cours games juegos jeux jogos festival cita
        jornada jornadas colloque coloquio retreat gathering gather gathered
    """,
    # what is of many countries
    "x": """
        regional regionales regionais regionaux regionale subregional subregionales hemispheric hemisferico
        hemisferica interamerican interamericana interamericano international internacional internationale
        internacionais internacionales internationaux multilateral continental iberoamericana iberoamericano
    """,
    # receiving a meeting
    "H": """
        hosts hosted host hosting acoge acogio acogera sede anfitrion anfitriona accueille accueilli accueillera
        acolhe acolhem acolheu acolheram alberga sedia sediou sediara abriga recebe recebeu recibe recibio held
        celebrada celebrado celebraron
    """,
    # people of a country who live abroad
    "d": "diaspora diasporas expatriates expats expatries expatriados expatriadas",
    # where somebody has an office, and that it is there
    "K": """
        office offices oficina oficinas escritorio escritorios newsroom redaccion redacao redaction ngo ong ongs
        observatory observatorio observatoire radio newspaper watchdog charity tank collective collectif colectivo
        coletivo periodico jornal journal hebdomadaire portal revista gabinete
    """,
    "U": """
        based headquartered basada basado basadas basados basee basees radicada radicado radicadas radicados
        sediada sediado sediadas sediados
        installee installees etabli etablie etablis etablies
    """,
    "=": "base bases",
    # under whose law a vessel sails
    "P": "flag flagged flags bandera banderas pavillon pavillons bandeira bandeiras",
    # speaking two tongues at once
    "+": "melent meleront mezclan mezclando misturam misturarao misturando mix mixes mixing alternan alternent",
    # what can be given, of which one has to say whose it was
    "@": "recursos ressources resources dinero money",
    # getting, not of guests only
    "X": "receive receives received receiving reciben recibieron recoit recoivent recu recebem receberam",
    # because somebody gave
    "Q": "thanks gracas",
    # after the manner of a place
    "7": "style estilo type dit dite dites dits llamada llamado chamada chamado",
    # leagues
    "W": """
        tournament torneo torneio tournoi league liga championnat championship campeonato ligue premiership cup
        copa coupe taca division divisao
    """,
    # titles, roles and kin before a name
    "M": ROLES,
    # streets, houses, papers: what is named after places
    "B": """
        calle avenida avenue ave street st road rd boulevard blvd lane drive hotel parque park plaza place
        barrio colonia rue hospital escuela colegio liceo ecole lycee stadium estadio stade airport aeropuerto
        aeroport aeroporto praca rua bairro escola club theatre teatro bar restaurant restaurante cafe school
        church iglesia centro center centre edificio torre building hall house times post herald tribune gazette
        magazine
    """,
    # money
    "$": """
        dollar dollars dolar dolares euro euros peso pesos pound pounds franc francs franco francos real reais
        yen yuan rupee rupees lempiras quetzales currency moneda
    """,
    # tongues
    "L": """
        language languages idioma idiomas lengua lenguas langue langues lingua linguas speaking speak speaks
        speaker speakers lessons lesson class classes clase clases aula aulas version versions translation
        translations translated traducido traducida traduccion traduit traduite traduction traduzido traduzida
        subtitles subtitulos bilingual bilingue bilingues fluent courses cursos word words palabra palabras mot
        mots hablantes hablante
    """,
    # learning
    "C": """
        formaron formado formada capacitaron estudiaron estudian graduated learned learnt learning aprendido
        aprendieron aprenden appris aprendem aprenderam trained trains train studied studying study capacitados
        capacitadas capacitado formados formadas formes formees capacitan forman estudam estudaram etudient etudie
        estudia
    """,
    # courses of learning
    "G": """
        training capacitacion formacion formacao formation internship pasantia stage estagio scholarship
        scholarships becas beca bourses bourse bolsas bolsa
    """,
    # the possessive
    "s": "s",
}

LETTERS = {word: letter for letter, words in _WORDS.items() for word in words.split()}
