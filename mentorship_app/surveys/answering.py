"""Answering a wave: drafts and answers go in sealed, and nothing else is written down.

No function here records an event, a time or a line of log: whoever compares two copies of the database sees boxes of
one size under names that mean nothing without the wave's key.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy import delete, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import InstrumentedAttribute, Session

from mentorship_app.accounts.models import Account
from mentorship_app.core.errors import InvalidTransition
from mentorship_app.core.i18n import N_
from mentorship_app.core.keyring import Keyring
from mentorship_app.privacy import sealing
from mentorship_app.privacy.models import Receipt, SealedAnswers, SealedDraft
from mentorship_app.surveys.contents import contents_of
from mentorship_app.surveys.enums import WaveStatus
from mentorship_app.surveys.models import Wave, WaveInvitee
from mentorship_app.surveys.questionnaire import box_bytes, require_possible

COUNT_STEP = 5
"""The count of an open wave moves in steps of this many, so that no single arrival can be watched."""


_MARK = ":"
"""How the key of a mark begins: what a box says of its owner besides answers. Keys of items hold no colon."""
_SENT = ":sent"
"""Stands in the box of an owner who sent."""


@dataclass(frozen=True)
class LiveCount:
    """How many answered: exact after the close if five or more did, else rounded down to a step of five."""

    answered: int
    is_exact: bool


def _key(keyring: Keyring, wave: Wave) -> bytes:
    """The key of an open wave; raises InvalidTransition when answers are not, or no longer, taken."""
    if wave.status is WaveStatus.CLOSED:
        raise InvalidTransition(N_("This check-in is closed. Answers are no longer taken."))
    if wave.status is not WaveStatus.OPEN:
        raise InvalidTransition(N_("This check-in is not open yet."))
    return keyring.get(sealing.wave_key_name(wave.id))


def has_answered(session: Session, keyring: Keyring, wave: Wave, person: UUID, *, owner: UUID | None = None) -> bool:
    """Whether the answers of ``person`` are in, as far as ``owner`` (see :func:`draft_owner`) may know.

    Only for pages of that person. Another owner learns only what that owner sent: whether somebody answered before
    the address was changed must not show, or staff could change an address in order to look.
    """
    key = _key(keyring, wave)
    if owner is None or owner == person:
        return session.get(Receipt, sealing.done_tag(key, person)) is not None
    return _SENT in _kept(session, key, owner)


def draft_owner(wave: Wave, account: Account) -> UUID:
    """Under whom drafts of ``account`` are kept: another name once staff changed the address while the wave was open.

    Whoever reads the new address then begins anew. What was chosen before cannot be opened through it, nor can be
    seen whether anything was sent; answers that were sent before stay the ones that count.
    """
    changed_at = account.email_changed_by_staff_at
    if changed_at is None or (wave.opened_at is not None and changed_at <= wave.opened_at):
        return account.id
    return uuid5(account.id, changed_at.isoformat())


def draft_of(session: Session, keyring: Keyring, wave: Wave, owner: UUID) -> dict[str, Any]:
    """What was chosen so far by ``owner`` (see :func:`draft_owner`); empty when nothing is kept."""
    kept = _kept(session, _key(keyring, wave), owner)
    return {key: value for key, value in kept.items() if not key.startswith(_MARK)}


def marks_of(session: Session, keyring: Keyring, wave: Wave, owner: UUID) -> dict[str, Any]:
    """What the box of ``owner`` says besides answers: wishes about reminders (``:tonight``, ``:stop``)."""
    return _marks(_kept(session, _key(keyring, wave), owner))


def mark(session: Session, keyring: Keyring, wave: Wave, owner: UUID, **wishes: Any) -> None:
    """Set marks in the box of ``owner``, or take those away whose value is None; answers stay as they are.

    Raises InvalidTransition unless the wave is open.
    """
    key = _key(keyring, wave)
    named = {_MARK + name: value for name, value in wishes.items()}
    kept = {name: value for name, value in _kept(session, key, owner).items() if name not in named}
    given = {name: value for name, value in named.items() if value is not None}
    _put(session, key, wave, owner, kept | given, box=box_bytes(contents_of(session, wave)))


def _marks(kept: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in kept.items() if key.startswith(_MARK)}


def _kept(session: Session, key: bytes, owner: UUID) -> dict[str, Any]:
    name = sealing.draft_slot(key, owner)
    draft = session.get(SealedDraft, name)
    return sealing.unseal(key, draft.body, name=name) if draft else {}


def _keep(session: Session, key: bytes, wave: Wave, owner: UUID, kept: Mapping[str, Any], *, box: int) -> None:
    """Keep these answers in place of those before; what was wished about reminders stays."""
    _put(session, key, wave, owner, _marks(_kept(session, key, owner)) | dict(kept), box=box)


def _put(session: Session, key: bytes, wave: Wave, owner: UUID, kept: Mapping[str, Any], *, box: int) -> None:
    name = sealing.draft_slot(key, owner)
    body = sealing.seal(key, kept, name=name, box=box)
    draft = session.get(SealedDraft, name)
    if draft is None:
        session.add(SealedDraft(slot=name, wave_id=wave.id, body=body))
    else:
        draft.body = body
    session.flush()


def save_draft(
    session: Session,
    keyring: Keyring,
    wave: Wave,
    person: UUID,
    answers: Mapping[str, Any],
    *,
    owner: UUID | None = None,
) -> None:
    """Keep ``answers`` (all of them so far) as the draft of ``owner`` (or the person), in place of the one before.

    After the answers were sent nothing is kept. Raises InvalidTransition unless the wave is open, ScoringError for an
    answer that is not offered.
    """
    key, box = _key(keyring, wave), _checked(session, wave, answers)
    if not has_answered(session, keyring, wave, person, owner=owner):
        _keep(session, key, wave, owner or person, answers, box=box)


def submit(
    session: Session,
    keyring: Keyring,
    wave: Wave,
    person: UUID,
    answers: Mapping[str, Any],
    *,
    owner: UUID | None = None,
) -> bool:
    """Hand the answers in, once: a second time changes nothing. True if these are the ones that count.

    Raises InvalidTransition unless the wave is open, ScoringError for an answer that is not offered.
    """
    key, box = _key(keyring, wave), _checked(session, wave, answers)
    counts = _hand_in(session, key, wave, person, answers, box=box)
    if owner is not None and owner != person:
        # In place of a receipt, since this reader must get the same pages whether or not there was one before.
        _keep(session, key, wave, owner, {_SENT: True}, box=box)
    elif counts:
        _clear(session, key, wave, person, box=box)
    return counts


def _clear(session: Session, key: bytes, wave: Wave, owner: UUID, *, box: int) -> None:
    """Drop the answers of a draft; a wish about reminders lives on, since some reminders go to everybody."""
    if marks := _marks(_kept(session, key, owner)):
        _put(session, key, wave, owner, marks, box=box)
    else:
        session.execute(delete(SealedDraft).where(SealedDraft.slot == sealing.draft_slot(key, owner)))


def _checked(session: Session, wave: Wave, answers: Mapping[str, Any]) -> int:
    """The size of the wave's boxes, once it is clear that the answers belong into one."""
    contents = contents_of(session, wave)
    require_possible(contents, answers)
    return box_bytes(contents)


def _hand_in(session: Session, key: bytes, wave: Wave, person: UUID, answers: Mapping[str, Any], *, box: int) -> bool:
    tag, name = sealing.done_tag(key, person), sealing.slot(key, person)
    if session.get(Receipt, tag) is not None:
        return False
    try:
        with session.begin_nested():
            session.add(Receipt(tag=tag, wave_id=wave.id))
            session.add(SealedAnswers(slot=name, wave_id=wave.id, body=sealing.seal(key, answers, name=name, box=box)))
            session.flush()
    except IntegrityError:
        # Another tab or device of the same person was faster by a moment.
        return False
    return True


def own_answers(session: Session, keyring: Keyring, wave: Wave, person: UUID) -> dict[str, Any]:
    """What the person sent, while the wave is open; empty when nothing was. Only for pages of that person."""
    key = _key(keyring, wave)
    name = sealing.slot(key, person)
    sealed = session.get(SealedAnswers, name)
    return sealing.unseal(key, sealed.body, name=name) if sealed else {}


def count_answered(session: Session, wave: Wave) -> LiveCount:
    """How many answered: in steps of five while the wave is open, exact once it is closed if five or more did."""
    return counts_answered(session, [wave])[wave.id]


def counts_answered(session: Session, waves: Sequence[Wave]) -> dict[UUID, LiveCount]:
    """The same for several waves, by their ids."""
    received, asked = (_per_wave(session, column, waves) for column in (Receipt.wave_id, WaveInvitee.wave_id))
    # Sheets of paper that belong to nobody may repeat what was sent; the close leaves out what is too many.
    return {wave.id: _as_told(wave, min(received.get(wave.id, 0), asked.get(wave.id, 0))) for wave in waves}


def _per_wave(session: Session, column: InstrumentedAttribute[UUID], waves: Sequence[Wave]) -> dict[UUID, int]:
    rows = session.execute(select(column, func.count()).where(column.in_([wave.id for wave in waves])).group_by(column))
    return dict(rows.all())


def _as_told(wave: Wave, exact: int) -> LiveCount:
    if wave.answered is not None and wave.answered >= COUNT_STEP:
        return LiveCount(wave.answered, is_exact=True)
    # A closed wave has no receipts left; of fewer than five it stays unsaid how many, or that it was nobody.
    return LiveCount(exact // COUNT_STEP * COUNT_STEP, is_exact=False)
