"""How much of what one side wished the other offers: one pair at a time, or everybody at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, TypeAlias

from mentorship_app.matching.facts import Facts

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Words: TypeAlias = frozenset[str]


def share_of(wished: Sequence[str], offered: Sequence[str] | None, *, unknown: float) -> float | None:
    """The share of ``wished`` that is offered, 0–1; None for no wish, ``unknown`` where nothing is known of offers."""
    if not wished:
        return None
    if offered is None:
        return unknown
    asked = set(wished)
    return len(asked & set(offered)) / len(asked)


def share_matrix(facts: Facts, question: str, *, unknown: float) -> NDArray[np.float64]:
    """:func:`share_of` for everybody, mentees × mentors."""
    wished = [[frozenset({code}) for code in set(mentee.said.get(question, ()))] for mentee in facts.mentees]
    named = [mentor.said.get(question) for mentor in facts.mentors]
    return met_matrix(wished, [None if codes is None else frozenset(codes) for codes in named], unknown=unknown)


def met(wishes: Sequence[Words], offered: Words | None, *, unknown: float) -> float | None:
    """The share of wishes of which at least one word is offered; None without a wish, ``unknown`` for no offer."""
    if not wishes:
        return None
    return unknown if offered is None else sum(not wish.isdisjoint(offered) for wish in wishes) / len(wishes)


def met_matrix(
    wishes: Sequence[Sequence[Words]], offers: Sequence[Words | None], *, unknown: float
) -> NDArray[np.float64]:
    """:func:`met` for everybody, by one product of two thin tables of who named which word."""
    import numpy as np  # noqa: PLC0415  a web worker that only looks at pairs never loads it
    from scipy.sparse import csr_array  # noqa: PLC0415  as above

    single = [wish for mine in wishes for wish in mine]
    place = {word: number for number, word in enumerate(sorted(frozenset().union(*single)))}
    wished = _incidence(single, place)
    offered = _incidence([words or frozenset() for words in offers], place)
    met_by = (wished @ offered.T).sign()
    asked = np.array([len(mine) for mine in wishes], dtype=np.float64)
    starts = np.concatenate(([0], np.cumsum(asked))).astype(np.int64)
    of_whom = csr_array((np.ones(len(single)), np.arange(len(single)), starts), shape=(len(wishes), len(single)))
    asked[asked == 0] = np.nan
    shares: NDArray[np.float64] = (of_whom @ met_by).toarray() / asked[:, None]
    silent = np.array([words is None for words in offers], dtype=bool)
    shares[np.ix_(~np.isnan(asked), silent)] = unknown
    return shares


def _incidence(rows: Sequence[Iterable[str]], place: dict[str, int]) -> Any:
    """Rows × words, 1 where the row has the word: a sparse array, which has no type of its own yet."""
    import numpy as np  # noqa: PLC0415  a web worker that only looks at pairs never loads it
    from scipy.sparse import csr_array  # noqa: PLC0415  as above

    found = [[place[word] for word in row if word in place] for row in rows]
    starts = np.concatenate(([0], np.cumsum([len(columns) for columns in found]))).astype(np.int64)
    columns = np.array([column for row in found for column in row], dtype=np.int64)
    return csr_array((np.ones(len(columns)), columns, starts), shape=(len(rows), len(place)))
