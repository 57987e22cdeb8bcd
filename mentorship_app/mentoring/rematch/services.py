"""Verbs of re-match: ask, take back, and what a coordinator does about it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorship_app import audit
from mentorship_app.core.errors import AppError, Conflict, InvalidTransition
from mentorship_app.core.i18n import N_
from mentorship_app.core.identity import Actor
from mentorship_app.core.keyring import Keyring
from mentorship_app.forms.models import FormVersion
from mentorship_app.mentoring.enums import PairingStatus
from mentorship_app.mentoring.models import Pairing
from mentorship_app.mentoring.rematch import notifications
from mentorship_app.mentoring.rematch.confidence import REASON, SAFETY, URGENT, sealed_answers
from mentorship_app.mentoring.rematch.models import PENDING, RematchRequest, RematchStatus
from mentorship_app.mentoring.rematch.queries import pending_of
from mentorship_app.mentoring.services import end_pairing
from mentorship_app.programs import Enrollment
from mentorship_app.programs.versions import claim


class BelongsElsewhere(AppError):
    """The reason is a matter of safety. Nothing is kept; the person is shown who is there for it."""

    def __init__(self) -> None:
        super().__init__(N_("This belongs with people outside the program."))


def ask(
    session: Session,
    keyring: Keyring,
    pairing: Pairing,
    enrollment: Enrollment,
    answers: Mapping[str, Any],
    *,
    form_version: FormVersion,
    reason_is_told: bool,
    now: datetime,
) -> RematchRequest:
    """Ask for another pair. Asking again while a request is pending gives that one, unchanged.

    Neither the trail nor the other person learns of it. Raises BelongsElsewhere for a matter of safety,
    InvalidTransition where the pair has ended, KeyringError.
    """
    if answers.get(REASON) == SAFETY:
        raise BelongsElsewhere
    session.refresh(pairing, with_for_update={"of": Pairing})
    if pairing.status is PairingStatus.ENDED:
        raise InvalidTransition(N_("This pair has ended already."))
    present = pending_of(session, pairing, enrollment)
    if present is not None:
        return present
    request_id = uuid4()
    request = RematchRequest(
        id=request_id,
        pairing=pairing,
        enrollment=enrollment,
        form_version=form_version,
        urgent=answers.get(URGENT) is True,
        reason_is_told=reason_is_told,
        sealed=sealed_answers(keyring, pairing.cohort.program_id, request_id, answers),
        created_at=now,
    )
    session.add(request)
    session.flush()
    return request


def take_back(session: Session, request: RematchRequest, *, now: datetime) -> None:
    """The author no longer wants it; what they wrote is deleted. Raises InvalidTransition once it is closed."""
    session.refresh(request, with_for_update={"of": RematchRequest})
    if request.status is RematchStatus.WITHDRAWN:
        return
    _require_pending(request)
    request.status, request.sealed, request.handled_at = RematchStatus.WITHDRAWN, None, now
    request.version += 1
    session.flush()


def mark_seen(session: Session, request: RematchRequest, *, version: int, by: Actor, now: datetime) -> None:
    """Say that somebody has read it and gets in touch. Raises Conflict when it changed since ``version``."""
    _step(session, request, RematchStatus.SEEN, version=version, by=by, now=now)


def open_in_matching(session: Session, request: RematchRequest, *, version: int, by: Actor, now: datetime) -> None:
    """Note that the pair is open to change in the matching. Raises Conflict when it changed since ``version``."""
    _step(session, request, RematchStatus.MATCHING, version=version, by=by, now=now)


def keep_pair(session: Session, request: RematchRequest, *, version: int, by: Actor, now: datetime) -> None:
    """Close the request while the pair goes on, and tell its author. Raises Conflict as the others."""
    _step(session, request, RematchStatus.KEPT, version=version, by=by, now=now)
    request.sealed = None
    notifications.tell_kept(session, request, now=now)
    _record(session, "mentoring.rematch.closed", request, by=by, now=now)
    session.flush()


def end_pair(session: Session, request: RematchRequest, *, version: int, by: Actor, now: datetime) -> None:
    """End the pair and tell both in the same kind words, without a reason and without saying who asked.

    The mails wait ten minutes. Whatever both sides had asked is closed. Raises Conflict as the others.
    """
    _step(session, request, RematchStatus.ENDED, version=version, by=by, now=now)
    pairing = request.pairing
    end_pairing(session, pairing, version=pairing.version, by=by, now=now)
    notifications.tell_ended(session, pairing, now=now)
    close_all_of(session, pairing, by=by.name, now=now)
    request.sealed = None
    session.flush()


def close_all_of(session: Session, pairing: Pairing, *, by: str, now: datetime) -> None:
    """Close what is still pending about a pair that has ended, and delete what was written."""
    about = RematchRequest.pairing_id == pairing.id, RematchRequest.status.in_(PENDING)
    for request in session.scalars(select(RematchRequest).where(*about)):
        request.status, request.sealed = RematchStatus.ENDED, None
        request.handled_by, request.handled_at = by, now
    session.flush()


def _step(
    session: Session, request: RematchRequest, status: RematchStatus, *, version: int, by: Actor, now: datetime
) -> None:
    claim(session, request, version)
    _require_pending(request)
    if request.pairing.status is PairingStatus.ENDED:
        raise Conflict(N_("This pair has ended already."))
    request.status, request.handled_by, request.handled_at = status, by.name, now
    session.flush()


def _require_pending(request: RematchRequest) -> None:
    if not request.is_pending:
        raise InvalidTransition(N_("This request is closed already."))


def _record(session: Session, action: str, request: RematchRequest, *, by: Actor, now: datetime) -> None:
    # Neither whose request it was nor which pair it was about: the trail is read by others too.
    audit.record(
        session, action, by=by, subject=request.pairing.cohort, at=now, program_id=request.pairing.cohort.program_id
    )
