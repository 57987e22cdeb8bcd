"""People by what they answered: so many pairs are judged at once as there are different answers."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator
from typing import TypeVar

from mentorship_app.matching.facts import Facts, MenteeFacts, MentorFacts, Pair

Asked = TypeVar("Asked", bound=Hashable)
Offered = TypeVar("Offered", bound=Hashable)
Answer = TypeVar("Answer", bound=Hashable)


def excluded_by(
    facts: Facts,
    of_mentee: Callable[[MenteeFacts], Asked],
    of_mentor: Callable[[MentorFacts], Offered],
    is_apart: Callable[[Asked, Offered], bool],
) -> Iterator[Pair]:
    """The pairs whose two answers keep them apart; each two answers are looked at once."""
    mentees = _grouped((of_mentee(one), one.id) for one in facts.mentees)
    mentors = _grouped((of_mentor(one), one.id) for one in facts.mentors)
    for asked, looking in mentees.items():
        for offered, offering in mentors.items():
            if is_apart(asked, offered):
                for mentee in looking:
                    for mentor in offering:
                        yield mentee, mentor


def _grouped(people: Iterable[tuple[Answer, str]]) -> dict[Answer, list[str]]:
    found: dict[Answer, list[str]] = defaultdict(list)
    for answer, person in people:
        found[answer].append(person)
    return found
