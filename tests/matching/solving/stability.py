"""What stability means, said plainly, and slowly."""

from collections import Counter
from collections.abc import Collection, Iterator
from itertools import product

from mentorship_app.matching.solving.problem import Mentee, Mentor, Pair, Problem


def liking(problem: Problem, of_mentee: bool, mentee: Mentee, mentor: Mentor) -> float | None:
    """How much one likes the other; None for whom they would not have."""
    ranking, other = (mentee.ranking, mentor.id) if of_mentee else (mentor.ranking, mentee.id)
    if ranking is not None:
        return -ranking.index(other) if other in ranking else None
    return float(problem.fit[problem.mentees.index(mentee), problem.mentors.index(mentor)])


def blocking_by_definition(problem: Problem, pairs: Collection[Pair]) -> Iterator[Pair]:
    mentees = {mentee.id: mentee for mentee in problem.mentees}
    mentors = {mentor.id: mentor for mentor in problem.mentors}
    for pair in sorted(product(mentees, mentors)):
        if pair in pairs or pair in problem.forbidden:
            continue
        mentee, mentor = mentees[pair[0]], mentors[pair[1]]
        theirs = [one for one in pairs if one[0] == mentee.id]
        yes = would_leave(problem, True, pair, theirs, mentee.wants, mentees, mentors)
        theirs = [one for one in pairs if one[1] == mentor.id]
        if yes and would_leave(problem, False, pair, theirs, mentor.capacity, mentees, mentors):
            yield pair


def would_leave(
    problem: Problem,
    of_mentee: bool,
    pair: Pair,
    theirs: Collection[Pair],
    most: int,
    mentees: dict[str, Mentee],
    mentors: dict[str, Mentor],
) -> bool:
    wished = liking(problem, of_mentee, mentees[pair[0]], mentors[pair[1]])
    if wished is None:
        return False
    if len(theirs) < most:
        return True
    has = [liking(problem, of_mentee, mentees[e], mentors[r]) for e, r in theirs if (e, r) not in problem.locked]
    return any(one is None or one < wished for one in has)


def is_stable(problem: Problem, pairs: Collection[Pair]) -> bool:
    return not any(blocking_by_definition(problem, pairs))


def is_kept(problem: Problem, pairs: Collection[Pair]) -> bool:
    """Whether all rules are kept that stable matchings keep, and nobody has somebody they did not rank."""
    of_mentees, of_mentors = Counter(mentee for mentee, _ in pairs), Counter(mentor for _, mentor in pairs)
    mentees = {mentee.id: mentee for mentee in problem.mentees}
    mentors = {mentor.id: mentor for mentor in problem.mentors}
    return (
        len(set(pairs)) == len(pairs)
        and problem.locked <= set(pairs)
        and not problem.forbidden & set(pairs)
        and all(number <= mentees[mentee].wants for mentee, number in of_mentees.items())
        and all(number <= mentors[mentor].capacity for mentor, number in of_mentors.items())
        and all(
            liking(problem, side, mentees[mentee], mentors[mentor]) is not None
            for mentee, mentor in set(pairs) - problem.locked
            for side in (True, False)
        )
    )
