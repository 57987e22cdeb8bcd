"""The mails of intake: that it is asked for, and that a mentor somebody waits for has a place."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from mentorship_app.accounts import LinkPurpose
from mentorship_app.accounts.mail_links import personal_link
from mentorship_app.core.errors import NotFound
from mentorship_app.core.i18n import N_
from mentorship_app.forms.queries import current
from mentorship_app.intake.models import Waitlist
from mentorship_app.messaging import UNDO, MailScope, OutboxMessage, email_kinds, enqueue
from mentorship_app.programs import Enrollment
from mentorship_app.programs.phases import Opening, is_open

INVITATION = "intake_invitation"
PLACE_FREE = "waitlist_place"
LINK_LIFE = timedelta(days=14)
"""People read this mail between shifts, days later. The link still signs in only once, after a press."""


def invitation_key(enrollment: Enrollment) -> str:
    """What the dedupe keys of a mentee's invitations begin with."""
    return f"{INVITATION}:{enrollment.id}:"


def invitation_context(enrollment: Enrollment) -> dict[str, str]:
    """What the row of the mail holds."""
    return {"enrollment": str(enrollment.id)}


def invitation(session: Session, enrollment: Enrollment, *, number: int, now: datetime) -> OutboxMessage:
    """Write the mail; it waits ten minutes, so that staff can take it back. ``number`` counts earlier ones."""
    account = enrollment.account
    return enqueue(
        session,
        INVITATION,
        to_email=account.email,
        to_name=account.name,
        locale=account.locale,
        context=invitation_context(enrollment),
        dedupe=f"{invitation_key(enrollment)}{number}",
        program_id=enrollment.cohort.program_id,
        now=now,
        not_before=now + UNDO,
    )


@email_kinds.register(INVITATION)
def intake_invitation(scope: MailScope) -> Mapping[str, object]:
    """Values of the mail; raises NotFound if the person was deleted meanwhile."""
    enrollment = scope.session.get(Enrollment, UUID(str(scope.message.context["enrollment"])))
    if enrollment is None:
        raise NotFound(N_("This person does not take part any more."))
    program = enrollment.cohort.program
    return {
        "program": program.name,
        "contact": program.contact_email,
        "minutes": current(scope.session, enrollment.cohort.program_id, "mentee_intake").minutes,
        "link": personal_link(
            scope, enrollment.account, LinkPurpose.SIGN_IN, next_path="/intake", expires_at=scope.now + LINK_LIFE
        ),
    }


def place_free(session: Session, entry: Waitlist, *, now: datetime) -> OutboxMessage:
    """Tell a mentee that the mentor they wait for has a place; it waits ten minutes, so that staff can take it back."""
    account = entry.mentee.account
    return enqueue(
        session,
        PLACE_FREE,
        to_email=account.email,
        to_name=account.name,
        locale=account.locale,
        context={"mentee": str(entry.mentee_id), "mentor": str(entry.mentor_id)},
        dedupe=f"{PLACE_FREE}:{entry.id}",
        program_id=entry.mentee.cohort.program_id,
        now=now,
        not_before=now + UNDO,
    )


@email_kinds.register(PLACE_FREE)
def waitlist_place(scope: MailScope) -> Mapping[str, object]:
    """Values of the mail; raises NotFound if one of the two was deleted meanwhile."""
    mentee = scope.session.get(Enrollment, UUID(str(scope.message.context["mentee"])))
    mentor = scope.session.get(Enrollment, UUID(str(scope.message.context["mentor"])))
    if mentee is None or mentor is None:
        raise NotFound(N_("This person does not take part any more."))
    program = mentee.cohort.program
    return {
        "program": program.name,
        "contact": program.contact_email,
        "mentor": mentor.account.name,
        "choices_open": is_open(mentee.cohort, Opening.INTAKE),
        "link": personal_link(
            scope,
            mentee.account,
            LinkPurpose.SIGN_IN,
            next_path=f"/mentors/{mentor.public_id}",
            expires_at=scope.now + LINK_LIFE,
        ),
    }
