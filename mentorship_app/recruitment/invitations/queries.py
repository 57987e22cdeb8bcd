"""What staff read of invitations: who was asked and what came back. Who only opened or began is never told by name."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, Row, Select, and_, case, func, literal, select
from sqlalchemy.orm import Session

from mentorship_app.accounts import Account
from mentorship_app.core.searching import search_words
from mentorship_app.messaging import MessageStatus, OutboxMessage
from mentorship_app.programs import Cohort, CohortRole, Enrollment, EnrollmentStatus
from mentorship_app.recruitment.enums import ApplicationStatus
from mentorship_app.recruitment.invitations.entries import Entry
from mentorship_app.recruitment.invitations.enums import InvitationStatus, Reply
from mentorship_app.recruitment.invitations.models import Invitation, InvitationList
from mentorship_app.recruitment.models import Call, MentorApplication

WAITING = (MessageStatus.QUEUED, MessageStatus.RETRY, MessageStatus.HELD, MessageStatus.LEASED)


@dataclass(frozen=True)
class InvitationFilter:
    """Which invitations to show; what is left empty does not narrow."""

    words: str = ""
    reply: Reply | None = None
    department: str = ""


def was_taken_back() -> ColumnElement[bool]:
    """Whether the invitation itself never left, because its mail was taken back in the outbox.

    Needs an outer join to ``Invitation.message``.
    """
    is_first_mail = Invitation.reminders_sent == 0
    return and_(is_first_mail, func.coalesce(OutboxMessage.status == MessageStatus.CANCELLED, literal(False)))


def reply_column() -> ColumnElement[str]:
    """What staff see of an invitation, as a value of :class:`Reply`; needs the joins of :func:`invitations`."""
    status, application = OutboxMessage.status, MentorApplication.status
    has_applied = MentorApplication.submitted_at.is_not(None)
    return case(
        (and_(has_applied, application == ApplicationStatus.APPROVED), literal(Reply.ACCEPTED.value)),
        (and_(has_applied, application == ApplicationStatus.DECLINED), literal(Reply.DECLINED.value)),
        (has_applied, literal(Reply.APPLIED.value)),
        (Invitation.status == InvitationStatus.WITHDRAWN, literal(Reply.WITHDRAWN.value)),
        (Invitation.status == InvitationStatus.STOPPED, literal(Reply.STOPPED.value)),
        (was_taken_back(), literal(Reply.TAKEN_BACK.value)),
        (status == MessageStatus.DEAD, literal(Reply.NOT_DELIVERED.value)),
        (and_(Invitation.reminders_sent == 0, status.in_(WAITING)), literal(Reply.WAITING_TO_LEAVE.value)),
        else_=literal(Reply.NO_ANSWER.value),
    )


def invitations(call: Call, chosen: InvitationFilter | None = None) -> Select[Invitation, str]:
    """The invitations of a call with what came back, by name; every word must stand in name, address or department."""
    chosen = chosen or InvitationFilter()
    reply = reply_column().label("reply")
    answered = and_(MentorApplication.call_id == Invitation.call_id, MentorApplication.email == Invitation.email)
    found = (
        select(Invitation, reply)
        .outerjoin(Invitation.message)
        .outerjoin(MentorApplication, answered)
        .where(Invitation.call_id == call.id)
        .order_by(Invitation.search_text, Invitation.id)
    )
    for word in search_words(chosen.words):
        found = found.where(Invitation.search_text.contains(word, autoescape=True))
    if chosen.reply is not None:
        found = found.where(reply_column() == chosen.reply.value)
    if chosen.department:
        found = found.where(Invitation.department == chosen.department)
    return found


def count_by_reply(session: Session, call: Call) -> dict[Reply, int]:
    """How many invitations of a call have which answer, in one query."""
    rows = invitations(call).order_by(None).subquery()
    counted = session.execute(select(rows.c.reply, func.count()).group_by(rows.c.reply))
    return {Reply(reply): number for reply, number in counted}


def departments(session: Session, call: Call) -> list[str]:
    """The departments that were invited, in order."""
    found = select(Invitation.department).where(Invitation.call_id == call.id, Invitation.department != "").distinct()
    return sorted(session.scalars(found), key=str.casefold)


def find_in_cohort(session: Session, cohort: Cohort, public_id: str) -> Invitation | None:
    """One invitation of a cohort's calls."""
    return session.scalar(
        select(Invitation).join(Invitation.call).where(Call.cohort_id == cohort.id, Invitation.public_id == public_id)
    )


def find_list(session: Session, cohort: Cohort, public_id: str) -> InvitationList | None:
    """A list that waits for a decision, of a call of this cohort."""
    return session.scalar(
        select(InvitationList)
        .join(InvitationList.call)
        .where(Call.cohort_id == cohort.id, InvitationList.public_id == public_id)
    )


def mentors_of_earlier_years(session: Session, call: Call) -> list[Entry]:
    """Who mentored in an earlier cohort of the program and did not leave it, as they were in the newest; by name."""
    rows = session.execute(
        select(Account.email, Account.name, Enrollment.department, Account.locale)
        .join(Enrollment, Enrollment.account_id == Account.id)
        .join(Enrollment.cohort)
        .where(
            Cohort.program_id == call.cohort.program_id,
            Cohort.starts_on < call.cohort.starts_on,
            Enrollment.role == CohortRole.MENTOR,
            Enrollment.status == EnrollmentStatus.ACTIVE,
            Account.active,
        )
        .order_by(Cohort.starts_on.desc(), Account.email)
    )
    newest: dict[str, tuple[str, str, str]] = {}
    for email, name, department, locale in rows:
        newest.setdefault(email, (name, department, locale))
    ordered = sorted(newest.items(), key=lambda person: (person[1][0].casefold(), person[0]))
    return [
        Entry(number, email, name, department, locale)
        for number, (email, (name, department, locale)) in enumerate(ordered, start=1)
    ]


def export_rows(session: Session, call: Call) -> list[Row[Invitation, str]]:
    """Everything that the list of a call shows, for a table."""
    return list(session.execute(invitations(call)))
