"""Words as they are compared in a search: without case, accents, apostrophes and hyphens, in any script.

Both databases compare only ASCII alike, so what is searched is stored folded, and what is typed is folded the same way.
"""

import unicodedata

_PLAIN = str.maketrans(
    {"ø": "o", "đ": "d", "ð": "d", "ł": "l", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th"}
    | dict.fromkeys("'’‘ʼʹ`´ʿʾ·.", "")
    | dict.fromkeys("-‐‑‒–—―_,;:/()", " ")
)
"""Letters that Unicode does not take apart, marks that people leave out, and marks that part two words."""
_INVISIBLE = frozenset({"Mn", "Me", "Cf"})
"""Accents, vowel signs, and characters that only direct the writing."""


def searchable(*texts: str) -> str:
    """The words of ``texts`` as they are stored beside them: ``Zoë O’Brien-Łask`` gives ``zoe obrien lask``."""
    taken_apart = unicodedata.normalize("NFKD", " ".join(texts)).casefold()
    # Once more: folding the case of some letters gives accents anew.
    letters = unicodedata.normalize("NFKD", taken_apart)
    plain = "".join(sign for sign in letters if unicodedata.category(sign) not in _INVISIBLE).translate(_PLAIN)
    return " ".join(plain.split())


def search_words(typed: str) -> list[str]:
    """The words that must all be found; none if nothing was typed."""
    return searchable(typed).split()
