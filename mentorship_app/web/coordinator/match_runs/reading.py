"""Runs as their pages show them: names beside ids, fits as whole numbers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from mentorship_app.core.i18n import translate
from mentorship_app.core.phrases import Phrase
from mentorship_app.matching.constraints import constraints
from mentorship_app.matching.decisions import State, state_of
from mentorship_app.matching.facts import Pair
from mentorship_app.matching.models import MatchRun
from mentorship_app.matching.run_results import NO_REMEDIES, Remedies, Result
from mentorship_app.matching.run_words import METHODS, MODE_NAMES
from mentorship_app.matching.scoring import shown
from mentorship_app.matching.unmatched import name_of
from mentorship_app.programs import Cohort, Enrollment, EnrollmentStatus
from mentorship_app.web.i18n import _, current_locale


@dataclass(frozen=True)
class Person:
    """Somebody of a run. ``level``: code of the training level; ``left``: does not take part any more."""

    id: str
    name: str
    level: str = ""
    left: bool = False


class People(dict[str, Person]):
    """By public id; who is not in the cohort any more has a name that says so."""

    def __missing__(self, public_id: str) -> Person:
        return Person(public_id, _("somebody who left"), left=True)


def people_of(session: Session, cohort: Cohort) -> People:
    """Everybody who takes part or did. One query."""
    found = session.scalars(
        select(Enrollment)
        .where(Enrollment.cohort_id == cohort.id)
        .options(joinedload(Enrollment.account), joinedload(Enrollment.training_level))
    )
    return People(
        {
            one.public_id: Person(
                one.public_id,
                one.account.name,
                one.training_level.code if one.training_level else "",
                one.status is not EnrollmentStatus.ACTIVE,
            )
            for one in found
        }
    )


@dataclass(frozen=True)
class PairLine:
    """One pair of a run. ``fit``: 0–100. ``stands``: it ran before."""

    mentee: Person
    mentor: Person
    fit: int
    locked: bool
    stands: bool


def pair_lines(result: Result, decisions: State, people: Mapping[str, Person]) -> list[PairLine]:
    """The pairs, weakest fit first, then by the mentee's name."""
    lines = [
        PairLine(
            people[pair[0]],
            people[pair[1]],
            shown(result.fits[pair]),
            pair in decisions.locked,
            pair in result.standing,
        )
        for pair in result.pairs
    ]
    return sorted(lines, key=lambda line: (line.fit, line.mentee.name.casefold(), line.mentee.id))


@dataclass(frozen=True)
class UnmatchedLine:
    """A mentee without a mentor, the reason, and what would help."""

    mentee: Person
    reason: Phrase
    remedies: Remedies


def unmatched_lines(result: Result, people: Mapping[str, Person]) -> list[UnmatchedLine]:
    """By name."""
    lines = [
        UnmatchedLine(people[mentee], reason, result.remedies.get(mentee, NO_REMEDIES))
        for mentee, reason in result.unmatched
    ]
    return sorted(lines, key=lambda line: (line.mentee.name.casefold(), line.mentee.id))


def excluded_lines(result: Result) -> list[tuple[str, int]]:
    """Names of constraints, and how many pairs each rules out, in the order in which reasons are told."""
    return [(constraint_name(key), result.excluded[key]) for key in constraints if key in result.excluded]


def method_name(result: Result) -> str:
    """How the solver went about it."""
    return translate(METHODS.get(result.proof.solver, result.proof.solver), current_locale())


def mode_name(run: MatchRun) -> str:
    """How its pairs were found."""
    return translate(MODE_NAMES[run.mode], current_locale())


def constraint_name(key: str) -> str:
    """What a barrier is called."""
    return translate(name_of(key), current_locale())


def decisions_of(run: MatchRun) -> State:
    """What people had decided before the run."""
    return state_of(run.decisions)


@dataclass(frozen=True)
class Change:
    """A mentee whose mentor differs between two runs; None where there is none."""

    mentee: Person
    before: Person | None
    after: Person | None


def changes_between(one: Sequence[Pair], other: Sequence[Pair], people: Mapping[str, Person]) -> list[Change]:
    """Whose mentor differs, by name."""
    before, after = dict(one), dict(other)
    changed = [mentee for mentee in {*before, *after} if before.get(mentee) != after.get(mentee)]
    found = [
        Change(people[mentee], _person(before, mentee, people), _person(after, mentee, people)) for mentee in changed
    ]
    return sorted(found, key=lambda change: (change.mentee.name.casefold(), change.mentee.id))


def _person(mentor_of: Mapping[str, str], mentee: str, people: Mapping[str, Person]) -> Person | None:
    return people[mentor_of[mentee]] if mentee in mentor_of else None
