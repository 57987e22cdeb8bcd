"""A language that both named."""

from collections.abc import Iterator

from mentorship_app.core.i18n import N_, LocalizedText
from mentorship_app.core.phrases import Phrase
from mentorship_app.matching.constraints.answers import excluded_by
from mentorship_app.matching.constraints.base import Constraint, constraints
from mentorship_app.matching.facts import Facts, MenteeFacts, MentorFacts, Pair
from mentorship_app.matching.settings import Rules

SAID = "languages"


class Language(Constraint):
    """Mentor and mentee have a language in common. Who named none is kept from nobody."""

    key = "language"
    name = N_("No language in common")
    allows_exception = True

    def excludes(self, facts: Facts, rules: Rules) -> Iterator[Pair]:
        if rules.needs_language:
            yield from excluded_by(facts, _named, _named, _is_apart)

    def words(self, facts: Facts, mentee: MenteeFacts, mentor: MentorFacts) -> Phrase:
        return Phrase(
            N_("No language in common: the mentee named %(mentee)s, the mentor %(mentor)s"),
            {"mentee": _listed(facts, mentee), "mentor": _listed(facts, mentor)},
        )


def _named(person: MenteeFacts | MentorFacts) -> frozenset[str]:
    return frozenset(person.said.get(SAID, ()))


def _is_apart(asked: frozenset[str], offered: frozenset[str]) -> bool:
    return bool(asked and offered) and not asked & offered


def _listed(facts: Facts, person: MenteeFacts | MentorFacts) -> tuple[LocalizedText, ...]:
    return tuple(facts.word(SAID, code) for code in person.said.get(SAID, ()))


constraints.add(Language.key, Language())
