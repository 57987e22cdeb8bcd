"""The mail that tells everybody who was asked where they can read what came of it."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorship_app.accounts import LinkPurpose
from mentorship_app.accounts.mail_links import personal_link
from mentorship_app.core.errors import NotFound
from mentorship_app.core.i18n import N_
from mentorship_app.messaging import UNDO, MailScope, MessageStatus, OutboxMessage, email_kinds, enqueue
from mentorship_app.programs import Cohort, Enrollment, EnrollmentStatus
from mentorship_app.reports.editions.models import Edition

SUMMARY = "report_summary"
LINK_LIFE = timedelta(days=28)


def summary_context(edition: Edition, enrollment: Enrollment) -> dict[str, str]:
    """What the row of the mail holds: nothing that differs between those who answered and those who did not."""
    return {"edition": str(edition.id), "enrollment": str(enrollment.id)}


def announce(session: Session, edition: Edition, enrollment: Enrollment, *, now: datetime) -> None:
    """Write to one person; the mail waits ten minutes."""
    account, cohort = enrollment.account, edition.cohort
    enqueue(
        session,
        SUMMARY,
        to_email=account.email,
        to_name=account.name,
        locale=account.locale,
        context=summary_context(edition, enrollment),
        dedupe=f"{_key(cohort)}{account.id}:{now:%Y%m%dT%H%M%S}",
        program_id=cohort.program_id,
        now=now,
        not_before=now + UNDO,
    )


def told(session: Session, cohort: Cohort) -> set[UUID]:
    """The accounts to which the mail about this cohort was written and not taken back."""
    begins = _key(cohort)
    rows = session.scalars(
        select(OutboxMessage.dedupe_key).where(
            OutboxMessage.kind == SUMMARY,
            OutboxMessage.program_id == cohort.program_id,
            OutboxMessage.status != MessageStatus.CANCELLED,
            OutboxMessage.dedupe_key.startswith(begins, autoescape=True),
        )
    )
    return {UUID(key.removeprefix(begins).split(":")[0]) for key in rows if key}


def _key(cohort: Cohort) -> str:
    return f"{SUMMARY}:{cohort.id}:"


@email_kinds.register(SUMMARY)
def report_summary(scope: MailScope) -> Mapping[str, object]:
    """Values of the mail. Raises NotFound if the person left meanwhile, or the summary was taken off their pages."""
    edition = scope.session.get(Edition, UUID(str(scope.message.context["edition"])))
    enrollment = scope.session.get(Enrollment, UUID(str(scope.message.context["enrollment"])))
    if enrollment is None or enrollment.status is not EnrollmentStatus.ACTIVE:
        raise NotFound(N_("This person does not take part any more."))
    # Before anything is sent, it is looked at while nothing is published yet.
    if edition is None or (edition.published_at is None and not scope.preview):
        raise NotFound(N_("This summary is not published any more."))
    program = edition.cohort.program
    return {
        "program": program.name,
        "cohort": edition.cohort.name,
        "contact": program.contact_email,
        "link": personal_link(
            scope,
            enrollment.account,
            LinkPurpose.SIGN_IN,
            next_path=f"/results/{edition.public_id}",
            expires_at=scope.now + LINK_LIFE,
        ),
    }
