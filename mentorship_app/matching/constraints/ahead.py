"""Peers are ahead of those they mentor."""

from collections.abc import Iterator

from mentorship_app.core.i18n import N_
from mentorship_app.core.phrases import Phrase
from mentorship_app.matching.constraints.answers import excluded_by
from mentorship_app.matching.constraints.base import Constraint, constraints
from mentorship_app.matching.facts import Facts, MenteeFacts, MentorFacts, Pair
from mentorship_app.matching.settings import Rules
from mentorship_app.mentoring import PairingKind


class Ahead(Constraint):
    """A peer is at least one training level above the mentee. Whose level is not known is kept from nobody."""

    key = "ahead"
    name = N_("Not a level ahead")

    def excludes(self, facts: Facts, rules: Rules) -> Iterator[Pair]:  # noqa: ARG002  it holds under any rules
        if facts.kind is PairingKind.PEER:
            yield from excluded_by(facts, _level, _level, _is_apart)

    def words(self, facts: Facts, mentee: MenteeFacts, mentor: MentorFacts) -> Phrase:
        return Phrase(
            N_("A peer is at least one level ahead: the mentee is in %(mentee)s, the mentor in %(mentor)s"),
            {"mentee": facts.word("level", mentee.level_code), "mentor": facts.word("level", mentor.level_code)},
        )


def _level(person: MenteeFacts | MentorFacts) -> int | None:
    return person.level


def _is_apart(mentee: int | None, mentor: int | None) -> bool:
    return mentee is not None and mentor is not None and mentor <= mentee


constraints.add(Ahead.key, Ahead())
