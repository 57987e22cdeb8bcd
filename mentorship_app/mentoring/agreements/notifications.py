"""The mails about an agreement, each to its two people alone: no staff page lists them, and none quotes a term."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorship_app.accounts import LinkPurpose
from mentorship_app.accounts.mail_links import personal_link
from mentorship_app.core.dates import long_day_text
from mentorship_app.core.errors import NotFound
from mentorship_app.core.i18n import N_
from mentorship_app.mentoring.agreements.models import Agreement, AgreementVersion
from mentorship_app.mentoring.models import Pairing
from mentorship_app.messaging import UNDO, MailScope, OutboxMessage, cancel, email_kinds, enqueue
from mentorship_app.messaging.outbox import WAITING
from mentorship_app.programs import CohortRole, Enrollment

PROPOSED = "agreement_proposed"
SIGNED = "agreement_signed"
REVIEW = "agreement_review"
LINK_LIFE = timedelta(days=14)


def tell_proposed(session: Session, pairing: Pairing, version: AgreementVersion, *, now: datetime) -> None:
    """Ask the other side. Waits ten minutes: who sits at the same table has signed by then, and gets no mail."""
    side = CohortRole.MENTEE if version.proposed_by is CohortRole.MENTOR else CohortRole.MENTOR
    _tell(session, PROPOSED, pairing, version, side, now=now, not_before=now + UNDO)


def forget_proposed(session: Session, version: AgreementVersion) -> None:
    """Keep the mail that asks for a signature from leaving, since there is nothing to sign any more."""
    keys = [_key(PROPOSED, version, side) for side in CohortRole]
    mine = select(OutboxMessage).where(OutboxMessage.dedupe_key.in_(keys)).with_for_update()
    for message in session.scalars(mine).all():
        if message.status in WAITING:
            cancel(session, message)


def take_back(session: Session, pairing: Pairing) -> None:
    """Let no mail about the agreement of a pair leave, if it has not left: the pair is over."""
    versions = select(AgreementVersion).join(AgreementVersion.agreement).where(Agreement.pairing_id == pairing.id)
    keys = [
        _key(kind, version, side)
        for version in session.scalars(versions)
        for kind in (PROPOSED, SIGNED, REVIEW)
        for side in CohortRole
    ]
    for message in session.scalars(select(OutboxMessage).where(OutboxMessage.dedupe_key.in_(keys))).all():
        if message.status in WAITING:
            cancel(session, message)


def tell_signed(session: Session, pairing: Pairing, version: AgreementVersion, *, now: datetime) -> None:
    """Tell both that it is in force."""
    for side in CohortRole:
        _tell(session, SIGNED, pairing, version, side, now=now, not_before=now)


def remind_of_review(
    session: Session, pairing: Pairing, version: AgreementVersion, side: CohortRole, *, now: datetime
) -> None:
    """Remind one side that the day is near on which they meant to look at it again."""
    _tell(session, REVIEW, pairing, version, side, now=now, not_before=now)


def _tell(
    session: Session,
    kind: str,
    pairing: Pairing,
    version: AgreementVersion,
    side: CohortRole,
    *,
    now: datetime,
    not_before: datetime,
) -> None:
    is_mentor = side is CohortRole.MENTOR
    reader, other = (pairing.mentor, pairing.mentee) if is_mentor else (pairing.mentee, pairing.mentor)
    enqueue(
        session,
        kind,
        to_email=reader.account.email,
        to_name=reader.account.name,
        locale=reader.account.locale,
        context={"reader": str(reader.id), "other": str(other.id), "version": str(version.id)},
        dedupe=_key(kind, version, side),
        program_id=pairing.cohort.program_id,
        now=now,
        not_before=not_before,
        private=True,
    )


def _key(kind: str, version: AgreementVersion, side: CohortRole) -> str:
    return f"{kind}:{version.id}:{side}"


@email_kinds.register(PROPOSED)
@email_kinds.register(SIGNED)
@email_kinds.register(REVIEW)
def about_agreement(scope: MailScope) -> Mapping[str, object]:
    """Values of the mail; raises NotFound if the agreement or one of the two is gone."""
    reader = scope.session.get(Enrollment, UUID(str(scope.message.context["reader"])))
    other = scope.session.get(Enrollment, UUID(str(scope.message.context["other"])))
    version = scope.session.get(AgreementVersion, UUID(str(scope.message.context["version"])))
    if reader is None or other is None or version is None:
        raise NotFound(N_("This agreement is not there any more."))
    pairing = version.agreement.pairing
    return {
        "program": reader.cohort.program.name,
        "other_name": other.account.name,
        "is_change": version.agreement.signed_at is not None,
        "review_on": long_day_text(version.review_on, scope.message.locale),
        "link": personal_link(
            scope,
            reader.account,
            LinkPurpose.SIGN_IN,
            next_path=f"/pair/{pairing.public_id}/agreement",
            expires_at=scope.now + LINK_LIFE,
        ),
    }
