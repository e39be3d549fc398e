"""Words before a person's name: titles, trades and kin, in the four languages. What follows them is no place."""

from __future__ import annotations

ROLES = """
    president presidente presidenta minister mayor premier chancellor governor pope king queen prince princess
    secretary sheriff detective general colonel sir lord lady bishop sister saint ministro ministra alcalde
    alcaldesa gobernador gobernadora papa rey reina canciller obispo hermana ministre maire roi reine eveque
    prefeito prefeita governador rei rainha bispo mr mrs ms miss dr dra prof sr sra srta mme mlle professor coach
    actor singer player striker pastor judge captain sergeant senator congressman lawyer attorney vereador
    vereadora concejal concejala deputado deputada senador senadora diputado diputada councillor councilwoman
    councilman congresswoman alderman doctor doctora doutor doutora docteur licenciado licenciada ingeniero
    ingeniera engenheiro engenheira abogado abogada advogado advogada jueza juiza profesora professora senatrice
    deputee fiscala daughter brother grandson granddaughter nephew niece husband wife uncle aunt cousin hijo hija
    hermano nieto nieta sobrino sobrina esposo esposa marido primo prima tio tia fils fille frere soeur neveu mari
    epouse cousine oncle filho filha irmao neto neta sobrinho sobrinha librarian bibliotecaria bibliotecario
    bibliothecaire poet poeta poete painter pintor pintora peintre novelist novelista romancier romanciere soprano
    tenor cantante chanteur chanteuse cantor cantora actress actriz actrice ator atriz acteur goalkeeper
    midfielder portero arquero goleiro gardien delantero delantera atacante attaquant joueur joueuse jugador
    jugadora jogador jogadora entrenador entrenadora entraineur treinador treinadora capitan capitana capitaine
    capitao sargento sergent teniente lieutenant tenente comandante commandant boxer boxeador boxeur sprinter
    ciclista cycliste cyclist referee arbitro arbitre drummer guitarist pianist pianista pianiste juez juiz
    plumber plombier fontanero plomero electrician electricista electricien gardener jardinero jardinier
    jardineiro beekeeper blacksmith herrero ferreiro trainer jockey violinist violinista violoniste cellist
    sculptor escultor escultora sculpteur sculptrice ceramista ceramist ceramiste menuisier ebeniste coiffeur
    coiffeuse carpintero carpinteiro maestro maestra mecanico mecanica mecanicien rapper rapero rappeur comedian
    comediante humorista filmmaker cineasta cineaste author auteur auteure autora organist accordionist
    acordeonista percusionista photographer fotografo fotografa photographe sastre alfarero alfarera potier
    potiere midwife partera comadrona parteira veterinario veterinaria bombero bombera grandmother grandfather
    abuela abuelo neveux wrestler lutteur luchador luchadora karateca judoka judoca surfer surfista gymnast
    gimnasta ginasta cantautor cantautora fisherman monsieur madame senor senora senhor senhora capita
"""
