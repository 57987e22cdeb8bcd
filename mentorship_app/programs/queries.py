"""Looking people of a cohort up. Nothing here knows about surveys."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import Session, contains_eager, lazyload

from mentorship_app.accounts import Account
from mentorship_app.core import clock
from mentorship_app.core.searching import search_words, searchable
from mentorship_app.messaging import MessageStatus, OutboxMessage
from mentorship_app.programs.enums import CohortRole, EnrollmentStatus, Phase
from mentorship_app.programs.models import Cohort, Enrollment, HelpLine, PhasePlan, Program, TrainingLevel
from mentorship_app.programs.tags import PersonTag, Tag

_EMAILS_A_QUERY = 500
HELP_LINE_LIFE = timedelta(days=365)
CHECK_HELP_LINES_AFTER = timedelta(days=335)
"""Eleven months: a number is hidden after twelve, so there is a month to call it."""


@dataclass(frozen=True)
class PeopleFilter:
    """Which people to show; a field left empty does not narrow."""

    words: str = ""
    role: CohortRole | None = None
    level_code: str = ""
    status: EnrollmentStatus | None = None
    department: str = ""
    site: str = ""
    tag: str = ""
    """Public id of a tag."""
    bounced: bool = False
    """Only people to whom a mail could not be delivered."""


def people(cohort: Cohort, chosen: PeopleFilter) -> Select[Enrollment]:
    """The people of a cohort by name, in a stable order.

    Every word must stand in the name, the address, the department, the site or a tag; accents and case do not count.
    """
    found = (
        select(Enrollment)
        .join(Enrollment.account)
        .outerjoin(Enrollment.training_level)
        .options(contains_eager(Enrollment.account).lazyload(Account.roles), contains_eager(Enrollment.training_level))
        .where(Enrollment.cohort_id == cohort.id)
        .order_by(Account.search_text, Enrollment.role, Enrollment.id)
    )
    for word in search_words(chosen.words):
        found = found.where(
            or_(
                Account.search_text.contains(word, autoescape=True),
                Enrollment.search_text.contains(word, autoescape=True),
                _has_tag(Tag.search_text.contains(word, autoescape=True), cohort),
            )
        )
    if chosen.role is not None:
        found = found.where(Enrollment.role == chosen.role)
    if chosen.level_code:
        found = found.where(TrainingLevel.code == chosen.level_code)
    if chosen.status is not None:
        found = found.where(Enrollment.status == chosen.status)
    for column, value in ((Enrollment.department, chosen.department), (Enrollment.site, chosen.site)):
        if value:
            found = found.where(column == value)
    if chosen.tag:
        found = found.where(_has_tag(Tag.public_id == chosen.tag, cohort))
    if chosen.bounced:
        found = found.where(bounces(cohort.program_id).exists())
    return found


def _has_tag(is_meant: ColumnElement[bool], cohort: Cohort) -> ColumnElement[bool]:
    return (
        select(PersonTag.tag_id)
        .join(Tag, Tag.id == PersonTag.tag_id)
        .where(PersonTag.account_id == Account.id, Tag.program_id == cohort.program_id, is_meant)
        .exists()
    )


def bounces(program_id: UUID) -> Select[OutboxMessage]:
    """Mails of a program that did not reach the ``Account`` of the query around, newest first.

    A mail that failed before staff corrected the address does not count: it went to the old one.
    """
    return (
        select(OutboxMessage)
        .where(
            OutboxMessage.program_id == program_id,
            OutboxMessage.status == MessageStatus.DEAD,
            OutboxMessage.private.is_(False),
            OutboxMessage.to_email == Account.email,
            or_(
                Account.email_changed_by_staff_at.is_(None),
                OutboxMessage.not_before >= Account.email_changed_by_staff_at,
            ),
        )
        .order_by(OutboxMessage.not_before.desc(), OutboxMessage.id)
        .correlate(Account)
    )


def bounced_mail(session: Session, program: Program, account_ids: Collection[UUID]) -> dict[UUID, OutboxMessage]:
    """The newest mail that did not reach each of these people; who was reached is left out. One query."""
    rows = session.execute(
        bounces(program.id).correlate(None).add_columns(Account.id).where(Account.id.in_(list(account_ids)))
    )
    found: dict[UUID, OutboxMessage] = {}
    for message, account_id in rows:
        found.setdefault(account_id, message)
    return found


def left_by_themselves(session: Session, cohort: Cohort, *, since: datetime) -> Sequence[Enrollment]:
    """Who withdrew of their own accord since then, newest first."""
    return session.scalars(
        select(Enrollment)
        .where(
            Enrollment.cohort_id == cohort.id,
            Enrollment.status == EnrollmentStatus.WITHDRAWN,
            Enrollment.left_themselves,
            Enrollment.left_at >= since,
        )
        .order_by(Enrollment.left_at.desc(), Enrollment.id)
    ).all()


def departments_and_sites(session: Session, cohort: Cohort) -> tuple[list[str], list[str]]:
    """What the people of a cohort have as department and as site, each in order; two queries."""
    return tuple(  # type: ignore[return-value]  # two columns make two lists
        sorted(
            session.scalars(select(column).where(Enrollment.cohort_id == cohort.id, column != "").distinct()),
            key=searchable,
        )
        for column in (Enrollment.department, Enrollment.site)
    )


def active_people(cohort: Cohort, role: CohortRole) -> Select[Enrollment]:
    """Who takes part in a cohort in that role, by name."""
    return people(cohort, PeopleFilter(role=role, status=EnrollmentStatus.ACTIVE))


def find_enrollment(session: Session, cohort: Cohort, public_id: str) -> Enrollment | None:
    """The enrollment of an address, only within ``cohort``."""
    return session.scalar(
        select(Enrollment).where(Enrollment.cohort_id == cohort.id, Enrollment.public_id == public_id)
    )


def enrollments_by_person(session: Session, cohort: Cohort) -> dict[tuple[str, CohortRole], Enrollment]:
    """Everybody of a cohort, also those who left, by address and role."""
    everybody = session.scalars(people(cohort, PeopleFilter()))
    return {(enrollment.account.email, enrollment.role): enrollment for enrollment in everybody}


def accounts_by_email(session: Session, emails: Collection[str]) -> dict[str, Account]:
    """The accounts that are known under ``emails``."""
    wanted = sorted(emails)
    found: dict[str, Account] = {}
    for start in range(0, len(wanted), _EMAILS_A_QUERY):
        some = wanted[start : start + _EMAILS_A_QUERY]
        accounts = session.scalars(select(Account).options(lazyload(Account.roles)).where(Account.email.in_(some)))
        found |= {account.email: account for account in accounts}
    return found


@dataclass(frozen=True)
class PeopleCounts:
    """How many take part now, and how many mentees the mentors can take together."""

    mentors: int
    mentees: int
    places: int

    @property
    def everybody(self) -> int:
        return self.mentors + self.mentees


def count_people(session: Session, cohort: Cohort) -> PeopleCounts:
    """The active people of a cohort, in one query."""
    rows = session.execute(
        select(Enrollment.role, func.count(), func.sum(Enrollment.capacity))
        .where(Enrollment.cohort_id == cohort.id, Enrollment.status == EnrollmentStatus.ACTIVE)
        .group_by(Enrollment.role)
    )
    by_role = {role: (number, places) for role, number, places in rows}
    mentors, places = by_role.get(CohortRole.MENTOR, (0, 0))
    mentees, _ = by_role.get(CohortRole.MENTEE, (0, 0))
    return PeopleCounts(mentors=mentors, mentees=mentees, places=places or 0)


def help_lines_to_show(program: Program, *, now: datetime) -> list[HelpLine]:
    """Numbers that somebody checked within the year, in their order: a dead line is worse than none."""
    since = clock.local_date(now - HELP_LINE_LIFE, program.timezone)
    return [line for line in program.help_lines if line.verified_on is not None and line.verified_on >= since]


def help_lines_to_check(program: Program, *, now: datetime) -> list[HelpLine]:
    """The numbers that nobody has called for eleven months or ever, in the order in which they are shown."""
    since = clock.local_date(now - CHECK_HELP_LINES_AFTER, program.timezone)
    return [line for line in program.help_lines if line.verified_on is None or line.verified_on < since]


def plan_of(cohort: Cohort, phase: Phase) -> PhasePlan | None:
    """When a phase is meant to be; None if nobody planned it."""
    return next((plan for plan in cohort.phase_plans if plan.phase is phase), None)


def days_past_plan(cohort: Cohort, today: date) -> int:
    """How many days the current phase has run over its planned end; 0 while it has not."""
    plan = plan_of(cohort, cohort.phase)
    return max(0, (today - plan.ends_on).days) if plan is not None else 0
