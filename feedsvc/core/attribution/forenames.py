"""First names that many people have, in the four languages: a place's name beside one is a person's."""

from __future__ import annotations

_NAMES = """
    aaron adam adolfo adrian adriana agnes agustin alain alan albert alberto alejandra alejandro alessandra alex
    alexander alexandra alexandre alfonso alfred alfredo alice alicia alvaro amanda amelia ana andre andrea andreas
    andres andrew angel angela angelica anita ann anna anne anthony antoine antonia antonio ariel armando arthur
    arturo augusto aurelio barbara beatriz benjamin bernard bernardo beth betty bill blanca bob brenda brian bruce
    bruno camila carla carlos carmen carol carolina caroline catherine cecilia celia cesar charles charlotte
    christian christina christine christopher clara claude claudia claudio colin cristina cynthia dan daniel daniela
    danielle david deborah denis diana diane diego dina dominique donald doris dorothy edgar edith edna eduard
    eduardo edward elena elias elisa eliseo elizabeth ellen elsa emanuel emily emma enrique eric erica ernesto
    esteban esther eugenia eva evelyn fabian fabio fatima felipe felix fernanda fernando fidel francesca francis
    francisca francisco francois frank fred gabriel gabriela gary george gerald gerard gerardo gilberto gina
    giovanni gladys gloria gonzalo grace graciela graham greg gregorio guillermo gustavo hannah harold harry hector
    helen helena henri henry hernan hilda hugo ignacio ines irene iris irma isaac isabel isabella ismael ivan jack
    jacob jacqueline jacques jaime james jan jane janet javier jean jeanne jeff jennifer jessica jesus jim joan joao
    joaquin joe john johnny jonathan jorge jose joseph josephine juan juana judith julia julian juliana julie julien
    julieta julio karen karim karl kate katherine kathryn keith kelly kenneth kevin laura laurent leonardo leonor
    leticia lilian liliana linda lionel lisa lola lorena louis louise lourdes lucas lucia luis luisa luiz luz lydia
    madeleine magdalena manuel manuela marc marcel marcela marcelo marcia marco marcos margaret margarita maria
    mariana marie marina mario marisol mark marlene marta martha martin mary mateo mathieu matthew maurice mauricio
    maximo melissa mercedes michael michel michelle miguel miriam moises monica monique nadia nancy natalia natalie
    nathan nelson nicolas nicole nora norma octavio olga oliver olivia omar oscar pablo pamela pascal patricia
    patrick paul paula paulo pedro peter philip philippe pierre rachel rafael ramon raquel raul raymond rebecca
    regina rene ricardo richard rita robert roberta roberto rodolfo rodrigo rogelio roger roland rolando romain
    ronald rosa rosario roxana ruben ruth salvador samuel sandra sara sarah sebastian sergio sharon silvia simon
    sofia sonia sophie stephanie stephen steve steven susan susana sylvie tatiana teresa thomas tiago tim timothy
    tom tomas tony valentina valeria vanessa vera veronica vicente victor vincent virginie viviana walter wilfredo
    william ximena yolanda yvonne zoe
"""

FORENAMES = frozenset(_NAMES.split())
