"""Verbs of group proposals: ask, change by hand, begin, take back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from mentorship_app import audit, jobs
from mentorship_app.core.errors import Conflict, FieldError, InvalidTransition, NotFound
from mentorship_app.core.i18n import N_
from mentorship_app.core.identity import Actor
from mentorship_app.matching.enums import RunStatus
from mentorship_app.matching.grouping.forming import Wishes, wishes_of
from mentorship_app.matching.grouping.models import GroupProposal
from mentorship_app.mentoring.groups import MentoringGroup
from mentorship_app.mentoring.groups import services as groups
from mentorship_app.mentoring.groups.queries import groups_of
from mentorship_app.messaging import UNDO
from mentorship_app.programs import Cohort, CohortRole, Enrollment, EnrollmentStatus
from mentorship_app.programs.versions import claim

FORM = "matching.form_groups"
SIZES = range(2, 9)
LONGEST_NAME = 60


def proposal_of(session: Session, cohort: Cohort) -> GroupProposal | None:
    """The cohort's proposal, whatever became of it."""
    return session.scalar(select(GroupProposal).where(GroupProposal.cohort_id == cohort.id))


def propose(session: Session, cohort: Cohort, wishes: Wishes, *, by: Actor, now: datetime) -> GroupProposal:
    """Ask the worker for groups; an earlier proposal that nobody began from is given up.

    Raises FieldError for sizes out of range or nobody to lead.
    """
    _check(wishes)
    proposal = proposal_of(session, cohort)
    if proposal is None:
        proposal = GroupProposal(cohort=cohort, wishes={}, created_at=now)
        session.add(proposal)
    proposal.wishes, proposal.status, proposal.error = wishes.as_json(), RunStatus.QUEUED, {}
    proposal.groups, proposal.left_over, proposal.begun, proposal.begun_at = [], [], [], None
    proposal.version = (proposal.version or 0) + 1
    session.flush()
    job = jobs.enqueue(
        session,
        FORM,
        {"proposal_id": str(proposal.id), "version": proposal.version},
        now=now,
        program_id=cohort.program_id,
    )
    proposal.job_id = job.id
    _record(session, "matching.groups.asked", proposal, by=by, now=now)
    session.flush()
    return proposal


def _check(wishes: Wishes) -> None:
    if not wishes.leaders:
        raise FieldError("leaders", N_("Choose at least one mentor to lead."))
    if wishes.leaders_a_group not in (1, 2):
        raise FieldError("leaders_a_group", N_("A group is led by one mentor or by two."))
    if wishes.smallest not in SIZES:
        raise FieldError("smallest", N_("Enter a number from %(least)s to %(most)s."), least=SIZES[0], most=SIZES[-1])
    if wishes.largest not in SIZES:
        raise FieldError("largest", N_("Enter a number from %(least)s to %(most)s."), least=SIZES[0], most=SIZES[-1])
    if wishes.smallest > wishes.largest:
        raise FieldError("largest", N_("The largest group must not be smaller than the smallest."))


@dataclass(frozen=True)
class Proposed:
    """One group of a proposal, people found; who left since is not in it."""

    number: int
    name: str
    leaders: tuple[Enrollment, ...]
    mentees: tuple[Enrollment, ...]


def proposed_groups(session: Session, proposal: GroupProposal) -> tuple[list[Proposed], list[Enrollment]]:
    """The groups of a proposal and who has none, in their order; two queries."""
    people = _people(session, proposal.cohort)
    found = [
        Proposed(number, group["name"], _those(people, group["leaders"]), _those(people, group["mentees"]))
        for number, group in enumerate(proposal.groups)
    ]
    return found, list(_those(people, proposal.left_over))


def _people(session: Session, cohort: Cohort) -> Mapping[str, Enrollment]:
    active = session.scalars(
        select(Enrollment)
        .options(joinedload(Enrollment.account))
        .where(Enrollment.cohort_id == cohort.id, Enrollment.status == EnrollmentStatus.ACTIVE)
    )
    return {person.public_id: person for person in active}


def _those(people: Mapping[str, Enrollment], ids: Sequence[str]) -> tuple[Enrollment, ...]:
    there = [people[one] for one in ids if one in people]
    return tuple(sorted(there, key=lambda one: (one.account.name.casefold(), one.public_id)))


def move(
    session: Session,
    proposal: GroupProposal,
    mentee: Enrollment,
    *,
    to: int | None,
    version: int,
    by: Actor,
    now: datetime,
) -> None:
    """Seat a mentee in another group of the proposal, or in none. Raises Conflict when that must not be."""
    _require_open(proposal)
    claim(session, proposal, version)
    stored = [dict(group) for group in proposal.groups]
    if to is not None and not 0 <= to < len(stored):
        raise NotFound(N_("This group is not there any more."))
    if to is not None:
        groups.require_may_meet(
            session, mentee, _those(_people(session, proposal.cohort), stored[to]["leaders"]), now=now
        )
    for group in stored:
        group["mentees"] = [one for one in group["mentees"] if one != mentee.public_id]
    left = [one for one in proposal.left_over if one != mentee.public_id]
    if to is None:
        left.append(mentee.public_id)
    else:
        stored[to]["mentees"].append(mentee.public_id)
    proposal.groups, proposal.left_over = stored, sorted(left)
    _record(session, "matching.groups.changed", proposal, by=by, now=now)
    session.flush()


def rename(
    session: Session, proposal: GroupProposal, number: int, name: str, *, version: int, by: Actor, now: datetime
) -> None:
    """Give a group of the proposal another name; raises FieldError("name") for none or a long one."""
    _require_open(proposal)
    name = " ".join(name.split())
    if not name or len(name) > LONGEST_NAME:
        raise FieldError("name", N_("Enter a name of at most %(most)s characters."), most=LONGEST_NAME)
    claim(session, proposal, version)
    stored = [dict(group) for group in proposal.groups]
    if not 0 <= number < len(stored):
        raise NotFound(N_("This group is not there any more."))
    stored[number]["name"] = name
    proposal.groups = stored
    _record(session, "matching.groups.changed", proposal, by=by, now=now)
    session.flush()


def begin(session: Session, proposal: GroupProposal, *, version: int, by: Actor, now: datetime) -> int:
    """Begin the groups of a proposal and tell everybody; their number. Raises what ``begin_groups`` raises.

    A group without a leader or mentee, since people left, is not begun.
    """
    _require_open(proposal)
    claim(session, proposal, version)
    found, _left = proposed_groups(session, proposal)
    wanted = [groups.NewGroup(one.name, one.leaders, one.mentees) for one in found if one.leaders and one.mentees]
    if not wanted:
        raise Conflict(N_("There is no group with a mentor and mentees. Ask for groups again."))
    begun = groups.begin_groups(session, proposal.cohort, wanted, by=by, now=now)
    proposal.begun, proposal.begun_at = [str(group.id) for group in begun], now
    session.flush()
    return len(begun)


def take_back(session: Session, proposal: GroupProposal, *, version: int, by: Actor, now: datetime) -> None:
    """Undo :func:`begin` while no mail has left; the proposal stands again as it was."""
    if proposal.begun_at is None:
        return
    claim(session, proposal, version)
    ids = [UUID(one) for one in proposal.begun]
    begun = session.scalars(select(MentoringGroup).where(MentoringGroup.id.in_(ids))).all()
    groups.take_back(session, begun, by=by, now=now)
    proposal.begun, proposal.begun_at = [], None
    session.flush()


def may_take_back(proposal: GroupProposal, *, now: datetime) -> bool:
    """Whether the ten minutes still run."""
    return proposal.begun_at is not None and now < proposal.begun_at + UNDO


def without_group(session: Session, cohort: Cohort) -> list[Enrollment]:
    """Active mentees who are in no running group, by name."""
    seated = {one.id for group in groups_of(session, cohort) for one in group.present}
    waiting = [
        one for one in _people(session, cohort).values() if one.role is CohortRole.MENTEE and one.id not in seated
    ]
    return sorted(waiting, key=lambda one: (one.account.name.casefold(), one.public_id))


def may_lead(session: Session, cohort: Cohort) -> list[Enrollment]:
    """Active mentors who are in no running group, by name."""
    seated = {one.id for group in groups_of(session, cohort) for one in group.present}
    there = [one for one in _people(session, cohort).values() if one.role is CohortRole.MENTOR and one.id not in seated]
    return sorted(there, key=lambda one: (one.account.name.casefold(), one.public_id))


def wishes_now(proposal: GroupProposal | None, leaders: Sequence[Enrollment]) -> Wishes:
    """What was asked for last, of those who may lead; before that: everybody leads, two together, three to six."""
    ids = tuple(one.public_id for one in leaders)
    if proposal is None:
        return Wishes(ids)
    asked = wishes_of(proposal.wishes)
    return replace(asked, leaders=tuple(one for one in asked.leaders if one in ids) or ids)


def _require_open(proposal: GroupProposal) -> None:
    if proposal.begun_at is not None:
        raise InvalidTransition(N_("These groups have begun. Ask for groups anew to seat who is left."))
    if proposal.status is not RunStatus.SOLVED:
        raise InvalidTransition(N_("The groups are still being worked out."))


def _record(session: Session, action: str, proposal: GroupProposal, *, by: Actor, now: datetime) -> None:
    audit.record(session, action, by=by, subject=proposal, at=now, program_id=proposal.cohort.program_id)
