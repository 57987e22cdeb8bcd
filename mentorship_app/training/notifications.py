"""The mail that asks for the modules that somebody lacks."""

from collections.abc import Mapping, Sequence
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
from mentorship_app.messaging import UNDO, MailScope, OutboxMessage, email_kinds, enqueue
from mentorship_app.programs import Cohort, CohortRole, Enrollment, EnrollmentStatus
from mentorship_app.training.requirements import Standing, lacking_of, standings

INVITATION = "training_invitation"
LINK_LIFE = timedelta(days=14)
IN_PEACE = timedelta(days=7)
"""Nobody is asked twice within a week."""


def invitation_context(enrollment: Enrollment) -> dict[str, str]:
    """What the row of the mail holds."""
    return {"enrollment": str(enrollment.id)}


def to_invite(session: Session, cohort: Cohort, *, now: datetime) -> list[Standing]:
    """Who lacks a required module and was not asked in the last week."""
    lacking = [one for one in standings(session, cohort) if one.lacking]
    if not lacking:
        return []
    recent = select(OutboxMessage.dedupe_key).where(
        OutboxMessage.kind == INVITATION,
        OutboxMessage.program_id == cohort.program_id,
        OutboxMessage.created_at > now - IN_PEACE,
    )
    asked = {key.split(":")[1] for key in session.scalars(recent) if key}
    return [one for one in lacking if str(one.enrollment.id) not in asked]


def invite(session: Session, cohort: Cohort, *, by: Actor, now: datetime) -> int:
    """Write to everybody of :func:`to_invite`; the mails wait ten minutes. Gives how many it wrote."""
    people: Sequence[Standing] = to_invite(session, cohort, now=now)
    for one in people:
        account = one.enrollment.account
        enqueue(
            session,
            INVITATION,
            to_email=account.email,
            to_name=account.name,
            locale=account.locale,
            context=invitation_context(one.enrollment),
            dedupe=f"{INVITATION}:{one.enrollment.id}:{now:%Y%m%dT%H%M%S}",
            program_id=cohort.program_id,
            now=now,
            not_before=now + UNDO,
        )
    if people:
        audit.record(
            session,
            "training.invited",
            by=by,
            subject=cohort,
            at=now,
            program_id=cohort.program_id,
            count=len(people),
        )
    session.flush()
    return len(people)


@email_kinds.register(INVITATION)
def training_invitation(scope: MailScope) -> Mapping[str, object]:
    """Values of the mail; raises NotFound if the person left, or has completed everything meanwhile."""
    enrollment = scope.session.get(Enrollment, UUID(str(scope.message.context["enrollment"])))
    if enrollment is None or enrollment.status is not EnrollmentStatus.ACTIVE:
        raise NotFound(N_("This person does not take part any more."))
    lacking = lacking_of(scope.session, enrollment)
    if not lacking:
        raise NotFound(N_("This person has completed every required module."))
    program, locale = enrollment.cohort.program, scope.message.locale
    return {
        "program": program.name,
        "contact": program.contact_email,
        "mentors": enrollment.role is CohortRole.MENTOR,
        "modules": [(module.title.in_(locale), module.minutes(locale)) for module in lacking],
        "minutes": sum(module.minutes(locale) for module in lacking),
        "link": personal_link(
            scope, enrollment.account, LinkPurpose.SIGN_IN, next_path="/training", expires_at=scope.now + LINK_LIFE
        ),
    }
