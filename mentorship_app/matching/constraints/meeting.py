"""A way to meet that both named, and a place for it."""

from collections.abc import Iterator

from mentorship_app.core.i18n import N_, LocalizedText
from mentorship_app.core.phrases import Phrase
from mentorship_app.matching.constraints.answers import excluded_by
from mentorship_app.matching.constraints.base import Constraint, constraints
from mentorship_app.matching.facts import Facts, MenteeFacts, MentorFacts, Pair
from mentorship_app.matching.settings import Rules

SAID = "modality"
IN_PERSON = "in_person"

Answer = tuple[frozenset[str], str]
"""Ways to meet, and the place of work as it is compared."""


class Meeting(Constraint):
    """They can meet: in a way that both named, and at one site if in person is the only such way.

    What one of the two left open keeps nobody apart.
    """

    key = "meeting"
    name = N_("No way to meet")
    allows_exception = True

    def excludes(self, facts: Facts, rules: Rules) -> Iterator[Pair]:
        if rules.needs_meeting:
            yield from excluded_by(facts, _answer, _answer, _is_apart)

    def words(self, facts: Facts, mentee: MenteeFacts, mentor: MentorFacts) -> Phrase:
        if _common(_answer(mentee), _answer(mentor)):
            return Phrase(
                N_("Only in person, and at different sites: %(mentee)s and %(mentor)s"),
                {"mentee": mentee.site, "mentor": mentor.site},
            )
        return Phrase(
            N_("No way to meet in common: the mentee named %(mentee)s, the mentor %(mentor)s"),
            {"mentee": _listed(facts, mentee), "mentor": _listed(facts, mentor)},
        )


def _answer(person: MenteeFacts | MentorFacts) -> Answer:
    return frozenset(person.said.get(SAID, ())), " ".join(person.site.casefold().split())


def _common(asked: Answer, offered: Answer) -> frozenset[str]:
    return asked[0] & offered[0]


def _is_apart(asked: Answer, offered: Answer) -> bool:
    if not asked[0] or not offered[0]:
        return False
    common = _common(asked, offered)
    if common == {IN_PERSON}:
        return bool(asked[1] and offered[1]) and asked[1] != offered[1]
    return not common


def _listed(facts: Facts, person: MenteeFacts | MentorFacts) -> tuple[LocalizedText, ...]:
    return tuple(facts.word(SAID, code) for code in person.said.get(SAID, ()))


constraints.add(Meeting.key, Meeting())
