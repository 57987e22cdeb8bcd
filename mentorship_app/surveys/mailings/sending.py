"""Sending mailings: who gets one is worked out with the wave's key at that moment, and written down nowhere.

A round goes through a part of the roster. For each person it reads, sends or passes over, then seals how far it has
come. A worker that dies in between repeats the one mail in flight at most; nobody is left out. No line of the log
and no row names a person here, says how many got a reminder, or what the mail server said about one address.
"""

import logging
import smtplib
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4, uuid5

from sqlalchemy import Engine, or_, select
from sqlalchemy.orm import Session

from mentorship_app.core.keyring import Keyring
from mentorship_app.db.engine import reading, writing
from mentorship_app.messaging import MailScope, OutboxMessage
from mentorship_app.messaging.delivery import RETRIES, Line, Transport
from mentorship_app.messaging.render import RenderedMail, render
from mentorship_app.privacy import sealing
from mentorship_app.programs import Enrollment
from mentorship_app.surveys.enums import WaveStatus
from mentorship_app.surveys.mailings import progress as progresses
from mentorship_app.surveys.mailings.due import Verdict, carry_out, finish_pass, verdict
from mentorship_app.surveys.mailings.links import ensure_links, token_for
from mentorship_app.surveys.mailings.models import Mailing, MailingStatus
from mentorship_app.surveys.mailings.progress import LEASE, Progress
from mentorship_app.surveys.mailings.recipients import is_wanted
from mentorship_app.surveys.models import Wave, WaveInvitee
from mentorship_app.surveys.notifications import MAIL_OF, mail_context

logger = logging.getLogger(__name__)

BATCH = 20
"""People a mailing goes through in one round, so that other mail has its turn in between."""
ROUND_SECONDS = 60.0
"""After this long a round ends, well before its lease does."""
_ON_THE_WAY = (MailingStatus.SENDING, MailingStatus.SENT)
_UNWRITABLE = "unwritable"


class LineDown(Exception):
    """The mail server cannot be used now, whoever the mail is to."""


@dataclass(frozen=True)
class _Round:
    """What every step of a round needs."""

    engine: Engine
    keyring: Keyring
    base_url: str
    now: datetime
    worker: str


def send_due_mailings(
    engine: Engine, keyring: Keyring, transport: Transport, *, base_url: str, now: datetime, batch: int = BATCH
) -> None:
    """Bring every mailing that is due a part further. One that fails never stops the others."""
    this = _Round(engine, keyring, base_url, now, uuid4().hex)
    for mailing_id in _due(this):
        try:
            _go_on(this, transport, mailing_id, batch)
        except LineDown as error:
            _rest(this, mailing_id, str(error))
        except Exception as error:
            # Never with its trace: the words of an error may quote an address.
            logger.error("mailing failed", extra={"mailing_id": str(mailing_id), "error": type(error).__name__})
            _rest(this, mailing_id, "app")


def _due(this: _Round) -> list[UUID]:
    """Mailings of open waves that have something to do now; only reads."""
    with reading(this.engine).begin() as session:
        found = session.scalars(
            select(Mailing)
            .join(Mailing.wave)
            .where(
                Wave.status == WaveStatus.OPEN,
                or_(
                    Mailing.status.in_(_ON_THE_WAY),
                    (Mailing.status == MailingStatus.QUEUED) & (Mailing.not_before <= this.now),
                ),
            )
            .order_by(Mailing.not_before, Mailing.id)
        ).all()
        return [mailing.id for mailing in found if _verdict(this, session, mailing) is not Verdict.WAIT]


def _verdict(this: _Round, session: Session, mailing: Mailing) -> Verdict:
    name = sealing.wave_key_name(mailing.wave_id)
    if not this.keyring.has(name):
        return Verdict.WAIT
    return verdict(session, mailing, progresses.read(session, this.keyring.get(name), mailing), now=this.now)


def _go_on(this: _Round, transport: Transport, mailing_id: UUID, batch: int) -> None:
    if not _take_up(this, mailing_id):
        return
    # The line is opened before anybody is looked at: whether the server was there must not depend on who is left.
    with _open_line(transport) as line:
        began = time.monotonic()
        for _ in range(batch):
            if not _step(this, line, mailing_id) or time.monotonic() - began > ROUND_SECONDS:
                break
    _hand_back(this, mailing_id)


def _take_up(this: _Round, mailing_id: UUID) -> bool:
    """Lease the mailing; False when it is not to be sent after all."""
    with writing(this.engine).begin() as session:
        mailing = session.scalar(select(Mailing).where(Mailing.id == mailing_id).with_for_update())
        if mailing is None or mailing.wave.status is not WaveStatus.OPEN:
            return False
        key = this.keyring.get(sealing.wave_key_name(mailing.wave_id))
        progress = progresses.read(session, key, mailing)
        found = verdict(session, mailing, progress, now=this.now)
        if not carry_out(session, mailing, progress, found, now=this.now):
            return False
        ensure_links(session, key, mailing.wave, now=this.now)
        progress.leased_until, progress.leased_by = this.now + LEASE, this.worker
        progresses.write(session, key, mailing, progress)
        return True


def _step(this: _Round, line: Line, mailing_id: UUID) -> bool:
    """Deal with the next person; False when nobody is left, or the mailing was held, taken back or closed."""
    with reading(this.engine).begin() as session:
        mailing = session.get_one(Mailing, mailing_id)
        if not _is_ours(this, session, mailing):
            return False
        key = this.keyring.get(sealing.wave_key_name(mailing.wave_id))
        progress = progresses.read(session, key, mailing)
        following = _next_person(session, key, mailing, progress)
        written: _Written | None = None
        if following is not None:
            written = _write(this, session, key, mailing, progress, following)
    if following is None:
        _change(this, mailing_id, lambda session, mailing, progress: finish_pass(session, mailing, progress, this.now))
        return False
    outcome = _send(this, line, written) if written is not None else None
    rank = following.rank

    def note(_session: Session, _mailing: Mailing, progress: Progress) -> None:
        progress.after, progress.tries = rank.hex(), 0
        if isinstance(outcome, int):
            progress.defer(rank, outcome)
        elif isinstance(outcome, str):
            progress.refuse(rank, outcome)
        else:
            progress.settle(rank)

    return _change(this, mailing_id, note)


def _is_ours(this: _Round, session: Session, mailing: Mailing) -> bool:
    """Whether this worker may go on with it: neither held, taken back nor closed, nor another worker's."""
    if mailing.status not in _ON_THE_WAY or mailing.wave.status is not WaveStatus.OPEN:
        return False
    key = this.keyring.get(sealing.wave_key_name(mailing.wave_id))
    return progresses.read(session, key, mailing).leased_by == this.worker


def _change(this: _Round, mailing_id: UUID, change: Callable[[Session, Mailing, Progress], None]) -> bool:
    """Seal a changed progress, and go on holding the lease; False when the mailing is no longer this worker's."""
    with writing(this.engine).begin() as session:
        mailing = session.scalar(select(Mailing).where(Mailing.id == mailing_id).with_for_update())
        if mailing is None or mailing.wave.status is not WaveStatus.OPEN:
            return False
        key = this.keyring.get(sealing.wave_key_name(mailing.wave_id))
        progress = progresses.read(session, key, mailing)
        if progress.leased_by != this.worker:
            return False
        change(session, mailing, progress)
        mailing.last_error = ""
        progresses.write(session, key, mailing, progress)
        return mailing.status in _ON_THE_WAY


def _hand_back(this: _Round, mailing_id: UUID) -> None:
    def let_go(_session: Session, _mailing: Mailing, progress: Progress) -> None:
        progress.leased_until, progress.leased_by = None, ""

    _change(this, mailing_id, let_go)


def _rest(this: _Round, mailing_id: UUID, error: str) -> None:
    """The whole mailing waits: a minute at first, longer each time."""
    with writing(this.engine).begin() as session:
        mailing = session.get(Mailing, mailing_id)
        if mailing is None or mailing.wave.status is not WaveStatus.OPEN:
            return
        if not this.keyring.has(sealing.wave_key_name(mailing.wave_id)):
            return
        key = this.keyring.get(sealing.wave_key_name(mailing.wave_id))
        progress = progresses.read(session, key, mailing)
        if progress.leased_by not in {"", this.worker}:
            return
        progress.leased_until, progress.leased_by = None, ""
        progress.next_at = this.now + RETRIES[min(progress.tries, len(RETRIES) - 1)]
        progress.tries += 1
        mailing.last_error = error
        progresses.write(session, key, mailing, progress)
    logger.warning("mailing not sent", extra={"mailing_id": str(mailing_id), "error": error})


@dataclass(frozen=True)
class _Person:
    rank: bytes
    enrollment: Enrollment


def _next_person(session: Session, key: bytes, mailing: Mailing, progress: Progress) -> _Person | None:
    """The first of the roster behind the last one who was dealt with, in the mailing's own order."""
    ranked = sorted(
        (sealing.mailing_rank(key, mailing.id, account_id), enrollment_id)
        for enrollment_id, account_id in _roster(session, mailing)
    )
    behind = next(((rank, found) for rank, found in ranked if rank.hex() > progress.after), None)
    return None if behind is None else _Person(behind[0], session.get_one(Enrollment, behind[1]))


def _roster(session: Session, mailing: Mailing) -> Sequence[Any]:
    return session.execute(
        select(Enrollment.id, Enrollment.account_id)
        .join(WaveInvitee, WaveInvitee.enrollment_id == Enrollment.id)
        .where(WaveInvitee.wave_id == mailing.wave_id)
    ).all()


@dataclass(frozen=True)
class _Written:
    """One mail, ready to leave; its row is never added to a session. No text when it could not be written."""

    message: OutboxMessage
    mail: RenderedMail | None


def _write(
    this: _Round, session: Session, key: bytes, mailing: Mailing, progress: Progress, person: _Person
) -> _Written | None:
    """The mail to a person; None for those whom it does not concern."""
    if progress.finished and not progress.is_deferred(person.rank):
        return None
    wave, account = mailing.wave, person.enrollment.account
    message = OutboxMessage(
        id=sealing.mail_id(key, uuid5(mailing.id, str(progress.evening)), account.id),
        kind=MAIL_OF[mailing.kind],
        to_email=account.email,
        to_name=account.name,
        locale=account.locale,
        context=mail_context(wave, mailing.kind, token=token_for(key, wave, account)),
        program_id=wave.cohort.program_id,
        private=False,
    )
    scope = MailScope(session=session, message=message, base_url=this.base_url, now=this.now, preview=False)
    try:
        if not is_wanted(session, this.keyring, mailing, progress, person.enrollment, now=this.now):
            return None
        return _Written(message, render(scope))
    except Exception as error:
        # One box that does not open, or one name that cannot be written, must not stop everybody's mail.
        logger.error("mail of a mailing could not be written", extra={"error": type(error).__name__})
        return _Written(message, None)


def _send(this: _Round, line: Line, written: _Written) -> int | str | None:
    """None when it left; a code when this address is to be tried again later; a reason when it never will be.

    Raises LineDown when it is not about this address.
    """
    if written.mail is None:
        return _UNWRITABLE
    try:
        line.send(written.message, written.mail, now=this.now)
    except smtplib.SMTPRecipientsRefused as refused:
        return _about_address(max(code for code, _ in refused.recipients.values()))
    except smtplib.SMTPDataError as error:
        return _about_address(error.smtp_code)
    except smtplib.SMTPNotSupportedError:
        return _UNWRITABLE
    except smtplib.SMTPResponseException as error:
        raise LineDown(f"SMTP {error.smtp_code}") from None
    except (OSError, smtplib.SMTPException) as error:
        raise LineDown(type(error).__name__) from None
    except ValueError:
        return _UNWRITABLE
    return None


_CLOSING_LINE = 421
_FOR_GOOD = 500


def _about_address(code: int) -> int | str:
    if code == _CLOSING_LINE:
        raise LineDown(f"SMTP {code}")
    return code if code < _FOR_GOOD else str(code)


class _open_line:  # noqa: N801  reads as a verb where it is used
    """An open line to the mail server; LineDown instead of what goes wrong with it."""

    def __init__(self, transport: Transport) -> None:
        self.line = transport.line()

    def __enter__(self) -> Line:
        try:
            return self.line.__enter__()
        except smtplib.SMTPResponseException as error:
            raise LineDown(f"SMTP {error.smtp_code}") from None
        except (OSError, smtplib.SMTPException) as error:
            raise LineDown(type(error).__name__) from None

    def __exit__(self, kind: Any, error: Any, trace: Any) -> None:
        try:
            self.line.__exit__(kind, error, trace)
        except (OSError, smtplib.SMTPException):
            # Everything was sent and sealed; that the server hung up meanwhile changes nothing.
            return
