"""Two runs side by side: whose mentor differs, what gets better or worse, and what was set differently."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy.orm import Session

from mentorship_app.core.i18n import translate
from mentorship_app.matching.facts import Facts, MenteeFacts
from mentorship_app.matching.fairness import Difference, Numbers, difference, numbers_from
from mentorship_app.matching.models import MatchRun
from mentorship_app.matching.run_results import Result
from mentorship_app.matching.run_words import MODE_NAMES, rules_in_words, weights_of
from mentorship_app.matching.runs import result_of
from mentorship_app.matching.settings import settings_of
from mentorship_app.programs import Cohort
from mentorship_app.web.coordinator.match_runs.reading import (
    Change,
    People,
    changes_between,
    decisions_of,
    people_of,
)
from mentorship_app.web.i18n import _, current_locale


@dataclass(frozen=True)
class SetDifferently:
    """Something that was set differently in the two runs."""

    name: str
    before: str
    after: str


@dataclass(frozen=True)
class Comparison:
    """From one run to another."""

    changes: list[Change]
    numbers: Difference
    settings: list[SetDifferently]
    before: Numbers
    after: Numbers
    same_kind: bool


def comparison_of(session: Session, cohort: Cohort, before: MatchRun, after: MatchRun) -> Comparison:
    """Both must have given pairs."""
    people = people_of(session, cohort)
    one, other = result_of(before), result_of(after)
    first, second = numbers_from(one.numbers), numbers_from(other.numbers)
    return Comparison(
        changes=changes_between(one.pairs, other.pairs, people),
        numbers=difference(_names(after, one, other, people), first, second),
        settings=[*_settings(before, after), *_decisions(before, after)],
        before=first,
        after=second,
        same_kind=before.kind is after.kind,
    )


def _names(run: MatchRun, one: Result, other: Result, people: People) -> Facts:
    """Facts that hold nothing but names: what two runs were worked out from stays sealed."""
    mentees = sorted({*one.mentees, *other.mentees})
    return Facts(run.kind, (), tuple(MenteeFacts(mentee, people[mentee].name) for mentee in mentees))


def _settings(before: MatchRun, after: MatchRun) -> Iterator[SetDifferently]:
    locale = current_locale()
    one, other = settings_of(before.settings), settings_of(after.settings)
    if one.mode is not other.mode:
        words = [translate(MODE_NAMES[mode], locale) for mode in (one.mode, other.mode)]
        yield SetDifferently(_("How pairs are found"), *words)
    for (name, weight), (_name, later) in zip(weights_of(one), weights_of(other), strict=True):
        if weight != later:
            yield SetDifferently(_("Weight of: %(name)s", name=name.in_(locale)), str(weight), str(later))
    rules = [[rule.in_(locale) for rule in rules_in_words(settings.rules)] for settings in (one, other)]
    if rules[0] != rules[1]:
        only = [[rule for rule in mine if rule not in theirs] for mine, theirs in (rules, rules[::-1])]
        yield SetDifferently(_("Rules"), *(" ".join(some) or _("Nothing more") for some in only))


def _decisions(before: MatchRun, after: MatchRun) -> Iterator[SetDifferently]:
    one, other = decisions_of(before), decisions_of(after)
    counted = (
        (_("Locked pairs"), len(one.locked), len(other.locked)),
        (_("Pairs kept apart"), len(one.forbidden), len(other.forbidden)),
        (_("Exceptions made"), len(one.excepted), len(other.excepted)),
        (_("Pairs opened to change"), len(one.released), len(other.released)),
    )
    for name, count, later in counted:
        if count != later:
            yield SetDifferently(name, str(count), str(later))
