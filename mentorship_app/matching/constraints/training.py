"""Training as a mentor, where a program requires it."""

from collections.abc import Iterator

from mentorship_app.core.i18n import N_
from mentorship_app.core.phrases import Phrase
from mentorship_app.matching.constraints.base import Constraint, constraints
from mentorship_app.matching.facts import Facts, MenteeFacts, MentorFacts, Pair
from mentorship_app.matching.settings import Rules


class Training(Constraint):
    """Only mentors of whom it is known that they were trained. Pairs that run already go on."""

    key = "training"
    name = N_("Required training is missing")
    allows_exception = True

    def excludes(self, facts: Facts, rules: Rules) -> Iterator[Pair]:
        if rules.needs_training:
            standing = frozenset(facts.standing)
            for mentor in facts.mentors:
                if not mentor.trained:
                    pairs = ((mentee.id, mentor.id) for mentee in facts.mentees)
                    yield from (pair for pair in pairs if pair not in standing)

    def words(self, facts: Facts, mentee: MenteeFacts, mentor: MentorFacts) -> Phrase:  # noqa: ARG002  it is about the mentor alone
        if mentor.trained is None:
            return Phrase(N_("It is not known whether the mentor was trained"))
        return Phrase(N_("The mentor was not trained yet"))


constraints.add(Training.key, Training())
