"""Looking mailings up: for the outbox of a program, for the page of a wave."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import Select, case, select
from sqlalchemy.orm import Session, contains_eager

from mentorship_app.programs import Cohort
from mentorship_app.surveys.enums import WaveStatus
from mentorship_app.surveys.mailings.models import REMINDERS, Mailing, MailingKind, MailingStatus
from mentorship_app.surveys.models import Wave

_ORDER = case({kind.value: number for number, kind in enumerate(MailingKind)}, value=Mailing.kind)


def mailings_of(session: Session, wave: Wave) -> Sequence[Mailing]:
    """The mailings of a wave in the order in which they leave, the evenings last."""
    return session.scalars(select(Mailing).where(Mailing.wave_id == wave.id).order_by(_ORDER)).all()


def mailings_in(program_id: UUID) -> Select[Mailing]:
    """All mailings of a program, those of the newest wave first."""
    return (
        select(Mailing)
        .join(Mailing.wave)
        .join(Wave.cohort)
        .where(Cohort.program_id == program_id)
        .options(contains_eager(Mailing.wave))
        .order_by(Wave.opened_at.desc(), Wave.id, _ORDER)
    )


def waiting_in(session: Session, program_id: UUID, *states: MailingStatus) -> Sequence[Mailing]:
    """The mailings of a program in these states."""
    return session.scalars(mailings_in(program_id).where(Mailing.status.in_(states))).all()


def open_in(session: Session, program_id: UUID) -> Sequence[Mailing]:
    """The mailings of a program's open waves."""
    return session.scalars(mailings_in(program_id).where(Wave.status == WaveStatus.OPEN)).all()


def find_mailing(session: Session, program_id: UUID, mailing_id: UUID) -> Mailing | None:
    """One mailing of a program."""
    return session.scalar(mailings_in(program_id).where(Mailing.id == mailing_id))


def last_day_written(session: Session, wave: Wave) -> date | None:
    """The last day on which something went to everybody; None when nothing has yet."""
    return session.scalar(
        select(Mailing.sent_on)
        .where(
            Mailing.wave_id == wave.id,
            Mailing.kind.in_((MailingKind.INVITATION, *REMINDERS)),
            Mailing.sent_on.is_not(None),
        )
        .order_by(Mailing.sent_on.desc())
        .limit(1)
    )
