"""Verbs of intake: begin, save, send, ask for it."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorship_app import audit
from mentorship_app.core.errors import FieldError, InvalidTransition, NotAllowed
from mentorship_app.core.i18n import N_
from mentorship_app.core.identity import Actor
from mentorship_app.forms.consents import record_consents
from mentorship_app.forms.identity import offer_identity
from mentorship_app.forms.services import pin
from mentorship_app.intake import notifications
from mentorship_app.intake.models import Profile
from mentorship_app.intake.queries import mentees_without_intake, profile_of
from mentorship_app.messaging import MessageStatus, OutboxMessage
from mentorship_app.programs import Cohort, CohortRole, Enrollment, EnrollmentStatus
from mentorship_app.programs.phases import Opening, is_open
from mentorship_app.questions.answers import ParsedAnswers, kept, missing
from mentorship_app.questions.questionnaire import Question, Section

FORM = "mentee_intake"
ASK_AGAIN_AFTER = timedelta(days=7)
"""A mentee who was asked within this time is not asked again, however often the button is pressed."""


class IncompleteIntake(FieldError):
    """Required questions have no answer yet; ``gaps`` are those, in the order they are asked."""

    def __init__(self, gaps: tuple[Question, ...]) -> None:
        super().__init__(gaps[0].id, N_("Some questions still need your answer before this can be sent."))
        self.gaps = gaps


def is_writable(enrollment: Enrollment) -> bool:
    """Whether the mentee may write now: an active mentee of a cohort whose phase opens intake."""
    return (
        enrollment.role is CohortRole.MENTEE
        and enrollment.status is EnrollmentStatus.ACTIVE
        and is_open(enrollment.cohort, Opening.INTAKE)
    )


def start(session: Session, enrollment: Enrollment, *, now: datetime) -> Profile:
    """The profile of a mentee, made if there is none. Raises NotAllowed for mentors, InvalidTransition out of phase."""
    _require_writable(enrollment)
    profile = profile_of(session, enrollment)
    if profile is None:
        profile = Profile(
            enrollment=enrollment,
            form_version=pin(session, enrollment.cohort.program, FORM, now=now),
            draft={},
            answers={},
            revs={},
            created_at=now,
        )
        session.add(profile)
        session.flush()
    return profile


def save_section(
    session: Session,
    profile: Profile,
    section: Section,
    parsed: ParsedAnswers,
    *,
    rev: int,
    deliberate: bool,
    now: datetime,
) -> bool:
    """Keep one section as typed, what is wrong in it left out; True if it was kept.

    ``rev`` counts the pages of this section: what a page opened earlier saves by itself does not undo a later one.
    A ``deliberate`` save (a pressed button) always counts. Raises InvalidTransition when intake is closed.
    """
    _require_writable(profile.enrollment)
    newest = int(profile.revs.get(section.id, 0))
    if not deliberate and rev < newest:
        return False
    profile.draft = parsed.merged_into(profile.draft)
    # The number comes from the form: a made-up one must not lock the person's own later pages out.
    profile.revs = {**profile.revs, section.id: max(newest, min(rev, newest + 1))}
    profile.saved_at = now
    session.flush()
    return True


def next_rev(profile: Profile | None, section: Section) -> int:
    """The number that a page of this section opened now carries."""
    return int(profile.revs.get(section.id, 0)) + 1 if profile else 1


def submit(session: Session, profile: Profile, *, by: Actor, now: datetime) -> None:
    """Send what is written to the coordinator. Sending the same answers twice changes nothing.

    Raises IncompleteIntake naming the gaps, InvalidTransition when intake is closed.
    """
    _require_writable(profile.enrollment)
    gaps = missing(profile.questionnaire, profile.draft)
    if gaps:
        raise IncompleteIntake(gaps)
    answers = kept(profile.questionnaire, profile.draft)
    if profile.is_sent and answers == profile.answers:
        return
    profile.answers, profile.draft = answers, dict(answers)
    profile.submitted_at = now
    enrollment = profile.enrollment
    offer_identity(session, enrollment.cohort.program, now=now)
    record_consents(
        session,
        profile.form_version,
        answers,
        program_id=enrollment.cohort.program_id,
        email=enrollment.account.email,
        account=enrollment.account,
        locale=enrollment.account.locale,
        now=now,
    )
    # That it was sent is in the trail, what was said is not.
    audit.record(
        session,
        "intake.profile.submitted",
        by=by,
        subject=profile,
        at=now,
        program_id=enrollment.cohort.program_id,
        person=enrollment.account.name,
    )
    session.flush()


def invite(session: Session, enrollment: Enrollment, *, by: Actor, now: datetime) -> OutboxMessage | None:
    """Ask a mentee for their intake by mail; None if it was sent already or they were asked within a week.

    Raises NotAllowed for mentors, InvalidTransition out of phase.
    """
    _require_writable(enrollment)
    profile = profile_of(session, enrollment)
    if profile is not None and profile.is_sent:
        return None
    prefix = notifications.invitation_key(enrollment)
    asked = session.scalars(
        select(OutboxMessage).where(
            OutboxMessage.kind == notifications.INVITATION, OutboxMessage.dedupe_key.startswith(prefix, autoescape=True)
        )
    ).all()
    if any(
        message.status is not MessageStatus.CANCELLED and message.created_at > now - ASK_AGAIN_AFTER
        for message in asked
    ):
        return None
    message = notifications.invitation(session, enrollment, number=len(asked), now=now)
    audit.record(
        session,
        "intake.invitation.sent",
        by=by,
        subject=enrollment,
        at=now,
        program_id=enrollment.cohort.program_id,
        person=enrollment.account.name,
    )
    session.flush()
    return message


def invite_all(session: Session, cohort: Cohort, *, by: Actor, now: datetime) -> int:
    """Ask every mentee who has not sent their intake; how many mails were written."""
    if not is_open(cohort, Opening.INTAKE):
        raise InvalidTransition(N_("Intake is not open in this phase of the cohort."))
    mails = [invite(session, enrollment, by=by, now=now) for enrollment in mentees_without_intake(session, cohort)]
    return sum(mail is not None for mail in mails)


def _require_writable(enrollment: Enrollment) -> None:
    if enrollment.role is not CohortRole.MENTEE:
        raise NotAllowed(N_("Intake is for the people who look for a mentor."))
    if enrollment.status is not EnrollmentStatus.ACTIVE:
        raise NotAllowed(N_("You do not take part in this cohort any more."))
    if not is_open(enrollment.cohort, Opening.INTAKE):
        raise InvalidTransition(
            N_("Intake is not open now. What you wrote is kept; ask your coordinator to change it.")
        )
