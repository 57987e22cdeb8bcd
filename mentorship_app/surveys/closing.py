"""Closing a wave: sealed boxes become shuffled responses, and then the key goes.

The steps stand in an order that survives a crash at any point:

1. one transaction opens the boxes, shuffles, writes responses and comments, empties the sealed tables, marks the wave
   closed and puts its fixed tables, and what links it to earlier waves, into the release ledger: all of it or nothing;
2. outside any transaction the write-ahead log is cut and free pages are overwritten;
3. the wave's key is destroyed, and only then is the closing marked complete.

Whoever runs step 2 or 3 again, after a crash, finishes what is left.
"""

import logging
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from random import SystemRandom
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Engine, delete, select
from sqlalchemy.orm import Session

from mentorship_app import audit
from mentorship_app.core.errors import InvalidTransition
from mentorship_app.core.i18n import N_
from mentorship_app.core.identity import Actor
from mentorship_app.core.keyring import Keyring
from mentorship_app.db import Base
from mentorship_app.db.engine import erase_deleted, writing
from mentorship_app.privacy import sealing
from mentorship_app.privacy.models import Receipt, SealedAnswers, SealedDraft, SealedMailing
from mentorship_app.programs import Enrollment
from mentorship_app.surveys import aggregates, notifications
from mentorship_app.surveys.contents import contents_of
from mentorship_app.surveys.enums import WaveStatus
from mentorship_app.surveys.linking import release_links
from mentorship_app.surveys.models import Response, ResponseComment, Wave, WaveInvitee
from mentorship_app.surveys.paper import unlinked
from mentorship_app.surveys.paper.services import forget_entry
from mentorship_app.surveys.questionnaire import in_words

logger = logging.getLogger(__name__)

SEALED = (SealedAnswers, SealedDraft, Receipt, SealedMailing)
SEALED_TABLES = tuple(Base.metadata.tables[sealed.__tablename__] for sealed in SEALED)


@dataclass(frozen=True)
class _Opened:
    """One box, opened: what becomes a response, and what was written in words, which must not stay with it."""

    panel: bytes
    strata: Mapping[str, Any]
    answers: Mapping[str, Any]
    texts: Mapping[str, str]


def close_wave(session: Session, keyring: Keyring, wave: Wave, *, by: Actor, now: datetime) -> None:
    """Step 1, in the caller's transaction. Closing a closed wave changes nothing.

    Raises InvalidTransition for a wave that was never opened, KeyringError or SealBroken when a box cannot be opened;
    nothing is changed then.
    """
    if wave.status is WaveStatus.CLOSED:
        return
    if wave.status is not WaveStatus.OPEN:
        raise InvalidTransition(N_("This check-in is not open yet."))
    opened = _open_boxes(session, keyring, wave)
    _write(session, wave, opened)
    for sealed in SEALED:
        session.execute(delete(sealed).where(sealed.wave_id == wave.id))
    wave.status, wave.closed_at, wave.answered = WaveStatus.CLOSED, now, len(opened)
    wave.version += 1
    session.flush()
    aggregates.release(session, aggregates.wave_ref(wave), now=now)
    release_links(session, wave.cohort, now=now)
    notifications.take_back_invitations(session, wave)
    forget_entry(session, wave)
    audit.record(session, "surveys.wave.closed", by=by, subject=wave, at=now, program_id=wave.cohort.program_id)
    session.flush()


def _open_boxes(session: Session, keyring: Keyring, wave: Wave) -> list[_Opened]:
    """Every box of the wave, in an order that has nothing to do with people or arrival."""
    wave_key = keyring.get(sealing.wave_key_name(wave.id))
    panel_key = keyring.get(sealing.panel_key_name(wave.cohort.program_id))
    boxes = {
        sealed.slot: sealed.body
        for sealed in session.scalars(select(SealedAnswers).where(SealedAnswers.wave_id == wave.id))
    }
    roster = session.execute(
        select(Enrollment.account_id, WaveInvitee.strata)
        .join(Enrollment, Enrollment.id == WaveInvitee.enrollment_id)
        .where(WaveInvitee.wave_id == wave.id)
    ).all()
    worded = frozenset(in_words(contents_of(session, wave)))
    opened: list[_Opened] = []
    for person, strata in roster:
        name = sealing.slot(wave_key, person)
        if name in boxes:
            answers = sealing.unseal(wave_key, boxes.pop(name), name=name)
            opened.append(_sorted_out(sealing.panel(panel_key, person), strata, answers, worded))
    sheets = unlinked.answers_of_nobody(wave_key, boxes, room=len(roster) - len(opened))
    opened += [_sorted_out(unlinked.panel_of_nobody(), {}, answers, worded) for answers in sheets]
    if sheets:
        strata_of, wave.bands = unlinked.hidden_among_others([box.strata for box in opened], wave.bands)
        opened = [replace(box, strata=strata) for box, strata in zip(opened, strata_of, strict=True)]
    SystemRandom().shuffle(opened)
    return opened


def _sorted_out(panel: bytes, strata: Mapping[str, Any], answers: dict[str, Any], worded: frozenset[str]) -> _Opened:
    texts = {key: answers.pop(key) for key in worded & answers.keys()}
    return _Opened(panel, strata, answers, texts)


def _write(session: Session, wave: Wave, opened: list[_Opened]) -> None:
    session.add_all(
        Response(id=uuid4(), wave_id=wave.id, panel=box.panel, strata=dict(box.strata), answers=dict(box.answers))
        for box in opened
    )
    comments = [(question, text) for box in opened for question, text in box.texts.items() if text]
    # Shuffled anew: the order of comments must not be that of the responses beside them.
    SystemRandom().shuffle(comments)
    session.add_all(
        ResponseComment(id=uuid4(), wave_id=wave.id, question=question, text=text) for question, text in comments
    )


def unfinished(session: Session) -> list[UUID]:
    """Closed waves whose steps 2 and 3 are still to be done."""
    found = session.scalars(
        select(Wave.id).where(Wave.status == WaveStatus.CLOSED, Wave.key_destroyed.is_(False)).order_by(Wave.id)
    )
    return list(found)


def finish_closing(engine: Engine, keyring: Keyring, wave_id: UUID) -> bool:
    """Steps 2 and 3. False when a reader kept the log from being cut: try again a little later."""
    if not erase_free_pages(engine):
        logger.warning("log could not be cut yet", extra={"wave_id": str(wave_id)})
        return False
    keyring.destroy(sealing.wave_key_name(wave_id))
    with writing(engine).begin() as session:
        wave = session.get(Wave, wave_id)
        if wave is not None:
            wave.key_destroyed = True
    return True


def erase_free_pages(engine: Engine) -> bool:
    """Leave no deleted row of the wave behind in the database's files; True when nothing is left there.

    PostgreSQL's log and archives keep theirs for a while; they are sealed, and their key goes next.
    """
    return erase_deleted(engine, SEALED_TABLES)
