"""A stable matching: no mentee and mentor who would both rather have each other than whom they have.

Deferred acceptance, the mentees asking (Gale & Shapley, College admissions and the stability of marriage, American
Mathematical Monthly 69, 1962): among all stable matchings it gives every mentee who wants one mentor the best that any
of them gives (their theorem 2), whoever asks first. Mentors hold as many as they have places, mentees as many as they
want; a set is liked by whom is in it, one by one ("responsive": Roth & Sotomayor, Two-sided matching, 1990, chapters 5
and 6). The same mentees find a mentor, and the same places stay free, in every stable matching (Roth, The evolution of
the labor market for medical interns and residents, Journal of Political Economy 92, 1984), as long as nobody is
indifferent.

Who likes two people alike takes them in the order of their ids. What comes out is then weakly stable: no two people
would *both* be strictly better off with each other (Irving, Stable marriage and indifference, Discrete Applied
Mathematics 48, 1994).
"""

from __future__ import annotations

from heapq import heappush, heapreplace
from typing import TYPE_CHECKING

from mentorship_app.matching.solving.preferences import Preferences, preferences
from mentorship_app.matching.solving.problem import Pair, Problem
from mentorship_app.matching.solving.wishes import Bars, wishes

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator


def stable_pairs(problem: Problem, known: Preferences | None = None) -> tuple[Pair, ...]:
    """A weakly stable matching among those with every locked pair, sorted; mentee-optimal where nobody is indifferent.

    Smallest loads and mentees who are kept together or apart are not looked at. ``known``: the preferences, where they
    were worked out already. Takes at most mentees × mentors steps.
    """
    known = known or preferences(problem)
    wants = [min(mentee.wants, len(known.mentors)) for mentee in known.mentees]
    places = [mentor.capacity for mentor in known.mentors]
    for mentee, mentor in problem.locked:
        wants[known.mentee_at[mentee]] -= 1
        places[known.mentor_at[mentor]] -= 1
    made = {
        (known.mentees[row].id, known.mentors[column].id)
        for row, column in _accepted(known, wants, places, problem.forbidden | problem.locked)
    }
    return tuple(sorted(made | problem.locked))


def _accepted(
    known: Preferences, wants: list[int], places: list[int], left_out: Collection[Pair]
) -> Iterator[tuple[int, int]]:
    """Let every mentee ask one mentor after the other; gives rows and columns. Who asks first makes no difference."""
    import numpy as np  # noqa: PLC0415  only who solves needs it

    # Of each mentor a heap of (how much liked, -row): on top who would go first, so the larger of two equal ids.
    held: list[list[tuple[float, int]]] = [[] for _mentor in places]
    bars = Bars(np.array([-np.inf if free > 0 else np.inf for free in places]), np.zeros(len(places), np.intp))
    asking = wishes(known, left_out, bars)
    for first in _most_liked_first(known):
        waiting = [first] * wants[first]
        while waiting:
            row = waiting.pop()
            for column, liking in asking[row]:
                heap, offer = held[column], (liking, -row)
                if len(heap) < places[column]:
                    heappush(heap, offer)
                elif heap and offer > heap[0]:
                    _liking, behind = heapreplace(heap, offer)
                    waiting.append(-behind)
                else:
                    continue
                if len(heap) == places[column]:
                    bars.least[column], bars.before[column] = heap[0][0], -heap[0][1]
                break
    return ((-behind, column) for column, heap in enumerate(held) for _liking, behind in heap)


def _most_liked_first(known: Preferences) -> list[int]:
    """All rows. Whoever asks first, the pairs are the same; so there are fewer of whom a mentor lets go."""
    import numpy as np  # noqa: PLC0415  only who solves needs it

    if not known.mentors:
        return []
    liked = np.maximum(known.of_mentor, 0).sum(axis=1)
    order: list[int] = (-liked).argsort(kind="stable").tolist()
    return order
