"""Tasks of the year that the intake can tell are done."""

from datetime import date

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from mentorship_app.audit import AuditEvent
from mentorship_app.intake.queries import count_sent
from mentorship_app.programs import Cohort, Enrollment
from mentorship_app.programs.year.done_when import done_when


@done_when.register("invite_mentees")
def mentees_were_asked(session: Session, cohort: Cohort, _today: date) -> bool:
    """Somebody was asked for their intake, or sent it unasked."""
    asked = exists().where(
        AuditEvent.program_id == cohort.program_id,
        AuditEvent.action == "intake.invitation.sent",
        AuditEvent.subject_id == Enrollment.id,
        Enrollment.cohort_id == cohort.id,
    )
    return bool(session.scalar(select(asked))) or count_sent(session, cohort).sent > 0


@done_when.register("complete_intake")
def every_intake_is_there(session: Session, cohort: Cohort, _today: date) -> bool:
    """Every mentee has sent theirs."""
    count = count_sent(session, cohort)
    return count.mentees > 0 and count.missing == 0
