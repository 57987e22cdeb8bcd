"""Verbs of applications: start, write, send, decide."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorship_app import audit
from mentorship_app.accounts.services import ensure_account, find_account, normalise_email
from mentorship_app.core.errors import Conflict, FieldError, InvalidTransition
from mentorship_app.core.i18n import N_
from mentorship_app.core.identity import NOBODY, Actor
from mentorship_app.forms.consents import adopt_consents, record_consents
from mentorship_app.forms.identity import offer_identity
from mentorship_app.forms.queries import current
from mentorship_app.forms.services import pin
from mentorship_app.programs import CohortRole, Enrollment, Phase
from mentorship_app.programs.services import enroll
from mentorship_app.questions.answers import ParsedAnswers, kept, missing
from mentorship_app.questions.errors import AnswerError
from mentorship_app.questions.text import clean_line, clean_lines
from mentorship_app.recruitment import notifications
from mentorship_app.recruitment.calls import Availability, availability
from mentorship_app.recruitment.enums import ApplicationStatus, Decision
from mentorship_app.recruitment.invitations.ending import end_mails_to
from mentorship_app.recruitment.models import Call, MentorApplication
from mentorship_app.recruitment.offer import assessment_roles, offer_in
from mentorship_app.recruitment.returning import carried_answers, is_ready, last_accepted, with_consent

LONGEST_NAME = 120
LONGEST_NOTE = 1000


FORM = "mentor_application"


def minutes_of(session: Session, call: Call) -> int:
    """How long it takes whoever begins now."""
    return current(session, call.cohort.program_id, FORM).minutes


def start(session: Session, call: Call, *, email: str, name: str, locale: str, now: datetime) -> MentorApplication:
    """Mail a link with which the person can write their application; it is made if they have none for this call.

    The caller must answer the same way whether or not there was one, or the page would tell who applied.
    Raises FieldError for a wrong address or name, Conflict when the call takes no applications.
    """
    address, given_name = normalise_email(email), _name(name)
    if availability(call, now) is not Availability.NOW:
        raise Conflict(N_("This call takes no applications now."))
    application = application_for(session, call, email=address, name=given_name, locale=locale, now=now)
    notifications.started(session, application, now=now)
    return application


def application_for(
    session: Session, call: Call, *, email: str, name: str, locale: str, now: datetime
) -> MentorApplication:
    """The application of an address to a call; begun if there is none, from last year's answers if there are any.

    Nothing is mailed: the caller knows that whoever asks reads the mail of ``email``. Raises FieldError for a wrong
    name, Conflict when there is no application and the call takes none.
    """
    application = find_application_of(session, call, email)
    if application is not None:
        return application
    if availability(call, now) is not Availability.NOW:
        raise Conflict(N_("This call takes no applications now."))
    application = MentorApplication(
        call=call,
        form_version=pin(session, call.cohort.program, FORM, now=now),
        email=email,
        name=_name(name),
        locale=locale,
        created_at=now,
    )
    earlier = last_accepted(session, call, email)
    if earlier is not None:
        application.draft = carried_answers(earlier, application.questionnaire, locale)
        application.carried_from_id = earlier.id
    session.add(application)
    session.flush()
    return application


def find_application_of(session: Session, call: Call, email: str) -> MentorApplication | None:
    """The application of an address to a call, in whatever state."""
    return session.scalar(
        select(MentorApplication).where(MentorApplication.call_id == call.id, MentorApplication.email == email)
    )


def carried_from(session: Session, application: MentorApplication) -> MentorApplication | None:
    """The accepted application of an earlier year from whose answers this one was begun."""
    return session.get(MentorApplication, application.carried_from_id) if application.carried_from_id else None


def can_write(application: MentorApplication, now: datetime) -> bool:
    """Whether the person may write and send now. Who was asked for changes may do so after the call has closed."""
    if application.status is ApplicationStatus.CHANGES_REQUESTED:
        return application.call.cohort.phase is not Phase.CLOSED
    return application.is_writable and availability(application.call, now) is Availability.NOW


def save_part(
    session: Session,
    application: MentorApplication,
    part: str,
    parsed: ParsedAnswers,
    *,
    rev: int,
    deliberate: bool,
    now: datetime,
) -> bool:
    """Keep one part of the draft; True if it was kept.

    ``rev`` counts the pages of this part: what a page opened earlier saves by itself does not undo a later one.
    A ``deliberate`` save (a pressed button) always counts. Raises InvalidTransition when nothing can be written.
    """
    if not can_write(application, now):
        raise InvalidTransition(N_("This application can no longer be changed."))
    newest = int(application.revs.get(part, 0))
    if not deliberate and rev < newest:
        return False
    application.draft = parsed.merged_into(application.draft)
    # The number comes from the form: a made-up one must not lock the person's own later pages out.
    application.revs = {**application.revs, part: max(newest, min(rev, newest + 1))}
    application.saved_at = now
    session.flush()
    return True


def next_rev(application: MentorApplication, part: str) -> int:
    """The number that a page of this part opened now carries."""
    return int(application.revs.get(part, 0)) + 1


def submit(session: Session, application: MentorApplication, *, now: datetime) -> None:
    """Send the draft to the coordinator. Sending twice changes nothing.

    Raises Conflict while a question lacks its answer, InvalidTransition when nothing can be sent any more.
    """
    if application.status is ApplicationStatus.SUBMITTED:
        return
    if not can_write(application, now):
        raise InvalidTransition(N_("This application can no longer be changed."))
    questionnaire = application.questionnaire
    if missing(questionnaire, application.draft):
        raise Conflict(N_("Some questions have no answer yet."))
    answers: Mapping[str, Any] = kept(questionnaire, application.draft)
    offer = offer_in(answers)
    application.move_to(ApplicationStatus.SUBMITTED)
    application.answers, application.submitted_at = dict(answers), now
    application.department, application.capacity = offer.department, offer.capacity
    application.hours_per_month = offer.hours_per_month
    session.flush()
    offer_identity(session, application.call.cohort.program, now=now)
    record_consents(
        session,
        application.form_version,
        answers,
        program_id=application.call.cohort.program_id,
        email=application.email,
        account=find_account(session, application.email),
        locale=application.locale,
        now=now,
    )
    end_mails_to(session, application.call.cohort, application.email)
    _record(session, "recruitment.application.submitted", application, by=NOBODY, now=now)
    notifications.received(session, application, now=now)


def confirm(session: Session, application: MentorApplication, *, now: datetime) -> None:
    """Send an application that was begun from last year's answers, agreeing to what the button said.

    Raises Conflict while a question other than a consent lacks its answer, InvalidTransition as :func:`submit`.
    """
    if can_write(application, now) and is_ready(application):
        application.draft = with_consent(application)
        application.saved_at = now
    submit(session, application, now=now)


def approve(
    session: Session, application: MentorApplication, *, by: Actor, now: datetime, note: str = ""
) -> Enrollment:
    """Accept a mentor into the cohort and tell them. Approving twice changes nothing.

    Makes the account and the enrollment from the answers. Raises InvalidTransition when it cannot be approved.
    """
    if application.status is ApplicationStatus.APPROVED and application.enrollment is not None:
        return application.enrollment
    _decide(application, ApplicationStatus.APPROVED, note=note, by=by, now=now)
    offer = offer_in(application.answers)
    account = ensure_account(
        session, email=application.email, name=application.name, locale=application.locale, now=now
    )
    adopt_consents(session, account, program_id=application.call.cohort.program_id, email=application.email)
    enrollment = enroll(
        session,
        application.call.cohort,
        account,
        role=CohortRole.MENTOR,
        by=by,
        now=now,
        department=offer.department,
        site=offer.site,
        capacity=offer.capacity,
        hours_per_month=offer.hours_per_month,
        other_roles=assessment_roles(application.answers),
    )
    application.enrollment = enrollment
    session.flush()
    _tell(session, application, Decision.ACCEPT, by=by, now=now)
    return enrollment


def approve_all(
    session: Session, applications: Sequence[MentorApplication], as_sent: Mapping[str, str], *, by: Actor, now: datetime
) -> int:
    """Accept several as the coordinator saw them; gives how many. All of them or, with an error, nobody.

    ``as_sent`` is :func:`sent_version` of each that was shown, by public id. Raises Conflict when one of them has been
    decided, or was sent anew, since.
    """
    shown = {application.public_id: sent_version(application) for application in applications}
    if shown != dict(as_sent):
        raise Conflict(N_("Some of these applications changed since you opened this page. Look at them again."))
    for application in applications:
        approve(session, application, by=by, now=now)
    return len(applications)


def decline(session: Session, application: MentorApplication, *, by: Actor, now: datetime, note: str = "") -> None:
    """Say no, and tell the person. Declining twice changes nothing; raises InvalidTransition."""
    if application.status is ApplicationStatus.DECLINED:
        return
    _decide(application, ApplicationStatus.DECLINED, note=note, by=by, now=now)
    _tell(session, application, Decision.DECLINE, by=by, now=now)


def request_changes(session: Session, application: MentorApplication, *, by: Actor, now: datetime, note: str) -> None:
    """Let the person write again, and tell them what to change. Asking twice changes nothing.

    Raises FieldError("note") without a note, InvalidTransition when it is already decided.
    """
    if application.status is ApplicationStatus.CHANGES_REQUESTED:
        return
    if not note.strip():
        raise FieldError("note", N_("Write what you would like the person to change."))
    _decide(application, ApplicationStatus.CHANGES_REQUESTED, note=note, by=by, now=now)
    _tell(session, application, Decision.ASK_FOR_CHANGES, by=by, now=now)


def decide(
    session: Session,
    application: MentorApplication,
    decision: Decision,
    *,
    note: str,
    as_sent: str,
    by: Actor,
    now: datetime,
) -> None:
    """Carry out ``decision`` on the application as the coordinator read it.

    ``as_sent`` is :func:`sent_version` of that reading; raises Conflict if the person has sent a newer one since.
    """
    if as_sent != sent_version(application):
        raise Conflict(N_("The person has sent a new version since you opened this page. Read it before you decide."))
    if decision is Decision.ACCEPT:
        approve(session, application, note=note, by=by, now=now)
    elif decision is Decision.DECLINE:
        decline(session, application, note=note, by=by, now=now)
    else:
        request_changes(session, application, note=note, by=by, now=now)


def sent_version(application: MentorApplication) -> str:
    """Which version of the answers this is: the moment it was sent, as text; empty for a draft."""
    return application.submitted_at.isoformat() if application.submitted_at else ""


def clean_note(note: str) -> str:
    """A note as it is kept and mailed; raises FieldError("note") if it is too long or cannot be kept."""
    return _cleaned("note", note, LONGEST_NOTE)


def _decide(application: MentorApplication, status: ApplicationStatus, *, note: str, by: Actor, now: datetime) -> None:
    application.move_to(status)
    application.note = clean_note(note)
    application.decided_at, application.decided_by_id = now, by.account_id


def _tell(session: Session, application: MentorApplication, decision: Decision, *, by: Actor, now: datetime) -> None:
    session.flush()
    _record(session, f"recruitment.application.{application.status}", application, by=by, now=now)
    notifications.decided(session, application, decision, now=now)


def _name(name: str) -> str:
    cleaned = _cleaned("name", name, LONGEST_NAME)
    if not cleaned:
        raise FieldError("name", N_("Enter your name."))
    return cleaned


def _cleaned(field: str, text: str, limit: int) -> str:
    try:
        return clean_line(text, limit) if field == "name" else clean_lines(text, limit)
    except AnswerError as error:
        raise FieldError(field, error.message, **error.values) from None


def _record(session: Session, action: str, application: MentorApplication, *, by: Actor, now: datetime) -> None:
    program_id = application.call.cohort.program_id
    audit.record(session, action, by=by, subject=application, at=now, program_id=program_id)
