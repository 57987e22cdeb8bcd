"""What publishing a draft would change: against the pairs that run, and against what was published last."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from mentorship_app.matching.decisions import Excepted, State
from mentorship_app.matching.drafting import run_now, state_now
from mentorship_app.matching.facts import Pair
from mentorship_app.matching.models import MatchDraft, MatchPublication
from mentorship_app.matching.publishing.queries import last_publication, pairings_of
from mentorship_app.matching.run_results import result_from
from mentorship_app.mentoring import Pairing, PairingKind, PairingStatus
from mentorship_app.mentoring.queries import running_pairs
from mentorship_app.programs import Cohort, CohortRole, Enrollment, EnrollmentStatus

_IDS_A_QUERY = 500


@dataclass(frozen=True)
class Change:
    """What becomes of one mentee. ``ending``: the pairs that end; ``mentor``: who is new, if anybody."""

    mentee: Enrollment
    mentor: Enrollment | None
    ending: tuple[Pairing, ...] = ()
    excepted: Excepted | None = None

    @property
    def pair(self) -> Pair:
        """Ids of the new pair; only where there is one."""
        return self.mentee.public_id, self.mentor.public_id if self.mentor else ""


@dataclass(frozen=True)
class SinceLast:
    """What became of the pairs since the last publication: how many of its pairs ended, and pairs made otherwise."""

    publication: MatchPublication
    made: int
    ended: int
    others: int


@dataclass(frozen=True)
class Differences:
    """Against the pairs that run. ``changes`` by the mentees' names; ``kept``: pairs that nobody touches."""

    changes: tuple[Change, ...]
    kept: tuple[Pairing, ...]
    left_without: tuple[Enrollment, ...]
    """Mentees who take part and will have nobody of this kind, by name."""
    unknown: tuple[Pair, ...] = ()
    """Proposed pairs of whom one is not in the cohort any more."""
    since_last: SinceLast | None = None

    @cached_property
    def new(self) -> tuple[Change, ...]:
        """The mentees who get somebody new."""
        return tuple(change for change in self.changes if change.mentor is not None)

    @cached_property
    def ending(self) -> tuple[Pairing, ...]:
        """The pairs that end, in an order that does not depend on names."""
        found = [pairing for change in self.changes for pairing in change.ending]
        return tuple(sorted(found, key=lambda pairing: pairing.id.bytes))


def differences(session: Session, draft: MatchDraft) -> Differences:
    """As many queries for six people as for three thousand."""
    state = state_now(draft)
    running = running_of(session, draft.cohort, draft.kind)
    here = {ids(pairing) for pairing in running}
    people = _people(session, draft.cohort, state, running)
    fresh = [pair for pair in state.pairs if pair not in here]
    known = [pair for pair in fresh if pair[0] in people and pair[1] in people]
    leaving = _ending(state, running)
    changes = _changes(people, known, leaving, state)
    after = (here - {ids(pairing) for pairing in leaving}) | set(known)
    return Differences(
        changes=changes,
        kept=tuple(pairing for pairing in running if pairing not in leaving),
        left_without=_without(session, draft, people, {mentee for mentee, _mentor in after}),
        unknown=tuple(pair for pair in fresh if pair not in known),
        since_last=_since_last(session, draft.cohort, draft.kind, running),
    )


def running_of(session: Session, cohort: Cohort, kind: PairingKind) -> list[Pairing]:
    """The running pairs of a kind, people loaded."""
    people = (joinedload(Pairing.mentor), joinedload(Pairing.mentee))
    found = session.scalars(running_pairs(cohort).where(Pairing.kind == kind).options(*people))
    return list(found)


def ids(pairing: Pairing) -> Pair:
    """The public ids of the two."""
    return pairing.mentee.public_id, pairing.mentor.public_id


def _ending(state: State, running: Sequence[Pairing]) -> list[Pairing]:
    """Only pairs that were opened end; what was made by hand meanwhile stays."""
    return [
        pairing for pairing in running if pairing.mentee.public_id in state.released and ids(pairing) not in state.pairs
    ]


def _changes(
    people: Mapping[str, Enrollment], fresh: Collection[Pair], leaving: Sequence[Pairing], state: State
) -> tuple[Change, ...]:
    new_of = dict(fresh)
    excepted = {one.pair: one for one in state.excepted}
    ending: dict[str, tuple[Pairing, ...]] = {}
    for pairing in leaving:
        ending[pairing.mentee.public_id] = (*ending.get(pairing.mentee.public_id, ()), pairing)
    found = [
        Change(
            people[mentee],
            people[new_of[mentee]] if mentee in new_of else None,
            ending.get(mentee, ()),
            excepted.get((mentee, new_of.get(mentee, ""))),
        )
        for mentee in {*new_of, *ending}
    ]
    return tuple(sorted(found, key=lambda change: (change.mentee.account.name, change.mentee.public_id)))


def _people(session: Session, cohort: Cohort, state: State, running: Sequence[Pairing]) -> dict[str, Enrollment]:
    """Everybody named, by public id, whether they still take part or not."""
    named = {person for pair in state.pairs for person in pair}
    found = {one.public_id: one for pairing in running for one in (pairing.mentee, pairing.mentor)}
    missing = sorted(named - set(found))
    for start in range(0, len(missing), _IDS_A_QUERY):
        some = Enrollment.public_id.in_(missing[start : start + _IDS_A_QUERY])
        rows = session.scalars(
            select(Enrollment).where(Enrollment.cohort_id == cohort.id, some).options(joinedload(Enrollment.account))
        )
        found |= {one.public_id: one for one in rows}
    return found


def _without(
    session: Session, draft: MatchDraft, people: Mapping[str, Enrollment], matched: Collection[str]
) -> tuple[Enrollment, ...]:
    """For a primary mentor everybody counts; for another kind those whom the run looked at."""
    mentees = session.scalars(
        select(Enrollment)
        .where(
            Enrollment.cohort_id == draft.cohort_id,
            Enrollment.role == CohortRole.MENTEE,
            Enrollment.status == EnrollmentStatus.ACTIVE,
        )
        .options(joinedload(Enrollment.account))
    ).all()
    run = run_now(draft)
    looked_at = set(result_from(run.result).mentees) if run is not None and run.result else set(people)
    found = [
        one
        for one in mentees
        if one.public_id not in matched and (draft.kind is PairingKind.PRIMARY or one.public_id in looked_at)
    ]
    return tuple(sorted(found, key=lambda one: (one.account.name, one.public_id)))


def _since_last(session: Session, cohort: Cohort, kind: PairingKind, running: Sequence[Pairing]) -> SinceLast | None:
    publication = last_publication(session, cohort, kind)
    if publication is None:
        return None
    made = pairings_of(session, publication, ended=False)
    known = {pairing.id for pairing in made}
    return SinceLast(
        publication,
        made=len(made),
        ended=sum(pairing.status is PairingStatus.ENDED for pairing in made),
        others=sum(pairing.id not in known and pairing.created_at > publication.created_at for pairing in running),
    )
