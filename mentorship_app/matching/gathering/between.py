"""What stands between two people, and what already joins them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from mentorship_app.forms.identity import MatchingIdentity, Wish
from mentorship_app.matching.facts import Conflict, Pair, PastPair, SideRule
from mentorship_app.matching.models import MatchSideRule
from mentorship_app.mentoring import Pairing
from mentorship_app.mentoring.conflicts import (
    ConflictOfInterest,
    allows_exception,
    conflicts_in,
    reason_for_staff,
)
from mentorship_app.mentoring.exclusions import unwanted_pairs
from mentorship_app.programs import Cohort, Enrollment


class Round:
    """Those who look and those who offer, found by account or by enrollment."""

    def __init__(self, mentors: Sequence[Enrollment], mentees: Sequence[Enrollment]) -> None:
        self.mentors, self.mentees = mentors, mentees
        self._mentor = {key: one.public_id for one in mentors for key in (one.id, one.account_id)}
        self._mentee = {key: one.public_id for one in mentees for key in (one.id, one.account_id)}

    def pair(self, mentor: UUID, mentee: UUID) -> Pair | None:
        """The public ids of two people, each named by enrollment or by account; None if one is not in the round."""
        mentee_id, mentor_id = self._mentee.get(mentee), self._mentor.get(mentor)
        return (mentee_id, mentor_id) if mentee_id is not None and mentor_id is not None else None

    def pairs(self, found: Iterable[tuple[UUID, UUID]]) -> list[Pair]:
        """Those of the pairs (mentor, mentee) of whom both are in the round."""
        return [pair for mentor, mentee in found if (pair := self.pair(mentor, mentee)) is not None]


def apart(
    session: Session, cohort: Cohort, people: Round, *, today: date
) -> tuple[tuple[Conflict, ...], tuple[Pair, ...]]:
    """The conflicts that staff may read, and the pairs that must not be for reasons that are nobody's to read.

    Both may hold for the same two. Then the conflict alone is shown, and looks as if it were all. Three queries.
    """
    unsaid = set(people.pairs(unwanted_pairs(session, cohort)))
    readable: dict[Pair, list[ConflictOfInterest]] = defaultdict(list)
    for conflict in conflicts_in(session, cohort, today=today):
        pair = people.pair(conflict.mentor_account_id, conflict.mentee_account_id)
        if pair is None:
            continue
        if reason_for_staff(conflict) is None:
            unsaid.add(pair)
        else:
            readable[pair].append(conflict)
    found = tuple(
        Conflict(
            mentee,
            mentor,
            tuple(sorted({conflict.reason.value for conflict in between})),
            allows_exception(between),
        )
        for (mentee, mentor), between in sorted(readable.items())
    )
    return found, tuple(sorted(unsaid))


def past_pairs(session: Session, cohort: Cohort, people: Round) -> tuple[PastPair, ...]:
    """Who of them were a pair in another year of the program; of several years the latest. One query."""
    mentor, mentee = aliased(Enrollment), aliased(Enrollment)
    rows = session.execute(
        select(mentor.account_id, mentee.account_id, Cohort.name)
        .select_from(Pairing)
        .join(mentor, mentor.id == Pairing.mentor_id)
        .join(mentee, mentee.id == Pairing.mentee_id)
        .join(Cohort, Cohort.id == Pairing.cohort_id)
        .where(Cohort.program_id == cohort.program_id, Cohort.starts_on < cohort.starts_on, Cohort.id != cohort.id)
        .order_by(Cohort.starts_on, Cohort.id)
    )
    found = {
        pair: name for mentor_id, mentee_id, name in rows if (pair := people.pair(mentor_id, mentee_id)) is not None
    }
    return tuple(PastPair(*pair, name) for pair, name in sorted(found.items()))


def shared_identity(people: Round, told: Mapping[UUID, MatchingIdentity]) -> tuple[tuple[str, str, float], ...]:
    """How far mentors are as mentees wished, 0–1: the mean over the wishes to which both told something."""
    alike: dict[MatchingIdentityKey, list[str]] = defaultdict(list)
    for mentor in people.mentors:
        if mentor.id in told:
            alike[_key(told[mentor.id])].append(mentor.public_id)
    said_by = {_key(identity): identity for identity in told.values()}
    found = []
    for mentee in people.mentees:
        mine = told.get(mentee.id)
        if mine is None or not mine.wishes:
            continue
        for key, mentors in alike.items():
            share = _share(mine, said_by[key])
            if share is not None:
                found += [(mentee.public_id, mentor, share) for mentor in mentors]
    return tuple(sorted(found))


MatchingIdentityKey = frozenset[tuple[str, frozenset[str]]]


def _key(identity: MatchingIdentity) -> MatchingIdentityKey:
    """What a mentor told: people who told the same are compared once."""
    return frozenset(identity.told.items())


def _share(mentee: MatchingIdentity, mentor: MatchingIdentity) -> float | None:
    scores = []
    for dimension, wish in mentee.wishes.items():
        shares = mentee.shares(mentor, dimension)
        if shares is not None:
            scores.append(float(shares is (wish is Wish.SAME)))
    return sum(scores) / len(scores) if scores else None


def side_rules(session: Session, cohort: Cohort, people: Round) -> tuple[SideRule, ...]:
    """What coordinators decided about two mentees of whom both are in the round. One query."""
    known = {mentee.id: mentee.public_id for mentee in people.mentees}
    rules = session.scalars(select(MatchSideRule).where(MatchSideRule.cohort_id == cohort.id))
    found = []
    for rule in rules:
        if rule.one_id in known and rule.other_id in known:
            one, other = sorted((known[rule.one_id], known[rule.other_id]))
            found.append(SideRule(one, other, rule.together, rule.rationale))
    return tuple(sorted(found, key=lambda rule: (rule.one, rule.other)))
