"""Sealing a sheet of paper: under its writer's name where it carries a code, else as one answer that is nobody's.

A sheet has a random number, drawn when its page is shown, so that a form that arrives twice is one sheet. The mark that
it was sealed lies among the drafts, as large as any of them, and goes with them at the close.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mentorship_app.core.errors import Conflict, FieldError, InvalidTransition
from mentorship_app.core.i18n import N_
from mentorship_app.core.keyring import Keyring
from mentorship_app.privacy import sealing
from mentorship_app.privacy.models import Receipt, SealedAnswers, SealedDraft
from mentorship_app.programs import Enrollment
from mentorship_app.surveys.answering import submit
from mentorship_app.surveys.contents import contents_of
from mentorship_app.surveys.deadlines import is_over
from mentorship_app.surveys.enums import WaveStatus
from mentorship_app.surveys.models import Wave, WaveInvitee
from mentorship_app.surveys.paper.codes import CodeMistyped, owner_of, paper_code, read_code
from mentorship_app.surveys.questionnaire import box_bytes, require_possible

OF_NOBODY = ":sheet"
"""Stands in the box of a sheet without a code; no question's id holds a colon. Without it the box of somebody who is
not asked any more would be taken for a sheet."""
CODE = "code"
"""The field that errors about the code belong to."""


def code_of(keyring: Keyring, wave: Wave, person: UUID) -> str:
    """What the person writes on a sheet. Only for pages of that person, while the wave is open."""
    return paper_code(keyring.get(sealing.wave_key_name(wave.id)), person)


def person_of(session: Session, keyring: Keyring, wave: Wave, typed: str) -> UUID | None:
    """Whose sheet it is by the code on it; None where there is none.

    Raises FieldError for a mistyped code, one that belongs to nobody who is asked, and one whose answers are in: that
    last is told to nobody who does not hold the very code.
    """
    if not typed.strip():
        return None
    key = keyring.get(sealing.wave_key_name(wave.id))
    try:
        code = read_code(typed)
    except CodeMistyped as error:
        raise FieldError(CODE, error.message) from None
    person = owner_of(key, code, _asked(session, wave))
    if person is None:
        raise FieldError(
            CODE, N_("No code of this survey reads so. It may be of another survey: leave the box empty then.")
        )
    if session.get(Receipt, sealing.done_tag(key, person)) is not None:
        raise FieldError(CODE, N_("The answers of this code are already there. This sheet is not needed: shred it."))
    return person


def is_sealed(session: Session, keyring: Keyring, wave: Wave, sheet: UUID) -> bool:
    """Whether the sheet of that number went in before: the same form, sent twice."""
    key = keyring.get(sealing.wave_key_name(wave.id))
    return session.get(SealedDraft, sealing.sheet_names(key, sheet).mark) is not None


def seal_sheet(
    session: Session, keyring: Keyring, wave: Wave, sheet: UUID, answers: Mapping[str, Any], *, code: str, now: datetime
) -> None:
    """Seal what was typed in, once for each number of a sheet.

    Raises InvalidTransition unless the wave takes answers, FieldError as :func:`person_of` does, Conflict where a
    sheet without a code would be one more than people were asked, ScoringError for an answer that is not offered.
    """
    if wave.status is not WaveStatus.OPEN or is_over(wave, now=now):
        raise InvalidTransition(N_("This check-in is closed. Answers are no longer taken."))
    if is_sealed(session, keyring, wave, sheet):
        return
    person = person_of(session, keyring, wave, code)
    if person is None:
        _seal_for_nobody(session, keyring, wave, sheet, answers)
    else:
        submit(session, keyring, wave, person, answers)
    key = keyring.get(sealing.wave_key_name(wave.id))
    box = box_bytes(contents_of(session, wave))
    name = sealing.sheet_names(key, sheet).mark
    session.add(SealedDraft(slot=name, wave_id=wave.id, body=sealing.seal(key, {}, name=name, box=box)))
    session.flush()


def _seal_for_nobody(session: Session, keyring: Keyring, wave: Wave, sheet: UUID, answers: Mapping[str, Any]) -> None:
    contents = contents_of(session, wave)
    require_possible(contents, answers)
    received = session.scalar(select(func.count()).select_from(Receipt).where(Receipt.wave_id == wave.id)) or 0
    if received >= len(_asked(session, wave)):
        raise Conflict(N_("As many answers are in as people were asked. A sheet without a code cannot be counted now."))
    key = keyring.get(sealing.wave_key_name(wave.id))
    names = sealing.sheet_names(key, sheet)
    body = sealing.seal(key, {**answers, OF_NOBODY: True}, name=names.answers, box=box_bytes(contents))
    session.add(Receipt(tag=names.receipt, wave_id=wave.id))
    session.add(SealedAnswers(slot=names.answers, wave_id=wave.id, body=body))
    session.flush()


def _asked(session: Session, wave: Wave) -> list[UUID]:
    return list(
        session.scalars(
            select(Enrollment.account_id)
            .join(WaveInvitee, WaveInvitee.enrollment_id == Enrollment.id)
            .where(WaveInvitee.wave_id == wave.id)
        )
    )
