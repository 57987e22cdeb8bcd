"""Whether a typed name or address means a person: accents, titles, order and hyphens do not matter."""

import re
import unicodedata

_TITLES = frozenset({"dr", "dre", "prof", "pr", "mr", "mrs", "ms", "mme", "mlle", "md", "phd"})
_APOSTROPHES = re.compile(r"['’‘ʼ`´]")
FEWEST_WORDS = 2
"""With one word in common, everybody called Ana would be meant."""


def words_of_name(name: str) -> frozenset[str]:
    """The words of a name as they are compared; a title alone counts as a name."""
    decomposed = unicodedata.normalize("NFKD", _APOSTROPHES.sub("", name))
    plain = "".join(letter for letter in decomposed if not unicodedata.combining(letter)).casefold()
    words = frozenset(re.findall(r"[^\W_]+", plain))
    return words - _TITLES or words


def means(typed: str, *, name: str, email: str) -> bool:
    """Whether ``typed`` is the address, the name, or (from two words on) the name with or without its middle."""
    if "@" in typed:
        return typed.strip().casefold() == email.casefold()
    asked, known = words_of_name(typed), words_of_name(name)
    if not asked or not known:
        return False
    shorter = min(asked, known, key=len)
    return asked == known or (len(shorter) >= FEWEST_WORDS and (asked <= known or known <= asked))
