"""What a language's analysis needs to know: its stemmer, stop words and endings.

Words are folded as `analysis.fold` folds them. Words such as "off", "out" and "up" are no
stop words here: "sign out" and "set up" would be lost.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Language:
    """`endings` may be cut from a word that the site does not know, to find one it does."""

    stemmer: str
    stop_words: frozenset[str] = frozenset()
    endings: tuple[str, ...] = ()


def _language(stemmer: str, stop_words: str, endings: str) -> Language:
    longest_last = sorted(endings.split(), key=lambda ending: (len(ending), ending))
    return Language(stemmer, frozenset(stop_words.split()), tuple(longest_last))


LANGUAGES: dict[str, Language] = {
    "en": _language(
        "english",
        "a about after again all also am an and any are arent as at be because been before being "
        "but by can cannot cant could couldnt did didnt do does doesnt doing done dont each else "
        "even ever every for from get gets getting got had hadnt has hasnt have havent having he "
        "hello help her here hers hi him his how i id if im in into is isnt it its ive just know "
        "let like ll many may me might more most much must my need no not of ok on one only or "
        "other our ours please re s same shall she should shouldnt so some still such t tell than "
        "thank thanks that thats the their theirs them then there these they thing this those to "
        "too try trying us use using ve very via want was wasnt way we were what whats when where "
        "which while who whom whose why will with within without wont would wouldnt yes yet you "
        "your yours d m",
        "s es d ed r er ers ing ings ly al ally ment ments ion ions able ability ness",
    ),
    "de": _language(
        "german",
        "ab aber alle allem allen aller alles als also am an ander andere anderen auch auf aus bei "
        "bin bis bist bitte da damit dann das dass dein deine dem den denn der des dich die dies "
        "diese diesem diesen dieser dieses dir doch dort du durch ein eine einem einen einer eines "
        "er es etwas euch euer fur gegen habe haben hallo hat hatte hatten hier hin ich ihm ihn "
        "ihnen ihr ihre im in indem ins ist jede jeden jeder jedes jetzt kann kannst kein keine "
        "konnen konnte man mein meine meinem meinen meiner mich mir mit mochte muss mussen nach "
        "nicht nichts noch nun nur ob oder ohne sehr sein seine sich sie sind so soll sollen "
        "sollte sondern sonst uber um und uns unser unter viel vom von vor wann war waren warum "
        "was weil welche welcher welches wenn wer werde werden wie wieder will wir wird wo wohl "
        "wurde wurden zu zum zur zwischen",
        "e n s en er es em ern et te ten ung ungen bar lich keit",
    ),
    "fr": _language(
        "french",
        "a ai ainsi as au aucun aussi aux avais avait avec avez avoir avons bonjour c ca car ce "
        "ceci cela ces cet cette chez comme comment d dans de des deux donc dont du elle elles en "
        "entre es est et etait etais etes etre eu eux fait faire faut il ils j je l la le les leur "
        "leurs lui m ma mais me meme mes mon n ne nos notre nous on ont ou par pas peut peux plus "
        "pour pourquoi puis puisje qu quand que quel quelle quelles quels qui quoi s sa sans se "
        "ses si sont son suis sur t ta te tes toi ton tous tout toute toutes tres tu un une vers "
        "veux vos votre vous y",
        "s e es x er ez ent ant ons ait ais ees ement ements tion tions eur eurs",
    ),
    "es": _language(
        "spanish",
        "a al algo ante antes como con cual cuales cuando cuanto de del desde donde e el ella "
        "ellas ellos en entre era es esa esas ese eso esos esta estaba estan estas este esto estos "
        "estoy favor fue ha hace hacer han hasta hay he hola la las le les lo los mas me mi mis "
        "mucho muy nada ni no nos nosotros o os otra otro para pero poco por porque puede puedo "
        "que quien quiero se sea ser si sin sobre son soy su sus tambien te tengo tiene toda todas "
        "todo todos tu tus un una uno unos y ya yo",
        "s a o as os es ar er ir an en ado ada ados adas ando iendo cion ciones mente",
    ),
    "it": _language(
        "italian",
        "a ad agli ai al alla alle allo anche avere c che chi ci come con cosa cui d da dai dal "
        "dalla dalle dei del della delle dello di dove e ed era essere fare gli ha hanno ho i il "
        "in io l la le lei li lo loro lui ma me mi mia mie mio molto ne negli nei nel nella nelle "
        "noi non nostro o ogni per perche piu posso puo quale quando quanto quella quelle quelli "
        "quello questa queste questi questo qui s se sei si sia sono su sua sue sul sulla suo "
        "suoi ti tra tu tua tuo tutti tutto un una uno vi voglio voi vorrei",
        "a e i o re ta te ti to ato ata ati ate are ere ire ando endo zione zioni mente",
    ),
    "pt": _language(
        "portuguese",
        "a ao aos as ate como com da das de dela dele do dos e ela elas ele eles em entre era essa "
        "esse esta estao estou este eu foi ha isso isto ja la lhe mais mas me mesmo meu meus minha "
        "minhas muito na nao nas nem no nos nossa nosso o ola onde os ou para pela pelo por porque "
        "posso pode qual quando que quem quero se sem ser seu seus so sua suas tambem te tem tenho "
        "ter teu tu tua um uma voce voces",
        "s a o as os es ar er ir am em ado ada ados adas ando endo cao coes mente",
    ),
    "nl": _language(
        "dutch",
        "aan al alle als ben bij daar dan dat de der deze die dit doen door dus een en er geen "
        "graag haar had hallo hebben hebt heb heeft hem het hier hij hoe hun ik in is ja je jij "
        "jouw jullie kan kun kunnen maar me meer men met mij mijn moet moeten na naar niet niets "
        "nog nu of om omdat ons onze ook op over te tegen toch toen tot u uit uw van veel voor "
        "waar waarom want was wat we wel welke werd wie wij wil willen word worden wordt ze zelf "
        "zich zij zijn zo zonder zou",
        "s e n en er t te de den ing ingen",
    ),
    "sv": Language("swedish"),
    "da": Language("danish"),
    "nb": Language("norwegian"),
    "nn": Language("norwegian"),
    "no": Language("norwegian"),
    "fi": Language("finnish"),
    "ru": Language("russian"),
    "pl": Language("polish"),
    "cs": Language("czech"),
    "tr": Language("turkish"),
    "ro": Language("romanian"),
    "hu": Language("hungarian"),
    "ca": Language("catalan"),
    "el": Language("greek"),
    "ar": Language("arabic"),
    "id": Language("indonesian"),
}
