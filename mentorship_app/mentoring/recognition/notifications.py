"""The mail that a mentor's letters are ready."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorship_app import audit
from mentorship_app.accounts import LinkPurpose
from mentorship_app.accounts.mail_links import personal_link
from mentorship_app.core.errors import NotFound
from mentorship_app.core.i18n import N_
from mentorship_app.core.identity import Actor
from mentorship_app.mentoring.recognition.letters import willing
from mentorship_app.mentoring.recognition.models import LetterKind, RecognitionLetter
from mentorship_app.mentoring.recognition.services import choice_of
from mentorship_app.messaging import UNDO, MailScope, MessageStatus, OutboxMessage, email_kinds, enqueue
from mentorship_app.programs import Cohort, Enrollment, EnrollmentStatus

READY = "recognition_ready"
LINK_LIFE = timedelta(days=28)


def ready_context(mentor: Enrollment) -> dict[str, str]:
    """What the row of the mail holds."""
    return {"enrollment": str(mentor.id)}


def told(session: Session, cohort: Cohort) -> set[UUID]:
    """The mentors, by enrollment, to whom the mail was written and not taken back."""
    begins = _key(cohort)
    rows = session.scalars(
        select(OutboxMessage.dedupe_key).where(
            OutboxMessage.kind == READY,
            OutboxMessage.program_id == cohort.program_id,
            OutboxMessage.status != MessageStatus.CANCELLED,
            OutboxMessage.dedupe_key.startswith(begins, autoescape=True),
        )
    )
    return {UUID(key.removeprefix(begins).split(":")[0]) for key in rows if key}


def _key(cohort: Cohort) -> str:
    return f"{READY}:{cohort.id}:"


def drawn(session: Session, cohort: Cohort) -> set[UUID]:
    """The mentors, by enrollment, of whom both letters are drawn."""
    rows = session.execute(
        select(RecognitionLetter.enrollment_id, RecognitionLetter.kind)
        .join(RecognitionLetter.enrollment)
        .where(Enrollment.cohort_id == cohort.id, RecognitionLetter.drawn_at.is_not(None))
    ).all()
    found = {(enrollment_id, kind) for enrollment_id, kind in rows}
    return {one for one, _kind in found if all((one, kind) in found for kind in LetterKind)}


def to_tell(session: Session, cohort: Cohort) -> list[Enrollment]:
    """The mentors whose letters are drawn, who want them and have not been written to."""
    done, heard = drawn(session, cohort), told(session, cohort)
    return [mentor for mentor in willing(session, cohort) if mentor.id in done and mentor.id not in heard]


def tell(session: Session, cohort: Cohort, *, by: Actor, now: datetime) -> int:
    """Write to everybody of :func:`to_tell`; the mails wait ten minutes. Gives how many it wrote."""
    mentors = to_tell(session, cohort)
    for mentor in mentors:
        account = mentor.account
        enqueue(
            session,
            READY,
            to_email=account.email,
            to_name=account.name,
            locale=account.locale,
            context=ready_context(mentor),
            dedupe=f"{_key(cohort)}{mentor.id}:{now:%Y%m%dT%H%M%S}",
            program_id=cohort.program_id,
            now=now,
            not_before=now + UNDO,
        )
    if mentors:
        audit.record(
            session,
            "mentoring.recognition.told",
            by=by,
            subject=cohort,
            at=now,
            program_id=cohort.program_id,
            count=len(mentors),
        )
    session.flush()
    return len(mentors)


@email_kinds.register(READY)
def recognition_ready(scope: MailScope) -> Mapping[str, object]:
    """Values of the mail; raises NotFound if the mentor left, or meanwhile wants no letter."""
    mentor = scope.session.get(Enrollment, UUID(str(scope.message.context["enrollment"])))
    if mentor is None or mentor.status is not EnrollmentStatus.ACTIVE:
        raise NotFound(N_("This person does not take part any more."))
    choice = choice_of(scope.session, mentor)
    if choice is not None and not choice.wants_letter:
        raise NotFound(N_("This mentor wants no letter."))
    program = mentor.cohort.program
    return {
        "program": program.name,
        "cohort": mentor.cohort.name,
        "contact": program.contact_email,
        "link": personal_link(
            scope, mentor.account, LinkPurpose.SIGN_IN, next_path="/me/recognition", expires_at=scope.now + LINK_LIFE
        ),
    }
