"""The mails about a request: kind, short, and the same for both sides."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from mentorship_app.core.errors import NotFound
from mentorship_app.core.i18n import N_
from mentorship_app.mentoring.models import Pairing
from mentorship_app.mentoring.rematch.models import RematchRequest
from mentorship_app.messaging import UNDO, MailScope, email_kinds, enqueue
from mentorship_app.programs import CohortRole, Enrollment

ENDED = "rematch_ended"
KEPT = "rematch_kept"


def context_of(reader: Enrollment, other: Enrollment) -> dict[str, str]:
    """What the row of a mail holds; enough to preview it."""
    return {"reader": str(reader.id), "other": str(other.id)}


def tell_ended(session: Session, pairing: Pairing, *, now: datetime) -> None:
    """Tell both that their pair ends; nothing says who asked, or why. Waits ten minutes."""
    for reader, other in ((pairing.mentee, pairing.mentor), (pairing.mentor, pairing.mentee)):
        _write(session, ENDED, reader, other, dedupe=f"{ENDED}:{pairing.id}:{reader.role}", now=now)


def tell_kept(session: Session, request: RematchRequest, *, now: datetime) -> None:
    """Tell the author alone that the request is closed and the pair goes on. Waits ten minutes.

    No page lists it: one of those who read the outbox may be the other person of the pair.
    """
    _write(session, KEPT, request.enrollment, request.other, dedupe=f"{KEPT}:{request.id}", now=now, private=True)


def _write(
    session: Session,
    kind: str,
    reader: Enrollment,
    other: Enrollment,
    *,
    dedupe: str,
    now: datetime,
    private: bool = False,
) -> None:
    enqueue(
        session,
        kind,
        to_email=reader.account.email,
        to_name=reader.account.name,
        locale=reader.account.locale,
        context=context_of(reader, other),
        dedupe=dedupe,
        program_id=reader.cohort.program_id,
        now=now,
        not_before=now + UNDO,
        private=private,
    )


@email_kinds.register(ENDED)
@email_kinds.register(KEPT)
def rematch_mail(scope: MailScope) -> Mapping[str, object]:
    """Values of the mail; raises NotFound if one of the two was deleted meanwhile."""
    reader = scope.session.get(Enrollment, UUID(str(scope.message.context["reader"])))
    other = scope.session.get(Enrollment, UUID(str(scope.message.context["other"])))
    if reader is None or other is None:
        raise NotFound(N_("This person does not take part any more."))
    program = reader.cohort.program
    return {
        "is_mentee": reader.role is CohortRole.MENTEE,
        "program": program.name,
        "contact": program.contact_email,
        "other_name": other.account.name,
    }
