"""Whether a mailing leaves now, and what becomes of it when a pass through the roster is over."""

from datetime import datetime, timedelta
from enum import Enum, auto

from sqlalchemy.orm import Session

from mentorship_app.messaging.delivery import RETRIES
from mentorship_app.surveys.mailings import schedule
from mentorship_app.surveys.mailings.models import REMINDERS, Mailing, MailingKind, MailingStatus
from mentorship_app.surveys.mailings.progress import Progress
from mentorship_app.surveys.mailings.queries import mailings_of
from mentorship_app.surveys.mailings.services import earliest_day, follow_dates, waits_for_invitation

AGAIN = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=30))
"""Pauses before the passes that try deferred addresses again. They are made whether there are any or not."""
PASSES = 1 + len(AGAIN)
LATE = timedelta(hours=1)
"""A mailing that is later than this, because the worker slept, does not leave at night."""


class Verdict(Enum):
    """What is to be done with a mailing now."""

    WAIT = auto()
    LEAVE = auto()
    POSTPONE = auto()
    """Too soon after the mail before: on the first morning on which it may."""
    SKIP_EVENING = auto()
    """The evening was missed: on the next one."""
    LAPSE = auto()
    """Its time is over, or a later one is due as well."""


def verdict(session: Session, mailing: Mailing, progress: Progress, *, now: datetime) -> Verdict:
    """What is to be done with a mailing of an open wave; only reads."""
    if progress.is_leased(now=now) or progress.rests(now=now, longest=max(*RETRIES, *AGAIN)):
        return Verdict.WAIT
    if mailing.status is MailingStatus.SENT:
        return _verdict_again(mailing, progress, now=now)
    if mailing.status is MailingStatus.QUEUED and mailing.not_before > now:
        return Verdict.WAIT
    if mailing.status not in {MailingStatus.QUEUED, MailingStatus.SENDING}:
        return Verdict.WAIT
    if mailing.kind is MailingKind.INVITATION:
        is_late = now - mailing.not_before > LATE
        return Verdict.WAIT if is_late and schedule.is_night(mailing.wave, now=now) else Verdict.LEAVE
    if schedule.local_day(mailing.wave, now) > mailing.wave.closes_on:
        return Verdict.LAPSE
    if mailing.kind is MailingKind.EVENING:
        return _evening_verdict(mailing, now=now)
    return _reminder_verdict(session, mailing, now=now)


def _verdict_again(mailing: Mailing, progress: Progress, *, now: datetime) -> Verdict:
    """Of a mailing whose first pass is over: whether deferred addresses are tried again."""
    if progress.finished in (0, PASSES):
        return Verdict.WAIT
    if mailing.kind is MailingKind.INVITATION:
        return Verdict.LEAVE
    is_over = schedule.local_day(mailing.wave, now) > mailing.wave.closes_on
    return Verdict.WAIT if is_over or schedule.is_night(mailing.wave, now=now) else Verdict.LEAVE


def _evening_verdict(mailing: Mailing, *, now: datetime) -> Verdict:
    if mailing.status is MailingStatus.SENDING:
        # The server was away in the evening: those who are left get theirs in the morning.
        return Verdict.WAIT if schedule.is_night(mailing.wave, now=now) else Verdict.LEAVE
    begins = schedule.at(mailing.wave, schedule.local_day(mailing.wave, now), schedule.EVENING)
    if begins <= now and not schedule.is_night(mailing.wave, now=now):
        return Verdict.LEAVE
    return Verdict.SKIP_EVENING


def _reminder_verdict(session: Session, mailing: Mailing, *, now: datetime) -> Verdict:
    if schedule.is_night(mailing.wave, now=now):
        return Verdict.WAIT
    if mailing.status is MailingStatus.SENDING:
        return Verdict.LEAVE
    if waits_for_invitation(session, mailing.wave):
        return Verdict.WAIT
    if _a_later_one_is_due(session, mailing, now=now):
        return Verdict.LAPSE
    earliest = earliest_day(session, mailing.wave)
    if earliest is not None and schedule.local_day(mailing.wave, now) < earliest:
        return Verdict.POSTPONE if earliest <= mailing.wave.closes_on else Verdict.LAPSE
    return Verdict.LEAVE


def _a_later_one_is_due(session: Session, mailing: Mailing, *, now: datetime) -> bool:
    later = REMINDERS[REMINDERS.index(mailing.kind) + 1 :]
    return any(
        other.kind in later and other.status is MailingStatus.QUEUED and other.not_before <= now
        for other in mailings_of(session, mailing.wave)
    )


def carry_out(session: Session, mailing: Mailing, progress: Progress, found: Verdict, *, now: datetime) -> bool:
    """Do what the verdict says; True when the mailing leaves now."""
    wave = mailing.wave
    if found is Verdict.LAPSE:
        # The evenings are over, not taken back: they go on when the last day is moved.
        is_evening = mailing.kind is MailingKind.EVENING
        mailing.status = MailingStatus.SENT if is_evening else MailingStatus.CANCELLED
    elif found is Verdict.SKIP_EVENING:
        mailing.status, mailing.not_before = MailingStatus.QUEUED, schedule.next_evening(wave, now=now)
    elif found is Verdict.POSTPONE:
        earliest = earliest_day(session, wave)
        if earliest is not None:
            mailing.not_before = schedule.at(wave, earliest, schedule.MORNING)
    elif found is Verdict.LEAVE:
        if mailing.status is MailingStatus.QUEUED:
            mailing.status = MailingStatus.SENDING
            _begin_evening(mailing, progress, now=now)
        return True
    return False


def _begin_evening(mailing: Mailing, progress: Progress, *, now: datetime) -> None:
    evening = schedule.local_day(mailing.wave, now)
    if mailing.kind is MailingKind.EVENING and progress.evening != evening:
        progress.evening, progress.evening_before = evening, progress.evening
        progress.after, progress.finished, progress.deferred = "", 0, {}


def finish_pass(session: Session, mailing: Mailing, progress: Progress, now: datetime) -> None:
    """The end of the roster is reached."""
    progress.finished += 1
    progress.after = ""
    if progress.finished == 1:
        mailing.status = MailingStatus.SENT
        _note_day(session, mailing, now=now)
    if progress.finished < PASSES:
        progress.next_at = now + AGAIN[progress.finished - 1]
        return
    for code in progress.deferred.values():
        progress.refused[str(code)] = progress.refused.get(str(code), 0) + 1
    progress.deferred = {}
    if mailing.kind is MailingKind.INVITATION:
        mailing.refused = dict(progress.refused)
    elif mailing.kind is MailingKind.EVENING:
        _wait_for_next_evening(mailing, progress, now=now)


def _note_day(session: Session, mailing: Mailing, *, now: datetime) -> None:
    if mailing.kind is not MailingKind.EVENING:
        mailing.sent_on = schedule.local_day(mailing.wave, now)
        session.flush()
    if mailing.kind is MailingKind.INVITATION:
        follow_dates(session, mailing.wave, now=now)


def _wait_for_next_evening(mailing: Mailing, progress: Progress, *, now: datetime) -> None:
    progress.finished, progress.next_at, progress.refused = 0, None, {}
    following = schedule.next_evening(mailing.wave, now=now)
    if schedule.local_day(mailing.wave, following) <= mailing.wave.closes_on:
        mailing.status, mailing.not_before = MailingStatus.QUEUED, following
