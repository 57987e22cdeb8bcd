"""Whom everybody would rather have: what deferred acceptance and the search for blocking pairs read."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from math import inf
from typing import TYPE_CHECKING

from mentorship_app.matching.solving.problem import Mentee, Mentor, Pair, Problem

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True, eq=False)
class Preferences:
    """Both sides in the order of their ids, and how much each would like each: mentees × mentors, higher is better.

    A person with a ranking likes the last in it 1, the one before 2 and so on, and would have nobody else (-inf); one
    without goes by fit. Equal numbers are ties. Forbidden pairs are not marked here.
    """

    mentees: tuple[Mentee, ...]
    mentors: tuple[Mentor, ...]
    fit: NDArray[np.float64]

    @cached_property
    def mentee_at(self) -> Mapping[str, int]:
        """Rows by id."""
        return {mentee.id: row for row, mentee in enumerate(self.mentees)}

    @cached_property
    def mentor_at(self) -> Mapping[str, int]:
        """Columns by id."""
        return {mentor.id: column for column, mentor in enumerate(self.mentors)}

    @cached_property
    def of_mentee(self) -> NDArray[np.float64]:
        """How much the mentee of the row likes the mentor of the column; ``fit`` itself where nobody ranks."""
        return _by_ranking(self.fit, self.mentees, self.mentor_at)

    @cached_property
    def of_mentor(self) -> NDArray[np.float64]:
        """How much the mentor of the column likes the mentee of the row; ``fit`` itself where nobody ranks."""
        import numpy as np  # noqa: PLC0415  only who solves needs it

        return np.ascontiguousarray(_by_ranking(self.fit.T, self.mentors, self.mentee_at).T)

    def mentee_likes(self, mentee: str, mentor: str) -> float:
        """The entry of ``of_mentee`` for one pair, without working out the whole of it."""
        row = self.mentee_at[mentee]
        ranking = self.mentees[row].ranking
        if ranking is None:
            return float(self.fit[row, self.mentor_at[mentor]])
        return float(len(ranking) - ranking.index(mentor)) if mentor in ranking else -inf

    def mutual(self, row: int) -> NDArray[np.bool_]:
        """Which mentors and the mentee of the row would have each other at all."""
        import numpy as np  # noqa: PLC0415  only who solves needs it

        ranking = self.mentees[row].ranking
        liked = np.full(len(self.mentors), ranking is None)
        liked[[self.mentor_at[mentor] for mentor in ranking or ()]] = True
        mutual: NDArray[np.bool_] = liked & (self.of_mentor[row] > -inf)
        return mutual

    def places(self, pairs: Collection[Pair]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        """The rows and columns of pairs."""
        import numpy as np  # noqa: PLC0415  only who solves needs it

        rows = np.fromiter((self.mentee_at[mentee] for mentee, _mentor in pairs), np.intp, len(pairs))
        columns = np.fromiter((self.mentor_at[mentor] for _mentee, mentor in pairs), np.intp, len(pairs))
        return rows, columns


def preferences(problem: Problem) -> Preferences:
    """The preferences of both sides. Reading them raises KeyError where a ranking names somebody who is not there."""
    rows = sorted(range(len(problem.mentees)), key=lambda row: problem.mentees[row].id)
    columns = sorted(range(len(problem.mentors)), key=lambda column: problem.mentors[column].id)
    fit = problem.fit.reshape(len(rows), len(columns))
    if rows != sorted(rows) or columns != sorted(columns):
        fit = fit[rows][:, columns]
    mentees = tuple(problem.mentees[row] for row in rows)
    return Preferences(mentees, tuple(problem.mentors[column] for column in columns), fit)


def _by_ranking(
    fit: NDArray[np.float64], people: Sequence[Mentee | Mentor], at: Mapping[str, int]
) -> NDArray[np.float64]:
    """``fit``, people in rows, with the rows of those who rank taken from their rankings."""
    import numpy as np  # noqa: PLC0415  only who solves needs it

    rankings = {row: person.ranking for row, person in enumerate(people) if person.ranking is not None}
    if not rankings:
        return fit
    liking = fit.copy() if len(rankings) < len(people) else np.empty(fit.shape)
    liking[list(rankings)] = -np.inf
    lengths = np.fromiter(map(len, rankings.values()), np.intp, len(rankings))
    ranked = np.fromiter(map(at.__getitem__, chain.from_iterable(rankings.values())), np.intp, lengths.sum())
    # Of a ranking of three: 3, 2, 1.
    worth = np.repeat(lengths.cumsum(), lengths) - np.arange(len(ranked))
    liking[np.repeat(np.fromiter(rankings, np.intp, len(rankings)), lengths), ranked] = worth
    return liking
