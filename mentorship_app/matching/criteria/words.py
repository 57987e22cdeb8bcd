"""Words that people wrote freely, made comparable: no accents, no case, nothing that everybody writes.

Whole words are compared, never parts of them, and only words of four letters or more.
"""

import unicodedata
from functools import lru_cache

FEWEST_LETTERS = 4

_EMPTY_ENGLISH = """
about after also always another because become becoming before being best better both build building care choice
choices choose come could deal does during each early every explore feel field fields find finding first from gain
give good great have having help helping improve improving into interest interested interests just keep kind kinds
know learn learning like long look looking make making matter matters maybe more most much need other over part path
people perhaps plan possible probably question questions really right should skill skills some somebody someone
something start still such sure take than that their them then there they thing things think this through time
toward towards under understand very want well what when where which while will with within without work working
would year years your
"""
_EMPTY_FRENCH = """
aider aimer aimerais ameliorer annee annees apprendre apres aussi autre autres avant avec avoir besoin bien bonne
bons celle cette chercher chez choisir choix chose choses comme comment comprendre connaitre dans decouvrir depuis
deux devenir developper domaine domaines donc elle elles encore entre etre faire fois genre idee interesse interet
interets leur leurs lieu mais mettre mieux moins moyen notre nous parce parler partie pendant peut plus plusieurs
pour pouvoir premier premiere prendre presque quand quel quelle quelles quelque quelqu quels sais sans savoir selon
sera sous souvent sujet sujets temps toujours tous tout toute toutes travail travailler tres trop trouver type types
vers veux voir voudrais votre vous
"""
_SAID_BY_ALL = """
clinic clinical clinique cliniques doctor doctors fellow formation general generale health hopital hospital medecin
medecine medical medicale medicales medicaux medicine physician physicians practice practices pratique pratiques
program programme residence residency resident residente residents sante soins specialite specialties specialty
trained training
"""
UNTOLD = frozenset(f"{_EMPTY_ENGLISH} {_EMPTY_FRENCH} {_SAID_BY_ALL}".split())
"""Words, without accents, that tell two people of medicine apart from nobody."""


@lru_cache(maxsize=4096)
def telling_words(text: str) -> tuple[tuple[str, str], ...]:
    """The words of a text that say something, each once: as it is compared, and as it was written."""
    found: dict[str, str] = {}
    for written in _split(text):
        compared = folded(written)
        if len(compared) >= FEWEST_LETTERS and compared.isalpha() and compared not in UNTOLD:
            found.setdefault(compared, written)
    return tuple(found.items())


def compared(*texts: str) -> frozenset[str]:
    """All telling words of some texts, as they are compared."""
    return frozenset(word for text in texts for word, _written in telling_words(text))


def folded(text: str) -> str:
    """Without accents, case and ligatures, spaces made one: ``Cœur  Énorme`` gives ``coeur enorme``."""
    small = unicodedata.normalize("NFKD", text.casefold().replace("œ", "oe").replace("æ", "ae"))
    return " ".join("".join(letter for letter in small if not unicodedata.combining(letter)).split())


def _split(text: str) -> list[str]:
    # Composed first: an accent that stands for itself would part its word.
    whole = unicodedata.normalize("NFC", text)
    return "".join(letter if letter.isalnum() else " " for letter in whole).split()
