"""Whether somebody's own words stand in a text: a comment is summed up, never printed as it was written."""

import re
import unicodedata
from collections.abc import Iterable, Sequence

RUN = 6
"""So many words in a row, and the writer of a comment could be known by them."""
FEWEST = 4
"""A comment of fewer words says nothing that others would not say in the same words."""


def stands_word_for_word(text: str, comments: Iterable[str]) -> bool:
    """Whether six words in a row of a comment, or all of a shorter one, stand in ``text``.

    Case, accents, punctuation and the width of gaps are passed over, so that a changed comma does not make a quote
    an edited one.
    """
    words = words_in(text)
    if len(words) < FEWEST:
        return False
    runs = {length: _runs(words, length) for length in range(FEWEST, RUN + 1)}
    return any(_is_in(words_in(comment), runs) for comment in comments)


def words_in(text: str) -> list[str]:
    """The words of a text without case, accents and punctuation. Both parts of ``l’équipe`` are words."""
    bare = "".join(sign for sign in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(sign))
    return re.findall(r"[^\W_]+", bare)


def _runs(words: Sequence[str], length: int) -> set[tuple[str, ...]]:
    return {tuple(words[start : start + length]) for start in range(len(words) - length + 1)}


def _is_in(words: list[str], runs: dict[int, set[tuple[str, ...]]]) -> bool:
    if len(words) < FEWEST:
        return False
    length = min(RUN, len(words))
    return not runs[length].isdisjoint(_runs(words, length))
