"""Verbs of agreements: propose, sign, take back, leave as it is. Two can write at once; one of them is told."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorship_app import audit
from mentorship_app.core import clock
from mentorship_app.core.errors import Conflict, FieldError, InvalidTransition
from mentorship_app.core.i18n import N_
from mentorship_app.core.identity import SYSTEM
from mentorship_app.forms import FormVersion
from mentorship_app.forms.services import pin
from mentorship_app.mentoring.agreements import notifications
from mentorship_app.mentoring.agreements.defaults import FORM
from mentorship_app.mentoring.agreements.models import (
    Agreement,
    AgreementSignature,
    AgreementStatus,
    AgreementVersion,
)
from mentorship_app.mentoring.agreements.queries import agreement_of
from mentorship_app.mentoring.enums import PairingStatus
from mentorship_app.mentoring.models import Pairing
from mentorship_app.programs import CohortRole, Enrollment
from mentorship_app.questions.answers import kept, missing

CHANGED = N_("Something else was proposed or signed while this page was open.")
REVIEW = "review_on"
BEFORE_THE_FIRST = 0
"""The version of an agreement that is not there yet."""


class NothingChanged(InvalidTransition):
    """The proposal is what is in force already."""

    def __init__(self) -> None:
        super().__init__(N_("This is what you agreed on already. Change something, then propose it."))


def propose(
    session: Session, pairing: Pairing, side: CohortRole, terms: Mapping[str, Any], *, version: int, now: datetime
) -> AgreementVersion:
    """Propose ``terms`` and sign them for ``side``; the other side is asked. What is in force stays so meanwhile.

    What the other side proposed, proposed again unchanged, is thereby signed. ``version`` of the agreement as read, 0
    before the first. Raises FieldError for an answer that is missing or cannot be, NothingChanged, Conflict when
    something was proposed or signed since, InvalidTransition for a pair that has ended.
    """
    agreement = _claimed(session, pairing, now=now)
    form = pin(session, pairing.cohort.program, FORM, now=now)
    said = _checked(pairing, form, terms, now=now)
    waiting = agreement.proposed
    if waiting is not None and _is_same(waiting, form, said) and waiting.proposed_by is side:
        return waiting
    if agreement.version != version:
        raise Conflict(CHANGED)
    if waiting is not None and _is_same(waiting, form, said):
        return _sign(session, agreement, waiting, side, now=now)
    if waiting is None and agreement.in_force is not None and _is_same(agreement.in_force, form, said):
        raise NothingChanged
    if waiting is not None:
        _close(session, waiting, AgreementStatus.REPLACED)
    made = _add(session, agreement, form, said, side, now=now)
    notifications.tell_proposed(session, pairing, made, now=now)
    return made


def sign(session: Session, pairing: Pairing, side: CohortRole, *, number: int, now: datetime) -> AgreementVersion:
    """Sign the proposal of that number: it is in force then. Signing twice changes nothing.

    Raises Conflict when it is not what is proposed any more, InvalidTransition for a pair that has ended.
    """
    agreement = _claimed(session, pairing, now=now)
    waiting, in_force = agreement.proposed, agreement.in_force
    if waiting is not None and waiting.number == number:
        return _sign(session, agreement, waiting, side, now=now)
    if waiting is None and in_force is not None and in_force.number == number:
        return in_force
    raise Conflict(CHANGED)


def close_proposal(session: Session, pairing: Pairing, side: CohortRole, *, number: int, now: datetime) -> None:
    """Take an own proposal back, or leave what is in force as it is. Doing it twice changes nothing.

    Raises Conflict when something else happened to it, InvalidTransition where nothing is in force that could stay.
    """
    agreement = _claimed(session, pairing, now=now)
    waiting = agreement.proposed
    if waiting is None or waiting.number != number:
        closed = {AgreementStatus.WITHDRAWN, AgreementStatus.REPLACED}
        if waiting is None and any(one.number == number and one.status in closed for one in agreement.versions):
            return
        raise Conflict(CHANGED)
    if waiting.proposed_by is side:
        _close(session, waiting, AgreementStatus.WITHDRAWN)
    elif agreement.in_force is not None:
        _close(session, waiting, AgreementStatus.REPLACED)
    else:
        raise InvalidTransition(N_("Nothing is in force yet. Sign it, or propose something else."))
    agreement.version += 1
    session.flush()


def _claimed(session: Session, pairing: Pairing, *, now: datetime) -> Agreement:
    """The agreement of a running pair, to write: nobody else writes it until the commit. Made where there is none."""
    session.execute(select(Pairing.id).where(Pairing.id == pairing.id).with_for_update())
    session.refresh(pairing)
    if pairing.status is not PairingStatus.ACTIVE or pairing.someone_left:
        raise InvalidTransition(N_("This pair has ended, so nothing is agreed on any more."))
    agreement = agreement_of(session, pairing)
    if agreement is None:
        agreement = Agreement(pairing=pairing, created_at=now, versions=[], version=BEFORE_THE_FIRST)
        session.add(agreement)
        session.flush()
    return agreement


def _checked(pairing: Pairing, form: FormVersion, terms: Mapping[str, Any], *, now: datetime) -> dict[str, Any]:
    questionnaire = form.questionnaire
    said = kept(questionnaire, terms)
    for question in missing(questionnaire, said):
        raise FieldError(question.id, N_("Answer every question that is not optional."))
    today = clock.local_date(now, pairing.cohort.program.timezone)
    if date.fromisoformat(str(said[REVIEW])) <= today:
        raise FieldError(REVIEW, N_("Choose a day after today, so that there is something to look back on."))
    return said


def _is_same(version: AgreementVersion, form: FormVersion, said: Mapping[str, Any]) -> bool:
    return version.form_version_id == form.id and version.terms == said


def _add(
    session: Session,
    agreement: Agreement,
    form: FormVersion,
    said: dict[str, Any],
    side: CohortRole,
    *,
    now: datetime,
) -> AgreementVersion:
    made = AgreementVersion(
        number=max((one.number for one in agreement.versions), default=0) + 1,
        form_version=form,
        terms=said,
        status=AgreementStatus.PROPOSED,
        proposed_by=side,
        proposed_at=now,
        review_on=date.fromisoformat(str(said[REVIEW])),
        signatures=[_signature(agreement.pairing, side, now=now)],
    )
    agreement.versions.append(made)
    agreement.version += 1
    session.flush()
    return made


def _signature(pairing: Pairing, side: CohortRole, *, now: datetime) -> AgreementSignature:
    return AgreementSignature(side=side, name=_person(pairing, side).account.name, signed_at=now)


def _person(pairing: Pairing, side: CohortRole) -> Enrollment:
    return pairing.mentor if side is CohortRole.MENTOR else pairing.mentee


def _sign(
    session: Session, agreement: Agreement, waiting: AgreementVersion, side: CohortRole, *, now: datetime
) -> AgreementVersion:
    if waiting.is_signed_by(side):
        return waiting
    waiting.signatures.append(_signature(agreement.pairing, side, now=now))
    before = agreement.in_force
    if before is not None:
        before.status = AgreementStatus.AMENDED
        # Two are never in force at once, not even between two statements.
        session.flush()
    waiting.status, waiting.in_force_at = AgreementStatus.IN_FORCE, now
    agreement.version += 1
    if agreement.signed_at is None:
        agreement.signed_at = now
        _record(session, agreement.pairing, now=now)
    session.flush()
    notifications.forget_proposed(session, waiting)
    notifications.tell_signed(session, agreement.pairing, waiting, now=now)
    return waiting


def _close(session: Session, waiting: AgreementVersion, status: AgreementStatus) -> None:
    waiting.status = status
    session.flush()
    notifications.forget_proposed(session, waiting)


def _record(session: Session, pairing: Pairing, *, now: datetime) -> None:
    """That it is signed: neither who was last, nor a word of it."""
    audit.record(
        session,
        "mentoring.agreement.signed",
        by=SYSTEM,
        subject=pairing,
        at=now,
        program_id=pairing.cohort.program_id,
        mentor=pairing.mentor.account.name,
        mentee=pairing.mentee.account.name,
    )
