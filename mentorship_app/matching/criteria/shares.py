"""How much of what one side wished the other offers: one pair at a time, or everybody at once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from mentorship_app.matching.facts import Facts

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


def share_of(wished: Sequence[str], offered: Sequence[str] | None, *, unknown: float) -> float | None:
    """The share of ``wished`` that is offered, 0–1; None for no wish, ``unknown`` where nothing is known of offers."""
    if not wished:
        return None
    return unknown if offered is None else sum(code in offered for code in wished) / len(wished)


def share_matrix(facts: Facts, question: str, *, unknown: float) -> NDArray[np.float64]:
    """:func:`share_of` for everybody, mentees × mentors, by one product of two tables of who named what."""
    import numpy as np  # noqa: PLC0415  a web worker that only looks at pairs never loads it

    wished = [mentee.said.get(question, ()) for mentee in facts.mentees]
    offered = [mentor.said.get(question) for mentor in facts.mentors]
    codes = {code: place for place, code in enumerate(sorted({code for codes in wished for code in codes}))}
    wishes, offers = np.zeros((len(wished), len(codes))), np.zeros((len(offered), len(codes)))
    for row, named in enumerate(wished):
        wishes[row, [codes[code] for code in named]] = 1.0
    for row, named_or_none in enumerate(offered):
        offers[row, [codes[code] for code in named_or_none or () if code in codes]] = 1.0
    asked = np.array([len(named) for named in wished], dtype=np.float64)
    asked[asked == 0] = np.nan
    shares = (wishes @ offers.T) / asked[:, None]
    silent = np.array([named is None for named in offered], dtype=bool)
    shares[np.ix_(~np.isnan(asked), silent)] = unknown
    return shares
