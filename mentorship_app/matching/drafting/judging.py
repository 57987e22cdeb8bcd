"""What a draft must keep to: places, exclusions, locks, and pairs that run already, as the facts of its run say."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from mentorship_app.core.errors import AppError, Conflict, NotFound
from mentorship_app.core.i18n import LOCALES, N_, LocalizedText
from mentorship_app.core.phrases import Phrase
from mentorship_app.matching.constraints import Constraint
from mentorship_app.matching.decisions import State
from mentorship_app.matching.excluding import Exclusions, exclusions
from mentorship_app.matching.facts import Facts, Pair
from mentorship_app.matching.posing import places_of, running
from mentorship_app.matching.settings import Settings
from mentorship_app.mentoring.services import MUST_NOT_BE_PAIRED

NOT_IN_RUN = N_("This person is not part of the run that the proposed pairs come from. Run again.")


@dataclass(frozen=True)
class Judge:
    """Facts and settings of the run that a draft was taken from. Pure: it reads nothing else."""

    facts: Facts
    settings: Settings

    @cached_property
    def standing(self) -> frozenset[Pair]:
        """Pairs of this kind that run now."""
        return frozenset(self.facts.standing)

    def fixed(self, state: State) -> frozenset[Pair]:
        """Pairs that nobody may change: locked, or running and not opened."""
        return (state.locked | running(self.facts, state)) & set(state.pairs)

    def places(self, state: State) -> Mapping[str, int]:
        """How many mentees of this round each mentor may have; enough for all who stay, as the solver has it."""
        staying = Counter(mentor for _mentee, mentor in running(self.facts, state))
        rules = self.settings.rules
        return {one.id: max(staying[one.id], places_of(self.facts, rules, one)) for one in self.facts.mentors}

    def rooms(self, state: State) -> Mapping[str, int]:
        """Places of each mentor that are free in ``state``; never below 0."""
        load = Counter(mentor for _mentee, mentor in state.pairs)
        return {mentor: max(0, number - load[mentor]) for mentor, number in self.places(state).items()}

    def exclusions(self, state: State, mentees: Collection[str], mentors: Collection[str]) -> Exclusions:
        """What stands between these people, exceptions of ``state`` taken out."""
        narrow = narrowed(self.facts, mentees, mentors)
        return exclusions(narrow, self.settings.rules, state.excepted)

    def is_possible(self, state: State, pair: Pair, among: Exclusions) -> bool:
        """Whether the two may be paired, room aside. ``among``: exclusions over both of them."""
        return pair not in among.forbidden and all(pair != one.pair for one in state.forbidden)

    def require_known(self, mentee: str, mentor: str | None = None) -> None:
        """Raises NotFound for somebody whom the run does not know."""
        if mentee not in self.facts.mentee or (mentor is not None and mentor not in self.facts.mentor):
            raise NotFound(NOT_IN_RUN)

    def require_possible(self, state: State, pair: Pair) -> None:
        """Raises Conflict where these two must not be paired; which private reason it is stays untold."""
        error = self.obstacle(state, pair)
        if error is not None:
            raise error

    def obstacle(self, state: State, pair: Pair) -> AppError | None:
        """Why the two must not be paired, room aside; None where they may."""
        mentee, mentor = pair
        self.require_known(mentee, mentor)
        among = self.exclusions(state, [mentee], [mentor])
        if among.is_private(mentee, mentor):
            return Conflict(MUST_NOT_BE_PAIRED)
        if any(pair == one.pair for one in state.forbidden):
            return Conflict(
                N_("%(mentee)s with %(mentor)s is forbidden in this round. Allow it first."), **self.names(pair)
            )
        if pair in among.forbidden:
            return Conflict(
                N_("%(mentee)s cannot be paired with %(mentor)s: %(why)s."),
                why=both_languages(self.why(pair, among.reasons(mentee, mentor))),
                **self.names(pair),
            )
        return None

    def why(self, pair: Pair, between: Iterable[Constraint]) -> tuple[Phrase, ...]:
        """What these constraints say of the two, for staff."""
        mentee, mentor = self.facts.mentee[pair[0]], self.facts.mentor[pair[1]]
        return tuple(constraint.words(self.facts, mentee, mentor) for constraint in between)

    def require_room(self, state: State, mentor: str) -> None:
        """Raises Conflict where the mentor has no place left in ``state``."""
        if not self.rooms(state)[mentor]:
            raise Conflict(N_("%(name)s has no room left. Choose another mentor."), name=self.facts.mentor[mentor].name)

    def require_free(self, state: State, mentee: str) -> None:
        """Raises Conflict where the mentee's pair is locked, or runs and was not opened."""
        pair = (mentee, state.mentor_of.get(mentee, ""))
        if pair in state.locked:
            raise Conflict(N_("%(mentee)s with %(mentor)s is locked. Unlock it first."), **self.names(pair))
        if pair in self.fixed(state):
            raise Conflict(
                N_("%(mentee)s with %(mentor)s is a pair that runs already. Open it to change first."),
                **self.names(pair),
            )

    def require_side_rules(self, state: State, mentees: Collection[str]) -> None:
        """Raises Conflict where ``state`` breaks a rule that keeps one of these mentees with or from another."""
        mentor_of = state.mentor_of
        for rule in self.facts.side_rules:
            if rule.one not in mentees and rule.other not in mentees:
                continue
            one, other = mentor_of.get(rule.one), mentor_of.get(rule.other)
            if one is None or other is None or (one == other) is rule.together:
                continue
            names = {"one": self.facts.mentee[rule.one].name, "other": self.facts.mentee[rule.other].name}
            if rule.together:
                raise Conflict(N_("By a rule of this cohort, %(one)s and %(other)s have the same mentor."), **names)
            raise Conflict(N_("By a rule of this cohort, %(one)s and %(other)s never have the same mentor."), **names)

    def names(self, pair: Pair) -> dict[str, str]:
        """The names of two people, for a sentence."""
        mentee, mentor = self.facts.mentee.get(pair[0]), self.facts.mentor.get(pair[1])
        return {"mentee": mentee.name if mentee else "", "mentor": mentor.name if mentor else ""}


def narrowed(facts: Facts, mentees: Collection[str], mentors: Collection[str]) -> Facts:
    """The same facts about fewer people: asking about two must not cost as much as asking about everybody."""
    some, others = set(mentees), set(mentors)

    def keep(pair: Pair) -> bool:
        return pair[0] in some and pair[1] in others

    return replace(
        facts,
        mentees=tuple(one for one in facts.mentees if one.id in some),
        mentors=tuple(one for one in facts.mentors if one.id in others),
        conflicts=tuple(one for one in facts.conflicts if keep((one.mentee, one.mentor))),
        apart_unsaid=tuple(filter(keep, facts.apart_unsaid)),
        paired_otherwise=tuple(filter(keep, facts.paired_otherwise)),
    )


def both_languages(phrases: Iterable[Phrase]) -> LocalizedText:
    """Several reasons as one text."""
    listed = tuple(phrases)
    return LocalizedText(**{locale: "; ".join(phrase.in_(locale) for phrase in listed) for locale in LOCALES})
