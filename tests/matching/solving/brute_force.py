"""Every matching of a tiny instance, one by one, and the best of them: written from the words of the goals alone."""

from collections.abc import Iterator
from fractions import Fraction
from itertools import chain, combinations

from mentorship_app.matching.solving.problem import GOALS, Goal, Pair, Problem

Value = tuple[object, ...]


def every_matching(problem: Problem) -> Iterator[tuple[Pair, ...]]:
    """All matchings that keep every rule."""
    mentors = [mentor.id for mentor in problem.mentors]
    left = {mentor.id: mentor.capacity for mentor in problem.mentors}
    choices = []
    for mentee in problem.mentees:
        allowed = [mentor for mentor in mentors if (mentee.id, mentor) not in problem.forbidden]
        locked = {mentor for person, mentor in problem.locked if person == mentee.id}
        sets = chain.from_iterable(combinations(allowed, size) for size in range(mentee.wants + 1))
        choices.append([chosen for chosen in sets if locked <= set(chosen)])

    def rest(position: int, made: tuple[Pair, ...]) -> Iterator[tuple[Pair, ...]]:
        if position == len(choices):
            yield made
            return
        mentee = problem.mentees[position].id
        for chosen in choices[position]:
            if all(left[mentor] > 0 for mentor in chosen):
                for mentor in chosen:
                    left[mentor] -= 1
                yield from rest(position + 1, (*made, *((mentee, mentor) for mentor in chosen)))
                for mentor in chosen:
                    left[mentor] += 1

    return (made for made in rest(0, ()) if _keeps_the_rest(problem, made))


def _keeps_the_rest(problem: Problem, made: tuple[Pair, ...]) -> bool:
    of = {mentee.id: {b for a, b in made if a == mentee.id} for mentee in problem.mentees}
    loads = [b for _, b in made]
    return (
        all(loads.count(mentor.id) >= mentor.min_load for mentor in problem.mentors if mentor.min_load)
        and all(of[a] == of[b] for a, b in problem.together)
        and not any(of[a] & of[b] for a, b in problem.apart)
    )


class Scale:
    """What matchings of one instance are worth, larger is better, in the order of its goals. Fits count as the
    decimals they show."""

    def __init__(self, problem: Problem) -> None:
        self.several = any(mentee.wants > 1 for mentee in problem.mentees)
        self.order = [*problem.goals, *(goal for goal in GOALS if goal not in problem.goals)]
        self.fit = {
            (mentee.id, mentor.id): int(Fraction(repr(float(problem.fit[j, i]))) * 10**9)
            for j, mentee in enumerate(problem.mentees)
            for i, mentor in enumerate(problem.mentors)
        }

    def value(self, pairs: tuple[Pair, ...]) -> Value:
        fits = [self.fit[pair] for pair in pairs]
        mentors = [mentor for _, mentor in pairs]
        values = {
            Goal.MATCHED: (len({mentee for mentee, _ in pairs}), len(pairs) if self.several else 0),
            Goal.WORST_OFF: (bool(fits), min(fits, default=0)),
            Goal.TOTAL: sum(fits),
            Goal.EVEN_LOAD: -sum(mentors.count(mentor) ** 2 for mentor in set(mentors)),
        }
        return tuple(values[goal] for goal in self.order)


def value(problem: Problem, pairs: tuple[Pair, ...]) -> Value:
    """What these pairs are worth."""
    return Scale(problem).value(pairs)


def best_value(problem: Problem) -> Value | None:
    """The best there is; None where nothing keeps every rule."""
    scale = Scale(problem)
    return max(map(scale.value, every_matching(problem)), default=None)
