"""Things that bear a place's name and come from anywhere: food, animals, tools. Two words each, folded.

The first or the second word is the place's; between them may stand "of" with an article.
"""

from __future__ import annotations

_PAIRS = """
    afghan hound, alfombra persa, bain turc, banho turco, bano turco, banos turcos, bengal tiger,
    berger allemand, bergers allemands, bermuda shorts, bologna sausage, boneca russa, boston terrier,
    brazil nut, brazil nuts, brussels sprout, brussels sprouts, bulldog frances, cafe irlandes, cafe turc,
    cafe turco, canada geese, canada goose, castanha para, cayenne pepper, chat persan, chat siamois,
    chats persans, chave inglesa, chile pepper, chile peppers, chili pepper, chinese checkers, chinese lantern,
    chinese lanterns, chinese whispers, chou bruxelles, choux bruxelles, cle anglaise, clef anglaise,
    cochon inde, cochons inde, col bruselas, coles bruselas, conejillo indias, conejillos indias,
    couteau suisse, couve bruxelas, couves bruxelas, crema inglesa, creme anglaise, cuban heels,
    cuban sandwich, cuento chino, dalmatian dog, danish pastries, danish pastry, dogue alemao, dutch courage,
    dutch oven, encre chine, english breakfast, english muffin, english muffins, ensalada griega,
    ensalada rusa, ensaladilla rusa, french bean, french beans, french bulldog, french dressing, french fries,
    french horn, french kiss, french press, french toast, french window, french windows, gato persa,
    gato siames, gatos persas, gatos siameses, german shepherd, german shepherds, gran danes, greek salad,
    greek yoghurt, greek yogurt, gripe espanhola, gripe espanola, grippe espagnole, guinea fowl, guinea pig,
    guinea pigs, horno holandes, indian ink, indian summer, iogurte grego, irish coffee, irish setter,
    irish stew, italian dressing, japanese knotweed, jersey cow, jersey cows, jordan almonds,
    labrador retriever, lima bean, lima beans, llave inglesa, manila envelope, marrons inde, masaje sueco,
    masaje tailandes, massagem sueca, mexican standoff, mexican wave, molho ingles, montagnes russes,
    montana rusa, montanas rusas, montanha russa, muneca rusa, negocio china, noix bresil, norway maple,
    norway rat, norway spruce, nueces brasil, nuez brasil, pan frances, panama hat, panama hats, pao frances,
    pastor aleman, pastor alemao, pastores alemaes, pastores alemanes, peking duck, persian carpet,
    persian cat, persian cats, persian rug, piment cayenne, pimenta caiena, pimienta cayena, porquinho india,
    porquinhos india, poupee russe, poupees russes, queijo suico, repollitos bruselas, roleta russa,
    roman numerals, roulette russe, ruleta rusa, russian doll, russian dolls, russian roulette, russian salad,
    salada grega, salada russa, salade grecque, salade russe, salsa inglesa, scotch tape, scotch whisky,
    scottish terrier, siamese cat, siamese cats, siamese twins, sombrero panama, spanish flu, spanish omelette,
    swedish massage, swiss army, swiss chard, swiss cheese, swiss roll, tabasco sauce, tapete persa,
    tapis persan, tete turc, thai massage, tinta china, tortilla espanola, tortilla francesa, tostada francesa,
    tostadas francesas, turkish bath, turkish coffee, turkish delight, turkish towel, vienna sausage,
    welsh corgi, worcestershire sauce, yaourt grec, yogur griego, yorkshire terrier
"""
FIXED_NAMES = frozenset(tuple(pair.split()) for pair in _PAIRS.split(","))
