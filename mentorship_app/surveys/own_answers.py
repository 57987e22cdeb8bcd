"""What a person can see of their own answers, wave by wave, and taking them back while the wave is open."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from mentorship_app.accounts.models import Account
from mentorship_app.core.errors import InvalidTransition, NotAllowed
from mentorship_app.core.i18n import N_
from mentorship_app.core.keyring import Keyring
from mentorship_app.privacy import sealing
from mentorship_app.privacy.models import Receipt, SealedAnswers, SealedDraft
from mentorship_app.programs import Enrollment
from mentorship_app.surveys.answering import draft_owner, has_answered, mark, marks_of, own_answers
from mentorship_app.surveys.enums import WaveStatus
from mentorship_app.surveys.models import Wave, WaveInvitee
from mentorship_app.surveys.own_responses import is_linked, own_responses

_FROZEN = N_(
    "This check-in closed. Your answers count in its results, without your name: taking them out now would show in "
    "the results which ones were yours."
)


class OwnState(StrEnum):
    """What a person can be told of their answers in a wave."""

    NOT_SENT = "not_sent"
    SENT = "sent"
    """In an open wave: to be seen, downloaded, taken back."""
    COUNTED = "counted"
    """In a closed wave, found by the panel code: to be seen and downloaded."""
    NOTHING = "nothing"
    """Closed, and nothing of this person is in it."""
    UNLINKED = "unlinked"
    """Closed, and the program's key is gone: nobody can tell."""
    WITHHELD = "withheld"
    """Staff changed the address since it opened: whoever signs in now may be somebody else."""


@dataclass(frozen=True)
class OwnWave:
    """One wave that asked the person. ``answers`` only where they can be shown, by id as they are kept."""

    wave: Wave
    state: OwnState
    answers: Mapping[str, Any] | None = None

    @property
    def can_be_taken_back(self) -> bool:
        return self.state is OwnState.SENT


def own_waves(session: Session, keyring: Keyring, account: Account) -> tuple[OwnWave, ...]:
    """Every wave that was opened and asked the person, the newest first. Only for that person's pages."""
    return _told(session, keyring, account, _asked(session, account))


def own_wave(session: Session, keyring: Keyring, account: Account, wave: Wave) -> OwnWave:
    """The same of one wave that asked the person."""
    return _told(session, keyring, account, [wave])[0]


def take_back(session: Session, keyring: Keyring, wave: Wave, account: Account) -> bool:
    """Remove what the person sent and chose in an open wave; they may answer anew. False if there was nothing.

    What was wished about reminders stays. Nothing else is written down. Raises InvalidTransition once the wave is
    closed, NotAllowed for a reader who may not be the person who answered.
    """
    if wave.status is not WaveStatus.OPEN:
        raise InvalidTransition(_FROZEN)
    if draft_owner(wave, account) != account.id:
        raise NotAllowed(N_("Your address was changed while this check-in was open, so its answers stay as they are."))
    if not has_answered(session, keyring, wave, account.id):
        return False
    key = keyring.get(sealing.wave_key_name(wave.id))
    wishes = {name.removeprefix(":"): value for name, value in marks_of(session, keyring, wave, account.id).items()}
    session.execute(delete(Receipt).where(Receipt.tag == sealing.done_tag(key, account.id)))
    session.execute(delete(SealedAnswers).where(SealedAnswers.slot == sealing.slot(key, account.id)))
    session.execute(delete(SealedDraft).where(SealedDraft.slot == sealing.draft_slot(key, account.id)))
    session.expire_all()
    if wishes:
        mark(session, keyring, wave, account.id, **wishes)
    return True


def _asked(session: Session, account: Account) -> Sequence[Wave]:
    # No DISTINCT: PostgreSQL cannot compare the JSON among a wave's columns.
    asked = (
        select(WaveInvitee.wave_id)
        .join(Enrollment, Enrollment.id == WaveInvitee.enrollment_id)
        .where(Enrollment.account_id == account.id)
    )
    return session.scalars(
        select(Wave).where(Wave.status != WaveStatus.DRAFT, Wave.id.in_(asked)).order_by(Wave.opens_on.desc(), Wave.id)
    ).all()


def _told(session: Session, keyring: Keyring, account: Account, waves: Sequence[Wave]) -> tuple[OwnWave, ...]:
    mine = [wave for wave in waves if draft_owner(wave, account) == account.id]
    closed = [wave for wave in mine if wave.status is WaveStatus.CLOSED]
    found = own_responses(session, keyring, closed, account.id)
    told = []
    for wave in waves:
        if wave not in mine:
            told.append(OwnWave(wave, OwnState.WITHHELD))
        elif wave.status is WaveStatus.OPEN:
            told.append(_of_open(session, keyring, account, wave))
        elif wave.id in found:
            told.append(OwnWave(wave, OwnState.COUNTED, found[wave.id]))
        else:
            linked = is_linked(keyring, wave.cohort.program)
            told.append(OwnWave(wave, OwnState.NOTHING if linked else OwnState.UNLINKED))
    return tuple(told)


def _of_open(session: Session, keyring: Keyring, account: Account, wave: Wave) -> OwnWave:
    if not has_answered(session, keyring, wave, account.id):
        return OwnWave(wave, OwnState.NOT_SENT)
    return OwnWave(wave, OwnState.SENT, own_answers(session, keyring, wave, account.id))
