"""Verbs of groups: begin, end, take back."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorship_app import audit
from mentorship_app.core import clock
from mentorship_app.core.errors import Conflict, InvalidTransition, NotAllowed
from mentorship_app.core.i18n import N_
from mentorship_app.core.identity import Actor
from mentorship_app.mentoring.exclusions import barred_pairs
from mentorship_app.mentoring.groups import notifications
from mentorship_app.mentoring.groups.models import GroupMember, MentoringGroup
from mentorship_app.mentoring.meetings.services import cancel_what_is_planned
from mentorship_app.programs import Cohort, CohortRole, Enrollment, EnrollmentStatus
from mentorship_app.programs.phases import Opening, is_open
from mentorship_app.programs.versions import claim

MUST_NOT_MEET = N_("%(name)s cannot be in this group. Choose another group.")
"""Whatever the reason is; any other word would say which."""


@dataclass(frozen=True)
class NewGroup:
    """A group to begin: its name, who leads it, who is in it."""

    name: str
    leaders: Sequence[Enrollment]
    mentees: Sequence[Enrollment]


def begin_groups(
    session: Session, cohort: Cohort, groups: Sequence[NewGroup], *, by: Actor, now: datetime
) -> tuple[MentoringGroup, ...]:
    """Begin these groups, all or none, and tell everybody in them; the mails wait ten minutes.

    Raises InvalidTransition out of phase, NotAllowed for people of another cohort or role, Conflict for somebody who
    left, is in a group already, is named twice, or must not meet one of those who lead.
    """
    if not is_open(cohort, Opening.PAIRING):
        raise InvalidTransition(N_("Groups can begin in the matching phase and after it, not in this phase."))
    everybody = [person for group in groups for person in (*group.leaders, *group.mentees)]
    _require_free(session, cohort, everybody)
    barred = barred_pairs(session, cohort, today=clock.local_date(now, cohort.program.timezone))
    begun = []
    for group in groups:
        _require_roles(group)
        for mentee in group.mentees:
            _require_unbarred(barred, mentee, group.leaders)
        begun.append(_begin(session, cohort, group, by=by, now=now))
    session.flush()
    return tuple(begun)


def _begin(session: Session, cohort: Cohort, group: NewGroup, *, by: Actor, now: datetime) -> MentoringGroup:
    made = MentoringGroup(
        cohort=cohort,
        name=group.name,
        started_on=clock.local_date(now, cohort.program.timezone),
        created_at=now,
        members=[GroupMember(enrollment=person) for person in (*group.leaders, *group.mentees)],
    )
    session.add(made)
    session.flush()
    _record(session, "mentoring.group.begun", made, by=by, now=now)
    notifications.announce(session, made, now=now)
    return made


def require_may_meet(session: Session, mentee: Enrollment, leaders: Sequence[Enrollment], *, now: datetime) -> None:
    """Raise Conflict when a mentee must not be led by one of these, for whatever reason."""
    cohort = mentee.cohort
    barred = barred_pairs(session, cohort, today=clock.local_date(now, cohort.program.timezone))
    _require_unbarred(barred, mentee, leaders)


def _require_unbarred(barred: Collection[tuple[UUID, UUID]], mentee: Enrollment, leaders: Sequence[Enrollment]) -> None:
    if any((leader.id, mentee.id) in barred for leader in leaders):
        raise Conflict(MUST_NOT_MEET, name=mentee.account.name)


def end_group(session: Session, group: MentoringGroup, *, version: int, by: Actor, now: datetime) -> None:
    """End a group; ending twice changes nothing. Mails about it that still wait are taken back.

    Raises Conflict when somebody changed it since ``version``.
    """
    if group.ended_on is not None:
        return
    claim(session, group, version)
    group.ended_on = clock.local_date(now, group.cohort.program.timezone)
    notifications.take_back(session, [group])
    cancel_what_is_planned(session, group, now=now)
    _record(session, "mentoring.group.ended", group, by=by, now=now)
    session.flush()


def take_back(session: Session, groups: Collection[MentoringGroup], *, by: Actor, now: datetime) -> None:
    """Undo the beginning, as if it had never been. Raises Conflict once a mail about it has left."""
    if notifications.any_left(session, groups):
        raise Conflict(N_("The first mails have left, so this cannot be taken back any more. End a group instead."))
    notifications.take_back(session, groups)
    for group in groups:
        _record(session, "mentoring.group.taken_back", group, by=by, now=now)
        session.delete(group)
    session.flush()


def _require_free(session: Session, cohort: Cohort, everybody: Sequence[Enrollment]) -> None:
    ids = [person.id for person in everybody]
    seated = set(
        session.scalars(
            select(GroupMember.enrollment_id)
            .join(MentoringGroup)
            .where(MentoringGroup.ended_on.is_(None), MentoringGroup.cohort_id == cohort.id)
        )
    )
    for person in everybody:
        if person.cohort_id != cohort.id:
            raise NotAllowed(N_("Everybody in a group must take part in this cohort."))
        if person.status is not EnrollmentStatus.ACTIVE:
            raise Conflict(N_("%(name)s does not take part any more."), name=person.account.name)
        if person.id in seated or ids.count(person.id) > 1:
            raise Conflict(N_("%(name)s is in a group already."), name=person.account.name)


def _require_roles(group: NewGroup) -> None:
    if not group.leaders or not group.mentees:
        raise NotAllowed(N_("A group is one or two mentors and their mentees."))
    if any(one.role is not CohortRole.MENTOR for one in group.leaders):
        raise NotAllowed(N_("Only a mentor can lead a group."))
    if any(one.role is not CohortRole.MENTEE for one in group.mentees):
        raise NotAllowed(N_("A group is one or two mentors and their mentees."))
    both = {one.account_id for one in group.leaders} & {one.account_id for one in group.mentees}
    if both:
        raise NotAllowed(N_("Nobody can lead a group and be its mentee."))


def _record(session: Session, action: str, group: MentoringGroup, *, by: Actor, now: datetime) -> None:
    audit.record(session, action, by=by, subject=group, at=now, program_id=group.cohort.program_id, group=group.name)
