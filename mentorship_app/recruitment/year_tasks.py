"""Tasks of the year that recruitment can tell are done."""

from datetime import date

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from mentorship_app.programs import Cohort
from mentorship_app.programs.year.done_when import done_when
from mentorship_app.recruitment.enums import ApplicationStatus, CallStatus
from mentorship_app.recruitment.invitations.models import Invitation
from mentorship_app.recruitment.models import Call, MentorApplication


@done_when.register("write_call")
def call_is_written(session: Session, cohort: Cohort, _today: date) -> bool:
    """There is a call, if only a draft."""
    return bool(session.scalar(select(exists().where(Call.cohort_id == cohort.id))))


@done_when.register("open_call")
def call_was_opened(session: Session, cohort: Cohort, _today: date) -> bool:
    """A call is open, or was."""
    return bool(session.scalar(select(exists().where(Call.cohort_id == cohort.id, Call.status != CallStatus.DRAFT))))


@done_when.register("invite_mentors")
def somebody_is_invited(session: Session, cohort: Cohort, _today: date) -> bool:
    """Somebody was invited to a call of the cohort."""
    return bool(session.scalar(select(exists().where(Invitation.call_id == Call.id, Call.cohort_id == cohort.id))))


@done_when.register("decide_applications")
def applications_are_answered(session: Session, cohort: Cohort, _today: date) -> bool:
    """The calls are over, somebody applied, and nobody who did still waits."""
    of_cohort = (MentorApplication.call_id == Call.id, Call.cohort_id == cohort.id)
    is_running = select(exists().where(Call.cohort_id == cohort.id, Call.status == CallStatus.OPEN))
    statuses = set(session.scalars(select(MentorApplication.status).where(*of_cohort).distinct()))
    sent = statuses - {ApplicationStatus.DRAFT}
    return bool(sent) and ApplicationStatus.SUBMITTED not in sent and not session.scalar(is_running)
